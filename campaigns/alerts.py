"""Tells of new leads, silent sources and early warnings: by webhook, e-mail, Telegram; each thing once (`outbox.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import structlog

from campaigns.campaign import Alerts
from campaigns.channels import ChannelError, Send, senders
from campaigns.messages import message_of
from campaigns.naming import known_campaigns
from campaigns.outbox import Item, Outbox, OutboxUnwritable, Waiting
from tidewaiter.config import Settings
from tidewaiter.hours import is_within
from tidewaiter.model import Lead, Listing, Match
from tidewaiter.serialising import to_json

if TYPE_CHECKING:
    from campaigns.warning import Warning
    from campaigns.yields import SourceYield

log = structlog.get_logger(__name__)


def lead_item(lead: Lead, listing: Listing | None, match: Match | None, run: str) -> Item:
    """What is told of a lead: the title and address of its listing (of a series: the best one), and its three best reasons."""
    signals = sorted(match.signals, key=lambda signal: -signal.weight)[:3] if match else []
    body = {
        "lead": lead.id,
        "run": run,
        "probability": round(lead.probability, 4),
        "severity": lead.severity,
        "target": to_json(match.target) if match else {},
        "listing": {"id": listing.id, "title": listing.title, "url": listing.url, "source": listing.source} if listing else {},
        "why": [signal.why for signal in signals],
    }
    if lead.series:
        body["series"] = lead.series
    if lead.kind == "series":
        body["listings"] = len({id.partition("|")[0] for id in lead.matches})
    return Item(f"lead/{lead.id}", body)


def silent_item(source: str, usual: float, run: str) -> Item:
    """What is told of a source that gave listings in earlier runs and gives none now."""
    return Item(f"silent/{run}/{source}", {"source": source, "run": run, "usual": usual})


def changed_item(source: str, one: SourceYield, run: str) -> Item:
    """What is told of a source whose pages seem to have changed: it gives far fewer listings, or a field is missing."""
    body = {"source": source, "run": run, "listings": one.listings, "usual": one.usual, "lost": list(one.lost)}
    return Item(f"changed/{run}/{source}", body)


def tell(outbox: Outbox, campaign: str, alerts: Alerts, items: Sequence[Item], *, now: datetime) -> int:
    """Puts items in for every channel of the campaign that was not told of them yet; gives how many are new on any."""
    rules = {"digest_hours": alerts.digest_hours, "quiet": alerts.quiet}
    targets: dict[str, object] = {"webhook": alerts.webhook, "email": list(alerts.email), "telegram": alerts.telegram}
    fresh = [
        outbox.put(campaign, channel, {"to": to, **rules}, items, now=now) for channel, to in targets.items() if to and items
    ]
    return max(fresh, default=0)


def tell_warnings(settings: Settings, warnings: Sequence[Warning]) -> int:
    """Tells all campaigns that want early warnings, and sends what is due; gives how many were new to somebody."""
    outbox = Outbox(settings.home_path)
    items = [
        Item(f"warning/{one.id}", {"text": one.text, "listings": list(one.listings), "chance": one.chance}) for one in warnings
    ]
    fresh = [
        tell(outbox, campaign.name, campaign.alerts, items, now=datetime.now(UTC))
        for campaign in known_campaigns(settings)
        if campaign.alerts.warnings
    ]
    deliver(settings, outbox)
    return max(fresh, default=0)


def deliver(settings: Settings, outbox: Outbox, *, now: datetime | None = None, send: Mapping[str, Send] | None = None) -> bool:
    """Sends what is due; whether nothing waits any more. A receiver that fails is asked again later, and logged."""
    moment = now or datetime.now(UTC)
    send = send or senders(settings)
    all_taken = True
    for waiting in outbox.waiting():
        if not _may_be_sent(waiting, moment):
            all_taken = False
            continue
        try:
            send[waiting.channel](waiting.rules["to"], message_of(waiting))
        except ChannelError as error:
            log.warning("alert.failed", campaign=waiting.campaign, channel=waiting.channel, reason=error.reason)
            outbox.failed(waiting, error.reason, now=moment)
            all_taken = False
        else:
            log.info("alert.sent", campaign=waiting.campaign, channel=waiting.channel, items=len(waiting.items))
            outbox.sent(waiting, now=moment)
    return all_taken


def deliver_at_each_look(settings: Settings) -> Callable[[datetime], None]:
    """For the scheduler: sends what is due, in a thread, since a receiver that hangs must not hold up anything.

    A full disk costs this look only.
    """
    outbox = Outbox(settings.home_path)
    sending: list[Thread] = []

    def send(now: datetime) -> None:
        try:
            deliver(settings, outbox, now=now)
        except OutboxUnwritable as error:
            log.error("alert.outbox", reason=error.what)

    def look(now: datetime) -> None:
        if sending and sending[0].is_alive():
            return
        # A daemon: the end of the scheduler does not wait for it, and what was under way is sent the next time.
        sending[:] = [Thread(target=send, args=(now,), daemon=True)]
        sending[0].start()

    return look


def _may_be_sent(waiting: Waiting, now: datetime) -> bool:
    if waiting.not_before and datetime.fromisoformat(waiting.not_before) > now:
        return False
    hours = float(waiting.rules.get("digest_hours") or 0)
    if hours and waiting.last_sent and datetime.fromisoformat(waiting.last_sent) + timedelta(hours=hours) > now:
        return False
    return not is_quiet(waiting.rules.get("quiet"), now)


def is_quiet(quiet: str | None, now: datetime) -> bool:
    """Whether `now` lies in the quiet hours (`22:00-07:00 Asia/Shanghai`; they may span midnight)."""
    return bool(quiet) and is_within(str(quiet), now)
