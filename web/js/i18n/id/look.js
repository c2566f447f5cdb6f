/** Sel dan hitungannya, jendela geser, kernel. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { percent } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["look"]>} */
export const look = {
  hint: "Tunjuklah sel mana pun pada peta mana pun, dengan tetikus atau jari, atau dengan tombol panah pada sebuah tahap: di sini tertulis dari mana bilangannya berasal.",
  waiting: "Python sedang disiapkan; bilangan di balik sel ini muncul begitu Python siap.",
  stopped: "Python terhenti; bilangan di balik sel ini kembali bersamanya.",
  gone: "Modelnya diganti, dan sel yang disematkan hilang bersama model sebelumnya. Tunjuklah sel lain.",
  broken: (reason) => `Sel ini tidak dapat dijelaskan: ${reason}`,
  empty: "Belum ada gambar: setiap piksel bernilai 0, dan inilah yang dihasilkan jaringan darinya.",
  input: "Ini sebuah piksel dari citra: asalnya dari pena Anda.",
  notFinite: (value) =>
    `Sel ini bernilai ${value}: di suatu tempat sebelumnya bilangan-bilangan jaringan melampaui yang dapat ditampung float32, sehingga tidak ada yang dapat dijumlahkan.`,
  normalised: (mean, deviation) =>
    `Citra dinormalkan lebih dahulu: (piksel − ${mean}) ÷ ${deviation}. Bantalan (padding) ditambahkan sesudahnya, sehingga nilainya 0.`,
  title: (stage, cell) => `${stage}, ${cell}`,
  map: (number) => `peta ${number}`,
  mapOf: (number, total) => `peta ${number} dari ${total}`,
  number: (number) => `bilangan ${number}`,
  numberOf: (number, total) => `bilangan ${number} dari ${total}`,
  ofClass: (label) => `kelas ${label}`,
  cell: (map, row, column) => `${map}, baris ${row}, kolom ${column}`,
  pointed: (title, value) => `${title}: ${value}. Tekan Enter untuk menyematkan.`,
  pinned: (title, value) => `Disematkan: ${title}: ${value}. Escape melepaskannya.`,
  released: "Dilepaskan.",
  pin: "Sematkan",
  letGo: "Lepaskan",
  views: { maps: "Peta", sliding: "Geser", kernels: "Kernel" },
  viewsLabel: "Apa yang ditampilkan dari tahap ini",
  arithmetic: "Jendela × kernel = hasil kali, untuk setiap peta",
  from: (stage) => `${stage} × bobot:`,
  moreMaps: (number, sum) => `${number} peta lainnya: ${sum}`,
  moreNumbers: (number, sum) => `${number} lainnya: ${sum}`,
  sumOfMaps: (number) => `hasil kali dari ${number} peta`,
  sumOfNumbers: (number) => `jumlah ${number} hasil kali`,
  largestOf: (number) => `terbesar dari ${number}`,
  bias: "bias",
  ops: {
    input: "piksel",
    conv2d: "konvolusi",
    linear: "linear",
    relu: "ReLU",
    leaky_relu: "leaky ReLU",
    sigmoid: "sigmoid",
    tanh: "tanh",
    batch_norm2d: "normalisasi batch",
    max_pool2d: "terbesar",
    avg_pool2d: "rata-rata",
    global_avg_pool2d: "rata-rata peta",
    add: "jumlah",
    concat: "diteruskan",
    flatten: "diteruskan",
    softmax: "bagian",
  },
  winner: (number, stage, map, value, row, column) =>
    `Dari ${number} bilangan pada ${stage}, ${map}, yang terbesar bertahan: ${value}, dari baris ${row}, kolom ${column}.`,
  mean: (number, stage, map, sum, divisor, value) =>
    `${number} bilangan pada ${stage}, ${map}, berjumlah ${sum}; dibagi ${divisor} hasilnya ${value}.`,
  relu: (got, gave) =>
    got === gave
      ? `ReLU meloloskan ${got} karena lebih besar dari 0.`
      : `ReLU mengubah ${got} menjadi ${gave}: yang di bawah 0 dipotong.`,
  clipped: (got, gave, most) => `ReLU menjaga ${got} di antara 0 dan ${most}: ${gave}.`,
  leaky: (got, gave, slope) =>
    got === gave
      ? `Leaky ReLU meloloskan ${got}.`
      : `Leaky ReLU: yang di bawah 0 dikecilkan, ${got} × ${slope} = ${gave}.`,
  sigmoid: (got, gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
  tanh: (got, gave) => `tanh(${got}) = ${gave}.`,
  norm: (got, gave, lessMean, variance, factor, plusShift, eps) =>
    `Normalisasi batch: (${got} ${lessMean}) ÷ √(${variance} + ${eps}) × ${factor} ${plusShift} = ${gave}.`,
  class: "kelas",
  logit: "logit",
  exponential: "e^(logit − terbesar)",
  share: "bagian",
  sum: "jumlah",
  lessLargest: (largest) =>
    `Logit terbesar, ${largest}, dikurangkan lebih dahulu: bagiannya tetap sama, dan tidak ada pangkat yang menjadi terlalu besar.`,
  python: "Hal yang sama dalam Python",
  setup: "Baris-baris sebelumnya (Python menghitung dari 0)",
  copy: "Salin",
  copied: "Disalin, beserta baris-baris sebelumnya.",
  notCopied: "Peramban tidak mengizinkan halaman ini menyalin. Barisnya sudah dipilih: salinlah dengan Ctrl+C.",
  slide: {
    play: "Putar",
    pause: "Jeda",
    back: "Mundur selangkah",
    forward: "Maju selangkah",
    scrub: "Jendela",
    speed: "Kecepatan",
    speeds: { slow: "lambat", normal: "normal", fast: "cepat" },
    place: (number, total) => `jendela ${number} dari ${total}`,
    none: "Di sini tidak ada jendela yang bergeser: setiap bilangan dihitung sekaligus dari semua yang diperlukannya.",
  },
  kernels: {
    none: "Tahap ini tidak memiliki kernel: tidak ada yang perlu dipelajarinya.",
    weight: (map, row, column, value) => `peta ${map}, baris ${row}, kolom ${column}: ${value}`,
    fires: (share) => `aktif pada ${percent(share)}`,
    bias: (value) => `bias ${value}`,
    show: (number) => `Kernel ${number}: tampilkan petanya di tempat ia paling aktif`,
  },
};
