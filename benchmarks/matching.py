"""Goods and cases in a linking world, through the product's own line: `python -m benchmarks.matching --seed 303`.

Generates the world (no photos), imports it, writes the stored matches and scores them with the scorer beside the data.
Report seeds on which nothing was fitted (`benchmarks/judged.py` names those that were).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.worlds import index_of_world, listings_of, make_world, shared
from pipelines.line import Line
from tidewaiter.config import Settings
from tidewaiter.model import Match, Series
from tidewaiter.serialising import to_json


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--text-model", default="none", help="'packaged' to embed as well")
    parser.add_argument("--photos", action="store_true", help="with real photos: slower, about 6 s to make 1000 listings")
    parser.add_argument("--out", type=Path, help="keep the world, the index and the matches here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.out or Path(temporary)
        world = make_world(folder / "world", seed=options.seed, listings=options.listings, photos=options.photos)
        run(world, folder, options.text_model)


def run(world: Path, folder: Path, text_model: str) -> None:
    settings = Settings(home=folder / "home", text_model=text_model, read_photos=False)
    index = index_of_world(world, settings)
    started = time.perf_counter()
    report = Line(settings, index).run(listings_of(world))
    seconds = time.perf_counter() - started
    print(f"{report.listings} listings in {seconds:.1f} s ({report.listings / seconds:.0f}/s), text model {text_model}")
    for kind, name in ((Match, "matches.jsonl"), (Series, "series.jsonl")):
        with (folder / name).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(to_json(record), ensure_ascii=False) + "\n" for record in index.find(kind))
    index.close()
    scorer = [sys.executable, str(shared("linking") / "score_linking.py"), "--truth", str(world)]
    subprocess.run([*scorer, "--series", str(folder / "series.jsonl"), "--matches", str(folder / "matches.jsonl")], check=True)


if __name__ == "__main__":
    main()
