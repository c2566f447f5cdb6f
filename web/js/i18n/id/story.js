/** Kisah tentang cara jaringan membaca: langkah-langkah tur, dan keterangan gambar-gambar artikel. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, percent } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["figures"]>} */
const figures = {
  notFinite: "tak berhingga",
  failed: (reason) => `Gambar ini tidak dapat dihitung. Rinciannya, dalam bahasa Inggris: ${reason}`,
  ops: {
    relu: "ReLU",
    leaky_relu: "Leaky ReLU",
    tanh: "tanh",
    sigmoid: "Sigmoid",
    batch_norm2d: "Normalisasi batch",
  },
  bar: {
    pad: "Kembali ke bidang gambar",
    image: "Citra yang diterima jaringan",
    nothing: "Belum ada gambar.",
    reads: (label, share) => `Terbaca ${label}: ${share}`,
  },
  ink: {
    image: "Coretan Anda sebagai citra. Geser bingkai dengan penunjuk atau tombol panah.",
    count: (height, width, cells, channels) =>
      channels === 1
        ? `Coretan Anda dalam ${height} × ${width} = ${count(cells)} bilangan.`
        : `Coretan Anda dalam ${height} × ${width} = ${count(cells)} bilangan, untuk masing-masing dari ${channels} warna.`,
    frame: (top, bottom, left, right) =>
      `Bingkai memperlihatkan baris ${top} sampai ${bottom} dan kolom ${left} sampai ${right}; tunjuk citra untuk menggesernya.`,
    normalised: (paper, ink) => `Model ini kemudian mengubah 0 menjadi ${paper} dan 1 menjadi ${ink}.`,
    unchanged: "Model ini memakai bilangan apa adanya, jadi 0 baginya adalah kertas.",
  },
  window: {
    kernel: "Kernel nomor",
    which: (map, maps) => `${map} dari ${maps}`,
    names: ["jendela", "kernel", "hasil kali"],
    image: "Coretan Anda sebagai citra. Geser jendela dengan penunjuk atau tombol panah.",
    none: "Model ini tidak diawali konvolusi, jadi tidak ada jendela di atas citra yang dapat diperlihatkan.",
    sum: ({ products, sum, bias, total }) =>
      `${products} hasil kali: ${sum}${bias && `, bias: ${bias}`}. Seluruhnya: ${total}.`,
    after: (op, value) => `Setelah ${op}: ${value}.`,
    place: (map, row, column, value) => `Sel di peta ${map}, baris ${row}, kolom ${column} bernilai ${value}.`,
    padding: (cells, isNormalised) =>
      `Jendelanya berisi ${cells} bilangan${isNormalised ? "; kertas di bawah 0 dan tinta di atasnya" : ""}; yang berarsir ada di luar tepi.`,
    move: "Tunjuk citra untuk menggeser jendela.",
  },
  maps: {
    count: (maps, height, width) =>
      `${maps} kernel dengan ${height} × ${width} bobot, dan ${maps} peta yang dibuatnya dari coretan Anda.`,
    first: (shown, maps) => `Yang diperlihatkan ialah ${shown} pertama dari ${maps}.`,
    colours: "Bobot jingga positif, yang biru negatif.",
    paper: (value) => `kertas: ${value}`,
    lit: (lit, maps) => `Di bawah setiap peta ada nilainya di kertas kosong: di atas 0 pada ${lit} dari ${maps}.`,
  },
  activation: {
    image: "Sebuah peta fitur. Pilih sel dengan penunjuk atau tombol panah.",
    none: "Di model ini tidak ada lapisan berpeta yang memiliki fungsi aktivasi.",
    names: (map, name) => [`peta ${map} sebelumnya`, name, "sesudahnya"],
    plot: (name) => `${name} sebagai kurva: satu titik untuk setiap sel peta`,
    relu: (map, maps, below, cells) =>
      `Peta ${map} dari ${maps}: ${count(below)} dari ${count(cells)} selnya di bawah 0 (biru). ReLU menjadikan semuanya 0.`,
    other: (name, map) =>
      `${name} adalah tekukan model ini, di sini pada peta ${map}. Setiap titik kurva adalah satu sel.`,
    here: (name, before, after) => `Di sel yang ditandai, ${name} mengubah ${before} menjadi ${after}.`,
  },
  pooling: {
    image: "Sebuah peta fitur. Pilih jendela dengan penunjuk atau tombol panah.",
    none: (sizes) => `Model ini tidak memiliki lapisan pooling. Ukuran citra dan petanya berturut-turut: ${sizes}.`,
    names: (map, before, after) => [`peta ${map}, ${before}`, "satu jendela", `sesudahnya, ${after}`],
    count: (before, after) => `${count(before)} bilangan menjadi ${count(after)}.`,
    largest: (value) => `Dari jendela yang ditandai, bilangan terbesar yang tinggal: ${value}.`,
    average: (value) => `Dari jendela yang ditandai, rata-ratanya yang tinggal: ${value}.`,
    move: "Tunjuk sebuah peta untuk memilih jendela lain.",
  },
  field: {
    none: "Model ini tidak memiliki lapisan berpeta.",
    card: (title, height, width) => `${title}: sel tengahnya melihat ${height} × ${width} piksel`,
    middle: "Apa yang dapat dilihat sel di tengah peta setiap lapisan dari coretan Anda.",
    everything: (title) => `Di “${title}”, sel itu melihat seluruh citra.`,
    share: (title, share) => `Di “${title}”, sel itu melihat ${percent(share)} dari citra.`,
  },
  amounts: {
    none: "Di model ini, jumlah untuk setiap kelas langsung dihitung dari peta.",
    averages: (maps, height, width, shown) =>
      `${maps} peta dengan ${height} × ${width} sel menjadi ${maps} rata-rata; inilah ${shown} yang terbesar.`,
    largest: (map, value) => `Peta ${map} yang pertama, dengan ${value}, di mana pun sel terangnya berada.`,
    dense: (number, all, inputs) =>
      `Alih-alih rata-rata, model ini memiliki lapisan rapat. Bilangan ${number} dari ${all} adalah jumlah ${count(inputs)} hasil kali.`,
    places: "Setiap sel punya bobotnya sendiri, jadi letak masih diperhitungkan.",
    products: (shown) => `Inilah ${shown} hasil kali terbesar, masing-masing sel × bobot.`,
  },
  evidence: {
    logits: "Logit dan persentase setiap kelas",
    terms: (name) => `Yang mendukung ${name} (jingga) dan yang menentangnya (biru)`,
    others: (others) => `${others} lainnya`,
    bias: "bias kelas",
    sum: (name, logit) => `Seluruhnya: ${logit}, logit untuk ${name}.`,
    lead: (first, second, ahead) =>
      `Logit ${first} berada ${ahead} di atas logit ${second}, yang berikutnya. Softmax mengubah jarak seperti itu menjadi persentase.`,
    always: "Jumlahnya selalu 100%, apa pun yang digambar.",
    choose: "Pilih sebuah kelas untuk melihat jumlahnya.",
  },
  failure: {
    names: {
      turned: "diputar",
      mirrored: "dicerminkan",
      inverted: "dibalik",
      pushed: "digeser",
      blank: "kertas kosong",
      noise: "derau",
    },
    reads: (label, share) => `${label}: ${share}`,
    sure: (sure, all) => `Apa kata model ini tentang masing-masing. Pada ${sure} dari ${all} ia lebih dari 90% yakin.`,
  },
};

/** @type {Words<Texts["tourSteps"]>} */
const tourSteps = {
  pad: {
    title: "Gambarlah angka 7",
    text: "Gambarlah di bidang hitam dengan tetikus, jari, atau pena, atau dengan tombol panah dan Spasi. Jaringan membaca selagi Anda menggambar, dan tidak ada yang meninggalkan perangkat ini.",
  },
  image: {
    title: "Tinta menjadi bilangan",
    text: "Hanya inilah yang diterima jaringan: citra kecil, yang setiap pikselnya adalah bilangan dari 0 sampai 1. Angka Anda telah diskalakan dan dipusatkan seperti angka-angka yang dipelajari jaringan.",
  },
  maps: {
    title: "Setiap kernel membuat satu peta",
    text: "Sebuah jendela kecil bergeser di atas citra, dan beberapa bobot, yaitu kernel, mengubah setiap jendela menjadi satu bilangan. Sel yang terang berisi bilangan besar. Peta dapat juga terang di kertas kosong: yang penting ialah beda yang dibuat oleh tinta.",
  },
  mapsSigned: {
    title: "Setiap kernel membuat satu peta",
    text: "Sebuah jendela kecil bergeser di atas citra, dan beberapa bobot, yaitu kernel, mengubah setiap jendela menjadi satu bilangan. Bilangan ini ada dua tandanya: sel jingga positif, sel biru negatif, dan keduanya bermakna.",
  },
  cell: {
    title: "Lihat isi sebuah sel",
    text: "Sekarang tunjuklah sembarang sel di peta ini, atau tekan Tab lalu gunakan tombol panah. Halaman ini menandai jendela asal perhitungan sel itu.",
  },
  arithmetic: {
    title: "Satu jendela, segenggam hasil kali",
    text: "Inilah seluruh perhitungan sel itu, dengan bilangan sebenarnya: jendela kali kernel, semua hasil kali dijumlahkan, ditambah bias. Baris Python di akhir memberi bilangan yang sama.",
  },
  views: {
    title: "Peta, jendela geser, kernel",
    text: "Dari lapisan yang terbuka Anda dapat melihat peta-petanya, jendela dalam perjalanannya di atas citra, atau kernelnya, seperti di sini: bobot jingga positif, bobot biru negatif.",
  },
  pool: {
    title: "Peta yang mengecil",
    text: "Dari setiap jendela kecil, hanya bilangan terbesar yang tinggal. Peta mengecil, dan letak persis sebuah pola menjadi kurang penting.",
  },
  poolAverage: {
    title: "Peta yang mengecil",
    text: "Setiap jendela kecil menjadi rata-ratanya. Peta mengecil dan menjadi lebih halus, dan letak persis sebuah pola menjadi kurang penting.",
  },
  deeper: {
    title: "Makin dalam, makin luas pandangannya",
    text: "Satu sel dari peta-peta ini ditandai, beserta semua yang memengaruhinya di lapisan-lapisan sebelumnya, sampai ke citra dan tinta Anda. Makin dalam sebuah lapisan, makin luas medan reseptif ini.",
  },
  numbers: {
    title: "Dari letak ke jumlah",
    text: "Setiap peta menjadi satu bilangan, yaitu rata-ratanya: berapa banyak polanya terdapat, di mana pun letaknya. Mulai dari sini tidak ada lagi letak.",
  },
  numbersDense: {
    title: "Dari peta ke bilangan",
    text: "Setiap bilangan ini adalah jumlah atas semua sel sebelumnya, dan setiap sel punya bobotnya sendiri. Jadi yang di atas dan yang di bawah dapat dihitung berbeda.",
  },
  logits: {
    title: "Bukti untuk setiap kelas",
    text: "Setiap kelas menjumlahkan bilangan-bilangan ini dengan bobotnya sendiri, yang mendukung dan yang menentang, ditambah bias. Jumlahnya disebut logit.",
  },
  answer: {
    title: "Prediksi",
    text: "Softmax mengubah logit menjadi persentase yang selalu berjumlah 100%. Softmax tidak dapat berkata “bukan semuanya”, bahkan untuk coretan asal.",
  },
  evidence: {
    title: "Mengapa angka ini",
    text: "Bagian mana dari coretan Anda yang mendukung sebuah kelas, dan mana yang menentangnya? Dalam jaringan yang dalam, peta ini hanya menjawab kira-kira, sebab setiap selnya sudah melihat sebagian besar citra.",
  },
  steps: {
    title: "Dari tinta ke citra",
    text: "Bagaimana goresan menjadi citra, langkah demi langkah, dan apa yang akan dibaca jaringan setelah setiap langkah.",
  },
  time: {
    title: "Kapan jaringan tahu?",
    text: "Coretan Anda direkam. Kurva memperlihatkan persentase setiap kelas pada setiap saat, sehingga tampak kapan jaringan berubah pikiran.",
  },
  compare: {
    title: "Apa kata jaringan lain?",
    text: "Pilihlah model kedua, dan keduanya membaca tinta yang sama berdampingan.",
  },
  test: {
    title: "Seberapa sering benar?",
    text: "Satu gambar menunjukkan sedikit saja. Berilah jaringan ribuan gambar berlabel, dan ia menghitung: berapa yang terbaca, kelas mana yang tertukar, dan gambar mana yang salah dibaca.",
  },
  code: {
    title: "Sekarang ubahlah",
    text: "Setiap tahap hanyalah beberapa baris NumPy. Di sini Anda dapat menulis ulang baris-baris itu, dan Python kedua membaca gambar Anda dengan kode Anda, selagi Anda mengetik dan menggambar. Dua belas latihan menuntun dari langkah paling sederhana sampai seluruh konvolusi.",
  },
  train: {
    title: "Dan biarkan ia belajar",
    text: "Setiap bobot ditemukan lewat pelatihan. Di sini Anda dapat melihat bagaimana jaringan ini belajar, mengumpulkan angka dengan tulisan tangan Anda, dan melatihnya dengan angka itu, langkah demi langkah, selagi ia membaca gambar Anda.",
  },
  more: {
    title: "Kisah yang sama, dalam kata-kata",
    text: "Di bawah ini sebuah artikel menceritakan semuanya perlahan, dengan gambar yang mengikuti coretan Anda. Di bagian atas halaman Anda dapat memilih model lain atau membuka model sendiri, menyimpan yang Anda lihat, dan membagikannya.",
  },
};

export const story = { figures, tourSteps };
