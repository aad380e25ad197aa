# ruff: noqa: E501, SIM905
"""First round: sentences, names of platforms, disguises of digits and of accounts."""

from __future__ import annotations

import random
from collections.abc import Callable

R = random.Random
PINYIN = "ling yi er san si wu liu qi ba jiu".split()
SOUND = ["零", "依", "儿", "伞", "寺", "舞", "溜", "漆", "爸", "酒"]
TH = "ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า".split()
ID = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
EN = "zero one two three four five six seven eight nine".split()
VI = "không một hai ba bốn năm sáu bảy tám chín".split()
VI_BARE = "khong mot hai ba bon nam sau bay tam chin".split()
RU = "ноль один два три четыре пять шесть семь восемь девять".split()


def table(digits: str) -> Callable[[R, str], str]:
    return lambda r, d: d.translate(str.maketrans("0123456789", digits))


def each(joined: Callable[[R], str]) -> Callable[[R, str], str]:
    return lambda r, d: "".join(c + (joined(r) if i < len(d) - 1 else "") for i, c in enumerate(d))


def cut(d: str) -> list[str]:
    n = 3 if len(d) in (10, 11) else 4
    parts, rest = [d[:n]], d[n:]
    while rest:
        parts.append(rest[:4])
        rest = rest[4:]
    return parts


def some(r: R, d: str, f: Callable[[str], str], share: float = 0.4) -> str:
    return "".join(f(c) if r.random() < share else c for c in d)


def words(names: list[str], sep: str = " ") -> Callable[[R, str], str]:
    return lambda r, d: sep.join(names[int(c)] for c in d)


DIGITS: dict[str, tuple[str, Callable[[R, str], str]]] = {
    "negative-circled": ("", table("⓿❶❷❸❹❺❻❼❽❾")),
    "sans-circled": ("", table("🄋➀➁➂➃➄➅➆➇➈")),
    "sans-negative": ("", table("🄌➊➋➌➍➎➏➐➑➒")),
    "double-circled": ("", lambda r, d: d.translate(str.maketrans("123456789", "⓵⓶⓷⓸⓹⓺⓻⓼⓽"))),
    "parenthesised": ("", lambda r, d: d.translate(str.maketrans("123456789", "⑴⑵⑶⑷⑸⑹⑺⑻⑼"))),
    "with-stop": ("", lambda r, d: d.translate(str.maketrans("123456789", "⒈⒉⒊⒋⒌⒍⒎⒏⒐"))),
    "superscript": ("", table("⁰¹²³⁴⁵⁶⁷⁸⁹")),
    "subscript": ("", table("₀₁₂₃₄₅₆₇₈₉")),
    "suzhou": ("zh hant", table("〇〡〢〣〤〥〦〧〨〩")),
    "arabic-indic": ("", table("٠١٢٣٤٥٦٧٨٩")),
    "persian": ("", table("۰۱۲۳۴۵۶۷۸۹")),
    "devanagari": ("", table("०१२३४५६७८९")),
    "thai-digits": ("", table("๐๑๒๓๔๕๖๗๘๙")),
    "lao-digits": ("", table("໐໑໒໓໔໕໖໗໘໙")),
    "khmer-digits": ("", table("០១២៣៤៥៦៧៨៩")),
    "roman": ("zh hant", lambda r, d: " ".join({"0": "0"}.get(c, chr(0x215F + int(c))) for c in d)),
    "squared-keycap-mix": ("", lambda r, d: some(r, d, lambda c: c + "\u20e3", 0.6)),
    "struck": ("", lambda r, d: "".join(c + "\u0336" for c in d)),
    "underlined": ("", lambda r, d: "".join(c + "\u0332" for c in d)),
    "bracketed": ("", lambda r, d: "".join(f"[{c}]" for c in d)),
    "quoted": ("", lambda r, d: "".join(f"「{c}」" for c in d)),
    "round-bracketed": ("", lambda r, d: "".join(f"（{x}）" for x in cut(d))),
    "spaced-wide": ("", each(lambda r: "\u3000")),
    "spaced-thin": ("", each(lambda r: r.choice("\u2009\u00a0\u2002"))),
    "dotted-each": ("", each(lambda r: ".")),
    "hearts-each": ("", each(lambda r: r.choice("♥♡❤💕"))),
    "arrows": ("", lambda r, d: "→".join(cut(d))),
    "plus": ("", lambda r, d: "+".join(cut(d))),
    "stars-emoji": ("", lambda r, d: "⭐".join(cut(d))),
    "kaomoji": ("", lambda r, d: "(^_^)".join(cut(d))),
    "tilde-each": ("", each(lambda r: "～")),
    "pipe": ("", lambda r, d: "|".join(cut(d))),
    "ideographic-comma": ("", each(lambda r: "、")),
    "vertical": ("", each(lambda r: "\n")),
    "bidi": ("", lambda r, d: "\u202d" + d[:5] + "\u2066" + d[5:] + "\u202c"),
    "soft-hyphen": ("", each(lambda r: r.choice(["\u00ad", ""]))),
    "tags": ("", lambda r, d: d[:4] + "\ufeff" + d[4:8] + "\u180e" + d[8:]),
    "pinyin-digits": ("zh hant", words(PINYIN)),
    "pinyin-together": ("zh", lambda r, d: "".join(PINYIN[int(c)] for c in d)),
    "pinyin-tones": ("zh", lambda r, d: " ".join("líng yī èr sān sì wǔ liù qī bā jiǔ".split()[int(c)] for c in d)),
    "sound-alike": ("zh", lambda r, d: "".join(SOUND[int(c)] for c in d)),
    "sound-alike-mixed": ("zh", lambda r, d: some(r, d, lambda c: SOUND[int(c)], 0.5)),
    "hundreds": (
        "zh",
        lambda r, d: (
            "一百三十八" + d[3:] if d.startswith("138") else d.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
        ),
    ),
    "english-in-zh": ("zh hant", words(EN)),
    "english-joined": ("en zh", lambda r, d: "".join(EN[int(c)].capitalize() for c in d)),
    "english-dashes": ("en", words(EN, "-")),
    "english-mixed": ("en", lambda r, d: " ".join(EN[int(c)] if r.random() < 0.5 else c for c in d)),
    "en-double": ("en", lambda r, d: " ".join(EN[int(c)] for c in d)),
    "thai-words": ("th", words(TH, " ")),
    "thai-joined": ("th", words(TH, "")),
    "indo-words": ("id", words(ID)),
    "indo-joined": ("id", words(ID, "-")),
    "viet-bare": ("vi", words(VI_BARE)),
    "viet-dashes": ("vi", words(VI, "-")),
    "russian-each": ("ru", words(RU, ", ")),
    "leet": ("", lambda r, d: d.translate(str.maketrans("0135", "OlES")).replace("E", "3")),
    "leet-more": ("", lambda r, d: d.translate(str.maketrans("0158", "OISB"))),
    "leet-z": ("en zh id", lambda r, d: d.translate(str.maketrans("0126", "OlZb"))),
    "cyrillic-o": ("ru", lambda r, d: d.replace("0", "О").replace("3", "З")),
    "reversed-hint-1": ("zh hant", lambda r, d: d[::-1] + "（从右往左读）"),
    "reversed-hint-2": ("zh", lambda r, d: "倒序" + d[::-1]),
    "reversed-hint-3": ("en", lambda r, d: d[::-1] + " (read it from right to left)"),
    "reversed-ru": ("ru", lambda r, d: d[::-1] + " (читать справа налево)"),
    "reversed-vi": ("vi", lambda r, d: d[::-1] + " (đọc từ phải sang trái)"),
    "split-head-tail": ("zh", lambda r, d: f"前三位{d[:3]}，中间{d[3:7]}，后四位{d[7:]}"),
    "split-first-second": ("zh", lambda r, d: f"先拨{d[:5]}，再拨{d[5:]}"),
    "split-en": ("en", lambda r, d: f"first {d[:5]} then {d[5:]}"),
    "remove-han": ("zh", lambda r, d: f"{d[:3]}去{d[3:6]}掉{d[6:]}（去掉汉字）"),
    "remove-letters": ("zh", lambda r, d: f"{d[:3]}A{d[3:6]}B{d[6:]}（去掉字母）"),
    "star-is": ("zh", lambda r, d: d.replace(d[-1], "*") + f"（*换成{d[-1]}）"),
    "han-and-figures": ("zh hant", lambda r, d: some(r, d, lambda c: "零一二三四五六七八九"[int(c)], 0.5)),
    "formal-traditional": ("hant", table("零壹貳參肆伍陸柒捌玖")),
    "radio-more": ("zh", table("洞幺二三四五六拐八钩")),
    "mahjong": ("zh", lambda r, d: "".join(c if c == "0" else chr(0x1F006 + int(c)) for c in d)),
    "dice": ("zh", lambda r, d: "".join(chr(0x267F + int(c)) if c in "123456" else c for c in d)),
    "country-code": ("zh", lambda r, d: "+86 " + d[:3] + " " + d[3:7] + " " + d[7:]),
    "country-code-00": ("zh", lambda r, d: "0086-" + d),
    "html": ("", lambda r, d: "".join(f"&#{ord(c)};" for c in d)),
    "percent": ("zh", lambda r, d: "".join(f"%3{c}" for c in d)),
    "double-triple-zh": ("zh", lambda r, d: d[:3] + " " + d[3:7] + " 尾号" + d[7:]),
    "seven-seg": ("", table("𝟢𝟣𝟤𝟥𝟦𝟧𝟨𝟩𝟪𝟫")),
    "segmented": ("", table("🯰🯱🯲🯳🯴🯵🯶🯷🯸🯹")),
    "fullwidth-spaced": ("", lambda r, d: " ".join(chr(ord(c) + 0xFEE0) for c in d)),
    "circled-han": ("zh", lambda r, d: d.translate(str.maketrans("123456789", "㊀㊁㊂㊃㊄㊅㊆㊇㊈"))),
    "paren-han": ("zh", lambda r, d: d.translate(str.maketrans("123456789", "㈠㈡㈢㈣㈤㈥㈦㈧㈨"))),
    "noise-words": ("zh", lambda r, d: f"{d[:3]}啊{d[3:7]}哦{d[7:]}"),
    "emoji-run": ("", lambda r, d: "🌹🌹".join(cut(d))),
    "ellipsis": ("", lambda r, d: "……".join(cut(d))),
    "equals": ("", lambda r, d: "=".join(cut(d))),
    "backslash": ("", lambda r, d: "\\".join(cut(d))),
}


def math(base: int, upper: int) -> Callable[[R, str], str]:
    return lambda r, a: "".join(chr(base + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)


NAMES: dict[str, tuple[str, Callable[[R, str], str]]] = {
    "math-bold": ("", math(0x1D41A, 0)),
    "math-mono": ("", math(0x1D68A, 0)),
    "math-fraktur-bold": ("", math(0x1D586, 0)),
    "math-script-bold": ("", math(0x1D4EA, 0)),
    "circled-letters": ("", math(0x24D0, 0)),
    "parenthesised-letters": ("", math(0x249C, 0)),
    "fullwidth-letters": ("", lambda r, a: "".join(chr(ord(c) + 0xFEE0) for c in a)),
    "negative-squared": ("", lambda r, a: "".join(chr(0x1F170 + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "regional": (
        "",
        lambda r, a: "".join(chr(0x1F1E6 + ord(c) - 97) + "\u200b" if c.isascii() and c.islower() else c for c in a),
    ),
    "cyrillic": ("zh en hant", lambda r, a: a.translate(str.maketrans("aeopcxyi", "аеорсхуі"))),
    "greek": ("zh en", lambda r, a: a.translate(str.maketrans("ov", "ον"))),
    "spaced": ("zh en hant", each(lambda r: " ")),
    "dotted": ("zh", each(lambda r: "·")),
    "zero-width": ("", each(lambda r: r.choice(["\u200b", "", "\u2060"]))),
    "upper": ("", lambda r, a: a.upper()),
    "random-case": ("", lambda r, a: "".join(c.upper() if r.random() < 0.5 else c for c in a)),
    "bracketed": ("", lambda r, a: f"【{a}】"),
    "quoted": ("", lambda r, a: f"“{a}”"),
    "struck": ("", lambda r, a: "".join(c + "\u0335" for c in a)),
    "keycap-digits": ("", lambda r, a: "".join(c + "\ufe0f\u20e3" if c.isdigit() else c for c in a)),
    "han-digits": ("zh", lambda r, a: a.translate(str.maketrans("0123456789", "零一二三四五六七八九"))),
    "underscore-word": ("zh", lambda r, a: a.replace("_", "下划线")),
    "small-caps": ("", lambda r, a: a.translate(str.maketrans("abcdeghijklmnopruvwyz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴜᴠᴡʏᴢ"))),
    "reversed": ("zh", lambda r, a: a[::-1] + "（反过来）"),
}

LABELS: dict[str, list[tuple[str, list[str]]]] = {
    "zh": [
        (
            "wechat",
            [
                "威芯：",
                "维信 ",
                "薇信号 ",
                "微❤：",
                "V❤ ",
                "✌️信：",
                "🛰️ ",
                "绿色软件：",
                "绿标 ",
                "w.x. ",
                "微-信：",
                "𝓥𝓧：",
                "ＷＸ：",
                "VXin ",
                "wei信 ",
                "葳芯 ",
            ],
        ),
        (
            "wechat",
            [
                "+V：",
                "加v ",
                "嘉薇 ",
                "伽V ",
                "➕V ",
                "加我薇薇 ",
                "jia v ",
                "十V：",
                "＋微 ",
                "v:",
                "V：",
                "wechat id ",
                "微信hao ",
                "卫星号 ",
                "小绿：",
                "绿泡 ",
                "w信 ",
                "vx同号找我 ",
            ],
        ),
        (
            "phone",
            [
                "打我：",
                "TEL ",
                "☎️",
                "📞",
                "📱：",
                "手鸡号：",
                "手机hao ",
                "电联 ",
                "拨打",
                "来电 ",
                "dian hua：",
                "diànhuà ",
                "热线 ",
                "电①话 ",
                "call我 ",
                "联系 ",
                "店里座机旁手机 ",
                "扣电话 ",
                "电.话：",
            ],
        ),
        ("qq", ["🐧：", "🐧号 ", "蔻蔻：", "秋秋 ", "Ｑ Ｑ：", "扣 扣：", "鹅号 ", "qiuqiu ", "Q号 ", "企俄 "]),
        ("telegram", ["✈️：", "纸飞机 @", "飞机号：", "电报群主 @", "TG@", "tgm：", "土豆电报 ", "电 报：", "Tele：", "飞机@"]),
        ("xiaohongshu", ["小红书搜：", "🍠：", "🍠号 ", "xhs：", "小红树 ", "小😈红书 ".replace("😈", ""), "薯号 "]),
        ("douyin", ["斗音：", "抖ｙｉｎ：", "DY号：", "douyin：", "dy ", "抖 音："]),
        ("kuaishou", ["块手：", "快✋：", "KS号：", "kuaishou "]),
        ("weibo", ["🧣：", "围脖：", "wb@", "渣浪微博 @", "weibo "]),
        ("whatsapp", ["WS：", "whats app：", "瓦次艾普 ", "WhatsAPP➕ ", "whatsApp号 "]),
        ("line", ["赖ID：", "LINE：", "连我：", "L1NE ID：", "line id "]),
        ("instagram", ["ins：", "IG ", "insta@"]),
        ("facebook", ["脸书：", "FB：", "面书 "]),
        ("x", ["推特：", "小蓝鸟@", "twitter@"]),
        ("skype", ["skype：", "Skype号 "]),
        ("signal", ["Signal：", "signal号 "]),
        ("kakaotalk", ["kakao：", "KakaoTalk ID：", "卡考：", "KKT："]),
        ("tiktok", ["TikTok：", "tiktok@"]),
    ],
    "hant": [
        ("wechat", ["微訊：", "加微信：", "薇信 ", "WeChat："]),
        ("line", ["賴ID：", "加賴：", "賴 ", "LINE ID：", "Line："]),
        ("phone", ["手機：", "電聯 ", "來電：", "致電 ", "📞"]),
        ("telegram", ["紙飛機：", "飛機 @", "電報：", "TG："]),
        ("xiaohongshu", ["小紅書："]),
        ("facebook", ["臉書：", "FB："]),
        ("whatsapp", ["WhatsApp："]),
    ],
    "en": [
        ("phone", ["ring ", "cell: ", "mob ", "my number is ", "☎ ", "txt ", "hit me up at ", "reach me on "]),
        ("whatsapp", ["wasap ", "whats-app: ", "wh@tsapp ", "WhatsApp only: ", "w/app ", "Wats app "]),
        ("telegram", ["tlgrm: ", "telegr@m @", "T.G: ", "on Telegram as ", "teleg: "]),
        ("signal", ["Signal: ", "on signal "]),
        ("viber", ["Viber: ", "viber me "]),
        ("skype", ["Skype: ", "skype id "]),
        ("instagram", ["insta: ", "DM my IG ", "1nstagram: "]),
        ("facebook", ["FB: ", "facebook: "]),
        ("tiktok", ["TikTok @", "tik tok: @"]),
        ("wechat", ["WeChat- ", "we chat: "]),
        ("line", ["LINE id: "]),
        ("kakaotalk", ["Kakao ID: ", "kakaotalk: "]),
        ("x", ["twitter @", "X: @"]),
    ],
    "vi": [
        ("phone", ["liên hệ ", "hotline: ", "điện thoại ", "dt: ", "gọi ngay ", "call "]),
        ("zalo", ["z.a.l.o ", "ZL: ", "Da lô ", "add zalo ", "kb zalo ", "zalo/"]),
        ("viber", ["viber "]),
        ("facebook", ["fb: ", "facebook "]),
        ("telegram", ["tele: ", "telegram "]),
    ],
    "ru": [
        ("phone", ["тел: ", "звонить ", "номер ", "моб. ", "пишите смс ", "т. "]),
        ("whatsapp", ["вотсап ", "вацап: ", "воцап ", "WA: ", "ватс ап "]),
        ("viber", ["вайбер ", "viber: "]),
        ("telegram", ["телеграмм: ", "телегa @", "тг: ", "в телегу @", "т.г. "]),
        ("vk", ["вк: ", "вконтакте: ", "страница ВК "]),
        ("skype", ["скайп: "]),
        ("signal", ["сигнал: "]),
        ("instagram", ["инста: ", "инстаграм @"]),
    ],
    "th": [
        ("phone", ["โทรศัพท์ ", "ติดต่อ ", "มือถือ ", "☎️ "]),
        ("line", ["ไลน์ไอดี ", "แอดไลน์ ", "LINE: ", "ไล "]),
        ("facebook", ["เฟส: ", "เฟสบุ๊ค "]),
        ("whatsapp", ["วอทส์แอป "]),
    ],
    "id": [
        ("phone", ["HP: ", "nomor ", "kontak ", "tlp. "]),
        ("whatsapp", ["wa: ", "W.A ", "japri WA ", "wassap ", "Whatsap "]),
        ("telegram", ["tele: ", "telegram "]),
        ("instagram", ["IG: ", "ig @"]),
        ("line", ["id line: "]),
    ],
}

TRAPS: dict[str, list[Callable[[R], str]]] = {
    "zh": [
        lambda r: f"订单编号：{r.randrange(10**17, 10**18)}",
        lambda r: f"货号{r.randrange(10**6, 10**7)}",
        lambda r: f"ISBN 978-7-{r.randrange(100, 999)}-{r.randrange(10000, 99999)}-{r.randrange(9)}",
        lambda r: f"型号 HD-{r.randrange(1000, 9999)}X",
        lambda r: f"尺寸{r.randrange(10, 90)}*{r.randrange(10, 90)}*{r.randrange(10, 90)}cm",
        lambda r: f"截止2024年{r.randrange(1, 12)}月{r.randrange(1, 28)}日",
        lambda r: (
            f"身份证{r.randrange(110101, 659000)}19{r.randrange(60, 99)}0{r.randrange(1, 9)}1{r.randrange(0, 9)}{r.randrange(1000, 9999)}"
        ),
        lambda r: f"批次20{r.randrange(10, 24)}{r.randrange(100000, 999999)}",
        lambda r: f"坐标 22.{r.randrange(100000, 999999)},113.{r.randrange(100000, 999999)}",
        lambda r: "支持微信支付宝付款",
        lambda r: f"商品编码{r.randrange(10**10, 10**11)}",
        lambda r: f"电话已停用：139****{r.randrange(1000, 9999)}",
        lambda r: f"条形码69{r.randrange(10**10, 10**11)}",
        lambda r: f"专利号ZL2019{r.randrange(10**7, 10**8)}.{r.randrange(9)}",
        lambda r: f"库存{r.randrange(1000, 99999)}件",
        lambda r: f"发票号{r.randrange(10**7, 10**8)}",
    ],
    "hant": [
        lambda r: f"訂單編號：{r.randrange(10**11, 10**12)}",
        lambda r: f"統一編號 {r.randrange(10**7, 10**8)}",
        lambda r: f"型號 KD{r.randrange(10000, 99999)}",
    ],
    "en": [
        lambda r: f"order no. {r.randrange(10**9, 10**10)}",
        lambda r: f"ISBN 978-0-{r.randrange(100, 999)}-{r.randrange(10000, 99999)}-{r.randrange(9)}",
        lambda r: f"part number {r.randrange(10**6, 10**7)}-{r.randrange(100, 999)}",
        lambda r: f"dated 12/0{r.randrange(1, 9)}/2019",
        lambda r: f"serial {r.randrange(10**10, 10**11)}",
        lambda r: f"eBay item {r.randrange(10**11, 10**12)}",
        lambda r: f"51.{r.randrange(10000, 99999)}, -0.{r.randrange(10000, 99999)}",
        lambda r: f"model {r.randrange(1000, 9999)}-{r.randrange(1000, 9999)}",
        lambda r: f"lot {r.randrange(10**7, 10**8)}",
    ],
    "vi": [
        lambda r: f"mã đơn hàng {r.randrange(10**9, 10**10)}",
        lambda r: f"CMND {r.randrange(10**8, 10**9)}",
        lambda r: f"size 38-42, mã SP {r.randrange(10**5, 10**6)}",
    ],
    "ru": [
        lambda r: f"заказ № {r.randrange(10**9, 10**10)}",
        lambda r: f"ИНН 77{r.randrange(10**7, 10**8)}1",
        lambda r: f"артикул {r.randrange(10**7, 10**8)}",
    ],
    "th": [lambda r: f"เลขที่ใบสั่งซื้อ {r.randrange(10**9, 10**10)}", lambda r: f"รหัสสินค้า {r.randrange(10**6, 10**7)}"],
    "id": [lambda r: f"no. pesanan {r.randrange(10**9, 10**10)}", lambda r: f"kode produk {r.randrange(10**6, 10**7)}"],
}

CARRIERS: dict[str, list[str]] = {
    "zh": [
        "家里收拾出来的[w:象牙;elephant-ivory;name]筷子两双，[p:3800;CNY;3800元]，{c}",
        "[w:穿山甲;pangolin;name]鳞片泡酒的私聊，{c}，不诚心别打扰",
        "[w:虎骨;tiger;name]酒三十年，[p:26000;CNY;2.6万]一坛，{c}",
        "朋友转让[w:红珊瑚;coral;name]戒面，[p:4500;CNY;4500]，想要的{c}，谢谢",
        "[w:砗磲;;name]没有，只有[w:玳瑁;sea-turtle;name]手镯，[p:1500;CNY;一千五]，{c}".replace("[w:砗磲;;name]没有，", ""),
        "整箱[w:香烟;cigarettes;name]，口岸直发，[p:210;CNY;210块]一条，{c}，量大从优",
        "[w:鱼翅;shark-fin;name]海虎翅，[p:2200;CNY;￥2200]/斤，{c}",
        "求购！长期收黄花梨老家具，{c}".replace("黄花梨", "[w:黄花梨;rosewood;name]"),
        "[w:麝香;musk;name]仁子，[p:320;CNY;320元/克]，{c}，可先看样",
        "[w:沉香;agarwood;name]线香，芽庄产，[p:880;CNY;880元]，{c}",
        "本店转行清仓，货架[p:150;CNY;150元]一个，{c}",
        "代办退税，三天到账，{c}，{n}",
        "周末同城自提，儿童书桌[p:260;CNY;260]，{c}",
        "昨天发的帖被删了，老朋友们{c}，懂的都懂",
        "需要照片的{c}，这里发不了图",
        "价格[w:犀牛角;rhino-horn;name]面议，{c}。{n}",
        "一手货源，{c}。也可以{c}",
        "[w:熊胆粉;bear-bile;name]正品，[p:600;CNY;六百]一克，{c}",
        "二手吉他，[p:700;CNY;700元]包邮，{n}，{c}",
        "宝妈闲置，奶粉没开封，保质期到2025年，[p:180;CNY;180]，{c}",
        "楼上的别信他，真货找我：{c}",
        "{c}（24小时在线）[w:冻品;frozen-meat;name]牛百叶大量到",
        "[w:电子烟;e-cigarettes;name]换弹，[p:35;CNY;35元]一盒，{c}",
        "[w:鹤顶红;helmeted-hornbill;name]手串，[p:18000;CNY;1.8w]，{c}，可走闲鱼",
        "物流已发，{n}，请注意查收",
        "开票资料：{n}，{n}",
        "全新未拆蓝牙耳机，{n}，[p:129;CNY;129元]，直接拍就行",
        "考研资料打包，{n}，[p:45;CNY;45元]，站内聊",
        "搬家出冰箱，{n}，[p:800;CNY;800元]，自提",
        "店里{n}，{n}，满100减20",
        "小企鹅存钱罐，{n}，[p:19.9;CNY;19.9元]",
        "卫星锅安装，{n}，[p:350;CNY;350元]，上门另算",
        "电动飞机模型，翼展90cm，{n}，[p:480;CNY;480元]",
        "{n}，{n}，售出不退",
        "薇薇安西太后项链，{n}，[p:560;CNY;560元]",
    ],
    "hant": [
        "[w:象牙;elephant-ivory;name]雕件一座，[p:88000;TWD;NT$88,000]，{c}".replace("TWD", "TWD"),
        "免稅[w:香菸;cigarettes;name]，[p:650;TWD;650台幣]一條，{c}",
        "長期收購[w:沉香;agarwood;name]，{c}，{n}",
        "[w:魚翅;shark-fin;name]貨到，要的老闆{c}",
        "二手相機出清，{n}，[p:3500;TWD;3500台幣]，面交",
        "全新行李箱，{n}，{c}",
    ],
    "en": [
        "Old [w:ivory;elephant-ivory;name] bangles from estate, [p:450;GBP;£450], {c}",
        "Quality [w:agarwood;agarwood;name] oil, [p:300;USD;300 USD], {c}. No timewasters",
        "[w:Rhino horn;rhino-horn;name] piece, museum quality, {c}",
        "Bulk [w:cigarettes;cigarettes;name] from Poland, [p:25;GBP;£25] per sleeve, {c}",
        "Garage clearance, tools and paint, [p:40;GBP;£40] the lot, {c}",
        "Loads of stock, {c} or {c}",
        "[w:Shark fin;shark-fin;name] dried, 20kg, {c}, {n}",
        "Used textbook, {n}, [p:12;GBP;£12], collect from library",
        "Toner cartridge, {n}, [p:30;GBP;£30]",
        "{n}, {n}, posted second class",
    ],
    "vi": [
        "Bán [w:ngà voi;elephant-ivory;name] nguyên chiếc, {c}, giao tận nơi",
        "Cần bán xe máy cũ, giá [p:7500000;VND;7,5 triệu], {c}",
        "[w:Vảy tê tê;pangolin;name] khô, {c}",
        "Đơn đã gửi, {n}, cảm ơn shop",
        "[w:Trầm hương;agarwood;name] Khánh Hòa, [p:1200000;VND;1.200.000đ], {c}",
    ],
    "ru": [
        "Продам [w:бивень мамонта;;name] и [w:слоновая кость;elephant-ivory;name], {c}".replace(
            "[w:бивень мамонта;;name] и ", ""
        ),
        "[w:Сигареты;cigarettes;name] без акциза, [p:850;RUB;850 руб] блок, {c}",
        "Диван, самовывоз, [p:5000;RUB;5 000 ₽], {c}",
        "[w:Медвежья желчь;bear-bile;name] сухая, {c}, отвечаю быстро",
        "Ваш {n}, получите завтра",
    ],
    "th": [
        "ขาย[w:งาช้าง;elephant-ivory;name]เก่า ราคา [p:35000;THB;35,000 บาท] {c}",
        "[w:ไม้กฤษณา;agarwood;name] เกรดเอ {c}",
        "เสื้อผ้ามือสอง [p:100;THB;100 บาท] {n}",
        "ต้องการสั่ง {c} ได้ตลอด",
    ],
    "id": [
        "Jual [w:gading gajah;elephant-ivory;name] asli, {c}",
        "Motor bekas mulus, [p:8000000;IDR;8 juta] nego, {c}",
        "Barang sudah dikirim, {n}",
        "[w:Gaharu;agarwood;name] super, [p:2500000;IDR;Rp 2.500.000], {c}",
    ],
}

WRITTEN: list[str] = """
zh|||CN|||微信同号[h:phone;+8613466712905;13466712905;]，[h:wechat;13466712905;;same-number]有货就发
zh|||CN|||手机[h:phone;+8615922718834;159-2271-8834;sep-punct]（[h:wechat;15922718834;;same-number]同微信）
zh|||CN|||加我 [h:wechat;lanmao_77;lanmao_77;] 备注闲鱼，这是微信不是QQ
zh|||CN|||QQ邮箱：[h:email;774120983@qq.com;七七四一二零九八三@qq.com;hanzi-digits]
zh|||CN|||邮箱 [h:email;hexun2020@163.com;hexun2020艾特163点com;email-words]，发询价
zh|||CN|||邮箱 [h:email;wulin88@gmail.com;wulin88圈a gmail点康姆;email-words]
zh|||CN|||mail：[h:email;tangsong@outlook.com;tangsong(at)outlook(dot)com;email-words]
zh|||CN|||信箱 [h:email;ruolan@126.com;ruolan#126.com（#换@）;email-words]
zh|||CN|||看相册 [h:url;https://haigou66.x.yupoo.com;haigou66点x点yupoo点com;url-words]
zh|||CN|||官网 [h:url;https://www.zhenpin8.cn/list;hxxps://www[.]zhenpin8[.]cn/list;url-defanged]
zh|||CN|||群链接：[h:telegram;shanhuoqun;t​.me/shanhuoqun;zero-width]
zh|||CN|||频道 [h:telegram;yuelao_hk;https://telegram.me/yuelao_hk;]
zh|||CN|||[h:whatsapp;+8618877012356;wa.me/8618877012356;deep-link] 直接点
zh|||CN|||[h:whatsapp;+85251237788;api.whatsapp.com/send?phone=85251237788;deep-link]
zh|||HK|||WhatsApp [h:whatsapp;+85264415527;6441 5527;]，或致電[h:phone;+85293317846;九三三一 七八四六;hanzi-digits]
zh|||CN|||[h:line;jinshan99;line.me/ti/p/~jinshan99;deep-link] 加我
zh|||CN|||ETH收款 [h:ethereum;0xde709f2102306220921060314715629080e2fb77;0xde709f2102306220921060314715629080e2fb77;]，到账发货
zh|||CN|||只收U，TRC20地址：[h:tron;TJRabPrwbZy45sbavfcjinPJC18kjpRTv8;TJRabPrwbZy45sbavfcjinPJC18kjpRTv8;]
zh|||CN|||比特币 [h:bitcoin;bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq;bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq;]
zh|||CN|||BTC：[h:bitcoin;1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa;1A1zP1eP5QGefi2 DMPTfTL5SLmv7DivfNa;sep-space]
zh|||CN|||电话前七位1371188，后四位请看图
zh|||CN|||电话 137****2291，完整号码私信
zh|||CN|||本机号13800138000已注销，请勿拨打
zh|||CN|||微信支付、支付宝都可以，不加好友
zh|||CN|||扫码加微信，号码不写了
zh|||CN|||企鹅公仔[p:39;CNY;39元]，QQ农场周边，包邮
zh|||CN|||飞机票改签费[p:300;CNY;300元]，航班CZ3812，座位32A
zh|||CN|||小红书上很火的杯子，[p:25;CNY;25元]，货号8820317
zh|||CN|||参数：电压220V 功率1300W 频率50Hz 容量13800mAh
zh|||CN|||上海牌手表 1969年产 编号 13977281
zh|||CN|||双色球 03 08 13 22 27 31 + 09，今晚开奖
zh|||CN|||营业时间 09:00-21:30，地址人民路138号5栋1602室
zh|||CN|||海关编码 [i:hs;0507100000;0507.1000.00]，报关用
zh|||CN|||船名 MV STAR，[i:imo;9321483;IMO 9321483]，[i:mmsi;413456780;MMSI：413456780]
zh|||CN|||柜号 [i:container;MSCU6639870;MSCU 663987 0]，下周到港
zh|||CN|||车牌[i:plate;粤B7K921;粤B·7K921]的货车拉的货
zh|||CN|||信用代码：[i:uscc;91450600MAPGC3U8C6;91450600MAPGC3U8C6]
zh|||CN|||打款到 [i:bank_card;6222020200001234563;6222 0202 0000 1234 563] 农行卡号，户主李某
zh|||CN|||原价2680，活动价[p:1980;CNY;1980]，限三天
zh|||CN|||[p:30-;CNY;30元起]，多买多送
zh|||CN|||[p:50000-60000;CNY;五六万]的东西，二手车一台
zh|||CN|||定金500，全款[p:8800;CNY;8800元]，老榆木桌
zh|||CN|||[p:150;CNY;一百五]，旧书架一个
zh|||CN|||[p:12500;CNY;一万二千五]，电动三轮车
zh|||CN|||[p:35000;CNY;三万五]一口价，钢琴
zh|||CN|||每斤[p:28;CNY;28块]，自家核桃
zh|||CN|||价格私聊，非诚勿扰，面议
zh|||CN|||日本代购，[p:12800;JPY;12800日元]，手表
zh|||CN|||[p:99;USD;$99]美国直邮，鱼油
zh|||CN|||[p:2000;CNY;2k]出一把椅子
zh|||CN|||手机号:一三捌 零零ll 六六七2 [h:phone;+8613800116672;;mixed]（打这个）
zh|||CN|||[h:phone;+8613729981124;一叁7-贰99捌-①一２４;mixed-scripts,sep-punct]，找老王
zh|||CN|||我的号码是 一三七 二九九八 三三二一[h:phone;+8613729983321;;hanzi-digits,sep-space]
zh|||CN|||微信：lan [h:wechat;lan-mei-2020;;split] mei 别加错
zh|||CN|||❤️徽❤️信❤️ [h:wechat;zhuge_liang9;zhuge_liang9;emoji-label]
zh|||CN|||vx【[h:wechat;tianlang5566;tianlang5566;]】qq【[h:qq;558817263;558817263;]】
zh|||CN|||TG：[h:telegram;heiyu_boss;@heiyu_boss;] 电报同号
zh|||CN|||tg://resolve?domain=[h:telegram;nanfang_huo;nanfang_huo;deep-link]
zh|||CN|||微博主页 [h:weibo;5623187741;weibo.com/u/5623187741;deep-link]
zh|||CN|||抖音 [h:douyin;haiwei.laozhang;haiwei.laozhang;]，粉丝群有福利
en|||US|||Price [p:2500;USD;two thousand five hundred dollars], cash only, no email
en|||US|||call [h:phone;+12125550147;(212) 555-0147;] ask for Joe
en|||US|||call [h:phone;+12125550147;two one two, five five five, oh one four seven;en-words]
en|||GB|||mail [h:email;tusk.trader@gmail.com;tusk dot trader at gmail dot com;email-words]
en|||GB|||email: [h:email;bigcat77@yahoo.co.uk;bigcat77 [at] yahoo [dot] co [dot] uk;email-words]
en|||GB|||site: [h:url;https://oud-house.com/shop;oud-house dot com slash shop;url-words]
en|||US|||WhatsApp me on my number [h:phone;+13125550186;312.555.0186;][h:whatsapp;+13125550186;;same-number]
en|||KE|||[h:phone;+254733120945;0733 120 945;], [h:whatsapp;+254733120945;;same-number] same on WhatsApp
en|||GB|||IBAN [i:iban;GB82WEST12345698765432;GB82 WEST 1234 5698 7654 32], transfer first
en|||GB|||The line was long, so I sent a telegram. [p:10;GBP;£10]
en|||GB|||signal box model railway, gauge 00, 4472 loco, [p:85;GBP;£85]
en|||GB|||Facebook marketplace price [p:15;GBP;£15], pick up after 18:00
en|||US|||Was $120, now [p:75;USD;$75], size 10.5, SKU 8847261130
en|||US|||[p:1200-1500;USD;$1200-1500] depending on size, elephant print rug
vi|||VN|||Gọi [h:phone;+84912345780;không chín một hai, ba bốn năm, bảy tám không;vi-words]
vi|||VN|||sdt [h:phone;+84977120988;0977.12.09.88;sep-punct] ([h:zalo;0977120988;;same-number] zalo cùng số)
vi|||VN|||zalo.me/[h:zalo;0868123475;0868123475;deep-link]
vi|||VN|||Giá [p:350000;VND;350k], freeship đơn từ 500k
ru|||RU|||почта [h:email;ivan.tayga@mail.ru;ivan.tayga собака mail точка ru;email-words]
ru|||RU|||тел [h:phone;+79161234509;восемь девятьсот шестнадцать сто двадцать три сорок пять ноль девять;ru-words]
ru|||RU|||цена [p:15000;RUB;15 т.р.], торг, Москва
ru|||RU|||Старая цена 3000, сейчас [p:2100;RUB;2100р]
th|||TH|||โทร [h:phone;+66812345679;081-234-5679;] คุณนก
th|||TH|||อีเมล [h:email;somchai99@gmail.com;somchai99@gmail.com;] [p:1500;THB;1500.-]
id|||ID|||email [h:email;budi.jaya@yahoo.com;budi.jaya(at)yahoo.com;email-words]
id|||ID|||[p:150000;IDR;150rb] saja, ukuran 40, stok 25
""".strip().split("\n")
