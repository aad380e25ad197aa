from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaigns.shop import ENVIRON, Shop
from tidewaiter.config import Settings, load_settings


@pytest.fixture
def shop() -> Iterator[str]:
    Shop.after, Shop.gone = staticmethod(lambda path: None), frozenset()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ=ENVIRON)[0]
