"""A shop of 48 traps with 20 honest listings among them: what it costs, judged from outside the crawl.

    python -m benchmarks.hostile [--runs 1] [--processes 2]

Two crawls with all stages and no browser, each a process of its own: an idle one (a shop of the same 20 listings and nothing
else), and the traps. Memory is the highest that a crawl and all processes beside it (reading, photos, the text model) held
together, shared pages counted once, looked at four times a second from here; the growth is the difference of the two. The shop
counts every connection to the address that its traps lead to; the guard's own refusals are counted by the crawl.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urljoin

from tests.shared_data import ROOT
from tests.web.hostile_shop import HONEST, TRAPS
from tests.web.serving import served
from web.processes import memory_of

ASKED_MB = 300


def main() -> None:
    """Prints a line for each run, and fails where a goal isn't met."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--processes", type=int, default=None, help="as the setting; default: the setting's own default")
    parser.add_argument("--one", nargs=2, metavar=("HOME", "URL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        _crawl_one(Path(given.one[0]), given.one[1], given.processes)
        return
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores; {len(TRAPS)} traps, {HONEST} honest listings", flush=True)
    good = True
    for _ in range(given.runs):
        with served("tests.web.plain_shop", str(HONEST), "2000") as shop:
            idle, _, _ = _watched(shop.url + "/", given.processes)
        with served("tests.web.hostile_shop") as shop:
            before = int(shop.get("/__other"))
            highest, seconds, ended = _watched(shop.url + "/", given.processes)
            strangers = int(shop.get("/__other")) - before
            asked = {path.partition("?")[0] for path in shop.get("/__log")}
        met = sum(trap.partition("?")[0] in asked for trap in TRAPS)
        grown = highest - idle
        print(
            f"{ended['honest']} of {HONEST} honest listings, {met} of {len(TRAPS)} traps met, "
            f"{ended['pages']:.0f} pages, {seconds:.0f} s, {ended['outcome']}; "
            f"highest {highest >> 20} MB, idle {idle >> 20}: {grown / 2**20:+.0f} MB; connections to addresses not allowed: "
            f"{strangers} (refused before: {ended['refused']:.0f})",
            flush=True,
        )
        good &= ended["honest"] == HONEST and grown <= ASKED_MB << 20 and strangers == 0 and ended["outcome"] == "finished"
    raise SystemExit(0 if good else 1)


def _watched(url: str, processes: int | None) -> tuple[int, float, dict[str, float | int | str]]:
    """Highest bytes of the crawl's processes together, its seconds, and what it says at its end."""
    more = [] if processes is None else ["--processes", str(processes)]
    with tempfile.TemporaryDirectory(prefix="hostile-") as home:
        command = [sys.executable, "-m", "benchmarks.hostile", "--one", home, url, *more]
        begun = time.perf_counter()
        highest = 0
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as crawl:
            while crawl.poll() is None:
                highest = max(highest, memory_of(crawl.pid))
                time.sleep(0.25)
            out = crawl.stdout.read() if crawl.stdout else b""
        return highest, time.perf_counter() - begun, json.loads(out.splitlines()[-1])


def _crawl_one(home: Path, url: str, processes: int | None) -> None:
    from crawlers.crawl import Budget, Start, crawl
    from pipelines.settings import STAGES
    from tidewaiter.config import load_settings

    # Each trap is a start too: what the crawl learns of where listings are must not spare it any.
    own = {} if processes is None else {"processes": processes}
    settings, _ = load_settings(
        home=home, environ={}, delay=0.0, autothrottle=False, keep_pages_days=0, download_timeout=3.0, log_level="error", **own
    )
    starts = [Start(urljoin(url, path)) for path in ("/", *TRAPS)]
    counts = crawl(
        settings, starts, folder=home / "run", pipelines=STAGES, render="never",
        budget=Budget(pages=1500, minutes=5), out=home / "out.jsonl",
    )  # fmt: skip
    titles = {json.loads(line)["title"] for line in (home / "out.jsonl").read_text("utf-8").splitlines()}
    outcome = next((key.rpartition("/")[2] for key in counts if key.startswith("tidewaiter/outcome/")), "none")
    told = {
        "honest": len({f"Carved figure {number}" for number in range(HONEST)} & titles), "outcome": outcome,
        "pages": counts["tidewaiter/pages"], "refused": counts.get("tidewaiter/skipped/private_address", 0),
    }  # fmt: skip
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
