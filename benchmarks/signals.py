"""What a probability means, and what each kind of signal adds: `python -m benchmarks.signals --seed 808`.

A linking world through the product's own line, as in `benchmarks/matching.py`. Prints, scored by the scorer beside the data,
how often matches of each tenth of probability were right, and average precision and recall without each family of signals
(its weights taken out, the others as they are: what the rest makes up for stands in the difference). Matches below 0.01 are
not stored, so those that a family against kept there are missed. `--plot FILE.svg` draws the reliability of goods and cases.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scorers import scorer
from benchmarks.worlds import index_of_world, listings_of, make_world, rows, shared
from matchers.score import logistic
from pipelines.line import Line
from tidewaiter.config import Settings
from tidewaiter.model import Match, TargetKind
from tidewaiter.serialising import to_json

FAMILIES = ("words", "text", "photo", "price", "seller", "handle", "identifier", "name", "place", "time")
RIGHT: Mapping[TargetKind, Callable[[Mapping[str, Any]], set[str]]] = {
    "goods": lambda row: {row["goods"]} if row["goods"] else set(),
    "case": lambda row: set(row["cases"]),
}
SIZE, EDGE = 320, 40


def main() -> None:
    """Prints both tables, and draws the plot where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=808, help="of the world; weights were fitted on 31 to 34")
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--photos", action="store_true", help="with real photos: slower")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        world = make_world(Path(temporary) / "world", seed=options.seed, listings=options.listings, photos=options.photos)
        settings = Settings(home=Path(temporary) / "home", text_model="none", read_photos=False)
        index = index_of_world(world, settings)
        Line(settings, index).run(listings_of(world))
        matches = index.find(Match)
        index.close()
        truth = {row["listing"]: row for row in rows(world / "truth.jsonl")}
    tables: dict[TargetKind, dict[str, Any]] = {kind: scored(matches, kind, truth) for kind in RIGHT}
    for kind, table in tables.items():
        print(f"\n{kind}: reliability (ECE {table['ece']:.3f})\n  from      n   said  right")
        for row in table["calibration_bins"]:
            print(f"  {row['from']:.1f} {row['n']:>7} {row['mean_probability']:>6.3f} {row['right']:>6.3f}")
        print(f"{kind}: without a family of signals\n  {'':<12} {'AP':>6} {'recall':>7} {'precision':>9}")
        for family in ("", *FAMILIES):
            kept = table if not family else scored([without(match, family) for match in matches], kind, truth)
            if not family or any(signal.kind.startswith(f"{family}.") for match in matches for signal in match.signals):
                print(f"  {family or '(all)':<12} {kept['ap']:>6.3f} {kept['recall']:>7.3f} {kept['precision']:>9.3f}")
    if options.plot:
        options.plot.write_text(plot({kind: table["calibration_bins"] for kind, table in tables.items()}), "utf-8")


def without(match: Match, family: str) -> Match:
    """The match as it would be without the signals of a family."""
    signals = [signal for signal in match.signals if not signal.kind.startswith(f"{family}.")]
    log_odds = match.prior + sum(signal.weight for signal in signals)
    return Match(match.listing, match.target, match.prior, logistic(log_odds) if signals else 0.0, signals)


def scored(matches: Sequence[Match], kind: TargetKind, truth: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The scorer's table of one kind of target."""
    table = scorer(shared("linking") / "score_linking.py").match_table
    found: dict[str, Any] = table([to_json(match) for match in matches], kind, truth, 0.5, RIGHT[kind])
    return found


def plot(bins: Mapping[str, Sequence[Mapping[str, float]]]) -> str:
    """An SVG: probability said, across, against the share that was right; a circle's area is how many matches it stands for."""
    parts = []
    for at, (kind, some) in enumerate(bins.items()):
        left = EDGE + at * (SIZE + 2 * EDGE)
        axes = f"M{left} {EDGE}v{SIZE}h{SIZE} M{left} {EDGE + SIZE}L{left + SIZE} {EDGE}"
        parts.append(f'<path d="{axes}" fill="none" stroke="#889"/><text x="{left + 8}" y="{EDGE - 12}">{kind}</text>')
        parts += [
            f'<text x="{left + x * SIZE:.0f}" y="{EDGE + SIZE + 18}" text-anchor="middle">{x:g}</text>'
            f'<text x="{left - 8}" y="{EDGE + SIZE - x * SIZE + 4:.0f}" text-anchor="end">{x:g}</text>'
            for x in (0, 0.5, 1)
        ]
        most = max((row["n"] for row in some), default=1)
        parts += [
            f'<circle cx="{left + row["mean_probability"] * SIZE:.1f}" cy="{EDGE + SIZE - row["right"] * SIZE:.1f}"'
            f' r="{3 + 12 * (row["n"] / most) ** 0.5:.1f}" fill="#0b6280" fill-opacity=".6"/>'
            for row in some
        ]
    width, height = len(bins) * (SIZE + 2 * EDGE), SIZE + 2 * EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
    return f'{head}<rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    main()
