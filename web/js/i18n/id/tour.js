/** Kartu tur; isinya ada di story.js. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { sure } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["tour"]>} */
export const tour = {
  start: "Ikuti tur",
  resume: "Lanjutkan tur",
  next: "Berikutnya",
  back: "Kembali",
  finish: "Selesai",
  leave: "Akhiri tur",
  draw: "Gambarkan angka 7",
  show: "Tunjukkan satu sel",
  count: (number, steps) => `Langkah ${number} dari ${steps}`,
  read: (label, share) => `Jaringan membaca ${label}, ${sure(share)} yakin.`,
  cell: (title) => `Anda berada di: ${title}.`,
};
