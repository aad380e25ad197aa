"""False matches over all pairs of the dev photos and their altered copies: part of `benchmarks/photos.py`.

Every photo and every copy is stored and looked up among all others, by the product's own way: what the broad phase gives is
compared in full, best first, until six in turn show another picture. Pairs that show one picture need no judgement here and
are not compared; they count as met. Within rows of like things pairs are compared in full without the broad phase as well.
Each look-up is written down as it is done (`looked_up.jsonl`), and a run in the same folder goes on after the last one.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

from indexers.embedded import EmbeddedIndex
from matchers.photos import PhotoFeatures, features_of, features_of_print, print_of, same_photo
from matchers.photos.book import MISSES, MOST_COMPARED
from matchers.photos.words import sought_words
from tidewaiter.model import PhotoPrint

ROWS = {
    "tools": "gcompris-tools-",
    "fish": "gcompris-fishes-",
    "windmills": "gcompris-renewable-windmill",
    "solar panels": "gcompris-renewable-solar",
    "monuments": "gcompris-monuments-",
}
"""Like things, by how the names of their photos begin."""
SEED = 7


@dataclass(frozen=True)
class Item:
    """A photo or a copy: its name, the photo that it was made from, all photos that it shows, its bytes."""

    name: str
    photo: str
    shows: frozenset[str]
    data: bytes


@dataclass(frozen=True)
class Wrong:
    """A pair called one photo that is none."""

    first: str
    second: str
    probability: float


def count_false(items: Sequence[Item], folder: Path, *, workers: int, drawn: int) -> None:
    """Prints how many pairs were judged and which were called one photo falsely; drawn: pairs of copies of each row."""
    path = folder / "pairs.db"
    _store(items, path, workers)
    _SHARED.update(path=path, shows={item.name: item.shows for item in items})
    related = sum(bool(a.shows & b.shows) for at, a in enumerate(items) for b in items[at + 1 :])
    pairs = len(items) * (len(items) - 1) // 2
    print(f"{len(items)} photos and copies: {pairs} pairs, {pairs - related} of them of different pictures", flush=True)
    with get_context("fork").Pool(workers) as pool:
        for row, start in ROWS.items():
            asked = _row([item for item in items if item.photo.startswith(start)], drawn)
            wrong = [one for found in pool.imap_unordered(_compared, asked, chunksize=50) for one in found]
            print(f"row of {row}: {len(asked)} pairs compared in full, {len(wrong)} false", flush=True)
            _say(wrong)
        done = _look_up_all(pool, [item.name for item in items], folder / "looked_up.jsonl")
    false = [Wrong(*one) for found in done.values() for one in found["false"]]
    compared, spent = (sum(found[what] for found in done.values()) for what in ("compared", "seconds"))
    print(f"{len(done)} look-ups: {compared} pairs compared in full, {len(false)} false, {spent:.0f} s of processor time")
    kinds = Counter(f"{one.first.split('/')[0]} as {one.second.split('/')[0]}" for one in false)
    for kind, number in kinds.most_common():
        print(f"  {number} {kind}")
    _say(false)


def _store(items: Sequence[Item], path: Path, workers: int) -> None:
    index = EmbeddedIndex(path)
    if index.count(PhotoPrint) < len(items):
        with get_context("fork").Pool(workers) as pool:
            for at in range(0, len(items), 200):
                index.put(pool.map(_print, [(item.name, item.data) for item in items[at : at + 200]], chunksize=20))
    index.close()


def _look_up_all(pool: Pool, names: Sequence[str], progress: Path) -> dict[str, dict[str, Any]]:
    """What each look-up gave, by name; those that `progress` holds are not made again."""
    lines = progress.read_text().splitlines() if progress.exists() else []
    done = {name: found for name, found in map(json.loads, lines) if name in set(names)}
    with progress.open("a") as file:
        for name, found in pool.imap_unordered(_looked_up, [name for name in names if name not in done], 5):
            done[name] = found
            file.write(json.dumps([name, found]) + "\n")
            file.flush()
            if len(done) % 200 == 0:
                false = sum(len(one["false"]) for one in done.values())
                print(f"  {len(done)} looked up, {false} false", flush=True)
    return done


def _say(false: Sequence[Wrong]) -> None:
    for one in false[:40]:
        print(f"  {one.first} taken for {one.second}: {one.probability}", flush=True)


_SHARED: dict[str, object] = {}
_OPEN: dict[str, EmbeddedIndex] = {}
_READ: dict[str, PhotoFeatures] = {}


def _index() -> EmbeddedIndex:
    if "index" not in _OPEN:
        _OPEN["index"] = EmbeddedIndex(_SHARED["path"])
    return _OPEN["index"]


def _features(name: str) -> PhotoFeatures:
    if name not in _READ:
        if len(_READ) > 600:
            _READ.clear()
        _READ[name] = features_of_print(_index().get(PhotoPrint, name))
    return _READ[name]


def _print(item: tuple[str, bytes]) -> PhotoPrint:
    return print_of(item[0], features_of(item[1]))


def _row(items: Sequence[Item], drawn: int) -> list[tuple[str, str]]:
    """Each photo of the row with all photos and copies of others, and so many pairs of copies drawn by chance."""
    rng = random.Random(SEED)
    whole = [item for item in items if item.name.startswith("as it is/")]
    pairs = [(a.name, b.name) for a in whole for b in items if not a.shows & b.shows and (b not in whole or a.name < b.name)]
    copies = [item for item in items if item not in whole]
    while drawn > 0:
        a, b = rng.sample(copies, 2)
        if not a.shows & b.shows:
            pairs.append((a.name, b.name))
            drawn -= 1
    return pairs


def _compared(pair: tuple[str, str]) -> list[Wrong]:
    link = same_photo(_features(pair[0]), _features(pair[1]))
    return [] if link is None else [Wrong(*pair, link.probability)]


def _looked_up(name: str) -> tuple[str, dict[str, Any]]:
    """A photo's name; its false matches, how many stored photos were compared, the processor time."""
    begun = time.process_time()
    shows = _SHARED["shows"]
    features = _features(name)
    false, compared, missed = [], 0, 0
    for hit in _index().sharing_words(PhotoPrint, sought_words(features), limit=MOST_COMPARED):
        if shows[hit.id] & shows[name]:
            missed = 0
            continue
        compared += 1
        if (link := same_photo(_features(hit.id), features)) is not None:
            false.append((name, hit.id, link.probability))
            missed = 0
        elif (missed := missed + 1) >= MISSES:
            break
    return name, {"false": false, "compared": compared, "seconds": time.process_time() - begun}
