# ruff: noqa: SIM905
"""Second round: other sentences, other names of platforms, other disguises; written after the first was learnt from."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.pipelines.reading.blind.first import EN, R, cut, some, table, words

JA = "zero ichi ni san yon go roku nana hachi kyu".split()
KO = list("공일이삼사오육칠팔구")
ZHUYIN = "ㄌㄧㄥ ㄧ ㄦ ㄙㄢ ㄙ ㄨ ㄌㄧㄡ ㄑㄧ ㄅㄚ ㄐㄧㄡ".split()
HOMO2 = ["玲", "妖", "二", "三", "四", "吴", "刘", "妻", "扒", "舅"]
RU_LAT = "nol odin dva tri chetyre pyat shest sem vosem devyat".split()

DIGITS: dict[str, tuple[str, Callable[[R, str], str]]] = {
    "bengali": ("", table("০১২৩৪৫৬৭৮৯")),
    "myanmar": ("", table("၀၁၂၃၄၅၆၇၈၉")),
    "rlo": ("", lambda r, d: "\u202e" + d[::-1] + "\u202c"),
    "keypad-spaced": ("", lambda r, d: " ".join(c + "\ufe0f\u20e3" for c in d)),
    "monospace": ("", table("𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿")),
    "curly": ("", lambda r, d: "".join("{" + c + "}" for c in d)),
    "angle": ("", lambda r, d: "".join(f"《{x}》" for x in cut(d))),
    "slash-each": ("", lambda r, d: "/".join(d)),
    "double-space": ("", lambda r, d: "  ".join(cut(d))),
    "fire-each": ("", lambda r, d: "🔥".join(d)),
    "hash": ("", lambda r, d: "#".join(cut(d))),
    "caret": ("", lambda r, d: "^".join(cut(d))),
    "underscore-each": ("", lambda r, d: "_".join(d)),
    "cjk-dot": ("", lambda r, d: "。".join(cut(d))),
    "middle-star": ("", lambda r, d: "★".join(cut(d))),
    "word-then": ("en", lambda r, d: " then ".join(cut(d))),
    "word-gang": ("zh hant", lambda r, d: "杠".join(cut(d))),
    "word-space": ("zh", lambda r, d: "空格".join(cut(d))),
    "zh-en-mixed": ("zh", lambda r, d: " ".join(EN[int(c)] if r.random() < 0.4 else "零一二三四五六七八九"[int(c)] for c in d)),
    "pinyin-figures": ("zh", lambda r, d: some(r, d, lambda c: "ling yi er san si wu liu qi ba jiu".split()[int(c)], 0.5)),
    "homophone-2": ("zh", lambda r, d: "".join(HOMO2[int(c)] for c in d)),
    "korean": ("", lambda r, d: "".join(KO[int(c)] for c in d)),
    "zhuyin": ("hant", words(ZHUYIN)),
    "repeat-words": ("zh", lambda r, d: d[:3] + "-" + d[3:7] + "-" + d[7:]),
    "first-last": ("zh", lambda r, d: f"{d[:3]}开头，{d[3:]}结尾"),
    "head-mid-tail": ("zh", lambda r, d: f"头三位{d[:3]} 尾四位{d[7:]} 中间{d[3:7]}"),
    "swap-halves": ("zh", lambda r, d: f"后面是{d[5:]}，前面是{d[:5]}"),
    "starts-ends-en": ("en", lambda r, d: f"starts with {d[:5]} and ends with {d[5:]}"),
    "parts-vi": ("vi", lambda r, d: f"đầu {d[:4]} đuôi {d[4:]}"),
    "parts-ru": ("ru", lambda r, d: f"начало {d[:5]} конец {d[5:]}"),
    "parts-id": ("id", lambda r, d: f"depan {d[:4]} belakang {d[4:]}"),
    "x-is": ("zh", lambda r, d: d.replace(d[4], "x") + f"，x等于{d[4]}"),
    "question-is": ("zh", lambda r, d: d.replace(d[-2], "?") + f"（?是{d[-2]}）"),
    "drop-emoji": ("zh", lambda r, d: f"{d[:4]}😀{d[4:8]}😀{d[8:]}（去掉表情）"),
    "en-remove": ("en", lambda r, d: f"{d[:4]}X{d[4:7]}X{d[7:]} (remove the X)"),
    "reverse-3": ("zh hant", lambda r, d: d[::-1] + "(倒寫)"),
    "reverse-4": ("zh", lambda r, d: "号码反着来：" + d[::-1]),
    "reverse-id": ("id", lambda r, d: d[::-1] + " (dibaca terbalik)"),
    "reverse-th": ("th", lambda r, d: d[::-1] + " (อ่านจากหลัง)"),
    "leet-b": ("", lambda r, d: d.translate(str.maketrans("08", "OB"))),
    "leet-q": ("zh en", lambda r, d: d.translate(str.maketrans("019", "olq"))),
    "formal-mix": ("zh", lambda r, d: some(r, d, lambda c: "零壹贰叁肆伍陆柒捌玖"[int(c)], 0.6)),
    "combining-ring": ("", lambda r, d: "".join(c + "\u030a" for c in d)),
    "variation": ("", lambda r, d: "".join(c + "\ufe0e" for c in d)),
    "hair-space": ("", lambda r, d: "\u200a".join(d)),
    "nbsp-groups": ("", lambda r, d: "\u00a0".join(cut(d))),
    "tab": ("", lambda r, d: "\t".join(cut(d))),
    "ideographic-space": ("", lambda r, d: "　".join(cut(d))),
    "music": ("", lambda r, d: "♪".join(cut(d))),
    "plus-country": ("vi", lambda r, d: "+84 " + d[1:4] + " " + d[4:]),
    "plus-country-ru": ("ru", lambda r, d: f"+7 ({d[1:4]}) {d[4:7]}-{d[7:9]}-{d[9:]}"),
    "plus-country-id": ("id", lambda r, d: "+62" + d[1:]),
    "en-double": ("en", lambda r, d: " ".join("oh" if c == "0" else EN[int(c)] for c in d)),
    "han-comma": ("zh", lambda r, d: "，".join("零一二三四五六七八九"[int(c)] for c in d)),
}
SUPER = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
NAMES: dict[str, tuple[str, Callable[[R, str], str]]] = {
    "double-struck": ("", lambda r, a: "".join(chr(0x1D552 + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "sans-bold": ("", lambda r, a: "".join(chr(0x1D5EE + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "sans-italic": ("", lambda r, a: "".join(chr(0x1D622 + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "squared": ("", lambda r, a: "".join(chr(0x1F130 + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "negative-circled": ("", lambda r, a: "".join(chr(0x1F150 + ord(c) - 97) if c.isascii() and c.islower() else c for c in a)),
    "superscript": ("", lambda r, a: "".join(SUPER.get(c, c) for c in a)),
    "hyphened": ("zh", lambda r, a: "-".join(a)),
    "slashed": ("zh", lambda r, a: "/".join(a)),
    "fullwidth-under": ("", lambda r, a: a.replace("_", "＿")),
    "cyr-mixed": ("zh en", lambda r, a: a.translate(str.maketrans("aoec", "аоес"))),
    "accents": ("zh en", lambda r, a: a.replace("a", "á").replace("i", "í")),
    "circled-digits": ("", lambda r, a: a.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨"))),
    "formal-digits": ("zh", lambda r, a: a.translate(str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖"))),
    "rlo": ("", lambda r, a: "\u202e" + a[::-1] + "\u202c"),
    "reverse": ("zh", lambda r, a: a[::-1] + "（倒过来读）"),
    "curly": ("", lambda r, a: "{" + a + "}"),
    "double-quotes": ("", lambda r, a: f'"{a}"'),
    "corner": ("zh hant", lambda r, a: f"『{a}』"),
    "arrow": ("", lambda r, a: f"👉{a}👈"),
    "remove-space": ("zh", lambda r, a: " ".join(a) + "（去掉空格）"),
    "split-front": ("zh", lambda r, a: f"前半{a[:4]}后半{a[4:]}"),
    "split-letters": ("zh", lambda r, a: f"字母{a.rstrip('0123456789')}加数字{a[len(a.rstrip('0123456789')) :]}"),
    "bars": ("", lambda r, a: a.replace("_", " _ ")),
    "strike-long": ("", lambda r, a: "".join(c + "\u0338" for c in a)),
    "wide-upper": ("", lambda r, a: "".join(chr(ord(c.upper()) + 0xFEE0) for c in a)),
}

LABELS: dict[str, list[tuple[str, list[str]]]] = {
    "zh": [
        (
            "wechat",
            [
                "徽❤ ",
                "v型：",
                "V 心：",
                "信微：",
                "㣲信 ",
                "薇 芯：",
                "ＶＸ→",
                "某信：",
                "w❤：",
                "威❤号 ",
                "微✉：",
                "VㄨX：",
                "vvx：",
                "加溦：",
                "wēi xìn：",
                "薇-❤ ",
                "绿泡泡号：",
                "围信 ",
                "V+",
                "扫薇：",
                "we chat：",
            ],
        ),
        (
            "phone",
            [
                "手🐔：",
                "电☎：",
                "打给我 ",
                "联系号码 ",
                "手机📱",
                "diàn huà ",
                "电*话：",
                "来电话 ",
                "☏ ",
                "老板手机 ",
                "有事打：",
                "通话 ",
            ],
        ),
        ("qq", ["Q我：", "🐧🐧 ", "抠 抠：", "QQ小号 ", "企 鹅：", "㊙扣：", "腾讯QQ："]),
        ("telegram", ["电抱：", "Telegrаm：", "TELE→@", "飞机✈：", "t.g：", "小飛機：", "电报ID：", "纸飞机账号 "]),
        ("xiaohongshu", ["小红🍠：", "红薯ID：", "xiao hong shu：", "小紅薯 "]),
        ("douyin", ["抖👄：", "dou音：", "抖*音 ", "D Y："]),
        ("kuaishou", ["快 手：", "K手：", "kuai手："]),
        ("weibo", ["微.博：", "围 脖 ", "大眼仔："]),
        ("whatsapp", ["What'sApp ", "WhatsApp📲", "whats  app:", "瓦萨："]),
        ("line", ["Line号：", "l.i.n.e：", "赖："]),
        ("instagram", ["INS→", "IG号："]),
        ("facebook", ["Face book：", "脸 书："]),
        ("x", ["推 特@", "蓝鸟号："]),
        ("signal", ["signal→"]),
        ("tiktok", ["tik-tok："]),
    ],
    "hant": [
        ("line", ["賴 ", "ＬＩＮＥ：", "加LINE "]),
        ("wechat", ["薇訊：", "威信："]),
        ("phone", ["手機請撥 ", "電洽："]),
        ("telegram", ["TG→@", "電報號："]),
    ],
    "en": [
        ("phone", ["dial ", "ph: ", "call/text ", "tel. ", "phone # ", "give me a ring on "]),
        ("whatsapp", ["what's app: ", "whatsap ", "WA. ", "whtsapp - ", "WhatsApp or call "]),
        ("telegram", ["telegrm @", "T E L E G R A M: ", "Tg ID: ", "telegram handle "]),
        ("signal", ["SIGNAL - ", "message me on Signal "]),
        ("instagram", ["insta handle: ", "I.G. @", "IG DM "]),
        ("facebook", ["F.B: ", "find me on Facebook: "]),
        ("wechat", ["Wechat ID - ", "w.e.c.h.a.t: "]),
        ("skype", ["Sky pe: ", "Skype name "]),
        ("tiktok", ["tiktok user "]),
    ],
    "vi": [
        ("phone", ["LH em ", "alo em ", "Sđt/Zalo ".replace("/Zalo", ""), "số mình "]),
        ("zalo", ["za-lo ", "zalo em ", "zalô: "]),
        ("telegram", ["têlê: "]),
    ],
    "ru": [
        ("phone", ["телефончик ", "по тел ", "мой номер ", "набирайте "]),
        ("whatsapp", ["в ватсап ", "Wh atsApp ", "вотс апп "]),
        ("telegram", ["тлг: ", "пиши в тг ", "телеграм-аккаунт "]),
        ("viber", ["вайб: "]),
    ],
    "th": [("phone", ["โทรมา ", "เบอร์ติดต่อ "]), ("line", ["ทักไลน์ ", "ID Line: ", "ไลน์ ไอดี "])],
    "id": [("phone", ["no hp ", "telpon "]), ("whatsapp", ["W4 ", "WhatsApp aja ", "wa.: "]), ("telegram", ["tele gram: "])],
}

T = Callable[[random.Random], str]
TRAPS: dict[str, list[T]] = {
    "zh": [
        lambda r: f"淘宝订单{r.randrange(10**18, 10**19)}",
        lambda r: f"铭牌编号 {r.randrange(10**10, 10**11)}",
        lambda r: f"ISBN：978750{r.randrange(1000000, 9999999)}",
        lambda r: f"车架号LSV{r.randrange(10**13, 10**14)}",
        lambda r: f"海拔{r.randrange(1000, 5000)}米",
        lambda r: f"里程{r.randrange(20000, 90000)}公里",
        lambda r: f"{r.randrange(2010, 2024)}年{r.randrange(1, 12)}月出厂",
        lambda r: f"客服热线138****{r.randrange(1000, 9999)}",
        lambda r: f"考生号{r.randrange(10**13, 10**14)}",
        lambda r: "微信支付立减5元",
        lambda r: f"房号{r.randrange(1, 9)}-{r.randrange(101, 2804)}",
        lambda r: f"经纬度{r.randrange(20, 40)}°{r.randrange(10, 59)}′N",
        lambda r: f"净含量{r.randrange(100, 900)}g*{r.randrange(2, 12)}",
        lambda r: f"IMEI {r.randrange(10**14, 10**15)}",
        lambda r: f"比分{r.randrange(9)}:{r.randrange(9)}",
        lambda r: f"会员卡{r.randrange(10**11, 10**12)}",
    ],
    "hant": [lambda r: f"貨號 {r.randrange(10**8, 10**9)}", lambda r: f"發票{r.randrange(10**7, 10**8)}"],
    "en": [
        lambda r: f"VIN WDB{r.randrange(10**13, 10**14)}",
        lambda r: f"PO #{r.randrange(10**9, 10**10)}",
        lambda r: f"UPC {r.randrange(10**11, 10**12)}",
        lambda r: f"built {r.randrange(1950, 2015)}, {r.randrange(10, 99)},{r.randrange(100, 999)} miles",
        lambda r: f"catalogue no {r.randrange(10**6, 10**7)}",
    ],
    "vi": [lambda r: f"số khung {r.randrange(10**9, 10**10)}", lambda r: f"năm SX {r.randrange(2010, 2020)}"],
    "ru": [
        lambda r: f"пробег {r.randrange(20, 99)} {r.randrange(100, 999)} км",
        lambda r: f"паспорт {r.randrange(1000, 9999)} {r.randrange(100000, 999999)}",
    ],
    "th": [lambda r: f"หมายเลขเครื่อง {r.randrange(10**8, 10**9)}"],
    "id": [lambda r: f"no rangka {r.randrange(10**9, 10**10)}"],
}

CARRIERS: dict[str, list[str]] = {
    "zh": [
        "祖上传下来的[w:犀牛角;rhino-horn;name]小杯一只，诚心收的{c}，不还价",
        "有[w:象牙;elephant-ivory;name]边角料，按克走，{c}",
        "新货[w:穿山甲;pangolin;name]已到，现场看，{c}，晚上联系",
        "急转！健身卡一张，[p:580;CNY;580元]，{c}",
        "[w:虎牙;tiger;name]吊坠，[p:5200;CNY;5200元]，{c}",
        "[w:红珊瑚;coral;name]耳钉一对，[p:1300;CNY;¥1300]，喜欢的老板{c}",
        "越南[w:沉香;agarwood;name]手串，[p:2.6e3;CNY;2.6k]，{c}，支持鉴定",
        "大量[w:香烟;cigarettes;name]现货，[p:95;CNY;95块]一条起拿，{c}",
        "[w:熊胆;bear-bile;name]整颗，[p:3600;CNY;三千六]，{c}",
        "找船！老地方拉货，{c}",
        "闺女长大了，钢琴低价处理，[p:9800;CNY;9800元]，{c}",
        "评论区不方便，{c}，备注来意",
        "置顶：{c}，假一罚十",
        "{c}，以上为本人唯一联系方式",
        "双开门冰箱，[p:1500;CNY;1500元]，{n}，自提",
        "求职：会计五年经验，{n}",
        "山地车，{n}，[p:900;CNY;900元]",
        "租房一室一厅，[p:2600;CNY;2600元]，{n}",
        "剧本杀道具，{n}，{n}，看图",
        "红酒六支，{n}，[p:399;CNY;399元]",
        "快手空气炸锅，{n}，[p:168;CNY;168元]",
    ],
    "hant": ["出清[w:沉香;agarwood;name]一塊，{c}", "二手單車，[p:2800;TWD;2800台幣]，{c}", "咖啡機，{n}，自取"],
    "en": [
        "Got [w:ivory;elephant-ivory;name] carvings from grandpa, {c}, discreet",
        "Pair of sofas, [p:120;GBP;£120], {c}, must go this week",
        "[w:Pangolin;pangolin;name] scales wanted and sold, {c}",
        "Laptop for parts, {n}, [p:60;GBP;£60]",
        "Old camera, {n}, no calls please",
        "DM first, then {c}",
    ],
    "vi": ["Có [w:ngà voi;elephant-ivory;name] mới về, {c}", "Bán tủ lạnh [p:1500000;VND;1tr5], {c}", "Xe tay ga, {n}"],
    "ru": ["[w:Сигареты;cigarettes;name] оптом, {c}", "Велосипед, [p:7000;RUB;7000 руб.], {c}", "Машина, {n}"],
    "th": ["ขายโต๊ะไม้ [p:900;THB;900 บาท] {c}", "[w:งาช้าง;elephant-ivory;name] ของเก่า {c}", "จักรยาน {n}"],
    "id": ["Jual sofa, [p:500000;IDR;500rb], {c}", "[w:Gaharu;agarwood;name] kualitas bagus, {c}", "Sepeda, {n}"],
}

WRITTEN: list[str] = """
zh|||CN|||微信就是手机号：[h:phone;+8613612349087;13612349087;]，[h:wechat;13612349087;;same-number]随时加
zh|||CN|||QQ[h:qq;635589012;635589012;]，邮箱就是QQ号@qq.com[h:email;635589012@qq.com;;derived]
zh|||CN|||谷歌邮箱 [h:email;linhai.trade@gmail.com;linhai.trade@谷歌邮箱.com;provider-word]
zh|||CN|||邮箱：[h:email;tieguanyin@163.com;tieguanyin 小老鼠 163 点 com;email-words]
zh|||CN|||伊妹儿：[h:email;xiaobei_7@foxmail.com;xiaobei_7ⓐfoxmail·com;circled-at]
zh|||CN|||主页 [h:url;https://shanhuo888.taobao.com;shanhuo888。taobao。com;cjk-dots]
zh|||CN|||[h:telegram;nanyang_hao;t点me斜杠nanyang_hao;url-words] 进群
zh|||CN|||[h:whatsapp;+85298761234;wa点me/85298761234;url-words]
zh|||CN|||号码每位之间有空格：[h:phone;+8615877316420;1 5 8 7 7 3 1 6 4 2 0;spaced]，打不通发短信
zh|||CN|||wx: [h:wechat;gaoshan-liushui8;gao shan-liu shui 8（去空格）;spaces]
zh|||CN|||地址栏写：[h:phone;+8613912345098;Tel:139 1234 5098;]，张先生收
zh|||CN|||以前那个号13911112222不用了，现在换成[h:phone;+8613833334444;13833334444;]
zh|||CN|||别人冒充我的微信abc_fake99，认准[h:wechat;real_boss01;微信real_boss01;]
zh|||CN|||支付宝到账后发货，不留联系方式
zh|||CN|||尾号8877的顾客请取快递
zh|||CN|||转账到 [i:bank_card;6228480402564890018;6228480402564890018]（农行）
zh|||CN|||顺丰 [i:tracking;SF1325478690125;SF1325478690125] 已签收
zh|||CN|||[i:plate;闽D3F662;闽D·3F662] 白色货车
zh|||CN|||手串配饰，[p:88-128;CNY;88-128元]，随机发
zh|||CN|||原价999，双十一[p:799;CNY;799]
zh|||CN|||[p:3500;CNY;三千五百块]，旧手机
zh|||CN|||十万火急，千万别错过，万一有货呢
en|||US|||Reach [h:email;mike.tusk@outlook.com;mike.tusk AT outlook DOT com;email-words] anytime
en|||GB|||gmail: [h:email;oudking@gmail.com;oudking(a)gmail.com;email-words]
en|||KE|||[h:phone;+254712345678;+254 (0)712 345 678;] or [h:telegram;savanna_gold;telegram.me/savanna_gold;]
en|||GB|||The tiger print rug is £45, I mean [p:45;GBP;£45], dimensions 200x140
en|||US|||Model 555-0123 amplifier, serial 2125550147, [p:99;USD;$99]
ru|||RU|||Звоните [h:phone;+79031112233;восемь девятьсот три один один один два два три три;ru-words]
vi|||VN|||Zalo [h:zalo;0905123456;không chín không năm một hai ba bốn năm sáu;vi-words]
th|||TH|||โทร [h:phone;+66812223344;ศูนย์แปดหนึ่งสองสองสองสามสามสี่สี่;th-words]
id|||ID|||wa [h:whatsapp;+6281234567890;nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol;id-words]
""".strip().split("\n")
