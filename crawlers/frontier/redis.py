"""The frontier of many crawlers, on one machine or several: in Redis, each change one call of `redis.lua`.

Who crawls holds leases and gives a sign of life every few seconds; when it stops, its leases go back. Pages and counts are the
run's, politeness (turns, pauses) is shared by all runs on the same Redis.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from crawlers.frontier.locking import lock_folder
from crawlers.frontier.port import FrontierUnavailable, HostPaused, Lease, Wanted, added, told_by
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput

if TYPE_CHECKING:
    from redis import Redis

_BEATS = 6
"""Signs of life in the time after which a crawler that gives none is taken for dead."""
_TIMEOUT = 10.0
"""Seconds until Redis is taken to be gone."""
_PAGES_A_CALL = 500
_BETTER = frozenset({"listing", "next", "index"})


class RedisFrontier:
    """The frontier called `name` on a Redis. Raises `AlreadyRunning` where a process of this home crawls the run already.

    pages: that the run may fetch, all crawlers together. lease_seconds: a crawler that gave no sign of life for so long is
    taken for dead, and its leases go back. clock: for tests; without it Redis's own, which all share.
    """

    def __init__(
        self,
        url: str,
        name: str,
        folder: Path,
        *,
        pages: int | None = None,
        lease_seconds: float = 60.0,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._url = url
        self._redis = connect(url)
        self._run = prefix_of(name)
        self._me = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._pages_allowed, self._life, self._clock = pages, lease_seconds, clock
        self._lock = lock_folder(folder)
        self.folder = folder
        self._waiting = self._elsewhere = self._pages = self._bytes = 0
        self._left = False
        try:
            self._script = self._redis.register_script(files("crawlers.frontier").joinpath("redis.lua").read_text("utf-8"))
            # Who had this folder's lock before is dead: what it held need not wait until its time is over.
            self._call("open", before.read_text("utf-8").strip() if (before := folder / "holder").exists() else "")
            before.write_text(self._me + "\n", "utf-8")
        except BaseException:
            os.close(self._lock)
            raise
        self._ended = threading.Event()
        self._heart = threading.Thread(
            target=self._beat, args=(lease_seconds / _BEATS,), daemon=True, name="frontier heartbeat"
        )
        self._heart.start()

    def add(self, wanted: Sequence[Wanted]) -> int:
        """See `Frontier.add`."""
        new = 0
        for place in range(0, len(wanted), _PAGES_A_CALL):
            new += int(self._call("add", *_written(wanted[place : place + _PAGES_A_CALL])))
        return new

    def lease(self, limit: int, *, room: Mapping[str, int], most_per_host: int, best_first: bool = False) -> list[Lease]:
        """See `Frontier.lease`."""
        budget = "" if self._pages_allowed is None else self._pages_allowed
        answer = self._call("lease", limit, most_per_host, budget, json.dumps(dict(room)), int(best_first))
        return [_lease(id, record) for id, record in zip(answer[::2], answer[1::2], strict=True)]

    def queued(self, host: str, *, below: float | None = None, limit: int = 200) -> list[tuple[int, Wanted]]:
        """See `Frontier.queued`."""
        answer = self._call("queued", host, "-inf" if below is None else f"({-below!r}", limit)
        found = [_lease(id, record) for id, record in zip(answer[::2], answer[1::2], strict=True)]
        return [(lease.id, lease.wanted) for lease in found]

    def rescore(self, priorities: Mapping[int, float]) -> None:
        """See `Frontier.rescore`."""
        pairs = [value for pair in priorities.items() for value in pair]
        for place in range(0, len(pairs), 2 * _PAGES_A_CALL):
            self._call("rescore", *pairs[place : place + 2 * _PAGES_A_CALL])

    def hosts(self) -> list[str]:
        """See `Frontier.hosts`."""
        with clear_errors(self._url):
            found: Any = self._redis.zrange(self._run + "hosts", 0, -1)
        return list(found)

    def skip(self, lease: Lease) -> None:
        """See `Frontier.skip`."""
        self._call("skip", lease.id)

    def done(self, lease: Lease, *, found: Sequence[Wanted] = (), listings: Collection[str] = (), bytes_read: int = 0) -> int:
        """See `Frontier.done`."""
        again = next((page for page in found if page.redirects > lease.wanted.redirects and page.id == lease.id), None)
        redirects = "" if again is None else again.redirects
        return int(self._call("done", lease.id, bytes_read, redirects, len(listings), *listings, *_written(found)))

    def put_back(self, lease: Lease, *, seconds: float = 0.0, tried: bool = True) -> None:
        """See `Frontier.put_back`."""
        self._call("put_back", lease.id, seconds, int(tried))

    def drop_host(self, host: str) -> int:
        """See `Frontier.drop_host`."""
        return int(self._call("drop_host", host))

    def pause(self, host: str, seconds: float) -> None:
        """See `Frontier.pause`. It holds for all crawlers of all runs on this Redis."""
        self._call("pause", host, seconds)

    def paused_for(self, host: str) -> float:
        """See `Frontier.paused_for`."""
        return float(self._call("paused_for", host))

    def waiting(self) -> int:
        """See `Frontier.waiting`; as Redis last said."""
        return self._waiting

    def held_elsewhere(self) -> int:
        """See `Frontier.held_elsewhere`; as Redis last said."""
        return self._elsewhere

    def seconds_to_next(self) -> float | None:
        """See `Frontier.seconds_to_next`."""
        answer = self._call("soonest")
        return float(answer) if answer else None

    def seen(self, listings: Collection[str]) -> set[str]:
        """See `Frontier.seen`."""
        if not listings:
            return set()
        asked = list(listings)
        with clear_errors(self._url):
            known: Any = self._redis.smismember(self._run + "listings", asked)
        return {id for id, is_known in zip(asked, known, strict=True) if is_known}

    def pages_done(self) -> int:
        """See `Frontier.pages_done`; of all crawlers, as Redis last said."""
        return self._pages

    def bytes_done(self) -> int:
        """See `Frontier.bytes_done`; of all crawlers, as Redis last said."""
        return self._bytes

    def note(self, name: str, value: str) -> None:
        """See `Frontier.note`; the last crawler to write has it."""
        with clear_errors(self._url):
            self._redis.hset(self._run + "notes", name, value)

    def noted(self, name: str) -> str | None:
        """See `Frontier.noted`."""
        with clear_errors(self._url):
            value: Any = self._redis.hget(self._run + "notes", name)
        return value if isinstance(value, str) else None

    def keep_counts(self, counts: Mapping[str, float]) -> None:
        """See `Frontier.keep_counts`."""
        with clear_errors(self._url):
            self._redis.hset(self._run + "counts", self._me, json.dumps(dict(counts)))

    def other_counts(self) -> dict[str, float]:
        """See `Frontier.other_counts`."""
        with clear_errors(self._url):
            kept: Any = self._redis.hgetall(self._run + "counts")
        return added(*(json.loads(value) for holder, value in kept.items() if holder != self._me))

    @property
    def turns(self) -> RedisTurns:
        """See `Frontier.turns`."""
        return RedisTurns(self._call, self._me)

    def flush(self) -> None:
        """Each change is durable already, as far as Redis keeps what it says (`appendonly yes`)."""

    def leave(self) -> int:
        """See `Frontier.leave`."""
        self._stop_heart()
        others = int(self._call("leave"))
        self._left = True
        return others

    def close(self) -> None:
        """See `Frontier.close`. Where Redis is gone, the leases go back when they have run out."""
        self._stop_heart()
        try:
            if not self._left:
                self.leave()
        except FrontierUnavailable:
            pass  # whoever asked for the last change was told
        finally:
            self._redis.close()
            os.close(self._lock)

    def _stop_heart(self) -> None:
        self._ended.set()
        self._heart.join()

    def _beat(self, seconds: float) -> None:
        while not self._ended.wait(seconds):
            try:
                self._ask("alive")
            except FrontierUnavailable:
                continue  # the crawl will find out by itself, with the next thing that it says

    def _call(self, command: str, *arguments: Any) -> Any:
        answer, self._waiting, self._elsewhere, self._pages, self._bytes = self._ask(command, *arguments)
        return answer

    def _ask(self, command: str, *arguments: Any) -> Any:
        now = "" if self._clock is None else repr(self._clock())
        with clear_errors(self._url):
            return self._script(keys=[self._run], args=[command, self._me, now, self._life, *arguments])


class RedisTurns:
    """Turns at hosts, of all crawlers on one Redis. See `Turns`."""

    def __init__(self, call: Callable[..., Any], holder: str) -> None:
        self._call, self._holder = call, holder

    def take(self, host: str, *, delay: float, most: int, seconds: float, lane: str = "") -> tuple[str, float] | None:
        """See `Turns.take`."""
        turn = f"{self._holder}#{secrets.token_hex(8)}"
        wait = self._call("turn", host, delay, most, turn, seconds, lane)
        if not wait:
            return None
        if float(wait) < 0:
            raise HostPaused(host)
        return turn, float(wait)

    def end(self, host: str, turn: str, *, lane: str = "") -> None:
        """See `Turns.end`."""
        self._call("turn_over", lane + host, turn)


def name_of(settings: Settings, folder: Path) -> str:
    """What a run's frontier is called on Redis: its folder below the home, which is the same on every machine."""
    home = settings.home_path
    folder = folder.absolute()
    return folder.relative_to(home).as_posix() if folder.is_relative_to(home) else folder.as_posix()


def prefix_of(name: str) -> str:
    """What the keys of a run begin with."""
    return f"tidewaiter:run:{quote(name, safe='/')}:"


def connect(url: str) -> Redis:
    """A connection to the Redis that the settings name. Nothing is tried twice: a change could be made twice."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        return Redis.from_url(
            url, decode_responses=True, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        raise InvalidInput(f"frontier: '{_shown(url)}': {error}", do="Write it as in redis://127.0.0.1:6379/0.") from error


def state_of(url: str) -> tuple[str, bool]:
    """Address (no password) and version of a Redis, and whether it keeps an append-only file. Raises `FrontierUnavailable`."""
    with clear_errors(url), connect(url) as client:
        facts: dict[str, Any] = client.info()
    return f"{_shown(url)} (Redis {facts['redis_version']})", bool(facts.get("aof_enabled"))


@contextmanager
def clear_errors(url: str) -> Iterator[None]:
    """Whatever Redis or the way to it does becomes `FrontierUnavailable`."""
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError) as error:
        raise FrontierUnavailable(
            f"Redis at {_shown(url)} does not answer as it should: {error}",
            do="Start it again (with `appendonly yes` it has lost nothing), then run this again: it goes on where it was.",
        ) from error


def _shown(url: str) -> str:
    """The address without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}:{parts.port or 6379}{parts.path}"


def _written(wanted: Sequence[Wanted]) -> list[Any]:
    arguments: list[Any] = [len(wanted)]
    for page in wanted:
        host = page.host
        fields = [page.url, page.priority, page.depth, page.kind, page.source or "", int(page.render), page.redirects, 0]
        fields += [page.about] if page.about else []
        record = (f"[{json.dumps(host)},", f",{json.dumps(fields)[1:]}")
        arguments += [page.id, host, int(page.kind in _BETTER or bool(page.text)), page.priority, page.kind, *record]
    return arguments


def _lease(id: str, record: str) -> Lease:
    _, _, url, priority, depth, kind, source, render, redirects, tries, *about = json.loads(record)
    told = told_by(about[0] if about else None)
    wanted = Wanted(url, priority, int(depth), kind, source or None, bool(render), int(redirects), *told)
    return Lease(int(id), wanted, int(tries))
