"""The planted truth: what a perfect crawl and a perfect matcher would say of a world."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from demo.world.offers import Contact, Offer
from demo.world.site import Site


def truth_of(sites: Sequence[Site]) -> Iterator[dict[str, Any]]:
    """A record for each listing; `url` is where the sites are served."""
    for site in sites:
        for offer in site.offers:
            yield _record(site, offer)


def write_truth(sites: Sequence[Site], path: Path) -> None:
    """The records as JSON Lines."""
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in truth_of(sites)), "utf-8")


def _record(site: Site, offer: Offer) -> dict[str, Any]:
    return {
        "url": site.address + offer.path,
        "site": site.name,
        "language": offer.language,
        "title": offer.title if site.shows_title(offer) else None,
        "text": offer.text,
        "price": offer.price,
        "currency": offer.currency,
        "seller": {"id": site.seller_id(offer), "name": offer.account.name},
        "contacts": _contacts(offer.contacts),
        "hidden_contacts": _contacts(offer.hidden_contacts),
        "goods": offer.goods,
        "case": offer.case,
        "actor": offer.actor.id,
        "actor_case": offer.actor.case,
        "photos": [shot.photo for shot in offer.shots],
        "photo_files": [shot.name for shot in offer.shots],
        "interest": offer.interest,
        "look_alike": offer.look_alike,
        "posted": site.posted(offer).strftime("%Y-%m-%dT%H:%M:%SZ") if site.shows_posted else None,
        "needs_script": site.needs_script,
    }


def _contacts(contacts: Sequence[Contact]) -> list[dict[str, str]]:
    return [{"kind": kind, "value": value} for kind, value in contacts]
