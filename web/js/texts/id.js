/** Semua kata di halaman ini, dalam bahasa Indonesia. */

import { numbersOf } from "./numbers.js";

const numbers = numbersOf("id");
const { count, fixed, megabytes, percent } = numbers;

/** @type {import("./language.js").Words} */
export const id = {
  numbers,
  status: {
    starting: "Memulai …",
    download: (loaded, total) => `Memuat Python dan NumPy: ${megabytes(loaded)} dari ${megabytes(total)} MB`,
    restore: "Membangunkan Python …",
    fallback: "Mulai cepat tidak berhasil; Python dimulai dengan cara biasa …",
    python: "Memulai Python …",
    numpy: "Mengimpor NumPy …",
    model: "Membaca model …",
    ready: "Siap. Gambarlah sebuah angka.",
    read: (milliseconds) => `Dibaca dalam ${fixed(milliseconds, 1)} ms`,
    restarting: "Python terhenti; sedang dimulai lagi …",
    stopped: "Python terhenti.",
  },
  prediction: {
    nothing: "Gambarlah sebuah angka",
    waiting: "Akan dibaca begitu Python siap",
    sure: (share) => `${percent(share)} yakin`,
    sentence: (label, share, second) => `Jaringan membaca ${label}, ${percent(share)} yakin; berikutnya ${second}.`,
  },
  pad: {
    label:
      "Bidang gambar. Menggambarlah dengan tetikus, jari, atau pena; atau gerakkan pena dengan tombol panah dan tekan Spasi untuk menurunkan atau mengangkatnya. Tombol angka menggambar contoh.",
    sample: (digit) => `Gambar contoh angka ${digit}`,
    penDown: "Pena turun",
    penUp: "Pena terangkat",
  },
  stage: {
    shape: (shape) => shape.join("×"),
    parameters: (number) => `${count(number)} parameter`,
    open: (title) => `Perbesar ${title}`,
    map: (number, total) => `peta ${number} dari ${total}`,
    brightest: (value) => `maks ${value}`,
    label: (title, shape) => `${title}: ${shape}`,
    heading: "Tahap",
    hint: "Pilih salah satu tahap jaringan untuk melihat peta-petanya dalam ukuran besar.",
    quiet: "diam pada gambar ini",
    explain: {
      input: "Citra yang diterima jaringan: 0 berarti kertas, 1 berarti tinta.",
      conv2d:
        "Setiap peta mencari satu pola kecil: kernelnya bergeser di atas peta-peta sebelumnya, dan setiap sel adalah jumlah berbobot dari satu jendela.",
      relu: "ReLU mempertahankan yang di atas 0 dan menjadikan sisanya 0.",
      leaky_relu: "Leaky ReLU mempertahankan yang di atas 0 dan mengecilkan yang di bawahnya.",
      max_pool2d: "Dari setiap jendela hanya nilai terbesar yang tinggal: peta mengecil, yang ditemukan tetap ada.",
      avg_pool2d: "Setiap jendela menjadi nilai rata-ratanya: peta menjadi lebih kecil dan lebih halus.",
      global_avg_pool2d:
        "Setiap peta menjadi satu bilangan, yaitu rata-ratanya: seberapa banyak polanya ada, di mana pun letaknya.",
      linear:
        "Setiap bilangan adalah jumlah berbobot dari semua bilangan sebelumnya: bukti yang mendukung dan yang menentang.",
      softmax: "Logit sebagai bagian dari 100%: e pangkat masing-masing, dibagi jumlah semuanya.",
      add: "Hasil dari beberapa tahap dijumlahkan sel demi sel.",
      concat: "Peta-peta dari beberapa tahap diletakkan berdampingan.",
      flatten: "Semua peta sebagai satu deret bilangan yang panjang.",
      batch_norm2d: "Setiap peta diskalakan dan digeser menurut apa yang diukur selama pelatihan.",
      sigmoid: "Sigmoid memampatkan setiap bilangan ke antara 0 dan 1.",
      tanh: "tanh memampatkan setiap bilangan ke antara −1 dan 1.",
    },
  },
  sentences: {
    nothing: "Belum ada gambar: inilah yang dihasilkan jaringan dari kertas kosong.",
    noInk: "Tidak ada tinta di dalamnya.",
    ink: (inked, pixels, share) => `Tinta menutupi ${inked} dari ${pixels} piksel, ${percent(share)}.`,
    dark: "Semua petanya diam: tidak ada yang di atas 0 pada gambar ini.",
    brightest: (map, maps, value, where) =>
      `${maps === 1 ? "Peta ini" : `Peta ${map} dari ${maps}`} paling terang, ${value}${where && `, ${where}`}.`,
    under: {
      turn: "di tempat goresan berbelok",
      end: "di tempat goresan berakhir",
      line: "pada goresan",
      edge: "di tepi tinta",
      paper: "di tempat yang tidak bertinta",
    },
    silent: (silent, maps, share) =>
      `${silent === 0 ? "Tidak ada peta yang diam" : `${silent} dari ${maps} peta diam`}; ${percent(share)} dari semua sel aktif.`,
    largest: (number, total, value, next) =>
      `Bilangan ke-${number} dari ${total} adalah yang terbesar, ${value}${next && `; berikutnya bilangan ke-${next}`}.`,
    zeros: (zeros, total) => `${zeros} dari ${total} bernilai 0.`,
    leads: (first, value, second, ahead) =>
      `Kelas ${first} memimpin dengan ${value}, unggul ${ahead} atas kelas ${second}.`,
    shares: (first, share, second, ahead) =>
      `Kelas ${first} mendapat ${percent(share)}, ${fixed(100 * ahead, 1)} poin lebih banyak daripada kelas ${second}${ahead < 0.2 ? ": selisihnya tipis" : ""}.`,
    broken: "Sebagian bilangannya tidak berhingga: jaringan melampaui yang dapat ditampung float32.",
  },
  tour: {
    start: "Ikuti tur",
    resume: "Lanjutkan tur",
    next: "Berikutnya",
    back: "Kembali",
    finish: "Selesai",
    leave: "Tinggalkan tur",
    draw: "Gambarkan untuk saya",
    count: (number, steps) => `Langkah ${number} dari ${steps}`,
    read: (label, share) => `Jaringan membaca ${label}, ${percent(share)} yakin.`,
    steps: {
      pad: {
        title: "Gambarlah angka 7",
        text: "Gambarlah di bidang hitam dengan tetikus, jari, atau pena, atau dengan tombol panah dan Spasi. Jaringan membacanya selagi Anda menggambar; tidak ada yang meninggalkan komputer ini.",
      },
      image: {
        title: "Yang diterima jaringan",
        text: "Tinta menjadi citra dengan sedikit piksel, masing-masing sebuah bilangan dari 0 sampai 1, dengan ukuran dan letak tengah seperti pada data yang dipelajari jaringan.",
      },
      maps: {
        title: "Pola-pola kecil",
        text: "Setiap peta fitur ini mencari satu pola kecil di mana-mana, misalnya tepi ke satu arah. Peta itu terang di tempat polanya ditemukan.",
      },
      cell: {
        title: "Tanyakan alasannya pada sel mana pun",
        text: "Tunjuklah sebuah sel, atau pergilah ke sebuah tahap dengan Tab dan gunakan tombol panah: asal perhitungannya menyala di peta-peta sebelumnya, dan hitungannya tertulis di bawah diagram. Pilih sebuah tahap untuk melihat petanya dalam ukuran besar.",
      },
      pool: {
        title: "Peta yang lebih kecil",
        text: "Pooling menjadikan setiap jendela kecil satu bilangan. Peta mengecil, dan letak persis sebuah pola menjadi kurang penting.",
      },
      numbers: {
        title: "Dari peta ke bilangan",
        text: "Mulai dari sini tidak ada lagi letak: setiap bilangan menyatakan seberapa banyak sesuatu terdapat di seluruh gambar.",
      },
      logits: {
        title: "Bukti untuk setiap kelas",
        text: "Dengan menimbang bilangan-bilangan ini setiap angka mendapat logitnya: makin banyak yang mendukungnya, makin besar nilainya.",
      },
      answer: {
        title: "Jawabannya",
        text: "Softmax mengubah logit menjadi bagian dari 100%. Gambarlah sesuatu di antara dua angka, lalu lihat keduanya bersaing.",
      },
    },
  },
  help: {
    title: "Bantuan",
    what: "Sebuah jaringan konvolusi kecil, ditulis dengan NumPy saja, berjalan di halaman ini. Gambarlah sebuah angka, dan angka itu dibaca selagi Anda menggambar; setiap gambar dan bilangan di antara tinta dan jawaban benar-benar dihitung.",
    keysTitle: "Tombol",
    keys: {
      digits: { key: "0 – 9", does: "di bidang gambar atau deretan contoh: menggambar contoh angka itu" },
      arrows: {
        key: "Tombol panah",
        does: "di bidang gambar: menggerakkan pena; pada sebuah tahap: berpindah dari sel ke sel",
      },
      space: {
        key: "Spasi atau Enter",
        does: "di bidang gambar: menurunkan atau mengangkat pena; pada sebuah tahap: membukanya, atau menyematkan sel",
      },
      shift: { key: "Shift + tombol panah", does: "langkah yang lebih besar" },
      escape: {
        key: "Escape",
        does: "melepaskan yang disematkan, menutup yang terbuka, lalu mengosongkan bidang gambar",
      },
      undo: { key: "Ctrl + Z, Ctrl + Shift + Z", does: "mengurungkan dan mengulangi" },
      stages: { key: "Tab", does: "melewati semua kendali dan semua tahap jaringan" },
    },
    whereTitle: "Di mana semuanya tersimpan",
    where:
      "Gambar dan model tetap berada di komputer ini, di halaman ini: tidak ada yang dikirim ke mana pun, dan Python pun berjalan di peramban Anda. Tautan yang Anda bagikan memuat gambarnya sendiri.",
  },
  look: {
    hint: "Tunjuklah sel mana pun pada peta mana pun, dengan tetikus atau jari, atau dengan tombol panah pada sebuah tahap: di sini tertulis dari mana bilangannya berasal.",
    waiting: "Python sedang disiapkan; bilangan di balik sel ini muncul begitu Python siap.",
    stopped: "Python terhenti; bilangan di balik sel ini kembali bersamanya.",
    gone: "Modelnya diganti, dan sel yang disematkan hilang bersama model sebelumnya. Tunjuklah sel lain.",
    broken: (reason) => `Sel ini tidak dapat dijelaskan: ${reason}`,
    empty: "Belum ada gambar: setiap piksel bernilai 0, dan inilah yang dihasilkan jaringan darinya.",
    input: "Ini sebuah piksel dari citra: asalnya dari pena Anda.",
    notFinite: (value) =>
      `Sel ini bernilai ${value}: di suatu tempat sebelumnya bilangan-bilangan jaringan melampaui yang dapat ditampung float32, sehingga tidak ada yang dapat dijumlahkan.`,
    normalised: (mean, deviation) =>
      `Citra dinormalkan lebih dahulu: (piksel − ${mean}) ÷ ${deviation}. Bantalan (padding) ditambahkan sesudahnya, sehingga nilainya 0.`,
    title: (stage, cell) => `${stage}, ${cell}`,
    map: (number) => `peta ${number}`,
    mapOf: (number, total) => `peta ${number} dari ${total}`,
    number: (number) => `bilangan ${number}`,
    numberOf: (number, total) => `bilangan ${number} dari ${total}`,
    ofClass: (label) => `kelas ${label}`,
    cell: (map, row, column) => `${map}, baris ${row}, kolom ${column}`,
    pointed: (title, value) => `${title}: ${value}. Tekan Enter untuk menyematkan.`,
    pinned: (title, value) => `Disematkan: ${title}: ${value}. Escape melepaskannya.`,
    released: "Dilepaskan.",
    pin: "Sematkan",
    letGo: "Lepaskan",
    views: { maps: "Peta", sliding: "Geser", kernels: "Kernel" },
    viewsLabel: "Apa yang ditampilkan dari tahap ini",
    arithmetic: "Jendela × kernel = hasil kali, untuk setiap peta",
    from: (stage) => `${stage} × bobot:`,
    moreMaps: (number, sum) => `${number} peta lainnya: ${sum}`,
    moreNumbers: (number, sum) => `${number} lainnya: ${sum}`,
    sumOfMaps: (number) => `hasil kali dari ${number} peta`,
    sumOfNumbers: (number) => `jumlah ${number} hasil kali`,
    largestOf: (number) => `terbesar dari ${number}`,
    bias: "bias",
    ops: {
      input: "piksel",
      conv2d: "konvolusi",
      linear: "linear",
      relu: "ReLU",
      leaky_relu: "leaky ReLU",
      sigmoid: "sigmoid",
      tanh: "tanh",
      batch_norm2d: "normalisasi batch",
      max_pool2d: "terbesar",
      avg_pool2d: "rata-rata",
      global_avg_pool2d: "rata-rata peta",
      add: "jumlah",
      concat: "diteruskan",
      flatten: "diteruskan",
      softmax: "bagian",
    },
    winner: (number, stage, map, value, row, column) =>
      `Dari ${number} bilangan pada ${stage}, ${map}, yang terbesar bertahan: ${value}, dari baris ${row}, kolom ${column}.`,
    mean: (number, stage, map, sum, divisor, value) =>
      `${number} bilangan pada ${stage}, ${map}, berjumlah ${sum}; dibagi ${divisor} hasilnya ${value}.`,
    relu: (got, gave) =>
      got === gave
        ? `ReLU meloloskan ${got} karena lebih besar dari 0.`
        : `ReLU mengubah ${got} menjadi ${gave}: yang di bawah 0 dipotong.`,
    clipped: (got, gave, most) => `ReLU menjaga ${got} di antara 0 dan ${most}: ${gave}.`,
    leaky: (got, gave, slope) =>
      got === gave
        ? `Leaky ReLU meloloskan ${got}.`
        : `Leaky ReLU: yang di bawah 0 dikecilkan, ${got} × ${slope} = ${gave}.`,
    sigmoid: (got, gave) => `Sigmoid: 1 ÷ (1 + e^−(${got})) = ${gave}.`,
    tanh: (got, gave) => `tanh(${got}) = ${gave}.`,
    norm: (got, gave, mean, variance, factor, shift, eps) =>
      `Normalisasi batch: (${got} − ${mean}) ÷ √(${variance} + ${eps}) × ${factor} + ${shift} = ${gave}.`,
    class: "kelas",
    logit: "logit",
    exponential: "e^(logit − terbesar)",
    share: "bagian",
    sum: "jumlah",
    lessLargest: (largest) =>
      `Logit terbesar, ${largest}, dikurangkan lebih dahulu: bagiannya tetap sama, dan tidak ada pangkat yang menjadi terlalu besar.`,
    python: "Hal yang sama dalam Python",
    setup: "Baris-baris sebelumnya (Python menghitung dari 0)",
    copy: "Salin",
    copied: "Disalin, beserta baris-baris sebelumnya.",
    notCopied: "Peramban tidak mengizinkan halaman ini menyalin. Barisnya sudah dipilih: salinlah dengan Ctrl+C.",
    slide: {
      play: "Putar",
      pause: "Jeda",
      back: "Mundur selangkah",
      forward: "Maju selangkah",
      scrub: "Jendela",
      speed: "Kecepatan",
      speeds: { slow: "lambat", normal: "normal", fast: "cepat" },
      place: (number, total) => `jendela ${number} dari ${total}`,
      none: "Di sini tidak ada jendela yang bergeser: setiap bilangan dihitung sekaligus dari semua yang diperlukannya.",
    },
    kernels: {
      none: "Tahap ini tidak memiliki kernel: tidak ada yang perlu dipelajarinya.",
      fires: (share) => `aktif pada ${percent(share)}`,
      bias: (value) => `bias ${value}`,
      show: (number) => `Kernel ${number}: tampilkan petanya di tempat ia paling aktif`,
    },
  },
  models: {
    own: "Model Anda sendiri …",
    loading: (name) => `Memuat ${name} …`,
    loaded: (title) => `${title} kini dipakai. Model itu tetap berada di komputer ini.`,
  },
  errors: {
    boot: (reason) => `Python tidak dapat dimulai: ${reason} Gambar Anda tetap tersimpan.`,
    death: (reason) => `Python terhenti: ${reason} Gambar Anda dan modelnya tetap tersimpan.`,
    memory: "Python kehabisan memori. Gambar Anda dan modelnya tetap tersimpan.",
    model: (reason) => `Model ini tidak dapat dipakai. ${reason} Model sebelumnya tetap berlaku.`,
    build: (reason) =>
      `Halaman ini tidak lengkap: ${reason} Muat ulang halaman; jika tetap begitu, bangun kembali situsnya dengan “make site”.`,
    reading: (reason) => `Gambar ini tidak dapat dibaca: ${reason}`,
    notFound: (file, status) => `${file} tidak dapat diambil (status ${status}).`,
    tooLarge: (name) => `${name} lebih besar dari 64 MB.`,
  },
  release: {
    text: "Versi halaman ini yang lebih baru sudah tersedia. Gambar Anda tetap tersimpan.",
    update: "Perbarui",
    later: "Nanti",
  },
  share: {
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
    },
    ownModel: (name) =>
      `Tautan ini dibuat dengan model milik seseorang, “${name}”, yang tidak dibawa oleh tautan. Gambarnya ditampilkan dengan model lain; muatlah berkas “${name}” lalu buka tautan ini lagi.`,
  },
  embed: {
    load: "Muat jaringan",
    badValue: (name, found, expected) =>
      `Alamat menyebut ${name}=${found}, yang tidak dikenal; pilihannya ${expected}. Nilai bawaan yang dipakai.`,
    badStrokes:
      "Goresan dalam alamat tidak terbaca; tulislah seperti 60,60 220,60 120,240;100,150 190,150. Bidang gambar dibiarkan kosong.",
    badOrigin: (found) =>
      `Alamat menyebut origin=${found}, yang bukan asal seperti https://course.example; halaman seperti itu tidak diajak berkomunikasi.`,
    unknownType: (type) =>
      `Tidak ada pesan berjenis “${type}”; yang ada ialah predict, setStrokes, setState, getState, dan loadModel.`,
  },
  titles: {
    "Average pooling": "Pooling rata-rata",
    Convolution: "Konvolusi",
    Dense: "Lapisan padat",
    "Global average": "Rata-rata global",
    Image: "Citra",
    Linear: "Linear",
    "Max pooling": "Pooling maksimum",
    Softmax: "Softmax",
    Sum: "Jumlah",
    stride: "langkah",
  },
  own: {
    image: {
      button: "Gambar …",
      title: "Baca sebuah gambar: pilih, tempel, atau jatuhkan",
      photograph: "Foto …",
      heading: "Dari gambar Anda ke citra",
      tooLarge: "Ukurannya lebih dari 40 MB.",
      unreadable: "Peramban tidak dapat membacanya sebagai gambar; gunakan PNG, JPEG, atau WebP.",
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
      },
    },
    model: {
      here: (title) => `“${title}” hanya berjalan di komputer ini. Tidak ada bagiannya yang dikirim ke mana pun.`,
      kept: (title) => `“${title}” disimpan di komputer ini untuk kunjungan Anda berikutnya.`,
      keep: "Simpan untuk lain kali",
      forget: "Lupakan",
      close: "Tutup",
      blocked:
        "Peramban ini tidak mengizinkan halaman menyimpan apa pun di sini, misalnya dalam jendela pribadi atau bingkai; muatlah berkasnya lagi lain kali.",
    },
  },
  take: {
    button: "Simpan",
    title: "Bawa pulang",
    which: "Tahap",
    map: "Peta",
    allMaps: "semua peta",
    mapNumber: (number) => `peta ${number}`,
    nothing: "Belum ada yang dibaca; gambarlah sebuah angka dahulu.",
    failed: (reason) => `Berkas tidak dapat dibuat: ${reason}`,
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
  },
  page: {
    title: "glasscnn – gambar sebuah angka, lihat jaringan membacanya",
    model: "Model",
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
    placement: "Cara tinta menjadi citra",
    centred: "dipusatkan",
    asDrawn: "apa adanya",
    grid: "Kisi 28 × 28",
    answer: "Jawaban",
    bars: "Probabilitas setiap kelas",
    network: "Jaringan, dari citra sampai jawaban",
    inspector: "Penjelajah tahap",
    cell: "Sel",
    close: "Tutup",
    dismiss: "Tutup pesan",
    restart: "Mulai Python lagi",
  },
  theme: { system: "Tema: mengikuti sistem", light: "Tema: terang", dark: "Tema: gelap" },
  sections: {
    label: "Lihat ke dalam",
    names: {
      cell: "Sel",
      evidence: "Mengapa angka ini",
      steps: "Dari tinta ke gambar",
      time: "Waktu",
      compare: "Bandingkan",
    },
  },
  scales: {
    label: "Warna peta",
    scope: "Warna mencakup",
    colormap: "dengan",
    signs: "bertanda, sebelum ReLU",
    scopes: { map: "tiap peta", stage: "tiap tahap", network: "seluruh jaringan" },
    colormaps: { ember: "bara", sea: "laut", moon: "bulan" },
    legend: {
      least: "terkecil",
      most: "terbesar masing-masing",
      same: (low, high) => `Warna dari ${low}, gelap, sampai ${high}, terang`,
      own: (low, high) => `Warna tiap peta mencakup angkanya sendiri; semuanya di antara ${low} dan ${high}`,
    },
  },
  time: {
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
  },
  compare: {
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
  },
  evidence: {
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
  },
  steps: {
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
  },
};
