/** Pelatihan di halaman, pada panel “Latih”. */

import { numbers } from "./numbers.js";

/** @import { training as english } from "../en/training.js" */

const { count, percent } = numbers;

const listed = (/** @type {string[]} */ names) => names.join(", ");

/** @type {typeof english} */
export const training = {
  title: "Pelatihan",
  what: {
    label: "Yang belajar",
    last: "lapisan terakhir",
    whole: "seluruh jaringan",
    tiny: "jaringan mungil baru",
  },
  about: {
    last: "Hanya lapisan yang mengubah fitur menjadi kelas yang belajar. Itu hanya sedetik, dan beberapa angka sudah cukup.",
    whole: "Setiap kernel belajar. Itu lebih lama, dan petanya pun berubah.",
    tiny: "Jaringan dengan 4.430 bilangan acak menggantikan jaringan ini dan belajar dari nol. Yang dilihatnya hanya sedikit angka, jadi perhatikan bagaimana ia membaca angka orang lain.",
  },
  remember: "Ingat angka-angka lama",
  aboutRemember: {
    on: "Di antara angka Anda, ia diperlihatkan sepuluh contoh dari halaman ini, masing-masing dalam tiga puluh variasi, agar tidak melupakannya.",
    off: "Ia hanya diperlihatkan angka Anda. Perhatikan berapa banyak angka orang lain yang masih dibacanya.",
  },
  source: { label: "Ia belajar dari", samples: "sepuluh contoh, divariasikan", tray: "angka saya" },
  settings: "Pengaturan",
  rate: "Laju pembelajaran",
  rateHint: "seberapa besar setiap langkah",
  epochs: "Epoch",
  epochsHint: "seberapa sering setiap angka dilihat",
  play: "Latih",
  pause: "Jeda",
  goOn: "Lanjutkan",
  step: "Satu langkah",
  reset: "Kembalikan",
  progress: "Kemajuan pelatihan",
  stepOf: (step, of) => `Langkah ${count(step)} dari ${count(of)}`,
  empty:
    "Isi dulu baki dengan angka: gambarlah satu di papan, katakan angka apa itu, lalu tambahkan. Lima untuk setiap angka adalah awal yang baik.",
  ready: (own) =>
    `Ada ${count(own)} angka di baki. Setiap angka kelima dari satu kelas disisihkan, dan dari tiga atau empat yang terakhir: jaringan tidak belajar darinya, tetapi diuji dengannya.`,
  readySamples:
    "Ia akan belajar dari sepuluh gambar, masing-masing dalam sepuluh variasi, dan diuji dengan angka orang lain.",
  added: (names, before) =>
    names.length === 1
      ? `${names[0]} adalah hal baru: jaringan mendapat ${before === 10 ? "kelas kesebelas, dan batang kesebelas muncul" : "satu kelas lagi, dan satu batang lagi muncul"}.`
      : `${listed(names)} adalah hal baru: jaringan mendapat ${count(names.length)} kelas lagi, masing-masing dengan satu batang.`,
  single: (names) =>
    `Dari ${listed(names)} hanya ada satu gambar. Gambar itu dipelajari dalam beberapa variasi; lebih banyak gambar mengajarkan lebih banyak.`,
  starting: "Python kedua sedang dimulai, supaya halaman dapat terus membaca …",
  preparing: "Angka-angka sedang dijadikan citra …",
  running: (learned, remembered) =>
    remembered > 0
      ? `Ia belajar dari ${count(learned)} citra Anda, termasuk variasinya, dan diingatkan oleh ${count(remembered)} citra contoh.`
      : `Ia belajar dari ${count(learned)} citra.`,
  paused: "Dijeda. Halaman membaca dengan bobot langkah ini.",
  done: "Selesai. Halaman membaca dengan bobot ini.",
  diverged: (step, kept) =>
    `Loss menjadi tak hingga pada langkah ${count(step)}: langkahnya terlalu besar bagi jaringan ini. ${kept === 0 ? "Bobot sebelum pelatihan ini dipertahankan." : `Bobot langkah ${count(kept)} dipertahankan.`}`,
  slower: (rate) => `Coba sepersepuluh laju itu, ${rate}`,
  refused: (reason) => `Ini tidak dapat dilatih: ${reason}`,
  lost: (reason, step) =>
    `Python kedua telah berakhir (${reason}). Angka Anda dan bobot langkah ${count(step)} tersimpan: “Lanjutkan” meneruskan dari situ.`,
  unavailable: (reason) =>
    `Tidak ada yang dapat dilatih di sini: bingkai tersegel untuknya tidak dapat dibuat (${reason}). Bagian lain halaman tetap berfungsi.`,
  otherNetwork: "Jaringan lain telah dipilih, jadi pelatihan jaringan sebelumnya berakhir.",
  loss: {
    title: "Loss",
    hint: "seberapa terkejut jaringan oleh jawaban yang benar",
    description: (first, last, steps) => `Loss dalam ${count(steps)} langkah: mula-mula ${first}, sekarang ${last}.`,
    none: "Loss setiap langkah muncul di sini.",
  },
  accuracy: {
    title: "Akurasi",
    own: "angka Anda yang disisihkan",
    ownAll: "angka Anda",
    strangers: "angka orang lain",
    right: (right, of) => `${count(right)} dari ${count(of)}, ${percent(right / of)}`,
    none: "tidak ada",
    noneHeldOut: "Belum ada angka Anda yang disisihkan: tambahkan sedikitnya tiga dari satu angka.",
    strangersNote:
      "Orang lain itu enam penulis yang angkanya tidak pernah dipelajari jaringan di halaman ini: seratus angka dari data pendigits (Alpaydin dan Alimoglu, CC BY 4.0).",
    noStrangers: "Angka orang lain tidak dapat diambil.",
    description: (own, strangers) => `Akurasi sekarang: angka Anda ${own}; angka orang lain ${strangers}.`,
  },
  confusion: "Angka Anda dibaca sebagai apa",
  remarks: {
    forgotten: (before, now, of) =>
      `Ia telah lupa: dari ${count(of)} angka orang lain, ${count(before)} dibacanya sebelum pelatihan, dan sekarang ${count(now)}. Tidak ada yang mengingatkannya. Kembalikan, biarkan ia mengingat angka-angka lama, lalu latih lagi.`,
    overfitted: (own, strangers) =>
      `Ia membaca ${own} dari angka Anda, tetapi hanya ${strangers} dari angka orang lain: yang dipelajarinya tulisan tangan Anda, bukan angka. Itulah overfitting, dan obatnya adalah angka dari lebih banyak orang.`,
    fromTen: (strangers) =>
      `Ia telah melihat sepuluh gambar, masing-masing dalam sepuluh variasi, dan membaca ${strangers} dari angka orang lain. Yang kurang bukan waktu, melainkan angka dari lebih banyak orang.`,
    narrow: (name, features, classes) =>
      `Sebelum lapisan terakhirnya, ${name} menggambarkan satu angka hanya dengan ${count(features)} bilangan, yang dibuat untuk kelas-kelas lamanya. ${count(classes)} kelas hampir tidak muat: beberapa angka lama akan dibaca lebih buruk. Jaringan yang lebih lebar, seperti “deep”, mempelajarinya dengan baik.`,
  },
  after: {
    save: "Simpan sebagai .npz",
    compare: "Bandingkan dengan sebelumnya",
    keep: "Jadikan model saya",
    before: (name) => `${name}, sebelum pelatihan`,
    trained: (name) => `${name}, terlatih`,
  },
};
