# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Numbers that name a thing, a firm or a consignment: with a right check digit, or with a label that says what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from operator import mul

from pipelines.reading.handles_text import MAX_FOUND, MAX_SPANS, Fields, Piece, folded_fields
from pipelines.reading.triggers import Triggered
from tidewaiter.model import Identifier

_HAS_DIGIT = re.compile(r"\d")
_NOT_BARE = re.compile("[^0-9A-Z]")
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {one: value for value, one in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS: list[int] = [pow(3, place, 31) for place in range(17)]
# Letters count from 10, leaving out the multiples of 11.
_CONTAINER_VALUES = {
    one: int(one, 36) + (int(one, 36) - 1) // 10 * (one > "9") for one in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
_CONTAINER_WEIGHTS: list[int] = [1 << place for place in range(10)]
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29,
    "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_GLUE = r"[\s\-.·•_/]"
_LABEL_END = r"(?:\s?(?:号码|编号|号|码|代码|no\.?|number|num|nr|code|id|is|是|为|#|№))?[\s:：=#(（\[【-]{0,4}"

# Each begins with what stands there, not with a look behind: `re` passes over all other places at once then.
_CONTAINER = re.compile(
    rf"[a-z](?<![a-z0-9].)(?:{_GLUE}?[a-z]){{2}}{_GLUE}?[ujz]{_GLUE}{{0,2}}\d(?:{_GLUE}?\d){{6}}(?![0-9a-z])"
)
_IMO = Triggered(rf"imo{_LABEL_END}(\d(?:[\s-]?\d){{6}})(?!\d)")
_MMSI = Triggered(rf"mmsi{_LABEL_END}([2-7](?:[\s-]?\d){{8}})(?!\d)")
_USCC = re.compile(rf"[159ayng](?<![a-z0-9].)[1-9](?:{_GLUE}?[0-9a-hj-npqrtuwxy]){{16}}(?![a-z0-9])")
_USCC_LABEL = re.compile(r"(?:信用代码|社会代码|统一代码|税号|纳税人识别号|uscc|营业执照|注册号|tax id)[^,，。;；\n]{0,12}$")
_ID_CARD = re.compile(r"(?:身份证|证件号|id card)[^,，。;；\n]{0,8}$")
_HS = Triggered(
    r"(?:h(?<![a-z].)\.?s\.?(?![a-z])(?:\s?(?:编码|代码|海关编码|code|codes|no\.?|number|heading|号))?|海关编码|税则号列?|税则|商品编码|商编|тн\s?вэд|код тн вэд|mã hs|kode hs|พิกัด(?:ศุลกากร)?)"
    r"(?:\s?(?:号|码|is|是|为|:|：))?[\s:：=#(（]{0,3}"
    r"(?P<list>\d{4}(?:[.\s-]?\d{2}){0,3}(?!\d)(?:(?:\s?[/、,，;&和]\s?|\s(?:and|или|и)\s)\d{4}(?:\.\d{2}){1,3}(?!\d)){0,8})"
)
_HS_ONE = re.compile(r"\d{4}(?:[.\s-]?\d{2}){0,3}(?!\d)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][\s·.-]?[a-hj-np-z][\s·.•-]{{0,2}}(?:[a-hj-np-z0-9]{{5,6}}|[a-hj-np-z0-9]{{4}}[港澳学警领挂])(?![a-z0-9])"
)
_PLATE_LABEL = re.compile(
    r"(?:车牌|牌照|牌号|车号|挂牌|车子|货车|车辆|号牌|套牌|plate|[车牌挂开坐]|牌[:：]|号[:：])[^,，。;；\n]{0,4}$"
)
_MAY_BE_SENT = re.compile(r"[a-z]\s?\d{3}\s?\d{3}\s?\d{2}\s?\d|1z[0-9a-z]{16}")
"""What no number of a parcel does without that is known by its form, cheaply."""
_S10 = re.compile(r"[a-z](?<![a-z0-9].)[a-z]\s?\d{3}\s?\d{3}\s?\d{2}\s?\d\s?[a-z]{2}(?![a-z0-9])")
_CARRIER = re.compile(
    r"(?:sf\s?\d{12,13}|yt\s?\d{13,15}|jt\s?\d{13}|jd[a-z]{0,3}\s?\d{10,13}|zto?\s?\d{12,13}|lp\s?\d{14}|sto\s?\d{12,13}|dpk\s?\d{12}|kye\s?\d{11,13}|1z[0-9a-z]{16}|jvgl?\d{10,16}|"
    + "|".join(
        rf"{carrier}\s?\d{{9,14}}[a-z]{{0,2}}"
        for carrier in ["spxvn", "spxid", "spxth", "ghn", "ghtk", "vtp", "jnt", "jp", "jx", "tlkm", "flash", "th"]
    )
    + ")(?![a-z0-9])"
)
_IN_A_WORD = re.compile("[a-z0-9]$")
_SENT = (
    r"运单号?|快递|物流|包裹|邮件号|顺丰|圆通|中通|韵达|申通|极兔|京东|德邦|邮政|ems|dhl|fedex|ups|usps|tnt|cdek|сдэк|tracking|track(?:ing)? ?(?:no|number|code)?|waybill|awb|parcel|трек(?:-?номер|-?код)?|"
    r"накладн\w*|mã vận đơn|vận đơn|เลขพัสดุ|พัสดุ|เลขแทร็ก|no\.? ?resi|resi"
)
_TRACKING_LABEL = re.compile(rf"(?:单号(?<!订单号)(?<!提单号)|{_SENT})[^,，。;；\n\d]{{0,10}}$")
_LABELLED_SENT = Triggered(rf"单号|{_SENT}")
"""What no number of a parcel does without that is known by its label, cheaply."""
_TRACKING_NUMBER = re.compile(
    r"[a-z0-9](?<![a-z0-9.].)(?:(?<=\d)|(?<=[a-z])[a-z]{0,3}\d)[\d\s]{8,22}\d(?:[a-z]{2})?(?![a-z0-9])"
)
_CARD = re.compile(r"[2-6](?<![a-z0-9].)\d{3}(?:[\s.\-·]?\d){9,15}(?![a-z0-9])")
_CARD_LABEL = re.compile(
    r"(?:卡号|银行卡|储蓄卡|信用卡|收款|打款|汇款|转账|转帐|打到|转到|付到|汇到|提现|账号|帐号|账户|户名|开户|农行|工行|建行|中行|招行|邮储|银行|card|visa|mastercard|карт\w*|перевод\w*|сбер\w*|stk|số tài khoản|tài khoản|rekening|norek|บัญชี|บัตร)"
    r"[^,，。;；\n]{0,14}$"
)
_NO_CARD = re.compile(
    r"(?:订单|单号|运单|批号|序列|编号|流水|订单号|order|serial|tracking|batch|заказ|mã đơn|pesanan|หมายเลขคำสั่ง|身份证|imei)[^,，。;；\n]{0,8}$"
)
_IBAN = re.compile(r"[a-z](?<![a-z0-9].)[a-z]\d{2}(?:[\s-]?[a-z0-9]){11,30}")
_ALIPAY = Triggered(
    r"(?:支付宝|支付bao|zhifubao|zfb|alipay)(?:账号|帐号|账户|号码|号|id|收款|转账|转到|付款|转|付|打到|打)?[\s:：=是为(（]{0,4}"
    r"(?P<value>[a-z0-9._+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+|1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|2088\d{12}(?!\d))"
)
_UPI = Triggered(
    r"(?<![a-z0-9.@_-])[a-z0-9][a-z0-9._-]{1,60}@(?:upi|paytm|ybl|ibl|axl|apl|yapl|rapl|okaxis|oksbi|okhdfcbank|okicici|okbizaxis|sbi|icici|hdfcbank|axisbank|kotak|airtel|jio|postbank|ptyes|ptaxis|pthdfc|ptsbi|freecharge|"
    r"barodampay|cnrb|pnb|idbi|indus|federal|waaxis|wahdfcbank|wasbi|waicici|fam|slc|timecosmos|yesbank|unionbank|mahb|idfcbank|rbl|dbs|hsbc|citi)(?![a-z0-9.])"
)
_CITES = Triggered(
    r"cites[^\w]{0,3}(?:(?:export|import|re-export|进口|出口|再出口|允许进出口)?\s?(?:permit|certificate|许可证明?书?|证明书|证书|许可|разрешение|giấy phép|izin))?(?:\s?(?:no\.?|number|号码|编号|号|№|#))?[\s:：#]{0,3}"
    r"(?P<value>(?=[a-z0-9/\-]{0,24}\d{3})[a-z0-9][a-z0-9/\-]{5,24})(?![a-z0-9])"
)


def read_identifiers(fields: Fields | Piece, *, country: str | None = None, language: str | None = None) -> list[Identifier]:
    """Identifiers in order, one each kind and value. `country` and `language` change nothing yet: the labels are read in all languages."""
    del country, language
    piece = fields if isinstance(fields, Piece) else Piece.of(folded_fields(fields))
    text = piece.text
    if not _HAS_DIGIT.search(text) and "@" not in text:
        return []
    found: list[tuple[int, int, str, str]] = []
    taken = bytearray(len(text))
    for reader in _READERS:
        for start, end, kind, value in islice(reader(text), MAX_FOUND):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, kind, value))
    found.sort()
    seen: dict[tuple[str, str], Identifier] = {}
    for start, end, kind, value in found:
        spans = piece.spans(start, end)
        known = seen.get((kind, value))
        if known is not None:
            seen[kind, value] = Identifier(kind, value, known.raw, (known.spans + spans)[:MAX_SPANS])
        else:
            seen[kind, value] = Identifier(kind, value, spans[0].raw if spans else "", spans)
    return list(seen.values())


def _bare(text: str) -> str:
    return _NOT_BARE.sub("", text.upper())


def container_valid(number: str) -> bool:
    """Whether four capital letters and seven digits have the check digit of ISO 6346."""
    total: int = sum(map(mul, map(_CONTAINER_VALUES.__getitem__, number), _CONTAINER_WEIGHTS))
    return total % 11 % 10 == int(number[10])


def imo_valid(number: str) -> bool:
    """Whether seven digits have the check digit of an IMO ship number."""
    return sum(int(one) * weight for one, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(number[6])


def uscc_valid(number: str) -> bool:
    """Whether 18 characters have the check character of a unified social credit code (GB 32100)."""
    if len(number) != 18 or not _USCC_VALUES.keys() >= set(number):
        return False
    total = sum(map(mul, map(_USCC_VALUES.__getitem__, number), _USCC_WEIGHTS))
    return _USCC_ALPHABET[-total % 31] == number[17]


def s10_valid(number: str) -> bool:
    """Whether a postal tracking number (two letters, nine digits, two letters) has the check digit of UPU S10."""
    total = sum(int(one) * weight for one, weight in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    return {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11) == int(number[10])


_DOUBLED = str.maketrans("0123456789", "0246813579")
"""Twice a digit, the digits of the product added up."""


def luhn_valid(digits: str) -> bool:
    """Whether the last digit checks the rest as on bank cards."""
    odd, even = digits[::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(map(int, even.translate(_DOUBLED)))) % 10 == 0


def iban_valid(number: str) -> bool:
    """Whether an IBAN has its country's length and the remainder 1 (ISO 13616)."""
    if _IBAN_LENGTHS.get(number[:2]) != len(number):
        return False
    return int("".join(str(int(one, 36)) for one in number[4:] + number[:4])) % 97 == 1


def _ups_valid(number: str) -> bool:
    total = 0
    for place, one in enumerate(number[2:17]):
        value = int(one) if one.isdigit() else (ord(one) - 63) % 10
        total += value * (1 + place % 2)
    return number[17].isdigit() and -total % 10 == int(number[17])


def _national_id(number: str) -> bool:
    """Whether 18 digits are a Chinese citizen's number, which is of no interest here."""
    if not re.fullmatch(r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", number):
        return False
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(one) * weight for one, weight in zip(number, weights, strict=False)) % 11] == number[17]


_Found = Iterator[tuple[int, int, str, str]]


def _containers(text: str) -> _Found:
    for match in _CONTAINER.finditer(text):
        number = _bare(match[0])
        if container_valid(number):
            yield *match.span(), "container", number


def _ships(text: str) -> _Found:
    for match in _IMO.finditer(text):
        number = _bare(match[1])
        if imo_valid(number):
            yield *match.span(1), "imo", number
    for match in _MMSI.finditer(text):
        yield *match.span(1), "mmsi", _bare(match[1])


def _firms(text: str) -> _Found:
    for match in _USCC.finditer(text):
        number = _bare(match[0])
        before = text[max(0, match.start() - 20) : match.start()]
        if not uscc_valid(number) or _ID_CARD.search(before):
            continue
        if _USCC_LABEL.search(before) or (
            not _national_id(number) and not _NO_CARD.search(before) and not _CARD_LABEL.search(before)
        ):
            yield *match.span(), "uscc", number


def _tariff(text: str) -> _Found:
    for match in _HS.finditer(text):
        base = match.start("list")
        for one in _HS_ONE.finditer(match["list"]):
            digits = _bare(one[0])
            if len(digits) in {4, 6, 8, 10} and 1 <= int(digits[:2]) <= 97:
                yield base + one.start(), base + one.end(), "hs", digits


def _plates(text: str) -> _Found:
    for match in _PLATE.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        tail = re.sub(r"[\s·.•-]", "", match[0])[2:]
        # Without a label, only where no Chinese word runs into it and there are digits enough.
        alone = not re.search("[\u3400-\u9fff]$", before) and sum(one.isdigit() for one in tail) >= 3
        if _PLATE_LABEL.search(before) or alone:
            yield *match.span(), "plate", re.sub(r"[\s·.•-]", "", match[0]).upper()


def _parcels(text: str) -> _Found:
    if _MAY_BE_SENT.search(text):
        for match in _S10.finditer(text):
            number = _bare(match[0])
            if s10_valid(number):
                yield *match.span(), "tracking", number
        for match in _CARRIER.finditer(text):
            number = _bare(match[0])
            inside = _IN_A_WORD.search(text, max(0, match.start() - 1), match.start())
            if not inside and (not number.startswith("1Z") or _ups_valid(number)):
                yield *match.span(), "tracking", number
    for match in _TRACKING_NUMBER.finditer(text) if _LABELLED_SENT.search(text) else ():
        number = _bare(match[0])
        before = text[max(0, match.start() - 24) : match.start()]
        if re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number):
            continue  # its check digit was wrong
        if (
            10 <= len(number) <= 22
            and _TRACKING_LABEL.search(before)
            and not re.search(r"电话|客服|инн|огрн|тел|tel|phone|热线", before)
        ):
            yield match.start(), match.start() + len(match[0].rstrip()), "tracking", number


def _cards(text: str) -> _Found:
    for match in _CARD.finditer(text):
        number = _bare(match[0])
        before = text[max(0, match.start() - 28) : match.start()]
        if not 13 <= len(number) <= 19 or not luhn_valid(number) or _NO_CARD.search(before):
            continue
        if _CARD_LABEL.search(before) or (number.startswith("62") and len(number) in {16, 19}):
            yield *match.span(), "bank_card", number


def _accounts(text: str) -> _Found:
    for match in _IBAN.finditer(text):
        number = _bare(match[0])
        length = _IBAN_LENGTHS.get(number[:2], 0)
        if length and len(number) >= length and iban_valid(number[:length]):
            seen = 0
            for at in range(match.start(), match.end()):
                seen += text[at].isalnum()
                if seen == length:
                    yield match.start(), at + 1, "iban", number[:length]
                    break
    for match in _ALIPAY.finditer(text):
        value = match["value"]
        yield *match.span("value"), "alipay", value if "@" in value else re.sub(r"\D", "", value)
    for match in _UPI.finditer(text):
        yield *match.span(), "upi", match[0]


def _permits(text: str) -> _Found:
    for match in _CITES.finditer(text):
        yield *match.span("value"), "cites_permit", match["value"].upper()


_READERS: tuple[Callable[[str], _Found], ...] = (
    _containers,
    _ships,
    _firms,
    _parcels,
    _cards,
    _accounts,
    _tariff,
    _plates,
    _permits,
)
