/** Bagian di samping pemeriksa: waktu, bukti, langkah dari tinta ke citra, perbandingan model. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { fixed } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["time"]>} */
export const time = {
  label: "Lihat kembali waktu gambar",
  play: "Putar ulang gambar",
  pause: "Jeda",
  at: (now, end) => `${now} dari ${end} dtk`,
  seconds: (time) => `${time} dtk`,
  back: "Anda melihat ke belakang: goresan baru ditambahkan di akhir gambar, tidak ada yang hilang.",
  readout: (now, best) => `Setelah ${now} dtk: ${best.map(({ name, share }) => `${name} ${share}`).join("; ")}.`,
  nothing: "Gambarlah sebuah angka: di sini waktunya dapat dilihat kembali, dan apa yang dibaca jaringan saat itu.",
  reading: "Membaca apa yang ada sebelumnya …",
  notFinite: "Jaringan memberi angka yang tak hingga: tidak ada probabilitas untuk digambar.",
  failed: (reason) => `Waktu gambar tidak dapat dibaca: ${reason}`,
  story: (parts) => {
    const [first, ...others] = parts;
    const later = others.map(({ name, seconds }) => `sejak ${seconds} dtk sebagai ${name}`);
    return later.length > 0
      ? `Mula-mula dibaca sebagai ${first.name}, ${later.join("; ")}.`
      : `Selalu dibaca sebagai ${first.name}.`;
  },
};

/** @type {Words<Texts["evidence"]>} */
export const evidence = {
  of: "Bukti untuk",
  ranks: ["yang paling mungkin", "yang kedua"],
  waiting: "Apa yang mendukung sebuah kelas tampak di sini setelah Python membaca gambar.",
  nothing:
    "Gambarlah sebuah angka: di sini tampak bagian mana yang mendukung sebuah kelas, dan mana yang menentangnya.",
  notFinite: "Jaringan memberi angka yang tak hingga: tidak ada bagian yang mendukung kelas mana pun.",
  failed: (reason) => `Bukti tidak dapat ditemukan: ${reason}`,
  pending: "Menutupi bagian demi bagian …",
  cam: "Peta aktivasi kelas",
  gradient: "Gradien × aktivasi",
  covered: "Yang hilang bila ditutup kertas",
  mapLabel: (name) => `Letak bukti untuk ${name}, di atas gambar`,
  coveredLabel: (name) => `Seberapa jauh logit ${name} turun bila kertas menutupi gambar`,
  exactly: (stage) =>
    `Jingga mendukung kelas, biru menentangnya. Tepat: jaringan ini merata-ratakan peta “${stage}” lalu menimbangnya, jadi peta dan bias berjumlah logit.`,
  roughly: (stage) =>
    `Jingga mendukung kelas, biru menentangnya. Perkiraan: gradien × aktivasi “${stage}”; sisanya tertulis di bawah tiap peta.`,
  adds: ({ sum, rest, logit, name, share }) =>
    `peta ${sum} dan bias ${rest} menjadi logit ${logit} untuk ${name}: ${share}`,
  leaves: ({ sum, rest, logit, name, share }) =>
    `peta ${sum} dan sisanya ${rest} menjadi logit ${logit} untuk ${name}: ${share}`,
};

/** @type {Words<Texts["steps"]>} */
export const steps = {
  waiting: "Jalan dari tinta ke gambar tampak di sini setelah Python membaca gambar.",
  nothing: "Gambarlah sebuah angka: di sini tampak bagaimana tintanya menjadi gambar untuk jaringan.",
  failed: (reason) => `Langkah-langkah tidak dapat ditampilkan: ${reason}`,
  notApplied: "(Tidak dipakai: sakelar memilih “apa adanya”.)",
  notFinite: "tak hingga",
  broken: "Jaringan memberi angka yang tak hingga: ia tidak membaca apa pun, di mana pun tinta diletakkan.",
  agree: (drawn, centred) =>
    `Apa adanya maupun dipusatkan, jaringan membaca ${centred.label}: yakin ${drawn.share} apa adanya, ${centred.share} dipusatkan.`,
  differ: (drawn, centred, step) =>
    `Apa adanya jaringan membaca ${drawn.label}, yakin ${drawn.share}; dipusatkan ia membaca ${centred.label}, yakin ${centred.share}: langkah “${step}” yang membedakannya.`,
  of: {
    ink: { title: "Apa adanya", facts: (_) => "Bidang gambar pada 28 × 28, tinta di tempat Anda menaruhnya." },
    box: {
      title: "Batasnya",
      facts: ({ left, top, right, bottom }) =>
        `Dari ${fixed(left, 0)}; ${fixed(top, 0)} sampai ${fixed(right, 0)}; ${fixed(bottom, 0)} pada bidang 280 × 280.`,
    },
    scale: {
      title: "Diskalakan",
      facts: ({ factor }) => `${fixed(factor, 2)} kali lebih besar: sisi panjangnya menjadi 20 piksel.`,
    },
    mass: {
      title: "Pusat massa",
      facts: ({ x, y }) => `Tinta seimbang di ${fixed(x, 1)}; ${fixed(y, 1)}; tengahnya 14; 14.`,
    },
    shift: {
      title: "Digeser",
      facts: ({ dx, dy }) => `Sejauh ${fixed(dx, 0)} piksel mendatar dan ${fixed(dy, 0)} ke bawah, ke tengah.`,
    },
    normalise: {
      title: "Dinormalkan",
      facts: ({ mean, std, lowest, highest }) =>
        `Dikurangi ${fixed(mean, 3)}, dibagi ${fixed(std, 3)}: dari ${fixed(lowest, 2)} sampai ${fixed(highest, 2)}.`,
    },
  },
};

/** @type {Words<Texts["compare"]>} */
export const compare = {
  label: "Model kedua",
  none: "Pilih satu …",
  className: "Kelas",
  diagram: "Jaringan kedua, dari gambar ke jawaban",
  hint: "Pilih model kedua: ia membaca tinta yang sama, tahap demi tahap dan batang demi batang.",
  loading: (name) => `Memuat ${name} …`,
  nothing: "Gambarlah sebuah angka, dan keduanya membacanya.",
  refused: (name, reason) => `${name} tidak dapat dibandingkan. ${reason}`,
  notFinite: (title) => `${title} memberi angka yang tak hingga, jadi tidak membaca apa pun.`,
  agree: (one, other) =>
    `Keduanya membaca ${one.label}: ${one.title} yakin ${one.share}, ${other.title} ${other.share}.`,
  differ: (one, other) =>
    `Keduanya berbeda: ${one.title} membaca ${one.label}, yakin ${one.share}; ${other.title} membaca ${other.label}, yakin ${other.share}.`,
};
