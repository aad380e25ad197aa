"""What is known of each account: its listings by what others can share with them. The unit that series are made of.

Listings of one account come from one hand, so accounts are compared, not listings. A listing without an account stands alone.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from indexers.index import Index
from matchers.links import CLAUSE, SharedKey, by_chance
from matchers.links_near import NearKey, spellings_near
from matchers.links_style import BOILERPLATE, HABIT, Habits, Rarity
from matchers.series_marks import Marks, marks_of, node_of
from matchers.templates import clause_key, copy_keys, is_copy
from tidewaiter.model import Listing

MOST_HOLDERS = 400
"""Listings that are looked at behind one key; what stands in more is a service's, or everybody's."""
MOST_LISTINGS = 1000
"""Listings of one account that are looked at, the newest."""
MOST_KEPT = 20_000
"""Accounts that are kept in memory when not all are."""
MOST_ALIKE = 20
"""Accounts that write alike that are looked at closely."""
LEAST_ALIKE = 9.0
"""Information (nats) in shared clauses from which on two accounts may write alike, among `links.FITTED_ON` or fewer."""
MOST_COPIES = 50
"""Listings with two clauses filled alike that are compared: more of them is chance, not copying."""
_COMMON_CLAUSE = 3000
"""Listings that hold a clause beyond which it finds no candidates when they must be asked of the index."""
_FOUND_BY_CLAUSE = 600


@dataclass(slots=True)
class Profile:
    """One account (`SOURCE/ID`), or one listing without an account (`listing:ID`)."""

    node: str
    number: int
    marks: dict[str, Marks] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)
    """Key -> in how many of its listings it stands."""
    bystanders: Counter[str] = field(default_factory=Counter)
    """Key -> in how many of its listings it stands as somebody else's."""
    habits: Habits = field(default_factory=Habits)
    posted: set[str] = field(default_factory=set)
    """Clauses by which it can be found."""
    copied: set[str] = field(default_factory=set)
    """Its listings whose text others have word for word: they show nothing of how it writes."""

    def add(self, marks: Marks) -> None:
        """Takes one listing, or a new version of it."""
        if (old := self.marks.get(marks.id)) is not None:
            self._count(old, -1)
        self.marks[marks.id] = marks
        self._count(marks, 1)

    def set_copied(self, id: str, *, copied: bool) -> bool:
        """Says whether the text of a listing was copied; gives whether that is news."""
        if copied == (id in self.copied):
            return False
        self._count(self.marks[id], -1)
        (self.copied.add if copied else self.copied.discard)(id)
        self._count(self.marks[id], 1)
        return True

    def _count(self, marks: Marks, by: int) -> None:
        if marks.id not in self.copied:
            self.habits.add(marks.style, marks.place, by)
        for counter, keys in ((self.uses, marks.keys), (self.bystanders, marks.bystanders)):
            for key in keys:
                counter[key] += by
                if counter[key] <= 0:
                    del counter[key]

    def shows(self, key: str) -> set[str]:
        """How its listings show the key."""
        return {marks.keys[key] for marks in self.marks.values() if key in marks.keys}

    def where(self, key: str) -> Marks:
        """A listing of the account that shows the key: the first by id."""
        return min((marks for marks in self.marks.values() if key in marks.keys), key=lambda marks: marks.id)


def shared_key(key: str, a: Profile, b: Profile, holders: int, *, bystander: bool, accounts: int) -> SharedKey:
    """What it says that two accounts, among so many, show one key."""
    left, right = a.where(key), b.where(key)
    return SharedKey(
        key=key,
        holders=holders,
        main=sum(one.uses[key] >= max(one.uses.values()) for one in (a, b)),
        again=sum(one.uses[key] > 1 for one in (a, b)),
        bystander=bystander,
        elsewhere=key.startswith("account:") and not a.shows(key) & b.shows(key),
        chance=by_chance(accounts),
        shown=(left.keys[key], right.keys[key]),
        listings=(left.id, right.id),
    )


def near_key(mine: str, other: str, a: Profile, b: Profile, *, crowd: int, holders: int) -> NearKey:
    """What it says that two accounts show two keys that are nearly the same. crowd, holders: as `NearKey` has them."""
    left, right = a.where(mine), b.where(other)
    said = [2 * one.bystanders[key] >= one.uses[key] for one, key in ((a, mine), (b, other))]
    return NearKey((mine, other), crowd, holders, any(said), (left.keys[mine], right.keys[other]), (left.id, right.id))


class Profiles:
    """The accounts that were looked at. Either all are in memory (`complete`), or they are asked of the index as needed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._clear(complete=index.count(Listing) == 0)

    def _clear(self, *, complete: bool) -> None:
        self.complete = complete
        self.rarity = Rarity(measured=complete)
        self._profiles: dict[str, Profile] = {}
        self._numbered: list[Profile] = []
        self._whole: set[str] = set()
        self._node: dict[str, str] = {}
        self._holders: dict[str, dict[str, None]] = {}
        self._near: dict[str, list[str]] = {}
        self._prints: dict[str, dict[str, None]] = {}
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._together: dict[tuple[str, str], tuple[int, int]] = {}
        self._marked = np.zeros(0, np.bool_)
        self._stored = 0
        self.turned: set[str] = set()
        """Accounts of which it became known, or untrue, that a text was copied, since somebody emptied this."""

    def load_all(self) -> None:
        """Takes every stored account into memory: for when many listings come in."""
        self._clear(complete=True)
        for listing in self._index.all_listings():
            self._take(listing)

    def all_marks(self) -> Iterator[Marks]:
        """The marks of every listing in memory."""
        for profile in self._numbered:
            yield from profile.marks.values()

    def take(self, listings: Sequence[Listing]) -> dict[str, list[Marks]]:
        """Takes listings that were just written; gives them by account."""
        if not self.complete:
            if len(self._profiles) > MOST_KEPT:
                self._clear(complete=False)
            self._stored = self._index.count(Listing)
            self._near.clear()
            self.rarity.accounts = self._stored
            self.load([node_of(listing) for listing in listings])
            prints = [key for listing in listings for key in listing.keys if key.startswith("f:")]
            self.fetch([id for ids in self._index.with_keys(prints, limit=20).values() for id in ids])
        taken: dict[str, list[Marks]] = {}
        for listing in listings:
            taken.setdefault(node_of(listing), []).append(self._take(listing))
        return taken

    @property
    def accounts(self) -> int:
        """How many accounts there are, at least."""
        return self.rarity.accounts if self.complete else self._stored // 3

    def _take(self, listing: Listing) -> Marks:
        node, marks = node_of(listing), marks_of(listing)
        profile = self._profiles.get(node)
        if profile is None:
            profile = self._profiles[node] = Profile(node, len(self._numbered))
            self._numbered.append(profile)
        if self.complete and listing.id not in profile.marks:
            self.rarity.take(profile.habits, marks.style, marks.place)
        profile.add(marks)
        self._node[listing.id] = node
        for key in marks.keys:
            if self.complete and key not in self._holders:
                self._note_near(key)
            if self.complete or key in self._holders:
                self._holders.setdefault(key, {})[node] = None
        self._settle(marks)
        if self.complete:
            self._post(profile, marks)
        return marks

    def _note_near(self, key: str) -> None:
        """Takes a new handle in among those that are near it."""
        for other in spellings_near(key):
            if other in self._holders:
                self._near.setdefault(key, []).append(other)
                self._near.setdefault(other, []).append(key)

    def _settle(self, marks: Marks) -> None:
        """A text that accounts without a common handle have word for word was copied: it shows nobody's way of writing."""
        near: dict[str, None] = {marks.id: None}
        for key in copy_keys(marks.style.filled):
            known = self._prints.setdefault(key, {})
            if len(known) < MOST_COPIES:
                known[marks.id] = None
            near |= known
        if len(near) < 2:
            return
        stored = [self._profiles[self._node[id]].marks[id] for id in near if id in self._node]
        alike = [one for one in stored if one.id == marks.id or is_copy(one.style, marks.style)]
        owners = {self._node[one.id]: self._profiles[self._node[one.id]] for one in alike}
        for one in alike:
            mine = owners[self._node[one.id]]
            others = [other for other in owners.values() if other is not mine]
            if mine.set_copied(one.id, copied=any(not mine.uses.keys() & other.uses.keys() for other in others)):
                self.turned.add(mine.node)

    def _post(self, profile: Profile, marks: Marks) -> None:
        for form in marks.style.clauses:
            if form not in profile.posted and profile.habits.clauses[form] >= HABIT * profile.habits.listings:
                profile.posted.add(form)
                self._postings[form].append(profile.number)

    def load(self, nodes: Iterable[str]) -> None:
        """Brings whole accounts in from the index."""
        if self.complete:
            return
        missing = [node for node in dict.fromkeys(nodes) if node not in self._whole]
        self._whole.update(missing)
        sellers = [f"seller:{node}" for node in missing if not node.startswith("listing:")]
        stored = self._index.with_keys(sellers, limit=MOST_LISTINGS)
        ids = [id for some in stored.values() for id in some]
        ids += [node.removeprefix("listing:") for node in missing if node.startswith("listing:")]
        self.fetch(ids)

    def fetch(self, ids: Sequence[str]) -> None:
        """Brings stored listings in, all at once: asking for one after the other costs more."""
        missing = [] if self.complete else [id for id in dict.fromkeys(ids) if id not in self._node]
        for start in range(0, len(missing), 500):
            for listing in self._index.listings(missing[start : start + 500]).values():
                self._take(listing)

    def get(self, node: str) -> Profile:
        """One account, whole. Raises `KeyError` where it has no listing."""
        self.load([node])
        return self._profiles[node]

    def node(self, listing: str) -> str | None:
        """The account of a stored listing."""
        self.fetch([listing])
        return self._node.get(listing)

    def goods(self, listing: str) -> frozenset[str]:
        """The watched goods whose words a stored listing holds."""
        node = self.node(listing)
        return self._profiles[node].marks[listing].goods if node is not None else frozenset()

    def holders(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Key -> the accounts that show it."""
        wanted = list(dict.fromkeys(keys))
        new = [] if self.complete else [key for key in wanted if key not in self._holders]
        if new:
            stored = self._index.with_keys(new, limit=MOST_HOLDERS)
            self.fetch([id for ids in stored.values() for id in ids])
            for key in new:
                self._holders[key] = dict.fromkeys(self._node[id] for id in stored.get(key, ()) if id in self._node)
        return {key: list(self._holders.get(key, ())) for key in wanted}

    def near(self, key: str) -> list[str]:
        """Handles in use that are nearly this one."""
        if self.complete:
            return self._near.get(key, [])
        if key not in self._near:
            spellings = spellings_near(key)
            self._near[key] = sorted(self._index.key_counts(spellings)) if spellings else []
        return self._near[key]

    def measure(self, profiles: Sequence[Profile]) -> None:
        """Makes sure that it is known how rare the clauses of these accounts are."""
        if self.complete:
            return
        counts = self.rarity.counts[0]
        unknown = {clause_key(form): form for one in profiles for form in one.habits.clauses if form not in counts}
        if unknown:
            found = self._index.key_counts(list(unknown))
            counts.update({form: found.get(key, 1) for key, form in unknown.items()})

    def together(self, a: str, b: str) -> tuple[int, int]:
        """How many accounts (where not all are in memory: listings) write one clause, and how many of those another one."""
        if self.complete:
            first, second = (np.frombuffer(self._postings[form], np.int32) for form in (a, b))
            # Marked and looked up: to sort both takes five times as long.
            if len(self._marked) < len(self._numbered):
                self._marked = np.zeros(2 * len(self._numbered), np.bool_)
            self._marked[second] = True
            both = int(np.count_nonzero(self._marked[first]))
            self._marked[second] = False
            return len(first), both
        few = min(self.rarity.counts[0][a], self.rarity.counts[0][b])
        if few <= BOILERPLATE:
            return few, few  # rare, so that it is not asked how often they come together
        if (known := self._together.get((a, b))) is None:
            keys = clause_key(a), clause_key(b)
            found = self._index.with_keys(keys, limit=_COMMON_CLAUSE)
            ids = set(found.get(keys[0], ()))
            known = self._together[a, b] = len(ids), len(ids.intersection(found.get(keys[1], ())))
        return known

    def alike(self, profile: Profile) -> list[str]:
        """Accounts that may write as this one does: they share clauses that are a habit of both, and rare enough together."""
        self.measure([profile])
        habits = profile.habits
        forms = {
            form: count / habits.listings * self.rarity.clause(form)
            for form, count in habits.clauses.items()
            if count >= HABIT * habits.listings
        }
        # Among more accounts more write alike by chance: what that takes off in the end is asked for at once.
        least = LEAST_ALIKE + by_chance(self.accounts) / CLAUSE
        if sum(forms.values()) < least:
            return []
        return self._alike_in_memory(profile, forms, least) if self.complete else self._alike_in_index(profile, forms, least)

    def _alike_in_memory(self, profile: Profile, forms: dict[str, float], least: float) -> list[str]:
        rows = [(self._postings[form], weight) for form, weight in forms.items() if form in self._postings]
        if not rows:
            return []
        numbers = np.concatenate([np.frombuffer(row, np.int32) for row, _ in rows])
        weights = np.repeat([weight for _, weight in rows], [len(row) for row, _ in rows])
        sums = np.bincount(numbers, weights, minlength=len(self._numbered))
        sums[profile.number] = 0.0
        found = np.flatnonzero(sums >= least)
        found = found[np.argsort(-sums[found], kind="stable")][:MOST_ALIKE]
        return [self._numbered[at].node for at in found]

    def _alike_in_index(self, profile: Profile, forms: dict[str, float], least: float) -> list[str]:
        counts = self.rarity.counts[0]
        keys = {clause_key(form): weight for form, weight in forms.items() if counts[form] <= _COMMON_CLAUSE}
        sums: dict[str, float] = defaultdict(float)
        for key, ids in self._index.with_keys(list(keys), limit=_FOUND_BY_CLAUSE).items():
            for id in ids:
                sums[id] += keys[key]
        best = sorted((id for id, total in sums.items() if total >= least), key=lambda id: (-sums[id], id))
        nodes: dict[str, None] = {}
        for id in [id for id in best if id not in profile.marks][: 2 * MOST_ALIKE]:
            if (node := self.node(id)) is not None:
                nodes[node] = None
            if len(nodes) >= MOST_ALIKE // 3:
                break
        return list(nodes)
