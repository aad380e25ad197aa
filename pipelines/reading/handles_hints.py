# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Undoes what a text says it did: numbers and names written backwards, or given in parts."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import islice

from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_negatives import something_else, with_unit
from pipelines.reading.handles_numerals import SIGNS
from pipelines.reading.handles_phones import national
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import BREAK, Change, Piece, apart
from pipelines.reading.handles_titles import from_title, speaks_of_title
from pipelines.reading.handles_told import dialled, dialled_at_home, tells_digits, told
from pipelines.reading.triggers import Headed, Triggered

_BACKWARDS = Triggered(
    r"倒着|倒过来|倒过|反着|反过来|反过|倒序|逆序|逆着|倒读|倒念|倒看|倒写|反写|反读|反看|反向|颠倒|从右往左|从后往前|从右向左|从后向前|右往左|由后往前|由右至左|从右到左|从后到前|从尾|倒叙|翻转|反转|逆向|"
    r"backwards?|reversed?|in reverse|right to left|from the end|mirror(?:ed)?|flip(?:ped)?|наоборот|задом наперед|задом наперёд|обратном порядке|справа налево|с конца|перевернут|"
    r"đọc ngược|viết ngược|ngược lại|ngược|từ phải sang|từ cuối|กลับหลัง|ย้อนกลับ|อ่านกลับ|กลับด้าน|ถอยหลัง|จากขวา|จากหลัง|dibalik|terbalik|dari belakang|dari kanan|balik|songsang|거꾸로|역순|뒤집|반대로|뒤에서부터|逆から|逆順|逆さ|反対から|後ろから|后ろから"
)
_OF_A_PART = re.compile(
    r"(?:(?P<front>前|开头|first|первые|đầu|depan|แรก)|最后|末尾|后|末|尾|last|final|последние|cuối|belakang|terakhir|หลัง)\s?"
    r"(?P<count>[二两三四五六七2-7]|two|three|four|five|six|две|три|четыре|пять|hai|ba|bốn|năm|dua|tiga|empat|lima)\s?(?:位数?|个数?字?|码|digits?|цифр\w*|số|angka|ตัว)?\s?(?:字|是|要|请|are|is|,|要)?\s?$"
)
_COUNTS = {
    word: count
    for count, words in {
        2: "two две hai dua",
        3: "three три ba tiga",
        4: "four четыре bốn empat",
        5: "five пять năm lima",
        6: "six",
    }.items()
    for word in words.split()
}
_TOKEN = re.compile(r"[a-z0-9_@.+\-:/~]+")
_COUNT = r"[一二三四五六七八两几1-9]"
_FRONT = (
    rf"前半(?:段|部分|截|部|号)?|前{_COUNT}[位个码]|前[面段边头部]|上半(?:段|部分|截)?|开头|起头|打头|第一(?:段|部分|半|节|截|组)|头{_COUNT}位|先(?:打|输|记|拨|写)?|一半|左半|号头|"
    r"first (?:half|part|\w+ digits)|first|starts? with|begins? with|beginning|start|front|part (?:1|one)|1/2|начало|первая (?:половина|часть)|первые(?: \w+)?|начинается с|начинается|сначала|"
    r"nửa đầu|phần đầu|đầu số|đầu|bắt đầu|phần 1|bagian (?:depan|pertama|awal)|setengah pertama|depan(?:nya)?|awal(?:nya)?|ครึ่งแรก|ส่วนแรก|ขึ้นต้น(?:ด้วย)?|ตัวแรก|แรก|หน้า"
)
_MIDDLE = rf"中间(?:{_COUNT}[位个])?|中[段部]|第[二]段|then|middle|next|середина|дальше|затем|потом|giữa|tiếp theo|rồi|tengah(?:nya)?|lalu|ตรงกลาง|กลาง"
_BACK = (
    rf"后半(?:段|部分|截|部|号)?|后{_COUNT}[位个码]|后[面段边头部缀](?:接|跟|是|加|再加|连)*|下半(?:段|部分|截)?|结尾|末尾|尾[号数巴部]?|末{_COUNT}位|最后(?:{_COUNT}位)?|接(?:着|上|后面)?|再接|再加|再(?:打|拨|输|记|写|按)|剩下(?:的)?|另一半|其余|余下|然后(?:是|接)?|第[二三](?:部分|半|节|截|组)|右半|补(?:上)?|连(?:着|上)?|"
    r"second half|second part|last \w+ digits|last half|the rest|rest|remaining|followed by|ends? with|ending(?: in)?|ending|last|end|part (?:2|two)|2/2|plus|and then|after that|"
    r"конец|вторая (?:половина|часть)|вторая|далее|остальное|последние(?: \w+)?|остаток|заканчивается на|nửa sau|phần sau|đuôi|sau|tiếp|cuối|còn lại|phần 2|"
    r"bagian (?:belakang|kedua|akhir)|setengah kedua|belakang(?:nya)?|akhir(?:nya)?|lanjut(?:an|kan)?|sisanya|terus|ครึ่งหลัง|ส่วนหลัง|ต่อด้วย|ลงท้าย(?:ด้วย)?|ตัวหลัง|(?<!ติด)ต่อ|หลัง"
)
_PART = Headed(
    rf"(?:(?P<front>{_FRONT})|(?P<back>{_BACK})|(?P<middle>{_MIDDLE}))(?:{_COUNT}[位个]数?字?)?(?:\W{{0,3}}(?:号码|部分|是|为|接|跟|加|写|打|输入|is|are|with|it|:|это|là|adalah|คือ)){{0,2}}[^\w\x1e]{{0,4}}"
)
_PARTWORD = Triggered(
    r"前|后|先|半|尾|接|剩|头|末|段|first|second|half|last|then|rest|part|front|end|follow|перв|втор|начал|кон|дал|послед|остал|đầu|sau|cuối|đuôi|depan|belakang|awal|akhir|lanjut|แรก|หลัง|ต่อ|กลาง|中|补|连"
)
_MAX_GAP = 14
_FAR = 56
"""So far from what says that it is backwards a number may stand that can be dialled only so."""
_MAX_PARTS = 6
_MAX_HINTS = 50


def has_hints(text: str) -> bool:
    """Whether a text may say that something is written backwards or in parts (cheap)."""
    return (
        tells_digits(text) or _BACKWARDS.search(text) is not None or _PARTWORD.search(text) is not None or speaks_of_title(text)
    )


def undo(piece: Piece, runs: Sequence[Run], country: str | None, labels: Sequence[Label] = ()) -> tuple[Piece, list[str]]:
    """The text with what it says it did undone, and a sentence for each; the same piece where there is nothing to undo."""
    changes, said = told(piece.text, runs, country)
    if not changes:
        changes, said = from_title(piece.text, runs, labels)
    if not changes:
        changes, said = _turned(piece, runs, country, {label.start: label.end for label in labels})
    if not changes:
        changes, said = _put_together(piece, runs, {label.start for label in labels}, country)
    if not changes:
        return piece, []
    return piece.rewritten(apart(sorted(changes))), said


def _run_change(run: Run, digits: Sequence[int]) -> tuple[str, list[tuple[int, int]]]:
    return "".join(run.digits[i] for i in digits), [(run.starts[i], run.ends[i]) for i in digits]


def _turned(piece: Piece, runs: Sequence[Run], country: str | None, names: Mapping[int, int]) -> tuple[list[Change], list[str]]:
    changes: list[Change] = []
    said: list[str] = []
    if not _BACKWARDS.may_match(piece.text):
        return changes, said
    ends = {run.end: run for run in runs if len(run.digits) >= 5}
    begins = {run.start: run for run in runs if len(run.digits) >= 5}
    for hint in islice(_BACKWARDS.finditer(piece.text), _MAX_HINTS):
        part = _OF_A_PART.search(piece.text, max(0, hint.start() - 26), hint.start())
        target = _beside(piece.text, part.start() if part else hint.start(), hint.end(), ends, begins)
        if isinstance(target, tuple):
            target = _without_name(piece.text, target, names)
        if target is None:
            target = _farther(piece.text, hint, runs, country)
        if target is None:
            continue
        if isinstance(target, Run) and part and (order := _part_turned(len(target.digits), part)):
            new, places = _run_change(target, order)
            changes.append((target.start, target.end, new, places))
            changes.append((part.start(), hint.end(), " ", [(hint.start(), hint.start())]))
            said.append(f"a part of {target.digits} read backwards: {new}")
            continue
        if isinstance(target, Run) and _right_as_it_is(target.digits, country):
            continue  # a flip phone, a mirror: the word is about something else
        if isinstance(target, Run):
            new, places = _run_change(target, range(len(target.digits) - 1, -1, -1))
            start, end = target.start, target.end
        else:
            start, end = target
            new, places = piece.text[start:end][::-1], [(at, at + 1) for at in range(end - 1, start - 1, -1)]
        changes.append((start, end, new, places))
        changes.append((hint.start(), hint.end(), " ", [(hint.start(), hint.start())]))
        said.append(f"{piece.text[start:end]} read backwards: {new}")
    return changes, said


def _part_turned(size: int, part: re.Match[str]) -> list[int]:
    """The order of `size` digits of which the first or last few are read backwards."""
    written = part["count"]
    count = int(SIGNS.get(written, written)) if written in SIGNS else _COUNTS.get(written, 0)
    if not 2 <= count < size:
        return []
    order = list(range(size))
    if part["front"]:
        return order[:count][::-1] + order[count:]
    return order[:-count] + order[-count:][::-1]


def _without_name(text: str, target: tuple[int, int], names: Mapping[int, int]) -> tuple[int, int]:
    """The stretch without the platform's name that begins it ("ins:7piv_oabiur")."""
    start, end = target
    while start < end and text[start] in ":/@.":
        start += 1
    named = names.get(start)
    if named is None or named >= end or text[named] not in "@:":
        return start, end
    while named < end and text[named] in "@:":
        named += 1
    return (named, end) if end - named >= 4 else (start, end)


def _right_as_it_is(digits: str, country: str | None) -> bool:
    """Whether digits are a phone number as they stand and none backwards."""
    return bool(national(digits, country, fixed=False)) and not national(digits[::-1], country, fixed=True)


def _farther(text: str, hint: re.Match[str], runs: Sequence[Run], country: str | None) -> Run | None:
    """The number some words away that can be dialled only backwards: "viết ngược cho đỡ bị quét: 816..."."""
    near = [
        (min(abs(run.start - hint.end()), abs(hint.start() - run.end)), run)
        for run in runs
        if len(run.digits) >= 8 and not (run.guess or run.masked) and -_FAR <= run.start - hint.end() <= _FAR
    ]
    for _, run in sorted(near, key=lambda one: one[0]):
        if dialled(run.digits[::-1], country, fixed=False) and not dialled_at_home(run.digits, country):
            return None if something_else(text, run.start) else run
    return None


def _beside(text: str, start: int, end: int, ends: dict[int, Run], begins: dict[int, Run]) -> Run | tuple[int, int] | None:
    """What a word like 倒着看 is about: the number or the name before it, else after it."""
    low = max(0, start - 80)
    before = text[low:start]
    trimmed = before.rstrip(" \n\t(（[【,，.。;；:：-—~*<《「'\"")
    trimmed = re.sub(
        r"(?:号码|号|请|要|需|数字|的|需要|记得|全部|(?<![a-z0-9_])(?:dibaca|bacanya|ditulis|terbaca|прочти|прочитать|читается|viết|read it|read|written|is|it|number|in|the)|читать|читай|номер|อ่าน|baca|đọc|\(|,|\s)+$",
        "",
        trimmed,
    ).rstrip(" ,，(（.。")
    edge = low + len(trimmed)
    after = re.compile(
        r"(?:才是|就是|看|读|念|写|来看|来|过来|输入|输|按|打|加|拨|的|是|为|我的?|电话|手机|号码?|微信|qq|vx|tel|phone|тел|[:：=\s\"'「)）-]|it|is|number|номер)*"
    ).match(text, end)
    begin = after.end() if after else end
    choices: list[tuple[int, Run | tuple[int, int]]] = []
    if edge in ends:
        choices.append((0, ends[edge]))
    if begin in begins:
        choices.append((1, begins[begin]))
    token = re.search(r"[a-z0-9_@.+\-:/~]{5,80}$", trimmed)
    if token and edge - low >= len(token[0]):
        choices.append((2, (edge - len(token[0]), edge)))
    following = _TOKEN.match(text, begin)
    if following and 5 <= len(following[0].rstrip(".,:-")) <= 80:
        choices.append((3, (begin, begin + len(following[0].rstrip(".,:-")))))
    # A whole token of letters wins over the digits inside it.
    tokens = {(low_, high) for _, choice in choices if isinstance(choice, tuple) for low_, high in [choice]}
    for _, choice in sorted(choices, key=lambda one: one[0]):
        if isinstance(choice, Run):
            wider = next(
                (
                    one
                    for one in tokens
                    if one[0] < choice.start <= choice.end <= one[1] or one[0] <= choice.start < choice.end < one[1]
                ),
                None,
            )
            return wider if wider and re.search("[a-z]", text[wider[0] : wider[1]]) else choice
        return choice
    return None


def _put_together(
    piece: Piece, runs: Sequence[Run], names: Container[int], country: str | None
) -> tuple[list[Change], list[str]]:
    text = piece.text
    hints = list(islice(_PART.finditer(text), 4 * _MAX_HINTS))
    if not hints:
        return [], []
    by_end = {run.end: run for run in runs if 2 <= len(run.digits) <= 10}
    by_start = {run.start: run for run in runs if len(run.digits) <= 16}
    parts: list[tuple[str, int, Run | tuple[int, int]]] = []
    for hint in hints:
        target = _part_at(text, hint.end(), by_start)
        if target is not None and not (isinstance(target, tuple) and target[0] in names):
            parts.append((hint.lastgroup or "middle", hint.start(), target))
    if not parts:
        return [], []
    changes: list[Change] = []
    said: list[str] = []
    used = 0
    while used < len(parts):
        group = [parts[used]]
        used += 1
        first_kind, hinted_at, target = group[0]
        if first_kind != "front":
            turned = (
                first_kind == "back" and used < len(parts) and parts[used][0] == "front" and parts[used][1] - hinted_at < 48
            )
            earlier = None if turned else _unhinted_before(text, hinted_at, by_end, target)
            if earlier is not None:
                group.insert(0, ("front", _extent(earlier)[0], earlier))
            elif not (used < len(parts) and parts[used][0] == "front" and first_kind == "back"):
                continue
        while used < len(parts) and len(group) < _MAX_PARTS and (parts[used][0] != "front" or group[0][0] == "back"):
            group.append(parts[used])
            used += 1
        if len(group) < 2 or any(dialled_at_home(_written(text, one), country) for _, _, one in group):
            continue  # "0912345678 sau 9h": whole as it is
        order = {"front": 0, "middle": 1, "back": 2}
        ordered = sorted(group, key=lambda one: order[one[0]])
        new, places = "", []
        for _, _, one in ordered:
            if isinstance(one, Run):
                more, where = _run_change(one, range(len(one.digits)))
            else:
                more, where = text[one[0] : one[1]], [(at, at + 1) for at in range(*one)]
            new += more
            places += where
        # The whole stands where the first hint stood; the other parts and their hints are taken out.
        for number, (_, hint_at, one) in enumerate(sorted(group, key=lambda one: one[1])):
            low, high = _extent(one)
            if number == 0:
                changes.append((min(hint_at, low), high, new, places))
            else:
                changes.append((min(hint_at, low), high, " ", [(low, low)]))
        said.append(f"parts put together: {new}")
    return changes, said


def _written(text: str, target: Run | tuple[int, int]) -> str:
    return target.digits if isinstance(target, Run) else text[target[0] : target[1]]


def _extent(target: Run | tuple[int, int]) -> tuple[int, int]:
    return (target.start, target.end) if isinstance(target, Run) else target


def _part_at(text: str, place: int, by_start: dict[int, Run]) -> Run | tuple[int, int] | None:
    token = re.compile(r"[a-z0-9_@.+\-]{1,64}").match(text, place)
    run = by_start.get(place)
    if token:
        size = len(token[0].rstrip(".-"))
        if re.search(r"[a-z@]", token[0]) and (
            re.search(r"[0-9_@.]", token[0][:size])
            or text[place - 1 : place] in ":=\"'"
            or not text[max(0, place - 2) : place - 1].isascii()
        ):
            return place, place + size
    return run


def _unhinted_before(
    text: str, place: int, by_end: dict[int, Run], target: Run | tuple[int, int]
) -> Run | tuple[int, int] | None:
    """The part before a hint like "后面接" that has no hint of its own."""
    if isinstance(target, Run):
        for end in range(place, max(place - _MAX_GAP, 0), -1):
            if end in by_end and BREAK not in text[end:place] and not with_unit(text, end):
                return by_end[end]
    token = re.search(r"([a-z0-9_@.+\-]{2,40})[^\w\x1e]{0,4}$", text[max(0, place - 48) : place])
    if (
        token
        and not isinstance(target, Run)
        and re.search(r"[0-9_@]|^[a-z]+$(?<![ ])", token[1])
        and not _PART.pattern.fullmatch(token[1])
    ):
        begin = max(0, place - 48) + token.start(1)
        return begin, begin + len(token[1].rstrip(".-"))
    return None
