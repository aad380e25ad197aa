"""What is known of each account: its listings by what others can share with them. The unit that series are made of.

Listings of one account come from one hand, so accounts are compared, not listings. A listing without an account stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexers.index import Index
from matchers.links_photos import PhotoMark, photo_marks
from matchers.templates import Style, style_of
from matchers.view import ListingView
from tidewaiter.model import Listing

MOST_HOLDERS = 400
"""Listings that are looked at behind one key; what stands in more is a service's, or everybody's."""
MOST_LISTINGS = 1000
"""Listings of one account that are looked at, the newest."""
MOST_KEPT = 60_000
"""Accounts that are kept in memory."""
_NO_LINK = frozenset({"seller", "sellername", "t", "c", "photo", "account", "number"})


@dataclass(slots=True, frozen=True)
class Marks:
    """What one listing shows that others may share."""

    id: str
    keys: tuple[str, ...]
    """Handles and identifiers, each under the one key that says most (`number:` and `account:` before the kind's own)."""
    bystanders: frozenset[str]
    """Those of the keys that the text itself gives as a courier's, a driver's, a hotline's."""
    shown: dict[str, str]
    """Key -> how the listing shows it."""
    photos: tuple[PhotoMark, ...]
    style: Style


@dataclass(slots=True)
class Profile:
    """One account (`SOURCE/ID`), or one listing without an account (`listing:ID`)."""

    node: str
    name: str = ""
    marks: dict[str, Marks] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)
    """Key -> in how many of its listings it stands as its own."""
    spoken_of: Counter[str] = field(default_factory=Counter)
    """Key -> in how many of its listings it stands as somebody else's."""

    def add(self, marks: Marks, name: str) -> None:
        """Takes one listing, or a new version of it."""
        if (old := self.marks.get(marks.id)) is not None:
            self._count(old, -1)
        self.marks[marks.id] = marks
        self.name = name or self.name
        self._count(marks, 1)

    def _count(self, marks: Marks, by: int) -> None:
        for key in marks.keys:
            counter = self.spoken_of if key in marks.bystanders else self.uses
            counter[key] += by
            if counter[key] <= 0:
                del counter[key]

    def where(self, key: str) -> Marks:
        """A listing of the account that shows the key; the first by id."""
        return min((marks for marks in self.marks.values() if key in marks.keys), key=lambda marks: marks.id)


def node_of(listing: Listing) -> str:
    """The account of a listing, or the listing itself."""
    seller = listing.seller.id if listing.seller else None
    return f"{listing.source}/{seller}" if seller else f"listing:{listing.id}"


def marks_of(listing: Listing) -> Marks:
    """What a listing shows that others may share."""
    from matchers.signals.handles import said_of_bystander

    view = ListingView(listing)
    shown: dict[str, str] = {}
    bystanders: set[str] = set()
    for handle in listing.handles:
        key = link_key(handle.kind, handle.value)
        if key is None:
            continue
        shown.setdefault(key, f"{handle.kind} {handle.value}")
        if said_of_bystander(view, handle):
            bystanders.add(key)
    for number in listing.identifiers:
        if number.kind != "hs":
            shown.setdefault(f"{number.kind}:{number.value}", f"{number.kind} {number.value}")
    return Marks(listing.id, tuple(shown), frozenset(bystanders), shown, photo_marks(listing.photos), style_of(listing))


def link_key(kind: str, value: str) -> str | None:
    """The one key under which a handle links: the digits of a number, the name of an account, whatever the platform."""
    from matchers.keys import handle_keys

    keys = handle_keys(kind, value)
    if kind == "url":
        return None
    for prefix in ("number:", "account:"):
        if (found := next((key for key in keys if key.startswith(prefix)), None)) is not None:
            return found
    return keys[-1]


class Profiles:
    """The accounts that were looked at, from the index and from what was written since."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._profiles: dict[str, Profile] = {}
        self._whole: set[str] = set()
        self._node: dict[str, str] = {}
        self._holders: dict[str, dict[str, None]] = {}

    def take(self, listings: Sequence[Listing]) -> dict[str, list[Marks]]:
        """Takes listings that were just written; gives them by account."""
        if len(self._profiles) > MOST_KEPT:
            self.__init__(self._index)  # type: ignore[misc] # all of it is in the index
        self.load([node_of(listing) for listing in listings])
        taken: dict[str, list[Marks]] = {}
        for listing in listings:
            taken.setdefault(node_of(listing), []).append(self._take(listing))
        return taken

    def _take(self, listing: Listing) -> Marks:
        node, marks = node_of(listing), marks_of(listing)
        profile = self._profiles.setdefault(node, Profile(node))
        name = listing.seller.name if listing.seller else None
        profile.add(marks, name or "")
        self._node[listing.id] = node
        for key in marks.keys:
            if key in self._holders:
                self._holders[key][node] = None
        return marks

    def load(self, nodes: Iterable[str]) -> None:
        """Brings whole accounts in from the index."""
        missing = [node for node in dict.fromkeys(nodes) if node not in self._whole]
        self._whole.update(missing)
        stored = self._index.with_keys([f"seller:{node}" for node in missing if not node.startswith("listing:")],
                                       limit=MOST_LISTINGS)  # fmt: skip
        ids = [id for some in stored.values() for id in some]
        ids += [node.removeprefix("listing:") for node in missing if node.startswith("listing:")]
        self._fetch([id for id in ids if id not in self._node])

    def _fetch(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), 500):
            for listing in self._index.listings(ids[start : start + 500]).values():
                self._take(listing)

    def get(self, node: str) -> Profile:
        """One account, whole. Raises `KeyError` where it has no listing."""
        self.load([node])
        return self._profiles[node]

    def node(self, listing: str) -> str | None:
        """The account of a stored listing."""
        if listing not in self._node:
            self._fetch([listing])
        return self._node.get(listing)

    def holders(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Key -> the accounts that show it (none where too many listings do)."""
        wanted = list(dict.fromkeys(keys))
        new = [key for key in wanted if key not in self._holders]
        if new:
            stored = self._index.with_keys(new, limit=MOST_HOLDERS + 1)
            self._fetch(list(dict.fromkeys(id for ids in stored.values() for id in ids if id not in self._node)))
            for key in new:
                nodes = [self._node[id] for id in stored.get(key, ()) if id in self._node]
                self._holders[key] = dict.fromkeys(nodes)
        return {key: list(self._holders[key]) for key in wanted}
