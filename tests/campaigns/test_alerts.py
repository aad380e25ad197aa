from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from campaigns.alerts import MAX_LEADS, message_of, send
from tidewaiter.model import Lead, Listing, Match, Signal, Target


class Receiver(http.server.BaseHTTPRequestHandler):
    answers: list[int]
    bodies: list[object]

    def do_POST(self) -> None:
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.answers.pop(0))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[http.server.ThreadingHTTPServer]:
    Receiver.answers, Receiver.bodies = [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(server: http.server.ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/hook"


@pytest.mark.parametrize(
    ("answers", "taken"),
    [([200], True), ([500, 503, 204], True), ([500, 500, 500], False), ([404], False), ([429, 200], True)],
)
def test_what_fails_for_now_is_sent_again(receiver: http.server.ThreadingHTTPServer, answers: list[int], taken: bool) -> None:
    Receiver.answers = list(answers)

    assert send(address(receiver), {"text": "象牙"}, pause=lambda seconds: None) is taken
    assert Receiver.bodies == [{"text": "象牙"}] * len(answers)


def test_nobody_there_is_no_error() -> None:
    assert not send("http://127.0.0.1:9/", {}, timeout=0.5, pause=lambda seconds: None)


def test_the_message_names_the_best_leads_with_their_reasons() -> None:
    match = Match(
        "l1",
        Target("goods", "tiger"),
        -3,
        0.9,
        [Signal("words.code", "大猫", "大猫", 5, "Code word."), Signal("price.low", "1", "9", -1, "Cheap.")],
    )
    leads = [Lead(f"x{n}", "match", 0.6, "high") for n in range(MAX_LEADS + 5)]
    leads.append(Lead("best", "match", 0.9, "high", listing="l1", matches=[match.id]))

    message = message_of(
        "Cats", "r1", leads, {"l1": Listing(id="l1", title="大猫", url="http://a.example/")}, {match.id: match}
    )

    assert message["count"] == MAX_LEADS + 6
    assert len(message["leads"]) == MAX_LEADS
    assert message["leads"][0]["lead"] == "best"
    assert message["leads"][0]["why"] == ["Code word.", "Cheap."]
    assert message["leads"][0]["listing"]["title"] == "大猫"
