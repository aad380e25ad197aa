"""A recording as a browser would give it, for tests that need no browser."""

from __future__ import annotations

from pathlib import Path

from evidence.capture import seal
from evidence.recording import Exchange, Recording
from tidewaiter.config import Settings, load_settings
from tidewaiter.model import Snapshot

PAGE = "<html><title>象牙手串</title><p>微信 abc123</p></html>"


def recording() -> Recording:
    return Recording(
        url="http://shop.example/item/7",
        final_url="http://shop.example/item/7",
        started="2026-11-24T09:30:00Z",
        ended="2026-11-24T09:30:02Z",
        title="象牙手串",
        text="微信 abc123",
        dom=PAGE,
        screenshot=b"\x89PNG\r\n\x1a\n not looked into by these tests",
        exchanges=[
            Exchange(
                "http://shop.example/item/7", "GET", (("Cookie", "session=secret"), ("User-Agent", "Tidewaiter")), b"",
                200, "OK",
                (
                    ("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"),
                    ("Date", "Tue, 24 Nov 2026 09:29:58 GMT"),
                ),
                PAGE.encode(), "2026-11-24T09:30:00Z", "192.0.2.7:80",
            ),
            Exchange("http://shop.example/7.jpg", "GET", (), b"", 404, "Not Found", (), None, "2026-11-24T09:30:01Z"),
        ],
        steps=["opened http://shop.example/item/7"],
    )  # fmt: skip


def settings(home: Path, **values: object) -> Settings:
    return load_settings(home=home, environ={}, **values)[0]


def snapshot(home: Path) -> Snapshot:
    return seal(settings(home), recording(), case="C-1", listing=None, operator="officer 7")
