"""Listings as Elasticsearch documents: written, read back, found by URL, key and hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from indexers.elastic_client import Client, document_id
from indexers.elastic_schema import vector_field
from indexers.index import PhotoHit
from indexers.shape import Row, listing_of
from tidewaiter.identity import canonical_url
from tidewaiter.model import Listing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BATCH = 500
MOST_NEIGHBOURS = 10_000
"""What Elasticsearch gives of a kNN search at most."""


def action_of(row: Row, vector: npt.NDArray[np.float32] | None, dimensions: int | None) -> dict[str, Any]:
    """The bulk action that writes a listing in place of what has its id, but leaves `matched` to the matches."""
    document: dict[str, Any] = {
        "id": row.id,
        "document": {"json": row.document},
        "words": row.words,
        "source": row.source,
        "language": row.language,
        "country": row.country,
        "seller": row.seller,
        "status": row.status,
        "time": row.time,
        "first_seen": row.first_seen,
        "price_low": row.price_low,
        "price_high": row.price_high,
        "has_photo": row.has_photo,
        "points": [{"lat": lat, "lon": lon} for lat, lon in row.points],
        "keys": list(row.keys),
        "urls": list(row.urls),
        "goods": list(row.goods),
        "photos": [
            {
                "sha256": photo.sha256,
                **{kind: bits.hex() for kind, bits in (("phash", photo.phash), ("pdq", photo.pdq)) if bits},
            }
            for photo in row.photos
        ],
    }
    if dimensions is not None:
        document[vector_field(dimensions)] = None if vector is None else [float(number) for number in vector]
    return {"_op_type": "update", "_id": document_id(row.id), "doc": document, "doc_as_upsert": True, "retry_on_conflict": 5}


def listing_of_source(source: Mapping[str, Any], dimensions: int | None) -> Listing:
    """The listing of a document's source, with its vector where the source brings it."""
    numbers = source.get(vector_field(dimensions)) if dimensions is not None else None
    vector = None
    if numbers is not None:
        import numpy as np

        vector = np.asarray(numbers, np.float32)
    return listing_of(source["document"]["json"], vector)


def by_ids(client: Client, ids: Iterable[str], *, dimensions: int | None) -> dict[str, Listing]:
    """Listings by id in the order asked for; reads what was just written. dimensions: with vectors of that many."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Listing] = {}
    fields = ["document", *([vector_field(dimensions)] if dimensions is not None else [])]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        answer = client.node.mget(
            index=client.name("listings"),
            ids=[document_id(id) for id in batch],
            source_includes=fields,  # named, a vector is given back; by default a node leaves it out
        )
        for id, item in zip(batch, answer["docs"], strict=True):
            if item.get("found"):
                found[id] = listing_of_source(item["_source"], dimensions)
    return found


def all_sources(
    client: Client, what: str, query: Mapping[str, Any], *, dimensions: int | None = None
) -> Iterator[dict[str, Any]]:
    """The sources of all documents that pass, in the order of id."""
    after: list[Any] | None = None
    while True:
        with client.errors():
            answer = client.node.search(
                index=client.name(what),
                query=query,
                size=BATCH,
                sort=[{"id": "asc"}],
                search_after=after,
                track_total_hits=False,
                source_exclude_vectors=dimensions is None,
            )
        hits = answer["hits"]["hits"]
        for hit in hits:
            yield hit["_source"]
        if len(hits) < BATCH:
            return
        after = hits[-1]["sort"]


def ids_of_urls(client: Client, urls: Sequence[str]) -> dict[str, str]:
    """URL -> id of the listing first seen under it."""
    first: dict[str, tuple[str, str]] = {}
    forms = list({form for url in urls for form in (url, canonical_url(url))})
    for start in range(0, len(forms), BATCH):
        query = {"terms": {"urls": forms[start : start + BATCH]}}
        for source in all_sources(client, "listings", query):
            seen = (source.get("first_seen") or "\uffff", source["id"])
            for form in source["urls"]:
                first[form] = min(first.get(form, seen), seen)
    found: dict[str, str] = {}
    for url in urls:
        form = url if url in first else canonical_url(url)
        if form in first:
            found[url] = first[form][1]
    return found


def with_keys(client: Client, keys: Sequence[str], limit: int) -> dict[str, list[str]]:
    """Key -> ids, those first seen (or posted) last first."""
    found: dict[str, list[str]] = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        searches: list[dict[str, Any]] = []
        for key in batch:
            body = {
                "query": {"term": {"keys": key}},
                "size": limit,
                "_source": False,
                "fields": ["id"],
                "sort": [{"time": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
                "track_total_hits": False,
            }
            searches += [{}, body]
        answers = client.node.msearch(index=client.name("listings"), searches=searches)["responses"]
        for key, answer in zip(batch, answers, strict=True):
            client.check(answer)
            if hits := answer["hits"]["hits"]:
                found[key] = [hit["fields"]["id"][0] for hit in hits]
    return found


def key_counts(client: Client, keys: Sequence[str]) -> dict[str, int]:
    """Key -> in how many listings."""
    counts: dict[str, int] = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        answer = client.node.search(
            index=client.name("listings"),
            size=0,
            query={"terms": {"keys": batch}},
            aggs={"keys": {"terms": {"field": "keys", "include": batch, "size": len(batch)}}},
        )
        counts |= {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["keys"]["buckets"]}
    return counts


def near_photos(client: Client, bits: bytes, kind: str, radius: int, limit: int) -> list[PhotoHit]:
    """Photos within the radius: the listings by an exact search, then their photos compared here."""
    count = max(limit, 1)
    while True:
        listings = _near_listings(client, bits, kind, radius, count)
        hits = [
            PhotoHit(id, sha256, distance)
            for id, photos in listings
            for sha256, other in photos
            if (distance := (int.from_bytes(bits, "big") ^ other).bit_count()) <= radius
        ]
        hits.sort(key=lambda hit: (hit.bits, hit.listing, hit.sha256))
        # Of listings as far away as the last one, others may have been cut off that come first by id.
        last = max((min(hit.bits for hit in hits if hit.listing == id) for id, _ in listings), default=0)
        complete = len(listings) < count or count >= MOST_NEIGHBOURS
        if complete or (len(hits) >= limit and hits[limit - 1].bits < last):
            return hits[:limit]
        count = min(4 * count, MOST_NEIGHBOURS)


def _near_listings(client: Client, bits: bytes, kind: str, radius: int, count: int) -> list[tuple[str, list[tuple[str, int]]]]:
    """Ids of the nearest listings, each with (SHA-256, hash) of its photos."""
    knn = {
        "field": f"photos.{kind}",
        "query_vector": bits.hex(),
        "k": count,
        "num_candidates": max(count, 100),
        "similarity": radius,
    }
    answer = client.node.search(
        index=client.name("listings"),
        query={"nested": {"path": "photos", "query": {"knn": knn}}},
        size=count,
        source_includes=["id", "photos"],
        source_exclude_vectors=False,
        track_total_hits=False,
    )
    return [
        (hit["_source"]["id"], [(photo["sha256"], _number(photo[kind])) for photo in hit["_source"]["photos"] if kind in photo])
        for hit in answer["hits"]["hits"]
    ]


def _number(bits: str | list[int]) -> int:
    """A hash as the node gives it back (hex as it was sent, or signed bytes) as one number."""
    return int(bits, 16) if isinstance(bits, str) else int.from_bytes(bytes(byte & 0xFF for byte in bits), "big")
