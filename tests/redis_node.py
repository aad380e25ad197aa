"""A real Redis for the tests: Debian's `redis-server` on a free port of loopback, its data in a folder of the test.

Where it is not installed the tests are skipped and say so, or fail if TIDEWAITER_REQUIRE_REDIS=1.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

import pytest

START_SECONDS = 20.0


class RedisNode:
    """One redis-server with an append-only file; it can be killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._server = _server()
        self.port = _free_port()

    @property
    def url(self) -> str:
        """Its address, database 0."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Self:
        """Starts it and waits until it answers."""
        self._process = subprocess.Popen(
            [
                self._server, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", "",
                "--appendonly", "yes", "--daemonize", "no", "--logfile", str(self._folder / "log"),
            ]
        )  # fmt: skip
        from redis import Redis
        from redis.exceptions import RedisError

        deadline = time.monotonic() + START_SECONDS
        with Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                except (RedisError, OSError):
                    if time.monotonic() > deadline:
                        pytest.fail(f"redis-server did not start: {(self._folder / 'log').read_text()[-500:]}")
                    time.sleep(0.02)
                else:
                    return self

    def kill(self) -> None:
        """Ends it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _server() -> str:
    found = shutil.which("redis-server")
    if found is None:
        message = "redis-server is not installed (`apt-get install redis-server`)"
        if os.environ.get("TIDEWAITER_REQUIRE_REDIS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
