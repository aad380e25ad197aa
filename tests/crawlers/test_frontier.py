"""The frontier: what SQLite and Redis both promise, then durability and who may hold it in SQLite."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.frontier.port import Frontier, FrontierUnavailable, Wanted
from crawlers.frontier.redis import RedisFrontier
from crawlers.frontier.sqlite import SqliteFrontier
from tidewaiter.errors import AlreadyRunning


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.redis)])
def frontier(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Frontier]:
    opened: Frontier
    if request.param == "sqlite":
        opened = SqliteFrontier(tmp_path / "run", clock=clock)
    else:
        opened = RedisFrontier(request.getfixturevalue("redis_url"), "runs/a", tmp_path / "run", clock=clock)
    yield opened
    opened.close()


def wanted(*names: str, host: str = "a.example", **fields: object) -> list[Wanted]:
    return [Wanted(f"http://{host}/{name}", **fields) for name in names]  # type: ignore[arg-type]  # test data


def leased(frontier: Frontier, limit: int = 100) -> list[str]:
    return [lease.wanted.url.rpartition("/")[2] for lease in frontier.lease(limit, room={}, most_per_host=100)]


def test_a_page_is_taken_in_once(frontier: Frontier) -> None:
    assert frontier.add(wanted("x", "y", "x")) == 2
    assert frontier.add([Wanted("HTTP://A.example:80/x#part"), Wanted("http://a.example/x?utm_source=z")]) == 0
    assert frontier.waiting() == 2


def test_the_same_page_with_the_browser_is_another(frontier: Frontier) -> None:
    assert frontier.add([Wanted("http://a.example/x"), Wanted("http://a.example/x", render=True)]) == 2


def test_the_best_comes_first_and_equals_in_their_order(frontier: Frontier) -> None:
    frontier.add(
        [*wanted("low", priority=1.0), *wanted("first", "second", "third", priority=5.0), *wanted("top", priority=9.0)]
    )

    assert leased(frontier) == ["top", "first", "second", "third", "low"]


def test_a_page_that_is_linked_to_as_something_better_moves_up(frontier: Frontier) -> None:
    frontier.add([*wanted("x", priority=1.0), *wanted("y", priority=5.0)])
    frontier.add(wanted("x", priority=9.0, kind="listing"))

    assert leased(frontier) == ["x", "y"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=1#z", "http://a.example/", "http://A.example/x", "http://a.example:8080/x", "http://a.example",
        "HTTP://a.example/x", "http://user@a.example/x", "http://a.example/象牙",
    ],
)  # fmt: skip
def test_a_url_comes_out_as_it_went_in(frontier: Frontier, url: str) -> None:
    frontier.add([Wanted(url, kind="next")])

    (lease,) = frontier.lease(1, room={}, most_per_host=1)

    assert (lease.wanted.url, lease.wanted.kind) == (url, "next")


def test_hosts_take_turns_and_none_gets_more_than_its_share(frontier: Frontier) -> None:
    frontier.add([*wanted("1", "2", "3", "4"), *wanted("5", "6", host="b.example")])

    first = frontier.lease(3, room={}, most_per_host=2)
    assert [lease.wanted.host for lease in first] == ["a.example", "a.example", "b.example"]
    more = frontier.lease(10, room={"a.example": 2, "b.example": 1}, most_per_host=2)
    assert [lease.wanted.host for lease in more] == ["b.example"]


def test_the_host_with_the_best_page_comes_first_where_that_is_asked_for(frontier: Frontier) -> None:
    frontier.add([*wanted("1", "2", priority=5.0), *wanted("3", priority=1.0)])
    frontier.add([*wanted("4", host="b.example", priority=7.0), *wanted("5", host="b.example", priority=3.0)])

    taken = [frontier.lease(1, room={}, most_per_host=9, best_first=True)[0].wanted.url[-1] for _ in range(5)]

    assert taken == ["4", "1", "2", "5", "3"]
    assert frontier.lease(1, room={}, most_per_host=9, best_first=True) == []


def test_best_first_still_leaves_each_host_its_share_and_its_pause(frontier: Frontier) -> None:
    frontier.add([*wanted("1", "2", "3", priority=9.0), *wanted("4", "5", host="b.example", priority=1.0)])
    frontier.add(wanted("6", host="c.example", priority=99.0))
    frontier.pause("c.example", 30)

    first = frontier.lease(10, room={"a.example": 1}, most_per_host=2, best_first=True)

    assert [lease.wanted.host for lease in first] == ["a.example", "b.example", "b.example"]


def test_a_page_put_back_is_the_best_of_its_host_again(frontier: Frontier) -> None:
    frontier.add([*wanted("1", priority=9.0), *wanted("2", priority=1.0), *wanted("3", host="b.example", priority=5.0)])
    (best,) = frontier.lease(1, room={}, most_per_host=9, best_first=True)
    frontier.put_back(best, tried=False)

    again = frontier.lease(1, room={}, most_per_host=9, best_first=True)

    assert [lease.wanted.url for lease in again] == ["http://a.example/1"]


def test_pages_that_wait_can_be_looked_at_and_given_another_place(frontier: Frontier) -> None:
    frontier.add([*wanted("1", priority=9.0), *wanted("2", priority=5.0), *wanted("3", priority=1.0)])
    frontier.add(wanted("4", host="b.example", priority=7.0))
    (leased_one,) = frontier.lease(1, room={}, most_per_host=9, best_first=True)

    waiting = frontier.queued("a.example")
    frontier.rescore({waiting[1][0]: 50.0, leased_one.id: -5.0, 12345: 1.0})

    assert [page.url[-1] for _, page in waiting] == ["2", "3"]
    assert [page.url[-1] for _, page in frontier.queued("a.example", below=50.0)] == ["2"]
    assert sorted(frontier.hosts()) == ["a.example", "b.example"]
    taken = [frontier.lease(1, room={}, most_per_host=9, best_first=True)[0].wanted.url[-1] for _ in range(3)]
    assert taken == ["3", "4", "2"]


def test_what_a_link_says_and_where_it_stands_is_kept(frontier: Frontier) -> None:
    frontier.add([Wanted("http://a.example/x", text="象牙 \x1f | bangle", parent=-77, query="ivory|牙")])
    frontier.add([Wanted("http://a.example/y", priority=-1.0)])

    first, second = frontier.lease(2, room={}, most_per_host=2)

    assert (first.wanted.text, first.wanted.parent, first.wanted.query) == ("象牙 \x1f | bangle", -77, "ivory|牙")
    assert (second.wanted.text, second.wanted.parent, second.wanted.query) == ("", 0, "")


def test_a_better_link_to_a_page_that_waits_is_what_is_kept_of_it(frontier: Frontier) -> None:
    frontier.add([Wanted("http://a.example/x", 1.0, text="shop", parent=1), Wanted("http://a.example/y", 5.0)])
    frontier.add([Wanted("http://a.example/x", 9.0, text="same seller", parent=2)])

    (best,) = frontier.lease(1, room={}, most_per_host=2)

    assert (best.wanted.text, best.wanted.parent) == ("same seller", 2)


def test_a_run_that_an_earlier_version_began_goes_on(tmp_path: Path) -> None:
    first = SqliteFrontier(tmp_path / "run")
    first.add(wanted("x"))
    first.close()
    with apsw.Connection(str(tmp_path / "run" / "frontier.sqlite")) as old:
        old.execute("ALTER TABLE pages DROP COLUMN about")

    second = SqliteFrontier(tmp_path / "run")

    assert second.add([Wanted("http://a.example/y", text="y")]) == 1
    assert leased(second) == ["x", "y"]
    second.close()


def test_what_is_leased_is_not_leased_again(frontier: Frontier) -> None:
    frontier.add(wanted("x", "y"))

    assert sorted(leased(frontier, 1) + leased(frontier, 5)) == ["x", "y"]
    assert leased(frontier) == []


def test_done_keeps_all_that_came_of_a_page_in_one_step(frontier: Frontier) -> None:
    frontier.add(wanted("x"))
    (lease,) = frontier.lease(1, room={}, most_per_host=1)

    assert frontier.done(lease, found=wanted("x", "y"), listings=["l1", "l2"], bytes_read=500) == 1

    assert (frontier.pages_done(), frontier.bytes_done(), frontier.waiting()) == (1, 500, 1)
    assert frontier.seen(["l1", "l2", "l3"]) == {"l1", "l2"}
    assert leased(frontier) == ["y"]


def test_a_redirect_to_itself_waits_again_and_a_link_to_itself_does_not(frontier: Frontier) -> None:
    frontier.add(wanted("x"))
    (lease,) = frontier.lease(1, room={}, most_per_host=1)

    frontier.done(lease, found=wanted("x", redirects=1))
    (again,) = frontier.lease(1, room={}, most_per_host=1)
    frontier.done(again, found=wanted("x", redirects=1))

    assert again.wanted.redirects == 1
    assert leased(frontier) == []


def test_a_page_put_back_waits_its_time(frontier: Frontier, clock: Clock) -> None:
    frontier.add(wanted("x"))
    (lease,) = frontier.lease(1, room={}, most_per_host=1)

    frontier.put_back(lease, seconds=10)

    assert leased(frontier) == []
    assert frontier.seconds_to_next() == 10
    clock.now += 10
    (again,) = frontier.lease(1, room={}, most_per_host=1)
    assert again.tries == 1


def test_a_host_that_pauses_is_left_alone_and_others_are_not(frontier: Frontier, clock: Clock) -> None:
    frontier.add([*wanted("x"), *wanted("y", host="b.example")])

    frontier.pause("a.example", 30)

    assert leased(frontier) == ["y"]
    assert frontier.seconds_to_next() == 30
    clock.now += 30
    assert leased(frontier) == ["x"]


def test_it_is_known_how_long_a_host_is_left_alone(frontier: Frontier, clock: Clock) -> None:
    frontier.pause("a.example", 30)
    clock.now += 10

    assert frontier.paused_for("a.example") == pytest.approx(20)
    assert frontier.paused_for("b.example") == 0
    clock.now += 20
    assert frontier.paused_for("a.example") == 0


def test_a_clock_that_is_set_back_keeps_nothing_waiting(tmp_path: Path, clock: Clock) -> None:
    clock.now = 1e9
    first = SqliteFrontier(tmp_path / "run", clock=clock)
    first.add([*wanted("x"), *wanted("y", host="b.example")])
    for lease in first.lease(2, room={}, most_per_host=2):
        first.put_back(lease, seconds=300)
    first.pause("b.example", 3600)
    first.close()
    clock.now -= 7 * 86_400

    second = SqliteFrontier(tmp_path / "run", clock=clock)

    assert sorted(leased(second)) == ["x", "y"]
    second.close()


def test_a_pause_outlives_the_process(tmp_path: Path, clock: Clock) -> None:
    first = SqliteFrontier(tmp_path / "run", clock=clock)
    first.add(wanted("x"))
    first.pause("a.example", 30)
    first.close()

    second = SqliteFrontier(tmp_path / "run", clock=clock)

    assert leased(second) == []
    clock.now += 30
    assert leased(second) == ["x"]
    second.close()


def test_a_killed_process_loses_no_more_than_a_power_cut_may(tmp_path: Path) -> None:
    frontier = SqliteFrontier(tmp_path / "run")

    assert frontier._db.pragma("journal_mode") == "wal"
    assert (frontier._db.pragma("synchronous"), frontier._db.pragma("cache_size")) == (1, -65536)
    frontier.close()


def test_a_host_that_is_given_up(frontier: Frontier) -> None:
    frontier.add([*wanted("x", "y"), *wanted("z", host="b.example")])

    assert frontier.drop_host("a.example") == 2
    assert frontier.drop_host("a.example") == 0
    assert frontier.add(wanted("x")) == 0
    assert leased(frontier) == ["z"]


def test_what_is_skipped_or_put_back_counts_as_no_page(frontier: Frontier) -> None:
    frontier.add(wanted("x", "y"))
    first, second = frontier.lease(2, room={}, most_per_host=2)

    frontier.skip(first)
    frontier.put_back(second, tried=False)

    assert (frontier.pages_done(), frontier.waiting()) == (0, 1)
    (again,) = frontier.lease(2, room={}, most_per_host=2)
    assert (again.wanted.url, again.tries) == ("http://a.example/y", 0)


def test_leases_go_back_when_their_holder_leaves(frontier: Frontier) -> None:
    frontier.add(wanted("x", "y"))
    frontier.lease(2, room={}, most_per_host=2)

    assert frontier.leave() == 0

    assert sorted(leased(frontier)) == ["x", "y"]


def test_notes_and_counts_are_kept(frontier: Frontier) -> None:
    frontier.note("learned", "a")
    frontier.note("learned", "b")
    frontier.keep_counts({"tidewaiter/pages": 3})

    assert (frontier.noted("learned"), frontier.noted("nothing")) == ("b", None)
    assert frontier.other_counts() == {}


def test_leases_come_back_when_their_holder_is_gone(tmp_path: Path) -> None:
    first = SqliteFrontier(tmp_path / "run")
    first.add(wanted("x", "y", "z"))
    done, _ = first.lease(2, room={}, most_per_host=2)
    first.done(done, listings=["l"], bytes_read=7)
    first.note("learned", "something")
    # As a killed process leaves it: the files as they are, and no lock.
    shutil.copytree(tmp_path / "run", tmp_path / "killed")
    first.close()

    second = SqliteFrontier(tmp_path / "killed")

    assert sorted(leased(second)) == ["y", "z"]
    assert (second.pages_done(), second.bytes_done(), second.noted("learned")) == (1, 7, "something")
    assert second.seen(["l"]) == {"l"}
    second.close()


def test_what_is_gathered_is_durable_once_flushed(tmp_path: Path) -> None:
    first = SqliteFrontier(tmp_path / "run", gather=True)
    first.add(wanted("x"))
    first.flush()
    first.add(wanted("y"))
    shutil.copytree(tmp_path / "run", tmp_path / "killed")
    first.close()

    second = SqliteFrontier(tmp_path / "killed")

    assert leased(second) == ["x"]
    second.close()


def test_one_process_at_a_time(tmp_path: Path) -> None:
    held = SqliteFrontier(tmp_path / "run")

    with pytest.raises(AlreadyRunning, match="another process"):
        SqliteFrontier(tmp_path / "run")

    held.close()
    SqliteFrontier(tmp_path / "run").close()


def test_a_file_that_is_no_frontier_is_named(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "frontier.sqlite").write_bytes(b"this is no database, and never was one" * 100)

    with pytest.raises(FrontierUnavailable, match="damaged"):
        SqliteFrontier(tmp_path / "run")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(FrontierUnavailable):
        SqliteFrontier(tmp_path / "run")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "lease", "done", "back", "kill"]), st.integers(0, 30)), max_size=60))
def test_whatever_happens_no_page_is_lost_and_none_is_done_twice(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("frontier")
    frontier = SqliteFrontier(folder / "0")
    added: set[str] = set()
    done: list[str] = []
    held = []
    for turn, (step, number) in enumerate(steps):
        if step == "add":
            page = Wanted(f"http://h{number % 3}.example/{number}")
            frontier.add([page])
            added.add(page.url)
        elif step == "lease":
            held += frontier.lease(number % 4, room={}, most_per_host=10)
        elif step == "done" and held:
            lease = held.pop()
            frontier.done(lease)
            done.append(lease.wanted.url)
        elif step == "back" and held:
            frontier.put_back(held.pop())
        elif step == "kill":
            shutil.copytree(frontier.folder, folder / f"{turn + 1}")
            frontier.close()
            frontier, held = SqliteFrontier(folder / f"{turn + 1}"), []
    left = [lease.wanted.url for lease in held + frontier.lease(1000, room={}, most_per_host=1000)]
    frontier.close()

    assert len(done) == len(set(done))
    assert sorted(done + left) == sorted(added)
