from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from evidence.capture import evidence_folder
from evidence.verify import verify
from evidence.zip_layout import laid_out
from tests.evidence.made import settings, snapshot
from tests.shared_data import shared
from tidewaiter.model import Snapshot


@pytest.fixture
def sealed(tmp_path: Path) -> Snapshot:
    return snapshot(tmp_path)


def ledger_of(sealed: Snapshot) -> Path:
    return Path(sealed.path).parent / "ledger"


def test_an_unchanged_snapshot_is_whole(sealed: Snapshot) -> None:
    result = verify(Path(sealed.path), ledger_of(sealed))

    assert result.failures == []
    assert result.url == "http://shop.example/item/7"
    assert result.captured == "2026-11-24T09:30:02Z"


def test_any_changed_byte_fails_without_the_ledger(sealed: Snapshot, tmp_path: Path) -> None:
    data = Path(sealed.path).read_bytes()
    dice = random.Random(7)
    places = {*dice.sample(range(len(data)), 300), 0, 5, 10, len(data) - 1, len(data) - 22}
    copy = tmp_path / "copy.wacz"

    unseen = []
    for place in sorted(places):
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        copy.write_bytes(changed)
        if verify(copy).ok:
            unseen.append(place)

    assert unseen == []


@pytest.mark.parametrize("tail", [b"\0", b"PK", b" " * 30])
def test_bytes_after_the_end_fail(sealed: Snapshot, tmp_path: Path, tail: bytes) -> None:
    copy = tmp_path / "copy.wacz"
    copy.write_bytes(Path(sealed.path).read_bytes() + tail)

    assert not verify(copy).ok


def test_a_snapshot_sealed_again_by_another_key_fails_against_the_ledger(sealed: Snapshot, tmp_path: Path) -> None:
    forged = snapshot(tmp_path / "other")

    assert verify(Path(forged.path)).ok
    assert any("ledger knows no capture" in failure for failure in verify(Path(forged.path), ledger_of(sealed)).failures)


def test_a_replaced_file_of_the_same_name_is_told_from_the_sealed_one(sealed: Snapshot, tmp_path: Path) -> None:
    forged = Path(snapshot(tmp_path / "other").path)
    renamed = forged.with_name(Path(sealed.path).name)
    forged.rename(renamed)

    assert any("is not the one that was sealed: ledger line 1" in f for f in verify(renamed, ledger_of(sealed)).failures)


def test_the_failing_file_is_named(sealed: Snapshot, tmp_path: Path) -> None:
    with zipfile.ZipFile(sealed.path) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    changed = [(name, data + b"!" if name == "evidence/text.txt" else data) for name, data in members]
    copy = tmp_path / "copy.wacz"
    copy.write_bytes(laid_out(changed))

    assert verify(copy).failures == ["evidence/text.txt: changed since it was sealed (sha256 does not fit)"]


def test_the_warc_holds_request_and_response_and_no_secret(sealed: Snapshot) -> None:
    with zipfile.ZipFile(sealed.path) as archive:
        warc = archive.read("archive/data.warc.gz")
        everything = b"".join(archive.read(name) for name in archive.namelist())
    records = [
        (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]

    kinds = [kind for kind, _, _ in records]
    assert kinds == ["warcinfo", "response", "request", "response", "request", "resource", "resource", "resource"]
    assert "象牙手串".encode() in records[1][2]
    assert b"session=secret" not in everything
    assert all(b"session=secret" not in body for _, _, body in records)


def test_the_index_finds_the_page_in_the_warc(sealed: Snapshot) -> None:
    with zipfile.ZipFile(sealed.path) as archive:
        warc = archive.read("archive/data.warc.gz")
        lines = archive.read("indexes/index.cdx").decode().splitlines()
    _, _, entry = next(line for line in lines if line.startswith("example,shop)/item/7 ")).split(" ", 2)
    found = json.loads(entry)

    part = warc[int(found["offset"]) : int(found["offset"]) + int(found["length"])]
    record = next(iter(ArchiveIterator(io.BytesIO(part))))
    assert record.rec_headers.get_header("WARC-Target-URI") == "http://shop.example/item/7"
    assert lines == sorted(lines)


def test_the_wacz_tool_of_webrecorder_calls_it_valid(sealed: Snapshot) -> None:
    done = subprocess.run([sys.executable, "-m", "wacz.main", "validate", "-f", sealed.path], capture_output=True, text=True)

    assert "is valid" in done.stdout


def test_what_is_no_snapshot_fails_with_a_reason(tmp_path: Path) -> None:
    for name, data in {"empty": b"", "text": b"hello", "zip": laid_out([("a.txt", b"x")])}.items():
        file = tmp_path / name
        file.write_bytes(data)

        assert verify(file).failures != []


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.wacz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", b"\0" * (60 << 20))

    assert any("far more than it holds" in failure for failure in verify(file).failures)


def test_snapshots_of_other_tools_are_judged_as_their_truth_says() -> None:
    folder = shared("archives")
    with (folder / "archives.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["file"].endswith(".wacz")]

    wrong = [row["file"] for row in rows if verify(folder / row["file"]).ok != (row["truth"] == "valid")]

    assert len(rows) >= 10
    assert wrong == []


def test_the_signing_key_is_for_its_owners_eyes(sealed: Snapshot) -> None:
    key = Path(sealed.path).parent / "signing-key.pem"

    assert key.stat().st_mode & 0o077 == 0


def test_evidence_lies_in_the_home(tmp_path: Path) -> None:
    assert evidence_folder(settings(tmp_path)) == tmp_path / "evidence"
