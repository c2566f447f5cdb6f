/** Bilah di bawah tahap-tahap di ponsel. */

/** @import { swipe as english } from "../en/swipe.js" */

/** @type {typeof english} */
export const swipe = {
  stage: "Tahap yang terlihat",
  previous: "Tahap sebelumnya",
  next: "Tahap berikutnya",
  position: (number, count, title) => `${number} dari ${count}: ${title}`,
};
