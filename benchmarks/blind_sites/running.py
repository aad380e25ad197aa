"""Runs the real command line on a served site, in a home of its own, and reads what it stored."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.blind_sites.scoring import Record, Score, score
from benchmarks.blind_sites.serving import Served
from benchmarks.blind_sites.site import Site

SETTINGS = {
    "TIDEWAITER_AUTOTHROTTLE": "false",
    # Neither bears on what is collected: what stands in photos, and the meaning of texts.
    "TIDEWAITER_READ_PHOTOS": "false",
    "TIDEWAITER_TEXT_MODEL": "none",
}
MOST_PAGES = 600
MOST_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl: what it scored, how long it took, how it ended."""

    site: Site
    score: Score
    seconds: float
    report: str


def tidewaiter(home: Path, *arguments: str, seconds: float = MOST_SECONDS) -> str:
    """What the command prints; a crawl that takes too long is stopped as Ctrl-C stops it."""
    program = Path(sys.executable).parent / "tidewaiter"
    environment = {**os.environ, **SETTINGS, "TIDEWAITER_HOME": str(home)}
    with (home / "log.txt").open("ab") as log:
        process = subprocess.Popen([program, *arguments], env=environment, stdout=subprocess.PIPE, stderr=log)
        try:
            out, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.terminate()
            try:
                out, _ = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                out, _ = process.communicate()
    return out.decode()


def run(site: Site, keep: Path | None = None, most: float = MOST_SECONDS) -> Run:
    """Serve, crawl from the home page, export, score. keep: folder for the export and the list of pages; most: seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, Served(site) as served:
        home = Path(folder)
        report = tidewaiter(home, "crawl", served.root, "--delay", "0", "--limit", str(MOST_PAGES), "--json", seconds=most)
        seconds = time.monotonic() - began
        lines = tidewaiter(home, "export", "--what", "listings", "--format", "jsonl").splitlines()
        records: list[Record] = [json.loads(line) for line in lines if line.strip()]
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{site.name}.jsonl").write_text("\n".join(lines), "utf-8")
            (keep / f"{site.name}.pages.txt").write_text("\n".join(served.log.pages), "utf-8")
        return Run(site, score(site, records, served.log), seconds, report.strip())
