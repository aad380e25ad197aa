"""Processes that take heavy pure functions off the event loop's core: reading pages, decoding photos, the text model.

They hold no state that matters and write nothing but content-addressed files, so one that dies costs the call that it was at.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar, cast

import structlog

from tidewaiter.worker import LENGTH, frame

P = ParamSpec("P")
R = TypeVar("R")

AHEAD = 3
"""Calls that lie ready at a process beside the one that it is at: it must not wait until the event loop has time for it."""
MOST_MEMORY = 1 << 30
"""Bytes of a process; one that has grown larger is ended between two calls, and a new one started."""
_LOOK_EVERY = 100
"""Answers between two looks at the memory."""
_MOST_STILLBORN = 3
"""Processes in a row that died before any answer, after which it is this machine's fault and not a call's: all is done in
this process then."""

log = structlog.get_logger(__name__)


class WorkerLost(Exception):
    """The process died at this call; `reason`: it took too much processor time, or crashed."""

    def __init__(self, reason: Literal["time", "crash"]) -> None:
        super().__init__(reason)
        self.reason = reason


class _NoProcess(Exception):
    """None can be started here."""


class Workers:
    """Up to `count` processes, used within one event loop; close them at the end.

    warm: what a new process does first (imports, a model), while the crawl begins. Calls wait in line without a limit: who
    calls sees to it that there are few, as every stage and the scheduler do.
    """

    def __init__(self, count: int, *, warm: tuple[Callable[..., object], *tuple[Any, ...]] = (int,)) -> None:
        self._count, self._warm = count, warm
        self._processes: list[_Process] = []
        self._waiting: deque[_Call] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stillborn = 0
        self._closed = False

    def begin(self, *, warm: tuple[Callable[..., object], *tuple[Any, ...]] | None = None) -> None:
        """Starts the processes, if they aren't started yet. To be called in the event loop.

        warm: as the constructor takes it.
        """
        self._warm = warm or self._warm
        self._loop = asyncio.get_running_loop()
        while len(self._processes) < self._count and not self._closed:
            self._processes.append(_Process(self, self._loop))

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's result, worked out in one of the processes; it and what it is given are pickled.

        Raises what the function raises, or `WorkerLost`.
        """
        try:
            ok, *told = await self._answer(frame((function, args, kwargs)))
        except _NoProcess:
            return await asyncio.to_thread(function, *args, **kwargs)
        if ok:
            result: R = told[0]
            return result
        raise _remade(*told)

    async def _answer(self, frame: bytes) -> Any:
        if self._stillborn >= _MOST_STILLBORN:
            raise _NoProcess
        call = _Call(frame, asyncio.get_running_loop().create_future())
        self._waiting.append(call)
        self.begin()
        self._hand_out()
        return await call.answer

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """As `run`, from another thread than the event loop's, while that runs."""
        if self._loop is None:
            raise RuntimeError("begin() comes first")
        return asyncio.run_coroutine_threadsafe(self.run(function, *args, **kwargs), self._loop).result()

    def close(self) -> None:
        """Ends the processes; calls under way are lost."""
        self._closed = True
        for process in self._processes:
            process.end()
        self._processes.clear()
        self._fail(list(self._waiting))
        self._waiting.clear()

    def _hand_out(self) -> None:
        while self._waiting:
            process = min((one for one in self._processes if one.has_room), key=lambda one: len(one.calls), default=None)
            if process is None:
                return
            call = self._waiting.popleft()
            if not call.answer.done():  # its caller gave up waiting
                process.send(call)

    def _answered(self) -> None:
        self._stillborn = 0
        self._hand_out()

    def _ended(self, process: _Process, lost: list[_Call]) -> None:
        """The first of the calls at a process that died is what it was at; the others go to the next one."""
        if process in self._processes:
            self._processes.remove(process)
        if self._closed:
            self._fail(lost)
            return
        if process.answers == 0:
            self._stillborn += 1
        if lost:
            reason: Literal["time", "crash"] = "time" if process.code == -signal.SIGPROF else "crash"
            log.warning("worker.lost", reason=reason, code=process.code)
            lost[0].fail(WorkerLost(reason))
            self._waiting.extendleft(reversed(lost[1:]))
        if self._stillborn >= _MOST_STILLBORN:
            log.error("workers.given_up", do="See whether this machine has memory left; the work is done in one process now.")
            for call in self._waiting:
                call.fail(_NoProcess())
            self._waiting.clear()
            return
        self.begin()
        self._hand_out()

    def _fail(self, calls: list[_Call]) -> None:
        for call in calls:
            call.fail(WorkerLost("crash"))


class _Call:
    """What waits for its answer."""

    __slots__ = ("answer", "frame")

    def __init__(self, frame: bytes, answer: asyncio.Future[Any]) -> None:
        self.frame, self.answer = frame, answer

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class _Process(asyncio.Protocol):
    """One process and the calls that lie at it, the first of which it is at."""

    def __init__(self, workers: Workers, loop: asyncio.AbstractEventLoop) -> None:
        self._workers = workers
        self.calls: deque[_Call] = deque()
        self.code: int | None = None
        self._transport: asyncio.Transport | None = None
        self._unsent: list[bytes] = []
        self._come = bytearray()
        self.answers = 0
        self._retiring = False
        ours, its = socket.socketpair()
        with its:
            self._popen = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-P", "-m", "tidewaiter.worker", str(its.fileno())],
                pass_fds=[its.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # One core each: threads of BLAS would only wait for one another, spinning.
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
                start_new_session=True,  # Ctrl-C in the terminal is for us alone
            )
        ours.setblocking(False)
        # Always first: a process that can't even do this dies at it, and at no caller's call.
        function, *args = workers._warm
        warming = _Call(frame((function, args, {})), loop.create_future())
        warming.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())  # nobody asks for it
        self.send(warming)
        self._ours = ours
        self._connecting = loop.create_task(self._connect(loop))

    async def _connect(self, loop: asyncio.AbstractEventLoop) -> None:
        await loop.create_unix_connection(lambda: self, sock=self._ours)

    @property
    def has_room(self) -> bool:
        return len(self.calls) <= AHEAD and not self._retiring

    def send(self, call: _Call) -> None:
        self.calls.append(call)
        if self._transport is None:
            self._unsent.append(call.frame)
        else:
            self._transport.write(call.frame)

    def end(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._connecting.cancel()
        if self._transport is None:
            self._ours.close()
        else:
            self._transport.close()
        for call in self.calls:
            call.fail(WorkerLost("crash"))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one without being derived from it
        self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def data_received(self, data: bytes) -> None:
        self._come += data
        while len(self._come) >= LENGTH.size and len(self._come) >= (end := LENGTH.size + LENGTH.unpack_from(self._come)[0]):
            with memoryview(self._come) as view:
                answer = pickle.loads(view[LENGTH.size : end])  # noqa: S301 - from our own process
            del self._come[:end]
            self._take(answer)

    def _take(self, answer: Any) -> None:
        call = self.calls.popleft()
        if not call.answer.done():
            call.answer.set_result(answer)
        self.answers += 1
        if self.answers % _LOOK_EVERY == 0 and _memory_of(self._popen.pid) > MOST_MEMORY:
            self._retiring = True
        if self._retiring and not self.calls and self._transport is not None:
            self._transport.close()
        self._workers._answered()

    def connection_lost(self, error: Exception | None) -> None:
        self._popen.kill()  # it is dying anyway, or retired
        self.code = self._popen.wait()
        lost = [call for call in self.calls if not call.answer.done()]
        self.calls.clear()
        self._workers._ended(self, lost)


def _memory_of(process: int) -> int:
    """Bytes of resident memory, from /proc (elsewhere nothing is known, and nothing is capped)."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _remade(kind: type[BaseException], args: tuple[Any, ...], attributes: dict[str, Any]) -> BaseException:
    """An error as the function raised it, whatever its class wants to be made of."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error
