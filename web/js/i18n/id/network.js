/** Diagram: nama tahap, yang dihitungnya, nilainya pada gambar saat ini, skala warna. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, fixed, percent, sure } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["stage"]>} */
export const stage = {
  shape: (shape) => shape.join("×"),
  parameters: (number) => `${count(number)} parameter`,
  open: (title) => `Buka ${title}`,
  map: (number, total) => `peta ${number} dari ${total}`,
  brightest: (value) => `maks ${value}`,
  label: (title, shape) => `${title}: ${shape}`,
  heading: "Tahap",
  hint: "Pilihlah sebuah tahap jaringan untuk melihat petanya dalam ukuran besar.",
  quiet: "tak ada di atas 0",
  explain: {
    input: "Masukan jaringan: 0 berarti kertas, 1 berarti tinta.",
    conv2d:
      "Setiap peta mencari satu pola kecil: sebuah kernel bergeser di atas peta-peta tahap sebelumnya, dan setiap sel adalah jumlah berbobot dari satu jendela.",
    relu: "ReLU mempertahankan bilangan di atas 0 dan mengubah yang lain menjadi 0.",
    leaky_relu: "Leaky ReLU mempertahankan bilangan di atas 0 dan mengecilkan yang di bawah 0.",
    identity: "Yang seharusnya ada di sini ditiadakan: setiap bilangan diteruskan apa adanya.",
    max_pool2d:
      "Hanya nilai terbesar dari setiap jendela yang dipertahankan, sehingga peta mengecil dan letak persis menjadi kurang penting.",
    avg_pool2d: "Setiap jendela diganti dengan rata-ratanya, sehingga peta menjadi lebih kecil dan lebih halus.",
    global_avg_pool2d:
      "Setiap peta diringkas menjadi rata-ratanya: seberapa kuat polanya muncul, di mana pun letaknya.",
    global_max_pool2d:
      "Setiap peta diringkas menjadi bilangan terbesarnya: seberapa kuat polanya muncul di tempat terbaiknya.",
    reduce_max:
      "Dari bilangan-bilangan sepanjang satu sumbu atau lebih (peta, baris, kolom), yang terbesar dipertahankan.",
    reduce_min:
      "Dari bilangan-bilangan sepanjang satu sumbu atau lebih (peta, baris, kolom), yang terkecil dipertahankan.",
    reduce_mean: "Bilangan-bilangan sepanjang satu sumbu atau lebih (peta, baris, kolom) dirata-ratakan.",
    reduce_sum: "Bilangan-bilangan sepanjang satu sumbu atau lebih (peta, baris, kolom) dijumlahkan.",
    linear: "Setiap bilangan adalah jumlah berbobot dari semua bilangan tahap sebelumnya.",
    softmax:
      "Softmax mengubah logit menjadi probabilitas: e pangkat masing-masing, dibagi jumlah semuanya. Softmax harus memilih salah satu kelas, sekalipun gambarnya bukan salah satunya.",
    log_softmax: "Log softmax menghasilkan logaritma dari probabilitas softmax.",
    add: "Beberapa tahap dijumlahkan sel demi sel.",
    sub: "Satu tahap dikurangkan dari tahap lain, sel demi sel.",
    mul: "Dua tahap dikalikan sel demi sel; jika salah satunya hanya memiliki satu bilangan untuk sebuah peta, bilangan itu menskalakan seluruh peta.",
    div: "Satu tahap dibagi dengan tahap lain, sel demi sel.",
    elementwise_affine:
      "Setiap bilangan dikalikan dengan satu tetapan, lalu ditambah tetapan lain; setiap sel dapat memiliki tetapannya sendiri.",
    elementwise_max: "Dari beberapa tahap, bilangan terbesar di setiap tempat dipertahankan.",
    elementwise_min: "Dari beberapa tahap, bilangan terkecil di setiap tempat dipertahankan.",
    layer_norm:
      "Bilangan-bilangan gambar ini dijadikan berata-rata 0 dan bervariansi 1, untuk semua peta, setiap peta, atau semua peta di setiap tempat, lalu diskalakan dan digeser sebesar yang ditentukan dalam pelatihan.",
    rms_norm:
      "Bilangan-bilangan gambar ini dibagi dengan akar dari rata-rata kuadratnya, lalu diskalakan sebesar yang ditentukan dalam pelatihan.",
    group_norm:
      "Bilangan-bilangan setiap kelompok peta dijadikan berata-rata 0 dan bervariansi 1, lalu setiap peta diskalakan dan digeser sebesar yang ditentukan dalam pelatihan.",
    local_response_norm:
      "Setiap bilangan dibagi dengan ukuran bilangan-bilangan di tempat yang sama pada peta-peta tetangga, sehingga peta yang kuat melemahkan tetangganya.",
    concat: "Peta-peta dari beberapa tahap diletakkan berdampingan.",
    conv_transpose2d:
      "Kebalikan konvolusi: setiap sel tahap sebelumnya menambahkan sebuah kernel, dikalikan dengan bilangannya, ke peta-peta, sehingga peta membesar.",
    pad2d: "Baris dan kolom ditambahkan di sekeliling setiap peta: satu bilangan, atau salinan sel-sel peta itu.",
    strided_slice: "Sebagian dari tahap sebelumnya: beberapa peta, baris, atau kolomnya.",
    resize2d:
      "Setiap peta diperbesar atau diperkecil: sebuah sel adalah sel terdekat dari tahap sebelumnya, atau rata-rata sel di sekitarnya.",
    depth_to_space: "Sel-sel dari beberapa peta menjadi blok-blok sel dari satu peta yang lebih besar.",
    space_to_depth: "Sel-sel setiap blok sebuah peta dipindahkan ke beberapa peta yang lebih kecil.",
    flatten: "Semua peta ditulis sebagai satu deret bilangan yang panjang.",
    batch_norm2d: "Setiap peta diskalakan dan digeser sebesar yang ditentukan dalam pelatihan.",
    sigmoid: "Sigmoid memampatkan setiap bilangan ke rentang 0 … 1.",
    tanh: "tanh memampatkan setiap bilangan ke rentang −1 … 1.",
  },
  replaces: (name, formula) => `${name} mengganti setiap bilangan x dengan ${formula}.`,
};

/** @type {Words<Texts["titles"]>} */
export const titles = {
  "Average pooling": "Pool rerata",
  Convolution: "Konv",
  Dense: "Padat",
  "Global average": "Rerata global",
  Image: "Citra",
  Linear: "Linear",
  "Max pooling": "Pool maks",
  Sigmoid: "Sigmoid",
  Softmax: "Softmax",
  Sum: "Jumlah",
  stride: "langkah",
};

/** @type {Words<Texts["sentences"]>} */
export const sentences = {
  nothing: "Belum ada gambar: inilah tanggapan jaringan terhadap kertas kosong.",
  noInk: "Citra ini tidak berisi tinta.",
  ink: (inked, pixels, share) => `Tinta menutupi ${inked} dari ${pixels} piksel, ${percent(share)}.`,
  dark: "Tidak ada sel yang di atas 0 pada gambar ini.",
  brightest: (map, maps, value, where) =>
    `${maps === 1 ? "Nilai terbesarnya" : `Peta ${map} dari ${maps} memiliki nilai terbesar,`} ${value}${where && `, ${where}`}.`,
  under: {
    turn: "di tempat goresan berbelok",
    end: "di tempat goresan berakhir",
    line: "pada goresan",
    edge: "di tepi tinta",
    paper: "di tempat yang tidak bertinta",
  },
  silent: (silent, maps, share) =>
    `${silent === 0 ? "Tidak ada peta yang seluruhnya nol" : `${silent} dari ${maps} peta seluruhnya nol`}; ${percent(share)} dari semua sel di atas 0.`,
  largest: (number, total, value, next) =>
    `Bilangan ke-${number} dari ${total} adalah yang terbesar, ${value}${next && `; berikutnya bilangan ke-${next}`}.`,
  zeros: (zeros, total) => `${zeros} dari ${total} bernilai 0.`,
  leads: (first, value, second, ahead) =>
    `Kelas ${first} memiliki logit terbesar, ${value}, ${ahead} lebih besar daripada kelas ${second}.`,
  alone: (first, share, second, other) =>
    other === undefined
      ? `Kelas ${first} mendapat ${sure(share)}.`
      : `Kelas ${first} mendapat ${sure(share)}, kelas ${second} ${sure(other)}: setiap kelas dinilai sendiri-sendiri, jadi jumlahnya tidak harus 100 %.`,
  shares: (first, share, second, ahead) =>
    `Kelas ${first} mendapat ${sure(share)}, ${ahead >= 0.9995 ? "lebih dari 99,9" : fixed(100 * ahead, 1)} poin persentase lebih banyak daripada kelas ${second}${ahead < 0.2 ? ": selisihnya tipis" : ""}.`,
  broken: "Sebagian bilangannya tidak berhingga: nilainya melampaui rentang float32.",
};

/** @type {Words<Texts["scales"]>} */
export const scales = {
  label: "Skala warna",
  scope: "Skala warna",
  colormap: "Warna",
  signs: "sebelum aktivasi",
  scopes: { map: "per peta", stage: "per tahap", network: "seluruh jaringan" },
  colormaps: { ember: "bara", sea: "laut", moon: "bulan", paper: "kertas" },
  legend: {
    least: "min sendiri",
    most: "maks sendiri",
    same: (low, high) => `Skala warna dari ${low} sampai ${high}`,
    own: (low, high) => `Tiap peta memiliki skala warna sendiri; semua nilai di antara ${low} dan ${high}`,
  },
};
