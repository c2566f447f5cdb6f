/** Panel “Kode”, dimuat saat dibuka. */

import { numbers } from "./numbers.js";

/** @import { code as english } from "../en/code.js" */

const { count, fixed, short, sure } = numbers;

const time = (/** @type {number} */ milliseconds) =>
  milliseconds < 1000 ? `${short(milliseconds)} md` : `${fixed(milliseconds / 1000, 1)} d`;

/** @type {typeof english} */
export const code = {
  operator: "Operator",
  start: "Mulai dari",
  starts: { array: "kode larik", loops: "perulangan" },
  run: "Jalankan",
  runTitle: "Jalankan (Ctrl+Enter)",
  stop: "Hentikan",
  live: "Langsung",
  liveTitle: "Jalankan saat Anda mengetik, dan baca setiap gambar",
  again: "Mulai lagi",
  againTitle: "Ganti teks dengan teks awal; urungkan mengembalikan teks Anda",
  versions: "Versi",
  chooseVersion: "Versi …",
  noVersions: "Belum ada versi",
  version: (when, lines) => `${when}, ${count(lines)} baris`,
  editor: (op) => `${op} Anda dalam Python`,
  leave: "Escape, lalu Tab, keluar dari editor.",
  hint: (op) =>
    `Inilah ${op} dalam NumPy yang mudah dibaca. Ubah dan jalankan: Python kedua membaca gambar Anda dengan kode Anda, dan setiap tahap yang dihitungnya dibandingkan dengan milik mesin.`,
  python: {
    starting: "Python Anda sedang dimulai …",
    failed: (reason) =>
      `Kode Anda tidak dapat dijalankan di sini: bingkai tersegel untuknya tidak dapat dibuat (${reason}). Bagian lain halaman tetap berfungsi.`,
  },
  beat: (seconds, line, locals) =>
    [`berjalan ${fixed(seconds, 1)} d`, line > 0 ? `baris ${count(line)}` : "", locals].filter(Boolean).join(", "),
  stopped: "Dihentikan. Ubah kodenya, atau jalankan lagi.",
  overtime: (line, locals) =>
    `Terlalu lama, jadi dihentikan${line > 0 ? ` di baris ${count(line)}${locals && `, ${locals}`}` : ""}.`,
  ended: (reason) => `Python Anda telah berakhir: ${reason}. Python itu sedang dimulai lagi.`,
  defined: (op) => `${op} Anda telah didefinisikan. Gambarlah angka untuk dibacanya.`,
  restored: "Versi itu telah kembali; urungkan kembali ke teks sebelumnya.",
  began: "Teks ini adalah teks awal; urungkan mengembalikan teks Anda.",
  speed: (op, own, engine) => `Satu pembacaan dengan ${op} Anda memakan ${time(own)}, dengan mesin ${time(engine)}.`,
  reads: (label, share) => `Jaringan Anda membaca ${label}, ${sure(share)} yakin.`,
  readsNone: "Peluang jaringan Anda tidak berhingga (tak hingga atau NaN), jadi tidak ada yang dibacanya.",
  results: "Hasil",
  nothing: "Apa yang dibuat kode Anda dari gambar muncul di sini.",
  unused: (op, model) => `${model} tidak menampilkan tahap yang dihitung ${op} sendiri.`,
  old: "Dari gambar atau teks sebelumnya.",
  agrees: "milik Anda ✓",
  differs: "milik Anda ≠",
  same: "sama dengan mesin",
  largest: (difference) => `berbeda dari mesin hingga ${difference}`,
  ownMaps: (title) => `Peta Anda dari “${title}”`,
  difference: (title) => `Peta Anda dari “${title}” dikurangi milik mesin`,
  own: "milik Anda",
  minus: "milik Anda − mesin",
  firstDiffers: "Perbedaan pertama:",
  values: (found, expected) => `milik Anda ${found}, mesin ${expected}`,
  frames: "Di mana itu terjadi",
  frame: (name, line) => `${name}, baris ${count(line)}`,
  goTo: (line) => `Baris ${count(line)}`,
  output: "Keluaran",
  linked: "Kode ini datang bersama tautan. Bacalah dahulu: belum ada yang dijalankan.",
  allow: "Sudah saya baca, biarkan berjalan",
  decline: "Kembali ke milik saya",
  unknown: (name, model) => `Tautan itu berisi kode untuk ${name}, yang tidak ada pada ${model}.`,
  unreadable: "Kode di tautan itu rusak.",
  changed: "Teks awalnya telah berubah sejak Anda mulai. Teks Anda disimpan.",
  takeNew: "Mulai dengan yang baru",
  keepOwn: "Simpan milik saya",
  blocked:
    "Browser ini tidak menyimpan apa pun untuk halaman ini: kode Anda bertahan sampai halaman ditutup. Salinlah yang ingin Anda simpan.",
};
