from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tidewaiter.cli.main import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    image = Image.new("RGB", (640, 120), "white")
    ImageDraw.Draw(image).text((40, 30), "phone 13912345678", fill="black", font=ImageFont.load_default(32))
    image.save(tmp_path / "a.png")
    listing = {"id": "L1", "title": "chair", "photos": [{"path": "a.png"}]}
    (tmp_path / "listings.jsonl").write_text(json.dumps(listing) + "\n", "utf-8")
    return str(tmp_path / "home")


def test_an_import_reads_its_photos(home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", home, "import", str(tmp_path / "listings.jsonl")]) == 0

    told = capsys.readouterr()
    assert "1 of 1 photos read" in told.err
    assert "photos read: 1" in told.err
    assert main(["--home", home, "export"]) == 0
    listing = json.loads(capsys.readouterr().out)
    assert "13912345678" in listing["photos"][0]["text"]
    assert listing["handles"][0]["spans"][0]["field"] == f"photo:{listing['photos'][0]['sha256']}"


def test_the_queue_is_worked_by_hand(
    home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEWAITER_PHOTOS_READ_PER_RUN", "0")
    main(["--home", home, "import", str(tmp_path / "listings.jsonl")])
    capsys.readouterr()

    assert main(["--home", home, "photos", "read", "--limit", "5", "--json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["read"], report["waiting"]) == (1, 0)
    assert main(["--home", home, "photos", "read", "--limit", "5"]) == 0
    assert capsys.readouterr().out == "no photo waits to be read\n"


def test_a_reading_can_be_looked_at(home: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--home", home, "import", str(tmp_path / "listings.jsonl")])
    capsys.readouterr()
    main(["--home", home, "export"])
    sha256 = json.loads(capsys.readouterr().out)["photos"][0]["sha256"]

    assert main(["--home", home, "photos", "show", sha256]) == 0
    assert "phone 13912345678" in capsys.readouterr().out
    assert main(["--home", home, "photos", "show", sha256, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "read"
    assert main(["--home", home, "photos", "show", "f" * 64]) == 2
    assert "no such photo" in capsys.readouterr().err
