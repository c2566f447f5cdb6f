/** Tur. */

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
  draw: "Gambarkan",
  count: (number, steps) => `Langkah ${number} dari ${steps}`,
  read: (label, share) => `Jaringan membaca ${label}, ${sure(share)} yakin.`,
  steps: {
    pad: {
      title: "Gambarlah angka 7",
      text: "Gambarlah di bidang hitam dengan tetikus, jari, atau pena, atau dengan tombol panah dan Spasi. Jaringan membaca angka itu selagi Anda menggambar. Tidak ada yang meninggalkan perangkat ini.",
    },
    image: {
      title: "Masukan jaringan",
      text: "Tinta menjadi citra kecil. Setiap piksel adalah bilangan dari 0 sampai 1. Ukuran dan letaknya sesuai dengan citra yang telah dipelajari jaringan.",
    },
    maps: {
      title: "Peta fitur",
      text: "Setiap peta ini mencari satu pola kecil di seluruh citra, misalnya tepi ke satu arah. Peta itu terang di tempat polanya muncul.",
    },
    cell: {
      title: "Lihat isi sel mana pun",
      text: "Tunjuklah sebuah sel, atau pergilah ke sebuah tahap dengan Tab dan gunakan tombol panah. Sel-sel asal perhitungannya ditandai di tahap-tahap sebelumnya, dan hitungannya muncul di bawah diagram. Pilihlah sebuah tahap untuk melihat petanya dalam ukuran besar.",
    },
    pool: {
      title: "Peta yang lebih kecil",
      text: "Pooling mengubah setiap jendela kecil menjadi satu bilangan. Peta mengecil, dan letak persis sebuah pola menjadi kurang penting.",
    },
    numbers: {
      title: "Dari peta ke bilangan",
      text: "Mulai dari sini tidak ada lagi letak: setiap bilangan mewakili gambar secara keseluruhan.",
    },
    logits: {
      title: "Bukti untuk setiap kelas",
      text: "Jumlah berbobot dari bilangan-bilangan ini memberi setiap kelas logitnya. Makin banyak bukti yang mendukung sebuah kelas, makin besar logitnya.",
    },
    answer: {
      title: "Prediksi",
      text: "Softmax mengubah logit menjadi probabilitas yang jumlahnya 100%. Softmax harus memilih salah satu kelas, bahkan untuk coretan. Gambarlah sesuatu di antara dua angka, lalu amati perubahan probabilitasnya.",
    },
  },
};
