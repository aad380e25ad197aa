"""A process that does what another one hands it: `python -m tidewaiter.worker FD`. See `tidewaiter.workers`.

Frames both ways: eight bytes of length, then a pickle. In come (function, arguments by place, by name), out go
(True, result) or (False, error's class, arguments and attributes), in the same order.
"""

from __future__ import annotations

import pickle
import signal
import socket
import struct
import sys
import traceback
from typing import Any

LENGTH = struct.Struct("<Q")
MOST_SECONDS = 30.0
"""Processor time of one call; what takes longer hangs, and ends this process with it."""


def frame(value: Any) -> bytes:
    """A value as it goes over the wire."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def main() -> None:
    """Works until the other end closes."""
    # A stop (Ctrl-C in the terminal, SIGTERM to the whole service) is told to the process that we work for: it ends us.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as wire, wire.makefile("rwb", buffering=1 << 16) as stream:
        while len(head := stream.read(LENGTH.size)) == LENGTH.size:
            data = stream.read(LENGTH.unpack(head)[0])
            # The default action of SIGPROF is to end the process, also in the middle of a decoder's loop.
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            answer = _answer(data)
            signal.setitimer(signal.ITIMER_PROF, 0)
            try:
                stream.write(answer)
                stream.flush()
            except OSError:
                return  # nobody is there any more


def _answer(data: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(data)  # noqa: S301 - from the process that started this one
        return frame((True, function(*args, **kwargs)))
    except Exception as error:  # the edge of the process: the caller gets it
        error.add_note("".join(traceback.format_exception(error)))
        try:
            return frame((False, type(error), error.args, vars(error)))
        except Exception:  # an error that holds what can't be sent
            return frame((False, RuntimeError, (f"{type(error).__name__}: {error}"[:500],), {}))


if __name__ == "__main__":
    main()
