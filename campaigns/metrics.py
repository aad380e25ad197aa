"""Prometheus metrics of what runs here, read when they are asked for: `tidewaiter schedule --metrics-port P`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from campaigns.outbox import Outbox
from campaigns.status import CampaignStatus, status_of
from tidewaiter.config import Settings
from tidewaiter.errors import AlreadyRunning, TidewaiterError
from tidewaiter.model import Lead, Listing

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

log = structlog.get_logger(__name__)

_RUN = {
    "pages": "Pages fetched in the run under way, else in the last one.",
    "listings": "Listings read in the run under way, else in the last one.",
    "leads": "New leads of the run under way, else of the last one.",
}
STATES = ("running", "interrupted", "paused", "idle")


class Metrics:
    """A collector for `prometheus_client`: every scrape looks at the folders and the index."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """All metrics. Where the index can't be reached, `tidewaiter_up` is 0 and the rest is left out."""
        from prometheus_client.core import GaugeMetricFamily

        from indexers.opening import open_index

        try:
            index = open_index(self._settings)
            try:
                campaigns = status_of(self._settings, index).campaigns
                listings = index.count(Listing)
                leads = {
                    status: index.count(Lead, {"status": status}) for status in ("new", "confirmed", "dismissed", "escalated")
                }
            finally:
                index.close()
            waiting = Outbox(self._settings.home_path).waiting()
        except TidewaiterError as error:
            log.warning("metrics.unavailable", reason=type(error).__name__)
            yield GaugeMetricFamily("tidewaiter_up", "Whether index and outbox can be read.", 0)
            return
        yield GaugeMetricFamily("tidewaiter_up", "Whether index and outbox can be read.", 1)
        yield GaugeMetricFamily("tidewaiter_index_listings", "Listings in the index.", listings)
        yield _by("tidewaiter_leads", "Leads, by status.", "status", leads)
        alerts = Counter({one.channel: 0 for one in waiting})
        for one in waiting:
            alerts[one.channel] += len(one.items)
        yield _by("tidewaiter_alerts_waiting", "Things to tell that nobody took yet, by channel.", "channel", alerts)
        yield from self._of_campaigns(campaigns)

    def _of_campaigns(self, campaigns: list[CampaignStatus]) -> Iterator[GaugeMetricFamily]:
        from prometheus_client.core import GaugeMetricFamily

        state = GaugeMetricFamily(
            "tidewaiter_campaign_state", "1 for the state that a campaign is in.", labels=["campaign", "state"]
        )
        for one in campaigns:
            for name in STATES:
                state.add_metric([one.campaign, name], float(one.state == name))
        yield state
        for name, sentence in _RUN.items():
            values = {one.campaign: getattr(run, name) for one in campaigns if (run := one.running or one.last)}
            yield _by(f"tidewaiter_run_{name}", sentence, "campaign", values)
        seconds = {one.campaign: one.running.seconds if one.running else 0.0 for one in campaigns}
        yield _by("tidewaiter_run_seconds", "Seconds that the run under way has taken; 0: none.", "campaign", seconds)
        ended = {one.campaign: _epoch(one.last.ended) for one in campaigns if one.last and one.last.ended}
        yield _by("tidewaiter_last_run_ended_seconds", "When the last run ended, seconds since 1970.", "campaign", ended)
        due = {one.campaign: _epoch(one.next_due) for one in campaigns if one.next_due}
        yield _by("tidewaiter_next_due_seconds", "When the next run is due, seconds since 1970.", "campaign", due)


def serve_metrics(settings: Settings, port: int, *, host: str = "127.0.0.1") -> tuple[int, Callable[[], None]]:
    """Serves the metrics at http://host:port/metrics in a thread; gives the port and what ends it. Raises `AlreadyRunning`."""
    from prometheus_client import CollectorRegistry, start_http_server

    registry = CollectorRegistry()
    registry.register(Metrics(settings))
    try:
        server, thread = start_http_server(port, addr=host, registry=registry)
    except OSError as error:
        raise AlreadyRunning(
            f"--metrics-port: {host}:{port}: {error.strerror or error}", do="Give another port, or end what listens there."
        ) from error

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return int(server.server_address[1]), end


def _by(name: str, sentence: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(name, sentence, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _epoch(moment: str | None) -> float:
    return datetime.fromisoformat(moment).timestamp() if moment else 0.0
