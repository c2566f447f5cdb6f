/** Halaman: kendali, prediksi, baris status, galat. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { count, fixed, megabytes, short, sure } = numbers;

const millions = (/** @type {number} */ number) =>
  number >= 1e9 ? `${short(number / 1e9)} miliar` : number >= 1e6 ? `${fixed(number / 1e6, 0)} juta` : count(number);

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

const left = (/** @type {number} */ seconds) =>
  seconds < 100
    ? `sekitar ${Math.max(5 * Math.round(seconds / 5), 5)} dtk lagi`
    : `sekitar ${Math.round(seconds / 60)} mnt lagi`;

/** @type {Words<Texts["page"]>} */
export const page = {
  title: "glasscnn – gambar sebuah angka, lihat jaringan membacanya",
  model: "Model",
  more: "Lainnya",
  language: "Bahasa",
  drawing: "Gambar",
  undo: "Urungkan",
  undoKey: "Urungkan (Ctrl+Z)",
  redo: "Ulangi",
  redoKey: "Ulangi (Ctrl+Shift+Z)",
  clear: "Hapus",
  clearKey: "Hapus semua (Escape)",
  samples: "Contoh angka",
  pen: "Pena",
  placement: "Penempatan tinta",
  centred: "dipusatkan",
  asDrawn: "apa adanya",
  grid: "Kisi 28 × 28",
  answer: "Prediksi",
  bars: "Probabilitas setiap kelas",
  network: "Jaringan, dari citra sampai prediksi",
  cell: "Sel",
  close: "Tutup",
  dismiss: "Tutup pesan",
  restart: "Mulai ulang",
};

/** @type {Words<Texts["theme"]>} */
export const theme = { system: "Tema: sistem", light: "Tema: terang", dark: "Tema: gelap" };

/** @type {Words<Texts["sections"]>} */
export const sections = {
  label: "Penjelasan",
  names: {
    cell: "Sel",
    evidence: "Mengapa angka ini",
    steps: "Dari tinta ke citra",
    time: "Lini masa",
    compare: "Bandingkan",
    test: "Uji",
    code: "Kode",
    train: "Latih",
  },
};

/** @type {Words<Texts["help"]>} */
export const help = {
  title: "Bantuan",
  what: "Sebuah jaringan saraf konvolusi kecil, yang ditulis hanya dengan NumPy, berjalan di halaman ini. Jaringan membaca angka selagi Anda menggambarnya. Setiap gambar dan setiap bilangan di antara tinta dan prediksi dihitung dari isi bidang gambar.",
  keysTitle: "Tombol",
  keys: {
    digits: { key: "0 – 9", does: "di bidang gambar atau tombol contoh: menggambar contoh angka itu" },
    arrows: {
      key: "Tombol panah",
      does: "di bidang gambar: menggerakkan pena; pada sebuah tahap: berpindah dari sel ke sel",
    },
    space: {
      key: "Spasi atau Enter",
      does: "di bidang gambar: menurunkan atau mengangkat pena; pada sebuah tahap: membukanya, atau menyematkan sel",
    },
    shift: { key: "Shift + tombol panah", does: "bergerak dengan langkah lebih besar" },
    escape: {
      key: "Escape",
      does: "melepaskan sel, menutup yang terbuka, lalu mengosongkan bidang gambar",
    },
    undo: { key: "Ctrl + Z, Ctrl + Shift + Z", does: "mengurungkan dan mengulangi" },
    lecture: {
      key: "F",
      does: "mode kuliah: tahap demi tahap, layar penuh, huruf besar; tombol panah membalik halaman",
      isOn: "F dipakai",
    },
    stages: { key: "Tab", does: "menelusuri semua kendali dan tahap" },
  },
  whereTitle: "Privasi",
  where:
    "Gambar dan model tetap berada di perangkat ini. Python berjalan di peramban Anda, sehingga tidak ada yang dikirim ke peladen. Tautan yang Anda bagikan memuat gambarnya.",
  documentation: "Dokumentasi (bahasa Inggris)",
  about: "Tentang glasscnn",
};

/** @type {Words<Texts["status"]>} */
export const status = {
  starting: "Memulai …",
  unused: "Gambarlah angka, atau tunjuk jaringan: Python baru dimuat saat itu.",
  waiting: "Masih menunggu berkas situs. Periksa koneksi, atau muat ulang halaman.",
  download: (loaded, total, seconds) =>
    `Memuat Python dan NumPy: ${megabytes(loaded)} dari ${megabytes(total)} MB${seconds === null ? "" : `, ${left(seconds)}`}`,
  restore: "Memulihkan Python …",
  fallback: "Mulai cepat gagal; Python dimulai dari awal …",
  python: "Memulai Python …",
  numpy: "Mengimpor NumPy …",
  model: "Memuat model …",
  ready: "Siap. Gambarlah sebuah angka.",
  reads: {
    drawing: "Membaca gambar Anda",
    example: "Membaca sebuah contoh",
    picture: "Membaca foto Anda",
    paper: "Membaca kertas kosong",
  },
  took: (milliseconds) => `Pembacaan terakhir perlu ${fixed(milliseconds, 1)} ms.`,
  slow: (milliseconds) => `Satu pembacaan perlu ${fixed(milliseconds / 1000, milliseconds < 100 ? 2 : 1)} detik`,
  why: (multiplications, stage, share) =>
    `Jaringan ini melakukan ${millions(multiplications)} perkalian untuk setiap pembacaan; ${fixed(100 * share, 0)}% di antaranya di “${stage}”.`,
  restarting: "Python terhenti; sedang dimulai ulang …",
  stopped: "Python terhenti.",
};

/** @type {Words<Texts["prediction"]>} */
export const prediction = {
  nothing: "Gambarlah sebuah angka",
  waiting: "Menunggu Python …",
  sure: (share) => `${sure(share)} yakin`,
  old: "dari model sebelumnya",
  alone: (share) => `${sure(share)} untuk kelas ini`,
  ownJudgement: "Setiap kelas dinilai sendiri-sendiri, jadi jumlah semua batang tidak harus 100 %.",
  sentenceAlone: (label, share, second) =>
    `Jaringan membaca ${label}, dengan ${sure(share)} untuk kelas ini; peringkat kedua ${second}.`,
  sentence: (label, share, second) => `Jaringan membaca ${label}, ${sure(share)} yakin; peringkat kedua ${second}.`,
};

/** @type {Words<Texts["pad"]>} */
export const pad = {
  label:
    "Bidang gambar. Gambarlah dengan tetikus, jari, atau pena; atau gerakkan pena dengan tombol panah, lalu turunkan atau angkat dengan Spasi. Tombol angka menggambar contoh.",
  sample: (digit) => `Gambar contoh angka ${digit}`,
  turn: "Giliran Anda: gambarlah angka di sini",
  pen: (row, column, isDown) => `baris ${row}, kolom ${column}, pena ${isDown ? "turun" : "terangkat"}`,
};

/** @type {Words<Texts["models"]>} */
export const models = {
  own: "Model Anda sendiri …",
  exportLines: "Ekspor dari PyTorch, Keras, scikit-learn …",
  loading: (name) => `Memuat ${name} …`,
};

/** @type {Words<Texts["errors"]>} */
export const errors = {
  english: (reason) => `Rinciannya, dalam bahasa Inggris: ${reason}`,
  boot: (reason) =>
    `Python tidak dapat dimulai: ${reason} Gambar Anda tetap ada. Mulai ulang Python atau muat ulang halaman.`,
  death: (reason) =>
    `Python terhenti: ${reason} Gambar Anda dan modelnya tetap ada. Mulai ulang Python untuk melanjutkan.`,
  memory: "Python kehabisan memori. Gambar Anda dan modelnya tetap ada. Tutup halaman lain, lalu mulai ulang Python.",
  model: (reason) => `Model ini tidak dapat dipakai. ${reason} Model sebelumnya tetap dipakai.`,
  notShown: (reason) => `Model ini tidak dapat ditampilkan. ${reason} Model sebelumnya tetap dipakai.`,
  withdrawn: (name, reason) =>
    `Python berhenti saat membaca dengan ${name}: ${reason} Model sebelumnya dipakai lagi, dan gambar Anda tetap tersimpan.`,
  build: (reason) =>
    `Halaman ini tidak lengkap: ${reason} Muat ulang halaman. Jika tidak membantu, bangun ulang situsnya dengan “make site”.`,
  reading: (reason) => `Gambar ini tidak dapat dibaca: ${reason} Cobalah gambar atau model lain.`,
  notFound: (file, status) => `${file} tidak dapat diambil (${status > 0 ? `status ${status}` : "tidak ada jawaban"}).`,
  notLoaded: (file) => `${file} tidak dapat dimuat.`,
  damagedScript: "salah satu skripnya tiba dalam keadaan rusak.",
  unexpected: (reason) =>
    `Terjadi sesuatu yang tak terduga di glasscnn (${reason}). Mohon laporkan hal ini dan apa yang Anda lakukan sebelumnya.`,
  webPage: (file) => `${file} tidak dapat diambil: server mengirim sebuah halaman web sebagai gantinya.`,
  damaged: (file) => `${file} tiba dalam keadaan rusak.`,
  noWorker:
    "peramban tidak menjalankan worker-nya. Mungkin sebuah skrip tidak termuat, atau server halaman ini melarang worker: Content-Security-Policy-nya harus mengizinkan “worker-src blob:”.",
  tooLarge: (name) => `${name} lebih besar dari 64 MB. Pilihlah berkas model yang lebih kecil.`,
  noModel: (name) =>
    `${name} bukan berkas model (.npz atau .onnx). Jika isinya bobot sebuah berkas .onnx, pilihlah kedua berkas itu bersama-sama.`,
  notTogether: (names) =>
    `Berkas-berkas ini tidak membentuk satu model: ${names}. Pilihlah satu .npz, satu gambar, atau satu .onnx beserta berkas bobotnya.`,
  severalNetworks: (name, networks) =>
    `${name} berisi beberapa jaringan: ${networks}. Ekstraklah, lalu pilih salah satunya beserta berkas bobotnya.`,
  cannotUnpack: (name) =>
    `${name} rusak atau terenkripsi sehingga tidak dapat diekstrak di sini. Ekstraklah sendiri, lalu pilih berkas .onnx beserta berkas bobotnya.`,
  unreadable: (name, reason) => `${name} tidak dapat dibaca dari penyimpanan Anda: ${reason} Pilihlah lagi.`,
};

/** @type {Words<Texts["release"]>} */
export const release = {
  text: "Versi baru halaman ini sudah siap. Gambar Anda tidak akan hilang.",
  update: "Perbarui",
  later: "Nanti",
};
