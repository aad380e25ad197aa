from __future__ import annotations

import http.server
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from campaigns.alerts import deliver, is_quiet, lead_item, silent_item, tell
from campaigns.campaign import Alerts
from campaigns.messages import MAX_LEADS, message_of
from campaigns.outbox import Item, Outbox, OutboxUnwritable
from tests.campaigns.mail_server import MailServer
from tests.web.serving import served_by
from tidewaiter.config import Settings, load_settings
from tidewaiter.model import Lead, Listing, Match, Signal, Target

NOW = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


class Receiver(http.server.BaseHTTPRequestHandler):
    answers: list[int]
    paths: list[str]
    bodies: list[dict[str, object]]

    def do_POST(self) -> None:
        self.paths.append(self.path)
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.answers.pop(0) if self.answers else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.answers, Receiver.paths, Receiver.bodies = [], [], []
    with served_by(Receiver) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={})[0]


@pytest.fixture
def outbox(settings: Settings) -> Outbox:
    return Outbox(settings.home_path)


def an_item(lead: str = "l1", probability: float = 0.9) -> Item:
    listing = Listing(id=f"of-{lead}", title="象牙手串", url="http://a.example/1", source="a.example")
    signals = [Signal("words.code", "大猫", "大猫", 5, "Code word."), Signal("price.low", "1", "9", -1, "Cheap.")]
    match = Match(listing.id, Target("goods", "elephant-ivory"), -3, probability, signals)
    return lead_item(Lead(lead, "match", probability, "high", listing=listing.id, matches=[match.id]), listing, match, "r1")


def test_a_lead_is_told_once(settings: Settings, outbox: Outbox, receiver: str) -> None:
    alerts = Alerts(webhook=f"{receiver}/hook")

    assert tell(outbox, "Ivory", alerts, [an_item()], now=NOW) == 1
    assert deliver(settings, outbox, now=NOW)
    assert tell(outbox, "Ivory", alerts, [an_item()], now=NOW) == 0
    assert deliver(settings, outbox, now=NOW)

    assert len(Receiver.bodies) == 1
    assert Receiver.bodies[0]["text"] == "Tidewaiter: 1 new lead in 'Ivory', the best with probability 90%."
    assert Receiver.bodies[0]["leads"][0]["why"] == ["Code word.", "Cheap."]  # type: ignore[index]


@pytest.mark.parametrize("answer", [500, 503, 429, 404])
def test_what_was_not_taken_is_sent_again_later_also_by_another_process(
    settings: Settings, outbox: Outbox, receiver: str, answer: int
) -> None:
    Receiver.answers = [answer, 200]
    tell(outbox, "Ivory", Alerts(webhook=f"{receiver}/hook"), [an_item()], now=NOW)

    assert not deliver(settings, outbox, now=NOW)
    assert not deliver(settings, outbox, now=NOW + timedelta(seconds=30))
    assert len(Receiver.bodies) == 1
    assert outbox.waiting()[0].problem == f"status {answer}"
    assert deliver(settings, Outbox(settings.home_path), now=NOW + timedelta(seconds=61))

    assert Receiver.bodies[0] == Receiver.bodies[1]


def test_tries_grow_rarer_and_old_news_is_given_up(outbox: Outbox) -> None:
    tell(outbox, "Ivory", Alerts(webhook="http://127.0.0.1:9/"), [an_item()], now=NOW)
    for _ in range(7):
        outbox.failed(outbox.waiting()[0], "refused", now=NOW)

    assert outbox.waiting()[0].not_before == "2026-01-01T18:00:00Z"
    outbox.failed(outbox.waiting()[0], "refused", now=NOW + timedelta(days=15))
    assert outbox.waiting() == []


def test_nobody_there_is_no_error(settings: Settings, outbox: Outbox) -> None:
    tell(outbox, "Ivory", Alerts(webhook="http://127.0.0.1:9/"), [an_item()], now=NOW)

    assert not deliver(settings, outbox, now=NOW)
    assert outbox.waiting()[0].problem == "ConnectError"


def test_a_process_that_dies_while_sending_loses_nothing(settings: Settings, outbox: Outbox) -> None:
    tell(outbox, "Ivory", Alerts(webhook="http://127.0.0.1:9/"), [an_item()], now=NOW)

    def die(to: object, message: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(settings, outbox, now=NOW, send={"webhook": die})
    assert [item.subject for item in outbox.waiting()[0].items] == ["lead/l1"]


def test_a_digest_gathers_what_comes_within_its_hours(settings: Settings, outbox: Outbox, receiver: str) -> None:
    alerts = Alerts(webhook=f"{receiver}/hook", digest_hours=24)
    for hour, lead in enumerate(["a", "b", "c"]):
        tell(outbox, "Ivory", alerts, [an_item(lead)], now=NOW + timedelta(hours=hour))
        deliver(settings, outbox, now=NOW + timedelta(hours=hour))
    deliver(settings, outbox, now=NOW + timedelta(hours=25))

    assert [body["count"] for body in Receiver.bodies] == [1, 2]


def test_nothing_is_sent_in_quiet_hours(settings: Settings, outbox: Outbox, receiver: str) -> None:
    alerts = Alerts(webhook=f"{receiver}/hook", quiet="19:00-07:00 Asia/Shanghai")
    tell(outbox, "Ivory", alerts, [an_item()], now=NOW)

    assert not deliver(settings, outbox, now=NOW)  # eight in the evening there
    assert deliver(settings, outbox, now=NOW + timedelta(hours=11))
    assert len(Receiver.bodies) == 1


@pytest.mark.parametrize(
    ("hours", "hour", "quiet"),
    [("22:00-07:00 UTC", 23, True), ("22:00-07:00 UTC", 6, True), ("22:00-07:00 UTC", 7, False), ("12:00-14:00 UTC", 13, True),
     ("12:00-14:00 UTC", 14, False), (None, 3, False)],
)  # fmt: skip
def test_quiet_hours_may_span_midnight(hours: str | None, hour: int, quiet: bool) -> None:
    assert is_quiet(hours, datetime(2026, 1, 1, hour, tzinfo=UTC)) is quiet


def test_a_mail_names_the_leads_and_goes_to_all(tmp_path: Path) -> None:
    with MailServer() as server:
        environ = {
            "TIDEWAITER_SMTP_HOST": "127.0.0.1",
            "TIDEWAITER_SMTP_PORT": str(server.port),
            "TIDEWAITER_SMTP_SECURITY": "none",
            "TIDEWAITER_SMTP_FROM": "tide@customs.example",
        }
        settings = load_settings(home=tmp_path / "home", environ=environ)[0]
        outbox = Outbox(settings.home_path)
        tell(outbox, "Ivory", Alerts(email=("a@customs.example", "b@customs.example")), [an_item()], now=NOW)

        assert deliver(settings, outbox, now=NOW)

    assert server.mails[0].receivers == ["a@customs.example", "b@customs.example"]
    mail = server.mails[0].message
    assert mail["Subject"] == "Tidewaiter: 1 new lead in 'Ivory', the best with probability 90%."
    assert "象牙手串" in mail.get_content()
    assert "http://a.example/1" in mail.get_content()


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA"])
def test_a_mail_that_the_server_does_not_take_waits(tmp_path: Path, phase: str) -> None:
    with MailServer(refuse=phase) as server:
        environ = {
            "TIDEWAITER_SMTP_HOST": "127.0.0.1",
            "TIDEWAITER_SMTP_PORT": str(server.port),
            "TIDEWAITER_SMTP_SECURITY": "none",
        }
        settings = load_settings(home=tmp_path / "home", environ=environ)[0]
        outbox = Outbox(settings.home_path)
        tell(outbox, "Ivory", Alerts(email=("a@customs.example",)), [an_item()], now=NOW)

        assert not deliver(settings, outbox, now=NOW)

    assert outbox.waiting()[0].problem.startswith("mail server: SMTP")


def test_mail_without_a_server_says_what_is_missing(settings: Settings, outbox: Outbox) -> None:
    tell(outbox, "Ivory", Alerts(email=("a@customs.example",)), [an_item()], now=NOW)

    assert not deliver(settings, outbox, now=NOW)
    assert outbox.waiting()[0].problem == "no smtp_host is set"


def test_the_bot_gets_plain_text(tmp_path: Path, receiver: str) -> None:
    environ = {"TIDEWAITER_TELEGRAM_URL": receiver, "TIDEWAITER_TELEGRAM_TOKEN": "12:ab"}
    settings = load_settings(home=tmp_path / "home", environ=environ)[0]
    outbox = Outbox(settings.home_path)
    tell(outbox, "Ivory", Alerts(telegram="-100"), [an_item(f"l{n}") for n in range(9)], now=NOW)

    assert deliver(settings, outbox, now=NOW)

    assert Receiver.paths == ["/bot12:ab/sendMessage"]
    assert Receiver.bodies[0]["chat_id"] == "-100"
    text = str(Receiver.bodies[0]["text"])
    assert text.count("象牙手串") == 5
    assert "... and 4 more" in text


def test_a_secret_is_not_logged_when_the_bot_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    environ = {"TIDEWAITER_TELEGRAM_URL": "http://127.0.0.1:9", "TIDEWAITER_TELEGRAM_TOKEN": "s3cret"}
    settings, origins = load_settings(home=tmp_path / "home", environ=environ)
    outbox = Outbox(settings.home_path)
    tell(outbox, "Ivory", Alerts(telegram="5"), [an_item()], now=NOW)

    deliver(settings, outbox, now=NOW)

    shown = capsys.readouterr()
    assert "s3cret" not in shown.out + shown.err + caplog.text + outbox.waiting()[0].problem
    assert "s3cret" not in "".join(str(origin.value) for origin in origins)


def test_the_message_names_the_best_leads_and_what_fell_silent(outbox: Outbox) -> None:
    items = [an_item(f"x{n}", 0.6) for n in range(MAX_LEADS + 5)] + [an_item("best", 0.95), silent_item("forum", 12.0, "r1")]
    tell(outbox, "Cats", Alerts(webhook="http://127.0.0.1:9/"), items, now=NOW)

    message = message_of(outbox.waiting()[0])

    assert message["count"] == MAX_LEADS + 6
    assert len(message["leads"]) == MAX_LEADS
    assert message["leads"][0]["lead"] == "best"
    assert message["silent"] == [{"source": "forum", "run": "r1", "usual": 12.0}]
    assert message["text"].endswith("the best with probability 95%; no listings any more from forum in 'Cats'.")


def test_what_is_forgotten_is_not_told_any_more(outbox: Outbox) -> None:
    tell(outbox, "Ivory", Alerts(webhook="http://127.0.0.1:9/"), [an_item("a"), an_item("b")], now=NOW)

    assert outbox.forget(["of-a"]) == 1
    assert [item.subject for item in outbox.waiting()[0].items] == ["lead/b"]


def test_an_outbox_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "outbox.sqlite").write_text("not a database, and long enough to be looked at as one" * 30)

    with pytest.raises(OutboxUnwritable, match=r"outbox\.sqlite"):
        Outbox(tmp_path).put("Ivory", "webhook", {}, [an_item()], now=NOW)
