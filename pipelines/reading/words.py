"""Words of the watched goods in a listing: names, code words, service words, in context.

A code word that needs other words, a false friend that means something else, a news report: all are decided over the
whole listing (title, text, what stands in its photos), not over the sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipelines.reading.words_disguised import respelled, unbroken
from pipelines.reading.words_lexicon import Lexicon, common_words
from pipelines.reading.words_phrase import GENERAL, Entry, Phrase
from tidewaiter.folding import Folded, fold, fold_text
from tidewaiter.goods import Goods
from tidewaiter.model import Word

_Hit = tuple[int, int, Phrase]

MAX_TEXT = 200_000
"""Characters read of one field: what lies beyond is no listing."""
MAX_HITS = 20_000
"""Phrases looked at in one field."""
_ONLY_LIKE = re.compile(
    r"[ \-]?(?:colou?r(?:ed)?|effect|style[ds]?|look|tones?|toned|pattern(?:ed)?|scented|flavou?r(?:ed)?|inspired|themed)\b|"
    "色(?![泽度深沉])|风格|造型|图案|花纹|同款"
)
"""What follows a name that only says what something else looks or smells like: ivory coloured, 玳瑁色."""
_LOOK_AROUND = 16
"""Characters beside a false friend in which a negation or 'declared as' may stand."""
_OPENING = " \t\n\r\u3000\x1e:：\"'“‘「『"
"""What may stand between a denial and what it denies."""
_CONTEXTS_KEPT = 4
"""Places kept of each context word: enough to find one that does not overlap the word that needs it."""


class WordReader:
    """Reads the words of some goods. Building one takes some 50 ms; reading changes nothing in it."""

    def __init__(self, goods: Sequence[Goods]) -> None:
        lexicon = Lexicon(goods)
        self._phrases, self._homophones = lexicon.phrases, lexicon.homophones
        common = common_words()
        self._denying = frozenset(word[-1] for word in map(fold_text, (*common.negation, *common.declared)))
        self._before = re.compile(rf"(?:{_any_of((*common.negation, *common.declared))})[{_OPENING}]*$")
        self._after = re.compile(rf"\s*(?:{_any_of(common.denial)})")

    def read(self, fields: str | Mapping[str, str]) -> list[Word]:
        """Words in the order in which they stand, one for each word and goods. A text alone is the field `text`."""
        named = {"text": fields} if isinstance(fields, str) else fields
        return self.read_folded({name: fold(text) for name, text in named.items() if text})

    def read_folded(self, fields: Mapping[str, Folded]) -> list[Word]:
        """The same for texts that are folded already."""
        listing = _Listing()
        for name, folded in fields.items():
            self._look_through(listing, name, folded.text)
        seen: set[tuple[str, str | None]] = set()
        words: list[Word] = []
        for name, start, end, entry in listing.meant():
            if (entry.word, entry.goods) in seen:
                continue
            seen.add((entry.word, entry.goods))
            first, last = fields[name].span(start, end)
            raw = fields[name].original[first:last]
            words.append(Word(entry.word, raw, entry.goods, entry.kind, first, last, round(entry.confidence, 3), name))
        return words

    def _look_through(self, listing: _Listing, name: str, text: str) -> None:
        text = text[:MAX_TEXT]
        hits: list[_Hit] = [*self._phrases.characters(text), *self._phrases.words(text)]
        del hits[MAX_HITS:]
        disguised = [*unbroken(text, self._phrases), *respelled(text, self._phrases), *self._homophones.find(text)]
        words = [(name, start, end, _as_code(entry)) for start, end, phrase in disguised for entry in phrase.entries]
        hits.sort(key=_leftmost_longest)
        cover: Phrase | None = None
        cover_end = 0
        for start, end, phrase in hits:
            listing.context(name, start, end, phrase)
            if not (phrase.entries or phrase.forbids or phrase.shadows):
                continue  # only context
            inside = cover if end <= cover_end else None
            if phrase.entries and not _ONLY_LIKE.match(text, end):
                words += [(name, start, end, entry) for entry in phrase.entries if not _shadowed(entry, inside)]
            if phrase.forbids and not phrase.forbids <= listing.forbidden and not self._denied(text, start, end):
                listing.forbidden |= {goods for goods in phrase.forbids if not _excused(goods, inside)}
            if end > cover_end:
                cover, cover_end = phrase, end
        listing.words += sorted(words, key=lambda word: word[1])

    def _denied(self, text: str, start: int, end: int) -> bool:
        """Whether a false friend is denied (非树脂), turned away (高仿勿扰) or only what the parcel is called (写工艺品)."""
        before = text[max(0, start - _LOOK_AROUND) : start]
        if before.rstrip(_OPENING)[-1:] in self._denying and self._before.search(before):
            return True
        return self._after.match(text, end, end + _LOOK_AROUND) is not None


class _Listing:
    """What stands in one listing, over all its fields."""

    def __init__(self) -> None:
        self.words: list[tuple[str, int, int, Entry]] = []
        self.forbidden: set[str] = set()
        self._contexts: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._news = self._seller = False

    def context(self, name: str, start: int, end: int, phrase: Phrase) -> None:
        """Takes note of what a phrase says about the words around it."""
        place = name, start, end
        for key in phrase.keys:
            places = self._contexts[key]
            if len(places) < _CONTEXTS_KEPT:
                places.append(place)
        if phrase.news:
            self._news = True
        if phrase.seller:
            self._seller = True

    def meant(self) -> Iterable[tuple[str, int, int, Entry]]:
        """The words that mean what the catalogue says they do."""
        if self._news and not self._seller:
            return
        for name, start, end, entry in self.words:
            if entry.goods is not None and not self.forbidden.isdisjoint((entry.goods, GENERAL)):
                continue
            if entry.needs and not any(self._beside(key, name, start, end) for key in entry.needs):
                continue
            if entry.not_with and any(key in self._contexts for key in entry.not_with):
                continue
            yield name, start, end, entry

    def _beside(self, key: str, name: str, start: int, end: int) -> bool:
        places = self._contexts.get(key, ())
        return any(where != name or last <= start or first >= end for where, first, last in places)


def _as_code(entry: Entry) -> Entry:
    """An entry whose word was disguised: whoever hides an open name uses it as a code word."""
    return replace(entry, kind="code") if entry.kind == "name" else entry


def _leftmost_longest(hit: _Hit) -> tuple[int, int]:
    return hit[0], -hit[1]


def _shadowed(entry: Entry, cover: Phrase | None) -> bool:
    """Whether a word is only part of a longer one: of another word of the catalogue, or of a false friend of its goods."""
    return cover is not None and (bool(cover.entries) or entry.goods in cover.shadows or entry.goods in cover.forbids)


def _excused(goods: str, cover: Phrase | None) -> bool:
    """Whether a false friend is only part of something else (仿 in 仿佛, 水果 in the code word 越南水果)."""
    return cover is not None and (bool(cover.entries) or goods in cover.shadows)


def _any_of(words: Iterable[str]) -> str:
    folded = sorted({fold_text(word) for word in words}, key=lambda word: -len(word))
    return "|".join(rf"\b{re.escape(word)}\b" if word[0].isascii() else re.escape(word) for word in folded)
