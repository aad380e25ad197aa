from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from evidence.ledger import START, Ledger, LedgerUnwritable


def book(ledger: Ledger, name: str) -> None:
    ledger.append(who="officer", what="capture", snapshot=name, sha256="0" * 64, url="http://a.example/")


def filled(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path)
    for name in ("a.wacz", "b.wacz", "c.wacz"):
        book(ledger, name)
    return ledger


def test_a_whole_ledger_has_no_failures(tmp_path: Path) -> None:
    ledger = filled(tmp_path)

    assert ledger.failures() == []
    assert [entry.n for entry, _ in ledger.entries() if entry] == [1, 2, 3]


def test_the_first_line_follows_nothing(tmp_path: Path) -> None:
    assert Ledger(tmp_path).head() == START


def test_a_changed_line_is_named(tmp_path: Path) -> None:
    ledger = filled(tmp_path)
    ledger.file.write_text(ledger.file.read_text().replace("b.wacz", "x.wacz"))

    assert ledger.failures() == ["ledger line 2 was changed: its hash does not fit"]


def test_a_lost_line_is_named(tmp_path: Path) -> None:
    ledger = filled(tmp_path)
    lines = ledger.file.read_text().splitlines(keepends=True)
    ledger.file.write_text(lines[0] + lines[2])

    assert "ledger line 2 does not follow the line before it: a line was changed, lost or put in" in ledger.failures()


def test_a_line_rewritten_with_its_hash_breaks_the_chain(tmp_path: Path) -> None:
    from evidence.ledger import hash_of

    ledger = filled(tmp_path)
    lines = ledger.file.read_text().splitlines()
    fields = json.loads(lines[1])
    fields["who"] = "somebody else"
    fields["hash"] = hash_of(fields)
    ledger.file.write_text("\n".join([lines[0], json.dumps(fields), lines[2]]) + "\n")

    assert ledger.failures() == ["ledger line 3 does not follow the line before it: a line was changed, lost or put in"]


@pytest.mark.parametrize("rubbish", [b"{", b"[]", b"\xff\xfe", b'{"n": "1"}', b"[" * 10000])
def test_rubbish_in_a_line_is_named_and_nothing_is_appended_after_it(tmp_path: Path, rubbish: bytes) -> None:
    ledger = filled(tmp_path)
    with ledger.file.open("ab") as file:
        file.write(rubbish + b"\n")

    assert "ledger line 4 can't be read" in ledger.failures()
    with pytest.raises(LedgerUnwritable, match="the last line is damaged"):
        book(ledger, "d.wacz")


def test_a_half_written_last_line_is_noticed(tmp_path: Path) -> None:
    ledger = filled(tmp_path)
    ledger.file.write_bytes(ledger.file.read_bytes()[:-1])

    with pytest.raises(LedgerUnwritable):
        book(ledger, "d.wacz")


def _book_ten(folder: str) -> None:
    for number in range(10):
        book(Ledger(Path(folder)), f"{number}.wacz")


def test_processes_that_write_at_once_keep_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_book_ten, args=(str(tmp_path),)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert Ledger(tmp_path).failures() == []
    assert len(list(Ledger(tmp_path).entries())) == 30


def test_a_folder_that_cant_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("a file")

    with pytest.raises(LedgerUnwritable, match="can't be written"):
        book(Ledger(tmp_path / "ledger"), "a.wacz")
