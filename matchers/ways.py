"""The five ways: 由案到人, 由人到案, 由企到案, 由物及案, 由案到案. Each answer comes with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from indexers.index import Index, Query
from matchers.keys import handle_keys
from matchers.lookup_hits import Answer, Best
from matchers.names import NameKind
from matchers.ways_cases import CaseFacts
from matchers.ways_goods import Offers
from tidewaiter.case import Case
from tidewaiter.errors import InvalidInput
from tidewaiter.folding import fold_text
from tidewaiter.goods import Goods
from tidewaiter.model import Match, ReferencePhoto, Series, Signal

Way = Literal["case_to_person", "person_to_case", "enterprise_to_case", "goods_to_case", "case_to_case"]
WAYS: tuple[Way, ...] = ("case_to_person", "person_to_case", "enterprise_to_case", "goods_to_case", "case_to_case")
MOST_LISTINGS = 300
"""Listings behind one handle, name or account that are looked at."""
NUMBERS = frozenset({"phone", "whatsapp", "viber"})
"""Kinds of handle whose value is a telephone number."""
IN_SERIES = 0.9
"""Probability that what holds for one listing of a series holds for another."""
MOST_OFFERS = 50
"""Listings that offer goods after which no further part of them is looked at."""
_SAME_PHOTO_BITS = 10
FIELDS: dict[Way, tuple[str, ...]] = {
    "case_to_person": ("case", "source"),
    "person_to_case": ("handle", "kind", "name", "seller", "listing"),
    "enterprise_to_case": ("enterprise", "kind"),
    "goods_to_case": ("goods", "source", "place", "posted"),
    "case_to_case": ("case",),
}
"""Way -> the fields of its query."""


class Ways:
    """Answers questions from one state of the index: cases, and offers, are taken once: make one for several questions."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._facts = CaseFacts(index.find(Case))
        self._offers: dict[str, Offers] = {}

    def ask(self, way: Way, query: Mapping[str, str], *, want: str | None = None) -> list[Answer]:
        """Answers, best first. want: which of the kinds of answer is asked for, where a way has several.

        Raises `InvalidInput` for a query that lacks what the way needs, or names what is not there.
        """
        if way not in WAYS:
            raise InvalidInput(f"'{way}' is none of the five ways", do=f"Write one of {', '.join(WAYS)}.")
        if way == "case_to_person":
            return self._persons(self._case(query), query.get("source"))
        if way == "person_to_case":
            return self._cases_of_person(query)
        if way == "enterprise_to_case":
            return self._cases_of_enterprise(_needed(query, way, "enterprise"), query.get("kind"))
        if way == "goods_to_case":
            return self._cases_of_goods(query) if want == "case" else self._listings_of_goods(query)
        return self._cases_of_case(self._case(query))

    def _case(self, query: Mapping[str, str]) -> Case:
        id = _needed(query, "case_to_case", "case")
        if id not in self._facts.cases:
            raise InvalidInput(f"{id}: there is no such case", do="`tidewaiter cases list` shows their ids.")
        return self._facts.cases[id]

    # 由案到人: the accounts behind a case.

    def _persons(self, case: Case, source: str | None) -> list[Answer]:
        likely: dict[str, tuple[float, list[Signal]]] = {
            match.listing: (match.probability, match.signals)
            for match in self._index.find(Match, {"target": f"case/{case.id}"})
        }
        for id in case.listings:
            likely[id] = (0.99, [Signal("identifier.listed", id, case.id, 0.0, "The case file names this listing.")])
        for series in self._index.find(Series, {"case": case.id}):
            for id in series.listings:
                if likely.get(id, (0.0,))[0] < IN_SERIES:
                    why = f"It is in series {series.id}, to which the case belongs."
                    likely[id] = (IN_SERIES, [Signal("seller.series", id, series.id, 0.0, why)])
        best = Best()
        for id, listing in self._index.listings(list(likely)).items():
            if listing.seller is None or not listing.seller.id or (source and listing.source != source):
                continue
            best.add("seller", f"{listing.source}/{listing.seller.id}", *likely[id], [id])
        return best.answers()

    # 由人到案: the cases behind a handle, a name, an account.

    def _cases_of_person(self, query: Mapping[str, str]) -> list[Answer]:
        best = Best()
        if handle := query.get("handle"):
            self._by_keys(best, handle_forms(query.get("kind"), handle), f"{query.get('kind', '')} {handle}".strip())
        elif name := query.get("name"):
            self._by_name(best, name, None)
        elif seller := query.get("seller"):
            self._by_keys(best, [f"seller:{seller}"], f"account {seller}")
        elif listing := query.get("listing"):
            self._by_listings(best, [listing], 1.0, Signal("identifier.same", listing, listing, 0.0, "It was asked about."))
        else:
            raise InvalidInput("person_to_case: nobody is named", do="Give one of handle (with kind), name, seller, listing.")
        return best.answers()

    def _by_keys(self, best: Best, keys: Sequence[str], shown: str) -> None:
        for key in keys:
            for fact in self._facts.by_key.get(key, ()):
                whose = "a bystander's" if fact.bystander else f"{fact.owner}'s"
                why = f"The case knows it as {whose}."
                kind = "handle.bystander" if fact.bystander else "handle.same"
                self._add_case(best, fact.case, 0.2 if fact.bystander else 0.97, [Signal(kind, shown, fact.side, 0.0, why)])
        found = self._index.with_keys(list(keys), limit=MOST_LISTINGS)
        ids = list(dict.fromkeys(id for key in keys for id in found.get(key, ())))
        self._by_listings(best, ids, 0.95, Signal("handle.same", shown, shown, 0.0, f"The listing shows {shown}."))

    def _by_listings(self, best: Best, ids: Sequence[str], likely: float, step: Signal) -> None:
        """From listings to the cases that they, or others of their series, belong to."""
        if not ids:
            return
        for id in ids:
            for case in self._facts.naming.get(id, ()):
                why = f"The case file names listing {id}."
                best.add("case", case, likely, [step, Signal("identifier.listed", id, case, 0.0, why)], [id])
        for match in self._index.find(Match, {"listing": list(ids)}):
            if match.target.kind == "case":
                best.add("case", match.target.id, likely * match.probability, [step, *match.signals], [match.listing])
        for series in self._index.find(Series, {"listing": list(ids)}):
            inside = next((id for id in ids if id in set(series.listings)), ids[0])
            for case in series.cases:
                why = f"Listing {inside} is in series {series.id}, to which the case belongs."
                best.add("case", case, likely * IN_SERIES, [step, Signal("seller.series", inside, case, 0.0, why)], [inside])

    def _by_name(self, best: Best, name: str, kind: NameKind | None) -> None:
        for likely, fact in self._facts.named(name, kind):
            role = ", a bystander" if fact.bystander else ""
            why = f"{fact.side} is a party of the case{role}."
            signal = Signal("name.enterprise" if kind == "enterprise" else "name.person", name, fact.side, 0.0, why)
            self._add_case(best, fact.case, likely * (0.3 if fact.bystander else 1.0), [signal])
        wanted = fold_text(name).strip()
        for case in self._facts.cases.values():
            if len(wanted) >= 2 and wanted in fold_text(f"{case.title}\n{case.text}"):
                self._add_case(best, case.id, 0.6, [Signal("name.text", name, case.id, 0.0, "The case's text names it.")])
        ids = self._index.with_keys([f"sellername:{wanted[:80]}"], limit=MOST_LISTINGS).get(f"sellername:{wanted[:80]}", [])
        self._by_listings(best, ids, 0.4, Signal("name.seller", name, name, 0.0, "A seller goes by that name."))
        hits = self._index.search(Query(text=f'"{name}"', mode="text", limit=50)).hits
        ids = [hit.listing.id for hit in hits if wanted in fold_text(f"{hit.listing.title}\n{hit.listing.text}")]
        self._by_listings(best, ids, 0.7, Signal("name.text", name, name, 0.0, "The listing's text names it."))

    def _add_case(self, best: Best, case: str, likely: float, path: Sequence[Signal]) -> None:
        """A case, and those that share a series with it."""
        best.add("case", case, likely, path)
        if likely < 0.5:
            return
        for series in self._index.find(Series, {"case": case}):
            for other in series.cases:
                if other != case:
                    why = f"Both belong to series {series.id}."
                    best.add("case", other, likely * IN_SERIES, [*path, Signal("seller.series", case, other, 0.0, why)])

    # 由企到案

    def _cases_of_enterprise(self, enterprise: str, kind: str | None) -> list[Answer]:
        best = Best()
        if kind:
            self._by_keys(best, [f"{kind}:{enterprise}"], f"{kind} {enterprise}")
        else:
            self._by_name(best, enterprise, "enterprise")
        return best.answers()

    # 由物及案

    def _cases_of_goods(self, query: Mapping[str, str]) -> list[Answer]:
        goods = self._goods(query)
        best = Best()
        for case in self._facts.cases.values():
            if goods in case.goods:
                likely = 0.99 if case.goods[0] == goods else 0.97
                best.add(
                    "case", case.id, likely, [Signal("words.goods", goods, case.id, 0.0, "The case is about these goods.")]
                )
        return best.answers()

    def _listings_of_goods(self, query: Mapping[str, str]) -> list[Answer]:
        goods = self._goods(query)
        offers = self._offers.get(goods) or self._offers.setdefault(goods, Offers(self._index, goods))
        best = Best()
        found = 0
        for number, (match, offer) in enumerate(offers):
            if found >= MOST_OFFERS and number % Offers.PART == 0:
                break
            if offer.passes(query):
                best.add("listing", match.listing, match.probability, match.signals, [match.listing])
                found += 1
        return best.answers()

    def _goods(self, query: Mapping[str, str]) -> str:
        id = _needed(query, "goods_to_case", "goods")
        if self._index.get(Goods, id) is None:
            raise InvalidInput(f"{id}: there are no such goods", do="`tidewaiter goods list` shows their ids.")
        return id

    # 由案到案

    def _cases_of_case(self, case: Case) -> list[Answer]:
        best = Best()
        for key in self._facts.keys_of[case.id]:
            for fact in self._facts.by_key[key]:
                if not fact.bystander:
                    best.add("case", fact.case, 0.97, [Signal("handle.same", key, fact.side, 0.0, f"Both know {fact.side}.")])
        for party in case.parties:
            for likely, fact in self._facts.named(party.name, party.kind):
                if not fact.bystander:
                    why = f"{party.name} and {fact.side} are parties."
                    kind = "name.enterprise" if party.kind == "enterprise" else "name.person"
                    best.add("case", fact.case, 0.9 * likely, [Signal(kind, party.name, fact.side, 0.0, why)])
        for id in case.listings:
            for other in self._facts.naming[id]:
                best.add("case", other, 0.95, [Signal("identifier.listed", id, other, 0.0, f"Both name listing {id}.")], [id])
        self._by_photos(best, case)
        for series in self._index.find(Series, {"case": case.id}):
            for other in series.cases:
                path = [Signal("seller.series", case.id, other, 0.0, f"Both belong to series {series.id}.")]
                best.add("case", other, IN_SERIES, path, series.listings[:20])
        mine = {
            m.listing: m.probability for m in self._index.find(Match, {"target": f"case/{case.id}"}) if m.probability >= 0.3
        }
        listings = list(dict.fromkeys([*mine, *case.listings]))
        for match in self._index.find(Match, {"listing": listings}) if listings else ():
            if match.target.kind == "case":
                likely = match.probability * mine.get(match.listing, 0.95)
                best.add("case", match.target.id, 0.9 * likely, match.signals, [match.listing])
        return best.answers(but=("case", case.id))

    def _by_photos(self, best: Best, case: Case) -> None:
        mine = [photo for photo in self._index.find(ReferencePhoto, {"target": f"case/{case.id}"}) if photo.phash]
        if not mine:
            return
        for other in self._index.find(ReferencePhoto):
            if other.target.kind != "case" or other.target.id == case.id or not other.phash:
                continue
            for photo in mine:
                bits = min(_bits(hash, other.phash) for hash in (photo.phash, photo.mirrored_phash) if hash)
                if bits <= _SAME_PHOTO_BITS:
                    why = f"Both hold one photo ({bits} of 64 bits differ)."
                    best.add("case", other.target.id, 0.6, [Signal("photo.shared", photo.sha256, other.sha256, 0.0, why)])


def ask(index: Index, way: Way, query: Mapping[str, str], *, want: str | None = None) -> list[Answer]:
    """One question; for several, make a `Ways`."""
    return Ways(index).ask(way, query, want=want)


def handle_forms(kind: str | None, value: str) -> list[str]:
    """The keys under which a handle may stand; without a kind, under all kinds of account and number."""
    kinds: Iterable[str] = [kind] if kind else ("phone", "wechat", "telegram", "qq", "email")
    lowered = value.strip().lower().lstrip("@")
    return list(dict.fromkeys(key for one in kinds for key in handle_keys(one, lowered)))


def _needed(query: Mapping[str, str], way: str, field: str) -> str:
    value = query.get(field)
    if not value:
        raise InvalidInput(f"{way}: {field} is missing", do=f"Give a query with {field}.")
    return value


def _bits(a: str, b: str) -> int:
    return (int(a, 16) ^ int(b, 16)).bit_count()
