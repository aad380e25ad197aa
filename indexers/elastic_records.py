"""Records (goods, cases, matches, leads, ...) as Elasticsearch documents, and what matches say in their listings' documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from indexers.elastic_client import Client, document_id
from indexers.elastic_listings import all_sources
from indexers.index import Where, WordsHit
from indexers.recording import fields_of, record_id, record_of, text_of_record, type_of, values_of
from indexers.records import RECORDS, RecordType
from tidewaiter.model import Match

R = TypeVar("R")
WORDS_IN_CLAUSE = 500
"""Words in one clause: Lucene takes 1024 at least."""
ATTEMPTS = 10
"""Times that a listing's matches are written again when another process was writing them too."""


def _id(kind: RecordType, id: str) -> str:
    return document_id(f"{kind.name}/{id}")


def put(client: Client, records: Sequence[object]) -> None:
    """Writes records in place of what has their ids."""
    client.write("records", [action_of_record(record) for record in records])
    tell_listings(client, [record.listing for record in records if isinstance(record, Match)])


def action_of_record(record: object) -> dict[str, Any]:
    """The bulk action that writes a record."""
    kind = type_of(type(record))
    id = record_id(record)
    source = {
        "kind": kind.name,
        "id": id,
        "fields": [f"{field}={value}" for field, value in fields_of(kind, record)],
        "document": {"json": text_of_record(record)},
    }
    if kind.words is not None:
        source["numbers"] = " ".join(str(word) for word in sorted(set(kind.words(record))))
    return {"_op_type": "index", "_id": _id(kind, id), "_source": source}


def get(client: Client, type_: type[R], id: str) -> R | None:
    """One record."""
    kind = type_of(type_)
    answer = client.node.options(ignore_status=404).get(index=client.name("records"), id=_id(kind, id))
    return record_of(type_, answer["_source"]["document"]["json"]) if answer.get("found") else None


def find(client: Client, type_: type[R], where: Where | None, limit: int | None, newest_first: bool) -> list[R]:
    """Records that have the values, in the order of id."""
    query = condition(type_of(type_), where)
    if limit is None:
        found = [record_of(type_, source["document"]["json"]) for source in all_sources(client, "records", query)]
        return found[::-1] if newest_first else found
    answer = client.node.search(
        index=client.name("records"), query=query, size=limit, sort=[{"id": "desc" if newest_first else "asc"}]
    )
    return [record_of(type_, hit["_source"]["document"]["json"]) for hit in answer["hits"]["hits"]]


def sharing_words(client: Client, type_: type[object], words: Sequence[int], limit: int) -> list[WordsHit]:
    """Records that share the most words, rare ones counting more."""
    kind = type_of(type_)
    wanted = sorted(set(words))
    parts = [wanted[start : start + WORDS_IN_CLAUSE] for start in range(0, len(wanted), WORDS_IN_CLAUSE)]
    if not parts or limit < 1:
        return []
    matches = [{"match": {"numbers": {"query": " ".join(map(str, part)), "operator": "or"}}} for part in parts]
    query = {"bool": {"filter": [{"term": {"kind": kind.name}}], "should": matches, "minimum_should_match": 1}}
    answer = client.node.search(index=client.name("records"), query=query, size=limit, source_includes=["id"])
    return [WordsHit(hit["_source"]["id"], hit["_score"]) for hit in answer["hits"]["hits"]]


def count(client: Client, type_: type[object], where: Where | None) -> int:
    """How many records have the values."""
    number: int = client.node.count(index=client.name("records"), query=condition(type_of(type_), where))["count"]
    return number


def delete(client: Client, type_: type[object], ids: Iterable[str]) -> int:
    """Takes out records; how many were there."""
    kind = type_of(type_)
    wanted = list(dict.fromkeys(ids))
    touched = []
    if type_ is Match:
        touched = [match.listing for id in wanted if (match := get(client, Match, id)) is not None]
    actions = [{"_op_type": "delete", "_id": _id(kind, id)} for id in wanted]
    results = client.write("records", actions, missing_is_fine=True)
    tell_listings(client, touched)
    return sum(result == "deleted" for _, result in results)


def condition(kind: RecordType, where: Where | None) -> dict[str, Any]:
    """The query for records of a kind that have the values."""
    filters: list[dict[str, Any]] = [{"term": {"kind": kind.name}}]
    for field, wanted in values_of(kind, where):
        filters.append({"terms": {"fields": [f"{field}={value}" for value in wanted]}})
    return {"bool": {"filter": filters}}


def tell_listings(client: Client, listings: Iterable[str]) -> None:
    """Writes what the stored matches say into their listings' documents, where filters and facets find it.

    Each listing's sequence number is read before its matches are: if anybody writes it in between, we begin again.
    """
    waiting = list(dict.fromkeys(listings))
    for _ in range(ATTEMPTS):
        if not waiting:
            return
        actions = []
        found = client.node.mget(index=client.name("listings"), ids=[document_id(id) for id in waiting], source=False)["docs"]
        matched = matches_of(client, waiting)
        for id, item in zip(waiting, found, strict=True):
            if item.get("found"):  # a listing that comes later brings its matches in by itself
                actions.append(
                    {
                        "_op_type": "update",
                        "_id": item["_id"],
                        "if_seq_no": item["_seq_no"],
                        "if_primary_term": item["_primary_term"],
                        "doc": {"matched": matched.get(id, [])},
                    }
                )
        results = client.write("listings", actions, missing_is_fine=True, conflict_is_fine=True)
        again = {id for id, result in results if result == "conflict"}
        waiting = [id for id in waiting if document_id(id) in again]


def matches_of(client: Client, listings: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Listing -> its matches, as its document holds them."""
    client.refresh("records")
    kind = RECORDS[Match]
    found: dict[str, list[dict[str, Any]]] = {}
    for start in range(0, len(listings), 500):
        query = condition(kind, {"listing": listings[start : start + 500]})
        for source in all_sources(client, "records", query):
            match = record_of(Match, source["document"]["json"])
            entry = {"kind": match.target.kind, "id": match.target.id, "probability": match.probability}
            found.setdefault(match.listing, []).append(entry)
    return found
