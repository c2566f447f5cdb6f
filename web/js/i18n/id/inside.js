/** Panel pada tab: lini masa, atribusi, langkah dari tinta ke citra, perbandingan model. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { fixed } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["time"]>} */
export const time = {
  label: "Waktu dalam gambar",
  play: "Putar ulang gambar",
  pause: "Jeda",
  at: (now, end) => `${now} dari ${end} dtk`,
  seconds: (time) => `${time} dtk`,
  back: "Ini saat yang lebih awal. Goresan baru ditambahkan di akhir; tidak ada yang hilang.",
  readout: (now, best) => `Pada ${now} dtk: ${best.map(({ name, share }) => `${name} (${share})`).join("; ")}.`,
  nothing: "Gambarlah sebuah angka untuk melihat apa yang dibaca jaringan pada setiap saat.",
  reading: "Membaca saat-saat sebelumnya …",
  notFinite: "Keluaran jaringan tidak berhingga (tak hingga atau NaN), jadi tidak ada probabilitas untuk digambar.",
  failed: (reason) => `Lini masa tidak dapat dihitung: ${reason}`,
  story: (parts) => {
    const [first, ...others] = parts;
    const later = others.map(({ name, seconds }) => `sebagai ${name} sejak ${seconds} dtk`);
    return later.length > 0
      ? `Mula-mula dibaca sebagai ${first.name}, ${later.join("; ")}.`
      : `Dibaca sebagai ${first.name} sepanjang waktu.`;
  },
};

/** @type {Words<Texts["evidence"]>} */
export const evidence = {
  of: "Bukti untuk",
  ranks: ["paling mungkin", "peringkat kedua"],
  waiting: "Bukti tampil di sini begitu Python selesai membaca gambar.",
  nothing: "Gambarlah sebuah angka untuk melihat bagian mana yang mendukung sebuah kelas dan mana yang menentangnya.",
  notFinite: "Keluaran jaringan tidak berhingga (tak hingga atau NaN), jadi tidak ada bukti untuk kelas mana pun.",
  failed: (reason) => `Bukti tidak dapat dihitung: ${reason}`,
  pending: "Menutupi bagian demi bagian …",
  cam: "Peta aktivasi kelas",
  camHow: ({ name, stage, rows, columns, height, width }) =>
    `Di tiap tempat dari ${rows} × ${columns}: nilai semua peta “${stage}” × bobotnya untuk ${name}, dijumlahkan lalu dibagi ${rows * columns}. Jumlahnya tepat, tempatnya tidak: tiap nilai dihitung dari ${height} × ${width} piksel.`,
  gradient: "Gradien × aktivasi",
  gradientHow: ({ name, stage, rows, columns, height, width }) =>
    `Di tiap tempat dari ${rows} × ${columns}: nilai semua peta “${stage}” × kemiringan logit ${name}, dijumlahkan. Jumlah maupun tempatnya tidak tepat: lapisan sesudahnya tidak linear, dan tiap nilai dihitung dari ${height} × ${width} piksel.`,
  covered: "Oklusi",
  coveredHow: ({ name, height, width, step }) =>
    `Sepotong ${height} × ${width} piksel dikosongkan, di mana-mana dengan langkah ${step}. Tiap piksel menunjukkan seberapa jauh logit ${name} turun karenanya, dirata-ratakan atas potongan yang menutupinya.`,
  fallsToo: (name) =>
    `Jingga berarti logit ${name} ikut turun, bukan bahwa tempat itu lebih mendukung ${name} daripada kelas lain.`,
  mapLabel: (name) => `Bukti untuk ${name}, ditampilkan pada citra`,
  coveredLabel: (name) => `Oklusi: seberapa jauh logit ${name} turun bila sepotong kertas menutupi citra`,
  exactly: (stage) =>
    `Jingga mendukung kelas; yang biru dan berarsir menentangnya. Tepat: logit adalah jumlah berbobot dari rata-rata “${stage}”, jadi jumlah peta dan bias sama dengan logit.`,
  roughly: (stage) =>
    `Jingga mendukung kelas; yang biru dan berarsir menentangnya. Perkiraan: gradien × aktivasi “${stage}”. Sisanya tertulis di bawah tiap peta.`,
  adds: ({ sum, rest, logit, name, share }) =>
    `Peta ${sum} dan bias ${rest} berjumlah ${logit}, yaitu logit ${name}: probabilitas ${share}.`,
  leaves: ({ sum, rest, logit, name, share }) =>
    `Peta ${sum} dan sisa ${rest} berjumlah ${logit}, yaitu logit ${name}: probabilitas ${share}.`,
  patch: {
    title: "Bagaimana bila piksel ini kosong?",
    label:
      "Citra dengan sepotong kertas di atasnya. Seret potongan itu, atau gerakkan dengan tombol panah; dengan Shift, sejauh ukurannya.",
    size: "Potongan",
    pixels: (side) => `${side} × ${side} piksel`,
    now: "tertutup",
    before: "utuh",
    nothing: "Tidak ada tinta di bawah potongan ini, jadi tidak ada yang berubah. Seretlah ke atas goresan.",
    same: (side, name, before, now) =>
      `Dengan ${side} × ${side} piksel ini kosong, tetap terbaca ${name}: ${now} yakin, sebelumnya ${before}.`,
    other: (side, name, now, was, before) =>
      `Dengan ${side} × ${side} piksel ini kosong, terbaca ${name} (${now} yakin), bukan ${was} (${before}).`,
  },
  contributions: {
    title: (name, other) => `Mengapa ${name} dan bukan ${other}?`,
    sameTitle: "Mengapa yang satu dan bukan yang lain?",
    same: "Pilih dua kelas yang berbeda di atas untuk melihat apa yang membedakannya.",
    none: "Lapisan terakhir jaringan ini tidak linear, jadi selisih dua kelas bukan jumlah dari sumbangan-sumbangan.",
    ofAverages: (name, other) =>
      `Tiap batang adalah rata-rata sebuah peta × (bobotnya untuk ${name} − bobotnya untuk ${other}). Jingga mendukung ${name}, biru mendukung ${other}.`,
    ofNumbers: (stage, name, other) =>
      `Tiap batang adalah sebuah bilangan “${stage}” × (bobotnya untuk ${name} − bobotnya untuk ${other}). Jingga mendukung ${name}, biru mendukung ${other}.`,
    others: (count) => `${count} lainnya`,
    sum: (total, name, other) => `Semua batang berjumlah ${total}, tepat logit ${name} dikurangi logit ${other}.`,
  },
};

/** @type {Words<Texts["steps"]>} */
export const steps = {
  waiting: "Langkah-langkahnya tampil di sini begitu Python selesai membaca gambar.",
  nothing: "Gambarlah sebuah angka untuk melihat bagaimana tintanya menjadi masukan jaringan.",
  failed: (reason) => `Langkah-langkah tidak dapat dihitung: ${reason}`,
  notApplied: "(Tidak diterapkan: “apa adanya” dipilih.)",
  notFinite: "tidak berhingga",
  broken: "Keluaran jaringan tidak berhingga (tak hingga atau NaN) pada kedua penempatan, jadi tidak ada prediksi.",
  agree: (drawn, centred) =>
    `Jaringan membaca ${centred.label} pada keduanya: ${drawn.share} yakin apa adanya, ${centred.share} yakin bila dipusatkan.`,
  differ: (drawn, centred, step) =>
    `Apa adanya, jaringan membaca ${drawn.label} (${drawn.share} yakin); bila dipusatkan, ${centred.label} (${centred.share} yakin). Langkah “${step}” yang membuat perbedaan.`,
  of: {
    ink: { title: "Apa adanya", facts: (_) => "Bidang gambar diskalakan ke citra, tinta tetap di tempatnya." },
    box: {
      title: "Kotak pembatas",
      facts: ({ left, top, right, bottom }) =>
        `Dari ${fixed(left, 0)}; ${fixed(top, 0)} sampai ${fixed(right, 0)}; ${fixed(bottom, 0)} pada bidang 280 × 280.`,
    },
    scale: {
      title: "Diskalakan",
      facts: ({ factor }) =>
        `Diskalakan ${fixed(factor, 2)} kali agar muat dalam kotak 20/28 citra, seperti pada MNIST.`,
    },
    mass: {
      title: "Pusat massa",
      facts: ({ x, y }) => `Pusat massanya di (${fixed(x, 1)}; ${fixed(y, 1)}); tengah citra 28 × 28 di (14; 14).`,
    },
    shift: {
      title: "Digeser",
      facts: ({ dx, dy }) =>
        `Sejauh ${fixed(dx, 0)} mendatar dan ${fixed(dy, 0)} ke bawah, dalam piksel, agar pusat massa berada di tengah.`,
    },
    normalise: {
      title: "Dinormalkan",
      facts: ({ mean, std, lowest, highest }) =>
        `Dikurangi ${fixed(mean, 3)}, dibagi ${fixed(std, 3)}: nilai dari ${fixed(lowest, 2)} sampai ${fixed(highest, 2)}.`,
    },
  },
};

/** @type {Words<Texts["tryWithout"]>} */
export const tryWithout = {
  open: "Coba tanpa",
  title: "Tiadakan satu bagian dari tahap ini dan lihat apa gunanya",
  mute: "Bisukan",
  muteMap: "Bisukan peta ini",
  muteNumber: "Bisukan bilangan ini",
};

/** @type {Words<Texts["caution"]>} */
export const caution = {
  mayBeNone: "Ini mungkin bukan angka.",
  mustChoose: (classes) => `Softmax harus memilih satu dari ${classes} kelas, apa pun yang digambar.`,
};

/** @type {Words<Texts["compare"]>} */
export const compare = {
  original: "Jaringan ini sebelum diubah",
  before: (title) => `${title} sebelum diubah`,
  label: "Model kedua",
  none: "Pilih satu …",
  className: "Kelas",
  diagram: "Jaringan kedua, dari citra sampai prediksi",
  hint: "Pilihlah model kedua. Model itu membaca tinta yang sama, dan keduanya dapat dibandingkan tahap demi tahap.",
  loading: (name) => `Memuat ${name} …`,
  nothing: "Gambarlah sebuah angka untuk dibaca kedua model.",
  refused: (name, reason) => `${name} tidak dapat dibandingkan. ${reason}`,
  notFinite: (title) => `Keluaran ${title} tidak berhingga (tak hingga atau NaN), jadi tidak ada prediksinya.`,
  agree: (one, other) =>
    `Keduanya membaca ${one.label}: ${one.title} ${one.share} yakin, ${other.title} ${other.share}.`,
  differ: (one, other) =>
    `Keduanya berbeda: ${one.title} membaca ${one.label} (${one.share} yakin), ${other.title} membaca ${other.label} (${other.share} yakin).`,
};
