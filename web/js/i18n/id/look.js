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
  hint: "Tunjuklah sebuah sel pada peta, dengan tetikus, jari, atau tombol panah, untuk melihat cara nilainya dihitung. Garis tepi pada tahap-tahap sebelumnya menandai medan reseptifnya: semua sel yang memengaruhi nilainya.",
  strongest: (stage) => `Ini sel terkuat pada ${stage}. Tunjuklah sel lain, atau kliklah agar tetap di sini.`,
  waiting: "Python sedang dimulai; hitungannya muncul begitu Python siap.",
  stopped: "Python terhenti; hitungannya kembali setelah Python dimulai ulang.",
  gone: "Modelnya diganti, sehingga sel yang disematkan hilang. Tunjuklah sel lain.",
  broken: (reason) => `Sel ini tidak dapat dijelaskan: ${reason}`,
  empty: "Belum ada gambar: nilainya dihitung dari citra yang semuanya nol.",
  input: "Sel ini sebuah piksel citra, yaitu masukan jaringan.",
  notFinite: (value) =>
    `Sel ini bernilai ${value}: bilangan sebelumnya melampaui rentang float32, sehingga tidak ada hitungan untuk ditampilkan.`,
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
  pinned: (title, value) => `Disematkan: ${title}: ${value}. Tekan Escape untuk melepaskannya.`,
  released: "Dilepaskan.",
  pin: "Sematkan",
  letGo: "Lepaskan",
  views: { maps: "Peta", sliding: "Jendela", kernels: "Kernel" },
  viewsLabel: "Tampilan tahap",
  arithmetic: "Jendela × kernel = hasil kali, untuk setiap peta",
  from: (stage) => `${stage} × bobot:`,
  moreMaps: (number, sum) => `${number} peta lainnya: ${sum}`,
  moreNumbers: (number, sum) => `${number} lainnya: ${sum}`,
  sumOfMaps: (number) => `jumlah dari ${number} peta`,
  sumOfNumbers: (number) => `jumlah ${number} hasil kali`,
  largestOf: (number) => `terbesar dari ${number}`,
  bias: "bias",
  ops: {
    input: "piksel",
    conv2d: "konvolusi",
    linear: "linear",
    relu: "ReLU",
    leaky_relu: "leaky ReLU",
    identity: "ditiadakan",
    mute: "dibisukan",
    sigmoid: "sigmoid",
    tanh: "tanh",
    batch_norm2d: "normalisasi batch",
    max_pool2d: "maksimum",
    avg_pool2d: "rata-rata",
    global_avg_pool2d: "rata-rata peta",
    global_max_pool2d: "terbesar dari peta",
    reduce_max: "terbesar",
    reduce_min: "terkecil",
    reduce_mean: "rata-rata",
    reduce_sum: "jumlah",
    add: "jumlah",
    sub: "selisih",
    mul: "hasil kali",
    div: "hasil bagi",
    elementwise_affine: "skala dan geseran",
    elementwise_max: "terbesar",
    elementwise_min: "terkecil",
    layer_norm: "normalisasi layer",
    rms_norm: "normalisasi RMS",
    group_norm: "normalisasi grup",
    concat: "disalin",
    conv_transpose2d: "konvolusi transpos",
    pad2d: "disalin",
    strided_slice: "disalin",
    resize2d: "diubah ukurannya",
    depth_to_space: "disalin",
    space_to_depth: "disalin",
    flatten: "disalin",
    softmax: "probabilitas",
    log_softmax: "log dari probabilitas",
  },
  winner: (number, stage, map, value, row, column) =>
    `Yang terbesar dari ${number} bilangan pada ${stage}, ${map}, dipertahankan: ${value}, dari baris ${row}, kolom ${column}.`,
  mean: (number, stage, map, sum, divisor, value) =>
    `${number} bilangan pada ${stage}, ${map}, berjumlah ${sum}; dibagi ${divisor} hasilnya ${value}.`,
  relu: (got, gave) =>
    got === gave
      ? `ReLU mempertahankan ${got}: hanya bilangan di bawah 0 yang menjadi 0.`
      : `ReLU mengubah ${got} menjadi ${gave}: bilangan di bawah 0 menjadi 0.`,
  clipped: (got, gave, most) => `ReLU membatasi ${got} ke rentang 0 … ${most}: ${gave}.`,
  leaky: (got, gave, slope) =>
    got === gave
      ? `Leaky ReLU mempertahankan ${got}: hanya bilangan di bawah 0 yang diskalakan.`
      : `Leaky ReLU menskalakan bilangan di bawah 0: ${got} × ${slope} = ${gave}.`,
  identity: (got) => `Langkah berikutnya ditiadakan, jadi ${got} diteruskan apa adanya.`,
  mute: (got) => `Sel ini dibisukan: 0 menggantikan ${got}.`,
  sigmoid: (got, gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
  function: (name, formula, got, gave) => `${name}: ${formula} = ${gave} untuk x = ${got}.`,
  tanh: (got, gave) => `tanh(${got}) = ${gave}.`,
  product: (x, sign, y, gave) => `${x} ${sign} ${y} = ${gave}.`,
  padding: (value) => `Sel ini terletak di bantalan (padding), yang semua bilangannya ${value}.`,
  affine: (got, gave, factor, plusOffset) => `Diskalakan dan digeser: ${got} × ${factor} ${plusOffset} = ${gave}.`,
  norm: (got, gave, lessMean, variance, factor, plusShift, eps) =>
    `Normalisasi batch: (${got} ${lessMean}) ÷ √(${variance} + ${eps}) × ${factor} ${plusShift} = ${gave}.`,
  imageNorm: (name, count, formula) =>
    `${name[0].toUpperCase()}${name.slice(1)}, menurut ${count} bilangan gambar yang sama yang dinormalkan bersama: ${formula}.`,
  class: "kelas",
  logit: "logit",
  exponential: "e^(logit − terbesar)",
  share: "probabilitas",
  sum: "jumlah",
  lessLargest: (largest) =>
    `Logit terbesar, ${largest}, dikurangkan lebih dahulu: probabilitasnya tetap sama, dan tidak ada pangkat yang meluap.`,
  python: "Hal yang sama dalam Python",
  setup: "Baris persiapan (Python menghitung dari 0)",
  copy: "Salin",
  edit: "Ubah ini",
  editTitle: "Buka kode yang menghitung ini, lalu ubah",
  copied: "Disalin beserta baris persiapannya.",
  notCopied: "Peramban tidak mengizinkan halaman ini menyalin. Barisnya sudah dipilih; tekan Ctrl+C untuk menyalinnya.",
  slide: {
    play: "Putar",
    pause: "Jeda",
    back: "Mundur selangkah",
    forward: "Maju selangkah",
    scrub: "Jendela",
    speed: "Kecepatan",
    speeds: { slow: "lambat", normal: "normal", fast: "cepat" },
    place: (number, total) => `jendela ${number} dari ${total}`,
    none: "Di sini tidak ada jendela yang bergeser: setiap bilangan dihitung sekaligus dari semua masukannya.",
  },
  kernels: {
    none: "Tahap ini tidak memiliki kernel. Hanya konvolusi dan lapisan linear yang memiliki bobot.",
    fires: (share) => `${percent(share)} di atas 0`,
    bias: (value) => `bias ${value}`,
    show: (number) => `Tampilkan peta ${number} di nilai terbesarnya`,
    patches: {
      stale: "Bobotnya telah berubah; potongan ini ditemukan dengan bobot sebelumnya.",
      about: (height, width) =>
        `Di samping setiap kernel: sembilan potongan yang paling kuat mengaktifkan petanya, masing-masing dari satu di antara 60 citra – sepuluh angka contoh seperti digambar, miring ke kanan atau ke kiri, sempit, lebar dan tebal, serta tipis. Satu potongan adalah bidang reseptif satu sel, ${height} × ${width} piksel; bagian berarsir berada di luar citra.`,
      searching: (done, count) =>
        `Mencari potongan yang paling kuat mengaktifkan setiap peta: citra ${done} dari ${count} …`,
      label: (number) => `Yang dicari peta ${number}`,
      value: (value, digit) => `${value}, pada angka ${digit}`,
      strongest: (value) => `hingga ${value}`,
      blank: (value) => `paling aktif pada kertas kosong: ${value}`,
      silent: "diam pada angka-angka ini",
    },
  },
};
