/** Latihan dan konsol di panel "Kode", dimuat bersamanya. */

import { numbers } from "./numbers.js";

/** @import { Words } from "../language.js" */
/** @import { exercises as enExercises, pythonConsole as enConsole } from "../en/exercises.js" */

const { count } = numbers;

/** @type {Words<typeof enExercises>} */
export const exercises = {
  choose: "Latihan",
  none: "Tanpa latihan: ubah jaringan",
  own: (title) => `${title} (milik Anda)`,
  levels: "Tingkat",
  hint: (number, of) => `Tampilkan petunjuk (${count(number)} dari ${count(of)})`,
  solution: "Sebuah penyelesaian",
  checks: "Pemeriksaan",
  unchecked: "Jalankan kode Anda, lalu kode itu diperiksa.",
  passed: (passed, of) =>
    passed === of ? `Semua ${count(of)} pemeriksaan lulus.` : `${count(passed)} dari ${count(of)} pemeriksaan lulus.`,
  right: "✓",
  wrong: "✗",
  unknown: (name) => `Tidak ada latihan bernama ${name}.`,
  unreadable: (name, reason) => `${name} bukan latihan: ${reason}`,
  copyLink: "Salin tautan ke latihan ini",
  copied: "Tautan disalin. Isinya latihan ini, dan teks Anda hanya jika sudah Anda ubah.",
  tooLong: (length, most) =>
    `Latihan ini terlalu panjang untuk tautan (${count(length)} karakter, paling banyak ${count(most)}); bagikan berkasnya.`,
};

/** @type {Words<typeof enConsole>} */
export const pythonConsole = {
  title: "Konsol",
  hint: "Cobalah sesuatu: model, image, dan result berasal dari pembacaan terbaru, np adalah NumPy, dan fungsi-fungsi Anda juga ada.",
  label: "Satu baris Python",
  entries: "Yang Anda ketik, dan hasilnya",
  array: (shape, dtype, range) => `Larik berukuran ${shape}, ${dtype}${range && `, ${range}`}`,
  range: (low, high) => `dari ${low} sampai ${high}`,
  picture: "Larik sebagai gambar",
};
