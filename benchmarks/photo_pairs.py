"""False matches over all pairs of the dev photos and their altered copies: part of `benchmarks/photos.py`.

Every photo and every copy is stored and looked up among all others, by the product's own way: what the broad phase gives is
compared in full, best first, until six in turn show another picture. Pairs that show one picture need no judgement here and
are not compared; they count as met. Within rows of like things pairs are compared in full without the broad phase as well.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

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
    begun = time.perf_counter()
    path = folder / "pairs.db"
    with get_context("fork").Pool(workers) as pool:
        prints = pool.map(_print, [(item.name, item.data) for item in items], chunksize=20)
    index = EmbeddedIndex(path)
    index.put(prints)
    index.close()
    _SHARED.update(path=path, shows={item.name: item.shows for item in items})
    related = sum(bool(a.shows & b.shows) for at, a in enumerate(items) for b in items[at + 1 :])
    pairs = len(items) * (len(items) - 1) // 2
    print(
        f"{len(items)} photos and copies: {pairs} pairs, {pairs - related} of them of different pictures "
        f"(prepared in {time.perf_counter() - begun:.0f} s)",
        flush=True,
    )
    with get_context("fork").Pool(workers) as pool:
        for row, start in ROWS.items():
            asked = _row([item for item in items if item.photo.startswith(start)], drawn)
            false = [one for found in pool.imap_unordered(_compared, asked, chunksize=50) for one in found]
            print(f"row of {row}: {len(asked)} pairs compared in full, {len(false)} false", flush=True)
            _say(false)
        compared, false, spent, kinds = 0, [], 0.0, Counter[str]()
        for done, (found, count, seconds) in enumerate(pool.imap_unordered(_looked_up, [i.name for i in items], 5), 1):
            compared, spent = compared + count, spent + seconds
            false += found
            if done % 200 == 0:
                print(f"  {done} looked up, {compared} compared, {len(false)} false, {spent:.0f} s", flush=True)
    for one in false:
        kinds[f"{one.first.split('/')[0]} as {one.second.split('/')[0]}"] += 1
    print(f"{len(items)} look-ups: {compared} pairs compared in full, {len(false)} false, {spent:.0f} s of processor time")
    for kind, number in kinds.most_common():
        print(f"  {number} {kind}")
    _say(false)


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


def _looked_up(name: str) -> tuple[list[Wrong], int, float]:
    """False matches of one look-up, how many stored photos were compared, the processor time."""
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
            false.append(Wrong(name, hit.id, link.probability))
            missed = 0
        elif (missed := missed + 1) >= MISSES:
            break
    return false, compared, time.process_time() - begun
