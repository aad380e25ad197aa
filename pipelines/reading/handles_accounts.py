# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Account names and the numbers that stand for them, beside the name of a platform."""

from __future__ import annotations

import re
import unicodedata

from pipelines.reading.handles_numerals import SIGNS, spelled_digits
from pipelines.reading.handles_text import word_set

_HAN_DIGITS = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖两幺洞拐勾"
_ASCII = re.compile(r"[a-z0-9_.\-]+")
_TOKEN = re.compile(r"[a-z0-9_.\-\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff]+")
_CYRILLIC_TWINS = str.maketrans("авекмнорстухіїјѕһԁԛԝьп", "abekmhopctyxiijshdqwbn")
_SINGLE = re.compile(r"[a-z0-9_](?P<sep>[ \-.·*/,~]|\s?[^\w\s]\s?)[a-z0-9_](?:(?P=sep)[a-z0-9_]){2,38}(?![a-z0-9_])")
_SIGN_WORD = re.compile(
    r"\s?[(\[{<（【]?\s?(?:(?P<under>언더스코어|언더바|밑줄|アンダーバー|アンダースコア|アンダーライン|下線|gạch nối dưới|underskor|下划线|下横线|底杠|下杠|底线|下划|下短横|底横|下横|地杠|under_score|underscore|under score|нижнее подч[её]ркивание|подч[её]ркивание|нижнее подч[её]рк|подч[её]рк|нижний пробел|gạch chân|dấu gạch dưới|gạch dưới|garis bawah|ขีดล่าง)"
    r"|(?P<dash>减号|横杠|中划线|连字符|短横|杠|hyphen|dash|minus|дефис|тире|gạch ngang|gạch nối|strip|ขีดกลาง|ขีด|하이픈|대시|ハイフン)|(?P<dot>点|小数点|dot|точка|chấm|titik|จุด|점|닷|ドット))\s?[)\]}>）】]?\s?(?=[a-z0-9])"
)
_MEANT = re.compile(
    r"(?:中间|中間|连接符|那个|那里|之间|between|middle|посередине|между|ở giữa|giữa|ตรงกลาง|tengahnya|tengah)[^\w\n]{0,2}(?:那个|的|是|为|用|个|里|есть|is an?|is|are|это|là dấu|là|คือ|adalah|\s){0,4}"
    r"(?:(?P<under>下划线|下横线|底杠|下杠|底线|underscore|нижнее подч[её]ркивание|подч[её]ркивание|gạch dưới|garis bawah|ขีดล่าง)|(?P<dash>减号|横杠|短横|横线|中划线|连字符|杠|dash|hyphen|minus|дефис|тире|минус|gạch ngang|strip|ขีดกลาง)|(?P<dot>点|小数点|dot|точка|dấu chấm|chấm|titik|จุด))"
)
"""What the sign or the blank inside a name is said to be, behind it: "mu—shi88（中间是减号）"."""
_MEANT_SIGN = re.compile(r"(?:[ ]|[^\w\s,.，。;；/|()（）:：\x1e\x1d@]){1,3}(?=[a-z0-9_])")
_THEN = re.compile(
    rf"[,，\s]{{0,2}}(?:(?:后面|后边|末尾|最后|尾巴|结尾|后缀)[再还]?(?:加上?|跟上?|接上?|跟着|补上?|是|有)?(?:个|数字|字母)?|(?:加上?|再加|跟上|接上)?[(（]?数字[)）]?)[:：\s]{{0,2}}([a-z0-9_]{{1,12}}|[{_HAN_DIGITS}]{{2,8}})(?![a-z0-9_@.])"
    rf"|(?<=[a-z]) ([{_HAN_DIGITS}]{{3,8}})(?=\s*(?:$|[^\w\s]))"
    r"|,? (?:followed by|and then|plus the number|ending (?:in|with)|затем|а потом|в конце|rồi thêm|sau đó thêm|theo sau là|ต่อด้วย|ตามด้วย|diikuti|lalu angka|ditambah angka)[: ]{1,2}(?=[0-9_])([0-9_]{1,8})(?![a-z0-9])"
)
"""What a name goes on with: "laoyu 后面跟上 九五二七"."""
_MEANT_NEAR = 40
_NUMBERED = re.compile(
    r"(?: [^\W\d_\u0e00-\u0e7f]{2,8}| [\u0e00-\u0e7f]{2,8}){1,4}(?=\s*(?:$|[^\w\s\u0e00-\u0e7f]| [\u0e00-\u0e7f]|\x1e))"
)
_AT_WORD = re.compile(r"(?:艾特|爱特|埃特|圈a|a圈|собака|собачка|сабака|แอท)\s?(?=[a-z0-9_])|at\s(?=[a-z]*[0-9_])")
_FILLER = re.compile(r"[^\w\s,.，。;；/|()（）\[\]【】「」、!！?？:：=\"'<>《》&+@\x1e\x1d]{1,3}(?=[a-z0-9_])")
_WITH_SPACES = re.compile(r"[a-z0-9_](?: {0,2}[a-z0-9_.\-]){3,50}")
_SPACED_SIGN = re.compile(r"\s{0,2}([_])\s{0,2}(?=[a-z0-9])")
_SPACE = re.compile(r" +(?=[a-z0-9_])")
_NO_SPACES = re.compile(
    r"没有空格|不要空格|不带空格|无空格|無空格|连写|去掉空格|去空格|没空格|no spaces?|without (?:the )?spaces?|remove (?:the )?spaces?|без пробел|bỏ dấu cách|không dấu cách|tanpa spasi|ไม่เว้น"
)
_HAN_RUN = re.compile(f"[{_HAN_DIGITS}]+")
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[a-z]")

DOTTED = frozenset({"instagram", "facebook", "skype", "tiktok", "douyin", "weibo"})
"""Where a dot in a name is common, so that a name with one is no ordinary word."""
LENGTHS = {"wechat": (5, 20), "telegram": (4, 32), "line": (3, 30), "kakaotalk": (3, 30), "zalo": (4, 32), "signal": (3, 40), "skype": (5, 40), "weibo": (3, 30), "xiaohongshu": (3, 30),
           "douyin": (3, 30), "kuaishou": (3, 30), "instagram": (3, 30), "facebook": (4, 50), "x": (3, 16), "vk": (3, 32), "tiktok": (3, 30)}  # fmt: skip
"""Fewest and most characters of an account name."""

COMMON = word_set(
    "the and for you your our are was has have with only just also not here there this that from more please contact message text call chat channel group groups page pages link bot video videos photo photos picture number numbers phone mobile available online offline support service sales shop store account accounts username user name profile search find add join follow send payment accepted pay paypal welcome serious buyers buyer seller price prices ship shipping worldwide delivery order orders info information details anytime today now night day week messenger telegram whatsapp wechat weixin line viber signal skype facebook instagram twitter tiktok zalo email mail or on at in to my me is it id us we of by via dm pm inbox app apps web stickers story stories reel live official verified premium business scan code same business icon logo case cover pro max mini plus iphone samsung huawei xiaomi oppo vivo android saya kami anda yang untuk dan atau hanya bisa ada ready stok chat hubungi nomor aja admin sudah belum grup order minat serius kirim without with space spaces underscore dash dot names called under letters digits capital lowercase because since when where which whose toi minh shop em anh chi ban mua hang gia ship lien he nhan tin inbox nhe"
)
"""Words that follow a platform's name in ordinary sentences: no accounts unless an @ or a colon says so."""


def account_at(text: str, start: int, label_starts: frozenset[int]) -> tuple[str, int] | None:
    """(name, end) of the account name that begins at `start` (folded), its disguise taken off; None where there is none.

    label_starts: where names of platforms begin; a name doesn't reach into the next one.
    """
    place = start
    if worded := _AT_WORD.match(text, place):
        place = worded.end()
    while text[place : place + 1] == "@" and place < start + 3:
        place += 1
    if place > start and text[place : place + 1] == " ":
        place += 1
    if text.startswith("live:", place) and (live := _ASCII.match(text, place + 5)):
        return "live:" + live[0].rstrip(".-"), place + 5 + len(live[0].rstrip(".-"))
    spelled = _WITH_SPACES.match(text, place)
    if spelled and " " in spelled[0] and _NO_SPACES.search(text, spelled.end(), spelled.end() + 12):
        return spelled[0].replace(" ", ""), spelled.end()
    single = _SINGLE.match(text, place)
    if single and (single["sep"] != "." or len(single[0]) > 12) and not re.fullmatch(r"[\d\W]+", single[0]):
        name = re.sub(r"[^a-z0-9_]", "", single[0])
        rest = _THEN.match(text, single.end())
        return (name, single.end()) if rest is None else (name + _as_digits(rest), rest.end())
    name, end = _token(text, place)
    meant = _MEANT.search(text, end, end + _MEANT_NEAR) if name else None
    worded = None
    if not name and not _HAN_RUN.match(text, place):
        return None
    while end < len(text) and len(name) < 40:
        if end in label_starts and end > place:
            break
        if name and (sign := _SIGN_WORD.match(text, end)) and (sign["under"] or _more(text, sign.end(), label_starts)):
            name += "_" if sign["under"] else "-" if sign["dash"] else "."
            worded = sign
            end = sign.end()
        elif meant and meant.start() > end and (filler := _MEANT_SIGN.match(text, end, meant.start())) and name.isalnum():
            name += "_" if meant["under"] else "-" if meant["dash"] else "."
            end = filler.end()
        elif name and (spaced := _SPACED_SIGN.match(text, end)):
            name += "_"
            end = spaced.end()
        elif name and (filler := _FILLER.match(text, end)) and _more(text, filler.end(), label_starts):
            end = filler.end()
        elif name and (spaced_out := _SPACE.match(text, end)) and _NO_SPACES.search(text, end, end + 48):
            end = spaced_out.end()
        elif (han := _HAN_RUN.match(text, end)) and _belongs(text, name, han):
            name += "".join(SIGNS[one] for one in han[0])
            end = han.end()
        elif worded and (numbered := _NUMBERED.match(text, end)) and (digits := spelled_digits(numbered[0])):
            name += digits  # "kamlai ขีดล่าง nga เก้า"
            end = numbered.end()
        else:
            break
        more, end = _token(text, end)
        name += more
    if name and (rest := _THEN.match(text, end)) and rest.end() not in label_starts:
        name += _as_digits(rest)
        end = rest.end()
    stripped = name.rstrip(".-")
    end -= len(name) - len(stripped) if text[end - 1 : end] in ".-" else 0
    stripped = stripped.lstrip(".-")
    return (stripped, end) if stripped else None


def _as_digits(rest: re.Match[str]) -> str:
    return "".join(SIGNS.get(one, one) for one in rest[rest.lastindex or 1])


def _token(text: str, place: int) -> tuple[str, int]:
    match = _ASCII.match(text, place)
    wide = _TOKEN.match(text, place)
    if wide is None:
        return "", place
    if match is not None and match.end() == wide.end():
        return match[0], match.end()
    plain = (
        "".join(one for one in unicodedata.normalize("NFD", wide[0]) if not unicodedata.combining(one))
        .replace("đ", "d")
        .translate(_CYRILLIC_TWINS)
    )
    if plain.isascii() and len(plain) == len(wide[0]) and re.search(r"[0-9_]", plain) and len(plain) > 4:
        return plain, wide.end()
    return (match[0], match.end()) if match else ("", place)


def _more(text: str, place: int, label_starts: frozenset[int]) -> bool:
    return place not in label_starts


def _belongs(text: str, name: str, han: re.Match[str]) -> bool:
    """Whether Chinese numerals inside or after a name are digits of it, not the next words."""
    after = text[han.end() : han.end() + 1]
    inside = bool(name) and bool(re.match("[a-z0-9_]", after))
    if bool(name) and len(han[0]) == 1 and not re.match(r"[\w\s]", after):
        return True  # "yutangx九，"
    return inside or (len(han[0]) >= 2 and not _HAN.match(after or " ") and (bool(name) or bool(re.match("[a-z_]", after))))


def plausible(kind: str, name: str, *, marked: bool, weak: bool, chinese: bool) -> float:
    """Confidence that a name beside the name of a platform is an account there; 0: it is not.

    marked: an @, a colon or a word like "ID" stands between; weak: the platform's name is also an ordinary word;
    chinese: the words around are Chinese (a Latin word there is no ordinary word).
    """
    low, high = LENGTHS.get(kind, (3, 40))
    if re.search(r"\d{2}[x*]{2,}\d{2}", name):
        return 0.0  # a masked number
    if not low <= len(name) <= high or not _LETTER.search(name):
        return 0.0
    if kind == "telegram" and not re.fullmatch(r"[a-z][a-z0-9_]+", name):
        return 0.0
    if kind == "wechat" and not (name[0].isalpha() or name[0] == "_"):
        return 0.0 if len(name) < 6 else 0.5
    if "." in name and (kind in {"wechat", "x", "vk", "telegram"} or re.search(r"\.(?:com|cn|net|org|me|ru|vn)$", name)):
        return 0.0
    coded = re.search(r"[0-9_]", name) is not None or (kind in DOTTED and re.search(r"[a-z]{2}\.[a-z]", name) is not None)
    if re.fullmatch(
        r"\d+(?:[.,]\d+)?(?:k|w|kg|g|ml|cm|mm|km|pcs|m|tr|jt|rb|gb|mah|usd|rmb|yuan|x|pm|am|h|s|th|st|nd|rd)", name
    ):
        return 0.0
    if name in COMMON and not (marked and coded):
        return 0.0
    if weak:
        return 0.9 if coded and (marked or len(name) >= 5) else 0.8 if marked and len(name) >= 5 else 0.0
    if coded:
        return 0.98
    if marked:
        return 0.95
    if len(name) < 5:
        return 0.0
    return 0.9 if chinese and len(name) >= 6 else 0.6 if len(name) >= 7 else 0.0
