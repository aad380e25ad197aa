# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Puts together what stands half in the title and half in the text, where the text says so ("前面看标题", "di judul")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_negatives import with_unit
from pipelines.reading.handles_runs import Run
from pipelines.reading.handles_text import BREAK, Change
from pipelines.reading.triggers import Triggered

_TITLE = Triggered(r"标题|题目|抬头|主题里|\btitle|headline|subject line|tiêu đề|заголов|назван|หัวข้อ|ชื่อประกาศ|judul")
_REST_IN_TITLE = re.compile(
    r"(?:后[^,，。\x1e]{0,5}|剩[^,，。\x1e]{0,4}|余下的?|其余的?|尾[号数]?|另一半|rest|last \w+|ending|second half|còn lại|đuôi|sisanya|belakangnya|остальн\w+|конец|ที่เหลือ)\s?(?:号码|数字|of it|digits)?\s?"
    r"(?:看|见|在|是|去|is|are|in|from|see|the|ở|di|в|อยู่|ที่|\s)*$"
)
_TOKEN = re.compile(r"[a-z0-9_][a-z0-9_.\-]{1,30}")
_LINKED = re.compile(
    r"[^\w\x1e]{0,3}(?:(?:后面|再|末尾|最后|然后|then|plus|add|and|里|上|中|的)?\s?(?:加上?|接上?|跟|是|为|\+|is|add|plus|:)?\s?){1,3}[^\w\x1e]{0,3}"
)
_NEAR = 28
"""So far from the word for the title the part in the text stands at most."""


def speaks_of_title(text: str) -> bool:
    """Whether there is a title before the text, and the text speaks of it (cheap)."""
    edge = text.find(BREAK)
    return edge > 0 and _TITLE.search(text, edge) is not None


def from_title(text: str, runs: Sequence[Run], labels: Sequence[Label]) -> tuple[list[Change], list[str]]:
    """What makes one of the part in the title and the one in the text, and a sentence for it; nothing where either is missing."""
    edge = text.find(BREAK)
    told = _TITLE.search(text, edge) if edge > 0 else None
    if told is None:
        return [], []
    pair = _numbers(text, edge, told, runs) or _names(text, edge, told, labels)
    if pair is None:
        return [], []
    first, second = pair
    places = [(at, at + 1) for low, high in (first, second) for at in range(low, high) if not text[at].isspace()]
    if _REST_IN_TITLE.search(text, max(edge, told.start() - 16), told.start()):
        places = [place for place in places if place[0] > edge] + [place for place in places if place[0] < edge]
    whole = "".join(text[low] for low, _ in places)
    named = any(first[0] - 3 <= label.end <= first[0] for label in labels)
    kept, emptied = (first, second) if named else (second, first)
    return [(*kept, whole, places), (*emptied, " ", [(emptied[0], emptied[0])])], [f"put together from title and text: {whole}"]


def _numbers(text: str, edge: int, told: re.Match[str], runs: Sequence[Run]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    plain = [run for run in runs if not (run.guess or run.masked or run.attached) and run.end - run.start < 2 * len(run.digits)]
    head = [run for run in plain if run.end <= edge and 3 <= len(run.digits) <= 10 and not with_unit(text, run.end)]
    near = [
        run
        for run in plain
        if edge < run.start
        and 2 <= len(run.digits) <= 9
        and -_NEAR <= run.start - told.end() <= _NEAR
        and not with_unit(text, run.end)
    ]
    if not head or not near:
        return None
    tail = min(near, key=lambda run: abs(run.start - told.start()))
    if not 8 <= len(head[-1].digits) + len(tail.digits) <= 13:
        return None
    return (head[-1].start, head[-1].end), (tail.start, tail.end)


def _names(
    text: str, edge: int, told: re.Match[str], labels: Sequence[Label]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    linked = _LINKED.match(text, told.end())
    tail = _TOKEN.match(text, linked.end() if linked else told.end())
    if tail is None or not re.search("[0-9_]", tail[0]):
        return None
    for label in reversed(labels):
        if label.end > edge:
            continue
        head = re.compile(r"\W{0,3}([a-z0-9_][a-z0-9_.]{1,24})").match(text, label.end, edge)
        if head is not None:
            return head.span(1), tail.span()
    return None
