# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Undoes what a text says of the digits of a number: each is one more, the last too many, the stars are others, the head stands elsewhere.

Only what makes a number that can be dialled is believed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from pipelines.reading.handles_negatives import something_else, with_unit
from pipelines.reading.handles_numerals import SIGNS, spelled_digits
from pipelines.reading.handles_phones import international, national
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import Change
from pipelines.reading.triggers import Triggered

_EACH = Triggered(
    r"每一?(?:位|个)(?:数字?|号码)?|(?:所有|全部)的?数字|数字都|(?:each|every)(?: single)? (?:digit|number|figure)|all (?:of )?(?:the |my )?(?:digits|numbers)|кажд\w+ цифр\w*|всем цифрам|все цифры|"
    r"mỗi (?:chữ )?số|từng (?:chữ )?số|tất cả (?:các )?số|ทุกตัว|ทุกหลัก|แต่ละตัว|ตัวละ|(?:tiap|setiap|semua) (?:angka|digit|nombor)|각 ?(?:숫자|자리)|숫자마다|자리마다|모든 숫자|각각|各数字|各桁|(?:全て|すべて)の数字"
)
_MORE = r"\+|加上?|plus|add(?:ing|ed)?|increased? by|прибав\w+|добав\w+|плюс|увелич\w+ на|cộng(?: thêm)?|tăng|บวก|เพิ่ม|(?:di)?tambah(?:kan|i)?"
_LESS = r"-|减去?|minus|subtract(?:ed|ing)?|take away|decreased? by|отн\w+|вычт\w+|вычесть|минус|уменьш\w+ на|trừ(?: đi)?|giảm|bớt|ลบ|ลด|(?:di)?kurang(?:i|kan)?|(?:di)?tolak"
_ONE_TO_NINE = (
    r"[1-9一二两三四五六七八九](?![0-9])|one|two|three|один|одну|единиц[уыа]|два|две|три|một|hai|ba|หนึ่ง|สอง|satu|dua|tiga"
)
_STOPS = r"\s*(?:$|[^\w\s]|[才就后再是即为得读拨打]|才是|(?:to|from|in|and|for|then|к|от|у|с|и|vào|thì|là|rồi|của|di|pada|ke|dari|จะ|แล้ว|จาก|ทุก|each|every|mỗi|tiap|setiap|каждой)\b|ทุก|แต่ละ|แล้ว|จะ|จาก)"
_STEP = re.compile(
    rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))(?P<done>了|过)?\s{{0,2}}(?P<by>{_ONE_TO_NINE})(?:位|个|格)?(?!\w*[0-9])(?={_STOPS})|"
    rf"(?P<count>[1-9])\s?(?:을|를|씩|を|ずつ)\s?(?:(?P<up>더|足|プラス)|(?P<down>빼|引|マイナス))"
)
_DONE = re.compile(r"已经?|(?:have|has|had) been|was|were|i(?:'ve| have)|đã|ถูก|sudah|telah|уже")
_BY = {"один": 1, "одну": 1, "единицу": 1, "единицы": 1, "единица": 1, "два": 2, "две": 2, "три": 3, "two": 2, "three": 3}
_AROUND = 24
_APART = 8

_WHERE_LAST = r"最后|末尾|结尾|尾巴|末|last|final|последн\w+|cuối(?: cùng)?|สุดท้าย|ท้าย|terakhir|akhir|belakang|마지막|끝"
_WHERE_FIRST = r"第一|最前面?|开头|首|头|first|leading|перв\w+|đầu(?: tiên)?|แรก|pertama|depan|awal|첫|앞|最初|先頭"
_WHERE_BOTH = (
    r"头尾|首尾|前后各|both ends|first and (?:the )?last|с обеих сторон|hai đầu|đầu và cuối|หัวท้าย|depan dan belakang|앞뒤"
)
_OUT = r"去掉|删掉|删除|删去|去除|忽略|不要|拿掉|多余|多的|多了|无效|假的|凑数|干扰|没用|remove|drop|ignore|delete|extra|fake|skip|omit|redundant|лишн\w+|убрать|убери\w*|удали\w*|отброс\w+|bỏ|xóa|thừa|dư|ตัด|ลบ|เกิน|hapus|buang|kelebihan|abaikan|빼|지우|제외|除|余分|消"
_WHERE = rf"(?:(?P<both{{0}}>{_WHERE_BOTH})|(?P<last{{0}}>{_WHERE_LAST})|(?P<first{{0}}>{_WHERE_FIRST}))"
_UNIT = r"[位个码]|数字|digits?|numbers?|figures?|цифр\w*|số|ตัว|เลข|angka|nombor|숫자|자리|桁"
_TOO_MANY = Triggered(_OUT)
_DROP = Triggered(
    rf"(?:{_OUT})[^\n\x1e。]{{0,10}}?{_WHERE.format('a')}\s?(?:的|各|the|та)?\s?(?P<counta>[一二两三12-3]|one|two|three|две|три|hai|ba|dua|tiga)?\s?(?:{_UNIT})?|"
    rf"{_WHERE.format('b')}\s?(?:那|的|各|の)?\s?(?P<countb>[一二两三12-3]|one|two|three|две|три|hai|ba|dua|tiga)?\s?(?:{_UNIT})[^\n\x1e。]{{0,8}}?(?:{_OUT})|"
    rf"(?:số|ตัว|เลข|angka|nombor)\s?{_WHERE.format('c')}[^\n\x1e。]{{0,8}}?(?:{_OUT})"
)
_COUNTS = {"two": 2, "three": 3, "две": 2, "три": 3, "hai": 2, "ba": 3, "dua": 2, "tiga": 3}

_MASK = re.compile(r"[*x×•●○#?★☆■□_](?<=[0-9 .\-)].)(?P<more>[*x×•●○#?★☆■□_]{1,5})(?![a-wyz])")
_FILLS = Triggered(
    r"中间|尾|后[一二两三四五六2-6]|最后|末|星|代|替|补|隐藏|遮|是|=|middle|last|where|stars?|missing|hidden|blanks?|final|ends?|вместо|зв[её]зд|середин|послед|конец|конц|пропущен|скрыт|giữa|cuối|dấu sao|đuôi|ẩn|ท้าย|กลาง|ดอกจัน|คือ|tengah|terakhir|belakang|bintang|nya|adalah|가운데|중간|뒷|끝|별표|真ん中|下"
)
_LEFT = re.compile(r"[0-9][0-9 .\-()]{0,16}$")
_RIGHT = re.compile(r"[ .\-]?[0-9](?:[0-9 .\-]{0,10}[0-9])?(?![0-9])")
_FILL_NEAR = 44

_HEAD = Triggered(
    r"前(?:面|边)?的?[二两三四五2-5](?:位|个)|first (?:two|three|four|five|[2-5]) (?:digits|numbers)|первые (?:две|три|четыре|пять|[2-5])|(?:hai|ba|bốn|năm|[2-5]) số đầu|(?:dua|tiga|empat|lima|[2-5]) (?:angka|digit) (?:pertama|depan|awal)|เลข (?:[2-5]|สอง|สาม|สี่) ตัวแรก"
)
_ELSEWHERE = re.compile(
    r"标题|题目|上面|上文|图|开头|title|above|top|heading|photo|picture|заголов|назван|выше|фото|tiêu đề|phía trên|ảnh|judul|atas|foto|หัวข้อ|ด้านบน|รูป"
)
_HEAD_NEAR = 60
_MAX = 20

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_GUESSES = ("GB", "US", "NG", "KE", "ZA")


def tells_digits(text: str) -> bool:
    """Whether a text may say such a thing (cheap)."""
    if _EACH.may_match(text) or _HEAD.may_match(text) or (_TOO_MANY.may_match(text) and _DROP.search(text)):
        return True
    return _FILLS.may_match(text) and _MASK.search(text) is not None


def dialled(digits: str, country: str | None, *, fixed: bool = True) -> bool:
    """Whether digits are a number as it is dialled in a country, or abroad; English texts say no country."""
    if not 7 <= len(digits) <= 15:
        return False
    if country is None and any(national(digits, guess, fixed=False) for guess in _GUESSES):
        return True
    if national(digits, country, fixed=fixed) or _MOBILE.fullmatch(digits):
        return True
    return len(digits) >= 11 and digits[0] != "0" and international(digits) is not None


def dialled_at_home(digits: str, country: str | None) -> bool:
    """Whether digits are a mobile number as they stand."""
    return national(digits, country, fixed=False) is not None or _MOBILE.fullmatch(digits) is not None


def told(text: str, runs: Sequence[Run], country: str | None) -> tuple[list[Change], list[str]]:
    """What makes the numbers that are meant, and a sentence for each; nothing where none comes of it."""
    if not tells_digits(text):
        return [], []
    whole = sorted((run for run in runs if not run.guess), key=_start)
    for undone in (_filled, _shifted, _dropped, _with_head):
        changes, said = undone(text, whole, country)
        if changes:
            return changes, said
    return [], []


def _start(run: Run) -> int:
    return run.start


def _near(runs: Sequence[Run], start: int, end: int, before: int, after: int) -> list[Run]:
    """Numbers around a stretch, the nearest one before it first."""
    at = bisect_left(runs, start, key=_start)
    left = [run for run in runs[max(0, at - 6) : at] if start - before <= run.end <= start]
    right = [run for run in runs[at : at + 8] if end <= run.start <= end + after]
    return left[::-1] + right


def _places(run: Run) -> list[tuple[int, int]]:
    return list(zip(run.starts, run.ends, strict=True))


def _shifted(text: str, runs: Sequence[Run], country: str | None) -> tuple[list[Change], list[str]]:
    for each in islice(_EACH.finditer(text), _MAX):
        low, high = max(0, each.start() - _AROUND), each.end() + _AROUND
        step = _STEP.search(text, each.end(), high) or _STEP.search(text, low, each.end())
        if step is None or max(step.start() - each.end(), each.start() - step.end()) > _APART:
            continue
        start, end = min(each.start(), step.start()), max(each.end(), step.end())
        written = step["by"] or step["count"]
        by = int(SIGNS.get(written) or _BY.get(written) or spelled_digits(written) or 1)
        by = by if step["more"] or step["up"] else -by
        if step["done"] or _DONE.search(text, max(0, start - 16), end):
            by = -by  # it was added: to be taken off again
        for run in _near(runs, start, end, 64, 40):
            if len(run.digits) < 7 or run.masked:
                continue
            for way in (by, -by):
                digits = "".join(str((int(one) + way) % 10) for one in run.digits)
                if dialled(digits, country):
                    changes: list[Change] = [
                        (run.start, run.end, digits, _places(run)),
                        (start, end, " ", [(start, start)]),
                    ]
                    return changes, [f"each digit of {run.digits} {way:+d} as told: {digits}"]
    return [], []


def _dropped(text: str, runs: Sequence[Run], country: str | None) -> tuple[list[Change], list[str]]:
    for drop in islice(_DROP.finditer(text), _MAX):
        written = drop["counta"] or drop["countb"] or "1"
        count = int(SIGNS.get(written) or _COUNTS.get(written, 1))
        both = drop["botha"] or drop["bothb"] or drop["bothc"]
        last = both or drop["lasta"] or drop["lastb"] or drop["lastc"]
        for run in _near(runs, drop.start(), drop.end(), 48, 32):
            size = len(run.digits)
            first, stop = (count if both or not last else 0), (size - count if last else size)
            kept = run.digits[first:stop]
            if size > 17 or run.masked or dialled(run.digits, country, fixed=False) or not dialled(kept, country):
                continue
            changes: list[Change] = [
                (run.start, run.end, kept, _places(run)[first:stop]),
                (drop.start(), drop.end(), " ", [(drop.start(), drop.start())]),
            ]
            return sorted(changes), [f"{run.digits} without what is too many: {kept}"]
    return [], []


def _filled(text: str, runs: Sequence[Run], country: str | None) -> tuple[list[Change], list[str]]:
    for mask in islice(_MASK.finditer(text), _MAX):
        left = _LEFT.search(text, max(0, mask.start() - 18), mask.start())
        if left is None:
            continue
        right = _RIGHT.match(text, mask.end())
        low, high = left.start(), right.end() if right else mask.end()
        while not text[low].isdigit() and low < mask.start():
            low += 1
        size = mask.end() - mask.start()
        head = [at for at in range(low, mask.start()) if text[at].isdigit()]
        tail = [at for at in range(mask.end(), high) if text[at].isdigit()]
        for run in reversed(_near(runs, low, high, _FILL_NEAR, _FILL_NEAR)):
            gap = text[high : run.start] if run.start >= high else text[max(0, run.start - 14) : low]
            if len(run.digits) != size or "\x1e" in gap or not _FILLS.pattern.search(gap) or with_unit(text, run.end):
                continue
            places = [(at, at + 1) for at in head] + _places(run) + [(at, at + 1) for at in tail]
            digits = "".join(text[at] for at in head) + run.digits + "".join(text[at] for at in tail)
            if not dialled(digits, country):
                continue
            changes: list[Change] = [(low, high, digits, places), (run.start, run.end, " ", [(run.start, run.start)])]
            return sorted(changes), [f"{text[low:high]} with what its stars stand for: {digits}"]
    return [], []


def _with_head(text: str, runs: Sequence[Run], country: str | None) -> tuple[list[Change], list[str]]:
    """Joins the head that stands elsewhere ("前面三位在标题，后面八位：…") to the rest."""
    for hint in islice(_HEAD.finditer(text), _MAX):
        around = text[max(0, hint.start() - 12) : hint.end() + 16]
        if not _ELSEWHERE.search(around):
            continue
        tails = [run for run in _near(runs, hint.start(), hint.end(), 32, _HEAD_NEAR) if 5 <= len(run.digits) <= 9]
        heads = [run for run in runs if run.end <= hint.start() and 2 <= len(run.digits) <= 5 and not with_unit(text, run.end)]
        for tail in tails:
            for head in reversed(heads[-12:]):
                digits = head.digits + tail.digits
                if head is not tail and dialled(digits, country, fixed=False) and not something_else(text, tail.start):
                    changes: list[Change] = [
                        (head.start, head.end, " ", [(head.start, head.start)]),
                        (tail.start, tail.end, digits, _places(head) + _places(tail)),
                    ]
                    return sorted(changes), [f"put together from two places: {digits}"]
    return [], []
