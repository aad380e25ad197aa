"""Moves an Elasticsearch index into a new one, all that is derived made again from the documents (new schema or folding)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from indexers.elastic_client import Client
from indexers.elastic_listings import action_of, all_sources, listing_of_source
from indexers.elastic_records import action_of_record, matches_of
from indexers.elastic_schema import SCHEMA, add_vector_field, behind, make, switch
from indexers.recording import record_of
from indexers.records import RECORDS
from indexers.shape import row_of

BATCH = 500


def rebuild(client: Client, dimensions: int | None) -> int:
    """Makes both indices again; gives the number of listings. Meanwhile reads go on, and writes are refused by the node."""
    count = 0
    for what in ("records", "listings"):
        client.refresh(what)
        old = behind(client, what)
        new = _free_name(f"{client.name(what)}-v{SCHEMA}", old)
        client.node.indices.put_settings(index=old, settings={"index.blocks.write": True})
        try:
            make(client, what, new, alias=False)
            if what == "listings":
                if dimensions is not None:
                    add_vector_field(client, dimensions, index=new)
                count = len(client.write(what, _listings(client, dimensions), index=new))
            else:
                client.write(what, _records(client), index=new)
            client.refresh(what, index=new)
        except BaseException:
            client.node.indices.delete(index=new, ignore_unavailable=True)
            client.node.indices.put_settings(index=old, settings={"index.blocks.write": None})
            raise
        switch(client, what, new)
    return count


def _listings(client: Client, dimensions: int | None) -> Iterator[dict[str, Any]]:
    sources = all_sources(client, "listings", {"match_all": {}}, dimensions=dimensions)
    for batch in _batches(sources):
        listings = [listing_of_source(source, dimensions) for source in batch]
        matches = matches_of(client, [listing.id for listing in listings])
        for listing in listings:
            action = action_of(row_of(listing), listing.vector, dimensions)
            action["doc"]["matched"] = matches.get(listing.id, [])
            yield action


def _records(client: Client) -> Iterator[dict[str, Any]]:
    types = {kind.name: type_ for type_, kind in RECORDS.items()}
    for source in all_sources(client, "records", {"match_all": {}}):
        if source["kind"] in types:
            yield action_of_record(record_of(types[source["kind"]], source["document"]["json"]))
        else:
            yield {"_op_type": "index", "_id": source["id"], "_source": source}


def _batches(sources: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(sources)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _free_name(name: str, taken: Sequence[str]) -> str:
    """The name, or with -2, -3, ... the first that isn't taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
