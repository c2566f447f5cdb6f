/** Baki angka sendiri, dalam panel “Latih”. */

import { numbers } from "./numbers.js";

/** @import { tray as english } from "../en/tray.js" */

const { count, fixed, percent } = numbers;

const bytes = (/** @type {number} */ size) =>
  size < 1e6 ? `${count(Math.ceil(size / 1000))} kB` : `${fixed(size / 1e6, 1)} MB`;

/** @type {typeof english} */
export const tray = {
  title: "Angka Anda",
  hint: "Kumpulkan angka dengan tulisan tangan Anda sendiri: gambarlah di bidang gambar, lalu sebutkan itu apa. Semuanya tetap berada di perangkat ini.",
  offer: {
    reads: (label) => `Dibaca ${label}. Sebenarnya ini …`,
    blank: "Gambarlah sesuatu di bidang gambar, lalu sebutkan di sini itu apa.",
    label: "Apa yang digambar",
    other: "simbol lain",
    clear: "Kosongkan bidang gambar",
  },
  add: {
    label: "Tambahkan gambar ini sebagai",
    other: "simbol lain …",
    symbol: "Simbol",
    button: "Tambahkan",
  },
  notice: {
    added: (label, number) =>
      number === 1
        ? `Ditambahkan sebagai ${label}, yang pertama.`
        : `Ditambahkan sebagai ${label}; sekarang ada ${count(number)}.`,
    known: (label) => `Gambar ini sudah ada di antara angka Anda, sebagai ${label}.`,
    relabelled: (from, to) => `Yang tadinya berlabel ${from} sekarang ${to}.`,
    blank: "Gambarlah sesuatu dahulu.",
    colours:
      "Hanya gambar tangan dan gambar abu-abu yang dapat ditambahkan. Gambarlah sesuatu, atau pilih model untuk citra abu-abu.",
    label: (found) =>
      `“${found}” tidak dapat menjadi label. Pakailah 1 sampai 40 karakter tercetak, tanpa spasi di kedua ujungnya.`,
    full: (most) => `Tempatnya hanya cukup untuk ${count(most)} angka. Hapuslah beberapa dahulu.`,
    deleted: (label) => `Satu angka ${label} dihapus.`,
    forgot: (number) => `${count(number)} angka dilupakan.`,
    undo: "Urungkan",
    restored: (number) => `${count(number)} angka dikembalikan.`,
  },
  grid: {
    label: "Angka Anda menurut kelasnya",
    digit: (label, number, all) => `${label}, gambar ke-${count(number)} dari ${count(all)}`,
    more: (number) => `${count(number)} lagi`,
    isNew: "baru",
    keys: "Pilih salah satu untuk mengubahnya. Tombol panah berpindah di antaranya, Delete menghapus satu.",
  },
  wanted: {
    none: "Belum ada apa-apa di sini. Lima dari setiap angka cukup untuk memulai.",
    some: (goal, list) => `Agar ada ${goal} dari setiap kelas, masih kurang: ${list}.`,
    one: (label, number) => `${label} (${count(number)})`,
    enough: (goal) => `Setiap kelas punya sedikitnya ${goal}: itu cukup untuk dilatihkan.`,
  },
  chosen: {
    label: "Angka yang dipilih",
    toPad: "Taruh di bidang gambar",
    tooLarge: "Ukurannya lebih besar daripada citra model ini.",
    relabel: "Sebenarnya ini",
    change: "Ubah label",
    remove: "Hapus",
  },
  kept: {
    here: (number, size) => `${count(number)} angka, ${bytes(size)} di perangkat ini.`,
    partly: (kept, number) => `${count(kept)} dari ${count(number)} angka tersimpan di perangkat ini.`,
    memory: (number) => `${count(number)} angka, sampai halaman ini ditutup.`,
    refused:
      "Peramban tidak mengizinkan halaman menyimpan apa pun di sini, misalnya dalam jendela pribadi atau bingkai. Simpanlah angka Anda sebagai berkas sebelum menutup halaman.",
    full: "Peramban tidak punya tempat lagi untuk halaman ini. Simpanlah angka Anda sebagai berkas sebelum menutupnya, atau hapus beberapa.",
    damaged: (number) => `${count(number)} angka yang tersimpan di sini rusak, jadi tidak dipakai.`,
  },
  files: {
    label: "Berkas angka",
    save: "Simpan angka",
    open: "Buka …",
    folder: "Folder …",
    forget: "Lupakan semua",
    hint: "Bukalah berkas yang pernah disimpan, dua berkas MNIST, sebuah .npz, atau .zip maupun folder berisi gambar dalam folder yang dinamai menurut labelnya. Semuanya dapat juga dijatuhkan di sini.",
    opening: (name) => `Membuka ${name} …`,
    progress: (done, all) => `${count(done)} dari ${count(all)} citra`,
    stop: "Batalkan",
    stopped: "Dibatalkan. Angka Anda tidak berubah.",
    refused: (reason) => `Ini tidak dapat dipakai: ${reason} Angka Anda tidak berubah.`,
    failed: (reason) => `Ini terputus: ${reason} Angka Anda tidak berubah.`,
    added: (number) => (number === 0 ? "Tidak ada angka yang ditambahkan." : `${count(number)} angka ditambahkan.`),
    known: (number) => `${count(number)} sudah ada di antara angka Anda.`,
    blank: (number) => `${count(number)} tanpa tinta tidak dipakai.`,
    left: (number, most) => `${count(number)} tidak dipakai: tempatnya hanya cukup untuk ${count(most)} angka.`,
  },
  test: {
    button: "Berapa yang terbaca benar?",
    progress: (done, all) => `${count(done)} dari ${count(all)} angka …`,
    found: (model, right, all) =>
      `${model} membaca ${count(right)} dari ${count(all)} angka dengan benar, ${percent(right / all)}.`,
    none: (model) => `Tidak ada angka yang dapat dibaca ${model} dengan benar.`,
    strange: (labels, number) =>
      `Tidak dihitung: ${count(number)} angka berlabel ${labels}, karena model tidak punya kelas itu.`,
    tooLarge: (number) => `Tidak dihitung: ${count(number)} citra yang lebih besar daripada masukan model.`,
    outdated: "Bobotnya sudah berubah sejak itu. Tanyakan lagi.",
    interrupted: (reason) => `Ini terputus: ${reason} Anda dapat memulainya lagi.`,
  },
  errors: {
    file: (name) => `${name} lebih besar dari 64 MB. Pakailah sebagian saja.`,
    json: (reason) => `berkas angka ditulis dalam JSON, tetapi yang ini tidak dapat dibaca (${reason}).`,
    format: (format) => `ini bukan berkas angka; seharusnya JSON dengan "format": "${format}".`,
    version: (expected, found) => `seharusnya berkas angka versi ${expected}, tetapi yang ada ${found}.`,
    digits: (most, found) =>
      typeof found === "number"
        ? `isinya ${count(found)} angka; seharusnya paling banyak ${count(most)}. Pakailah sebagian saja.`
        : `digits: seharusnya sebuah daftar, tetapi yang ada ${found}.`,
    digit: (number, reason) => `angka ke-${count(number)}: ${reason}`,
    object: (found) => `seharusnya objek dengan label, tetapi yang ada ${found}.`,
    label: (found) => `label: seharusnya 1 sampai 40 karakter tercetak, tetapi yang ada ${found}.`,
    strokes: (found) => `seharusnya strokes, daftar titik, atau image; yang ada ${found}.`,
    positive: (name, found) => `${name}: seharusnya bilangan di atas 0, tetapi yang ada ${found}.`,
    point: (stroke, found) => `goresan ${stroke}: seharusnya titik [x, y], tetapi yang ada ${found}.`,
    side: (name, most, found) => `${name}: seharusnya 1 sampai ${most} piksel, tetapi yang ada ${found}.`,
    base64: "image: seharusnya Base64.",
    levels: (height, width, found) =>
      `image: seharusnya ${height} × ${width} tingkat, tetapi yang ada ${count(found)}.`,
    folder: (path) =>
      `${path} tidak berada dalam folder yang dinamai menurut labelnya, dengan 1 sampai 40 karakter tercetak.`,
    tooLarge: (height, width, most) =>
      `citranya berukuran ${height} × ${width} piksel; seharusnya paling besar ${most} × ${most}.`,
  },
};
