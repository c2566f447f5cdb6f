/** Bobot yang diubah dengan tangan, dimuat saat kernel ditampilkan atau saat tautan berisi bobot yang diubah. */

import { numbers } from "./numbers.js";

/** @import { Texts, Words } from "../language.js" */

const { count } = numbers;

/** @type {Words<Texts["weights"]>} */
export const weights = {
  hint: "Seret bobot ke atas atau ke bawah, atau ketik angka: seluruh jaringan mengikuti.",
  keys: "↑ ↓ mengubah bobot, dengan Shift sepuluh kali lebih cepat; ← → ke bobot berikutnya, Alt + ↑ ↓ ke bobot di atas atau di bawahnya, Home dan End ke yang pertama dan terakhir. Enter atau angka untuk mengetik; Escape untuk kembali. Ctrl + Z mengurungkan.",
  kernel: (name) => `Bobot ${name}`,
  place: (map, row, column) => `peta ${map}, baris ${row}, kolom ${column}`,
  input: (number) => `masukan ${number}`,
  cell: (row, column) => `baris ${row}, kolom ${column}`,
  number: "Bobot",
  bias: "bias",
  biasOf: (name) => `Bias ${name}`,
  badNumber: (text, weight) => `“${text}” bukan angka. Ketik angka seperti −0,25. Bobotnya masih ${weight}.`,
  mute: "Bisukan",
  muteTitle: (name) => `Bisukan ${name}: bobot dan biasnya dihitung sebagai 0`,
  reset: "Pulihkan",
  resetKernel: (name) => `Pulihkan bobot ${name}`,
  changed: "diubah",
  stageChanged: "bobot diubah",
  presets: {
    label: (name) => `Ganti bobot ${name}`,
    choose: "Ganti …",
    all: "Untuk semua peta masukan",
    one: (map) => `Hanya untuk peta masukan ${map}`,
    names: {
      identity: "Identitas",
      horizontal: "Tepi mendatar",
      vertical: "Tepi tegak",
      sobelHorizontal: "Sobel, mendatar",
      sobelVertical: "Sobel, tegak",
      blur: "Kabur",
      zero: "Nol",
      random: "Acak",
    },
  },
  bar: {
    label: "Bobot yang diubah",
    none: "Tidak ada bobot yang Anda ubah",
    changed: (number, maps) =>
      maps === 0
        ? `${count(number)} bobot diubah`
        : number === 0
          ? `${count(maps)} peta dibisukan`
          : `${count(number)} bobot diubah, ${count(maps)} peta dibisukan`,
    undo: "Urungkan perubahan bobot terakhir (Ctrl+Z di kernel)",
    redo: "Ulangi perubahan bobot (Ctrl+Shift+Z di kernel)",
    reset: "Pulihkan semua",
    compare: "Bandingkan",
    compareTitle: "Bandingkan dengan jaringan sebelum Anda mengubahnya",
    save: "Simpan .npz",
    saveTitle: "Simpan jaringan dengan bobot Anda; berkasnya dapat dibuka di sini, dan di Python dengan glasscnn.load",
    link: "Salin tautan",
    linkTitle: "Salin tautan ke gambar dan bobot Anda",
    copied: "Tautan disalin. Isinya gambar Anda dan bobot yang diubah.",
    notCopied: "Peramban tidak mengizinkan halaman ini menyalin. “Bagikan” menampilkan tautannya.",
    tooMany: (found, most) =>
      `Satu tautan memuat paling banyak ${most} perubahan, sedangkan ada ${count(found)}. Simpan .npz dan kirim berkas itu.`,
    saved: (name) => `Disimpan sebagai ${name}.`,
  },
  link: {
    tooMany: (found) =>
      `Tautan ini dibuat dengan ${count(found)} bobot yang diubah, lebih dari yang dapat dimuatnya. Jaringan ditampilkan tanpa perubahan itu; mintalah berkas .npz-nya.`,
    otherModel: (wanted, current) =>
      `Tautan ini mengubah bobot ${wanted}, tetapi jaringan di sini ${current}. Tidak ada bobot yang diubah.`,
    noSuchWeight: (name) =>
      `Tautan ini mengubah ${name}, yang tidak ada pada jaringan ini. Tidak ada bobot yang diubah.`,
  },
};
