"""Listings as one STIX 2.1 bundle, for threat intelligence platforms.

A listing is an `observed-data` with its `url`, and a `note` with its text; accounts are `user-account`s and `email-addr`s,
photos `file`s by SHA-256, places `location`s. Ids of observables are made as the standard says (UUID version 5 of what
identifies them), so that two exports, and other tools, agree.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator

from tidewaiter.identity import now
from tidewaiter.model import Handle, Listing

NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The standard's, for ids of cyber-observable objects (STIX 2.1, 2.9)."""
OURS = uuid.UUID("6b0f3a5e-5c0c-5d53-9b62-6f1d0b8f5a11")
"""For the other objects: the same listing has the same id in every export."""


def stix_lines(listings: Iterable[Listing]) -> Iterator[str]:
    """The bundle, one object a line, each id once."""
    yield f'{{"type": "bundle", "id": "bundle--{uuid.uuid4()}", "objects": [\n'
    seen: set[bytes] = set()
    between = ""
    for listing in listings:
        for thing in objects_of(listing):
            digest = hashlib.sha1(str(thing["id"]).encode(), usedforsecurity=False).digest()
            if digest in seen:
                continue
            seen.add(digest)
            yield between + json.dumps(thing, ensure_ascii=False)
            between = ",\n"
    yield "\n]}\n"


def objects_of(listing: Listing) -> Iterator[dict[str, object]]:
    """What is seen in the listing, the observation, and a note with its text."""
    observables = list(_observables(listing))
    yield from observables
    first = _time(listing.first_seen or listing.posted or now())
    last = max(first, _time(listing.last_seen or first))
    references = [thing["id"] for thing in observables]
    observed = _domain("observed-data", listing.id, first)
    observed |= {"first_observed": first, "last_observed": last, "number_observed": 1, "object_refs": references}
    yield observed
    note = _domain("note", listing.id, first)
    note |= {"abstract": listing.title or listing.id, "content": listing.text or listing.title or listing.id}
    note["object_refs"] = [observed["id"]]
    if listing.language:
        note["lang"] = listing.language
    yield note
    place = listing.place
    if place is not None and place.country:
        location = _domain("location", f"{place.name}\n{place.country}", first) | {"name": place.name, "country": place.country}
        if place.lat is not None and place.lon is not None:
            location |= {"latitude": place.lat, "longitude": place.lon}
        yield location
        relation = _domain("relationship", f"{listing.id}\n{location['id']}", first)
        yield relation | {"relationship_type": "related-to", "source_ref": observed["id"], "target_ref": location["id"]}


def _observables(listing: Listing) -> Iterator[dict[str, object]]:
    yield _observable("url", {"value": listing.url or f"urn:tidewaiter:listing:{listing.id}"})
    if (seller := listing.seller) is not None and (seller.id or seller.name):
        parts: dict[str, object] = {"account_type": listing.source, "user_id": seller.id, "account_login": seller.name}
        yield _observable("user-account", parts, **({"display_name": seller.name} if seller.name else {}))
    for handle in listing.handles:
        yield _of_handle(handle)
    for photo in listing.photos:
        if photo.sha256:
            yield _observable("file", {"hashes": {"SHA-256": photo.sha256}})


def _of_handle(handle: Handle) -> dict[str, object]:
    if handle.kind == "email":
        return _observable("email-addr", {"value": handle.value})
    if handle.kind == "url":
        return _observable("url", {"value": handle.value})
    return _observable("user-account", {"account_type": handle.kind, "user_id": handle.value})


def _observable(kind: str, identifying: dict[str, object], **more: object) -> dict[str, object]:
    parts = {name: value for name, value in identifying.items() if value}
    # Canonical JSON (RFC 8785) of flat texts: sorted keys, no blanks.
    name = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {"type": kind, "spec_version": "2.1", "id": f"{kind}--{uuid.uuid5(NAMESPACE, name)}", **parts, **more}


def _domain(kind: str, key: str, created: str) -> dict[str, object]:
    id = f"{kind}--{uuid.uuid5(OURS, kind + key)}"
    return {"type": kind, "spec_version": "2.1", "id": id, "created": created, "modified": created}


def _time(moment: str) -> str:
    return moment.replace("Z", ".000Z") if moment.endswith("Z") and "." not in moment else moment
