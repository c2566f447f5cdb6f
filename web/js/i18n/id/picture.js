/** Angka yang ditemukan dalam gambar, pemotongannya, dan kamera. */

/** @import { Texts, Words } from "../language.js" */

/** @type {Words<Texts["picture"]>} */
export const picture = {
  found: {
    label: "Gambar Anda",
    none: "Tidak ada angka yang diambil dari gambar ini. Potonglah hingga angkanya, lalu gambar dicoba lagi.",
    exact:
      "Ukuran gambar ini tepat sama dengan citra masukan jaringan, sehingga dibaca apa adanya, piksel demi piksel.",
    colours: "Bagian tengah gambar ini dibaca, berwarna. Jika bagiannya salah, potonglah.",
    sentence: (count) =>
      count === 1
        ? "Angka ini yang dibaca. Jika bagian gambarnya salah, potonglah."
        : `${count} angka ditemukan. Yang bergaris penuh sedang dibaca: pilih yang lain, atau potong gambarnya.`,
    choose: "Angka dalam gambar",
    digit: (number, count) => `Baca angka ${number} dari ${count}`,
  },
  exact: {
    label: "Gambar seukuran citra masukan jaringan",
    asItIs: "apa adanya",
    find: "cari angkanya",
  },
  crop: {
    open: "Potong dan putar …",
    title: "Potong dan putar gambar",
    how: "Seret bingkai, sudut, dan tepinya; putarlah dengan gagang bulat. Atau pilih salah satu dengan Tab lalu gunakan tombol panah, dengan Shift untuk langkah yang lebih besar.",
    move: "Pindahkan bingkai",
    handles: [
      "Sudut kiri atas",
      "Tepi atas",
      "Sudut kanan atas",
      "Tepi kanan",
      "Sudut kanan bawah",
      "Tepi bawah",
      "Sudut kiri bawah",
      "Tepi kiri",
    ],
    turn: "Putar bingkai",
    degrees: (angle) => `${angle} derajat`,
    use: "Baca bagian ini",
    whole: "Seluruh gambar",
    cancel: "Batal",
  },
  camera: {
    title: "Potret sebuah angka",
    private:
      "Gambar dibaca di perangkat ini. Gambar tidak dikirim dan tidak disimpan; kamera berhenti saat Anda menutup ini.",
    preview: "Yang dilihat kamera",
    take: "Ambil gambar",
    refused:
      "halaman ini tidak boleh memakai kamera. Izinkan di bilah alamat, atau pilih gambar dari berkas. Halaman yang menyematkan halaman ini juga harus mengizinkannya.",
    none: "kamera tidak dapat dibuka. Mungkin sedang dipakai program lain; atau pilih gambar dari berkas.",
  },
};
