/** Mode kuliah. */

/** @import { Texts } from "../language.js" */

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["lecture"]>} */
export const lecture = {
  open: "Kuliah",
  title: "Mode kuliah: tahap demi tahap, layar penuh (F)",
  leave: "Keluar dari mode kuliah (Escape)",
  back: "Tahap sebelumnya",
  next: "Tahap berikutnya",
  drawing: "Gambar",
  drawingText:
    "Gambarlah sebuah angka. Jaringan membacanya selagi Anda menggambar, dan setiap tahap berikutnya dihitung hanya dari gambar ini.",
  answer: "Prediksi",
  maps: (title) => `${title}. Tunjuk sebuah sel, atau berpindahlah dari sel ke sel dengan tombol panah.`,
  count: (number, all) => `${number} dari ${all}`,
  said: (number, all, title) => `Tahap ${number} dari ${all}: ${title}`,
};
