"""Listings as FollowTheMoney entities, one JSON object a line, for Aleph and OpenSanctions tools.

A listing becomes a `HyperText`, its seller and its handles `UserAccount`s (wallets: `CryptoWallet`), a firm's number a
`Company`, a ship's a `Vessel`; an `UnknownLink` ties each to the listing. Ids are made from what an entity is, so that the
same account has the same id in every export.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from tidewaiter.model import Handle, Identifier, Listing, Seller

WALLETS = {"bitcoin": "BTC", "ethereum": "ETH", "tron": "TRX"}
NUMBERS = frozenset({"phone", "whatsapp", "viber"})
IDENTIFIERS = {"uscc": ("Company", "registrationNumber"), "imo": ("Vessel", "imoNumber"), "mmsi": ("Vessel", "mmsi")}
"""Kind of identifier -> schema and property; the other kinds name consignments and accounts, which stay in the text."""


def ftm_lines(listings: Iterable[Listing]) -> Iterator[str]:
    """The entities of all listings, each id once."""
    seen: set[bytes] = set()
    for listing in listings:
        for entity in entities_of(listing):
            digest = hashlib.sha1(str(entity["id"]).encode(), usedforsecurity=False).digest()
            if digest not in seen:
                seen.add(digest)
                yield json.dumps(entity, ensure_ascii=False) + "\n"


def entities_of(listing: Listing) -> Iterator[dict[str, object]]:
    """The listing, then each thing that it names with the link to it."""
    page = _entity(f"listing-{listing.id}", "HyperText", _page(listing))
    yield page
    named = [("seller", _seller(listing, listing.seller))] if listing.seller else []
    named += [(f"contact ({handle.kind})", _handle(handle)) for handle in listing.handles]
    named += [
        (identifier.kind, _identifier(identifier)) for identifier in listing.identifiers if identifier.kind in IDENTIFIERS
    ]
    for role, thing in named:
        yield thing
        link = {"subject": thing["id"], "object": page["id"], "role": role, "date": listing.posted or listing.first_seen}
        yield _entity(f"link-{page['id']}-{thing['id']}-{role}", "UnknownLink", link)


def _page(listing: Listing) -> dict[str, object]:
    return {
        "title": listing.title,
        "bodyText": listing.text,
        "sourceUrl": listing.url,
        "language": listing.language,
        "publishedAt": listing.posted,
        "publisher": listing.source,
        "country": listing.place.country.lower() if listing.place and listing.place.country else None,
        "locationMentioned": listing.place.name if listing.place else None,
        "phoneMentioned": [handle.value for handle in listing.handles if handle.kind in NUMBERS],
        "emailMentioned": [handle.value for handle in listing.handles if handle.kind == "email"],
        "retrievedAt": listing.last_seen,
    }


def _seller(listing: Listing, seller: Seller) -> dict[str, object]:
    name = seller.name or seller.id or seller.url or "unknown"
    properties = {"name": name, "username": seller.id or name, "service": listing.source, "sourceUrl": seller.url}
    return _entity(f"seller-{listing.source}-{seller.id or seller.url or name}", "UserAccount", properties)


def _handle(handle: Handle) -> dict[str, object]:
    if handle.kind in WALLETS:
        properties: dict[str, object] = {"publicKey": handle.value, "currencySymbol": WALLETS[handle.kind]}
        return _entity(f"handle-{handle.kind}-{handle.value}", "CryptoWallet", properties)
    properties = {"name": handle.value, "username": handle.value, "service": handle.kind}
    if handle.kind in NUMBERS:
        properties["number"] = handle.value
    elif handle.kind == "email":
        properties["email"] = handle.value
    return _entity(f"handle-{handle.kind}-{handle.value}", "UserAccount", properties)


def _identifier(identifier: Identifier) -> dict[str, object]:
    schema, name = IDENTIFIERS[identifier.kind]
    return _entity(f"{identifier.kind}-{identifier.value}", schema, {"name": identifier.value, name: identifier.value})


def _entity(key: str, schema: str, properties: Mapping[str, object]) -> dict[str, object]:
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items() if value}
    return {"id": f"tw-{hashlib.sha256(key.encode()).hexdigest()[:32]}", "schema": schema, "properties": values}
