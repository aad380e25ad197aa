from __future__ import annotations

import io
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image, ImageDraw, ImageFont

from campaigns.running import run_campaign
from indexers.opening import open_index
from tests.web.serving import served_by
from tidewaiter.case import Case
from tidewaiter.config import load_settings
from tidewaiter.model import Listing, PhotoReading, Run

ENVIRON = {"TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_BROWSER": "/no/such/browser"}


def photo() -> bytes:
    image = Image.new("RGB", (640, 240), "white")
    ImageDraw.Draw(image).text((40, 80), "Telegram: @gold_seller77", fill="black", font=ImageFont.load_default(32))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class Shop(BaseHTTPRequestHandler):
    """One chair; who sells it stands only in its photo."""

    pages: ClassVar = {
        "/": ("text/html", b"<html><body><ul><li><a href='/item/1'>A chair</a></li></ul></body></html>"),
        "/item/1": (
            "text/html",
            b'<html><head><title>Chair</title><script type="application/ld+json">{"@context": "https://schema.org", "@type": '
            b'"Product", "name": "Garden chair", "description": "A chair for the garden.", "image": "/1.png", "offers": '
            b'{"@type": "Offer", "price": "680", "priceCurrency": "CNY"}}</script></head>'
            b"<body><h1>Garden chair</h1></body></html>",
        ),
        "/1.png": ("image/png", photo()),
    }

    def do_GET(self) -> None:
        kind, body = self.pages.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    with served_by(Shop) as url:
        yield f"{url}/"


def test_photos_are_read_after_the_crawl_and_their_leads_are_the_runs(tmp_path: Path, shop: str) -> None:
    settings = load_settings(home=tmp_path / "home", environ=ENVIRON)[0]
    file = tmp_path / "chairs.yml"
    file.write_text(f"name: Chairs\nsources: ['{shop}']\ndelay: 0\n", "utf-8")
    index = open_index(settings)
    index.put([Case.model_validate({"id": "C1", "title": "x", "handles": [{"kind": "telegram", "value": "gold_seller77"}]})])
    index.close()
    told: list[tuple[int, int]] = []

    report = run_campaign(settings, file, on_photos=lambda done, total: told.append((done, total)))

    assert report.photos is not None
    assert (report.photos.read, report.photos.waiting) == (1, 0)
    assert told[-1] == (1, 1)
    assert [(lead.run, lead.campaign) for lead in report.leads] == [(report.run, "Chairs")]
    index = open_index(settings)
    (listing,) = index.all_listings()
    (reading,) = index.find(PhotoReading)
    (run,) = index.find(Run)
    index.close()
    assert isinstance(listing, Listing)
    assert [handle.value for handle in listing.handles] == ["gold_seller77"]
    assert reading.campaign == "Chairs"
    assert run.counts["tidewaiter/photo_reading/read"] == 1
