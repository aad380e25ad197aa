# ruff: noqa: E501 - a table of countries reads better in long lines
"""All fields of a listing as one folded text, with the way back to each field; rewritings keep that way back.

A number may stand half in the title and half in the text, so the handle readers look at one text: the fields in order,
`BREAK` between them. A rewriting (a reversed number turned round, two halves put together) makes another `Piece` whose
characters still know where they came from; a handle's spans follow from that.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter

from tidewaiter.folding import Folded, fold, fold_text
from tidewaiter.model import Span

Fields = str | Mapping[str, str | Folded]
"""Field name ("title", "text", "photo:<sha256>") to text, folded or not; a bare string means {"text": ...}."""


def word_set(words: str) -> frozenset[str]:
    """A table of words, written with blanks between."""
    return frozenset(words.split())


def headed(alternatives: str, behind: str = "") -> str:
    """Alternatives with `\\b` before some, rewritten so that each begins with its first letter; `behind` follows them all.

    `re` passes over places where none of several literals can begin, but only if all begin with a literal.
    """
    return "(?:" + re.sub(r"(^|\|)\\b(\w)", r"\1\2(?<!\\w\2)", alternatives) + ")" + behind


_LETTER = re.compile(r"[^\W\d_\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af]")


class _Letters(dict[str, bool]):
    """Whether a character is a letter of a script that puts spaces between words, filled as characters are met."""

    def __missing__(self, one: str) -> bool:
        letter = self[one] = _LETTER.match(one) is not None
        return letter


IS_LETTER = _Letters()
"""Whether a character is a letter of a script that puts spaces between words, as the ends of names do not touch; none is."""

BREAK = "\x1e"
MAX_CHARACTERS = 200_000
"""Of all fields together; what comes after is not read. A listing has a few hundred."""
MAX_FOUND = 500
"""Handles, or identifiers, of one listing: a text with more is no listing, and what comes after is left."""
MAX_SPANS = 16
"""Places that are kept of one handle."""


def folded_fields(fields: Fields) -> dict[str, Folded]:
    """Each field folded, empty ones left out."""
    named: Mapping[str, str | Folded] = {"text": fields} if isinstance(fields, str) else fields
    folded: dict[str, Folded] = {}
    left = MAX_CHARACTERS
    for name, text in named.items():
        if left <= 0:
            break
        if isinstance(text, Folded):
            one = text if len(text.original) <= left else fold(text.original[:left])
        else:
            one = fold(text[:left])
        left -= len(one.original)
        if one.original:
            folded[name] = one
    return folded


# Characters that stand for one digit though folding leaves them or gives letters: Roman and Suzhou numerals, dice, mahjong
# tiles, clock faces, medals. Written over before folding (same length), and only in company of other digits.
_PICTURES: dict[int, str] = {}
for _first, _digits in ((0x2160, "123456789"), (0x2170, "123456789"), (0x3021, "123456789"), (0x2680, "123456"),
                        (0x1F007, "123456789"), (0x1F010, "123456789"), (0x1F019, "123456789"), (0x1F550, "123456789"),
                        (0x1F947, "123")):  # fmt: skip
    _PICTURES |= {_first + step: digit for step, digit in enumerate(_digits)}
_PICTURES |= {ord("🎱"): "8", ord("⭕"): "0", ord("◯"): "0", ord("○"): "0"}
_BRAILLE = {ord(cell): digit for cell, digit in zip("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", "1234567890", strict=True)} | {ord("⠼"): " "}
_TURNED = {ord(sign): digit for sign, digit in zip("⇂ᄅƐㄣϛㄥ", "123457", strict=True)}
_PICTURE = re.compile("[" + "".join(map(chr, _PICTURES | _BRAILLE | _TURNED)) + "]")
_ENTITY = re.compile(r"&#(?:x([0-9a-f]{1,5})|([0-9]{1,7}));?|\\u([0-9a-f]{4})|(?:(?<=%3[0-9])|(?=%3[0-9]%3[0-9]))%(3[0-9])")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A = "\U0001f1e6"
_FLAG_RUN = re.compile("[\U0001f1e6-\U0001f1ff](?:[\u200b-\u200d\u2060 ]?[\U0001f1e6-\U0001f1ff])*")
_COUNTRIES = word_set(
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw "
    "cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in "
    "io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my "
    "mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx "
    "sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um un us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw"
)
"""Pairs of letters that are a flag (ISO 3166-1, and the few that Unicode adds)."""
_FLAG_NAMES = word_set("vx wx qq tg wa fb ig zl vk wb ks dy")
"""Pairs of flag letters that are the name of a platform (some are a country's flag too)."""
_ROUND_A = re.compile("(?<=[A-Za-z0-9])[ⓐⒶ⒜🅐🅰🐭🐁🐀](?=[A-Za-z0-9])")
# Beyond the first plane by one range: a class of single characters there is gone through one by one.
_ODD = re.compile("[" + "".join(sign for sign in _PICTURE.pattern[1:-1] if sign < "\U00010000") + "ⓐⒶ⒜\U0001f000-\U0001fbff]")
"""What may be a picture or a flag, cheaply."""
_BESIDE = re.compile(f"[0-9一二三四五六七八九〇零{_PICTURE.pattern[1:-1]}][ .-]?[{_PICTURE.pattern[1:-1]}]")


def _pictures_as_digits(text: str) -> str:
    """Pictures written over by their digits where several stand together or beside digits; the same length."""
    found = _PICTURE.findall(text)
    if any(ord(sign) in _BRAILLE for sign in found):
        return text.translate(_BRAILLE) if len(found) >= 5 else text
    if sum(ord(sign) in _TURNED for sign in found) >= 3:
        return text.translate(_TURNED)
    return text.translate(_PICTURES) if len(_BESIDE.findall(text)) >= min(len(found), 2) else text


Change = tuple[int, int, str, Sequence[tuple[int, int]]]
"""Replace text[start:end] by a new text, of whose characters each came from text[low:high] (low == high: from nowhere)."""
_APART = re.compile(r"[^\W_]|\x1e")


def _entity(match: re.Match[str]) -> Change | None:
    """The character that a numeric entity of HTML, or an escape, stands for."""
    code = int(match[1] or match[3] or match[4] or "0", 16) or int(match[2] or "0")
    if not 32 <= code < 0x110000:
        return None
    new = fold_text(chr(code))
    return (*match.span(), new, [match.span()] * len(new))


def _spelled_in_flags(match: re.Match[str]) -> str:
    """Letters in place of regional indicators that make up no flags."""
    signs = [one for one in match[0] if one >= _FLAG_A]
    letters = "".join(chr(ord(one) - 0x1F1E6 + ord("a")) for one in signs)
    if len(signs) == len(match[0]) and len(letters) % 2 == 0:
        pairs = {letters[at : at + 2] for at in range(0, len(letters), 2)}
        if pairs <= _COUNTRIES:
            return match[0]
    return "".join(chr(ord(one) - 0x1F1E6 + ord("a")) if one >= _FLAG_A else one for one in match[0])


def _flag_letters(match: re.Match[str]) -> str:
    letters = "".join(chr(ord(one) - 0x1F1E6 + ord("a")) for one in match[0])
    return letters if letters in _FLAG_NAMES else match[0]


_OVERRIDE = re.compile("\u202e([^\u202c\u202d\u202e\\n]{2,64})")


def _overridden(parts: Sequence[tuple[str, str, Folded]], offsets: Sequence[int]) -> list[Change]:
    """Latin names and figures behind a right-to-left override, as an eye sees them: turned round."""
    changes: list[Change] = []
    for (_, original, folded), base in zip(parts, offsets, strict=True):
        for match in islice(_OVERRIDE.finditer(original), 20):
            low, high = base + folded.index(match.start(1)), base + folded.index(match.end(1))
            new = folded.text[low - base : high - base][::-1]
            if re.fullmatch(r"[a-z0-9_.@+\-]{4,64}", new):
                changes.append((low, high, new, [(at, at + 1) for at in range(high - 1, low - 1, -1)]))
    return changes


def apart(changes: Sequence[Change]) -> list[Change]:
    """Changes in order; of those that overlap, the first."""
    kept: list[Change] = []
    for change in sorted(changes, key=itemgetter(0)):
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


class Piece:
    """Folded text with the place of each character: `text`, and what `spans` makes of a stretch of it."""

    __slots__ = ("_fields", "_index", "_offsets", "text")

    def __init__(
        self,
        text: str,
        fields: Sequence[tuple[str, str, Folded]],
        offsets: Sequence[int],
        index: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        self.text = text
        self._fields = fields
        self._offsets = offsets
        self._index = index  # of each character, what it came from in the text before it was rewritten

    @classmethod
    def of(cls, fields: Mapping[str, Folded]) -> Piece:
        """The fields in order, `BREAK` between them."""
        parts: list[tuple[str, str, Folded]] = []
        offsets: list[int] = []
        place = 0
        for name, folded in fields.items():
            original = folded.original
            if not _ODD.search(original):
                parts.append((name, original, folded))
                offsets.append(place)
                place += len(folded.text) + 1
                continue
            if _ROUND_A.search(original):
                folded = fold(_ROUND_A.sub("@", original))
            if _FLAG.search(original):
                folded = fold(_FLAG.sub(_flag_letters, folded.original))
            if max(original) >= _FLAG_A and _FLAG_RUN.search(folded.original):
                folded = fold(_FLAG_RUN.sub(_spelled_in_flags, folded.original))
            if _PICTURE.search(original) and (written := _pictures_as_digits(folded.original)) != folded.original:
                folded = fold(written)
            parts.append((name, original, folded))
            offsets.append(place)
            place += len(folded.text) + 1
        piece = cls(BREAK.join(folded.text for _, _, folded in parts), parts, offsets)
        if any("\u202e" in original for _, original, _ in parts):
            piece = piece.rewritten(_overridden(parts, offsets))
        text = piece.text
        if "&#" not in text and "%3" not in text and "\\u" not in text:
            return piece
        changes = [change for match in _ENTITY.finditer(text) if (change := _entity(match)) is not None]
        return piece.rewritten(changes) if changes else piece

    def rewritten(self, changes: Sequence[Change]) -> Piece:
        """The text with stretches replaced; `changes` in order, not overlapping."""
        text: list[str] = []
        index: list[tuple[int, int]] = []
        back = self._index
        place = 0
        for start, end, new, places in [*changes, (len(self.text), len(self.text), "", ())]:
            text += (self.text[place:start], new)
            index += (
                back[place:start] if back is not None else zip(range(place, start), range(place + 1, start + 1), strict=True)
            )
            if back is None:
                index += places
            else:
                index += [(back[low][0], back[high - 1][1]) if high > low else (low, high) for low, high in places]
            place = end
        return Piece("".join(text), self._fields, self._offsets, index)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where `text[start:end]` stood: one span, or several where it was put together."""
        if self._index is None:
            places = [(start, end)]
        else:
            places = []
            for low, high in sorted({place for place in self._index[start:end] if place[1] > place[0]}):
                if places and low - places[-1][1] <= 6 and not _APART.search(self._before(places[-1][1], low)):
                    places[-1] = (places[-1][0], max(high, places[-1][1]))
                else:
                    places.append((low, high))
        return tuple([span for low, high in places for span in self._spans_between(low, high)])

    def origin(self, start: int, end: int, other: Piece) -> tuple[int, int] | None:
        """Where `text[start:end]` stands in the piece that this one was rewritten from; None where nowhere."""
        if self._index is None or other is self:
            return start, end
        if other._index is not None:
            # Both were rewritten: compare what they came from.
            wanted = [place for place in self._index[start:end] if place[1] > place[0]]
            if not wanted:
                return None
            low, high = min(wanted)[0], max(place[1] for place in wanted)
            inside = [at for at, place in enumerate(other._index) if low <= place[0] < place[1] <= high]
            return (inside[0], inside[-1] + 1) if inside else None
        places = [place for place in self._index[start:end] if place[1] > place[0]]
        return (min(places)[0], max(place[1] for place in places)) if places else None

    def _before(self, low: int, high: int) -> str:
        """A stretch of the text before it was rewritten."""
        return BREAK.join(folded.text for _, _, folded in self._fields)[low:high] if high > low else ""

    def _spans_between(self, low: int, high: int) -> list[Span]:
        found = []
        number = max(bisect_right(self._offsets, low) - 1, 0)
        while number < len(self._fields) and self._offsets[number] < high:
            name, original, folded = self._fields[number]
            base = self._offsets[number]
            first, last = max(low - base, 0), min(high - base, len(folded.text))
            if first < last:
                start, end = folded.span(first, last)
                found.append(Span(name, start, end, original[start:end]))
            number += 1
        return found

    def cased(self, start: int, end: int) -> str:
        """`text[start:end]` with the case that the letters had: for what base58 and paths need."""
        if self._index is None:
            number = max(bisect_right(self._offsets, start) - 1, 0)
            _, original, folded = self._fields[number]
            base = self._offsets[number]
            if folded.original is original and end - base <= len(folded.text):
                was = original[slice(*folded.span(start - base, end - base))]
                if was.isascii() and was.lower() == self.text[start:end]:
                    return was
        out = []
        for at in range(start, end):
            letter = self.text[at]
            low, high = (at, at + 1) if self._index is None else self._index[at]
            if high > low:
                number = max(bisect_right(self._offsets, low) - 1, 0)
                _, original, folded = self._fields[number]
                first, last = folded.span(low - self._offsets[number], low - self._offsets[number] + 1)
                was = unicodedata.normalize("NFKC", original[first:last])
                letter = letter.upper() if was.isupper() and was.lower() != was else letter
            out.append(letter)
        return "".join(out)
