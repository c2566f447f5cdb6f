/** Dialog untuk membagikan, dimuat ketika dibuka. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, megabytes } = numbers;

/** @type {import("../language.js").Words<Texts["sharing"]>} */
export const sharing = {
  title: "Bagikan",
  copy: "Salin",
  copied: "Disalin",
  byHand: "Peramban tidak mengizinkan halaman ini menyalin. Teksnya sudah dipilih: tekan Ctrl+C atau ⌘C.",
  tabs: { link: "Tautan", embed: "Sematkan", file: "Berkas" },
  link: {
    label: "Tautan ke gambar, model, dan tampilan ini",
    contents: (length) =>
      `${count(length)} karakter. Gambar, nama model, dan tampilannya ada di dalam tautan itu sendiri; tidak ada yang disimpan di peladen.`,
    noAddress:
      "Halaman ini dibuka dari sebuah berkas, yang tidak mempunyai alamat yang dapat dibuka orang lain. Bagikanlah berkas itu.",
    tooLongForCode: (length) =>
      `${count(length)} karakter, terlalu panjang untuk kode QR. Gambar dengan goresan lebih sedikit mempunyai tautan yang lebih pendek.`,
    code: "Kode QR tautan",
    scan: "Arahkan kamera ponsel ke kode ini untuk membuka tautannya.",
    enlarge: "Perbesar",
    reduce: "Perkecil",
    save: "Simpan kode",
  },
  embed: {
    shown: "Ditampilkan",
    parts: {
      header: "Kepala",
      pad: "Bidang gambar",
      samples: "Contoh angka",
      options: "Pena dan penempatan",
      bars: "Probabilitas",
      diagram: "Jaringan",
      inspector: "Penjelasan",
      article: "Artikel",
    },
    labels: {
      model: "Model",
      digit: "Angka pada awalnya",
      lang: "Bahasa",
      theme: "Tema",
      kind: "HTML",
      width: "Lebar",
      height: "Tinggi dalam piksel",
    },
    example: "contoh dari halaman",
    visitors: "menurut pengunjung",
    light: "terang",
    dark: "gelap",
    element: "elemen, setinggi isinya",
    iframe: "iframe dengan tinggi tetap",
    full: "selebar halaman",
    click: "Muat jaringan hanya setelah diklik",
    readonly: "Gambarnya tidak dapat diubah",
    fit: "Sesuaikan isi dengan tinggi tertentu",
    preview: "Pratinjau",
    code: "HTML untuk halaman Anda",
    frameTitle: "glasscnn: gambar sebuah angka, lihat jaringan membacanya",
    more: "Semua parameter, metode, dan pesan",
    page: "embed/id.html",
  },
  file: {
    what: "Satu berkas HTML yang memuat semuanya: halaman, Python, model, gambar Anda, dan tampilannya seperti sekarang. Berkas itu dibuka dengan klik ganda, tanpa jaringan: bagikanlah lewat surel, diska lepas, atau sistem kuliah.",
    make: "Unduh berkas",
    progress: "Kemajuan",
    making: (done) => `Menulis berkas: ${done}%`,
    made: (name, bytes) => `${name}, ${megabytes(bytes)} MB, ada di unduhan Anda.`,
    failed: (reason) => `Berkas tidak dapat ditulis: ${reason} Periksa koneksi, lalu coba lagi.`,
  },
  exportLines: {
    title: "Model dari PyTorch, Keras, atau scikit-learn",
    pytorch: {
      name: "PyTorch",
      note: "Dengan bentuk citra Anda: (1, kanal, tinggi, lebar). Jika perintah ini juga menulis model.onnx.data, pilihlah kedua berkas itu bersama-sama.",
    },
    keras: { name: "Keras 3", note: "Memerlukan paket tf2onnx, atau pengekspor dari backend lain." },
    sklearn: {
      name: "scikit-learn",
      note: "Untuk MLPClassifier, dengan paket skl2onnx; X berisi citra sebagai baris piksel.",
    },
    after: "Lalu pilih berkasnya, atau jatuhkan di halaman ini. Berkas itu tetap berada di perangkat ini.",
    choose: "Pilih berkas …",
  },
  about: {
    title: "Tentang glasscnn",
    version: (version, pyodide) => `Versi ${version}, dengan Python dari Pyodide ${pyodide}.`,
    licence: (licence) =>
      `Perangkat lunak bebas dengan lisensi ${licence}. Di dalamnya ada Pyodide (MPL-2.0), NumPy (BSD-3-Clause), CodeMirror (MIT), dan qr (MIT atau Apache-2.0).`,
    cite: "Cara mengutip",
    links: "Tautan",
    documentation: "Dokumentasi (bahasa Inggris)",
    embed: "Sematkan di halaman Anda",
  },
};
