/** Diagram: nama tahap, apa yang dilakukannya, apa yang dapat dikatakan tentangnya pada suatu gambar, warnanya. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, fixed, percent } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["stage"]>} */
export const stage = {
  shape: (shape) => shape.join("×"),
  parameters: (number) => `${count(number)} parameter`,
  parametersShort: (number) => `${count(number)} param.`,
  open: (title) => `Perbesar ${title}`,
  map: (number, total) => `peta ${number} dari ${total}`,
  brightest: (value) => `maks ${value}`,
  label: (title, shape) => `${title}: ${shape}`,
  heading: "Tahap",
  hint: "Pilih salah satu tahap jaringan untuk melihat peta-petanya dalam ukuran besar.",
  quiet: "diam pada gambar ini",
  explain: {
    input: "Citra yang diterima jaringan: 0 berarti kertas, 1 berarti tinta.",
    conv2d:
      "Setiap peta mencari satu pola kecil: kernelnya bergeser di atas peta-peta sebelumnya, dan setiap sel adalah jumlah berbobot dari satu jendela.",
    relu: "ReLU mempertahankan yang di atas 0 dan menjadikan sisanya 0.",
    leaky_relu: "Leaky ReLU mempertahankan yang di atas 0 dan mengecilkan yang di bawahnya.",
    max_pool2d: "Dari setiap jendela hanya nilai terbesar yang tinggal: peta mengecil, yang ditemukan tetap ada.",
    avg_pool2d: "Setiap jendela menjadi nilai rata-ratanya: peta menjadi lebih kecil dan lebih halus.",
    global_avg_pool2d:
      "Setiap peta menjadi satu bilangan, yaitu rata-ratanya: seberapa banyak polanya ada, di mana pun letaknya.",
    linear:
      "Setiap bilangan adalah jumlah berbobot dari semua bilangan sebelumnya: bukti yang mendukung dan yang menentang.",
    softmax: "Logit sebagai bagian dari 100%: e pangkat masing-masing, dibagi jumlah semuanya.",
    add: "Hasil dari beberapa tahap dijumlahkan sel demi sel.",
    concat: "Peta-peta dari beberapa tahap diletakkan berdampingan.",
    flatten: "Semua peta sebagai satu deret bilangan yang panjang.",
    batch_norm2d: "Setiap peta diskalakan dan digeser menurut apa yang diukur selama pelatihan.",
    sigmoid: "Sigmoid memampatkan setiap bilangan ke antara 0 dan 1.",
    tanh: "tanh memampatkan setiap bilangan ke antara −1 dan 1.",
  },
};

/** @type {Words<Texts["titles"]>} */
export const titles = {
  "Average pooling": "Pooling rata-rata",
  Convolution: "Konvolusi",
  Dense: "Lapisan padat",
  "Global average": "Rata-rata global",
  Image: "Citra",
  Linear: "Linear",
  "Max pooling": "Pooling maksimum",
  Softmax: "Softmax",
  Sum: "Jumlah",
  stride: "langkah",
};

/** @type {Words<Texts["shortTitles"]>} */
export const shortTitles = {
  "Average pooling": "Pool rerata",
  Convolution: "Konv",
  Dense: "Padat",
  "Global average": "Rerata global",
  "Max pooling": "Pool maks",
};

/** @type {Words<Texts["sentences"]>} */
export const sentences = {
  nothing: "Belum ada gambar: inilah yang dihasilkan jaringan dari kertas kosong.",
  noInk: "Tidak ada tinta di dalamnya.",
  ink: (inked, pixels, share) => `Tinta menutupi ${inked} dari ${pixels} piksel, ${percent(share)}.`,
  dark: "Semua petanya diam: tidak ada yang di atas 0 pada gambar ini.",
  brightest: (map, maps, value, where) =>
    `${maps === 1 ? "Peta ini" : `Peta ${map} dari ${maps}`} paling terang, ${value}${where && `, ${where}`}.`,
  under: {
    turn: "di tempat goresan berbelok",
    end: "di tempat goresan berakhir",
    line: "pada goresan",
    edge: "di tepi tinta",
    paper: "di tempat yang tidak bertinta",
  },
  silent: (silent, maps, share) =>
    `${silent === 0 ? "Tidak ada peta yang diam" : `${silent} dari ${maps} peta diam`}; ${percent(share)} dari semua sel aktif.`,
  largest: (number, total, value, next) =>
    `Bilangan ke-${number} dari ${total} adalah yang terbesar, ${value}${next && `; berikutnya bilangan ke-${next}`}.`,
  zeros: (zeros, total) => `${zeros} dari ${total} bernilai 0.`,
  leads: (first, value, second, ahead) =>
    `Kelas ${first} memimpin dengan ${value}, unggul ${ahead} atas kelas ${second}.`,
  shares: (first, share, second, ahead) =>
    `Kelas ${first} mendapat ${percent(share)}, ${fixed(100 * ahead, 1)} poin lebih banyak daripada kelas ${second}${ahead < 0.2 ? ": selisihnya tipis" : ""}.`,
  broken: "Sebagian bilangannya tidak berhingga: jaringan melampaui yang dapat ditampung float32.",
};

/** @type {Words<Texts["scales"]>} */
export const scales = {
  label: "Warna peta",
  scope: "Warna mencakup",
  colormap: "dengan",
  signs: "bertanda, sebelum ReLU",
  scopes: { map: "tiap peta", stage: "tiap tahap", network: "seluruh jaringan" },
  colormaps: { ember: "bara", sea: "laut", moon: "bulan" },
  legend: {
    least: "terkecil",
    most: "terbesar masing-masing",
    same: (low, high) => `Warna dari ${low}, gelap, sampai ${high}, terang`,
    own: (low, high) => `Warna tiap peta mencakup angkanya sendiri; semuanya di antara ${low} dan ${high}`,
  },
};
