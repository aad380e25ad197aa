"""Series, case matches and the five ways on a generated world of sellers, beside the baselines that come with the set.

    python -m benchmarks.linking [--seed 21] [--listings 10000] [--world DIR] [--keep DIR]

Makes a world with `../shared/data/linking/generate.py`, imports it (no text model, photos as hashes), writes series, matches
and answers as the command line does, and scores all with `score_linking.py`; the baselines are scored in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("TIDEWAITER_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")) / "linking"
BASELINES = ("account", "naive", "ceiling")


def main() -> None:
    """Runs the benchmark and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=21, help="of the world")
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--world", type=Path, help="a world that is there already, instead of a new one")
    parser.add_argument("--keep", type=Path, help="folder for world, index and answers; default: a temporary one")
    asked = parser.parse_args()
    if not (SHARED / "score_linking.py").is_file():
        sys.exit(f"{SHARED}: not there; the benchmark needs the data set beside the project (or TIDEWAITER_TEST_DATA)")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        world = asked.world or make_world(folder / "world", asked.seed, asked.listings)
        rows = [("tidewaiter", score(world, run(world, folder)))]
        for how in BASELINES:
            run_script("baseline.py", str(world), str(folder / how), "--how", how)
            rows.append((how, score(world, folder / how)))
        print(table(rows))


def make_world(folder: Path, seed: int, listings: int) -> Path:
    """A new world, with photos as hashes."""
    run_script("generate.py", "--seed", str(seed), "--listings", str(listings), "--photos", "off", "--out", str(folder))
    return folder


def run_script(name: str, *arguments: str) -> str:
    """The output of one of the set's own scripts."""
    done = subprocess.run([sys.executable, str(SHARED / name), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def run(world: Path, folder: Path) -> Path:
    """Imports the world into a new installation and writes series, matches and answers; prints the seconds of each step."""
    from indexers.opening import open_index
    from matchers.retro import add_case, add_goods
    from pipelines.exporting import export_lines
    from pipelines.importing import ListingFiles
    from pipelines.line import Line
    from tidewaiter.case import read_case
    from tidewaiter.config import load_settings
    from tidewaiter.goods import read_goods

    settings, _ = load_settings(home=folder / "home", text_model="none")
    out = folder / "tidewaiter"
    out.mkdir(exist_ok=True)
    index = open_index(settings)
    try:
        add_goods(index, [read_goods(path) for path in sorted((world / "goods").glob("*.yml"))], settings)
        add_case(index, [read_case(path) for path in sorted((world / "cases").glob("*.yml"))], settings)
        began = _processor()
        report = Line(settings, index).run(ListingFiles([world / "listings.jsonl"]))
        spent = {name.split("/")[1]: value for name, value in report.counts.items() if name.endswith("/seconds")}
        steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
        print(
            f"{report.listings} listings imported, matched and put in series in {report.seconds:.1f} s, "
            f"{_processor() - began:.1f} s of processor time ({steps})",
            flush=True,
        )
        for what in ("series", "matches"):
            (out / f"{what}.jsonl").write_text("".join(export_lines(index, "", what=what, format="jsonl")), "utf-8")
        (out / "answers.jsonl").write_text("".join(answers(index, world / "questions.jsonl")), "utf-8")
        one_more(settings, index, world)
    finally:
        index.close()
    return out


def _processor() -> float:
    """Seconds of processor time of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def answers(index: Any, questions: Path) -> Iterator[str]:
    """A line for each question, as `tidewaiter ways --questions` writes it; prints how long they took."""
    from matchers.ways import Ways

    started = time.perf_counter()
    ways = Ways(index)
    opened = time.perf_counter() - started
    spent: list[float] = []
    worked: list[float] = []
    for line in questions.read_text("utf-8").splitlines():
        question = json.loads(line)
        started, began = time.perf_counter(), time.process_time()
        found = [
            one for one in ways.ask(question["way"], question["query"], want=question["want"]) if one.kind == question["want"]
        ]
        spent.append(time.perf_counter() - started)
        worked.append(time.process_time() - began)
        yield json.dumps({"question": question["id"], "answers": [{"kind": a.kind, "id": a.id} for a in found[:20]]}) + "\n"
    print(
        f"{len(spent)} questions: {_spread(spent)}; processor: {_spread(worked)} (opening {1000 * opened:.0f} ms)", flush=True
    )


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    median, late, last = (1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 1.0))
    return f"median {median:.0f} ms, p95 {late:.0f} ms, longest {last:.0f} ms"


def one_more(settings: Any, index: Any, world: Path) -> None:
    """Prints what one listing more costs a keeper that has just been made: the last listings of the world once more."""
    from matchers.series import SeriesKeeper
    from pipelines.importing import ListingFiles

    ids = [listing.id for listing in ListingFiles([world / "listings.jsonl"])][-40:]
    spent: list[float] = []
    worked: list[float] = []
    for listing in index.listings(ids).values():
        keeper = SeriesKeeper(index)
        started, began = time.perf_counter(), time.process_time()
        keeper.add([listing])
        spent.append(time.perf_counter() - started)
        worked.append(time.process_time() - began)
    print(f"one listing more, {len(spent)} times: {_spread(spent)}; processor: {_spread(worked)}", flush=True)


def score(world: Path, out: Path) -> dict[str, Any]:
    """What the set's scorer says."""
    files = [f"--{name}={out / name}.jsonl" for name in ("series", "matches", "answers")]
    scored: dict[str, Any] = json.loads(run_script("score_linking.py", "--truth", str(world), *files, "--json"))
    return scored


def table(rows: list[tuple[str, dict[str, Any]]]) -> str:
    """The figures that matter, a system a line."""
    lines = [
        f"{'':<12}{'B3 P':>8}{'B3 R':>8}{'B3 F1':>8}{'pair P':>8}{'pair R':>8}{'traps':>10}"
        f"{'goods AP':>10}{'cases P':>9}{'cases R':>9}{'cases AP':>10}{'recall@20':>11}"
    ]
    for name, scored in rows:
        series, traps, cases = scored["actors and traps"], scored["traps"]["all"], scored["cases"]
        lines.append(
            f"{name:<12}{series['bcubed_precision']:>8.3f}{series['bcubed_recall']:>8.3f}{series['bcubed_f1']:>8.3f}"
            f"{series['pair_precision']:>8.3f}{series['pair_recall']:>8.3f}{traps['violated']:>6} of {traps['traps']}"
            f"{scored['goods']['ap']:>9.3f}{cases['precision']:>9.3f}{cases['recall']:>9.3f}{cases['ap']:>10.3f}"
            f"{scored['questions']['all']['recall_at_20']:>11.3f}"
        )
    for name, scored in rows:
        ways = {way: row["recall_at_20"] for way, row in scored["questions"].items()}
        lines.append(f"{name:<12}" + "  ".join(f"{way} {recall:.3f}" for way, recall in ways.items()))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
