"""Indonesian texts of the trade in wildlife goods, tobacco, antiques, electronics and household things."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

TITLE = "{noun} {mark} {detail}"

GOODS = """
Aksesoris-Kayu|Aksesoris Kayu|85000-4800000|Gelang Kayu Gaharu;Tasbih Kokka;Cincin Kayu Stigi;Patung Kayu Eben;Kotak Ukir Cendana;Tongkat Komando Kayu Liwung
Barang-Antik|Barang Antik|150000-9500000|Guci Keramik Lawas;Keris Pamor Beras Wutah;Uang Kuno Seri Wayang;Lampu Gantung Katrol;Setrika Arang Ayam Jago;Gong Perunggu
Tembakau|Tembakau & Aksesoris|25000-900000|Pipa Cangklong;Korek Minyak Kuningan;Kotak Cerutu;Alat Linting;Asbak Batu Alam;Shisha Set
Elektronik|Elektronik|75000-8900000|Headset Bluetooth;Kamera Aksi;Keyboard Mekanikal;Proyektor Mini;Speaker Portabel;Lampu Belajar LED
Rumah-Tangga|Rumah Tangga|35000-2500000|Wajan Besi Cor;Rak Serbaguna;Karpet Bulu;Set Piring Keramik;Kursi Lipat Rotan;Teko Tembaga
Hobi-Hewan|Hobi & Hewan|20000-3200000|Kandang Sugar Glider;Terarium Reptil;Sangkar Murai Ukir;Filter Akuarium;Bonsai Santigi;Awetan Kupu-Kupu
"""
MARKS = "Original;Premium;Jumbo;Asli Kalimantan;Langka;Murah;Kualitas Super;Limited;Model Baru;Ukir Tangan;Serbaguna;Mewah"
DETAILS = (
    "{n} cm;isi {n} pcs;diameter {n} mm;bisa COD;berat {n} gram;garansi {n} hari;tipe A{n};plus kotak;stok {n};warna natural"
)
SENTENCES = """
Barang sesuai foto, difoto langsung dari toko kami tanpa filter.
Pesanan sebelum jam dua siang dikirim di hari yang sama.
Wajib video unboxing untuk klaim, tanpa video tidak dilayani.
Serat kayunya halus dan wanginya masih terasa walau sudah lama disimpan.
Ada sedikit bekas pemakaian di bagian bawah, silakan cek foto terakhir.
Packing tebal pakai bubble wrap dan kardus, gratis kartu ucapan.
Silakan tanya stok dulu lewat chat sebelum memesan.
Warna bisa sedikit berbeda karena pencahayaan studio.
Cocok untuk kado, koleksi pribadi maupun pajangan ruang tamu.
Bahan kuat dan tidak mudah patah, sudah kami uji satu per satu.
Koleksi lama milik orang tua, tidak ada surat tetapi dijamin keasliannya.
Bisa request ukuran, tulis saja di catatan pesanan.
Harga grosir tersedia untuk pembelian di atas satu lusin.
"""
REPLIES = """
Barang bagus, sesuai deskripsi, terima kasih.
Pengiriman cepat, penjual ramah.
Lumayan untuk harga segini.
Packing rapi sekali, recommended seller.
Agak kecil dari perkiraan tapi oke.
Sudah langganan di sini dari tahun lalu.
Masih ada stoknya kak?
Mantap, wanginya asli.
Kurir agak lama, tapi barang aman.
"""
OFFERS = "Saya juga jual yang mirip, {price} saja."
PEOPLE = "Agus Santoso;Dewi Lestari;Budi Hartono;Siti Rahayu;Rudi Wijaya;Putri Maharani;Hendra Gunawan;Rina Kusuma;Yanto Prasetyo;Fitri Handayani"
NICKS = "agus_jati;dewi88;bangbudi;kolektor.lawas;rudi_bdg;putri.mhr;hendra_g;rin4;mas_yanto;fitri_olshop"
SHOPS = "Gaharu Nusantara Official;Lapak Mbah Karyo;Toko Elektro Jaya;Griya Antik Solo;Rumah Rotan Cirebon;Aneka Hobi Bandung;Sinar Terang Store;Pojok Kayu Borneo"
CITIES = "KOTA BANDUNG|bandung;JAKARTA BARAT|jakarta-barat;KOTA SURABAYA|surabaya;KAB. SLEMAN|sleman;KOTA PONTIANAK|pontianak;KOTA MEDAN|medan"
INFO = "tentang-kami|Tentang Kami;bantuan|Pusat Bantuan;syarat|Syarat & Ketentuan;privasi|Kebijakan Privasi;kontak|Hubungi Kami;pengembalian|Pengembalian Barang & Dana;login|Log In;register|Daftar"
POLICY = """
Pembeli dapat mengajukan pengembalian barang paling lambat tujuh hari setelah pesanan diterima.
Dilarang menjual satwa yang dilindungi beserta bagian-bagiannya sesuai undang-undang.
Kami menggunakan cookie untuk mengingat preferensi Anda.
Dana diteruskan ke penjual setelah pembeli menekan tombol pesanan selesai.
Jangan melakukan transaksi di luar aplikasi demi keamanan Anda.
Laporkan produk yang mencurigakan melalui tombol laporkan.
"""
ARTICLES = "Cara Membedakan Gaharu Asli;Tips Merawat Keris;Panduan Belanja Aman;Promo Gajian Bulan Ini;Memilih Kamera Pertama;Merawat Wajan Besi;Ide Kado Ulang Tahun;Serba-serbi Sugar Glider"
