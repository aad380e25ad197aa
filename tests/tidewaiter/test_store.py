from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tidewaiter.store import Store, StoreFull


@pytest.mark.parametrize("compress", [False, True])
def test_what_goes_in_comes_out_by_its_hash(tmp_path: Path, compress: bool) -> None:
    store = Store(str(tmp_path))

    sha256 = store.put("pages", b"<html>", compress=compress)

    assert sha256 == hashlib.sha256(b"<html>").hexdigest()
    assert store.get("pages", sha256, compress=compress) == b"<html>"


def test_writing_twice_leaves_one_file_and_no_rest(tmp_path: Path) -> None:
    store = Store(str(tmp_path))

    assert store.put("photos", b"x", suffix=".jpg") == store.put("photos", b"x", suffix=".jpg")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert Store(str(tmp_path)).get("photos", "0" * 64) is None
    assert not Store(str(tmp_path)).has("photos", "0" * 64)


def test_what_is_there_is_known_without_reading_it(tmp_path: Path) -> None:
    store = Store(str(tmp_path))

    assert store.has("photos", store.put("photos", b"x"))


def test_deleting_says_whether_it_was_there(tmp_path: Path) -> None:
    store = Store(str(tmp_path))
    sha256 = store.put("photos", b"x")

    assert store.delete("photos", sha256)
    assert not store.delete("photos", sha256)
    assert store.get("photos", sha256) is None


def test_a_place_that_cant_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("a file where the folder should be")

    with pytest.raises(StoreFull, match="can't be written"):
        Store(str(tmp_path)).put("photos", b"x")
