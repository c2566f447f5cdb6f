/** Masukan dan keluaran: tautan, gambar dan model milik pengunjung, berkas yang disimpan, penyematan. */

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
  title: "Bagikan gambar, model, dan tampilan ini",
  refused: {
    damaged: "Tautan ini terpotong atau diubah, sehingga tidak dibuka. Mintalah salinan baru, atau menggambarlah.",
    newer: "Tautan ini dibuat dengan versi halaman yang lebih baru. Muat ulang halaman, atau menggambarlah.",
    tooLong:
      "Tautan ini lebih panjang daripada semua tautan buatan halaman ini, sehingga tidak dibuka. Mintalah salinan baru, atau menggambarlah.",
    tooMuch: "Gambar ini terlalu besar untuk sebuah tautan. Simpanlah sebagai berkas, atau urungkan sebagian.",
  },
  ownModel: (name) =>
    `Tautan ini memerlukan model “${name}”, yang berkasnya tidak termasuk dalam tautan. Gambarnya ditampilkan dengan model lain. Muatlah berkas “${name}”, lalu buka tautan ini lagi.`,
};

/** @type {Words<Texts["own"]>} */
export const own = {
  image: {
    button: "Gambar …",
    title: "Baca berkas gambar: pilih, tempel, atau jatuhkan",
    photograph: "Foto …",
    heading: "Dari gambar ke citra",
    tooLarge: "ukurannya lebih dari 40 MB. Pilihlah berkas yang lebih kecil.",
    unreadable: "peramban tidak dapat membacanya. Gunakan PNG, JPEG, atau WebP.",
    falsified:
      "demi melindungi privasi Anda, peramban ini memalsukan piksel gambar, sehingga jaringan hanya akan membaca derau. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat) lalu pilih gambarnya lagi, atau menggambarlah.",
    refused: (reason) => `Berkas gambar ini tidak dapat dipakai: ${reason} Goresan Anda tetap ada.`,
    steps: {
      picture: () => "Gambar Anda. Gambar itu tetap berada di perangkat ini.",
      grey: () => "Skala abu-abu: 0,299 merah + 0,587 hijau + 0,114 biru.",
      ink: ({ inverted, threshold }) =>
        `${inverted ? "Kertasnya terang, jadi gambarnya dibalik. " : ""}Tinta lebih terang daripada sekelilingnya dengan selisih di atas ${fixed(threshold, 2)}, sehingga cahaya yang tidak merata tidak berpengaruh.`,
      crop: ({ width, height }) => `Dipotong pada tintanya: ${width} × ${height} piksel.`,
      box: ({ factor }) =>
        `Diskalakan ${fixed(factor, 2)} kali: sisi terpanjangnya menempati 20/28 citra, seperti pada MNIST.`,
      centre: ({ down, right }) =>
        `Pusat massa dipindahkan ke tengah: ${Math.abs(down)} ke ${down < 0 ? "atas" : "bawah"}, ${Math.abs(right)} ke ${right < 0 ? "kiri" : "kanan"} (dalam piksel).`,
      colours: () => "Bagian tengah gambar, diskalakan ke ukuran masukan jaringan, berwarna.",
      exact: ({ inverted }) =>
        inverted
          ? "Ukurannya tepat seperti masukan jaringan, jadi tidak ada piksel yang digeser. Tepinya terang, jadi gambarnya dibalik: 1 − kecerahan."
          : "Ukurannya tepat seperti masukan jaringan, jadi dipakai tanpa perubahan.",
    },
  },
  model: {
    here: (title) => `“${title}” hanya berjalan di perangkat ini. Tidak ada yang dikirim ke peladen.`,
    kept: (title) => `“${title}” disimpan di perangkat ini untuk kunjungan Anda berikutnya.`,
    unneeded: (names) => `Tidak diperlukan: ${names.join(", ")}.`,
    output: {
      label: "Keluaran",
      several: (count) =>
        `Jaringan ini memiliki ${count} keluaran. Halaman membaca keluaran yang paling mungkin merupakan jawabannya; jika jawabannya ada di keluaran lain, pilihlah yang itu.`,
    },
    keep: "Simpan model",
    forget: "Hapus model",
    close: "Tutup",
    scaling: {
      label: "Skala piksel",
      names: {
        unit: "0 … 1",
        mnist: "normalisasi MNIST",
        signed: "−1 … 1",
        bytes: "0 … 255",
        inverted: "dibalik (1 − x)",
      },
      right: (right) => ` · ${right} dari 10 benar`,
      read: (right) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan. Dengan skala ini, ${right} dari sepuluh angka contoh dibaca dengan benar.`,
      instead: (right, other, otherwise) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan. Dengan skala ini, ${right} dari sepuluh angka contoh dibaca dengan benar; dengan ${other}, jumlahnya ${otherwise}.`,
      unread: (most) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan, dan tidak ada skala yang cocok untuk sepuluh angka contoh: paling banyak ${most} dibaca dengan benar. Jika Anda mengetahui skalanya, pilihlah.`,
      unknown:
        "Berkasnya tidak menyebutkan skala piksel saat pelatihan, dan angka contoh tidak dapat menunjukkannya untuk jaringan ini. Biasanya 0 … 1; jika Anda tahu bahwa skalanya lain, pilihlah.",
    },
    blocked:
      "Peramban tidak mengizinkan halaman menyimpan apa pun di sini, misalnya dalam jendela pribadi atau bingkai. Muatlah berkasnya lagi lain kali.",
  },
};

/** @type {Words<Texts["take"]>} */
export const take = {
  button: "Simpan",
  title: "Simpan gambar, data, dan kode",
  which: "Tahap",
  map: "Peta",
  allMaps: "semua peta",
  mapNumber: (number) => `peta ${number}`,
  nothing: "belum ada yang dibaca. Gambarlah sebuah angka dahulu.",
  failed: (reason) => `Berkas tidak dapat disimpan: ${reason}`,
  falsified:
    "demi melindungi privasi Anda, peramban ini memalsukan piksel gambar, sehingga berkasnya hanya berisi derau. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat) lalu coba lagi, atau simpanlah aktivasinya.",
  read: (label, share) => `${label}: ${percent(share)}`,
  choices: {
    stage: "Tahap (PNG)",
    network: "Jaringan (PNG)",
    diagram: "Jaringan (SVG)",
    activations: "Aktivasi (NPZ)",
    prediction: "Prediksi (JSON)",
    notebook: "Notebook Jupyter",
    script: "Skrip Python",
  },
};

/** @type {Words<Texts["embed"]>} */
export const embed = {
  load: "Muat jaringan",
  poster:
    "Jaringan saraf kecil membaca angka ini di peramban Anda, dan setiap bilangan di sepanjang jalannya dapat dilihat.",
  badValue: (name, found, expected) =>
    `Alamat memuat ${name}=${found}; seharusnya salah satu dari ${expected}. Nilai bawaan yang dipakai.`,
  badStrokes:
    "Goresan dalam alamat tidak terbaca; seharusnya berbentuk seperti 60,60 220,60 120,240;100,150 190,150. Bidang gambar tetap kosong.",
  badOrigin: (found) =>
    `Alamat memuat origin=${found}; seharusnya asal seperti https://course.example. Pesan dari halaman lain diabaikan.`,
  unknownType: (type) =>
    `Jenis pesan “${type}” tidak dikenal; seharusnya predict, setStrokes, setState, getState, atau loadModel.`,
};
