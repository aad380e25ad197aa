# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""From digits to a phone number in E.164, by the numbering plans; `phonenumbers` decides where the short tables can't."""

from __future__ import annotations

import re
from functools import lru_cache

HOME = {
    "zh": "CN",
    "vi": "VN",
    "ru": "RU",
    "th": "TH",
    "id": "ID",
    "ko": "KR",
    "ja": "JP",
    "km": "KH",
    "lo": "LA",
    "my": "MM",
    "ms": "MY",
    "uk": "UA",
    "kk": "KZ",
}
"""Country whose national numbers a text in that language means where nothing else is known."""

# Country: (calling code, national mobile numbers as written at home, digits to drop before the calling code).
_PLANS: dict[str, tuple[str, str, int]] = {
    "CN": ("86", r"1[3-9]\d{9}", 0), "VN": ("84", r"0[35789]\d{8}", 1), "RU": ("7", r"[78]9\d{9}", 1), "TH": ("66", r"0[689]\d{8}", 1),
    "ID": ("62", r"08[1-9]\d{7,10}", 1), "HK": ("852", r"[4-9]\d{7}", 0), "MO": ("853", r"6\d{7}", 0), "TW": ("886", r"09\d{8}", 1), "SG": ("65", r"[89]\d{7}", 0),
    "MY": ("60", r"01\d{8,9}", 1), "PH": ("63", r"09\d{9}", 1), "KH": ("855", r"0[1-9]\d{7,8}", 1), "LA": ("856", r"020\d{8}", 1), "MM": ("95", r"09\d{7,9}", 1),
    "KE": ("254", r"0[17]\d{8}", 1), "TZ": ("255", r"0[67]\d{8}", 1), "UG": ("256", r"07\d{8}", 1), "NG": ("234", r"0[789][01]\d{8}", 1), "ZA": ("27", r"0[678]\d{8}", 1),
    "GB": ("44", r"07\d{9}", 1), "US": ("1", r"[2-9]\d{2}[2-9]\d{6}", 0), "CA": ("1", r"[2-9]\d{2}[2-9]\d{6}", 0), "AE": ("971", r"05\d{8}", 1), "KZ": ("7", r"87\d{9}", 1),
    "UA": ("380", r"0[3-9]\d{8}", 1), "BY": ("375", r"80(?:25|29|33|44)\d{7}", 2), "KR": ("82", r"01[016-9]\d{7,8}", 1), "JP": ("81", r"0[789]0\d{8}", 1), "IN": ("91", r"[6-9]\d{9}", 0),
    "DE": ("49", r"01[567]\d{8,9}", 1), "FR": ("33", r"0[67]\d{8}", 1), "ES": ("34", r"[67]\d{8}", 0), "AU": ("61", r"04\d{8}", 1), "CM": ("237", r"6\d{8}", 0), "MZ": ("258", r"8\d{8}", 0),
    "ET": ("251", r"09\d{8}", 1), "CD": ("243", r"0[89]\d{8}", 1), "ZM": ("260", r"0[79]\d{8}", 1), "ZW": ("263", r"07\d{8}", 1), "MN": ("976", r"[89]\d{7}", 0),
}  # fmt: skip
_MOBILE = {country: re.compile(pattern) for country, (_, pattern, _) in _PLANS.items()}
_FIXED = {
    # Fixed lines of the countries that listings come from most, with the area code as dialled at home.
    "CN": re.compile(r"0(?:10|2\d)[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}|[48]00\d{7}"),
    "VN": re.compile(r"02\d{9}|1[89]00\d{4,6}"), "RU": re.compile(r"8[3-8]\d{9}"), "TH": re.compile(r"0[2-7]\d{7}"), "ID": re.compile(r"0[2-7]\d{7,9}"),
    "HK": re.compile(r"[23]\d{7}"), "MO": re.compile(r"28\d{6}"), "TW": re.compile(r"0[2-8]\d{7,8}"), "SG": re.compile(r"6\d{7}"), "GB": re.compile(r"0[12]\d{9}"),
    "KE": re.compile(r"020\d{7}"), "ZA": re.compile(r"0[1-5]\d{8}"),
}  # fmt: skip
# What stands after the calling code where no zero is written.
_AFTER_CODE = {
    "86": r"1[3-9]\d{9}|[2-9]\d{9}|10\d{8}", "84": r"[35789]\d{8}", "7": r"[3-9]\d{9}", "66": r"[689]\d{8}|[2-7]\d{7}", "62": r"8[1-9]\d{7,10}|[2-7]\d{7,9}", "852": r"[2-9]\d{7}",
    "853": r"[268]\d{7}", "886": r"9\d{8}|[2-8]\d{7,8}", "65": r"[3689]\d{7}", "60": r"1\d{8,9}|[3-9]\d{7,8}", "63": r"9\d{9}", "855": r"[1-9]\d{7,8}", "856": r"20\d{8}", "95": r"9\d{7,9}",
    "254": r"[17]\d{8}|20\d{7}", "255": r"[67]\d{8}", "256": r"7\d{8}", "234": r"[789][01]\d{8}", "27": r"[1-8]\d{8}", "44": r"7\d{9}|[12]\d{9}", "1": r"[2-9]\d{2}[2-9]\d{6}",
    "971": r"5\d{8}|[2-9]\d{7}", "380": r"[3-9]\d{8}", "375": r"(?:25|29|33|44)\d{7}", "82": r"1[016-9]\d{7,8}", "81": r"[789]0\d{8}", "91": r"[6-9]\d{9}", "49": r"1[567]\d{8,9}|[2-9]\d{6,10}",
    "33": r"[1-9]\d{8}", "34": r"[6-9]\d{8}", "61": r"[2-478]\d{8}", "237": r"[26]\d{8}", "258": r"8\d{8}", "251": r"9\d{8}", "243": r"[89]\d{8}", "260": r"[79]\d{8}", "263": r"7\d{8}", "976": r"[89]\d{7}",
}  # fmt: skip
_CODED = {code: re.compile(f"0?({pattern})") for code, pattern in _AFTER_CODE.items()}


def international(digits: str) -> str | None:
    """E.164 of digits that begin with a calling code (no plus sign, no 00); None where no plan has such a number."""
    for size in (1, 2, 3):
        plan = _CODED.get(digits[:size])
        if plan is not None:
            match = plan.fullmatch(digits, size)
            return f"+{digits[:size]}{match[1]}" if match else None
    return _by_library("+" + digits, None) if 8 <= len(digits) <= 15 and digits[0] != "0" else None


def national(digits: str, country: str | None, *, fixed: bool) -> str | None:
    """E.164 of digits as dialled in a country; None where it has no such number.

    fixed: fixed lines too (without a label they are too like other numbers).
    """
    if country is None:
        return None
    mobile = _MOBILE.get(country)
    if mobile is None:
        return _by_library(digits, country) if fixed else None
    code, _, drop = _PLANS[country]
    if mobile.fullmatch(digits):
        return f"+{code}{digits[drop:]}"
    if country == "RU" and len(digits) == 10 and digits[0] == "9":
        return f"+7{digits}"
    if country in {"US", "CA"} and len(digits) == 11 and digits[0] == "1" and mobile.fullmatch(digits, 1):
        return f"+{digits}"
    if fixed:
        plan = _FIXED.get(country)
        if plan is not None and plan.fullmatch(digits):
            return f"+{code}{digits[1:] if digits[0] == '0' or country == 'RU' else digits}"
        if len(digits) in {8, 9, 10} and drop == 1 and mobile.fullmatch("0" + digits):
            return f"+{code}{digits}"  # the zero left out
    return None


def as_dialled(e164: str) -> str:
    """A number as written at home, where its plan is known: Zalo and WeChat accounts are kept so."""
    for code, (calling, _, drop) in _PLANS.items():
        if e164.startswith("+" + calling):
            rest = e164[len(calling) + 1 :]
            return rest if drop == 0 else ("8" if code == "RU" else "0") + rest
    return e164.lstrip("+")


def loose(digits: str, country: str | None) -> str | None:
    """E.164 of digits that a text calls a phone number though no plan has it: the country's calling code before them."""
    if not 6 <= len(digits) <= 15:
        return None
    if country is None:
        return None
    if country not in _PLANS:
        return _by_library(digits, country)
    rest = digits.lstrip("0") or digits
    return f"+{_PLANS[country][0]}{rest}"[:16]


@lru_cache(maxsize=4096)
def _by_library(number: str, country: str | None) -> str | None:
    import phonenumbers  # its metadata costs a third of a second: only for countries that the tables lack

    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
