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
    unreadable: {
      svg: "berkas ini SVG, yang memerikan garis dan bentuk dan tidak memiliki piksel. Simpan atau ekspor sebagai PNG.",
      tiff: "berkas ini TIFF, yang tidak dapat dibaca peramban. Simpan sebagai PNG atau JPEG.",
      heic: "berkas ini foto HEIC, yang tidak dapat dibaca peramban ini. Simpan sebagai JPEG; di iPhone lewat Pengaturan → Kamera → Format → Paling Kompatibel.",
      other: "peramban tidak dapat membacanya. Gunakan PNG, JPEG, atau WebP.",
    },
    falsified:
      "demi melindungi privasi Anda, peramban ini memalsukan piksel gambar, sehingga jaringan hanya akan membaca derau. Izinkan halaman ini memakai data kanvas (Firefox menanyakannya di bilah alamat) lalu pilih gambarnya lagi, atau menggambarlah.",
    refused: (reason) => `Berkas gambar ini tidak dapat dipakai: ${reason} Goresan Anda tetap ada.`,
    steps: {
      picture: () => "Gambar Anda. Gambar itu tetap berada di perangkat ini.",
      grey: () => "Skala abu-abu: 0,299 merah + 0,587 hijau + 0,114 biru.",
      contrast: ({ inverted }) =>
        `Seberapa ${inverted ? "gelap" : "terang"} setiap piksel dibandingkan dengan yang ada di kedua sisinya: hanya garis tipis yang demikian. Tepi kertas dan bayangan berbeda di satu sisi saja, jadi hilang.`,
      ink: ({ threshold }) =>
        `Angkanya: garis berkontras di atas ${fixed(threshold, 2)} yang berdekatan dan tidak keluar dari gambar.`,
      crop: ({ width, height }) => `Dipotong pada tintanya: ${width} × ${height} piksel.`,
      pen: ({ before, after }) =>
        `Lebar garisnya ${fixed(100 * before, 1)}% dari angka; ditebalkan menjadi ${fixed(100 * after, 0)}%, seperti pena MNIST.`,
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
  progress: {
    begun: (name) => `Membaca ${name} …`,
    step: (name, done, total) => `Membaca ${name}: langkah ${done + 1} dari ${total}.`,
    label: "Kemajuan pembacaan model",
    cancel: "Batal",
  },
  model: {
    here: (title) => `“${title}” hanya berjalan di perangkat ini. Tidak ada yang dikirim ke peladen.`,
    kept: (title) => `“${title}” disimpan di perangkat ini untuk kunjungan Anda berikutnya.`,
    unneeded: (names) => `Tidak diperlukan: ${names.join(", ")}.`,
    precision: {
      int8: "Berkas ini terkuantisasi: perhitungannya memakai bilangan bulat dengan sedikit bit. Halaman ini menghitung dengan bilangan yang diwakilinya, tanpa pembulatan di antaranya, sehingga jawabannya sedikit berbeda.",
      float16: "Bilangan dalam berkas ini adalah float16; halaman ini menghitung dengan float32, yang lebih teliti.",
      bfloat16: "Bilangan dalam berkas ini adalah bfloat16; halaman ini menghitung dengan float32, yang lebih teliti.",
    },
    output: {
      label: "Keluaran",
      several: (count) =>
        `Jaringan ini memiliki ${count} keluaran. Halaman membaca keluaran yang paling mungkin merupakan jawabannya; jika jawabannya ada di keluaran lain, pilihlah yang itu.`,
    },
    slow: {
      question: (title, seconds) =>
        `“${title}” adalah jaringan yang besar: di perangkat ini, setiap pembacaan memerlukan sekitar ${seconds < 60 ? `${fixed(seconds, 0)} detik` : `${fixed(seconds / 60, 0)} menit`}. Tetap pakai?`,
      use: "Pakai",
      cancel: "Batal",
      notWanted: (title) => `“${title}” tidak dimuat.`,
    },
    keep: "Simpan model",
    forget: "Hapus model",
    close: "Tutup",
    scaling: {
      label: "Bagaimana pikselnya diskalakan?",
      names: {
        unit: "0 … 1",
        mnist: "normalisasi MNIST",
        signed: "−1 … 1",
        bytes: "0 … 255",
        imagenet: "normalisasi ImageNet",
        inverted: "dibalik (1 − x)",
      },
      right: (right) => `${right} dari 10 contoh`,
      read: (right) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan. Dengan skala ini, ${right} dari sepuluh angka contoh dibaca dengan benar.`,
      instead: (right, other, otherwise) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan. Dengan skala ini, ${right} dari sepuluh angka contoh dibaca dengan benar; dengan ${other}, jumlahnya ${otherwise}.`,
      unread: (most) =>
        `Berkasnya tidak menyebutkan skala piksel saat pelatihan, dan tidak ada skala yang cocok untuk sepuluh angka contoh: paling banyak ${most} dibaca dengan benar. Jika Anda mengetahui skalanya, pilihlah.`,
      unknown:
        "Berkasnya tidak menyebutkan skala piksel saat pelatihan, dan angka contoh tidak dapat menunjukkannya untuk jaringan ini. Biasanya 0 … 1; jika Anda tahu bahwa skalanya lain, pilihlah.",
    },
    classes: {
      label: "Kelas",
      numbered: (last) => `0 … ${last}`,
      lists: {
        digits: "0 … 9",
        letters: "A … Z",
        "digits-letters": "0 … 9, A … Z",
        "fashion-mnist": "Fashion-MNIST",
        "cifar-10": "CIFAR-10",
      },
      typed: "Nama lain …",
      field: (count) => `${count} nama, dipisahkan koma`,
      use: "Pakai",
      expected: (count, found) => `Diperlukan ${count} nama yang dipisahkan koma; yang ada ${found}.`,
    },
    size: {
      open: (name) =>
        `${name} tidak menyebutkan ukuran citranya. Tinggi dan lebar dalam piksel, seperti pada pelatihannya:`,
      height: "Tinggi dalam piksel",
      width: "Lebar dalam piksel",
      load: "Muat",
    },
    heads: {
      sigmoid:
        "Jaringan ini diakhiri sigmoid untuk setiap kelas: setiap kelas dinilai sendiri-sendiri, jadi jumlah persentasenya tidak harus 100.",
      binary:
        "Jaringan ini memiliki satu keluaran, sebuah sigmoid: probabilitas kelas kedua. Sisanya milik kelas pertama.",
      log_softmax: "Keluarannya berupa logaritma probabilitas (log softmax); halaman menampilkan probabilitasnya.",
      percent: "Keluarannya berupa persentase; halaman menampilkannya sebagai probabilitas.",
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
