"""Places that a listing names, in the order in which it names them: 越南—东兴—广州 is a route of three.

Names come from a gazetteer in many languages. A name that is an everyday word too (河口, Reading), or of a small place,
counts only beside a word that says a place is meant (在, 口岸, from), or in a row with places that are sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from pipelines.reading.places_names import Gazetteer, gazetteer
from pipelines.reading.words_scan import words_of
from tidewaiter.folding import Folded, fold
from tidewaiter.model import Place, Span

MAX_PLACES = 50
"""Places kept of one listing."""
_MAX_HITS = 1000
"""Names looked at in one field, of either kind of script."""
_LONGEST_NAME = 4
"""Words of the longest name in a script with spaces."""

_JOINED = frozenset("_@")
"""Beside these, a word is part of an account name."""
_GAP = re.compile(r"[ \-'’.·]{1,2}")

_CUE_BEFORE = re.compile(
    r"(?:在|从|自|到|至|往|去|回|发|寄|运|经|过|由|飞|抵|来自|产地|坐标|地址|位于|口岸|籍贯|[:：]|老家|目的地|"
    r"(?:^|[^a-z])(?:in|at|from|to|via|near|into|through|location|city of|port of|collection|pick ?up)|"
    r"(?:^|\W)(?:ở|tại|từ|đến|về|qua|giao|đi|khu vực|ship|cửa khẩu|tp\.?)|(?:^|\W)(?:в|во|из|на|до|через|с|г\.?|город|по)|"
    r"ที่|จาก|ไป|ส่ง|แถว|จังหวัด|(?:^|\W)(?:di|ke|dari|lokasi|kota|area|daerah|cod))\s*$"
)
_CUE_AFTER = re.compile(
    r"\s*(?:口岸|港口?|面交|自提|发货|发|同城|直邮|过关|过来|来的|产地|产的|货(?!架)|市(?!场)|机场|代购|仓|交货|提货|见面|海关|站|码头|边境|直飞|空运|海运|陆运|"
    r"看货|可看|当地|本地|那边|方向|一带|(?:port|airport|border|pick ?up|collection|only|area|based|customs|city)\b|"
    r"(?:quận|tỉnh|thành phố)|порт|граница|самовывоз)"
)
_NOT_AFTER = re.compile(
    r"(?:路|街|大道|火锅|啤酒|烤鸭|菜|小面|牌|表(?!示)|盾|币|元|圆|铢|银行|大学|日报|时间|语|文|虎|豹|大厦|酒店|饭店|中路|北路|南路|鸡|面馆|山药|棉|红茶|"
    r"\s(?:street|road|avenue|ave|rd|beer|dollars?|university|hotel|style|pounds?|sauce|blue|red|green)\b)"
)
_CHAIN = re.compile(r"\s*(?:-{1,3}>?|—{1,2}|–|→|➡|>{1,2}|~|到|至|、|/|转|经|过|&|\+|，|,|\bto\b|и|и\s|до|đến|\bvia\b|ke)\s*")


@dataclass(slots=True)
class _Hit:
    """A name where it stood, with the places that it may mean: (name as written, needs a cue, number)."""

    field: str
    start: int
    end: int
    candidates: list[tuple[str, bool, int]]
    sure: bool
    why: str = "means nothing else"
    """What makes it a place, for people."""


def read_places(fields: str | Mapping[str, str], *, country: str | None = None, language: str | None = None) -> list[Place]:
    """Places in the order in which they are first named, each with all its spans.

    country: ISO 3166-1 alpha-2 of the listing; where a name is shared, a place there is meant. language: not needed.
    """
    named = {"text": fields} if isinstance(fields, str) else fields
    return read_folded_places({name: fold(text) for name, text in named.items() if text}, country=country)


def explained_places(fields: Mapping[str, Folded], *, country: str | None = None) -> Iterator[tuple[Span, Place, str]]:
    """Each name that counts: where it stood, the place that it means, and a clause on why, for people."""
    known = gazetteer()
    hits = _all_hits(known, fields)
    lands = _lands(known, hits)
    for hit in hits:
        name, number = _meant(known, hit, country, lands)
        place = known.known(number)
        among = f", of {len(hit.candidates)} places of that name" if len(hit.candidates) > 1 else ""
        yield _span(fields, hit), Place(name, place.country, place.lat, place.lon), hit.why + among


def read_folded_places(fields: Mapping[str, Folded], *, country: str | None = None) -> list[Place]:
    """The same for texts that are folded already."""
    known = gazetteer()
    return _places(known, _all_hits(known, fields), fields, country)


def _all_hits(known: Gazetteer, fields: Mapping[str, Folded]) -> list[_Hit]:
    """The names of all fields that count."""
    hits: list[_Hit] = []
    for name, folded in fields.items():
        found = sorted(
            [*islice(_walked(known, name, folded.text), _MAX_HITS), *islice(_spelled(known, name, folded), _MAX_HITS)],
            key=lambda hit: hit.start,
        )
        hits += _settled(found, folded.text)
    return hits


def _walked(known: Gazetteer, field: str, text: str) -> Iterator[_Hit]:
    """Names in scripts without spaces: at each place the longest."""
    for _, start, end in known.walked.find_matches_as_indexes(text):
        if not _NOT_AFTER.match(text, end):
            yield _hit(field, text, start, end, known.named(text[start:end]))


def _spelled(known: Gazetteer, field: str, folded: Folded) -> Iterator[_Hit]:
    """Names in scripts with spaces: at each word the longest, written with a capital where anything is."""
    text = folded.text
    words = words_of(text)
    stems = words.stems
    shouted_or_small = folded.original.islower() or folded.original.isupper()
    after = 0
    for number in [number for number, first in enumerate(stems) if first in known.first_words]:
        start = words.start(number)
        if number < after or text[start - 1 : start] in _JOINED:
            continue
        key, last = stems[number], number
        choices = [(key, last)]
        for following in range(number + 1, min(number + _LONGEST_NAME, len(stems))):
            if not _GAP.fullmatch(words.gaps[following]):
                break
            key += " " + stems[following]
            choices.append((key, following))
        for key, last in reversed(choices):
            end = words.end(last)
            if key not in known.names or len(key) < 2 or text[end : end + 1] in _JOINED or _NOT_AFTER.match(text, end):
                continue
            capital = folded.original[folded.start(start)].isupper()
            if capital or (shouted_or_small and len(key) > 3):
                hit = _hit(field, text, start, end, known.named(key))
                hit.sure = hit.sure and (capital or len(key) > 4)
                yield hit
                after = last + 1
                break


def _hit(field: str, text: str, start: int, end: int, candidates: list[tuple[str, bool, int]]) -> _Hit:
    if not all(cue for _, cue, _ in candidates):
        return _Hit(field, start, end, candidates, sure=True)
    cue = _CUE_BEFORE.search(text, max(0, start - 16), start) or _CUE_AFTER.match(text, end)
    return _Hit(field, start, end, candidates, cue is not None, f"{cue[0].strip()} beside it" if cue else "")


def _settled(hits: list[_Hit], text: str) -> list[_Hit]:
    """The hits that count: those that are sure, and those in a row with them."""
    for order in (hits, hits[::-1]):
        for one, other in pairwise(order):
            if one.sure and not other.sure:
                left, right = (one, other) if one.start < other.start else (other, one)
                between = text[left.end : right.start]
                other.sure = len(between) < 8 and _CHAIN.fullmatch(between) is not None
                other.why = "in a row with a place that is sure"
    return [hit for hit in hits if hit.sure]


def _places(known: Gazetteer, hits: list[_Hit], fields: Mapping[str, Folded], country: str | None) -> list[Place]:
    lands = _lands(known, hits)
    spans: dict[int, list[Span]] = {}
    names: dict[int, str] = {}
    for hit in hits:
        name, number = _meant(known, hit, country, lands)
        spans.setdefault(number, []).append(_span(fields, hit))
        names.setdefault(number, name)
    places = []
    for number in list(spans)[:MAX_PLACES]:
        place = known.known(number)
        places.append(Place(names[number], place.country, place.lat, place.lon, tuple(spans[number])))
    return places


def _lands(known: Gazetteer, hits: list[_Hit]) -> set[str]:
    """Countries of the names that can mean one place only."""
    return {known.known(hit.candidates[0][2]).country for hit in hits if len(hit.candidates) == 1}


def _span(fields: Mapping[str, Folded], hit: _Hit) -> Span:
    folded = fields[hit.field]
    first, last = folded.span(hit.start, hit.end)
    return Span(hit.field, first, last, folded.original[first:last])


def _meant(known: Gazetteer, hit: _Hit, country: str | None, lands: set[str]) -> tuple[str, int]:
    """Of the places of one name: the one in the listing's country, else in a country of its other places, else the largest."""
    open_ones = [one for one in hit.candidates if not one[1]] or hit.candidates
    for land in ({country.upper()} if country else set(), lands):
        for name, _, number in open_ones if land else ():
            if known.known(number).country in land:
                return name, number
    name, _, number = open_ones[0]
    return name, number
