"""What one look-up of a photo costs among many reference photos: part of `benchmarks/photos.py`.

So many real photos are not at hand. A quarter of the photos of `../shared/data/photos` and their descriptions moved by noise
give the words from which each made-up reference draws its own, so that words are as common as in photos; compared in full is
one photo of that quarter in its place. Looked up are photos of the tuned half, as they are and altered, one in two of them
without any reference: what they share with the made-up ones is what two photos of different things share.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import numpy as np
from PIL import Image

from benchmarks.photo_alterations import altered
from benchmarks.photo_sets import is_aside
from indexers import embedded_words
from indexers.embedded import EmbeddedIndex
from matchers.photos import PhotoFeatures, features_of, near, print_of
from matchers.photos.words import STORED, sought_words, stored_words
from tidewaiter.model import ReferencePrint

LOOKED_UP = ("as it is", "crop30", "phone_screen")
MOVED = 4
"""Times that a photo's descriptions are moved by noise for the made-up references."""
KIND = "reference_prints"


class Stocked(EmbeddedIndex):
    """An index in which made-up references have the features of a few photos: 100 000 documents would take 3 GB."""

    others = 1

    def get(self, kind: type, id: str):  # type: ignore[no-untyped-def,override]
        """A made-up reference's document is read from that of a photo, for the same cost."""
        if id.startswith("made-up-"):
            id = f"other-{int(id[8:]) % self.others}"
        return super().get(kind, id)


def lookup_cost(photos: dict[str, bytes], folder: Path, references: int) -> None:
    """Prints how long a look-up among references takes, by processor and by the clock."""
    aside = [photo for photo in photos if is_aside(photo)][::2]
    features_of(photos[aside[0]])  # loads OpenCV
    begun = time.process_time()
    others = [features_of(photos[photo]) for photo in aside]
    print(f"features: {(time.process_time() - begun) / len(aside) * 1000:.0f} ms of processor time a photo")
    mine = [photo for photo in photos if not is_aside(photo)][::2]
    known = set(mine[::2])
    index = Stocked(folder / "index.db")
    index.others = len(others)
    index.put([print_of(photo, features_of(photos[photo]), ReferencePrint) for photo in known])
    index.put([replace(print_of(f"other-{at}", one, ReferencePrint), words=()) for at, one in enumerate(others)])
    begun = time.process_time()
    _add_made_up(folder / "index.db", others, references)
    print(f"{references} made-up references written: {time.process_time() - begun:.0f} s of processor time", flush=True)

    spent: dict[str, list[tuple[float, float]]] = {"its words": [], "stored photos that share them": [], "in all": []}
    right = 0
    for photo, sought in _looked_up(photos, mine):
        times = [(time.perf_counter(), time.process_time())]
        words = sought_words(sought)
        times.append((time.perf_counter(), time.process_time()))
        index.sharing_words(ReferencePrint, words, limit=60)
        times.append((time.perf_counter(), time.process_time()))
        found = near(index, sought, kind=ReferencePrint, words=words)
        times.append((time.perf_counter(), time.process_time()))
        right += [one.sha256 for one in found] == [photo] * (photo in known)
        worded, shared, compared = np.diff(np.array(times), axis=0).tolist()
        spent["its words"].append(worded)
        spent["stored photos that share them"].append(shared)
        # `near` asks for them once more: once is counted.
        spent["in all"].append((worded[0] + compared[0], worded[1] + compared[1]))
    index.close()
    print(f"{len(spent['in all'])} look-ups among {references + len(known)} references, {right} answered as they should be")
    for what, pairs in spent.items():
        clock, core = np.array(pairs).T * 1000
        print(
            f"  {what:<30} processor p50 {np.median(core):.0f} ms, p95 {np.percentile(core, 95):.0f} ms; "
            f"by the clock p50 {np.median(clock):.0f} ms, p95 {np.percentile(clock, 95):.0f} ms"
        )


def _add_made_up(path: Path, others: list[PhotoFeatures], references: int) -> None:
    rng = np.random.default_rng(7)
    pool: list[int] = []
    for one in others:
        for _ in range(MOVED):
            moved = one.descriptions.astype(int) + rng.integers(-2, 3, one.descriptions.shape)
            pool += stored_words(replace(one, descriptions=np.clip(moved, 0, 15).astype(np.uint8)))
    drawn = rng.choice(np.array(pool), (references, STORED))
    drawn.sort(axis=1)
    once = np.hstack([np.ones((references, 1), bool), drawn[:, 1:] != drawn[:, :-1]])
    db = apsw.Connection(str(path))
    with db:
        first = (db.execute("SELECT max(number) FROM numbered").get or 0) + 1
        numbers = np.arange(first, first + references)
        rows = ((number, KIND, f"made-up-{number}") for number in numbers.tolist())
        db.executemany("INSERT INTO numbered VALUES(?,?,?)", rows)
        embedded_words.write(db, KIND, drawn[once], np.repeat(numbers, STORED).reshape(drawn.shape)[once])
    db.close()


def _looked_up(photos: dict[str, bytes], mine: list[str]) -> Iterator[tuple[str, PhotoFeatures]]:
    for photo in mine:
        image = Image.open(io.BytesIO(photos[photo])).convert("RGB")
        for name in LOOKED_UP:
            out = io.BytesIO()
            (image if name == LOOKED_UP[0] else altered(name, image, photo, [])).save(out, "JPEG", quality=88)
            yield photo, features_of(out.getvalue())
