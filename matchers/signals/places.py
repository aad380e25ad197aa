"""Places and routes of a case in a listing, and words of its method that few other texts have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from matchers.evidence import Evidence
from matchers.view import ListingView
from tidewaiter.case import Case
from tidewaiter.folding import fold_text

_GRAM = 5
"""Characters in a row (letters and digits only) that make a turn of phrase."""
_COMMON = 0.25
"""Share of the cases beyond which a turn of phrase is how cases are written, not what this one is about."""


class CasePlaces:
    """Where the cases happened."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Takes the known cases. What stands in many of them counts for less."""
        self._places: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for case in cases:
            for place in dict.fromkeys(case.places):
                self._places[fold_text(place).strip()].append((case.id, place))
        self._common = Counter({place: len(found) for place, found in self._places.items()})

    def read(self, view: ListingView, case: str) -> list[Evidence]:
        """The place of the listing, where it is one of the case's; strength falls with the number of cases there."""
        listing = view.listing
        names = [listing.place.name] if listing.place else []
        names += [place.name for place in listing.places]
        best: tuple[float, str, str] | None = None
        for name in names:
            folded = fold_text(name).strip()
            for found, place in self._places.get(folded, ()):
                rarity = 1 / self._common[folded] ** 0.5
                if found == case and (best is None or rarity > best[0]):
                    best = (rarity, name, place)
        if best is None:
            return []
        return [Evidence("place.same", best[1], best[2], f"{best[2]} is a place of the case.", round(best[0], 2))]


class CaseMethods:
    """Turns of phrase of the cases' narratives that few cases share: a route, a way of packing."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Takes the known cases."""
        by_gram: dict[str, set[str]] = defaultdict(set)
        for case in cases:
            for gram in _grams("".join(c for c in fold_text(case.text)[:20_000] if c.isalpha())):
                by_gram[gram].add(case.id)
        most = max(1, int(_COMMON * len(cases)))
        self._by_gram = {gram: ids for gram, ids in by_gram.items() if len(ids) <= most}

    def read(self, view: ListingView, case: str) -> list[Evidence]:
        """How much of the listing says the same as the case's narrative."""
        letters = "".join(c for c in view.offered.squeezed[0] if c.isalpha())
        shared = sum(1 for gram in _grams(letters) if case in self._by_gram.get(gram, ()))
        if shared < 2:
            return []
        why = "It says in the same words how the goods travel or are sold."
        return [Evidence("text.method", f"{shared + _GRAM - 1} characters", "the case's narrative", why, min(1.0, shared / 8))]


def _grams(letters: str) -> set[str]:
    return {letters[i : i + _GRAM] for i in range(len(letters) - _GRAM + 1)}
