"""Tells of new leads: one POST with JSON to the campaign's webhook after a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import sleep
from typing import Any

import structlog

from tidewaiter.model import Lead, Listing, Match
from tidewaiter.serialising import to_json

log = structlog.get_logger(__name__)

TRIES = 3
PAUSE = 2.0
"""Seconds before the second try; twice as long before the third."""
MAX_LEADS = 100
"""Leads that one message names; the count says how many there are."""


def message_of(
    campaign: str, run: str, leads: Sequence[Lead], listings: dict[str, Listing], matches: dict[str, Match]
) -> dict[str, Any]:
    """What the webhook gets: the best leads first, each with its listing's title and address and its three best reasons."""

    def one(lead: Lead) -> dict[str, Any]:
        listing = listings.get(lead.listing or "")
        match = matches.get(lead.matches[0]) if lead.matches else None
        signals = sorted(match.signals, key=lambda signal: -signal.weight)[:3] if match else []
        return {
            "lead": lead.id,
            "probability": round(lead.probability, 4),
            "severity": lead.severity,
            "target": to_json(match.target) if match else {},
            "listing": {"id": listing.id, "title": listing.title, "url": listing.url, "source": listing.source}
            if listing
            else {},
            "why": [signal.why for signal in signals],
        }

    best = sorted(leads, key=lambda lead: -lead.probability)
    first = best[0].probability if best else 0.0
    return {
        "text": f"Tidewaiter: {len(best)} new leads in '{campaign}', the best with probability {first:.0%}.",
        "campaign": campaign,
        "run": run,
        "count": len(best),
        "leads": [one(lead) for lead in best[:MAX_LEADS]],
    }


def send(webhook: str, message: dict[str, Any], *, timeout: float = 10.0, pause: Callable[[float], None] = sleep) -> bool:
    """Sends the message; whether it was taken. Tries three times; what the receiver refuses (4xx) is not sent again."""
    import httpx

    for attempt in range(TRIES):
        if attempt:
            pause(PAUSE * attempt)
        try:
            answer = httpx.post(webhook, json=message, timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("alert.failed", reason=type(error).__name__)
            continue
        if answer.is_success:
            return True
        log.warning("alert.refused", status=answer.status_code)
        if answer.is_client_error and answer.status_code != 429:
            return False
    return False
