"""From a number, an account, a name or a photo to the listings, sellers, series and cases that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexers.index import Index, Query
from matchers.keys import handle_keys
from matchers.lookup_hits import Best, HitTarget, LookupHit
from matchers.ways_cases import CaseFacts
from tidewaiter.case import Case
from tidewaiter.folding import fold_text
from tidewaiter.model import Handle, Identifier, Listing, Match, Series, Signal

MOST_LISTINGS = 200
"""Listings behind one key that are shown."""
SHORTEST_NAME = 2


def lookup(
    index: Index, value: str, *, handles: Sequence[Handle] = (), identifiers: Sequence[Identifier] = ()
) -> list[LookupHit]:
    """What a value leads to, best first: it may be an account, a name, a firm, an id of ours.

    handles and identifiers: what a reader finds in the value, so that a disguised number is met in its normal form.
    """
    value = " ".join(value.split())
    search = _Search(index)
    known = {f"{handle.kind} {handle.value}": (handle_keys(handle.kind, handle.value), handle.confidence) for handle in handles}
    known |= {f"{one.kind} {one.value}": ([f"{one.kind}:{one.value}"], 1.0) for one in identifiers}
    for shown, (keys, confidence) in known.items():
        search.keys(keys, shown, 0.97 * confidence)
    search.ids(value)
    if not known:
        search.accounts(value)
        search.names(value)
    answers = search.best.answers()
    return [LookupHit(value, HitTarget(one.kind, one.id), round(one.probability, 4), None, one.signals) for one in answers]


class _Search:
    """One look-up: from keys and names to listings, and from those to what they belong to."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._facts = CaseFacts(index.find(Case))
        self.best = Best()

    def keys(self, keys: Sequence[str], shown: str, likely: float) -> None:
        """Everything that shows a handle or identifier, directly or under another kind."""
        found = self._index.with_keys(list(keys), limit=MOST_LISTINGS)
        first: dict[str, tuple[str, float]] = {}
        for at, key in enumerate(keys):
            for id in found.get(key, ()):
                first.setdefault(id, (key, likely if at == 0 else likely - 0.05))
        listings = self._index.listings(list(first))
        for id, listing in listings.items():
            key, probability = first[id]
            seen = _shown_in(listing, keys) or key
            signal = Signal("handle.same", seen, shown, 0.0, f"The listing shows {seen}.")
            self._listing(listing, probability, [signal])
        self._behind(listings, {id: probability for id, (_, probability) in first.items()}, shown)
        for key in keys:
            for fact in self._facts.by_key.get(key, ()):
                whose = "a bystander's" if fact.bystander else f"{fact.owner}'s"
                kind = "handle.bystander" if fact.bystander else "handle.same"
                signal = Signal(kind, shown, fact.side, 0.0, f"The case knows it as {whose}.")
                self.best.add("case", fact.case, 0.3 if fact.bystander else likely, [signal])

    def ids(self, value: str) -> None:
        """A listing, seller, case or series by its own id."""
        if (listing := self._index.listing(value)) is not None:
            signal = Signal("identifier.same", value, value, 0.0, "It is the listing's id.")
            self._listing(listing, 1.0, [signal])
            self._behind({value: listing}, {value: 1.0}, f"listing {value}")
        if value in self._facts.cases:
            self.best.add("case", value, 1.0, [Signal("identifier.same", value, value, 0.0, "It is the case's id.")])
        if self._index.get(Series, value) is not None:
            self.best.add("series", value, 1.0, [Signal("identifier.same", value, value, 0.0, "It is the series' id.")])
        if "/" in value:
            self.keys([f"seller:{value}"], f"account {value}", 0.99)

    def accounts(self, value: str) -> None:
        """An account name on any platform."""
        name = value.lstrip("@").lower()
        if " " in name or not name:
            return
        kinds = ("wechat", "telegram", "qq", "email", "line", "zalo", "facebook", "instagram", "vk", "whatsapp", "phone")
        keys = dict.fromkeys(key for kind in kinds for key in handle_keys(kind, name))
        self.keys(list(keys), f"account name {value}", 0.9)

    def names(self, value: str) -> None:
        """A person's, firm's or shop's name, across scripts where cases know it."""
        wanted = fold_text(value).strip()
        if len(wanted) < SHORTEST_NAME:
            return
        for likely, fact in self._facts.named(value):
            why = f"{fact.side} is a party of the case" + (", a bystander." if fact.bystander else ".")
            signal = Signal("name.person", value, fact.side, 0.0, why)
            self.best.add("case", fact.case, likely * (0.3 if fact.bystander else 0.95), [signal])
        key = f"sellername:{wanted[:80]}"
        sellers = self._index.listings(self._index.with_keys([key], limit=MOST_LISTINGS).get(key, ()))
        for listing in sellers.values():
            self._listing(listing, 0.7, [Signal("name.seller", value, value, 0.0, "Its seller goes by that name.")])
        self._behind(sellers, dict.fromkeys(sellers, 0.5), f"seller {value}")
        hits = self._index.search(Query(text=f'"{value}"', mode="text", limit=50)).hits
        inside = {hit.listing.id: hit.listing for hit in hits}
        for listing in inside.values():
            self._listing(listing, 0.6, [Signal("name.text", value, value, 0.0, "Its text names it.")], seller=False)
        self._behind(inside, dict.fromkeys(inside, 0.5), f"the name {value}")

    def _listing(self, listing: Listing, likely: float, signals: list[Signal], *, seller: bool = True) -> None:
        self.best.add("listing", listing.id, likely, signals, [listing.id])
        if seller and listing.seller is not None and listing.seller.id:
            self.best.add("seller", f"{listing.source}/{listing.seller.id}", likely - 0.01, signals, [listing.id])

    def _behind(self, listings: Iterable[str], likely: dict[str, float], shown: str) -> None:
        """The cases, goods and series that listings belong to."""
        ids = list(listings)
        for match in self._index.find(Match, {"listing": ids}) if ids else ():
            probability = likely[match.listing] * match.probability
            if match.target.kind == "case" and probability >= 0.1:
                self.best.add("case", match.target.id, probability, match.signals, [match.listing])
        for series in self._index.find(Series, {"listing": ids}) if ids else ():
            inside = [id for id in ids if id in set(series.listings)]
            why = f"{len(inside)} of its {len(series.listings)} listings show {shown}."
            signal = Signal("seller.series", shown, series.id, 0.0, why)
            probability = max(likely[id] for id in inside) - 0.02
            self.best.add("series", series.id, probability, [signal], inside[:50])
            for case in series.cases:
                why = f"It belongs to series {series.id}, in which a listing shows {shown}."
                self.best.add("case", case, probability * 0.9, [Signal("seller.series", shown, case, 0.0, why)], inside[:50])


def _shown_in(listing: Listing, keys: Sequence[str]) -> str | None:
    wanted = set(keys)
    for handle in listing.handles:
        if wanted & set(handle_keys(handle.kind, handle.value)):
            return f"{handle.kind} {handle.value}"
    return None
