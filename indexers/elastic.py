"""The big engine: Elasticsearch 9, for those who outgrow one machine. No scripts, no licensed features."""

# ruff: noqa: D102 - the port (index.py) says what each method does

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import elasticsearch

from indexers import elastic_listings, elastic_records, elastic_search
from indexers.elastic_client import Client, document_id
from indexers.elastic_rebuild import rebuild
from indexers.elastic_schema import SCHEMA, add_vector_field, prepare, vector_field
from indexers.hashes import hash_bytes
from indexers.index import Found, PhotoHit, Query, VectorHit, Where, WordsHit
from indexers.queries import check
from indexers.records import RECORDS
from indexers.shape import clean, row_of
from indexers.text_model import check_vectors, other_model
from tidewaiter.model import Listing, Match

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

R = TypeVar("R")
BATCH = 500
ABOUT = "about"
"""Id of the document (in the records' index) that says which text model made the vectors."""


class ElasticIndex:
    """All that the program remembers, in Elasticsearch. See `indexers.index.Index` for what each method promises."""

    def __init__(self, url: str, *, prefix: str = "tidewaiter") -> None:
        """Takes the node's address and the prefix of the indices, made if missing. `IndexUnavailable`, `IndexMismatch`."""
        self._client = Client(url, prefix=prefix)
        self._model: tuple[str, int] | None = None
        with self._client.errors():
            if prepare(self._client):
                self.rebuild()

    def write_listings(self, listings: Sequence[Listing]) -> None:
        for start in range(0, len(listings), BATCH):
            # The last of several with one id is the one that stays.
            batch = {clean(listing.id): listing for listing in listings[start : start + BATCH]}
            with self._client.errors():
                model = self._about()
                check_vectors((listing.vector for listing in batch.values() if listing.vector is not None), model)
                dimensions = model[1] if model else None
                results = self._client.write(
                    "listings",
                    [elastic_listings.action_of(row_of(listing), listing.vector, dimensions) for listing in batch.values()],
                )
                new = {id for id, result in results if result == "created"}
                elastic_records.tell_listings(self._client, [id for id in batch if document_id(id) in new])

    def delete_listings(self, ids: Sequence[str]) -> int:
        wanted = list(dict.fromkeys(map(clean, ids)))
        count = 0
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            with self._client.errors():
                actions = [{"_op_type": "delete", "_id": document_id(id)} for id in batch]
                results = self._client.write("listings", actions, missing_is_fine=True)
                count += sum(result == "deleted" for _, result in results)
                matches = self.find(Match, {"listing": batch})
                elastic_records.delete(self._client, Match, [match.id for match in matches])
        return count

    def listing(self, id: str) -> Listing | None:
        return self.listings([id], vectors=True).get(id)

    def listings(self, ids: Sequence[str], *, vectors: bool = False) -> dict[str, Listing]:
        with self._client.errors():
            dimensions = self._dimensions() if vectors else None
            return elastic_listings.by_ids(self._client, map(clean, ids), dimensions=dimensions)

    def all_listings(self, *, vectors: bool = False) -> Iterator[Listing]:
        with self._client.errors():
            self._client.refresh("listings")
            dimensions = self._dimensions() if vectors else None
        for source in elastic_listings.all_sources(self._client, "listings", {"match_all": {}}, dimensions=dimensions):
            yield elastic_listings.listing_of_source(source, dimensions)

    def ids_of_urls(self, urls: Sequence[str]) -> dict[str, str]:
        with self._client.errors():
            self._client.refresh("listings")
            return elastic_listings.ids_of_urls(self._client, urls)

    def search(self, query: Query) -> Found:
        check(query)
        with self._client.errors():
            self._client.refresh("listings")
            return elastic_search.search(self._client, query, self._dimensions())

    def with_keys(self, keys: Sequence[str], *, limit: int = 1000) -> dict[str, list[str]]:
        with self._client.errors():
            self._client.refresh("listings")
            return elastic_listings.with_keys(self._client, [clean(key) for key in keys], limit)

    def key_counts(self, keys: Sequence[str]) -> dict[str, int]:
        with self._client.errors():
            self._client.refresh("listings")
            return elastic_listings.key_counts(self._client, [clean(key) for key in keys])

    def near_photos(self, hash: str, *, kind: Literal["phash", "pdq"], radius_bits: int, limit: int = 50) -> list[PhotoHit]:
        bits = hash_bytes(hash, kind)
        with self._client.errors():
            self._client.refresh("listings")
            return elastic_listings.near_photos(self._client, bits, kind, radius_bits, limit)

    def near_vectors(self, vector: npt.NDArray[np.float32], *, limit: int = 50) -> list[VectorHit]:
        with self._client.errors():
            self._client.refresh("listings")
            near = elastic_search.nearest(self._client, vector, limit, self._dimensions(), [])
        return [VectorHit(id, cosine) for id, cosine in near]

    def put(self, records: Sequence[object]) -> None:
        with self._client.errors():
            elastic_records.put(self._client, records)

    def get(self, kind: type[R], id: str) -> R | None:
        with self._client.errors():
            return elastic_records.get(self._client, kind, clean(id))

    def find(
        self, kind: type[R], where: Where | None = None, *, limit: int | None = None, newest_first: bool = False
    ) -> list[R]:
        with self._client.errors():
            self._client.refresh("records")
            return elastic_records.find(self._client, kind, where, limit, newest_first)

    def sharing_words(self, kind: type[object], words: Sequence[int], *, limit: int = 50) -> list[WordsHit]:
        with self._client.errors():
            self._client.refresh("records")
            return elastic_records.sharing_words(self._client, kind, words, limit)

    def count(self, kind: type[object], where: Where | None = None) -> int:
        with self._client.errors():
            if kind is Listing:
                self._client.refresh("listings")
                number: int = self._client.node.count(index=self._client.name("listings"))["count"]
                return number
            self._client.refresh("records")
            return elastic_records.count(self._client, kind, where)

    def delete(self, kind: type[object], ids: Sequence[str]) -> int:
        with self._client.errors():
            return elastic_records.delete(self._client, kind, map(clean, ids))

    def set_text_model(self, name: str, dimensions: int) -> None:
        with self._client.errors():
            stored = self._read_about()
            if stored == (name, dimensions):
                self._model = stored
                return
            if stored is not None and self._vectors(stored[1]):
                raise other_model(stored, (name, dimensions), self._client.address)
            add_vector_field(self._client, dimensions)
            source = {"kind": ABOUT, "id": ABOUT, "fields": [], "document": {"name": name, "dimensions": dimensions}}
            self._client.node.index(index=self._client.name("records"), id=ABOUT, document=source)
            self._model = (name, dimensions)

    def optimize(self) -> None:
        with self._client.errors():
            for what in ("listings", "records"):
                self._client.node.options(request_timeout=3600).indices.forcemerge(
                    index=self._client.name(what), max_num_segments=1
                )

    def rebuild(self) -> int:
        with self._client.errors():
            model = self._read_about()
            return rebuild(self._client, model[1] if model else None)

    def info(self) -> dict[str, str | int | float]:
        with self._client.errors():
            model = self._read_about()
            node = self._client.node
            for what in ("listings", "records"):
                self._client.refresh(what)
            counts = {kind.name: elastic_records.count(self._client, type_, None) for type_, kind in RECORDS.items()}
            stats = node.indices.stats(index=f"{self._client.prefix}-*", metric=["store", "docs"])
            photos = node.search(index=self._client.name("listings"), size=0, aggs={"photos": {"nested": {"path": "photos"}}})[
                "aggregations"
            ]["photos"]["doc_count"]
            return {
                "engine": "elastic",
                "version": f"Elasticsearch {node.info()['version']['number']}",
                "address": self._client.address,
                "schema": SCHEMA,
                "text_model": model[0] if model else "",
                "dimensions": model[1] if model else 0,
                "listings": self.count(Listing),
                "photos": photos,
                "vectors": self._vectors(model[1]) if model else 0,
                **counts,
                "bytes": stats["_all"]["total"]["store"]["size_in_bytes"],
            }

    def close(self) -> None:
        self._client.node.close()

    def _about(self) -> tuple[str, int] | None:
        """The text model; remembered, since it is asked for with each write and never changes once there are vectors."""
        if self._model is None:
            self._model = self._read_about()
        return self._model

    def _read_about(self) -> tuple[str, int] | None:
        try:
            answer = self._client.node.get(index=self._client.name("records"), id=ABOUT)
        except elasticsearch.NotFoundError:
            return None
        document = answer["_source"]["document"]
        return document["name"], document["dimensions"]

    def _dimensions(self) -> int | None:
        model = self._about()
        return model[1] if model else None

    def _vectors(self, dimensions: int) -> int:
        """How many listings have a vector."""
        self._client.refresh("listings")
        field = vector_field(dimensions)
        number: int = self._client.node.count(index=self._client.name("listings"), query={"exists": {"field": field}})["count"]
        return number
