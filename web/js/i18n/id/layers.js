/** Pilihan antara tampilan sederhana dan semua lapisan. */

/** @import { layers as english } from "../en/layers.js" */

/** @type {typeof english} */
export const layers = {
  label: "Lapisan yang ditampilkan diagram",
  simple: "Sederhana",
  all: "Semua lapisan",
};
