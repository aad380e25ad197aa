"""Amounts and prices in short texts of a page (a price element, a machine value), in the ways the world writes them.

Prices inside running descriptions are `pipelines/reading/prices.py`'s business.
"""

from __future__ import annotations

import re
import unicodedata

from tidewaiter.model import Price

_CODES = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ARS",
        "AUD",
        "AZN",
        "BAM",
        "BDT",
        "BGN",
        "BHD",
        "BND",
        "BOB",
        "BRL",
        "BYN",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CZK",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ETB",
        "EUR",
        "FJD",
        "GBP",
        "GEL",
        "GHS",
        "GTQ",
        "HKD",
        "HNL",
        "HRK",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KRW",
        "KWD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LTL",
        "LVL",
        "LYD",
        "MAD",
        "MDL",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MUR",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RUR",
        "SAR",
        "SEK",
        "SGD",
        "SYP",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VES",
        "VND",
        "XAF",
        "XOF",
        "YER",
        "ZAR",
        "ZMW",
        "ZWL",
    ]
)
_SYMBOLS: dict[str, str | None] = {
    "us$": "USD", "usd$": "USD", "u$s": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "au$": "AUD", "c$": "CAD",
    "ca$": "CAD", "cad$": "CAD", "s$": "SGD",
    "nz$": "NZD", "r$": "BRL", "mx$": "MXN", "cl$": "CLP", "$": None, "€": "EUR", "£": "GBP", "₽": "RUB",
    "₹": "INR", "₫": "VND", "₩": "KRW", "฿": "THB", "₱": "PHP",
    "₪": "ILS", "₴": "UAH", "₸": "KZT", "₺": "TRY", "₦": "NGN", "₼": "AZN", "₾": "GEL", "৳": "BDT", "¥": None,
    "￥": None, "kč": "CZK", "zł": "PLN", "zl": "PLN", "ft": "HUF",
    "lei": "RON", "лв": "BGN", "лв.": "BGN", "kr": None, "kr.": None, "руб": "RUB", "руб.": "RUB", "р.": "RUB",
    "rub": "RUB", "рублей": "RUB", "рубля": "RUB", "рубль": "RUB", "грн": "UAH", "грн.": "UAH", "тг": "KZT", "тенге": "KZT",
    "元": None, "块": "CNY", "人民币": "CNY", "rmb": "CNY", "円": "JPY", "원": "KRW", "đ": "VND", "₫.": "VND",
    "vnđ": "VND", "บาท": "THB", "rp": "IDR", "rp.": "IDR", "rm": "MYR",
    "rs": None, "rs.": None, "s/": "PEN", "s/.": "PEN", "chf": "CHF", "fr.": "CHF", "tl": "TRY", "ر.س": "SAR",
    "ريال": "SAR", "sr": "SAR", "ج.م": "EGP", "جنيه": "EGP",
    "le": "EGP", "د.إ": "AED", "درهم": "AED", "د.ك": "KWD", "د.ب": "BHD", "ر.ع": "OMR", "ر.ق": "QAR", "dh": "MAD",
    "ден": "MKD", "din": "RSD", "港币": "HKD", "港元": "HKD", "台币": "TWD",
    "新台幣": "TWD", "euro": "EUR", "eur": "EUR", "pln": "PLN", "kn": "HRK", "gs": "PYG", "₲": "PYG", "₡": "CRC",
    "n$": "NAD", "ksh": "KES", "kč.": "CZK", "p.": "RUB", "₽.": "RUB",
    ",-": None, "美元": "USD", "美金": "USD", "欧元": "EUR", "dollar": None, "sek": "SEK", "nok": "NOK", "dkk": "DKK",
}  # fmt: skip
"""Symbols and words, lower case; None where several currencies share them (`resolve` looks at country and language)."""

_SHARED: dict[str, dict[str, str]] = {
    "$": {"us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD", "mx": "MXN", "cl": "CLP", "ar": "ARS", "co": "COP",
        "hk": "HKD", "tw": "TWD", "sg": "SGD", "uy": "UYU"},
    "元": {"tw": "TWD", "hk": "HKD", "mo": "MOP", "hant": "TWD"},
    "¥": {"cn": "CNY", "jp": "JPY", "zh": "CNY", "ja": "JPY"},
    "￥": {"cn": "CNY", "jp": "JPY", "zh": "CNY", "ja": "JPY"},
    "kr": {"se": "SEK", "no": "NOK", "dk": "DKK", "is": "ISK", "sv": "SEK", "nb": "NOK", "nn": "NOK", "da": "DKK"},
    "rs": {"in": "INR", "pk": "PKR", "lk": "LKR", "np": "NPR", "mu": "MUR", "hi": "INR", "ur": "PKR"},
}  # fmt: skip
_DEFAULT = {"元": "CNY", "$": "USD", "¥": "CNY", "￥": "CNY", "rs": "INR"}
_OF_COUNTRY = {
    "us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD", "mx": "MXN", "cl": "CLP", "ar": "ARS", "co": "COP",
    "pe": "PEN", "br": "BRL", "uk": "GBP", "gb": "GBP", "ru": "RUB", "cn": "CNY", "jp": "JPY",
    "kr": "KRW", "vn": "VND", "th": "THB", "id": "IDR", "my": "MYR", "ph": "PHP", "sg": "SGD", "hk": "HKD",
    "tw": "TWD", "in": "INR", "pk": "PKR", "pl": "PLN", "cz": "CZK", "hu": "HUF", "ro": "RON",
    "bg": "BGN", "se": "SEK", "no": "NOK", "dk": "DKK", "ch": "CHF", "tr": "TRY", "ua": "UAH", "kz": "KZT",
    "by": "BYN", "sa": "SAR", "ae": "AED", "eg": "EGP", "ma": "MAD", "za": "ZAR", "ke": "KES",
    "ng": "NGN", "de": "EUR", "fr": "EUR", "es": "EUR", "it": "EUR", "nl": "EUR", "be": "EUR", "at": "EUR",
    "pt": "EUR", "fi": "EUR", "ie": "EUR", "gr": "EUR", "sk": "EUR", "si": "EUR", "lv": "EUR",
    "lt": "EUR", "ee": "EUR", "lu": "EUR", "hr": "EUR", "is": "ISK", "il": "ILS", "eu": "EUR", "mo": "MOP",
}  # fmt: skip
_NO_DECIMALS = frozenset(["VND", "IDR", "KRW", "JPY", "CLP", "COP", "PYG", "ISK", "HUF", "UGX", "LAK", "MMK", "XOF", "XAF"])
_THREE_DECIMALS = frozenset(["KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"])

_AMOUNT = r"\d{1,3}(?:[ .,'’\u00a0\u2009\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?(?!\d)"
_FIND = re.compile(rf"(?<![\w.,])(?:{_AMOUNT})|(?<=[^\W\d_])(?:{_AMOUNT})|{_AMOUNT}")
_AFTER = re.compile(
    r"(?P<dash>[.,](?:-|–|—)+)?[ \u00a0]{0,3}(?P<times>万|萬|亿|億|千|tr(?![a-zà-ỹ])|triệu|tỷ|nghìn|ngàn"
    r"|k(?![a-zà-ỹ])|juta|ribu|rb|млн"
    r"|тыс\.?|jt|만)?[ \u00a0]{0,2}",
    re.I,
)
_REST = re.compile(r"(\d{1,3})(?![\w.,%])")
"""What stands right behind a multiple are its decimals: 3tr6, 2万5."""
_SMALL_CODES = frozenset({"usd", "gbp", "cny", "hkd", "vnd", "thb", "aud", "Usd", "Eur", "inr", "sar", "aed"})
"""Codes that are also written small; most others are words then (kgs, top, all)."""
_LONGEST = max(map(len, _SYMBOLS))
_TIMES = {
    "万": 1e4, "萬": 1e4, "만": 1e4, "亿": 1e8, "億": 1e8, "千": 1e3, "tr": 1e6, "triệu": 1e6, "tỷ": 1e9,
    "nghìn": 1e3, "ngàn": 1e3, "k": 1e3, "juta": 1e6,
    "jt": 1e6, "ribu": 1e3, "rb": 1e3,
    "млн": 1e6, "тыс": 1e3, "тыс.": 1e3,
}  # fmt: skip
_TELLING = {"triệu": "VND", "tỷ": "VND", "nghìn": "VND", "ngàn": "VND", "juta": "IDR", "ribu": "IDR"}
"""Words for a multiple that are those of one country: no currency need stand beside them."""
_TELLING_THERE = {"tr": ("VND", ("vn", "vi")), "k": ("VND", ("vn", "vi")), "jt": ("IDR", ("id",)), "rb": ("IDR", ("id",))}
"""The same where the page is that country's."""
_FOLD = {
    ord(char): str(digit) for base in (0x660, 0x6F0, 0x966, 0xE50, 0xFF10) for digit in range(10) for char in chr(base + digit)
}
_FOLD |= {0x066B: ".", 0x066C: ",", 0xFF0C: ",", 0xFF0E: ".", 0x00A0: " ", 0x202F: " ", 0x2009: " "}


def read_amount(text: str, *, currency: str | None = None, machine: bool = False) -> float | None:
    """The number that a text writes, None where it holds none or several. `machine`: a lone point is a decimal point."""
    text = text.translate(_FOLD).strip()
    if machine and re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?", text):
        if currency in _NO_DECIMALS and re.fullmatch(r"\d{1,3}\.\d{3}", text):
            return float(text.replace(".", ""))
        return round(float(text), 4)  # 206.99999999999997 is what a price looks like after somebody's arithmetic
    found = re.findall(_AMOUNT, text)
    return _number(found[0], currency) if len(found) == 1 else None


def _number(raw: str, currency: str | None) -> float | None:
    digits = re.sub(r"[ '’\u00a0\u2009\u202f]", "", raw)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rfind(".") > digits.rfind(",") else ","
        digits = digits.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif points + commas > 1:
        digits = digits.replace(".", "").replace(",", "")
    elif points + commas == 1:
        head, tail = re.split(r"[.,]", digits)
        thousands = len(tail) == 3 and head != "0" and currency not in _THREE_DECIMALS
        digits = head + tail if thousands else f"{head}.{tail}"
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if 0 <= value < 1e13 else None


def read_prices(text: str, *, hint: str | None = None) -> list[Price]:
    """The prices in a short text, in order: an amount beside a currency.

    hint: currency, country or language that decides what a shared sign ($, ¥, kr) stands for.
    """
    text = unicodedata.normalize("NFC", text[:2_000]).translate(_FOLD)
    prices = []
    taken = 0
    for match in _FIND.finditer(text):
        start, end = match.span()
        before = _sign_before(text, start, taken)
        after = _AFTER.match(text, end)
        following = _sign_after(text, after.end() if after else end)
        sign = before or following or (",-" if after and after["dash"] else None)
        told = _told_by_multiple(after["times"] if after else None, hint)
        if sign is None and told is None:
            continue
        currency = currency_of(sign, hint) if sign is not None else told
        value = _number(match.group(), currency)
        if value is None:
            continue
        last = (after.end() if after else end) + (len(following) if following else 0)
        taken = last
        times = _TIMES.get((after["times"] or "").lower(), 1.0) if after else 1.0
        if after and after["times"] and (rest := _REST.match(text, after.end("times"))):
            value += float(f"0.{rest[1]}")
            taken = last = max(last, rest.end())
        raw = text[start - (len(before) if before else 0) : last].strip()
        prices.append(Price(amount=round(value * times, 4), currency=currency, raw=raw))
    return prices


def _told_by_multiple(times: str | None, hint: str | None) -> str | None:
    """The currency that a word for a multiple tells where none stands: 1,5 triệu, 580k on a Vietnamese page."""
    word = (times or "").lower()
    if word in _TELLING:
        return _TELLING[word]
    currency, places = _TELLING_THERE.get(word, (None, ()))
    return currency if (hint or "").lower() in (*places, currency or "") and currency else None


def _sign_before(text: str, end: int, since: int) -> str | None:
    """The currency that ends where an amount begins (spaces and a colon between), None where there is none."""
    tail = text[max(since, end - 12) : end].rstrip(" \u00a0:")
    for size in range(min(_LONGEST, len(tail)), 0, -1):
        sign = tail[-size:]
        if _is_sign(sign) and not (sign[0].isalpha() and sign[0] < "\u0530" and tail[-size - 1 : -size].isalpha()):
            return sign
    return None


def _sign_after(text: str, start: int) -> str | None:
    head = text[start : start + 12]
    for size in range(min(_LONGEST, len(head)), 0, -1):
        sign = head[:size]
        if _is_sign(sign) and not (sign[-1].isalpha() and sign[-1] < "\u0530" and head[size : size + 1].isalpha()):
            return sign
    return None


def _is_sign(text: str) -> bool:
    return text.lower() in _SYMBOLS or text in _CODES or text in _SMALL_CODES


def currency_of(sign: str, hint: str | None = None) -> str | None:
    """ISO 4217 of a sign or word; for shared ones `hint` (a currency, country or language) decides."""
    sign = sign.strip()
    upper = sign.upper()
    if upper in _CODES:
        return {"RUR": "RUB"}.get(upper, upper)
    key = sign.lower()
    if key not in _SYMBOLS:
        return None
    if (code := _SYMBOLS[key]) is not None:
        return code
    key = key.rstrip(".")
    if hint and hint.upper() in _CODES:
        return hint.upper()
    shared = _SHARED.get(key, _OF_COUNTRY if key == ",-" else {})
    return shared.get((hint or "").lower(), _DEFAULT.get(key))


_BARE = re.compile(rf"^\W{{0,2}}(?P<amount>{_AMOUNT})(?:[.,]-)?(?P<rest>\D{{0,12}})$")
_NO_AMOUNT = re.compile(r"%|折|×|\b(?:x|kg|g|km?|cm|mm|m|pcs?|шт|с[мм]|мм|года?|лет|days?|h)\b|年|月|日|[个個件]月|楼|樓", re.I)


def bare_price(text: str, *, hint: str | None = None) -> Price | None:
    """What stands behind a price's label without a currency: `6 750`, 67包邮; its currency is that of the place."""
    match = _BARE.match(text.translate(_FOLD).strip()) if len(text) <= 40 else None
    if match is None or _NO_AMOUNT.search(match["rest"]):
        return None
    currency = hint.upper() if hint and hint.upper() in _CODES else country_currency(hint)
    amount = _number(match["amount"], currency)
    return Price(amount, currency, raw=text.strip()) if amount else None


_COUNTRY_OF = {
    "zh": "cn", "hans": "cn", "ja": "jp", "ko": "kr", "vi": "vn", "th": "th", "id": "id", "ms": "my", "ru": "ru", "uk": "ua",
    "kk": "kz", "pl": "pl", "cs": "cz", "hu": "hu", "ro": "ro", "bg": "bg", "sv": "se", "nb": "no", "nn": "no", "no": "no",
    "da": "dk", "tr": "tr", "he": "il", "hi": "in", "ca": "es", "el": "gr", "et": "ee", "sl": "si", "sk": "sk",
}  # fmt: skip
"""Countries of languages that are mostly one country's; others (ar, es, en, fr, pt) name no currency alone."""
_ANOTHERS = frozenset({"ar", "be", "my", "sa", "mo", "ch"})
"""Codes of languages that are those of other countries."""
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "jp"), (re.compile(r"[\uac00-\ud7af]"), "kr"), (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u4e00-\u9fff]"), "cn"), (re.compile(r"[іїєґ]", re.I), "ua"), (re.compile(r"[а-яё]", re.I), "ru"),
    (re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I), "vn"),
)  # fmt: skip


def place_of(language: str | None, text: str) -> str | None:
    """What a page's language (BCP 47), else the script of a text, says of where its prices are asked: a country mostly."""
    if language:
        main, _, region = language.lower().partition("-")
        region = region.rsplit("-", 1)[-1]
        if region and region not in ("hans", "latn", "cyrl"):
            return region
        return _COUNTRY_OF.get(main, main) if main not in _ANOTHERS else None
    return next((country for script, country in _SCRIPTS if script.search(text)), None)


def country_currency(country: str | None) -> str | None:
    """The currency of a country (ISO 3166-1 alpha-2, or a country's top-level domain)."""
    return _OF_COUNTRY.get((country or "").lower())
