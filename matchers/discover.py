"""New code words: what stands in suspicious listings where the goods' words would stand, and nowhere else.

A listing is suspicious when it reads like those with goods words though it holds none. A proposal is a word that such listings
share (of different sellers), that listings with open goods words lack, and that the rest lacks too.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tidewaiter.folding import fold_text
from tidewaiter.model import Listing, text_of

MAX_LISTINGS = 300_000
"""Listings looked at; beyond that memory and patience end (some 1 kB each)."""
_MASK = "\ue000"
"""Stands where a goods word stood. No text holds it: folding keeps it, but it is taken out first."""
_HAN = "\u3400-\u9fff"
_PIECE = re.compile(f"[{_HAN}]+|[a-z\u00df-\u024f\u0400-\u04ff\u1e00-\u1eff]{{2,20}}")
_LONGEST = 4
_SENTENCE = re.compile(r"[。！？!?\n;；|]")
_SUSPICIOUS_SHARE = 0.2
"""At most this share of the listings without goods words is taken for suspicious."""
_STEEPEST = 3.0
"""A single word never says more than this (natural logarithm), or one odd word would decide."""
_SENTENCES = 3
_ENOUGH_OTHERS = 30
_APART = 1.5
"""A shared word stands in listings of interest some four times as often as in others (natural logarithm)."""


@dataclass(slots=True, frozen=True)
class Proposal:
    """A word that may be a code word, for an analyst to accept or reject."""

    word: str
    goods: str
    """Goods that the listings around it read like."""
    score: float
    listings: int
    """How many suspicious listings hold it, of different sellers."""
    sentences: tuple[str, ...] = ()
    """Where it stood."""


@dataclass(slots=True)
class _Text:
    """One listing, folded, with its goods words masked."""

    text: str
    goods: frozenset[str]
    seller: str
    features: frozenset[str]


@dataclass(slots=True)
class _Seen:
    """What was seen of one candidate in the suspicious listings."""

    sellers: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    in_slot: int = 0
    total: int = 0


def discover(
    listings: Iterable[Listing], *, known: Iterable[str] = (), limit: int = 60, min_listings: int = 4
) -> list[Proposal]:
    """Proposals, the likeliest first.

    listings: as stored, with their words and handles read. known: words that are in the catalogue or were rejected.
    min_listings: in how many suspicious listings of different sellers a word must stand.
    """
    texts = [_prepared(listing) for _, listing in zip(range(MAX_LISTINGS), listings, strict=False)]
    with_goods = [text for text in texts if text.goods]
    others = [text for text in texts if not text.goods]
    if not with_goods or not others:
        return []
    weights = _weights(with_goods, others)
    suspicious, rest = _parted(with_goods, others, weights)
    slots = _slots(with_goods)
    seen = {word: one for word, one in _candidates(suspicious, slots).items() if len(one.sellers) >= min_listings}
    ranked = _ranked(seen, len(suspicious), _found_in(seen, with_goods), len(with_goods), _found_in(seen, rest), len(rest))
    taken = frozenset(fold_text(word) for word in known)
    guess = _Guess(with_goods)
    proposals: list[Proposal] = []
    for score, word in _apart(ranked, seen):
        if word in taken:
            continue
        one = seen[word]
        around = [suspicious[place] for place in dict.fromkeys(one.places)]
        sentences = tuple(dict.fromkeys(_sentence(text.text, word) for text in around[:20]))[:_SENTENCES]
        proposals.append(Proposal(word, guess.of(around), round(score, 3), len(one.sellers), sentences))
        if len(proposals) == limit:
            break
    return proposals


def shared_words(
    of_interest: Iterable[Listing], others: Iterable[Listing], *, known: Iterable[str] = (), limit: int = 20, sellers: int = 3
) -> list[str]:
    """Words that listings of interest share and others lack, the strongest first; goods words and contacts are left out.

    sellers: how many different sellers of interest must use a word. Too few others to compare with: none.
    """
    here, there = [_prepared(one) for one in of_interest], [_prepared(one) for one in others]
    if len(there) < _ENOUGH_OTHERS:
        return []
    seen = {word: one for word, one in _candidates(here, frozenset()).items() if len(one.sellers) >= sellers}
    elsewhere = _found_in(seen, there)
    ranked = []
    for word, one in seen.items():
        apart = _ratio(len(one.sellers), len(here), elsewhere[word], len(there))
        if apart >= _APART:
            ranked.append((apart * math.log1p(len(one.sellers)) * min(_variety(one.left), _variety(one.right)), word))
    taken = frozenset(fold_text(word) for word in known)
    words = (word for score, word in _apart(sorted(ranked, reverse=True), seen) if score > 0 and word not in taken)
    return list(islice(words, limit))


def _prepared(listing: Listing) -> _Text:
    parts = []
    for name in ("title", "text"):
        original = text_of(listing, name).replace(_MASK, " ")
        spans = [(word.start, word.end, _MASK) for word in listing.words if word.field == name and word.goods]
        spans += [(span.start, span.end, " ") for handle in listing.handles for span in handle.spans if span.field == name]
        for start, end, stand_in in sorted(spans, reverse=True):
            original = original[:start] + stand_in + original[end:]
        parts.append(fold_text(original))
    text = "\n".join(parts)
    goods = frozenset(word.goods for word in listing.words if word.goods)
    seller = f"{listing.source}/{listing.seller.id}" if listing.seller and listing.seller.id else listing.id
    return _Text(text, goods, seller, frozenset(_features(text)))


def _features(text: str) -> Iterator[str]:
    """What tells texts apart: pairs of Chinese characters, words of other scripts."""
    for piece in _PIECE.findall(text):
        if piece[0] < "\u3400":
            yield piece
        else:
            yield from map(str.__add__, piece, piece[1:])


def _weights(with_goods: Sequence[_Text], others: Sequence[_Text]) -> dict[str, float]:
    """How much more often a feature stands in listings with goods words than in the others, as log-odds."""
    here, there = _count(with_goods), _count(others)
    return {
        feature: max(-_STEEPEST, min(_STEEPEST, _ratio(count, len(with_goods), there[feature], len(others))))
        for feature, count in here.items()
        if count >= 3
    }


def _count(texts: Iterable[_Text]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text.features)
    return counts


def _ratio(here: float, all_here: int, there: float, all_there: int) -> float:
    return math.log((here + 0.5) / (all_here + 1)) - math.log((there + 0.5) / (all_there + 1))


def _suspicion(text: _Text, weights: Mapping[str, float]) -> float:
    found = [weights[feature] for feature in text.features if feature in weights]
    return sum(found) / math.sqrt(len(text.features) + 1)


def _parted(
    with_goods: Sequence[_Text], others: Sequence[_Text], weights: Mapping[str, float]
) -> tuple[list[_Text], list[_Text]]:
    """The listings without goods words that read like those with, and the rest."""
    usual = sorted(_suspicion(text, weights) for text in with_goods)
    enough = max(usual[len(usual) // 2] / 2, 0.0)  # half of what is usual: the hidden word itself dilutes them
    scored = sorted(((_suspicion(text, weights), number) for number, text in enumerate(others)), reverse=True)
    most = int(len(others) * _SUSPICIOUS_SHARE) + 1
    chosen = {number for score, number in scored[:most] if score >= enough}
    return [others[number] for number in sorted(chosen)], [text for number, text in enumerate(others) if number not in chosen]


def _slots(with_goods: Iterable[_Text]) -> frozenset[str]:
    """Two characters before and after goods words, as "<ab" and ">cd"."""
    counts: Counter[str] = Counter()
    for text in with_goods:
        for found in re.finditer(_MASK, text.text):
            counts.update(
                (f"<{text.text[max(0, found.start() - 2) : found.start()]}", f">{text.text[found.end() : found.end() + 2]}")
            )
    return frozenset(slot for slot, count in counts.items() if count >= 2)


def _grams(text: str) -> Iterator[tuple[str, int, int]]:
    for piece in _PIECE.finditer(text):
        if piece[0][0] < "\u3400":
            yield piece[0], piece.start(), piece.end()
            continue
        for start in range(piece.start(), piece.end() - 1):
            for end in range(start + 2, min(piece.end(), start + _LONGEST) + 1):
                yield text[start:end], start, end


def _candidates(suspicious: Sequence[_Text], slots: frozenset[str]) -> dict[str, _Seen]:
    often: dict[str, set[str]] = defaultdict(set)
    for text in suspicious:
        for word, _, _ in _grams(text.text):
            often[word].add(text.seller)
    kept = {word for word, sellers in often.items() if len(sellers) > 2}
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for place, text in enumerate(suspicious):
        for word, start, end in _grams(text.text):
            if word not in kept:
                continue
            one = seen[word]
            one.sellers.add(text.seller)
            one.places.append(place)
            one.left[text.text[max(0, start - 1) : start]] += 1
            one.right[text.text[end : end + 1]] += 1
            before, after = text.text[max(0, start - 2) : start], text.text[end : end + 2]
            one.in_slot += (f"<{before}" in slots) + (f">{after}" in slots)
            one.total += 2
    return seen


def _found_in(seen: Mapping[str, _Seen], texts: Iterable[_Text]) -> Counter[str]:
    """In how many texts each candidate stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({word for word, _, _ in _grams(text.text) if word in seen})
    return counts


def _ranked(
    seen: Mapping[str, _Seen], suspicious: int, in_goods: Counter[str], goods: int, in_rest: Counter[str], rest: int
) -> list[tuple[float, str]]:
    ranked = []
    for word, one in seen.items():
        count = len(one.sellers)
        apart = min(_ratio(count, suspicious, in_goods[word], goods), _ratio(count, suspicious, in_rest[word], rest))
        if apart <= 0:
            continue
        # A piece of a longer word has always the same neighbour.
        edges = min(_variety(one.left), _variety(one.right))
        ranked.append((apart * math.log1p(count) * edges * (0.2 + one.in_slot / one.total), word))
    return sorted(ranked, reverse=True)


def _variety(neighbours: Counter[str]) -> float:
    """0 where one neighbour always stands there, towards 1 where it may be anything; signs and the text's edge are free."""
    total = sum(neighbours.values())
    letters = (count for character, count in neighbours.items() if character and _PIECE.match(character * 2))
    commonest = max(letters, default=0)
    return 1 - commonest / total


def _apart(ranked: Sequence[tuple[float, str]], seen: Mapping[str, _Seen]) -> Iterator[tuple[float, str]]:
    """Without pieces and extensions of words that came before them."""
    taken: list[str] = []
    for score, word in ranked:
        if any(
            (word in other or other in word or _overlap(word, other)) and _shared(seen[word], seen[other]) for other in taken
        ):
            continue
        taken.append(word)
        yield score, word


def _overlap(one: str, other: str) -> bool:
    lengths = range(1, min(len(one), len(other)))
    return any(one.endswith(other[:length]) or other.endswith(one[:length]) for length in lengths)


def _shared(one: _Seen, other: _Seen) -> bool:
    mine, theirs = set(one.places), set(other.places)
    return len(mine & theirs) > 0.4 * min(len(mine), len(theirs))


class _Guess:
    """Says which goods a handful of listings reads like."""

    def __init__(self, with_goods: Sequence[_Text]) -> None:
        by_goods: dict[str, list[_Text]] = defaultdict(list)
        for text in with_goods:
            for goods in text.goods:
                by_goods[goods].append(text)
        everything = _count(with_goods)
        total = len(with_goods)
        self._weights = {
            goods: {
                feature: _ratio(count, len(texts), everything[feature] - count, total - len(texts))
                for feature, count in _count(texts).items()
            }
            for goods, texts in by_goods.items()
        }

    def of(self, texts: Sequence[_Text]) -> str:
        """The goods whose listings share most with these."""
        shared = _count(texts)
        strength = {
            goods: sum(count * max(-_STEEPEST, min(_STEEPEST, weights.get(feature, -0.5))) for feature, count in shared.items())
            for goods, weights in self._weights.items()
        }
        return max(sorted(strength), key=strength.__getitem__)


def _sentence(text: str, word: str) -> str:
    """The sentence in which a word stands, at most 120 characters."""
    at = text.find(word)
    start = max((found.end() for found in _SENTENCE.finditer(text, max(0, at - 60), at)), default=max(0, at - 60))
    ends = _SENTENCE.search(text, at + len(word), at + len(word) + 60)
    return text[start : ends.start() if ends else at + len(word) + 60].replace(_MASK, "…").strip()
