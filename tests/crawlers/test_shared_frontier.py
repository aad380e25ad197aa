"""The frontier on a real Redis: many crawlers on one run, whatever dies."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from crawlers.crawl import Start, crawl, is_unfinished
from crawlers.frontier.port import FrontierUnavailable, HostPaused, Wanted
from crawlers.frontier.redis import RedisFrontier
from crawlers.frontier.shared import SharedRun
from tests.crawlers.crawling import listings_in, quick
from tests.redis_node import RedisNode
from tests.shared_data import ROOT
from tests.web.serving import served
from tidewaiter.cli.main import main
from tidewaiter.errors import AlreadyRunning, InvalidInput

pytestmark = pytest.mark.redis


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def two(redis_url: str, tmp_path: Path, clock: Clock) -> Iterator[tuple[RedisFrontier, RedisFrontier]]:
    """Two crawlers of one run, as on two machines."""
    both = tuple(RedisFrontier(redis_url, "runs/a", tmp_path / name, clock=clock) for name in ("one", "two"))
    yield both[0], both[1]
    for frontier in both:
        frontier.close()


def pages(*numbers: int, host: str = "a.example") -> list[Wanted]:
    return [Wanted(f"http://{host}/{number}") for number in numbers]


def leased(frontier: RedisFrontier, limit: int = 100) -> list[str]:
    return [lease.wanted.url.rpartition("/")[2] for lease in frontier.lease(limit, room={}, most_per_host=100)]


def test_two_crawlers_never_hold_the_same_page(two: tuple[RedisFrontier, RedisFrontier]) -> None:
    one, other = two
    assert one.add(pages(1, 2, 3)) == 3
    assert other.add(pages(3, 4)) == 1

    assert sorted(leased(one, 2) + leased(other)) == ["1", "2", "3", "4"]
    assert other.held_elsewhere() == 2


def test_the_leases_of_a_crawler_that_gives_no_sign_of_life_go_to_others(
    two: tuple[RedisFrontier, RedisFrontier], clock: Clock
) -> None:
    one, other = two
    one.add(pages(1, 2))
    leased(one)
    clock.now += 59
    assert leased(other) == []

    clock.now += 2

    assert sorted(leased(other)) == ["1", "2"]


def test_what_a_crawler_held_that_died_is_free_when_its_folder_is_opened_again(
    two: tuple[RedisFrontier, RedisFrontier], redis_url: str, tmp_path: Path, clock: Clock
) -> None:
    one, _ = two
    one.add(pages(1, 2))
    leased(one)
    # As a killed process leaves it: the files as they are, and no lock.
    shutil.copytree(tmp_path / "one", tmp_path / "killed")

    again = RedisFrontier(redis_url, "runs/a", tmp_path / "killed", clock=clock)

    assert sorted(leased(again)) == ["1", "2"]
    again.close()


def test_a_page_that_two_came_to_fetch_counts_once(two: tuple[RedisFrontier, RedisFrontier], clock: Clock) -> None:
    one, other = two
    one.add(pages(1))
    (late,) = one.lease(1, room={}, most_per_host=1)
    clock.now += 61
    (again,) = other.lease(1, room={}, most_per_host=1)

    other.done(again, found=pages(2), bytes_read=5)
    one.done(late, found=pages(2, 3), bytes_read=5)

    assert (one.pages_done(), one.bytes_done()) == (1, 5)
    assert sorted(leased(other)) == ["2", "3"]


def test_a_pause_holds_for_all(two: tuple[RedisFrontier, RedisFrontier], clock: Clock) -> None:
    one, other = two
    one.add(pages(1))

    one.pause("a.example", 30)

    assert leased(other) == []
    assert other.seconds_to_next() == 30
    clock.now += 31
    assert leased(other) == ["1"]


def test_turns_at_a_host_are_a_delay_apart_and_no_more_than_allowed(
    two: tuple[RedisFrontier, RedisFrontier], clock: Clock
) -> None:
    ours, theirs = two[0].turns, two[1].turns
    first = ours.take("a.example", delay=2, most=2, seconds=30)
    second = theirs.take("a.example", delay=2, most=2, seconds=30)
    assert first is not None
    assert second is not None
    assert (first[1], second[1]) == (0, 2)
    assert ours.take("a.example", delay=2, most=2, seconds=30) is None
    assert ours.take("b.example", delay=2, most=2, seconds=30) is not None

    ours.end("a.example", first[0])

    third = ours.take("a.example", delay=2, most=2, seconds=30)
    assert third is not None
    assert third[1] == 4
    clock.now += 40  # a crawler that died with its turn does not keep the others from theirs
    assert theirs.take("a.example", delay=2, most=2, seconds=30) is not None


def test_no_turn_is_given_while_a_host_is_left_alone(two: tuple[RedisFrontier, RedisFrontier], clock: Clock) -> None:
    two[0].pause("a.example", 30)

    with pytest.raises(HostPaused):
        two[1].turns.take("a.example", delay=0, most=1, seconds=30)

    clock.now += 31
    assert two[1].turns.take("a.example", delay=0, most=1, seconds=30) is not None


def test_turns_do_not_wait_for_a_clock_that_was_set_back(two: tuple[RedisFrontier, RedisFrontier], clock: Clock) -> None:
    two[0].add(pages(1))
    two[0].pause("a.example", 3600)
    assert two[0].turns.take("b.example", delay=2, most=2, seconds=1) is not None
    clock.now -= 86_400

    turn = two[1].turns.take("b.example", delay=2, most=2, seconds=1)

    assert turn is not None
    assert turn[1] <= 2
    assert leased(two[1]) == ["1"]


def test_the_turns_of_a_crawler_that_died_go_to_others(two: tuple[RedisFrontier, RedisFrontier], clock: Clock) -> None:
    ours, theirs = two[0].turns, two[1].turns
    assert ours.take("a.example", delay=0, most=1, seconds=600) is not None
    assert theirs.take("a.example", delay=0, most=1, seconds=600) is None

    clock.now += 61
    leased(two[1])

    assert theirs.take("a.example", delay=0, most=1, seconds=600) is not None


def test_the_page_budget_is_for_all_together(redis_url: str, tmp_path: Path) -> None:
    one, other = (RedisFrontier(redis_url, "runs/a", tmp_path / name, pages=3) for name in ("one", "two"))
    one.add(pages(*range(10)))

    assert (len(leased(one, 2)), len(leased(other, 9))) == (2, 1)

    one.close()
    other.close()


def test_the_last_to_leave_is_told_so(two: tuple[RedisFrontier, RedisFrontier]) -> None:
    one, other = two
    one.keep_counts({"tidewaiter/pages": 2})
    other.keep_counts({"tidewaiter/pages": 3})

    assert one.leave() == 1
    assert other.leave() == 0
    assert other.other_counts() == {"tidewaiter/pages": 2}


@pytest.fixture
def node(tmp_path: Path) -> Iterator[RedisNode]:
    """A Redis that the test may kill."""
    (tmp_path / "data").mkdir()
    own = RedisNode(tmp_path / "data")
    try:
        yield own.start()
    finally:
        own.kill()


def test_what_was_acknowledged_outlives_redis(node: RedisNode, tmp_path: Path) -> None:
    frontier = RedisFrontier(node.url, "runs/a", tmp_path / "one")
    frontier.add(pages(*range(200)))
    done = frontier.lease(50, room={}, most_per_host=50)
    for lease in done:
        frontier.done(lease, found=pages(1000 + lease.id % 7), listings=[str(lease.id)], bytes_read=1)
    waiting = frontier.waiting()

    node.kill()
    with pytest.raises(FrontierUnavailable, match="does not answer"):
        frontier.add(pages(999))
    frontier.close()
    node.start()

    again = RedisFrontier(node.url, "runs/a", tmp_path / "one")
    assert (again.pages_done(), again.waiting()) == (50, waiting)
    assert again.seen([str(lease.id) for lease in done]) == {str(lease.id) for lease in done}
    again.close()


def test_one_process_of_a_home_at_a_time(two: tuple[RedisFrontier, RedisFrontier], redis_url: str, tmp_path: Path) -> None:
    with pytest.raises(AlreadyRunning):
        RedisFrontier(redis_url, "runs/a", tmp_path / "one")


def test_an_address_that_nobody_answers_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(FrontierUnavailable) as raised:
        RedisFrontier("redis://user:secret@127.0.0.1:1/0", "runs/a", tmp_path)

    assert "127.0.0.1:1/0" in raised.value.what
    assert "secret" not in str(raised.value)


def test_a_crawl_by_hand_leaves_nothing_of_its_run_on_redis(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIDEWAITER_FRONTIER", redis_url)
    monkeypatch.setenv("TIDEWAITER_TEXT_MODEL", "none")
    with served("tests.web.plain_shop", "3") as shop:
        assert main(["--home", str(tmp_path), "crawl", shop.url + "/", "--render", "never", "--delay", "0"]) == 0

    with Redis.from_url(redis_url) as client:
        assert client.keys("tidewaiter:run:*") == []


def test_doctor_looks_at_redis_and_shows_no_password(
    redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(url: str) -> str:
        monkeypatch.setenv("TIDEWAITER_FRONTIER", url)
        main(["--home", str(tmp_path), "doctor"])
        return next(line for line in capsys.readouterr().out.splitlines() if " frontier: " in line)

    assert told(redis_url).startswith("ok")
    assert told("redis://x:secret@127.0.0.1:1/0").startswith("MISSING frontier: Redis at 127.0.0.1:1/0 does not answer")
    with Redis.from_url(redis_url) as client:
        client.config_set("appendonly", "no")
        try:
            assert "forgets all when it dies" in told(redis_url)
        finally:
            client.config_set("appendonly", "yes")


def test_a_frontier_that_is_none_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is no frontier"):
        quick(tmp_path, frontier="mysql://x")


def test_runs_agree_on_one_id_and_on_who_closes(redis_url: str, tmp_path: Path) -> None:
    one, other = (SharedRun(quick(tmp_path / home, frontier=redis_url), tmp_path / home / "runs/a") for home in "ab")

    assert (one.agree("1"), other.agree("2"), other.id) == ("1", "1", "1")
    assert (one.closes(), other.closes(), one.closes()) == (True, False, True)
    one.forget()
    assert (other.id, other.outcome) == (None, None)


def crawler(home: Path, url: str, redis: str) -> subprocess.Popen[str]:
    overrides = json.dumps({"frontier": redis, "frontier_lease": 2, "concurrency_per_host": 8})
    command = [sys.executable, "-m", "tests.crawlers.crawling", str(home), url, str(home / "out.jsonl"), overrides]
    home.mkdir(exist_ok=True)
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def wait_for_listings(home: Path, number: int) -> None:
    out, deadline = home / "out.jsonl", time.monotonic() + 60
    while time.monotonic() < deadline:
        if out.exists() and out.read_bytes().count(b"\n") >= number:
            return
        time.sleep(0.05)
    pytest.fail(f"{home} did not give {number} listings")


def ended(process: subprocess.Popen[str]) -> dict[str, float]:
    output, _ = process.communicate(timeout=90)
    counts: dict[str, float] = json.loads(output.splitlines()[-1])["ended"]
    return counts


def test_two_processes_share_a_crawl_and_one_dies(redis_url: str, tmp_path: Path) -> None:
    with served("tests.web.plain_shop", "400", "2000", "0.05") as shop:
        homes = [tmp_path / name for name in ("one", "two")]
        first, second = (crawler(home, shop.url + "/", redis_url) for home in homes)
        for home in homes:
            wait_for_listings(home, 30)

        first.send_signal(signal.SIGKILL)
        first.communicate(timeout=10)

        counts = ended(second)
        log = shop.get("/__log")

    titles = [listing["title"] for home in homes for listing in listings_in(home / "out.jsonl")]
    assert set(titles) == {f"Carved figure {number}" for number in range(400)}
    again = sum(times - 1 for path, times in log.items() if path not in {"/robots.txt", "/__log"})
    # What was on its way through the killed one is fetched again, and nothing else.
    assert again <= quick(tmp_path).concurrency
    assert len(titles) - len(set(titles)) <= again
    assert counts["tidewaiter/outcome/finished"] == 1


def test_two_processes_end_together_and_the_last_one_has_all_counts(redis_url: str, tmp_path: Path) -> None:
    with served("tests.web.plain_shop", "200", "2000", "0.02") as shop:
        homes = [tmp_path / name for name in ("one", "two")]
        both = [ended(process) for process in [crawler(home, shop.url + "/", redis_url) for home in homes]]
        log = shop.get("/__log")

    titles = [listing["title"] for home in homes for listing in listings_in(home / "out.jsonl")]
    assert sorted(titles) == sorted(f"Carved figure {number}" for number in range(200))
    assert {path: times for path, times in log.items() if times > 1 and path not in {"/robots.txt", "/"}} == {}
    last = next(counts for counts in both if "tidewaiter/outcome/finished" in counts)
    assert last["tidewaiter/listings"] == 200


def test_a_run_goes_on_when_redis_was_gone(node: RedisNode, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served("tests.web.plain_shop", "200", "2000", "0.05") as shop:
        child = crawler(home, shop.url + "/", node.url)
        wait_for_listings(home, 40)

        node.kill()

        assert child.wait(timeout=60) != 0
        assert child.stdout is not None
        child.stdout.close()
        node.start()
        settings = quick(home, frontier=node.url, frontier_lease=2)
        assert is_unfinished(settings, home / "run")
        counts = crawl(settings, [Start(shop.url + "/")], folder=home / "run", pipelines={}, out=home / "out.jsonl")

    assert {listing["title"] for listing in listings_in(home / "out.jsonl")} == {f"Carved figure {n}" for n in range(200)}
    assert counts["tidewaiter/outcome/finished"] == 1
