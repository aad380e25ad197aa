"""Words in context: names and code words of the goods, false friends, what the thing is made of, how smugglers speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from matchers.evidence import Evidence
from matchers.patterns import Scanner, Seen
from matchers.view import ListingView
from tidewaiter.folding import fold_text
from tidewaiter.goods import CodeWord, Goods

Role = Literal["name", "code", "not"]
_NEAR = 12
"""Characters between a word and a false friend within which they are said of one thing, as in 树脂仿象牙."""
_BESIDE = 2
"""Characters between a word and one of manner that speaks of it: `ivory colour`, `colour: ivory`."""
_DENIED = 6
"""Characters before a word of imitation in which a denial counts (不是树脂, no resin)."""


@dataclass(slots=True, frozen=True)
class Term:
    """What a term of the catalogue stands for."""

    goods: Goods
    role: Role
    code: CodeWord | None = None


@dataclass(slots=True)
class Context:
    """What the general vocabulary finds in one text, each kind apart."""

    imitation: list[Seen[str]]
    manner: list[Seen[str]]
    """What speaks of a look only: counts right beside a word of the goods."""
    covered: list[Seen[str]]
    """What takes back the word after it: a denial (不是树脂), what the parcel is declared as (写工艺品)."""
    licensed: list[Seen[str]]
    service: list[Seen[str]]


class GoodsWords:
    """Finds the words of all watched goods in a listing and says what they weigh together."""

    def __init__(self, goods: Sequence[Goods], own: Collection[str] = ()) -> None:
        """Takes the watched goods, and the ids of those that the user added to the catalogue's.

        A word that both the user's goods and the catalogue's list belongs to the user's: one thing is not two goods.
        """
        self._scanner: Scanner[Term] = Scanner(_terms(goods))
        self._goods = {one.id: one for one in goods}
        self._own = frozenset(own)

    def read(self, view: ListingView) -> dict[str, list[Evidence]]:
        """Goods id -> evidence, for each goods of which a name or code word stands in the listing."""
        by_goods: dict[str, list[Seen[Term]]] = defaultdict(list)
        for one in self._scanner.find(view.offered):
            by_goods[one.payload.goods.id].append(one)
        self._add_read(view, by_goods)
        self._give_to_own(by_goods)
        _give_to_longer(by_goods)
        named = {id: words for id, words in by_goods.items() if any(word.payload.role != "not" for word in words)}
        named = _named_apart(view, named)
        if not named:
            return {}
        context = _context(view)
        found = {}
        for id, words in named.items():
            if evidence := _weighable(view, words, context):
                found[id] = evidence
        return found

    def _add_read(self, view: ListingView, by_goods: dict[str, list[Seen[Term]]]) -> None:
        """Adds the words that the text's reader found and the scanner did not: by sound, by parts of characters."""
        for word in view.listing.words:
            if word.goods is None or (goods := self._goods.get(word.goods)) is None or (span := view.span_of(word)) is None:
                continue
            start, end = span
            if view.folded[start:end].isspace() or _in_account_name(view.folded, start, end):
                continue
            if any(seen.payload.role != "not" and seen.start < end and start < seen.end for seen in by_goods.get(goods.id, ())):
                continue
            term = Term(goods, "name") if word.kind == "name" else Term(goods, "code", CodeWord(word=word.word))
            by_goods[goods.id].append(Seen(term, word.word, start, end, spelt=True))

    def _give_to_own(self, by_goods: dict[str, list[Seen[Term]]]) -> None:
        taken = [word for id in self._own & set(by_goods) for word in by_goods[id] if word.payload.role != "not"]
        if not taken:
            return
        for id in by_goods.keys() - self._own:
            by_goods[id] = [
                word
                for word in by_goods[id]
                if word.payload.role == "not" or not any(word.start < own.end and own.start < word.end for own in taken)
            ]


def _in_account_name(folded: str, start: int, end: int) -> bool:
    """Whether a Latin word is part of something like an account's name that no reader took for one: tusk_moon, @tusk.lan5."""
    if not folded[start:end].isascii():
        return False
    before, after = folded[max(0, start - 1) : start], folded[end : end + 2]
    return before in {"_", "@", "/", "."} or after[:1] == "_" or (after[:1] == "." and after[1:].isalnum())


def _give_to_longer(by_goods: dict[str, list[Seen[Term]]]) -> None:
    """A word inside a longer word of other goods is theirs: ivory in `red ivory hornbill`."""
    words = [word for several in by_goods.values() for word in several if word.payload.role != "not"]
    for id, several in by_goods.items():
        by_goods[id] = [
            word
            for word in several
            if word.payload.role == "not"
            or not any(
                other.payload.goods.id != id
                and other.start <= word.start
                and word.end <= other.end
                and len(other.word) > len(word.word)
                for other in words
            )
        ]


def _named_apart(view: ListingView, by_goods: dict[str, list[Seen[Term]]]) -> dict[str, list[Seen[Term]]]:
    """Without goods that only a saying names where others are named besides: 黑 and 白 in 一红二黑三白 beside 鹤顶红."""
    codes = [word for words in by_goods.values() for word in words if word.payload.code is not None]
    sayings = {
        need
        for word in codes
        if word.payload.code
        for need in word.payload.code.needs
        if word.word in need and len(word.word) < len(need)
    }
    spans = [(at, at + len(said)) for said in map(fold_text, sayings) for at in _places(view.folded, said)]
    if not spans:
        return by_goods
    apart = {
        id: words
        for id, words in by_goods.items()
        if any(
            _usable(view, word.payload.code) and not any(start <= word.start and word.end <= end for start, end in spans)
            for word in words
            if word.payload.role != "not" and len(word.word) > 1  # one character (白 in 白天) is no name of its own
        )
    }
    return apart or by_goods


def _places(text: str, word: str) -> Iterable[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _terms(goods: Sequence[Goods]) -> Iterable[tuple[str, Term]]:
    for one in goods:
        names = dict.fromkeys([*one.name.values(), *(word for words in one.terms.values() for word in words)])
        for word in names:
            yield word, Term(one, "name")
        for code in one.code_words:
            yield code.word, Term(one, "code", code)
        for word in one.not_:
            yield word, Term(one, "not")


def _context(view: ListingView) -> Context:
    by_kind: dict[str, list[Seen[str]]] = defaultdict(list)
    for seen in view.vocabulary:
        by_kind[seen.payload].append(seen)
    covered = [*by_kind["concealment"], *by_kind["denial"]]
    imitation = [one for one in by_kind["imitation"] if not _taken_back(one, covered)]
    return Context(imitation, by_kind["manner"], covered, by_kind["licensed"], by_kind["service"])


def _taken_back(word: Seen[str] | Seen[Term], covered: Sequence[Seen[str]]) -> bool:
    return any(0 <= word.start - c.end <= _DENIED or (c.start <= word.start and word.end <= c.end) for c in covered)


def _weighable(view: ListingView, words: Sequence[Seen[Term]], context: Context) -> list[Evidence]:
    friends = [word for word in words if word.payload.role == "not"]
    # A word inside a false friend is no word: 甲片 in 指甲片.
    positive = [
        word
        for word in words
        if word.payload.role != "not"
        and not any(f.start <= word.start and word.end <= f.end and len(f.word) > len(word.word) for f in friends)
    ]
    goods = words[0].payload.goods
    if not positive:
        return []
    evidence = [*_names(view, positive, goods), *_codes(view, positive, goods)]
    usable = [word for word in positive if _usable(view, word.payload.code)]
    if not usable:
        # A code word without the words it needs is a hint at best; a picture (🐯) is not even that.
        return [] if all(_is_picture(word.word) for word in positive) else evidence
    if all(_is_picture(word.word) for word in usable):
        return [replace(one, kind="words.picture") if one.kind == "words.code" else one for one in evidence]
    if _several(usable):
        why = "Several different words for the goods stand in it."
        evidence.append(Evidence("words.several", _listed(view, usable), goods.label(), why))
    start, end = view.head
    if any(word.start < end for word in usable if not _is_picture(word.word)):
        shown = view.raw(start, end).strip()
        evidence.append(
            Evidence("words.title", shown, goods.label(), "A word for the goods stands in the title, or opens the post.")
        )
    evidence += _against(view, positive, friends, context, goods)
    if context.service:
        several = len({one.word for one in context.service})
        evidence.append(
            Evidence(
                "words.service", _listed(view, context.service), "the way of smuggled goods",
                "It speaks of the way of the goods as smugglers do.", 1.0 if several > 1 else 0.6,
            )
        )  # fmt: skip
    return evidence


def _names(view: ListingView, words: Sequence[Seen[Term]], goods: Goods) -> Iterable[Evidence]:
    names = [word for word in words if word.payload.role == "name"]
    if not names:
        return
    # What is shown is the word as it stands openly, where it does.
    best = min(names, key=lambda word: (word.spelt, word.start))
    raw = view.raw(best.start, best.end)
    yield Evidence("words.name", raw, best.word, f"“{raw}” is a name of {goods.label()}.")
    if best.spelt:
        yield Evidence(
            "words.spelt", raw, best.word, f"“{best.word}” is written with something between its letters, as to hide it."
        )


def _codes(view: ListingView, words: Sequence[Seen[Term]], goods: Goods) -> Iterable[Evidence]:
    names = [word for word in words if word.payload.role == "name"]
    # A code word inside a name is not said besides it: 山甲 in 穿山甲.
    codes = [
        word
        for word in words
        if word.payload.code is not None and not any(n.start <= word.start and word.end <= n.end for n in names)
    ]
    usable = [word for word in codes if not _forbidden(view, word.payload.code)]
    if not usable:
        return
    best = max(usable, key=lambda word: (_needed(view, word.payload.code) is not None, -word.start))
    raw = view.raw(best.start, best.end)
    needed = _needed(view, best.payload.code)
    if needed is None:
        yield Evidence(
            "words.code_alone",
            raw,
            best.word,
            f"“{raw}” can be a code word for {goods.label()}, but the words it needs are missing.",
        )
        return
    beside = f" beside “{needed}”" if needed else ""
    yield Evidence("words.code", raw, best.word, f"“{raw}” is a code word for {goods.label()}{beside}.")
    if needed:
        yield Evidence("words.context", needed, best.word, f"“{needed}” makes the code word likelier.")
    if best.spelt:
        yield Evidence(
            "words.spelt", raw, best.word, f"“{best.word}” is written with something between its letters, as to hide it."
        )


def _several(words: Sequence[Seen[Term]]) -> bool:
    """Whether different words stand there, none inside another."""
    first = words[0]
    return any(
        word.start >= first.end and fold_text(word.word) != fold_text(first.word) and not _is_picture(word.word)
        for word in words
    )


def _usable(view: ListingView, code: CodeWord | None) -> bool:
    """Whether it is a name, or a code word that may count here."""
    return code is None or (not _forbidden(view, code) and _needed(view, code) is not None)


def _is_picture(word: str) -> bool:
    return not any(character.isalnum() for character in word)


def _needed(view: ListingView, code: CodeWord | None) -> str | None:
    """The needed word that stands in the listing; empty where the code word needs none; None where it is missing."""
    if code is None or not code.needs:
        return ""
    found = next((word for word in code.needs if not word.startswith("@") and _contains(view, word)), None)
    # What the text's reader took for a code word had its context, also where that is a group of words (`@carving`).
    return "other words of the trade" if found is None and code.word in view.read_codes else found


def _forbidden(view: ListingView, code: CodeWord | None) -> bool:
    return code is not None and any(_contains(view, word) for word in code.not_with)


def _contains(view: ListingView, word: str) -> bool:
    folded = fold_text(word).strip()
    if not folded.isascii():
        return any(not _cut_out(view.folded, at, at + len(folded)) for at in _places(view.folded, folded))
    tokens = folded.split()
    texts = [token.text for token in view.offered.tokens]
    return any(texts[at : at + len(tokens)] == tokens for at, text in enumerate(texts) if tokens and text == tokens[0])


def _cut_out(folded: str, start: int, end: int) -> bool:
    """Whether letters of a longer Latin word go on beside it: khô in không. Other scripts run on, or have endings."""
    return (start > 0 and _latin(folded[start - 1]) and _latin(folded[start])) or (
        _latin(folded[end - 1]) and _latin(folded[end : end + 1])
    )


def _latin(letter: str) -> bool:
    return letter.isalpha() and (letter < "\u0250" or "\u1e00" <= letter < "\u1f00")


def _against(
    view: ListingView, words: Sequence[Seen[Term]], friends: Sequence[Seen[Term]], context: Context, goods: Goods
) -> Iterable[Evidence]:
    outside = [
        f
        for f in friends
        if not any(w.start <= f.start and f.end <= w.end for w in words) and not _taken_back(f, context.covered)
    ]
    if outside:
        near = min(outside, key=lambda friend: min(_distance(friend, word) for word in words))
        raw = view.raw(near.start, near.end)
        strength = 1.0 if min(_distance(near, word) for word in words) <= _NEAR else 0.7
        yield Evidence("words.not", raw, near.word, f"“{raw}” makes it something other than {goods.label()}.", strength)
    manner = [m for m in context.manner if any(_distance(m, w) <= _BESIDE for w in words)]
    imitation = [i for i in (*context.imitation, *manner) if not any(w.start <= i.start and i.end <= w.end for w in words)]
    if imitation:
        near_one = min(imitation, key=lambda one: min(_distance(one, word) for word in words))
        raw = view.raw(near_one.start, near_one.end)
        touching = min(_distance(near_one, word) for word in words) <= _NEAR
        kind = "words.imitation" if touching else "words.imitation_far"
        yield Evidence(kind, raw, goods.label(), f"“{raw}” speaks of an imitation, a toy, a print or another material.")
    if context.licensed:
        raw = _listed(view, context.licensed)
        strength = 1.5 if len({one.word for one in context.licensed}) > 1 else 1.0
        yield Evidence("words.licensed", raw, goods.label(), f"“{raw}” speaks of a lawful trade.", strength)


def _distance(a: Seen[str] | Seen[Term], b: Seen[Term]) -> int:
    return max(0, a.start - b.end, b.start - a.end)


def _listed(view: ListingView, seen: Sequence[Seen[Term]] | Sequence[Seen[str]]) -> str:
    return ", ".join(dict.fromkeys(view.raw(one.start, one.end) for one in seen[:6]))
