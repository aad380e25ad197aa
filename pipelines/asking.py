"""What a person types, read like any text and then asked: a number in disguise is found as the number that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexers.index import Index
from matchers.lookup import lookup
from matchers.lookup_hits import Answer, LookupHit
from matchers.ways import NUMBERS, WAYS, Ways
from pipelines.reading.handles import read_handles
from pipelines.reading.identifiers import read_identifiers
from tidewaiter.errors import InvalidInput


def look_up_value(index: Index, value: str) -> list[LookupHit]:
    """Listings, sellers, series, goods and cases that a value leads to, best first."""
    return lookup(index, value, handles=read_handles(value), identifiers=read_identifiers(value))


def read_query(query: Mapping[str, str]) -> dict[str, str]:
    """The query with a disguised handle in its normal form."""
    if not (handle := query.get("handle")):
        return dict(query)
    kind = query.get("kind")
    if kind in NUMBERS or kind is None:
        found = [one for one in read_handles(handle) if kind in (None, one.kind) or one.kind in NUMBERS]
        if found:
            return {**query, "handle": found[0].value, "kind": kind or found[0].kind}
    return dict(query)


def ask_value(index: Index, asker: Ways, way: str, value: str, want: str | None = None) -> list[Answer]:
    """Answers of one of the five ways to a value as a person types it, best first. Raises `InvalidInput` for another way."""
    if way not in WAYS:
        raise InvalidInput(f"'{way}' is none of the five ways", do=f"Write one of {', '.join(WAYS)}.")
    found = [answer for query in _queries(index, way, value) for answer in asker.ask(way, query, want=want)]
    best: dict[tuple[str, str], Answer] = {}
    for one in found:
        if (one.kind, one.id) not in best or best[one.kind, one.id].probability < one.probability:
            best[one.kind, one.id] = one
    return sorted(best.values(), key=lambda one: -one.probability)


def _queries(index: Index, way: str, value: str) -> Iterator[dict[str, str]]:
    """What a value on the command line may mean."""
    if way in ("case_to_person", "case_to_case"):
        yield {"case": value}
    elif way == "goods_to_case":
        yield {"goods": value}
    elif way == "enterprise_to_case":
        yield {"enterprise": value}
        yield from ({"enterprise": one.value, "kind": one.kind} for one in read_identifiers(value))
    else:
        yield from _persons(index, value)


def _persons(index: Index, value: str) -> Iterator[dict[str, str]]:
    if index.listing(value) is not None:
        yield {"listing": value}
    if "/" in value and index.key_counts([f"seller:{value}"]):
        yield {"seller": value}
    handles = read_handles(value)
    yield from ({"handle": one.value, "kind": one.kind} for one in handles)
    if not handles:
        if " " not in value:
            yield {"handle": value}
        yield {"name": value}
