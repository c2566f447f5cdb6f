/** Jaringan dalam kedalaman. */

/** @import { depth as english } from "../en/depth.js" */

/** @type {typeof english} */
export const depth = {
  open: "Tiga dimensi",
  close: "Datar",
  turn: "Putar jaringan",
  hint: "Seret untuk memutar. Tunjuk sel mana pun.",
  left: "Putar ke kiri (←)",
  right: "Putar ke kanan (→)",
  up: "Miringkan ke atas (↑)",
  down: "Miringkan ke bawah (↓)",
  nearer: "Lebih dekat (+)",
  farther: "Lebih jauh (−)",
  reset: "Tampilan awal (Home)",
};
