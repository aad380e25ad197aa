"""Serves a world in a process of its own, for whoever crawls it: the demo, the benchmarks, the tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def served_world(seed: int, *, truth: Path, cases: Path | None = None) -> Iterator[dict[str, str]]:
    """The addresses by site; the child ends with the block, and by itself when this process is gone.

    truth: where the planted truth is written (JSON Lines); cases: folder for the known cases (YAML).
    Raises `RuntimeError` where the child does not come up.
    """
    more = ["--cases", str(cases)] if cases else []
    command = [sys.executable, "-m", "demo.world", "--seed", str(seed), "--truth", str(truth), *more]
    command += ["serve", "--port", "0", "--until-stdin-closes"]
    # No input from outside goes into it: our own Python, our own module.
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603
        try:
            assert child.stdout is not None  # noqa: S101 - it is a pipe
            line = child.stdout.readline()
            if not line:
                raise RuntimeError(f"the demo's web did not start (exit code {child.wait()})")
            addresses: dict[str, str] = json.loads(line)["sites"]
            yield addresses
        finally:
            child.terminate()
