"""The embedded engine's file: many processes, sudden death, a full disk, a damaged file, other versions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import apsw
import numpy as np
import pytest

from indexers.embedded import EmbeddedIndex
from indexers.embedded_schema import SCHEMA
from indexers.index import Query
from tests.indexers.samples import DIMENSIONS, samples
from tests.shared_data import ROOT
from tidewaiter.errors import IndexMismatch, IndexUnavailable
from tidewaiter.model import Lead, Listing, Photo

WRITER = """
import sys
from pathlib import Path
from indexers.embedded import EmbeddedIndex
from tidewaiter.model import Listing, Photo
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
index = EmbeddedIndex(path)
for n in range(count):
    index.write_listings([Listing(id=f"{name}-{n:05}", title="ivory", keys=["qq:1"], photos=[Photo(phash=f"{n:016x}")])])
    print(n, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_processes_write_and_a_third_sees_it_all(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    writers = [writer(path, name, 60) for name in "ab"]  # both also make the file, at the same time
    ended = [process.communicate(timeout=120) and process.returncode for process in writers]
    index = EmbeddedIndex(path)

    assert ended == [0, 0]
    assert index.count(Listing) == 120
    assert index.search(Query("ivory", mode="text")).total == 120
    assert len(index.near_photos("0" * 16, kind="phash", radius_bits=64, limit=500)) == 120


def test_what_another_process_changes_is_seen_in_memory(tmp_path: Path) -> None:
    """The second index stands for the other process: it shares nothing with the first but the file."""
    here, there = (EmbeddedIndex(tmp_path / "index.sqlite") for _ in range(2))
    here.write_listings([Listing(id="1", photos=[Photo(phash="0" * 16)]), Listing(id="2", photos=[Photo(phash="0" * 16)])])
    assert len(here.near_photos("0" * 16, kind="phash", radius_bits=0)) == 2

    there.write_listings([Listing(id="1", photos=[Photo(phash="f" * 16)]), Listing(id="3", photos=[Photo(phash="0" * 16)])])
    there.delete_listings(["2"])
    assert [hit.listing for hit in here.near_photos("0" * 16, kind="phash", radius_bits=0)] == ["3"]

    there.rebuild()
    there.write_listings([Listing(id="4", photos=[Photo(phash="0" * 16)])])
    assert [hit.listing for hit in here.near_photos("0" * 16, kind="phash", radius_bits=0)] == ["3", "4"]


def test_a_killed_writer_loses_nothing_that_it_was_told_is_written(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    last = -1
    with writer(path, "a", 100_000) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last = int(line)
            if last == 37:
                os.kill(process.pid, signal.SIGKILL)
    index = EmbeddedIndex(path)
    stored = [listing.id for listing in index.all_listings()]

    assert process.returncode == -signal.SIGKILL
    assert set(stored) >= {f"a-{n:05}" for n in range(last + 1)}
    # All or nothing: what is stored is also found.
    assert index.search(Query("ivory", mode="text")).total == len(stored)
    assert index.key_counts(["qq:1"]) == {"qq:1": len(stored)}
    assert len(index.near_photos("0" * 16, kind="phash", radius_bits=64, limit=1000)) == len(stored)


def test_threads_share_one_index(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    index.set_text_model("model", DIMENSIONS)
    listings = samples(240)
    failures: list[BaseException] = []

    def work(part: int) -> None:
        try:
            for start in range(part * 60, part * 60 + 60, 6):
                index.write_listings(listings[start : start + 6])
                vector = listings[start].vector
                assert vector is not None
                assert index.near_vectors(vector, limit=1)[0].listing == listings[start].id
                assert index.search(Query("象牙", vector=vector)).hits
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert index.count(Listing) == 240


def test_a_full_disk_says_so_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    index.write_listings([Listing(id="1", title="ivory")])
    with index._file.bare() as db:
        pages = db.execute("PRAGMA page_count").get
        db.execute(f"PRAGMA max_page_count={pages + 10}")

    with pytest.raises(IndexUnavailable, match="no room"):
        index.write_listings([Listing(id="2", text=f"{os.urandom(100_000).hex()}")])

    assert [listing.id for listing in index.all_listings()] == ["1"]
    with index._file.bare() as db:
        db.execute("PRAGMA max_page_count=1000000")
    index.write_listings([Listing(id="2")])
    assert index.count(Listing) == 2


def test_a_file_size_limit_is_an_error_and_no_crash(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from indexers.embedded import EmbeddedIndex\n"
        "from tidewaiter.errors import IndexUnavailable\n"
        "from tidewaiter.model import Listing\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "index = EmbeddedIndex(Path(sys.argv[1]))\n"
        "index.write_listings([Listing(id='1')])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n"
        "    for n in range(100): index.write_listings([Listing(id=f'x{n}', text='%d ' % n * 3000)])\n"
        "except IndexUnavailable as error: print(error.what)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "i.sqlite")], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "i.sqlite" in done.stdout
    assert EmbeddedIndex(tmp_path / "i.sqlite").listing("1") is not None


@pytest.mark.parametrize("content", [b"no database at all " * 1000, b"SQLite format 3\0" + bytes(range(256)) * 64])
def test_a_file_that_is_no_index_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(content)

    with pytest.raises(IndexUnavailable):
        EmbeddedIndex(path)

    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with apsw.Connection(str(tmp_path / "index.sqlite")) as db:
        db.execute("CREATE TABLE things(a)")
    db.close()

    with pytest.raises(IndexUnavailable, match="no Tidewaiter index"):
        EmbeddedIndex(tmp_path / "index.sqlite")


def test_a_damaged_page_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    index = EmbeddedIndex(path)
    index.write_listings(samples_without_vectors(300))
    index.optimize()
    index.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = os.urandom(len(data) - 4096 * 2)
    path.write_bytes(data)

    with pytest.raises(IndexUnavailable, match="damaged") as caught:
        list(EmbeddedIndex(path).all_listings())

    assert "rebuild" in caught.value.do


def samples_without_vectors(count: int) -> list[Listing]:
    listings = samples(count)
    for listing in listings:
        listing.vector = None
    return listings


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    EmbeddedIndex(path).close()
    set_version(path, SCHEMA + 1)

    with pytest.raises(IndexMismatch, match="newer"):
        EmbeddedIndex(path)


def test_an_older_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    index = EmbeddedIndex(path)
    index.set_text_model("model", DIMENSIONS)
    index.write_listings(samples(20))
    index.put([Lead("l", "match", 0.5, "low")])
    before = index.search(Query("象牙")).total
    index.close()
    set_version(path, SCHEMA - 1, also="DROP TABLE words; DROP TABLE fields; DELETE FROM keys")

    index = EmbeddedIndex(path)

    assert before > 0
    assert index.search(Query("象牙")).total == before
    assert index.find(Lead, {"status": "new"}) == [Lead("l", "match", 0.5, "low")]
    assert index.key_counts(["wechat:account1"]) == {"wechat:account1": 2}
    assert index.info()["schema"] == SCHEMA


def set_version(path: Path, version: int, *, also: str = "") -> None:
    db = apsw.Connection(str(path))
    db.execute(f"PRAGMA user_version={version}")
    db.execute(also)
    db.close()


def test_a_folder_that_can_not_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(IndexUnavailable):
        EmbeddedIndex(tmp_path / "file" / "index.sqlite")


def test_a_closed_index_says_so(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    index.close()

    with pytest.raises(IndexUnavailable, match="closed"):
        index.count(Listing)


def test_the_nearest_of_many_vectors_is_among_the_first(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "index.sqlite")
    index.set_text_model("model", 256)
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(6000, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index.write_listings([Listing(id=f"{n:05}", vector=vectors[n]) for n in range(len(vectors))])

    found = 0
    for n in range(50):
        query = vectors[n] + rng.normal(size=256).astype(np.float32) * 0.08
        best = int(np.argmax(vectors @ query))
        found += index.near_vectors(query, limit=5)[0].listing == f"{best:05}"

    assert found >= 49
