"""Vietnamese texts of the trade in wildlife goods, tobacco, antiques, electronics and household things."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

TITLE = "{noun} {mark} {detail}"

GOODS = """
go-tram|Trầm & gỗ quý|250000-18000000|Vòng trầm hương;Tượng gỗ hương;Lục bình gỗ cẩm;Chuỗi hạt huyết long;Nu gỗ nghiến;Khay trà gỗ trắc
do-co|Đồ cổ sưu tầm|300000-25000000|Bình gốm Chu Đậu;Đồng hồ quả lắc;Tiền xu Đông Dương;Ấm tử sa;Lư đồng;Máy hát đĩa than
thuoc-la|Thuốc lá & phụ kiện|80000-3500000|Tẩu thuốc gỗ thạch nam;Hộp giữ ẩm xì gà;Bật lửa xăng;Điếu cày tre;Bình shisha;Hộp đựng thuốc lào
dien-tu|Điện tử|150000-16000000|Laptop văn phòng;Tai nghe chống ồn;Loa bluetooth;Máy ảnh phim;Bàn phím cơ;Máy chiếu mini
gia-dung|Đồ gia dụng|60000-6500000|Nồi gang;Quạt trần;Tủ bếp nhỏ;Đèn bàn;Máy lọc nước;Bộ chén sứ
thu-canh|Thú cảnh & cây cảnh|70000-7800000|Lồng chim cu gáy;Bể cá thủy sinh;Cây bonsai sanh;Chuồng bò sát;Cá rồng giả trang trí;Mai vàng chậu
"""
MARKS = "chính hãng;hàng xưa;mới 95%;thanh lý;loại đẹp;nguyên bản;thủ công;hiếm gặp;giá tốt;nhà dùng kỹ"
DETAILS = "cao {n} cm;nặng {n} gram;mã số {n};kèm hộp;bộ {n} món;size {n};còn bảo hành;đời 19{n};bao ship;có giấy kiểm định"
SENTENCES = """
Hàng nhà để trưng bày trong tủ kính nên còn rất đẹp.
Bác nào thích thì qua xem trực tiếp, giá còn bớt chút ít.
Hình chụp thật, không chỉnh sửa, màu ngoài hơi đậm hơn.
Máy chạy êm, mọi chức năng đều hoạt động bình thường.
Có vài vết xước nhỏ do thời gian, không ảnh hưởng sử dụng.
Mùi thơm nhẹ, đeo lâu càng lên màu.
Giao hàng toàn quốc, được kiểm tra trước khi thanh toán.
Do chuyển nhà nên cần để lại cho người biết dùng.
Đồ ông nội để lại, mình không rõ niên đại chính xác.
Cam kết đúng mô tả, sai hoàn tiền.
Vân gỗ đẹp, thớ mịn, cầm rất chắc tay.
Tặng kèm một túi vải và khăn lau.
"""
REPLIES = """
Còn không bác ơi, inbox em nhé.
Up cho bác chủ, hàng đẹp quá.
Giá hơi cao, bớt chút em lấy.
Em đã nhận hàng, đóng gói cẩn thận, cảm ơn bác.
Hóng ạ.
Cho em xin thêm ảnh mặt dưới.
Có giao lưu đổi đồ không bác?
Chúc bác mua may bán đắt.
"""
OFFERS = "Em cũng có một cái tương tự, để lại {price}, bác nào cần nhắn em."
PEOPLE = "Nguyễn Văn Hùng;Trần Thị Lan;Lê Minh Tuấn;Phạm Thu Hà;Hoàng Anh Dũng;Vũ Ngọc Mai;Đặng Quốc Bảo;Bùi Thanh Tâm;Đỗ Hải Yến;Ngô Đức Long"
NICKS = "tramhuong_68;gomxuahanoi;cuong.sg;banhmi_nong;longxeco;hoaibao90;mimosa_dalat;thochoigo;anhba_cantho;vitconxauxi"
SHOPS = "Trầm Hương An Nhiên;Gốm Xưa Bát Tràng;Điện Máy Minh Phát;Nhà Xinh Store;Góc Sưu Tầm;Tiệm Gỗ Bảy Hiền;Xanh Garden"
CITIES = "Hà Nội|ha-noi;TP. Hồ Chí Minh|tp-hcm;Đà Nẵng|da-nang;Cần Thơ|can-tho;Hải Phòng|hai-phong"
INFO = "gioi-thieu|Giới thiệu;tro-giup|Trung tâm trợ giúp;dieu-khoan|Điều khoản sử dụng;bao-mat|Chính sách bảo mật;lien-he|Liên hệ;doi-tra|Chính sách đổi trả;dang-nhap|Đăng nhập;dang-ky|Đăng ký"
POLICY = """
Chúng tôi chỉ cung cấp nền tảng đăng tin, người mua và người bán tự chịu trách nhiệm về giao dịch.
Nghiêm cấm mua bán động vật hoang dã và các sản phẩm bị pháp luật cấm.
Trang web sử dụng cookie để cải thiện trải nghiệm của bạn.
Vui lòng không chuyển khoản trước khi kiểm tra hàng hóa.
Mọi khiếu nại xin gửi về bộ phận chăm sóc khách hàng trong vòng bảy ngày.
Thông tin cá nhân của bạn được bảo mật theo quy định hiện hành.
"""
ARTICLES = "Cách phân biệt trầm hương thật giả;Kinh nghiệm mua máy ảnh cũ;Bảo quản đồ gỗ mùa nồm;Chơi ấm tử sa cho người mới;Mẹo vệ sinh nồi gang;Xu hướng trang trí nhà năm nay"
