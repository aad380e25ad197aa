from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from indexers.opening import open_index
from pipelines.importing import LONGEST_LINE, BadLine, ListingFiles, listing_of_line
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing, Match, Sighting


def read_line(data: object) -> Listing | BadLine:
    line = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    return listing_of_line(line, "f.jsonl", 7, Path("/data"))


def test_a_line_becomes_a_listing_with_its_own_id() -> None:
    listing = read_line(
        {
            "id": "L1",
            "url": "https://www.s.example/1",
            "title": "象牙",
            "price": {"amount": 5, "currency": "CNY"},
            "new_key": [1],
        }
    )

    assert isinstance(listing, Listing)
    assert (listing.id, listing.source, listing.price and listing.price.amount) == ("L1", "s.example", 5)


def test_paths_of_photos_are_relative_to_the_file() -> None:
    listing = read_line({"id": "L1", "title": "x", "photos": [{"path": "photos/1.jpg"}, {"url": "https://s.example/1.jpg"}]})

    assert isinstance(listing, Listing)
    assert [photo.path for photo in listing.photos] == ["/data/photos/1.jpg", None]


@pytest.mark.parametrize(
    ("posted", "wanted"),
    [
        ("2022-01-15T01:43:21Z", "2022-01-15T01:43:21Z"),
        ("2022-01-15T09:43:21+08:00", "2022-01-15T01:43:21Z"),
        ("2022-01-15", "2022-01-15T00:00:00Z"),
        ("2022-01-15 01:43:21.5", "2022-01-15T01:43:21Z"),
    ],
)
def test_times_become_utc(posted: str, wanted: str) -> None:
    listing = read_line({"id": "L1", "title": "x", "posted": posted})

    assert isinstance(listing, Listing)
    assert listing.posted == wanted


@pytest.mark.parametrize(
    ("line", "reason", "says"),
    [
        pytest.param(b"{", "not_json", "JSON", id="cut off"),
        pytest.param(b"[" * 100_000, "not_json", "JSON", id="nested deeper than any parser goes"),
        pytest.param(b'{"id": "\xff"}', "not_utf8", "UTF-8", id="another encoding"),
        pytest.param(b"[1]", "not_a_listing", "list", id="no object"),
        pytest.param({"title": "x"}, "not_a_listing", "id, url", id="neither id nor url"),
        pytest.param({"id": "1"}, "not_a_listing", "title, text", id="says nothing"),
        pytest.param({"id": "1", "title": 5}, "not_a_listing", "title", id="a number for a text"),
        pytest.param({"id": "1", "title": "x", "price": {"amount": "dear"}}, "not_a_listing", "price.amount", id="a bad price"),
        pytest.param({"id": "1", "title": "x", "posted": "yesterday"}, "not_a_listing", "posted", id="no time"),
        pytest.param({"id": "1\0", "title": "x"}, "not_a_listing", "control characters", id="a NUL in the id"),
        pytest.param({"id": "1", "title": "x", "status": "sold"}, "not_a_listing", "status", id="no status of ours"),
    ],
)
def test_a_bad_line_is_named_with_place_and_field(line: object, reason: str, says: str) -> None:
    bad = read_line(line)

    assert isinstance(bad, BadLine)
    assert bad.reason == reason
    assert says in bad.detail
    assert str(bad).startswith("f.jsonl:7: ")


def test_a_line_without_end_is_passed_over_and_the_next_is_read(tmp_path: Path) -> None:
    file = tmp_path / "f.jsonl"
    file.write_bytes(b'{"x": "' + b"y" * (LONGEST_LINE + 10) + b'"}\n\n{"id": "L1", "title": "x"}')
    files = ListingFiles([file])

    assert [listing.id for listing in files] == ["L1"]
    assert files.skipped == {"too_long": 1}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    return tmp_path / "home"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        {
            "id": "L1",
            "source": "s",
            "url": "https://s.example/1",
            "title": "非洲象牙手镯",
            "text": "象牙 加微信 amber_moon9，2800元",
        },
        {"url": "https://s.example/2", "title": "显示器", "text": "九成新"},
    ]
    path = tmp_path / "listings.jsonl"
    path.write_text("\n".join([*(json.dumps(line, ensure_ascii=False) for line in lines), "{broken"]), "utf-8")
    return path


def test_import_reads_matches_and_stores(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file)]) == 0

    out, err = capsys.readouterr()
    assert out.startswith("2 listings in ")
    assert "1 lines left out: not_json" in out
    assert f"{file}:3: left out" in err
    index = open_index(Settings(home=home))
    ivory, screen = index.listing("L1"), index.listing(listing_id("https://s.example/2"))
    assert ivory is not None
    assert screen is not None
    assert ("wechat", "amber_moon9") in {(handle.kind, handle.value) for handle in ivory.handles}
    assert "elephant-ivory" in {match.target.id for match in index.find(Match, {"listing": "L1"}) if match.probability > 0.5}
    assert all(match.probability < 0.5 for match in index.find(Match, {"listing": screen.id}))
    index.close()


def test_importing_again_changes_nothing(home: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(file)]) == 0
    assert main(["import", "--json", str(file)]) == 0

    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (report["listings"], report["skipped"]) == (2, {"not_json": 1})
    index = open_index(Settings(home=home))
    assert (index.count(Listing), index.count(Sighting)) == (2, 2)
    index.close()


def test_the_standard_input_is_read(home: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))

    assert main(["import", "-"]) == 0


def test_nothing_valid_is_invalid_input(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("no\n[]\n", "utf-8")

    assert main(["import", str(bad)]) == 2
    assert "2 left out" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "missing.jsonl")]) == 2
    assert "no such file" in capsys.readouterr().err
