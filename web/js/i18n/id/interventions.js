/** Yang ditiadakan dari jaringan, dan akibatnya; dimuat saat diperlukan. */

/** @import { interventions as english } from "../en/interventions.js" */

/** @type {typeof english} */
export const interventions = {
  label: "Jaringan ini diubah",
  leftOut: "ditiadakan:",
  things: {
    conv2d: "konvolusi",
    conv_transpose2d: "konvolusi transpos",
    linear: "lapisan linear",
    relu: "ReLU",
    leaky_relu: "leaky ReLU",
    sigmoid: "sigmoid",
    tanh: "tanh",
    batch_norm2d: "normalisasi batch",
    max_pool2d: "pooling",
    avg_pool2d: "pooling",
    global_avg_pool2d: "rata-rata",
    flatten: "perataan",
  },
  short: { conv2d: "konv", max_pool2d: "maks", batch_norm2d: "norma" },
  parts: (count) => `${count} bagian`,
  biasOf: (thing) => `bias ${thing}`,
  maximum: "maksimum: pakai rata-rata",
  none: "Tidak ada yang dapat ditiadakan dari tahap ini.",
  muteOne: (map) => `Bisukan ${map}`,
  without: (thing, stage) => `Tanpa ${thing} pada “${stage}”`,
  averaging: (stage) => `Dengan rata-rata alih-alih maksimum pada “${stage}”`,
  otherWeights: "Dengan bobot yang diubah",
  several: (count) => `Dengan ${count} perubahan`,
  alone: (subject, label, now) => `${subject}, jaringan membaca ${label} (keyakinan ${now}).`,
  same: (subject, label, now, before) =>
    `${subject}, jaringan tetap membaca ${label}: keyakinannya ${now}, sebelumnya ${before}.`,
  other: (subject, label, now, was, before) =>
    `${subject}, jaringan membaca ${label} (keyakinan ${now}). Sebelumnya, jaringan membaca ${was} (${before}).`,
  waiting: (subject) => `${subject} …`,
  nothing: (subject) => `${subject}: gambarlah sebuah angka untuk melihat akibatnya.`,
  notFinite: (subject) =>
    `${subject}, keluaran jaringan tidak berhingga (tak hingga atau NaN), jadi tidak ada yang terbaca.`,
  restore: "Kembalikan semuanya",
  restored: "Jaringan kembali seperti semula.",
  failed: (reason) => `Ini tidak dapat ditiadakan. ${reason}`,
  badState: "Bagian jaringan yang menurut tautan harus ditiadakan tidak dapat dipahami. Jaringan tetap lengkap.",
};
