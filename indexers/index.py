"""The index port: all that the program remembers. It speaks listings, records and hits, never an engine's dicts.

`embedded.py` and `elastic.py` implement it and both pass `tests/indexers/test_contract.py`; `opening.py` picks one.
Each method raises `IndexUnavailable` where the engine can't be reached or its disk is full, never an engine's own exception.
All methods may be called from any thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from tidewaiter.model import Listing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

R = TypeVar("R")

Mode = Literal["hybrid", "text", "meaning"]
Order = Literal["relevance", "newest", "oldest", "cheapest", "dearest"]
Where = Mapping[str, str | Sequence[str]]
"""Field of a record -> the value, or any of several values, that it must have."""


@dataclass(slots=True, frozen=True)
class Query:
    """What is searched for. Filters all apply; within one filter any value will do. Empty text: all listings that pass."""

    text: str = ""
    """Words; "in quotes" a phrase; -word excludes. Folded like what is indexed."""
    vector: npt.NDArray[np.float32] | None = None
    """Embedding of the text, for modes hybrid and meaning."""
    mode: Mode = "hybrid"
    sources: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    """Listings that carry a word of these goods, or match them with at least `min_probability`."""
    cases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    """`SOURCE/SELLER-ID`."""
    keys: tuple[str, ...] = ()
    status: str | None = None
    since: str | None = None
    """RFC 3339; listings first seen (or posted) from then on."""
    until: str | None = None
    price_low: float | None = None
    price_high: float | None = None
    near: tuple[float, float, float] | None = None
    """Latitude, longitude (degrees), radius (kilometres)."""
    has_photo: bool = False
    min_probability: float = 0.5
    order: Order = "relevance"
    limit: int = 20
    offset: int = 0
    facets: tuple[str, ...] = ()
    """Of `source`, `goods`, `case`, `language`, `country`, `status`: counted over all that pass."""


@dataclass(slots=True, frozen=True)
class Hit:
    """A listing that was found."""

    listing: Listing
    score: float
    why: str
    """One sentence for a person: which words, or how near in meaning."""


@dataclass(slots=True)
class Found:
    """The answer to a `Query`."""

    hits: list[Hit]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """Facet -> (value, count), most first."""


@dataclass(slots=True, frozen=True)
class PhotoHit:
    """A stored photo near a hash."""

    listing: str
    """Id of the listing that shows it."""
    sha256: str
    bits: int
    """Hamming distance."""


@dataclass(slots=True, frozen=True)
class VectorHit:
    """A stored listing near a vector."""

    listing: str
    cosine: float


@dataclass(slots=True, frozen=True)
class WordsHit:
    """A record that shares words with what was sought."""

    id: str
    score: float
    """The shared words, each by its rarity: comparable within one answer only."""


class Index(Protocol):
    """All that the program remembers."""

    def write_listings(self, listings: Sequence[Listing]) -> None:
        """Write whole listings by id, replacing what was there. Durable when it returns; writing twice is harmless.

        Raises `IndexMismatch` when a vector is not of the model that made the index's vectors (see `set_text_model`).
        """

    def delete_listings(self, ids: Sequence[str]) -> int:
        """Delete listings with their photos' hashes, keys and matches; gives how many were there."""

    def listing(self, id: str) -> Listing | None:
        """One listing by id, whole (with vector and keys)."""

    def listings(self, ids: Sequence[str], *, vectors: bool = False) -> dict[str, Listing]:
        """Listings by id; unknown ids are left out."""

    def all_listings(self, *, vectors: bool = False) -> Iterator[Listing]:
        """Every listing, in the order of id, in batches under the hood; what is written meanwhile may or may not come."""

    def ids_of_urls(self, urls: Sequence[str]) -> dict[str, str]:
        """Canonical URL or alias -> id of the listing that was first seen under it."""

    def search(self, query: Query) -> Found:
        """Ranked (BM25; cosine; hybrid: reciprocal rank fusion, k = 60), filtered, with facets."""

    def with_keys(self, keys: Sequence[str], *, limit: int = 1000) -> dict[str, list[str]]:
        """Key -> ids of the listings that have it (at most `limit` a key, the newest first); exact."""

    def key_counts(self, keys: Sequence[str]) -> dict[str, int]:
        """Key -> in how many listings it stands (0 left out): what is common is weak evidence."""

    def near_photos(self, hash: str, *, kind: Literal["phash", "pdq"], radius_bits: int, limit: int = 50) -> list[PhotoHit]:
        """Stored photos within the radius, nearest first, ties by listing id. Exact: none within the radius is missed."""

    def near_vectors(self, vector: npt.NDArray[np.float32], *, limit: int = 50) -> list[VectorHit]:
        """Stored listings nearest in meaning, best first."""

    def put(self, records: Sequence[object]) -> None:
        """Write records (the types in `records.RECORDS`) by id, replacing what was there. Durable when it returns."""

    def get(self, kind: type[R], id: str) -> R | None:
        """One record."""

    def find(
        self, kind: type[R], where: Where | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[R]:
        """Records whose fields (those `records.RECORDS` lists for the type) have the values, by id, or newest id first."""

    def sharing_words(self, kind: type[object], words: Sequence[int], *, limit: int = 50) -> list[WordsHit]:
        """Records (of a type that has words in `records.RECORDS`) that share the most, rare ones counting more, best first.

        A word that very many records have may tell nothing of the later ones.
        """

    def count(self, kind: type[object], where: Where | None = None) -> int:
        """How many records (or listings: `count(Listing)`) there are."""

    def delete(self, kind: type[object], ids: Sequence[str]) -> int:
        """Delete records; gives how many were there."""

    def set_text_model(self, name: str, dimensions: int) -> None:
        """Remember which model makes the vectors. Raises `IndexMismatch` when another one made those that are stored."""

    def optimize(self) -> None:
        """Tidy up after a bulk load."""

    def rebuild(self) -> int:
        """Make all that is derived (words, keys, hashes) again from the stored documents; gives the number of listings."""

    def info(self) -> dict[str, str | int | float]:
        """Engine, version, address, schema, text model, counts by type, bytes on disk."""

    def close(self) -> None:
        """Flush and let go."""
