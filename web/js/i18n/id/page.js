/** Halaman itu sendiri: kendali, jawaban, apa yang sedang terjadi, apa yang salah. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { fixed, megabytes, sure } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["page"]>} */
export const page = {
  title: "glasscnn – gambar sebuah angka, lihat jaringan membacanya",
  model: "Model",
  language: "Bahasa",
  drawing: "Gambar",
  undo: "Urungkan",
  undoKey: "Urungkan (Ctrl+Z)",
  redo: "Ulangi",
  redoKey: "Ulangi (Ctrl+Shift+Z)",
  clear: "Hapus",
  clearKey: "Hapus semua (Escape)",
  samples: "Contoh angka",
  pen: "Pena",
  placement: "Cara tinta menjadi citra",
  centred: "dipusatkan",
  asDrawn: "apa adanya",
  grid: "Kisi 28 × 28",
  answer: "Jawaban",
  bars: "Probabilitas setiap kelas",
  network: "Jaringan, dari citra sampai jawaban",
  inspector: "Penjelajah tahap",
  cell: "Sel",
  close: "Tutup",
  dismiss: "Tutup pesan",
  restart: "Mulai Python lagi",
};

/** @type {Words<Texts["theme"]>} */
export const theme = { system: "Tema: mengikuti sistem", light: "Tema: terang", dark: "Tema: gelap" };

/** @type {Words<Texts["sections"]>} */
export const sections = {
  label: "Lihat ke dalam",
  names: {
    cell: "Sel",
    evidence: "Mengapa angka ini",
    steps: "Dari tinta ke gambar",
    time: "Waktu",
    compare: "Bandingkan",
  },
};

/** @type {Words<Texts["help"]>} */
export const help = {
  title: "Bantuan",
  what: "Sebuah jaringan konvolusi kecil, ditulis dengan NumPy saja, berjalan di halaman ini. Gambarlah sebuah angka, dan angka itu dibaca selagi Anda menggambar; setiap gambar dan bilangan di antara tinta dan jawaban benar-benar dihitung.",
  keysTitle: "Tombol",
  keys: {
    digits: { key: "0 – 9", does: "di bidang gambar atau deretan contoh: menggambar contoh angka itu" },
    arrows: {
      key: "Tombol panah",
      does: "di bidang gambar: menggerakkan pena; pada sebuah tahap: berpindah dari sel ke sel",
    },
    space: {
      key: "Spasi atau Enter",
      does: "di bidang gambar: menurunkan atau mengangkat pena; pada sebuah tahap: membukanya, atau menyematkan sel",
    },
    shift: { key: "Shift + tombol panah", does: "langkah yang lebih besar" },
    escape: {
      key: "Escape",
      does: "melepaskan yang disematkan, menutup yang terbuka, lalu mengosongkan bidang gambar",
    },
    undo: { key: "Ctrl + Z, Ctrl + Shift + Z", does: "mengurungkan dan mengulangi" },
    stages: { key: "Tab", does: "melewati semua kendali dan semua tahap jaringan" },
  },
  whereTitle: "Di mana semuanya tersimpan",
  where:
    "Gambar dan model tetap berada di komputer ini, di halaman ini: tidak ada yang dikirim ke mana pun, dan Python pun berjalan di peramban Anda. Tautan yang Anda bagikan memuat gambarnya sendiri.",
};

/** @type {Words<Texts["status"]>} */
export const status = {
  starting: "Memulai …",
  download: (loaded, total) => `Memuat Python dan NumPy: ${megabytes(loaded)} dari ${megabytes(total)} MB`,
  restore: "Membangunkan Python …",
  fallback: "Mulai cepat tidak berhasil; Python dimulai dengan cara biasa …",
  python: "Memulai Python …",
  numpy: "Mengimpor NumPy …",
  model: "Membaca model …",
  ready: "Siap. Gambarlah sebuah angka.",
  read: (milliseconds) => `Dibaca dalam ${fixed(milliseconds, 1)} ms`,
  restarting: "Python terhenti; sedang dimulai lagi …",
  stopped: "Python terhenti.",
};

/** @type {Words<Texts["prediction"]>} */
export const prediction = {
  nothing: "Gambarlah sebuah angka",
  waiting: "Akan dibaca begitu Python siap",
  sure: (share) => `${sure(share)} yakin`,
  sentence: (label, share, second) => `Jaringan membaca ${label}, ${sure(share)} yakin; berikutnya ${second}.`,
};

/** @type {Words<Texts["pad"]>} */
export const pad = {
  label:
    "Bidang gambar. Menggambarlah dengan tetikus, jari, atau pena; atau gerakkan pena dengan tombol panah dan tekan Spasi untuk menurunkan atau mengangkatnya. Tombol angka menggambar contoh.",
  sample: (digit) => `Gambar contoh angka ${digit}`,
  penDown: "Pena turun",
  penUp: "Pena terangkat",
};

/** @type {Words<Texts["models"]>} */
export const models = {
  own: "Model Anda sendiri …",
  loading: (name) => `Memuat ${name} …`,
  loaded: (title) => `${title} kini dipakai. Model itu tetap berada di komputer ini.`,
};

/** @type {Words<Texts["errors"]>} */
export const errors = {
  english: (reason) => `Rinciannya, dalam bahasa Inggris: ${reason}`,
  boot: (reason) => `Python tidak dapat dimulai: ${reason} Gambar Anda tetap tersimpan.`,
  death: (reason) => `Python terhenti: ${reason} Gambar Anda dan modelnya tetap tersimpan.`,
  memory: "Python kehabisan memori. Gambar Anda dan modelnya tetap tersimpan.",
  model: (reason) => `Model ini tidak dapat dipakai. ${reason} Model sebelumnya tetap berlaku.`,
  notShown: (reason) => `Model ini tidak dapat ditampilkan. ${reason} Model sebelumnya tetap berlaku.`,
  build: (reason) =>
    `Halaman ini tidak lengkap: ${reason} Muat ulang halaman; jika tetap begitu, bangun kembali situsnya dengan “make site”.`,
  reading: (reason) => `Gambar ini tidak dapat dibaca: ${reason}`,
  notFound: (file, status) => `${file} tidak dapat diambil (status ${status}).`,
  tooLarge: (name) => `${name} lebih besar dari 64 MB.`,
  noModel: (name) =>
    `${name} bukan berkas model (.npz atau .onnx). Jika isinya bobot untuk sebuah berkas .onnx, pilihlah keduanya sekaligus.`,
  notTogether: (names) =>
    `Berkas-berkas ini bukan satu model: ${names}. Pilihlah satu .npz, satu gambar, atau satu .onnx beserta berkas-berkas yang memuat bobotnya.`,
  unreadable: (name, reason) => `${name} tidak dapat dibaca dari diska Anda: ${reason} Pilihlah lagi.`,
};

/** @type {Words<Texts["release"]>} */
export const release = {
  text: "Versi halaman ini yang lebih baru sudah tersedia. Gambar Anda tetap tersimpan.",
  update: "Perbarui",
  later: "Nanti",
};
