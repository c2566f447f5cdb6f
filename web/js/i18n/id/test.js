/** Panel yang menguji model pada sekumpulan citra. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, fixed, percent } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["test"]>} */
export const test = {
  hint: "Seberapa sering model ini benar? Ujilah pada banyak citra yang labelnya diketahui. Pilih dua berkas asli MNIST (citra dan label), satu .npz yang berisi keduanya, atau gambar dalam folder yang dinamai menurut kelasnya, sebagai folder atau .zip. Semuanya tetap berada di perangkat ini.",
  files: "Berkas …",
  folder: "Folder …",
  drop: "Atau jatuhkan di sini.",
  again: (model) => `Uji ${model} dengannya`,
  stop: "Hentikan",
  opening: (name) => `Membuka ${name} …`,
  progressLabel: (name) => `Menguji pada ${name}`,
  progress: (done, total) => `${count(done)} dari ${count(total)}`,
  left: (seconds) => `kira-kira ${count(seconds)} s lagi`,
  soFar: (share) => `sejauh ini ${percent(share)} benar`,
  refused: (reason) => `Kumpulan uji ini tidak dapat dipakai: ${reason}`,
  interrupted: (reason) => `Pengujian terputus: ${reason} Anda dapat memulainya lagi.`,
  stopped: (done) => `Dihentikan setelah ${count(done)} citra.`,
  modelChanged: "Modelnya diganti, jadi pengujian dihentikan. Anda dapat menguji model yang baru.",
  finished: (model, share, number) =>
    `${model} membaca ${fixed(100 * share, 2)}% dari ${count(number)} citra dengan benar.`,
  heading: (model, name) => `${model} pada ${name}`,
  accuracy: (share) => `${fixed(100 * share, 2)}% benar`,
  counts: (right, number) => `${count(right)} dari ${count(number)} citra`,
  calibration: (error) =>
    `Galat kalibrasi ${fixed(100 * error, 2)}%: sejauh itulah, rata-rata, keyakinannya berbeda dari akurasinya.`,
  speed: (perSecond, seconds, inNetwork) =>
    `${count(perSecond)} citra per detik: seluruhnya ${fixed(seconds, 1)} s, dan ${fixed(inNetwork, 1)} s di antaranya dipakai jaringan. Selebihnya untuk membuka berkas dan membaca bidang gambar di sela-selanya.`,
  confusion: "Matriks konfusi",
  confusionNote:
    "Setiap baris memuat citra dari satu kelas, setiap kolom citra yang dibaca sebagai satu kelas. Diagonalnya benar. Warnanya menurut akar bagian dari barisnya, sehingga kesalahan yang jarang pun terlihat.",
  corner: "label \\ dibaca",
  tooMany: (classes) => `Model ini memiliki ${count(classes)} kelas; matriksnya ditampilkan hanya sampai 30 kelas.`,
  classes: "Setiap kelas",
  className: "Kelas",
  images: "Citra",
  recall: "Recall",
  precision: "Presisi",
  recallNote:
    "Recall: berapa bagian citra kelas itu yang dibaca demikian. Presisi: berapa bagian yang dibaca demikian memang dari kelas itu.",
  share: (share) => (share === null ? "–" : `${fixed(100 * share, 1)}%`),
  misread: (shown, all) =>
    shown < all ? `Salah baca: ${shown} yang paling yakin dari ${count(all)}` : `Salah baca: ${count(all)}`,
  noneMisread: "Tidak ada citra yang salah dibaca.",
  misreadNote: "Pilih salah satu untuk menaruhnya di bidang gambar.",
  caption: (label, prediction) => `${label}, dibaca ${prediction}`,
  imageLabel: (label, prediction, share, number) =>
    `${label}, dibaca ${prediction}, yakin ${share}; citra ${count(number)}`,
  errors: {
    unreadable: (name, reason) => `${name} tidak dapat dibuka (${reason}). Mungkin rusak; ambillah lagi.`,
    tooLarge: (name) => `${name} berisi lebih dari 256 MB. Pakailah sebagian saja.`,
    combination: (names) =>
      `seharusnya dua berkas (citra dan label), satu .npz, satu .zip, atau satu folder gambar, tetapi yang ada ${names}.`,
    arrays: (name, found) =>
      `${name} memuat larik ${found}; seharusnya citra (“images”, “x_test”, atau “x”) dan label (“labels”, “y_test”, atau “y”).`,
    noPictures: (name, example) => `${name} tidak memuat gambar; seharusnya ada berkas seperti ${example}/satu.png.`,
    noClass: (path, classes) =>
      `${path} tidak berada dalam folder yang dinamai menurut sebuah kelas; kelasnya ${classes}.`,
    picture: (path) =>
      `peramban tidak dapat membuka ${path}. Simpanlah sebagai PNG, JPEG, atau WebP, atau keluarkan berkas itu.`,
    falsified:
      "demi melindungi privasi Anda, peramban ini memalsukan piksel gambar. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat), atau pakailah berkas MNIST atau .npz.",
  },
};
