"""Whether a number in a text is a price, and which: by its sign, its multiplier, the words and units beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.reading.prices_cues import ASIDE, Cues, Role
from pipelines.reading.prices_currency import HUNDREDTHS, Currencies
from pipelines.reading.prices_models import names_a_model
from pipelines.reading.prices_numbers import Number
from pipelines.reading.prices_units import is_per, is_quantity, unit_after, unit_before

_GOES_ON = re.compile(r"[ \-_*#^·.—–]\d{2}")
"""More digits after a sign: a phone or card number in groups."""
_HAS_UNIT = re.compile(".[百千万]|[百千万].")
_AROUND = re.compile("[，。；;!！？?\n|、…～ ()（）【】]|, |\\. |$")
_NOT_MONEY_AFTER = re.compile(
    r"\s?(?:公里|千米|km|粉|人|次|像素|毫安|mah|转|屏|分辨率|视频|hdr|电视|金(?!额)|gold|纯金|yellow|white|solid|快充|充电|瓦|灯|功率|"
    r"播放|阅读|点赞|步|册|字|views|followers|likes|monitor|tv|video|uhd|resolution|run|race|people|population|words|miles|км|просмотров|подписчик|lượt|người|like|吨位|级)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[., ]\d{3})+")
_AFTER_A_WORD = re.compile(r"[^\W\d_]{2} ?$")
_COUNTING = frozenset(
    "零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖半横杠格点接减尾头段补第号共约近超满达高长宽重厚深型编码数款期届楼房层批版代座排每各至到于在过前后了是有为用加含内外比级度需破占限班车路道岁龄年月日时分秒点位名人次倍折季章节册集径围距速率温压功频段码段洞号区栋室院舱线轮阶组"
)
"""Characters before a number that it counts, or that it is the number of: 第600, 高180, 航班1380."""
_COUNTING_WORDS = frozenset(
    [
        "波音",
        "空客",
        "奔驰",
        "宝马",
        "奥迪",
        "标致",
        "马自达"[-2:],
        "国道",
        "股票",
        "基金",
        "电话",
        "手机",
        "微信",
        "尾数",
        "型号",
        "编号",
        "尺码",
        "口令",
        "密码",
        "邮编",
        "货号",
        "房间",
        "像素",
        "毫安",
        "目标",
        "粉丝",
        "库存",
        "销量",
        "总计",
    ]
)
_HANDED_OVER = ("出", "转", "卖", "一饼")
_IN_THOUSANDS = frozenset({"VND", "IDR"})
"""Currencies in which nothing costs less than 1000: 'giá 350' is 350 thousand."""
_NUMBERED = re.compile(r"(?<![^\W\d_])(?:ref|nos?|nr|art|арт|cat|inv|mod|vol|fig|стр|рис|ном|кат|mã|hal)\s?[.:：] ?$", re.I)
"""What stands before a number that counts or names: (Ref. 57), арт. 650."""
_GROUPED_THOUSANDS = re.compile(r"(?<![\d.,])([1-9]\d{0,2}[.,]\d{3}) ?(?:k|nghin|ngan|nghìn|ngàn|rb|ribu)(?![^\W\d_])")
"""In these `3.050k` is 3050 thousand: nobody writes single dong or rupiah so."""


@dataclass(slots=True)
class Amount:
    """A number that may be a price."""

    start: int
    end: int
    low: float
    high: float | None
    currency: str | None
    unit: str | None
    score: float
    """How much speaks for a price: a sign 3, a multiplier 2, a cue 2, a bare clause 1."""
    roles: frozenset[Role]
    floor: bool = False
    ceiling: bool = False
    signed: bool = False
    """A sign, code or word of a currency stands with it."""

    @property
    def aside(self) -> bool:
        """Whether it is mentioned, not asked."""
        return not ASIDE.isdisjoint(self.roles)


class Weighing:
    """One folded text: its currencies and cues, and what they make of a number."""

    def __init__(self, text: str, country: str | None, language: str | None) -> None:
        self.text = text
        self.currencies = Currencies(text, country, language)
        self._cues: Cues | None = None

    def is_no_money(self, number: Number, end: int) -> bool:
        """Whether a number without a sign that ends at `end` is a code, or counts or measures something."""
        text = self.text
        return number.digits >= 7 or _NOT_MONEY_AFTER.match(text, end) is not None or _GOES_ON.match(text, end) is not None

    def weigh(self, number: Number, amount: Amount) -> Amount | None:
        """The amount with what the words around it make of it; None where it is no money."""
        text, start, end = self.text, amount.start, amount.end
        signed = amount.currency is not None or number.in_rubles
        if amount.currency is None and number.in_rubles:
            amount.currency = "RUB"
        amount.signed = signed
        if (end - start > 12 and sum(map(str.isdigit, text[number.start : number.end])) > 12) or (
            number.digits > 1 and text[number.start] == "0"
        ):
            return None
        if self._cues is None:
            self._cues = Cues(text)
        before, after = self._cues.beside(start, end)
        amount.roles = _roles(before, after)
        unit = unit_after(text, end)
        per = bool(unit) and is_per(text, end)
        said = self._cues.touches(end)  # 350 bao ship: no 350 packs
        if not signed and not per and not said and (is_quantity(text, end) or (unit and not number.sure)):
            return None
        if not signed and "quantity" in before and not per:
            return None
        named = unit_before(text, start)
        cue = "current" in before or "current_after" in after
        bare_cue = cue or "old" in before or named is not None or text[end : end + 2] in {".-", ",-"}
        amount.unit = unit[0] if unit and (signed or per or number.sure) and per else named
        if signed:
            amount.score = 3 + cue
        elif number.sure and (not number.in_words or cue or len(text[number.start : number.end]) > 2):
            amount.score = 2 + cue
        elif (per and (not number.in_words or number.value >= 10)) or (
            bare_cue and self._may_be_bare(number, cued="current" in before, behind="current_after" in after)
        ):
            amount.score = 2
        elif (
            not number.in_words
            and self._alone(start, end)
            and ((10 <= number.value < 1e6 and not _is_year(number)) or end - start == len(text.strip()))
        ) or (number.in_words and number.value >= 100 and _HAS_UNIT.search(text, start, end) and self._alone(start, end)):
            amount.score = 1
        elif (amount.high is None and self._ends_a_title(number, start, end)) or (
            (number.in_words or number.multiplier == "百")
            and number.value >= 100
            and _HAS_UNIT.search(text, start, end)
            and self._behind_goods(start, end)
        ):
            amount.score = 0.8
        else:
            return None
        if number.multiplier in {"个", "т", "т.", "m", "mil"} and not signed:
            return None
        self._settle(amount, before, after, bare=not signed and not number.multiplier)
        return amount

    def _may_be_bare(self, number: Number, *, cued: bool, behind: bool) -> bool:
        """Whether a number with a cue, but no sign, is large enough for a price and too short for a phone number."""
        if number.in_words:
            return number.value >= 100 or (behind and number.value >= 20 and number.end - number.start > 1)
        return number.digits < 7 and number.value >= (2 if cued else 10)

    def _settle(self, amount: Amount, before: frozenset[Role], after: frozenset[Role], *, bare: bool) -> None:
        """Currency, hundredths, floor and ceiling."""
        if amount.currency in HUNDREDTHS:
            amount.low = round(amount.low / 100, 4)
            amount.high = round(amount.high / 100, 4) if amount.high is not None else None
        amount.currency = self.currencies.meant(amount.currency) if amount.currency else self.currencies.default
        if bare and amount.currency in _IN_THOUSANDS and amount.low < 1000 and amount.score > 1:
            amount.low *= 1000
            amount.high = amount.high * 1000 if amount.high is not None else None
        if amount.currency in _IN_THOUSANDS and (grouped := _GROUPED_THOUSANDS.search(self.text, amount.start, amount.end)):
            amount.low = float(re.sub("[.,]", "", grouped[1])) * 1000
        follows = self.text[amount.end : amount.end + 1]
        amount.floor = "floor_after" in after or "floor_before" in before or (follows == "+" and amount.score > 1)
        amount.ceiling = "ceiling_after" in after or "ceiling_before" in before

    def _ends_a_title(self, number: Number, start: int, end: int) -> bool:
        """Whether figures without any sign stand behind a word of goods at the end of a clause: 旧空调600, Boneka 65.000."""
        text = self.text
        if number.in_words or not 5 <= number.value < 1e6 or self.currencies.default is None or text[start] in "0.,":
            return False
        if number.digits and (number.digits < 2 or number.digits > 6 or _is_year(number)):
            return False
        if _GROUPED.fullmatch(text, start, end) and number.value >= 1000:
            return _AROUND.match(text, end) is not None and _AFTER_A_WORD.search(text, max(0, start - 4), start) is not None
        return self._behind_goods(start, end) and not names_a_model(text, start, text[start:end])

    def _behind_goods(self, start: int, end: int) -> bool:
        """Whether a number ends a clause right behind a Chinese word that doesn't count, number or measure."""
        text = self.text
        at = start - 1 if text[start - 1 : start] == " " else start
        last, before = text[at - 1 : at], text[max(0, at - 2) : at]
        if not "\u4e00" <= last <= "\u9fff" or last in _COUNTING or before in _COUNTING_WORDS:
            return False
        if _AROUND.match(text, end) is None and not text.startswith(_HANDED_OVER, end):
            return False
        digits = text[end : end + 3].lstrip(" ，,\n")[:1]
        return not (digits.isdigit() and text[end : end + 1] in " ,，\n" and text[end : end + 2].strip(" ") != "，")

    def _alone(self, start: int, end: int) -> bool:
        """Whether the number is a clause by itself, with no other digits next to it (a split phone number)."""
        text = self.text
        before, after = text[max(0, start - 3) : start], text[end : end + 3]
        digits = text[start].isdigit() or text[start] in ".,"
        if digits and (before.rstrip(" ，,|\n")[-1:].isdigit() or after.lstrip(" ，,|\n")[:1].isdigit()):
            return False
        if not before.strip():
            return _AROUND.match(text, end) is not None and (not after.startswith(" ") or not after.strip())
        last = before.rstrip(" ")[-1]
        if last in ".:：" and _NUMBERED.search(text, max(0, start - 10), start):
            return False
        if last in "，。；;!！？?\n|、…～,.】)）:：":
            return _AROUND.match(text, end) is not None
        # 实木 88: a number that ends a text behind a Chinese word; behind a Latin one it is a model's name.
        if not (before.endswith(" ") and not after.strip() and "\u4e00" <= last <= "\u9fff"):
            return False
        return not names_a_model(text, start, text[start:end])


def _roles(before: frozenset[Role], after: frozenset[Role]) -> frozenset[Role]:
    """What the cues around a number make of it: the one behind counts only if it is none that belongs in front."""
    if not before and not after:
        return before
    roles = set(before)
    if not (roles & ASIDE) and "current" not in roles:
        roles |= after & {"deposit", "shipping", "instalment", "discount", "old", "other"}
    if "current_after" in after and roles & {"shipping", "old"} and "current" in roles:
        roles -= {"shipping", "old"}
    return frozenset(roles)


def _is_year(number: Number) -> bool:
    return number.digits == 4 and 1900 <= number.value <= 2099
