"""What can go wrong that a person can act on.

TidewaiterError            exit code 1: failed at work
├── InvalidInput           exit code 2: wrong usage, a bad file, a bad field
├── IndexUnavailable       the engine can't be reached, or its disk is full
├── IndexMismatch          the index was made by another model or a newer schema
├── NotAllowed             an address, a host or an action that the rules of use forbid
├── AlreadyRunning         another process holds the campaign, the ledger or the port
└── MissingPart            something this machine lacks (a browser, a model, an engine)
"""

from __future__ import annotations

from typing import ClassVar


class TidewaiterError(Exception):
    """Something the person at the keyboard can act on: shown without a traceback, as what went wrong and what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, do: str) -> None:
        """Takes one sentence on what went wrong (where, which value) and one on what to do."""
        super().__init__(what)
        self.what = what
        self.do = do


class InvalidInput(TidewaiterError):
    """Wrong usage, or a file or field that does not say what it must."""

    exit_code = 2


class IndexUnavailable(TidewaiterError):
    """The index can't be reached or written now; nothing acknowledged before is lost."""


class IndexMismatch(TidewaiterError):
    """The index holds what this program can't mix with: another text model's vectors, a newer schema."""


class NotAllowed(TidewaiterError):
    """An address, host or action that the rules of use forbid."""


class AlreadyRunning(TidewaiterError):
    """Another process holds what this one needs alone."""


class MissingPart(TidewaiterError):
    """Something that this machine lacks; `do` says how to get it."""
