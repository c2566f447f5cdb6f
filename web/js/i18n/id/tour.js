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
  leave: "Tinggalkan tur",
  draw: "Gambarkan untuk saya",
  count: (number, steps) => `Langkah ${number} dari ${steps}`,
  read: (label, share) => `Jaringan membaca ${label}, ${sure(share)} yakin.`,
  steps: {
    pad: {
      title: "Gambarlah angka 7",
      text: "Gambarlah di bidang hitam dengan tetikus, jari, atau pena, atau dengan tombol panah dan Spasi. Jaringan membacanya selagi Anda menggambar; tidak ada yang meninggalkan komputer ini.",
    },
    image: {
      title: "Yang diterima jaringan",
      text: "Tinta menjadi citra dengan sedikit piksel, masing-masing sebuah bilangan dari 0 sampai 1, dengan ukuran dan letak tengah seperti pada data yang dipelajari jaringan.",
    },
    maps: {
      title: "Pola-pola kecil",
      text: "Setiap peta fitur ini mencari satu pola kecil di mana-mana, misalnya tepi ke satu arah. Peta itu terang di tempat polanya ditemukan.",
    },
    cell: {
      title: "Tanyakan alasannya pada sel mana pun",
      text: "Tunjuklah sebuah sel, atau pergilah ke sebuah tahap dengan Tab dan gunakan tombol panah: asal perhitungannya menyala di peta-peta sebelumnya, dan hitungannya tertulis di bawah diagram. Pilih sebuah tahap untuk melihat petanya dalam ukuran besar.",
    },
    pool: {
      title: "Peta yang lebih kecil",
      text: "Pooling menjadikan setiap jendela kecil satu bilangan. Peta mengecil, dan letak persis sebuah pola menjadi kurang penting.",
    },
    numbers: {
      title: "Dari peta ke bilangan",
      text: "Mulai dari sini tidak ada lagi letak: setiap bilangan menyatakan seberapa banyak sesuatu terdapat di seluruh gambar.",
    },
    logits: {
      title: "Bukti untuk setiap kelas",
      text: "Dengan menimbang bilangan-bilangan ini setiap angka mendapat logitnya: makin banyak yang mendukungnya, makin besar nilainya.",
    },
    answer: {
      title: "Jawabannya",
      text: "Softmax mengubah logit menjadi bagian dari 100%. Gambarlah sesuatu di antara dua angka, lalu lihat keduanya bersaing.",
    },
  },
};
