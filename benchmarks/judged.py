"""Makes the bundled judged set and fits the bundled weights: `python -m benchmarks.judged [--seeds 31 32 33] [--write]`.

Judged are candidates in generated linking worlds (truth is planted) and the listing texts whose words are labelled. Only
what the signals saw is kept (`matchers/judged.csv.gz`): kinds of evidence and strengths, no text, no name, no number.
"""

from __future__ import annotations

import argparse
import gzip
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.worlds import ROOT, index_of_world, listings_of, make_world, read_text, rows, shared
from indexers.embedded import EmbeddedIndex
from matchers.calibrate import Judged, calibration_error, fit, starting_weights, strengths_of, write_judged, write_weights
from matchers.matching import Matcher
from matchers.score import Weights, bundled_weights, kept_whole, logistic
from tidewaiter.config import Settings
from tidewaiter.goods import Goods
from tidewaiter.model import Listing, Match, TargetKind

LISTINGS = 4000
TEXTS_COUNT = 3
"""How often a labelled text counts: they are few, but of another hand."""


def matched(
    index: EmbeddedIndex, listings: Sequence[Listing], settings: Settings, weights: dict[TargetKind, Weights]
) -> list[Match]:
    """The last match of each listing and target, down to probability 0."""
    matcher = Matcher(index, settings, weights=weights)
    found: dict[str, Match] = {}
    for start in range(0, len(listings), 256):
        batch = listings[start : start + 256]
        for matches in matcher.match(batch):
            found |= {match.id: match for match in matches}
        index.write_listings(batch)
    return list(found.values())


def of_world(seed: int, weights: dict[TargetKind, Weights], folder: Path, *, listings: int, vectors: bool) -> Iterator[Judged]:
    """Candidates of one world with the planted truth."""
    world = make_world(folder / f"world-{seed}-{listings}", seed=seed, listings=listings)
    settings = Settings(home=folder / f"home-{seed}", text_model="packaged" if vectors else "none")
    index = index_of_world(world, settings)
    several = read_text(listings_of(world), index, settings)
    truth = {row["listing"]: row for row in rows(world / "truth.jsonl")}
    for match in matched(index, several, settings, weights):
        said = truth[match.listing]
        if match.target.kind == "goods":
            yield Judged("goods", said["goods"] == match.target.id, strengths_of(match, weights["goods"]))
        elif not said.get("known_in"):
            yield Judged("case", match.target.id in said["cases"], strengths_of(match, weights["case"]))
    index.close()


def of_texts(weights: dict[TargetKind, Weights], folder: Path) -> Iterator[Judged]:
    """Candidates in the labelled texts: the goods of the catalogue."""
    settings = Settings(home=folder / "home-texts", text_model="none")
    settings.home_path.mkdir(parents=True)
    index = EmbeddedIndex(settings.home_path / "index.sqlite")
    truth = {row["id"]: row for row in rows(shared("listing-text") / "dev.jsonl")}
    listings = [Listing(id=id, source="texts", text=row["text"], country=row.get("country")) for id, row in truth.items()]
    Matcher(index, settings)  # stores the catalogue
    known = {goods.id for goods in index.find(Goods)}
    for match in matched(index, read_text(listings, index, settings), settings, weights):
        right = {word.get("goods") for word in truth[match.listing]["words"]} & known
        judged = Judged("goods", match.target.id in right, strengths_of(match, weights["goods"]), TEXTS_COUNT)
        if match.target.kind == "goods":
            yield judged
    index.close()


def fitted(judged: Sequence[Judged], kind: TargetKind, on: str) -> Weights:
    some = [one for one in judged if one.kind == kind]
    weights = fit(some, starting_weights(kind), fitted_on=on)
    said = [(logistic(one.log_odds(weights)), one) for one in some]
    p = [probability for probability, one in said for _ in range(one.times)]
    y = [one.right for _, one in said for _ in range(one.times)]
    print(f"{kind}: {len(p)} judged, {sum(y)} right; calibration error on them {calibration_error(p, y):.4f}")
    counts = {k: sum(1 for one in some if k in dict(one.strengths)) for k in weights.by_kind}
    print(f"  prior {weights.prior:+.2f}")
    for name, weight in sorted(weights.by_kind.items(), key=lambda pair: -pair[1]):
        print(f"  {weight:+6.2f}  {name:<22} (start {starting_weights(kind).by_kind[name]:+.1f}, in {counts[name]})")
    return weights


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[31, 32, 33])
    parser.add_argument("--vectors-seed", type=int, default=34, help="seed of a smaller world whose texts are embedded too")
    parser.add_argument("--afresh", action="store_true", help="begin with the starting weights, not the last fitted ones")
    parser.add_argument("--write", action="store_true", help="write matchers/judged.csv.gz and matchers/weights.json")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    kinds: tuple[TargetKind, ...] = get_args(TargetKind)
    # What is learned of a case depends on the weights, so that the candidates are those of the last fit where there is one.
    first = {kind: starting_weights(kind) if options.afresh else bundled_weights(kind) for kind in kinds}
    weights = {kind: kept_whole(some) for kind, some in first.items()}
    on = f"linking worlds of seeds {', '.join(map(str, options.seeds))} and {options.vectors_seed}, listing-text (tuned part)"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        judged = [one for seed in options.seeds for one in of_world(seed, weights, folder, listings=LISTINGS, vectors=False)]
        judged += of_world(options.vectors_seed, weights, folder, listings=1500, vectors=True)
        judged += of_texts(weights, folder)
    result = {kind: fitted(judged, kind, on) for kind in kinds}
    if options.write:
        (ROOT / "matchers/judged.csv.gz").write_bytes(gzip.compress(write_judged(judged).encode(), 9, mtime=0))
        write_weights(ROOT / "matchers/weights.json", result)


if __name__ == "__main__":
    main()
