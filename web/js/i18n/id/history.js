/** Bagian “Bagaimana jaringan ini belajar” di panel “Latih”. */

/** @import { history as english } from "../en/history.js" */

import { numbers } from "./numbers.js";

const { count, fixed, percent, sure } = numbers;

/** @type {typeof english} */
export const history = {
  title: "Bagaimana jaringan ini belajar",
  about:
    "Semua bobot jaringan ini mula-mula acak. Telusuri kembali pelatihannya: kernel, peta, dan bacaannya atas gambar Anda ikut berubah.",
  elsewhere: (title) =>
    `Pelatihan ${title} direkam, sehingga Anda dapat melihat bagaimana kernel, peta, dan bacaannya atas gambar Anda terbentuk.`,
  open: "Telusuri pelatihannya",
  openModel: (title) => `Buka ${title}`,
  loading: "Riwayat sedang dimuat …",
  failed: (reason) => `Riwayat tidak dapat dimuat: ${reason}`,
  play: "▶ Putar",
  pause: "⏸ Jeda",
  finish: "Tampilkan jaringan yang sudah jadi",
  slider: "Langkah pelatihan",
  random: "bobot acak",
  finished: "selesai",
  loss: "Loss pada angka yang dipelajarinya",
  accuracy: "Angka yang dibaca dengan benar",
  sets: {
    train: (digits) => `dari ${count(digits)} yang dipelajarinya`,
    test: (digits) => `dari ${count(digits)} yang belum pernah dilihatnya`,
  },
  number: (value) => fixed(value, 1),
  share: percent,
  lossFrom: (first, last) => `Loss turun dari ${fixed(first, 2)} menjadi ${fixed(last, 2)}.`,
  accuracyFrom: (first, last) =>
    `Mula-mula ${percent(first.test)} dari angka yang belum pernah dilihatnya dibaca dengan benar, pada akhirnya ${percent(last.test)}.`,
  step: ({ step, epoch, loss, accuracy }, all) =>
    `${step === 0 ? "Sebelum langkah pertama, dengan bobot acak" : `Setelah langkah ${count(step)} dari ${count(all)}, epoch ${fixed(epoch, 1)}`}: loss-nya ${fixed(loss, 2)}. Jaringan ini membaca dengan benar ${percent(accuracy.train)} dari angka yang dipelajarinya, dan ${percent(accuracy.test)} dari yang belum pernah dilihatnya.`,
  others:
    "Bobot jaringan ini sekarang hasil suntingan atau pelatihan di sini. Jika penggeser digerakkan, bobotnya diganti dengan bobot pada langkah itu.",
  reads: (name, probability) => `Gambar Anda dibaca sebagai ${name}, dengan ${sure(probability)}.`,
  blank: "Gambarlah sebuah angka untuk melihat bacaannya pada setiap langkah.",
  kernels: "Kernel konvolusi pertamanya. Setiap warna relatif terhadap bobot terbesar pada langkah itu.",
};
