"""From bytes to text: what the page declares is believed only as far as the bytes allow it.

Tried in the order in which they are cheap and sure: a byte order mark; strict UTF-8 (no other encoding passes for it by
chance); what header or meta declares; for undeclared or wrongly declared pages GB 18030, Big5, Shift_JIS, EUC-KR and
Windows-1251, the one whose decoded characters look most like text.
"""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-:]{2,30})""", re.I)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-:]{2,30})""", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874", "utf8": "utf-8", "utf-8": "utf-8", "unicode": "utf-8",
}  # fmt: skip
"""Labels and the superset that browsers read under them (WHATWG Encoding Standard), by Python's names."""

_SAMPLE = 60_000
"""Bytes on which an encoding is guessed: enough to see running text, cheap for a page of megabytes."""

_COMMON_HAN = frozenset(
    "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无"
    "開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等"
    "价格元联系电话微信卖购买商品出售图片发布价購賣價聯繫電話"
)
_EVERYDAY: dict[str, tuple[float, frozenset[str]]] = {
    "cp949": (
        2.5,
        frozenset(
            "이다는을의에가고하지기한사로도스리어해인정자시대전일보수나서요아니구제상부동원과판매금은를있들그것합입세게라만주용품장안문"
        ),
    ),
    "cp932": (1.0, frozenset(map(chr, range(0x3041, 0x30FB)))),
    "cp1251": (0.8, frozenset("оеаинтсрвлкмдпуя")),
    "cp874": (0.7, frozenset(map(chr, range(0x0E01, 0x0E4F)))),
    "cp1258": (0.3, frozenset("àáâãèéêìíòóôùúýăđơưĂĐƠƯ")),
}
"""Characters that most of a text in an encoding's language is made of, and how much one of them proves."""


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page and the name of the encoding that it turned out to be in. Never raises."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # A page cut off in the middle of a character, or with a few broken bytes, is UTF-8 all the same.
        if error.start >= len(body) - 4:
            return body.decode("utf-8", "ignore"), "utf-8"
    declared = _declared(body, content_type)
    for name in declared:
        if name != "utf-8" and _plausible(body, name):
            return body.decode(name, "replace"), name
    name = _guess(body, declared)
    return body.decode(name, "replace"), name


def _declared(body: bytes, content_type: str) -> list[str]:
    found = [match.group(1) for match in [_HEADER.search(content_type)] if match]
    found += [match.group(1).decode("ascii") for match in _META.finditer(body[:4096])]
    names: list[str] = []
    for label in found:
        label = label.lower()
        try:
            name = codecs.lookup(_WIDER.get(label, label)).name
        except LookupError:
            continue
        if name not in names and not name.startswith(
            ("base64", "hex", "zlib", "bz2", "rot", "quopri", "uu", "punycode", "idna")
        ):
            names.append(name)
    return names


def _plausible(body: bytes, name: str) -> bool:
    text = body[:_SAMPLE].decode(name, "replace")
    odd = text.count("�") + sum(text.count(char) for char in ("\x00", "\x81", "\x8d"))
    if odd > 2 + len(text) // 2000:
        return False
    # Nearly any bytes pass for a one-byte encoding: runs of accented letters are another encoding read wrongly.
    return not (name.startswith(("cp125", "iso8859")) and _mojibake(text))


def _mojibake(text: str) -> bool:
    high = sum(1 for char in text if "\x80" <= char <= "\xff")
    runs = sum(len(run) for run in re.findall(r"[\x80-\xff]{4,}", text))
    return high > 20 and runs > high * 0.5


def _guess(body: bytes, declared: list[str]) -> str:
    sample = body[:_SAMPLE]
    valid = len(sample.decode("utf-8", "ignore").encode()) / max(len(sample), 1)
    scores = {"utf-8": _fitness(sample, "utf-8") if valid > 0.97 else -1.0}
    for name in ("gb18030", "big5hkscs", "cp932", "cp949", "cp1251", "cp1258", "cp874"):
        scores[name] = _fitness(sample, name)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0.05:
        return best
    return next((name for name in declared if name != "utf-8"), "utf-8" if valid > 0.99 else "cp1252")


def _fitness(sample: bytes, name: str) -> float:
    """Share of the characters beyond ASCII that are everyday ones of the language, less those that can't be text."""
    text = sample.decode(name, "replace")
    high = [char for char in text if char > "\x7f"]
    if not high:
        return 0.0
    broken = sum(1 for char in high if char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff")
    weight, everyday = _EVERYDAY.get(name, (3.0, _COMMON_HAN))
    return (weight * sum(1 for char in high if char in everyday) - 4.0 * broken) / len(high)
