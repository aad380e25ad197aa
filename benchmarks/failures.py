"""A full disk, a read-only disk, a clock that is set back, Elasticsearch gone during a run: what the run does, what is lost.

    python -m benchmarks.failures [--items 400] [--down 20] [--only full|read-only|clock|elasticsearch]

Each time `tidewaiter run` collects a shop on loopback that writes down what it is asked for; in the middle of the run the
thing breaks, the run must end with its reason (exit code 1), and the same command must finish it once the thing is whole
again: each listing in the index once, and no more than `concurrency` pages fetched again. Disks are a tmpfs that is mounted
for it (needs root; without, a limit on the size of files stands in for a full disk, and read-only is left out): one that is
written to can't be made read-only by mount, so the run is killed, and meets the read-only disk when it is taken up. The clock
is set back by two days inside the process (no libfaketime here). The node is that of `../shared/elasticsearch`, killed and
started again after `--down` seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.kills import asked
from tests.shared_data import ROOT
from tests.web.serving import Served, free_port, served
from tidewaiter.config import load_settings

BYTES = "2500"
SLOW = "0.05"
ENVIRON = {
    "TIDEWAITER_TEXT_MODEL": "none", "TIDEWAITER_AUTOTHROTTLE": "false", "TIDEWAITER_BROWSER": "/no/such/browser",
    "TIDEWAITER_DELAY": "0", "TIDEWAITER_READ_PHOTOS": "false", "TIDEWAITER_LOG_LEVEL": "error", "TIDEWAITER_PROCESSES": "0",
}  # fmt: skip
CLOCK = "TIDEWAITER_BENCHMARK_CLOCK"
BACK = 2 * 86_400.0


@dataclass(slots=True)
class Ground:
    """Where a run takes place."""

    home: Path
    shop: Served
    log: Path
    items: int
    environ: dict[str, str]

    def run(self, *, limit: int | None = None, more: dict[str, str] | None = None) -> subprocess.Popen[str]:
        """`tidewaiter run`; limit: bytes that a file may have."""
        campaign = self.log.parent / "shop.yml"
        campaign.write_text(f"name: Shop\nsources: ['{self.shop.url}/']\ndelay: 0\ngoods: [tiger]\n", "utf-8")
        arguments = ["--child", "--home", str(self.home), "run", str(campaign), "--json"]
        command = [sys.executable, "-m", "benchmarks.failures", *arguments]

        def bound() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        environ = {**os.environ, **ENVIRON, **self.environ, **(more or {})}
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=environ, preexec_fn=bound)

    def wait_for(self, share: float) -> None:
        until = time.monotonic() + 120
        while len(set(asked(self.log))) < share * self.items:
            if time.monotonic() > until:
                raise SystemExit(f"the run got to {len(set(asked(self.log)))} pages")
            time.sleep(0.05)

    def judge(self, what: str, said: str, breaks: int) -> bool:
        from indexers.opening import open_index

        settings = load_settings(home=self.home, environ={**ENVIRON, **self.environ})[0]
        index = open_index(settings)
        titles = Counter(listing.title for listing in index.all_listings())
        index.close()
        lost = sum(1 for number in range(self.items) if f"Carved figure {number}" not in titles)
        twice = sum(1 for times in titles.values() if times > 1)
        paths = asked(self.log)
        again = len(paths) - len(set(paths))
        print(f"{what}: {lost} of {self.items} listings lost, {twice} twice, {again} pages fetched again")
        print(f"  it said: {said}", flush=True)
        return not lost and not twice and again <= breaks * settings.concurrency


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        return child(sys.argv[2:])
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=400)
    parser.add_argument("--down", type=float, default=20.0)
    parser.add_argument("--only", choices=("full", "read-only", "clock", "elasticsearch"))
    given = parser.parse_args()
    cases: dict[str, Callable[[Ground], bool]] = {
        "full": full_disk, "read-only": read_only_disk, "clock": clock_set_back,
        "elasticsearch": lambda ground: elasticsearch_gone(ground, given.down),
    }  # fmt: skip
    good = True
    for name, case in cases.items():
        if given.only in {None, name}:
            with ground(given.items) as where:
                good &= case(where)
    return int(not good)


@contextmanager
def ground(items: int) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="failures-") as folder:
        log = Path(folder) / "log"
        log.touch()
        with served("tests.web.plain_shop", str(items), BYTES, SLOW, str(log)) as shop:
            yield Ground(Path(folder) / "home", shop, log, items, {})


def ended(process: subprocess.Popen[str], *, code: int) -> str:
    """What it said on stderr. It must end with this exit code."""
    _, told = process.communicate(timeout=300)
    if process.returncode != code:
        raise SystemExit(f"exit code {process.returncode} instead of {code}: {told[-2000:]}")
    return " ".join(told.rpartition("tidewaiter: ")[2].split())[:400]


def full_disk(ground: Ground) -> bool:
    with disk(ground.home, "5m") as resize:
        said = ended(ground.run(limit=None if resize else 600_000), code=1)
        if resize:
            resize("size=500m")
        ended(ground.run(), code=0)
        return ground.judge("full disk" if resize else "full disk (files of at most 600 kB)", said, 1)


def read_only_disk(ground: Ground) -> bool:
    with disk(ground.home, "500m") as resize:
        if resize is None:
            print("read-only disk: left out, nothing can be mounted here")
            return True
        process = ground.run()
        ground.wait_for(0.4)
        process.kill()
        process.communicate()
        resize("ro")
        said = ended(ground.run(), code=1)
        resize("rw")
        ended(ground.run(), code=0)
        return ground.judge("read-only disk", said, 1)


def clock_set_back(ground: Ground) -> bool:
    process = ground.run(more={CLOCK: "4"})
    ground.wait_for(0.5)
    process.kill()
    process.communicate()
    begun = time.monotonic()
    ended(ground.run(more={CLOCK: "0"}), code=0)
    return ground.judge("clock set back by two days", f"nothing, and went on for {time.monotonic() - begun:.0f} s", 1)


def elasticsearch_gone(ground: Ground, seconds: float) -> bool:
    script = ROOT.parent / "shared" / "elasticsearch" / "es"
    if not script.exists():
        print(f"Elasticsearch: left out, {script} is not there")
        return True
    port, data = str(free_port()), str(ground.log.parent / "elasticsearch")

    def node(command: str, *options: str) -> None:
        subprocess.run([sys.executable, str(script), command, "--data", data, *options], check=True, capture_output=True)

    ground.environ["TIDEWAITER_INDEX"] = f"http://127.0.0.1:{port}"
    options = ("--port", port, "--heap", "512m")
    node("start", *options)
    try:
        process = ground.run()
        ground.wait_for(0.4)
        node("stop", "--kill")
        said = ended(process, code=1)
        time.sleep(seconds)
        ended(ground.run(), code=1)
        node("start", *options)
        ended(ground.run(), code=0)
        return ground.judge(f"Elasticsearch killed, down for {seconds:.0f} s", said, 1)
    finally:
        node("stop", "--kill")


@contextmanager
def disk(folder: Path, size: str) -> Iterator[Callable[[str], None] | None]:
    """A file system of its own at the folder, and what mounts it again with other options; None: not here."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, check=False, capture_output=True)
    if mounted.returncode:
        yield None
        return
    try:
        yield lambda option: void(subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True))
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def void(_: object) -> None: ...


def child(arguments: list[str]) -> int:
    """The command line, with a clock that jumps back after so many seconds."""
    if (after := os.environ.get(CLOCK)) is not None:
        set_back(float(after))
    from tidewaiter.cli.main import main as command

    return command(arguments)


def set_back(after: float) -> None:
    import datetime as module

    from tidewaiter import identity

    true, begun = time.time, time.monotonic()

    def shown() -> float:
        return true() - (BACK if time.monotonic() - begun >= after else 0.0)

    time.time = shown
    identity.moment.__code__ = (lambda: datetime.fromtimestamp(_time(), UTC)).__code__  # noqa: F821 - names of that module
    vars(identity).update(datetime=module.datetime, UTC=module.UTC, _time=shown)


if __name__ == "__main__":
    sys.exit(main())
