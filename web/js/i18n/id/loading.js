/** Yang dikatakan web/js/load-error.js sebelum teks lainnya ada. */

/** @import { loading as english } from "../en/loading.js" */

/** @type {typeof english} */
export const loading = {
  incomplete: "Hanya sebagian halaman yang tiba. Muat ulang halaman ini.",
  unloaded:
    "Skrip halaman ini tidak dapat dimuat. Bingkai dengan “sandbox” memerlukan “allow-same-origin”, atau host yang mengirim “Access-Control-Allow-Origin: *”. Jika bukan itu sebabnya, muat ulang halaman ini.",
  unstyled:
    "Lembar gaya halaman ini hilang atau rusak: semuanya berfungsi, tetapi tidak ada yang berada di tempatnya. Muat ulang halaman ini.",
  late: "Skrip halaman ini masih dalam perjalanan. Halaman mulai dengan sendirinya setelah semuanya tiba; jika terlalu lama, muat ulang.",
};
