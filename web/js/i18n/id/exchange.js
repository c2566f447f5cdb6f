/** Yang masuk dan keluar: tautan, gambar dan model sendiri, berkas untuk dibawa pulang, bingkai. */

import { numbers } from "./numbers.js";

/** @import { Texts } from "../language.js" */

const { fixed, percent } = numbers;

/**
 * @template Whole
 * @typedef {import("../language.js").Words<Whole>} Words
 */

/** @type {Words<Texts["share"]>} */
export const share = {
  button: "Bagikan",
  title: "Salin tautan ke tampilan persis seperti ini: gambar, model, dan tampilannya",
  copied: "Disalin",
  copiedSentence: (length) => `Tautan telah disalin; panjangnya ${length} karakter.`,
  byHand: "Salin tautan ini:",
  close: "Tutup",
  refused: {
    damaged:
      "Tautan ini terpotong atau diubah dengan tangan, sehingga tidak ada yang ditampilkan darinya. Mintalah sekali lagi, atau menggambarlah.",
    newer: "Tautan ini dibuat oleh versi halaman yang lebih baru. Muat ulang halaman, atau menggambarlah.",
    tooLong: "Tautan ini lebih panjang daripada yang pernah dibuat halaman ini, sehingga tidak dibuka.",
    tooMuch: "Gambar ini terlalu banyak untuk sebuah tautan. Simpanlah sebagai berkas, atau urungkan sebagian.",
  },
  ownModel: (name) =>
    `Tautan ini dibuat dengan model milik seseorang, “${name}”, yang tidak dibawa oleh tautan. Gambarnya ditampilkan dengan model lain; muatlah berkas “${name}” lalu buka tautan ini lagi.`,
};

/** @type {Words<Texts["own"]>} */
export const own = {
  image: {
    button: "Gambar …",
    title: "Baca sebuah gambar: pilih, tempel, atau jatuhkan",
    photograph: "Foto …",
    heading: "Dari gambar Anda ke citra",
    tooLarge: "Ukurannya lebih dari 40 MB.",
    unreadable: "Peramban tidak dapat membacanya sebagai gambar; gunakan PNG, JPEG, atau WebP.",
    falsified:
      "Demi melindungi privasi Anda, peramban ini memalsukan piksel gambar, sehingga jaringan hanya akan membaca derau. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat) lalu pilih gambarnya lagi, atau menggambarlah.",
    refused: (reason) => `Gambar ini tidak dapat dipakai: ${reason} Gambar di bidang gambar tetap ada.`,
    steps: {
      picture: () => "Gambar Anda. Gambar itu tetap berada di komputer ini.",
      grey: () => "Abu-abu: 0,299 merah + 0,587 hijau + 0,114 biru.",
      ink: ({ inverted, threshold }) =>
        `${inverted ? "Kertasnya terang, jadi gambarnya dibalik. " : ""}Tinta adalah yang berbeda dari sekelilingnya lebih dari ${fixed(threshold, 2)}: cahaya yang tidak merata pun hilang.`,
      crop: ({ width, height }) => `Dipotong pada tintanya: ${width} × ${height} piksel.`,
      box: ({ factor }) => `Diskalakan ${fixed(factor, 2)} kali ke 20 × 20 dari 28 × 28, seperti cara MNIST dibuat.`,
      centre: ({ down, right }) =>
        `Pusat massanya diletakkan di tengah: ${Math.abs(down)} ke ${down < 0 ? "atas" : "bawah"}, ${Math.abs(right)} ke ${right < 0 ? "kiri" : "kanan"}.`,
      colours: () => "Bagian tengahnya, sekecil yang diterima jaringan, berwarna.",
      exact: ({ inverted }) =>
        inverted
          ? "Ukurannya tepat seperti masukan jaringan: tidak ada piksel yang digeser. Tepinya terang, jadi gambarnya dibalik: 1 − kecerahan."
          : "Ukurannya tepat seperti masukan jaringan: dipakai apa adanya.",
    },
  },
  model: {
    here: (title) => `“${title}” hanya berjalan di komputer ini. Tidak ada bagiannya yang dikirim ke mana pun.`,
    kept: (title) => `“${title}” disimpan di komputer ini untuk kunjungan Anda berikutnya.`,
    unneeded: (names) => `Tidak diperlukan untuknya: ${names.join(", ")}.`,
    keep: "Simpan untuk lain kali",
    forget: "Lupakan",
    close: "Tutup",
    scaling: {
      label: "Piksel",
      names: {
        unit: "0 … 1",
        mnist: "normalisasi MNIST",
        signed: "−1 … 1",
        bytes: "0 … 255",
        inverted: "dibalik (1 − x)",
      },
      right: (right) => ` · ${right} dari 10 benar`,
      read: (right) =>
        `Berkasnya tidak menyebutkan piksel yang dipakai saat pelatihan; dengan piksel ini, ${right} dari sepuluh angka contoh terbaca benar.`,
      instead: (right, other, otherwise) =>
        `Berkasnya tidak menyebutkan piksel yang dipakai saat pelatihan; dengan piksel ini, ${right} dari sepuluh angka contoh terbaca benar, sedangkan dengan ${other} yang benar ${otherwise}.`,
      unread: (most) =>
        `Berkasnya tidak menyebutkan piksel yang dipakai saat pelatihan, dan sepuluh angka contoh tidak terbaca dengan pilihan mana pun: paling banyak ${most} yang benar. Jika Anda mengetahuinya, pilihlah.`,
      unknown:
        "Berkasnya tidak menyebutkan piksel yang dipakai saat pelatihan, dan angka contoh tidak dapat menunjukkannya untuk jaringan ini. Biasanya 0 … 1; jika Anda tahu bahwa yang dipakai lain, pilihlah.",
    },
    blocked:
      "Peramban ini tidak mengizinkan halaman menyimpan apa pun di sini, misalnya dalam jendela pribadi atau bingkai; muatlah berkasnya lagi lain kali.",
  },
};

/** @type {Words<Texts["take"]>} */
export const take = {
  button: "Simpan",
  title: "Bawa pulang",
  which: "Tahap",
  map: "Peta",
  allMaps: "semua peta",
  mapNumber: (number) => `peta ${number}`,
  nothing: "Belum ada yang dibaca; gambarlah sebuah angka dahulu.",
  failed: (reason) => `Berkas tidak dapat dibuat: ${reason}`,
  falsified:
    "Demi melindungi privasi Anda, peramban ini memalsukan piksel gambar, sehingga yang tersimpan hanya derau. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat) lalu coba lagi, atau simpanlah aktivasinya.",
  read: (label, share) => `${label}: ${percent(share)}`,
  choices: {
    stage: "Gambar tahap (PNG)",
    network: "Gambar jaringan (PNG)",
    diagram: "Diagram (SVG)",
    activations: "Semua aktivasi (.npz)",
    prediction: "Prediksi (JSON)",
    notebook: "Notebook Jupyter",
    script: "Skrip Python",
  },
};

/** @type {Words<Texts["embed"]>} */
export const embed = {
  load: "Muat jaringan",
  badValue: (name, found, expected) =>
    `Alamat menyebut ${name}=${found}, yang tidak dikenal; pilihannya ${expected}. Nilai bawaan yang dipakai.`,
  badStrokes:
    "Goresan dalam alamat tidak terbaca; tulislah seperti 60,60 220,60 120,240;100,150 190,150. Bidang gambar dibiarkan kosong.",
  badOrigin: (found) =>
    `Alamat menyebut origin=${found}, yang bukan asal seperti https://course.example; halaman seperti itu tidak diajak berkomunikasi.`,
  unknownType: (type) =>
    `Tidak ada pesan berjenis “${type}”; yang ada ialah predict, setStrokes, setState, getState, dan loadModel.`,
};
