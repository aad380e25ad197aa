from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tidewaiter.errors import InvalidInput
from tidewaiter.store import Store, StoreFull


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(str(tmp_path) if request.param == "folder" else request.getfixturevalue("s3_store"))


@pytest.mark.parametrize("compress", [False, True])
def test_what_goes_in_comes_out_by_its_hash(store: Store, compress: bool) -> None:
    sha256 = store.put("pages", b"<html>", compress=compress)

    assert sha256 == hashlib.sha256(b"<html>").hexdigest()
    assert store.get("pages", sha256, compress=compress) == b"<html>"


def test_writing_twice_leaves_one_file_and_no_rest(tmp_path: Path) -> None:
    store = Store(str(tmp_path))

    assert store.put("photos", b"x", suffix=".jpg") == store.put("photos", b"x", suffix=".jpg")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.get("photos", "0" * 64) is None
    assert not store.has("photos", "0" * 64)
    assert list(store.entries("photos")) == []


def test_what_is_there_is_known_without_reading_it(store: Store) -> None:
    assert store.has("photos", store.put("photos", b"x"))


def test_deleting_says_whether_it_was_there(store: Store) -> None:
    sha256 = store.put("photos", b"x")

    assert store.delete("photos", sha256)
    assert not store.delete("photos", sha256)
    assert store.get("photos", sha256) is None


def test_entries_are_told_with_the_time_when_they_were_stored(store: Store) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    kept = {store.put("pages", bytes([number]), compress=True) for number in range(3)}
    store.put("photos", b"x")

    found = dict(store.entries("pages", suffix=".gz"))

    assert set(found) == kept
    assert all(before <= moment <= datetime.now(UTC) + timedelta(seconds=2) for moment in found.values())


def test_what_another_machine_stores_or_takes_away_is_seen_at_once(store: Store) -> None:
    other = Store(store.url)
    assert list(store.entries("pages")) == []
    sha256 = other.put("pages", b"x")

    assert store.has("pages", sha256)
    assert store.delete("pages", sha256)
    assert not other.has("pages", sha256)
    assert other.put("pages", b"x") == sha256
    assert store.get("pages", sha256) == b"x"


def test_a_store_that_is_out_of_reach_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()  # one that was made before knows its server
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with pytest.raises(StoreFull, match="can't be written") as raised:
        Store("s3://tidewaiter/gone").put("pages", b"x")

    assert "lets us in" in raised.value.do


def test_a_place_of_no_known_kind_is_wrong_input() -> None:
    with pytest.raises(InvalidInput, match="nowhere://x"):
        Store("nowhere://x")


def test_a_place_that_cant_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("a file where the folder should be")

    with pytest.raises(StoreFull, match="can't be written"):
        Store(str(tmp_path)).put("photos", b"x")
