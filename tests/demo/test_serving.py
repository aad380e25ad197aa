from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo.world.child import ROOT, served_world
from demo.world.plan import PLANS


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Path]]:
    folder = tmp_path_factory.mktemp("world")
    with served_world(3, truth=folder / "truth.jsonl", cases=folder / "cases") as addresses:
        yield addresses, folder


def test_each_site_has_its_own_port_and_the_truth_names_it(served: tuple[dict[str, str], Path]) -> None:
    addresses, folder = served
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text("utf-8").splitlines()]

    assert list(addresses) == [plan.name for plan in PLANS]
    assert len(set(addresses.values())) == len(PLANS)
    assert all(record["url"].startswith(addresses[record["site"]]) for record in truth)
    assert len(list((folder / "cases").glob("*.yml"))) == 3


def test_a_connection_serves_many_requests(served: tuple[dict[str, str], Path]) -> None:
    address = urlsplit(served[0]["zh-classifieds"])
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        for path, status in (("/", 200), ("/list.php?page=2", 200), ("/none", 404), ("/photos/pan.0.none.jpg", 200)):
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            assert response.status == status
            assert len(body) == int(response.headers["Content-Length"])
    finally:
        connection.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /?" + b"a=1&" * 60 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://[bad HTTP/1.1\r\nHost: x\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
    ],
)
def test_a_request_that_is_none_leaves_the_server_standing(served: tuple[dict[str, str], Path], sent: bytes) -> None:
    address = urlsplit(served[0]["forum"])
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(1 << 16)

    assert answer
    again = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    try:
        again.request("GET", "/")
        assert again.getresponse().status == 200
    finally:
        again.close()


def test_the_server_ends_when_its_parent_is_gone() -> None:
    command = [sys.executable, "-m", "demo.world", "serve", "--port", "0", "--until-stdin-closes"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        child.stdout.readline()

        child.stdin.close()

        assert child.wait(timeout=20) == 0


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "demo.world", "serve", "--port", str(port)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 1
    assert "Try --port 0" in ended.stderr
