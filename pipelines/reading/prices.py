"""What is asked for: amounts with currency, range and unit, the main price of a listing first.

What a thing once cost, deposits, shipping, instalments, discounts and wages are left aside. "原价1.2w 5折" asks for 6000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise

from pipelines.reading.prices_cues import ASIDE, Cues, Role
from pipelines.reading.prices_currency import HUNDREDTHS, Currencies, sign_edges
from pipelines.reading.prices_numbers import NUMBER, Number, read_number, with_multiplier
from pipelines.reading.prices_units import is_per, is_quantity, unit_after, unit_before
from tidewaiter.folding import Folded, fold
from tidewaiter.model import Price, Span

MAX_PRICES = 50
"""Prices kept of one listing."""
_MAX_NUMBERS = 2000
"""Numbers looked at in one field: a price list has some hundred."""

_TO = re.compile(r"\s?(?:-{1,2}|~|—|–|－|至|到|to |đến|до |ถึง|s/d|sampai|and |、)\s?")
_COINS = re.compile(
    r"(?:\s?(?:又|and|零)?\s?)(\d{1,2}|[一二两三四五六七八九十]{1,3})\s?(角|毛|分|美分|cents?|pence|銭|钱)(?![a-z])|"
    r"(?<=s) and (\d\d?)(?=[\s.,!?]|$)"
)
"""Coins behind a larger amount; after 'dollars and' the word for them may be missing."""
_GOES_ON = re.compile(r"[ \-_*#^·.—–]\d{2}")
"""More digits after a sign: a phone or card number in groups."""
_SIGN_AGAIN = re.compile(r"(?:us|hk|nt|s)?[$¥£€฿₫₽]|rp\.? ?|rmb ?|usd ?")
_WIDE_DIGITS = re.compile("[\uff10-\uff19]，[\uff10-\uff19]")
_GROUPED = re.compile(r"[¥￥$]\s?\d{1,3}，\d{3}(?!\d)")
"""A Chinese comma between thousands, beside a sign."""
_HAS_UNIT = re.compile(".[百千万]|[百千万].")
_WORD = re.compile(r"[a-z0-9_@#=&\u00df-\u024f\u0400-\u052f\u1e00-\u1eff]")
_AROUND = re.compile("[，。；;!！？?\n|、…～ ()（）【】]|, |\\. |$")
_ONE_OF = re.compile(
    "口价|克|斤|公斤|两(?![百千万])|只|个|条|根|颗|片|张|瓶|盒|坛|箱|包|套|件|对|双|米|吨|份|枚|支|本|台|部|串|粒|把|幅|尊|座"
)
_MANY = re.compile("[多余来]")
_FOLD = re.compile(r"(?:打|享|只要|仅)?\s?(\d(?:\.\d)?|\d\d|[一二三四五六七八九]{1,2})\s?折")
_FOLD_BEHIND = re.compile(r"[，, ]{0,2}(?:可?打|享|现)?\s?(\d(?:\.\d)?|\d\d|[一二三四五六七八九]{1,2})\s?折")
_PERCENT_OFF = re.compile(r"(\d{1,2})\s?% ?(?:off|discount)|(?:giảm|скидка|ลด|diskon|sale|discount|-)\s?(\d{1,2})\s?%")
_HAN_SINGLE = frozenset("一二三四五六七八九两壹贰叁肆伍陆柒捌玖俩")
_BEHIND_ONE = re.compile(r"[ \u00a0]?[^\W\d\u3400-\u9fff]|[ \u00a0多余来百十]|\s?[-~—–－至到、]|.?[万千亿]")
"""What may make more of a numeral of one character: a multiplier in letters, a second number."""
_HAN_DIGIT = {character: value for value, character in enumerate("零一二三四五六七八九")}
_NOT_MONEY_AFTER = re.compile(
    r"\s?(?:公里|千米|km|粉|人|次|像素|毫安|mah|转|屏|分辨率|视频|hdr|电视|金(?!额)|gold|纯金|yellow|white|solid|快充|充电|瓦|灯|功率|"
    r"播放|阅读|点赞|步|册|字|views|followers|likes|monitor|tv|video|uhd|resolution|run|race|people|population|words|miles|км|просмотров|подписчик|lượt|người|like|吨位|级)"
)
_IN_THOUSANDS = frozenset({"VND", "IDR"})
"""Currencies in which nothing costs less than 1000: 'giá 350' is 350 thousand."""


@dataclass(slots=True)
class _Amount:
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
    sign: bool = False
    many: bool = field(default=False)

    @property
    def aside(self) -> bool:
        return not ASIDE.isdisjoint(self.roles)


def read_prices(
    fields: str | Mapping[str, str], *, country: str | None = None, language: str | None = None, every: bool = False
) -> list[Price]:
    """Prices asked in a listing, the main one first, the others in the order in which they stand.

    country: ISO 3166-1 alpha-2 of the listing; language: BCP 47. They decide what a shared sign ($, ¥, 元) means and in which
    currency a number without a sign is. every: also amounts that are not asked for (old prices, deposits, wages).
    """
    named = {"text": fields} if isinstance(fields, str) else fields
    folded = {name: fold(text) for name, text in named.items() if text}
    return read_folded_prices(folded, country=country, language=language, every=every)


def read_folded_prices(
    fields: Mapping[str, Folded], *, country: str | None = None, language: str | None = None, every: bool = False
) -> list[Price]:
    """The same for texts that are folded already."""
    found: list[tuple[float, Price]] = []
    for name, folded in fields.items():
        reader = _Reader(_with_commas(folded), country, language)
        found += [(amount.score, _price(amount, name, folded)) for amount in (reader.amounts() if every else reader.asked())]
    if not found:
        return []
    best = max(range(len(found)), key=lambda number: (found[number][0], -number))
    ordered = [found[best], *found[:best], *found[best + 1 :]]
    return [price for _, price in ordered[:MAX_PRICES]]


class _Reader:
    """Reads the amounts of one folded text."""

    def __init__(self, text: str, country: str | None, language: str | None) -> None:
        self._text = text
        self._currencies = Currencies(text, country, language)
        self._cues: Cues | None = None

    def asked(self) -> list[_Amount]:
        """What is asked for, without what is only mentioned."""
        amounts = self.amounts()
        asked = [amount for amount in amounts if not amount.aside]
        strong = [amount for amount in asked if amount.score > 1]
        if not asked and (reduced := self._reduced(amounts)):
            return [reduced]
        for amount in strong or asked:
            self._take_discount(amount)
        return strong or asked  # bare numbers count only where nothing else does

    def _take_discount(self, amount: _Amount) -> None:
        """A discount said right behind a price: 标价880，7.5折."""
        found = _FOLD_BEHIND.match(self._text, amount.end)
        if found and amount.high is None:
            amount.low = round(amount.low * _fold(found[1]), 2)

    def amounts(self) -> list[_Amount]:
        """All amounts of money that the text names."""
        return list(self._amounts())

    def _reduced(self, amounts: list[_Amount]) -> _Amount | None:
        """An old price with a discount beside it, where no new price is said: 原价1.2w 5折."""
        for amount in amounts:
            if "old" not in amount.roles or amount.high is not None:
                continue
            behind = self._text[amount.end : amount.end + 24]
            factor = None
            if found := _FOLD.search(behind) or _FOLD.search(self._text, max(0, amount.start - 12), amount.start):
                factor = _fold(found[1])
            elif found := _PERCENT_OFF.search(behind):
                factor = 1 - int(found[1] or found[2]) / 100
            if factor:
                amount.low = round(amount.low * factor, 2)
                return amount
        return None

    def _amounts(self) -> Iterator[_Amount]:
        done = 0
        edges = sign_edges()
        text = self._text
        for found in islice(NUMBER.finditer(text), _MAX_NUMBERS):
            start = found.start()
            if start < done:
                continue
            edge = text[start - 1] if start else " "
            if edge not in edges and _WORD.match(edge):
                continue  # part of a name or a code, the commonest case
            if amount := self._amount(found, done):
                done = amount.end
                yield amount

    def _amount(self, found: re.Match[str], done: int) -> _Amount | None:
        """The amount of a number that was found, if it is one; what stands before `done` belongs to others."""
        text = self._text
        start, last = found.span()
        before = self._currencies.before(text, start)
        if before and before[1] < done:
            before = None
        if before:
            start = before[1]
        elif start and self._goes_on_left(start):
            return None
        elif last - start >= 7 and found[0].isdigit() and not self._currencies.near_after(text, last):
            return None  # too long for a price that no sign stands with
        elif last - start == 1 and text[start] in _HAN_SINGLE and not self._may_go_on(last):
            return None  # 一, 三: only a part of something larger would be a price
        number = read_number(text, found)
        if number is None or number.value <= 0:
            return None
        if number.han and number.high is None:
            self._without_one(number)
        many = self._take_many(number)
        after = self._currencies.after(text, number.end)
        both = None
        if before and after and not (both := self._currencies.together(before[0], after[0])):
            after = None
        end = self._with_hundredths(number, after[1]) if after else number.end
        if (
            number.han
            and after
            and number.end - number.start == 1
            and text[after[1] - 1] == "块"
            and text[after[1] : after[1] + 1] not in {"钱", "一", "每", "/"}
        ):
            return None  # 沉香一块: a piece
        low, high = number.value, number.high
        if high is None and (second := self._upper_end(end)):
            upper, upper_after = second
            if upper.multiplier and not number.multiplier and number.value < upper.value:
                scaled = number.value * upper.factor
                number.value = scaled if scaled <= upper.value else number.value
            if upper.value > number.value:
                low, high = number.value, upper.value
                number.multiplier = number.multiplier or upper.multiplier
                after = after or upper_after
                end = upper_after[1] if upper_after else upper.end
        currency = both or (before[0] if before else after[0] if after else None)
        edge = text[end : end + 1]
        if not after and edge and _WORD.match(edge):
            return None
        if currency is None and not number.in_rubles and self._is_no_money(number, end):
            return None
        return self._weigh(number, _Amount(start, end, low, high, currency, None, 0, frozenset(), many=many))

    def _is_no_money(self, number: Number, end: int) -> bool:
        """Whether a number without a sign that ends at `end` is a code, or counts or measures something."""
        text = self._text
        return number.digits >= 7 or _NOT_MONEY_AFTER.match(text, end) is not None or _GOES_ON.match(text, end) is not None

    def _may_go_on(self, end: int) -> bool:
        """Whether a sign, a multiplier or a second number may follow (cheap)."""
        text = self._text
        return _BEHIND_ONE.match(text, end) is not None or self._currencies.near_after(text, end)

    def _with_hundredths(self, number: Number, at: int) -> int:
        """Takes in the smaller coins behind a sign that ends at `at` (50元6角三分, 10 $ 30 cents); where it all ends."""
        while number.high is None and (found := _COINS.match(self._text, at)):
            digits = NUMBER.match(self._text, found.start(3 if found[3] else 1), found.end(3 if found[3] else 1))
            coins = read_number(self._text, digits, multiplied=False) if digits else None
            if coins is None:
                break
            coin = found[2] or ""
            number.value = round(number.value + coins.value / (10 if coin in {"角", "毛"} else 100), 4)
            at = found.end()
        return at

    def _goes_on_left(self, start: int) -> bool:
        """Whether the number is part of a name, an address or a longer number."""
        last = self._text[start - 1]
        return _WORD.match(last) is not None or (last in "-+/:" and self._text[start - 2 : start - 1].isdigit())

    def _without_one(self, number: Number) -> None:
        """六百一克, 三万五一口价: the 一 belongs to what follows."""
        text = self._text
        if text[number.end - 1] != "一" or number.end - number.start < 3 or not _ONE_OF.match(text, number.end):
            return
        found = NUMBER.match(text, number.start, number.end - 1)
        shorter = read_number(text, found, multiplied=False) if found else None
        if shorter is not None:
            number.value, number.high, number.end = shorter.value, shorter.high, number.end - 1
            number.multiplier, number.factor = shorter.multiplier, shorter.factor

    def _take_many(self, number: Number) -> bool:
        """三万多, 20多万: more than the number, by less than one of its last place."""
        text = self._text
        if not _MANY.match(text, number.end) or number.high is not None:
            return False
        place = 10.0 if number.value >= 20 and number.value % 10 == 0 and not number.multiplier else 1.0
        rest = Number(number.start, number.end + 1, number.value, digits=number.digits)
        scaled = with_multiplier(text, rest)
        if scaled.multiplier:
            factor = scaled.value / number.value
            low, high = (number.value + 1, number.value + 9) if place == 10 else (number.value, number.value + 1)
            number.value, number.high = low * factor, high * factor
            number.multiplier = scaled.multiplier
        elif number.multiplier or (number.han and number.factor >= 100):
            number.high = number.value + number.factor
            number.multiplier = number.multiplier or "千"
        else:
            return False
        number.end = scaled.end
        return True

    def _upper_end(self, at: int) -> tuple[Number, tuple[str, int] | None] | None:
        """The second number of a range that goes on at `at`, and the sign behind it."""
        text = self._text
        if not (to := _TO.match(text, at)):
            return None
        first = to.end()
        if sign := _SIGN_AGAIN.match(text, first):
            first = sign.end()
        found = NUMBER.match(text, first)
        upper = read_number(text, found) if found else None
        if upper is None or upper.high is not None:
            return None
        if text[upper.end : upper.end + 1] in {"-", "/", ":"} and text[upper.end + 1 : upper.end + 2].isdigit():
            return None  # a date, a phone number
        return upper, self._currencies.after(text, upper.end)

    def _weigh(self, number: Number, amount: _Amount) -> _Amount | None:
        text, start, end = self._text, amount.start, amount.end
        signed = amount.currency is not None or number.in_rubles
        if amount.currency is None and number.in_rubles:
            amount.currency = "RUB"
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
        elif number.sure and (not number.han or cue or len(text[number.start : number.end]) > 2):
            amount.score = 2 + cue
        elif (per and (not number.han or number.value >= 10)) or (
            bare_cue and self._may_be_bare(number, cued="current" in before)
        ):
            amount.score = 2
        elif (
            not number.han
            and self._alone(start, end)
            and ((10 <= number.value < 1e6 and not _is_year(number)) or end - start == len(text.strip()))
        ) or (number.han and number.value >= 100 and _HAS_UNIT.search(text, start, end) and self._alone(start, end)):
            amount.score = 1
        else:
            return None
        if number.multiplier in {"个", "т", "т.", "m", "mil"} and not signed:
            return None
        self._settle(amount, before, after, bare=not signed and not number.multiplier)
        return amount

    def _may_be_bare(self, number: Number, *, cued: bool) -> bool:
        """Whether a number with a cue, but no sign, is large enough for a price and too short for a phone number."""
        if number.han:
            return number.value >= 100
        return number.digits < 7 and number.value >= (2 if cued else 10)

    def _settle(self, amount: _Amount, before: frozenset[Role], after: frozenset[Role], *, bare: bool) -> None:
        """Currency, hundredths, floor and ceiling."""
        if amount.currency in HUNDREDTHS:
            amount.low = round(amount.low / 100, 4)
            amount.high = round(amount.high / 100, 4) if amount.high is not None else None
        amount.currency = self._currencies.meant(amount.currency) if amount.currency else self._currencies.default
        if bare and amount.currency in _IN_THOUSANDS and amount.low < 1000 and amount.score > 1:
            amount.low *= 1000
            amount.high = amount.high * 1000 if amount.high is not None else None
        follows = self._text[amount.end : amount.end + 1]
        amount.floor = "floor_after" in after or "floor_before" in before or (follows == "+" and amount.score > 1)
        amount.ceiling = "ceiling_after" in after or "ceiling_before" in before

    def _alone(self, start: int, end: int) -> bool:
        """Whether the number is a clause by itself, with no other digits next to it (a split phone number)."""
        text = self._text
        before, after = text[max(0, start - 3) : start], text[end : end + 3]
        digits = text[start].isdigit() or text[start] in ".,"
        if digits and (before.rstrip(" ，,\n")[-1:].isdigit() or after.lstrip(" ，,\n")[:1].isdigit()):
            return False
        if not before.strip():
            return _AROUND.match(text, end) is not None and (not after.startswith(" ") or not after.strip())
        last = before.rstrip(" ")[-1]
        if last in "，。；;!！？?\n|、…～,.】)）:：":
            return _AROUND.match(text, end) is not None
        # 实木 88: a number that ends a text behind a Chinese word; behind a Latin one it is a model's name.
        return before.endswith(" ") and not after.strip() and "\u4e00" <= last <= "\u9fff"


def _roles(before: frozenset[Role], after: frozenset[Role]) -> frozenset[Role]:
    """What the cues around a number make of it: the one behind counts only if it is none that belongs in front."""
    roles = set(before)
    if not (roles & ASIDE) and "current" not in roles:
        roles |= after & {"deposit", "shipping", "instalment", "discount", "old", "other"}
    if "current_after" in after and roles & {"shipping", "old"} and "current" in roles:
        roles -= {"shipping", "old"}
    return frozenset(roles)


def _fold(written: str) -> float:
    """The share of the price that stays: 8折 is 0.8, 85折 and 八五折 0.85."""
    digits = "".join(str(_HAN_DIGIT.get(character, character)) for character in written)
    return float(digits) / (100 if len(digits) == 2 else 10)


def _with_commas(folded: Folded) -> str:
    """The folded text with its Chinese commas: folded, they would pass for the comma inside a number."""
    text, original = folded.text, folded.original
    if "，" not in original:
        return text
    same_length = len(text) == len(original)
    if same_length and not _WIDE_DIGITS.search(original) and not _GROUPED.search(original):
        cuts = list(accumulate(len(clause) + 1 for clause in original.split("，")))[:-1]
        if all(text[cut - 1] == "," for cut in cuts):
            return "，".join([text[start : end - 1] for start, end in pairwise([0, *cuts, len(text) + 1])])
    characters = list(text)
    for found in re.finditer("，", original):
        at = found.start()
        if _WIDE_DIGITS.match(original, at - 1 if at else 0) or _GROUPED.search(original, max(0, at - 5), at + 5):
            continue
        if not same_length or text[at] != ",":
            at = folded.index(at)
        if characters[at : at + 1] == [","]:
            characters[at] = "，"
    return "".join(characters)


def _is_year(number: Number) -> bool:
    return number.digits == 4 and 1900 <= number.value <= 2099


def _price(amount: _Amount, name: str, folded: Folded) -> Price:
    first, last = folded.span(amount.start, amount.end)
    raw = folded.original[first:last]
    spans = (Span(name, first, last, raw),)
    low, high = _plain(amount.low), _plain(amount.high)
    if high is not None:
        return Price(None, amount.currency, low, high, amount.unit, raw, spans)
    if amount.floor:
        return Price(None, amount.currency, low, None, amount.unit, raw, spans)
    if amount.ceiling:
        return Price(None, amount.currency, None, low, amount.unit, raw, spans)
    return Price(low, amount.currency, None, None, amount.unit, raw, spans)


def _plain(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
