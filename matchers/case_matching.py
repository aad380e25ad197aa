"""Links listings to known cases: by what the case itself knows, and by what listings that belong to it have shown since."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matchers.evidence import Evidence
from matchers.keys import handle_keys
from matchers.score import Weights, weigh
from matchers.signals.handles import CaseHandles, said_of_bystander
from matchers.signals.identifiers import CaseIdentifiers
from matchers.signals.names import CaseNames
from matchers.signals.photos import ReferencePhotos, SeenPhotos
from matchers.signals.places import CaseMethods, CasePlaces
from matchers.view import ListingView
from tidewaiter.case import Case
from tidewaiter.model import HANDLE_KINDS, IDENTIFIER_KINDS, Match, ReferencePhoto, Series, Target

if TYPE_CHECKING:
    from matchers.photos import KnownPictures

CARRIES = 0.8
"""From this probability on a listing's own handles, account, photos and text count as known to the case."""
MOST_HOPS = 4
"""Links from the case's own knowledge to a listing: further off, a chain of likely links is no longer likely."""
FEWEST_BANDS = 3
"""Of the text's MinHash bands that two texts must share to be counted as one template."""
MOST_SELLERS = 12
"""Accounts that show a handle beyond which it is a service's, not one seller's."""
_SAME_NAME = 0.6
_SHORTEST_PATH = 5
_NEVER_LEARNED = frozenset({"sellername", "hs", "tracking"})


@dataclass(slots=True, frozen=True)
class Carrier:
    """A listing that belongs to a case with some probability, by whose keys others are found."""

    listing: str
    case: str
    probability: float
    hops: int


class CaseMatcher:
    """All known cases, and what was learned of them from the listings that belong to them."""

    def __init__(
        self, cases: Sequence[Case], photos: Sequence[ReferencePhoto], weights: Weights, pictures: KnownPictures | None = None
    ) -> None:
        """Takes the known cases, all reference photos, the fitted weights, and what finds altered copies of those photos."""
        self.cases = {case.id: case for case in cases}
        self.weights = weights
        self._handles = CaseHandles(cases)
        self._identifiers = CaseIdentifiers(cases)
        self._names = CaseNames(cases)
        self._photos = ReferencePhotos(photos, "case", pictures)
        self._places = CasePlaces(cases)
        self._methods = CaseMethods(cases)
        self._named: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            for listing in case.listings:
                self._named[listing].append(case.id)
        self._learned: dict[str, dict[str, Carrier]] = defaultdict(dict)
        self._seen_photos = SeenPhotos()
        self._carriers: dict[tuple[str, str], Carrier] = {}
        self._in_series: dict[str, dict[str, Carrier]] = {}
        self._sellers: dict[str, int] = {}
        self._hops: dict[tuple[str, str], int] = {}
        self._via: dict[tuple[str, str], frozenset[str]] = {}

    def keys(self) -> list[str]:
        """Keys of stored listings that the cases' own knowledge reaches."""
        return [*self._handles.keys(), *self._identifiers.keys()]

    def named(self) -> list[str]:
        """Ids of the listings that cases name."""
        return list(self._named)

    def evidence(self, view: ListingView, goods: Mapping[str, float]) -> dict[str, list[Evidence]]:
        """Case id -> evidence, for every case that something but a place or a turn of phrase points to.

        goods: the goods that the listing matches -> probability.
        """
        found: dict[str, list[Evidence]] = defaultdict(list)
        for case in self._named.get(view.listing.id, ()):
            found[case].append(Evidence("identifier.listed", view.listing.id, case, "The case file names this listing."))
        for source in (self._handles.read(view), self._identifiers.read(view), self._names.read(view)):
            for case, evidence in source.items():
                found[case].extend(evidence)
        for case, near in self._photos.near(view.listing.photos).items():
            found[case].append(near.evidence())
        for case, evidence in self._carried(view).items():
            found[case].extend(evidence)
        for case, carrier in self._in_series.get(view.listing.id, {}).items():
            why = f"It is in one series with listing {carrier.listing}, which belongs to the case."
            side = f"listing {carrier.listing}"
            found[case].append(Evidence("seller.series", view.listing.id, side, why, round(carrier.probability, 3)))
        for case, reasons in found.items():
            reasons.extend(self._supporting(view, case, goods))
        return dict(found)

    def _supporting(self, view: ListingView, case: str, goods: Mapping[str, float]) -> Iterable[Evidence]:
        yield from self._places.read(view, case)
        yield from self._methods.read(view, case)
        known = self.cases[case].goods
        agreed = max(((goods.get(id, 0.0), id) for id in known), default=(0.0, ""))
        if agreed[0] >= 0.5:
            yield Evidence(
                "words.goods", agreed[1], agreed[1], f"It offers {agreed[1]}, which the case is about.", round(agreed[0], 3)
            )
        elif known and (other := max(goods, key=lambda id: goods[id], default=None)) and goods[other] >= 0.5:
            yield Evidence("words.other_goods", other, ", ".join(known), "It offers other goods than those of the case.")

    def _carried(self, view: ListingView) -> dict[str, list[Evidence]]:
        best: dict[str, dict[str, tuple[Carrier, str]]] = defaultdict(dict)
        bands: Counter[tuple[str, str]] = Counter()
        for key in view.keys:
            for case, carrier in self._learned.get(key, {}).items():
                if carrier.listing == view.listing.id:
                    continue
                kind = _CARRIED[key.partition(":")[0]]
                if kind == "text.shared":
                    bands[case, carrier.listing] += 1
                    if bands[case, carrier.listing] < FEWEST_BANDS:
                        continue
                old = best[case].get(kind)
                if old is None or self._worth(carrier, key) > self._worth(*old):
                    best[case][kind] = (carrier, key)
        for case, (listing, photo, bits) in self._seen_photos.near(view.listing.photos, but=view.listing.id).items():
            if "photo.shared" not in best[case] and (known := self._carriers.get((listing, case))):
                best[case]["photo.shared"] = (known, f"{photo.sha256 or photo.phash} ({bits} of 64 bits differ)")
        found: dict[str, list[Evidence]] = {}
        for case, kinds in best.items():
            if not kinds:
                continue
            found[case] = []
            for kind, (carrier, key) in kinds.items():
                strength = self._worth(carrier, key)
                if kind == "text.shared":
                    strength *= max(n for (c, _), n in bands.items() if c == case) / 8
                why = f"{_SHARED[kind]} with listing {carrier.listing}, which belongs to the case."
                shown = key if kind != "text.shared" else "its text"
                found[case].append(Evidence(kind, shown, f"listing {carrier.listing}", why, round(strength, 3)))
        return found

    def learn(self, view: ListingView, match: Match) -> list[str]:
        """Takes a listing that belongs to a case as a carrier; gives the keys that are new to the case."""
        case = match.target.id
        hops = self._hops_of(match)
        self._via[view.listing.id, case] = frozenset(_carriers_of(match) if hops > 1 else ())
        if match.probability < CARRIES or case not in self.cases or not _belongs(match) or hops > MOST_HOPS:
            return []
        carrier = Carrier(view.listing.id, case, match.probability, hops)
        new = []
        if (view.listing.id, case) not in self._carriers:
            self._seen_photos.add(view.listing.photos, case, view.listing.id)
        self._carriers[view.listing.id, case] = carrier
        for key in _learnable(view):
            old = self._learned[key].get(case)
            if old is None:
                new.append(key)
            if old is None or (old.hops, -old.probability) > (hops, -match.probability):
                self._learned[key][case] = carrier
        self._hops[view.listing.id, case] = hops
        return new

    def count_sellers(self, key: str, sellers: int) -> None:
        """Takes how many accounts show a key: what many show tells less, and a service's number nothing."""
        self._sellers[key] = sellers

    def _worth(self, carrier: Carrier, key: str) -> float:
        """What sharing a key with a carrier is worth: less by how unsure it is, how far off, and how many share the key."""
        return carrier.probability * (0.9 ** (carrier.hops - 1)) * self._rarity(key)

    def _rarity(self, key: str) -> float:
        sellers = self._sellers.get(key, 1)
        if key.startswith("account:"):  # one name on two platforms: often, but not always, one person
            return _SAME_NAME / (1 + 0.2 * max(0, sellers - 2))
        if key.startswith(("seller:", "t:")) or sellers <= 2:
            return 1.0
        return 0.0 if sellers > MOST_SELLERS else 1 / (1 + 0.2 * (sellers - 2))

    def untie(self, series: Sequence[Series]) -> tuple[list[tuple[str, str]], list[str]]:
        """Forgets what stood on a series that is parted now: listings with their cases, and all that was carried on by them.

        Gives these, to be matched anew, and the keys that nothing is known of any more: others may teach them again.
        """
        place = {listing: number for number, one in enumerate(series) for listing in one.listings}
        todo = [
            (id, case)
            for id, ties in self._in_series.items()
            for case, carrier in ties.items()
            if place.get(id) != place.get(carrier.listing)
        ]
        gone: dict[tuple[str, str], None] = {}
        while todo:
            id, case = pair = todo.pop()
            if pair in gone:
                continue
            gone[pair] = None
            self._in_series.get(id, {}).pop(case, None)
            for known in (self._carriers, self._hops, self._via):
                known.pop(pair, None)
            todo += [other for other, via in self._via.items() if other[1] == case and id in via]
        keys = []
        for key, by_case in self._learned.items() if gone else ():
            for case in [case for case, carrier in by_case.items() if (carrier.listing, case) in gone]:
                del by_case[case]
                keys.append(key)
        return list(gone), keys

    def retie(self, match: Match) -> None:
        """Remembers which listing of its series a stored match was made by."""
        for signal in match.signals:
            if signal.kind == "seller.series":
                by = signal.target_side.removeprefix("listing ")
                self._in_series.setdefault(match.listing, {})[match.target.id] = Carrier(
                    by, match.target.id, match.probability, 1
                )

    def take_series(self, series: Sequence[Series]) -> list[str]:
        """Remembers which listings share a series with a listing that belongs to a case; gives the ids of those."""
        reached: dict[str, None] = {}
        for one in series:
            members = set(one.listings)
            known = [carrier for (listing, _), carrier in self._carriers.items() if listing in members]
            for carrier in sorted(known, key=lambda c: c.probability):
                for id in one.listings:
                    if id != carrier.listing:
                        if self._in_series.get(id, {}).get(carrier.case) is None:
                            reached[id] = None  # those that had one are matched already
                        self._in_series.setdefault(id, {})[carrier.case] = carrier
        return list(reached)

    def _hops_of(self, match: Match) -> int:
        if any(signal.weight > 0 and signal.kind in _DIRECT for signal in match.signals):
            return 1
        return 1 + min((self._hops.get((id, match.target.id), 1) for id in _carriers_of(match)), default=0)

    def match(self, view: ListingView, goods: Mapping[str, float]) -> list[Match]:
        """The cases to which a listing may belong, likeliest first."""
        matches = [
            weigh(view.listing.id, Target("case", case), evidence, self.weights)
            for case, evidence in self.evidence(view, goods).items()
        ]
        return sorted((m for m in matches if m.probability >= self.weights.least), key=lambda m: -m.probability)


_CARRIED = {
    "seller": "seller.same", "sellername": "name.seller", "photo": "photo.shared", "t": "text.shared",
    "number": "handle.shared", "account": "handle.shared",
    **{kind: "handle.shared" for kind in HANDLE_KINDS},
    **{kind: "identifier.shared" for kind in IDENTIFIER_KINDS},
}  # fmt: skip
"""Prefix of a key -> the kind of evidence that sharing it is. Keys of other prefixes (single clauses) link no case."""
_SHARED = {
    "seller.series": "It is in one series", "seller.same": "It shares its account",
    "name.seller": "It shares its seller's name", "photo.shared": "It shares a photo",
    "text.shared": "It shares the template of its text", "handle.shared": "It shares a handle",
    "identifier.shared": "It shares a number",
}  # fmt: skip
_STRONG = frozenset(
    {
        "identifier.listed", "handle.same", "handle.kin", "identifier.same", "identifier.shared", "handle.shared",
        "seller.same", "seller.series",
    }
)  # fmt: skip
_DIRECT = frozenset({"identifier.listed", "handle.same", "handle.kin", "identifier.same"})


_WEAK = frozenset({"photo.shared", "text.shared", "name.seller", "name.enterprise", "photo.reference"})
"""What unrelated sellers share as well (pictures of makers, copied texts, nicknames): one such link alone leads no further."""


def _carriers_of(match: Match) -> list[str]:
    """Ids of the listings that carried a match."""
    return [signal.target_side.removeprefix("listing ") for signal in match.signals if signal.kind in _SHARED]


def _belongs(match: Match) -> bool:
    """Whether a listing's own keys may lead to others: by a strong link, or by several weak ones."""
    for_it = {signal.kind for signal in match.signals if signal.weight > 0}
    return bool(for_it & _STRONG) or len(for_it & _WEAK) > 1


def _learnable(view: ListingView) -> list[str]:
    """The keys by which others of the same actor may be known: none of a bystander's."""
    others = {
        key
        for handle in view.listing.handles
        if said_of_bystander(view, handle)
        for key in handle_keys(handle.kind, handle.value)
    }
    kinds = _CARRIED.keys() - _NEVER_LEARNED
    return [key for key in view.keys if key not in others and key.partition(":")[0] in kinds and not _names_a_site(key)]


def _names_a_site(key: str) -> bool:
    """Whether a URL has no path that could be one seller's: a site's front page is everybody's."""
    return key.startswith("url:") and len(key.partition("://")[2].partition("/")[2]) < _SHORTEST_PATH
