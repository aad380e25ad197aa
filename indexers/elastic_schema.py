"""The Elasticsearch engine's indices: versioned, reached through an alias, made when missing, moved to a new one when older.

`PREFIX-listings` is an alias of `PREFIX-listings-vN` (N: the schema), `PREFIX-records` likewise.
"""

from __future__ import annotations

from typing import Any

import elasticsearch

from indexers.elastic_client import Client
from tidewaiter.errors import IndexMismatch

SCHEMA = 2
"""Goes up when a mapping changes, or what is put into a field (folding, tokens)."""
LONGEST = 8_000
"""Characters of a keyword that can be found; Lucene takes 32 766 bytes."""

_KEYWORD = {"type": "keyword", "ignore_above": LONGEST}
# Scored by BM25: each shared word counts by its rarity, however many there are in all.
_WORDS = {"type": "text", "analyzer": "whitespace", "norms": False, "index_options": "docs"}
_UNINDEXED = {"type": "object", "enabled": False}
_SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "30s",  # reads refresh by themselves where they must see what was just written
    "max_result_window": 1_000_000,
}


def _hash(dimensions: int) -> dict[str, Any]:
    # `flat`: compared with each, so that none within a radius is missed.
    field = {"type": "dense_vector", "element_type": "bit", "dims": dimensions, "similarity": "l2_norm"}
    return {**field, "index_options": {"type": "flat"}}


MAPPINGS: dict[str, dict[str, Any]] = {
    "listings": {
        "id": _KEYWORD,
        "document": _UNINDEXED,
        "words": {"type": "text", "analyzer": "whitespace"},
        "source": _KEYWORD,
        "language": _KEYWORD,
        "country": _KEYWORD,
        "seller": _KEYWORD,
        "status": _KEYWORD,
        "time": _KEYWORD,
        "first_seen": _KEYWORD,
        "price_low": {"type": "double"},
        "price_high": {"type": "double"},
        "has_photo": {"type": "boolean"},
        "points": {"type": "geo_point"},
        "keys": _KEYWORD,
        "urls": _KEYWORD,
        "goods": _KEYWORD,
        "photos": {"type": "nested", "properties": {"sha256": _KEYWORD, "phash": _hash(64), "pdq": _hash(256)}},
        "matched": {"type": "nested", "properties": {"kind": _KEYWORD, "id": _KEYWORD, "probability": {"type": "double"}}},
    },
    "records": {"kind": _KEYWORD, "id": _KEYWORD, "fields": _KEYWORD, "document": _UNINDEXED, "numbers": _WORDS},
}


def vector_field(dimensions: int) -> str:
    """Where vectors of so many dimensions lie; the field is added once the text model is known."""
    return f"vector_{dimensions}"


def add_vector_field(client: Client, dimensions: int, *, index: str | None = None) -> None:
    """Lets listings have vectors of so many dimensions."""
    field = {"type": "dense_vector", "dims": dimensions, "similarity": "cosine", "index_options": {"type": "int8_hnsw"}}
    client.node.indices.put_mapping(index=index or client.name("listings"), properties={vector_field(dimensions): field})


def prepare(client: Client) -> bool:
    """Makes missing indices; true where the stored ones are of an older schema. Raises `IndexMismatch` for a newer one."""
    older = False
    for what in MAPPINGS:
        current = version(client, what)
        if current is None:
            make(client, what, f"{client.name(what)}-v{SCHEMA}", alias=True)
        elif current > SCHEMA:
            raise IndexMismatch(
                f"{client.address}: {client.name(what)} is of a newer version (schema {current}, this program knows {SCHEMA})",
                do="Update the program, or set `index_prefix` to a new one.",
            )
        else:
            older = older or current < SCHEMA
    return older


def version(client: Client, what: str) -> int | None:
    """The schema of the index behind an alias; None where there is no such alias."""
    try:
        answer = client.node.indices.get_mapping(index=client.name(what))
    except elasticsearch.NotFoundError:
        return None
    return min(int(index["mappings"].get("_meta", {}).get("schema", 0)) for index in answer.values())


def make(client: Client, what: str, index: str, *, alias: bool) -> None:
    """Makes an index; another process may have been quicker, which is fine."""
    try:
        client.node.indices.create(
            index=index,
            settings=_SETTINGS,
            mappings={"dynamic": False, "_meta": {"schema": SCHEMA}, "properties": MAPPINGS[what]},
            aliases={client.name(what): {}} if alias else {},
        )
    except elasticsearch.BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def behind(client: Client, what: str) -> list[str]:
    """The indices behind an alias."""
    return sorted(client.node.indices.get_alias(name=client.name(what)))


def switch(client: Client, what: str, index: str) -> None:
    """Lets the alias name the index, at once, and deletes what it named before."""
    old = [name for name in behind(client, what) if name != index]
    client.node.indices.update_aliases(
        actions=[
            {"add": {"index": index, "alias": client.name(what)}},
            *({"remove_index": {"index": name}} for name in old),
        ]
    )
