"""A second Vietnamese vocabulary: a hobbyists' forum with a market board, its haggling, swaps and bumps."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from benchmarks.blind_sites import words_vi as base

TITLE = "{noun} {mark} {detail}"

GOODS = """
dong-ho-dan-co.21|Đồng hồ & đồ cổ|200000-15000000|Đồng hồ Odo;Đồng hồ Poljot;Bát gốm Cây Mai;Đĩa men lam;Hộp quẹt Zippo;Gạt tàn đồng;Cân thuốc bắc
am-thanh.22|Âm thanh|150000-22000000|Ampli Denon;Loa JBL;Đầu băng cối Akai;Đầu CD;Dây loa;Mâm đĩa than
tram-vong-go.23|Trầm, vòng, gỗ|80000-12000000|Chuỗi trầm tốc;Vòng gỗ sưa;Nụ trầm;Tượng Di Lặc gỗ ngọc am;Chuỗi bồ đề;Nhẫn đồi mồi nhựa giả
phu-kien-may-anh.24|Máy ảnh & phụ kiện|120000-18000000|Ống kính Helios;Máy phim Pentax;Chân máy;Túi da máy ảnh;Đèn flash;Máy ảnh Fuji
ca-canh-chim-canh.25|Cá cảnh, chim cảnh|50000-6000000|Lồng chào mào;Cóng sứ;Hồ cá kiếng;Lọc thùng;Móc lồng đồng;Cầu chim gỗ
linh-tinh.26|Linh tinh|40000-4000000|Quạt máy Marelli;Xe đạp cuộc;Balo;Dao bếp;Tẩu hút thuốc;Bình thủy
"""
MARKS = "zin;cũ mà chất;đẹp long lanh;của Nhật bãi;sưu tầm;dư dùng;hàng lướt;nguyên zin;đời đầu;chưa sửa chữa"
DETAILS = "size {n};lô {n};ship COD;fullbox;{n}mm;no.{n};còn {n}%;bộ {n} cái;không fix;có fix"
SENTENCES = """
Em dọn tủ nên cho vài món ra đi, bác nào thích thì alo.
Hình em chụp bằng điện thoại, ngoài đẹp hơn nhiều.
Đồ chơi kỹ, không lỗi lầm gì, bao test ba ngày.
Vỏ có trầy xước chút xíu, nhìn kỹ mới thấy.
Fix nhẹ cho anh em trong diễn đàn.
Em ở quận Tân Bình, cà phê xem hàng thoải mái.
Ship xe đò hay bưu điện đều được, phí người mua chịu.
Món này em săn từ Nhật về, chơi được hơn năm.
Hàng gia đình, ông già để lại, em không rành niên đại.
Thơm nhẹ, đeo mát tay, vân chìm rất sâu.
Anh em nào biết chơi vô xem giúp em, đừng ném đá.
Bài đăng sẽ cập nhật khi món đi.
"""
REPLIES = """
Up cho bác, giá này ngon.
Em đổi con loa 2tr của em lấy món này được không bác?
1tr bác ra không em qua liền.
Giao lưu với đồng hồ Seiko của em, các thêm 500k nhé bác.
Bác cho xin số điện thoại, em gọi hoài không được.
Món này hồi trước em bán có 800k, giờ lên giá quá.
Gạch món này, mai em chuyển khoản.
Đã nhận hàng, bác chủ uy tín, 5 sao.
Hàng này coi chừng dựng nha bác, xem kỹ cái đáy.
Cho em hỏi còn không ạ?
Nhích lên trang nhất nào.
"""
OFFERS = base.OFFERS
PEOPLE = base.PEOPLE
NICKS = "hoangphuc_q10;nghiendocu;Tý Sún;lão hạc;ducanh1987;mr.bean_dalat;cafe_sua_da;SaiGonXua;thanhloa;chimcu_benTre;keng_72;Út Nhị"
SHOPS = base.SHOPS
CITIES = "HCM|hcm;Hà Nội|hn;Đà Nẵng|dn;Biên Hòa|bh;Đà Lạt|dl"
INFO = "help|Trợ giúp;terms|Điều khoản và nội quy;privacy-policy|Chính sách bảo mật;contact|Liên hệ;login|Đăng nhập;register|Đăng ký"
POLICY = base.POLICY
ARTICLES = "Chia sẻ cách lau đầu từ;Offline Sài Gòn tháng này;Hỏi về chim chào mào bỏ ăn;Khoe góc nghe nhạc;Tâm sự nghề sửa đồng hồ;Phân biệt gốm thật giả;Máy lọc loại nào êm"
