from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from campaigns.alerts import tell
from campaigns.campaign import Alerts
from campaigns.folders import folder_of
from campaigns.lock import alone
from campaigns.metrics import serve_metrics
from campaigns.outbox import Outbox
from indexers.opening import open_index
from tests.campaigns.test_alerts import NOW, an_item
from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import AlreadyRunning
from tidewaiter.model import Lead, Run


def scraped(settings: Settings) -> str:
    port, end = serve_metrics(settings, 0)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text: str = answer.read().decode()
            return text
    finally:
        end()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={})[0]


def test_a_scrape_shows_campaigns_leads_and_what_waits(settings: Settings) -> None:
    index = open_index(settings)
    counts = {"tidewaiter/pages": 20.0, "tidewaiter/listings": 12.0, "tidewaiter/leads/new": 3.0}
    index.put([Run("r", "Ivory", "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z", "finished", counts)])
    index.put([Lead("l", "match", 0.9, "high")])
    index.close()
    tell(Outbox(settings.home_path), "Ivory", Alerts(webhook="http://127.0.0.1:9/"), [an_item()], now=NOW)
    file = settings.home_path / "ivory.yml"
    file.write_text("name: Ivory\nsources: [https://a.example/]\n")
    folder = folder_of(settings, "ivory")
    folder.path.mkdir(parents=True)
    (folder.path / "campaign.json").write_text('{"name": "Ivory"}')

    with alone(folder.path, "x"):
        running = scraped(settings)
    text = scraped(settings)

    assert 'tidewaiter_campaign_state{campaign="Ivory",state="running"} 1.0' in running
    assert 'tidewaiter_campaign_state{campaign="Ivory",state="idle"} 1.0' in text
    assert 'tidewaiter_run_listings{campaign="Ivory"} 12.0' in text
    assert 'tidewaiter_last_run_ended_seconds{campaign="Ivory"} 1.7672262e+09' in text
    assert 'tidewaiter_leads{status="new"} 1.0' in text
    assert 'tidewaiter_alerts_waiting{channel="webhook"} 1.0' in text
    assert "tidewaiter_up 1.0" in text


def test_an_index_that_is_away_is_told_and_no_error(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path / "home", environ={"TIDEWAITER_INDEX": "http://127.0.0.1:9"})[0]

    text = scraped(settings)

    assert "tidewaiter_up 0.0" in text
    assert "tidewaiter_leads" not in text


def test_a_port_that_is_taken_is_told(settings: Settings) -> None:
    port, end = serve_metrics(settings, 0)

    with pytest.raises(AlreadyRunning, match="--metrics-port"):
        serve_metrics(settings, port)
    end()
