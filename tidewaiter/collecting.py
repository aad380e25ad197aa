"""Python's collector of cycles held back while many objects live for a moment."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """No collection inside: for work that makes thousands of objects, none of them in a cycle.

    The collector would look at all of them, and now and then at all else that the process holds. As a decorator too.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
