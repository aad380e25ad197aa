"""The numbers of a text that may be amounts of money: with their signs, multipliers, coins, and the other end of a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import merge
from itertools import islice

from pipelines.reading.prices_currency import sign_edges
from pipelines.reading.prices_numbers import NUMBER, Number, read_number, with_multiplier
from pipelines.reading.prices_spelled import SPELLED
from pipelines.reading.prices_units import is_quantity, unit_after
from pipelines.reading.prices_weighing import Amount, Weighing
from pipelines.reading.prices_worded import MAY_BE_WORDED, worded
from pipelines.reading.triggers import Triggered

_MAY_BE_SPELLED = Triggered(
    "hundred|thousand|grand|million|ty[ -]|teen|one |two |three |four |five |six |seven |eight |nine |ten |twelve "
)
"""What no amount in English words does without, cheaply."""
_MAX_NUMBERS = 2000
"""Numbers looked at in one field: a price list has some hundred."""
_TO = re.compile(r"\s?(?:-{1,2}|~|—|–|－|至|到|to |đến|до |ถึง|s/d|sampai|and |、)\s?")
_COINS = re.compile(
    r"(?:\s?(?:又|and|零)?\s?)(\d{1,2}|[一二两三四五六七八九十]{1,3}|[a-z]{3,9}(?:[ -][a-z]{3,5})?)"
    r"\s?(角|毛|分|美分|cents?|pence|銭|钱)(?![a-z])|"
    r"(?<=s) and (\d\d?)(?=[\s.,!?]|$)"
)
"""Coins behind a larger amount; after 'dollars and' the word for them may be missing."""
_BARE_COINS = re.compile(r" (\d\d)(?=\s*(?:[.!?]|$))")
"""Two digits behind a code, at the end of a sentence: "will increase to 17 USD 25."."""
_ASKED_BEFORE = re.compile(r"(?:^|\W)(?:to|for|costs?|at|prices?|only|asking|now|is|of|pay|paid)[: ]{0,2}$")
_CALLED_BEFORE = re.compile(r"(?:^|\W)(?:sku|no\.?|nr\.?|ref|model|qty|size|art|code|item|lot|order|x|pcs)[:.# ]{0,3}$")
"""What a number is called that is no price: the sign behind it belongs to the next one ("sku 127 USD 25")."""
_NEXT = re.compile(r"\s?\d")
_SIGN_AGAIN = re.compile(r"(?:us|hk|nt|s)?[$¥£€฿₫₽]|rp\.? ?|rmb ?|usd ?")
_WORD = re.compile(r"[a-z0-9_@#=&\u00df-\u024f\u0400-\u052f\u1e00-\u1eff]")


class _InWord(dict[str, bool]):
    """Whether a character is part of a word or of a code, filled as characters are met."""

    def __missing__(self, one: str) -> bool:
        inside = self[one] = _WORD.match(one) is not None
        return inside


_IN_WORD = _InWord()
_ONE_OF = re.compile(
    "口价|克|斤|公斤|两(?![百千万])|只|个|条|根|颗|片|张|瓶|盒|坛|箱|包|套|件|对|双|米|吨|份|枚|支|本|台|部|串|粒|把|幅|尊|座"
)
_MANY = frozenset("多余来")
_HAN_SINGLE = frozenset("一二三四五六七八九两壹贰叁肆伍陆柒捌玖俩")
_BEHIND_ONE = re.compile(r"[ \u00a0]?[^\W\d\u3400-\u9fff]|[ \u00a0多余来百十]|\s?[-~—–－至到、]|.?[万千亿]")
"""What may make more of a numeral of one character: a multiplier in letters, a second number."""


_TENTHS = re.compile(
    r"[1-9一二三四五六七八九](?![\d.,]*\d|[二两三四五六七八九十百千万元块kw%]|一(?![斤个只条张根公克盒包袋瓶件份对双颗片枚支把]))"
)
_LATIN_WORD = re.compile(r"(?<![a-z0-9_.\-])[a-z]{2,10}$")


class Amounts(Weighing):
    """Reads the amounts of one folded text."""

    def amounts(self) -> list[Amount]:
        """All amounts of money that the text names."""
        return list(self._amounts())

    def _amounts(self) -> Iterator[Amount]:
        done = 0
        edges = sign_edges()
        text = self.text
        numbers = self._numbers()
        for found in islice(numbers, _MAX_NUMBERS):
            start = found.start()
            if start < done:
                continue
            edge = text[start - 1] if start else " "
            if _IN_WORD[edge] and edge not in edges and not self._behind_a_word(start, found.end()):
                continue  # part of a name or a code, the commonest case
            if amount := self._amount(found, done):
                done = amount.end
                yield amount

    def _numbers(self) -> Iterator[re.Match[str]]:
        """Figures, numerals and English number words, in order."""
        kinds = [NUMBER.finditer(self.text)]
        if _MAY_BE_SPELLED.search(self.text):
            kinds.append(SPELLED.finditer(self.text))
        if MAY_BE_WORDED.search(self.text):
            kinds.append(worded().finditer(self.text))
        return merge(*kinds, key=re.Match.start) if len(kinds) > 1 else kinds[0]

    def _amount(self, found: re.Match[str], done: int) -> Amount | None:
        """The amount of a number that was found, if it is one; what stands before `done` belongs to others."""
        text = self.text
        start, last = found.span()
        before = self.currencies.before(text, start) if start and text[start - 1] in sign_edges() else None
        if before and (before[1] < done or found.re is SPELLED):  # "dollars thousand", "all four"
            before = None
        if before:
            start = before[1]
        elif start and self._goes_on_left(start) and not self._behind_a_word(start, last):
            return None
        elif last - start >= 7 and found[0].isdigit() and not self.currencies.near_after(text, last):
            return None  # too long for a price that no sign stands with
        elif last - start == 1 and text[start] in _HAN_SINGLE and not self._may_go_on(last):
            return None  # 一, 三: only a part of something larger would be a price
        number = read_number(text, found)
        if number is None or number.value <= 0:
            return None
        if number.in_words and number.high is None:
            self._without_one(number)
        self._take_many(number)
        after = self.currencies.after(text, number.end)
        if after and not before and (number.digits or number.in_words) and self._belongs_to_next(number.start, after[1]):
            return None
        both = None
        if before and after and not (both := self.currencies.together(before[0], after[0])):
            after = None
        end = self._with_hundredths(number, after[1]) if after else number.end
        if (
            number.in_words
            and after
            and number.end - number.start == 1
            and text[after[1] - 1] == "块"
            and text[after[1] : after[1] + 1] not in {"钱", "一", "每", "/"}
            and not self._tenths(after[1])
        ):
            return None  # 沉香一块: a piece
        low, high = number.value, number.high
        if high is None and (second := self._upper_end(end)):
            upper, upper_after = second
            scales = upper.multiplier or (upper.in_words and upper.factor >= 100 and number.factor == 1)
            if scales and not number.multiplier and number.value < upper.value:
                scaled = number.value * upper.factor
                number.value = scaled if scaled <= upper.value else number.value
            if upper.value > number.value:
                low, high = number.value, upper.value
                number.multiplier = number.multiplier or upper.multiplier
                after = after or upper_after
                end = upper_after[1] if upper_after else upper.end
        currency = both or (before[0] if before else after[0] if after else None)
        edge = text[end : end + 1]
        if not after and edge and _IN_WORD[edge]:
            return None
        if currency is None and not number.in_rubles and self.is_no_money(number, end):
            return None
        return self.weigh(number, Amount(start, end, low, high, currency, None, 0, frozenset()))

    def _may_go_on(self, end: int) -> bool:
        """Whether a sign, a multiplier or a second number may follow (cheap)."""
        text = self.text
        return _BEHIND_ONE.match(text, end) is not None or self.currencies.near_after(text, end)

    def _with_hundredths(self, number: Number, at: int) -> int:
        """Takes in the smaller coins behind a sign that ends at `at` (50元6角三分, 10 $ 30 cents); where it all ends."""
        while number.high is None and (found := _COINS.match(self.text, at)):
            place = found.span(3 if found[3] else 1)
            digits = NUMBER.match(self.text, *place) or SPELLED.match(self.text, *place)
            coins = read_number(self.text, digits, multiplied=False) if digits else None
            if coins is None:
                break
            coin = found[2] or ""
            number.value = round(number.value + coins.value / (10 if coin in {"角", "毛"} else 100), 4)
            at = found.end()
        if number.high is None and (tenths := self._tenths(at)):
            number.value = round(number.value + tenths / 10, 4)
            return at + 1
        if (
            number.digits
            and self.text[at - 3 : at].isalpha()
            and (found := _BARE_COINS.match(self.text, at))
            and _ASKED_BEFORE.search(self.text, max(0, number.start - 12), number.start)
        ):
            number.value = round(number.value + int(found[1]) / 100, 4)
            at = found.end()
        return at

    def _tenths(self, at: int) -> int:
        """The tenths said behind a 块 that ends at `at`: 9块9, 九十九块九; 0 where what follows is counted (5块3个)."""
        text = self.text
        if text[at - 1] != "块" or not (found := _TENTHS.match(text, at)):
            return 0
        counted = (unit_after(text, at + 1) or is_quantity(text, at + 1)) and not text.startswith("包邮", at + 1)
        return 0 if counted else int(found[0]) if found[0].isdigit() else "零一二三四五六七八九".index(found[0])

    def _behind_a_word(self, start: int, end: int) -> bool:
        """Whether a short number stands right between a Latin word and 元: PDF3元."""
        return (
            self.text[end : end + 1] in {"元", "块"}
            and end - start < 5
            and _LATIN_WORD.search(self.text, max(0, start - 12), start) is not None
        )

    def _belongs_to_next(self, start: int, end: int) -> bool:
        """Whether the sign between a number that begins at `start` and the next one is the next one's; it ends at `end`."""
        text = self.text
        if _NEXT.match(text, end) is None:
            return text.startswith(" of ", end) and text.endswith(("pound", "pounds"), 0, end)  # ten pounds of meat
        return _CALLED_BEFORE.search(text, max(0, start - 12), start) is not None

    def _goes_on_left(self, start: int) -> bool:
        """Whether the number is part of a name, an address or a longer number."""
        last = self.text[start - 1]
        return _IN_WORD[last] or (last in "-+/:" and self.text[start - 2 : start - 1].isdigit())

    def _without_one(self, number: Number) -> None:
        """六百一克, 三万五一口价: the 一 belongs to what follows."""
        text = self.text
        if text[number.end - 1] != "一" or number.end - number.start < 3 or not _ONE_OF.match(text, number.end):
            return
        found = NUMBER.match(text, number.start, number.end - 1)
        shorter = read_number(text, found, multiplied=False) if found else None
        if shorter is not None:
            number.value, number.high, number.end = shorter.value, shorter.high, number.end - 1
            number.multiplier, number.factor = shorter.multiplier, shorter.factor

    def _take_many(self, number: Number) -> None:
        """三万多, 20多万: more than the number, by less than one of its last place."""
        text = self.text
        if text[number.end : number.end + 1] not in _MANY or number.high is not None:
            return
        place = 10.0 if number.value >= 20 and number.value % 10 == 0 and not number.multiplier else 1.0
        rest = Number(number.start, number.end + 1, number.value, digits=number.digits)
        scaled = with_multiplier(text, rest)
        if scaled.multiplier:
            factor = scaled.value / number.value
            low, high = (number.value + 1, number.value + 9) if place == 10 else (number.value, number.value + 1)
            number.value, number.high = low * factor, high * factor
            number.multiplier = scaled.multiplier
        elif number.multiplier or (number.in_words and number.factor >= 100):
            number.high = number.value + number.factor
            number.multiplier = number.multiplier or "千"
        else:
            return
        number.end = scaled.end

    def _upper_end(self, at: int) -> tuple[Number, tuple[str, int] | None] | None:
        """The second number of a range that goes on at `at`, and the sign behind it."""
        text = self.text
        if not (to := _TO.match(text, at)):
            return None
        first = to.end()
        if sign := _SIGN_AGAIN.match(text, first):
            first = sign.end()
        found = NUMBER.match(text, first) or SPELLED.match(text, first)
        upper = read_number(text, found) if found else None
        if upper is None or upper.high is not None:
            return None
        if text[upper.end : upper.end + 1] in {"-", "/", ":"} and text[upper.end + 1 : upper.end + 2].isdigit():
            return None  # a date, a phone number
        return upper, self.currencies.after(text, upper.end)
