# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""What a number is when it is no way to reach anybody: an order, a batch, a size, a date, a dead number."""

from __future__ import annotations

import re

from pipelines.reading.handles_text import headed

# Words that, before a number in the same clause, say what else it is.
_OTHER = re.compile(
    headed(
        r"订单|尺寸|规格|重量|容量|型号|像素|分辨率|单号|运单|快递(?!小哥|员|电话|师傅|哥|联系|老板)|物流(?!电话|联系)|批号|批次|批[:：]|货号|款号|编号|编码|序列|条码|条形码|型号|邮编|邮政|身份证|证件|证号|税号|卡号|银行卡|帐号|账户|银行|尾号|生产日期|日期|有效期|保质期|柜号|箱号|封条|铅封|提单|报关|注册号|备案|许可|执照|发票|合同|彩票|双色球|"
        r"流水|凭证|工号|学号|车架|发动机|底盘|里程|公里|取件码|验证码|校验|货款|编|公告|文号|专利|标准|国标|航班|车次|配件号|零件号|图号|物料号|产品号|证书号|档案号|病历号|座位号|车位号|会员卡|会员号|考生号|考号|准考证|铭牌|社保|医保|护照|通行证|房号|门牌|经纬度|坐标|保单|案号|仓号|库位|货架|内部码|追溯码|防伪|商品id|商品编|产品码|产品编|机身码|机器码|证书|鉴定(?:证|编|号|书|报告)|检测(?:报告|编|号)|检验(?:报告|编|号)|质检|国检|评级|一卡通|公交卡|交通卡|地铁卡|八达通|羊城通|岭南通|卡密|卡券|券码|兑换|激活码|密钥|口令|提取码|邀请码|会议|房间|腾讯会议|桌号|内径|外径|参数|口径|料号|存单|存折|股票|基金|统编|统一编号|码表|密码|房产证|土地证|车牌|vip卡|礼品卡|点卡|充值卡|购物卡|油卡|饭卡|门禁|登机|舱位|班次|班机|工单|客户号|户号|水表|电表|表号|机号|出厂号|艺术品|收藏号|冠号|钞号|ngtc|gia\b|igi\b|grs\b|pcgs|ngc\b|imei|imo|mmsi|isbn|issn|ean|upc|sku|"
        r"order|batch|lot|\bref\b|reference|serial|part no|part number|p/n|s/n|\bsn\b|model|tracking|track|parcel|invoice|\bzip\b|postcode|postal|passport|licen[cs]e|\bhs\b|hs code|policy|account no|a/c|acc no|bank|card|\bcas\b|\bvin\b|booking|ticket|receipt|item no|"
        r"item|stock|article|code(?<!area code)|\bid no|\bssn\b|\bpin\b|registration|bill of lading|b/l|seal|container|vessel|customs|declaration|permit|consignment|awb|waybill|style|pattern|meeting|webinar|zoom|passcode|flight n|certificate|\bcert\b|appraisal|report no|gift card|voucher|redeem|coupon|catalog(?:ue)? no|\bcat no|\basin\b|barcode|oyster card|\bedition|plate no|patent|docket|case no|claim|member|account number|sort code|iban|routing|"
        r"заказ|номер (?:детал|двигат|кузов|рам|документ|лиценз|билет|вагон|договор|издел|партии|счёт|счет|полис|дел|поезд)|парти|артикул|индекс|\bинн\b|огрн|снилс|гост|трек|накладн|счет|счёт|карт|паспорт|код|серийн|договор|чек|модель|\bарт\b|полис|лот|№|сертификат|свидетельств|рейс|конференц|\bкат\b|каталог|инвентар|\bинв\b|пропуск|купон|промокод|штрих|\bснт\b|кадастр|"
        r"mã|mst|số báo danh|số hồ sơ|số tài liệu|số sê|số thứ tự|số quyết định|số máy móc|số bảo hiểm|số sổ|kích thước|số lô|số seri|số khung|hóa đơn|vận đơn|đơn hàng|cmnd|cccd|stk|tài khoản|mã vạch|số hợp đồng|biển số|giấy chứng nhận|chứng nhận|chuyến bay|số hiệu|mã thẻ|số thẻ|phiếu|mã giảm|hộ chiếu|bằng lái|mã cuộc họp|phòng họp|"
        r"ออเดอร์|ขนาด|พัสดุ|เลขที่|เลขบัตร|รหัส|บัญชี|ใบสั่ง|คำสั่งซื้อ|ล็อต|ซีเรียล|แทร็ก|ทะเบียน|ใบรับรอง|เที่ยวบิน|ใบเสร็จ|คูปอง|เลข(?!หมาย|โทร|เบอร์|มือถือ|ติดต่อ)|หมายเลข(?!โทร|มือถือ|ติดต่อ|ไลน์)\w{2}|ลอตเตอรี่|สลาก|หนังสือเดินทาง|พาสปอร์ต|รุ่น|"
        r"pesanan|resi|invois|pelanggan|dokumen|polis|ijazah|ukuran|kode|\bnik\b|\bktp\b|npwp|rekening|norek|invoice|nota|seri\b|no seri|faktur|nomor polisi|oder|kode pos|sertifikat|penerbangan|voucher|kupon|paspor|rapat|nomor rangka|nomor mesin|bpkb|stnk|barkode|\brek\b|kurir|nombor siri|\bsiri\b|akaun|no akaun|kad pengenalan|pendaftaran|authoris|authoriz|approval|transaction|confirmation|"
        r"주문|운송장|송장|계좌|모델|일련|사업자|발급|문서|허가|특허|면허번호|제조|품목|사건|신청|학번|사번|회원|승차권|구매번호|등록번호|상품번호|우편|카드|예약|차대|시리얼|영수증|쿠폰|인증|여권|주민|관리번호|제품번호|고유번호|배송번호|접수번호|注文|追迹|伝票|型番|品番|シリアル|口座|(?<!话)(?<!携帯)(?<!ケータイ)番号|整理番",
        r"[\w\u0e00-\u0e7f :：#.(№-]{0,10}\Z",
    )
)
_CONTACT_WORD = re.compile(
    headed(
        r"电话|手机|联系|热线|来电|致电|拨打|微信|qq|新号|新的|小号|大号|私人|本人|短信|号码|tel|phone|mobile|call|cell|contact|whatsapp|text|hotline|тел|звон|моб|номер телефона|gọi|sđt|điện thoại|liên hệ|โทร|เบอร์|hubungi|telp|\bhp\b|\bwa\b|kontak|hub",
        r"[^,，。;；!！?？\n\x1e]{0,8}\Z",
    )
)
_GENERAL_NUMBER = re.compile(
    r"(?:№|#|\bno\b\.?|\bnr\b\.?|\bnum\b)\s{0,2}[:：]?\s{0,2}\Z|[一-鿿]{2}(?:码|编号|代码)[:： ]{0,2}\Z"
)
_DEAD = re.compile(
    r"旧号|老号|别信|勿信|莫信|不要相信|原号|原来的号|之前的号|以前的号|旧的|停用|停机|作废|空号|注销|不用了|别打(?![扰搅])|别加(?!价)|勿加|勿打(?![扰搅])|勿拨|不要加(?!价)|不要打(?![扰搅])|不是我|不是本人|不是(?=[^,，。]{0,3}$)|骗子|假冒|冒充|冒用|被盗|被封|封了|封号|失效|已死|不再使用|弃用|丢了|换号|忽略|"
    r"do(?:n.t| not) trust|old (?:number|no|phone|account|one)|no longer|is dead|dead number|don'?t (?:call|use|add|text)|do not (?:call|use|add|text)|not mine|disconnected|blocked|banned|scammer|fake|out of service|ignore|was (?:hacked|stolen)|"
    r"не работает|старый номер|старый|заблокирован|не звон|мошенник|недоступен|отключен|số cũ|không dùng|đã khóa|đừng gọi|lừa đảo|bỏ số|hỏng|เบอร์เก่า|ไม่ใช้|เลิกใช้|โดนบล็อก|ปิดแล้ว|อย่าโทร|มิจฉาชีพ|"
    r"nomor lama|tidak aktif|sudah mati|jangan hubungi|diblokir|penipu|nggak aktif|gak aktif|ga aktif"
)
_FEARED = re.compile(
    r"(?:防止?|怕|避免|以免|免得|免|容易|总是?|经常|老是?)(?:号|会)?$|(?:avoid|so|not|n.t|never|prevent|keep|without)[^,.]{0,20}$|чтоб[^,.]{0,16}$|(?:khỏi|tránh|sợ|đỡ|để không)[^,.]{0,10}$|(?:กัน|กลัว|เลี่ยง)$|"
    r"(?:biar|agar|supaya|takut|hindari)[^,.]{0,14}$"
)
"""Before what would make a number dead: it is feared ("防止被封")."""
_UNCALLED = re.compile(
    r"别打|别加|勿加|勿打|勿拨|不要加|不要打|do(?:n.?t| not) (?:call|use|add|text)|не звон|đừng gọi|อย่าโทร|jangan hubungi|jangan telepon"
)
_AT_TIMES = re.compile(
    r"[0-9一二两三四五六七八九十]\s?(?:点|时|h|am|pm|ทุ่ม|โมง|giờ|час)|晚上|夜里|半夜|凌晨|早上|上午|中午|下午|以后|之后|以前|期间|周末|休息|上班|只(?:发|收|接|回|看|用)|仅|发消息|发短信|发信息|留言|打字|"
    r"\b(?:after|before|between|late|nights?|mornings?|noon|weekends?|sundays?|hours|only|text me|messages?|write|dm)\b|после|\bдо\b|ночью|вечер|утр|выходн|только|пишите|"
    r"\b(?:sau|trước|đêm|tối|trưa|sáng|khuya|giờ|chỉ|nhắn|chứ)\b|ข้อความ|แชท|หลัง|ก่อน|ดึก|เช้า|ทุ่ม|กลางคืน|\b(?:setelah|sebelum|malam|pagi|siang|jam|cuma|hanya|chat|ketik)\b"
)
"""Hours, or another way: the number is not to be called then, and alive."""
_REBORN = re.compile(
    r"新号|新的号|改用|现用|换成|换到|现在用|请加|new|use this|now|новый|новая|số mới|เบอร์ใหม่|nomor baru|而是|只有|只用|(?<!冒充)(?<!冒用)(?<!盗用)(?<!假冒)我的"
)
_CLAUSE = re.compile(r"[,，。;；!！?？\n\x1e|、（(]")
_UNIT_AFTER = re.compile(
    r"\s?(?:元|块|万|千|美元|美金|人民币|公里|km|kg|公斤|克|斤|mm|cm|ml|mah|gb|年|页|件|usd|cny|rmb|руб|₽|đ|vnd|บาท|rp|\$|€|£|%)"
)
_ANOTHER = re.compile(r"(?:电话|手机|座机|热线|微信|qq|phone|tel|тел)")


def something_else(text: str, start: int, reach: int = 36) -> bool:
    """Whether what stands before `start` (so many characters) says that the number there is no contact."""
    before = text[max(0, start - reach) : start]
    clause = before
    if _CONTACT_WORD.search(clause):
        # "订单电话" is a phone, "电话订单号" an order: what stands nearer decides.
        other = _OTHER.search(clause)
        contact = _CONTACT_WORD.search(clause)
        return other is not None and contact is not None and other.start() > contact.start()
    return _OTHER.search(clause) is not None or _GENERAL_NUMBER.search(clause) is not None


_CODE = re.compile(
    r"(?:专利|专利号|patent|货号|型号|款号|编号|批号|批次|序列号|订单号|单号|sku|model|order|item|part|lot|serial|артикул|заказ|mã|kode|รหัส)(?: no\.?| number)?[ :：#]{0,2}\Z"
)


def in_a_code(text: str, start: int) -> bool:
    """Whether what begins at `start` is said to be a code of some kind: "货号 QQ-2023"."""
    return _CODE.search(text, max(0, start - 14), start) is not None


def with_unit(text: str, end: int) -> bool:
    """Whether a unit or a currency follows: an amount, not a number to call."""
    return _UNIT_AFTER.match(text, end) is not None


def _dead_in(clause: str, around: str) -> re.Match[str] | None:
    """What calls a number dead; to ask for no calls at some hours, or for messages alone, does not."""
    for dead in _DEAD.finditer(clause):
        if not (_UNCALLED.match(dead[0]) and _AT_TIMES.search(around)) and not _FEARED.search(clause, 0, dead.start()):
            return dead
    return None


def called_dead(text: str, start: int, end: int) -> bool:
    """Whether the text says that the number or account there is old, blocked, or somebody else's."""
    before = _CLAUSE.split(text[max(0, start - 24) : start])[-1]
    dead = _dead_in(before, before)
    if dead and not _REBORN.search(before, dead.end()):
        return True
    behind = text[end : end + 24]
    after = behind.lstrip(" )）,，-—:：(（")
    clause = _CLAUSE.split(after)[0]
    if _ANOTHER.match(clause) and any(one in ",，" for one in behind[: len(behind) - len(after)]):
        return False  # "xhs: abc123，电话已停用": that speaks of another
    dead = _dead_in(clause, text[max(0, start - 24) : start] + text[end : end + 56])
    return dead is not None and not _REBORN.search(clause[: dead.start()])
