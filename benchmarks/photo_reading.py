"""How well and how fast contacts in photos are read, on pictures made from a seed.

    nice .venv/bin/python -m benchmarks.photo_reading --count 150 --seed 7

Overlays, watermarks and price tags on the photos of ../shared/data/photos (1 Mpx), and screenshots of chats, each with one
to three contacts in Chinese or English. Recall: contacts that `read_handles` finds in the text that OCR gave; beside it what
it finds in the lines as they were written. Seconds are of one core (the thread's own time), so that other work on the
machine does not count.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from pathlib import Path

from benchmarks.overlays import background, picture
from pipelines.photo_reading.ocr import Ocr
from pipelines.photo_reading.reading import read_photo
from pipelines.reading.handles import read_handles
from tests.shared_data import ROOT
from tidewaiter.model import PhotoReading

MAX_PIXELS = 60_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--missed", action="store_true", help="print each contact that was not found")
    parser.add_argument("--keep", type=Path, help="write the pictures with a missed contact here")
    options = parser.parse_args()
    folder = Path(os.environ.get("TIDEWAITER_TEST_DATA", ROOT.parent / "shared" / "data")) / "photos" / "images"
    photos = sorted(folder.glob("*.jpg"))
    if not photos:
        raise SystemExit(f"{folder} has no photos: this benchmark needs ../shared/data/photos")
    measure(photos, options.count, options.seed, missed=options.missed, keep=options.keep)
    measure_blank(photos, options.count // 4, options.seed)


def measure(photos: list[Path], count: int, seed: int, *, missed: bool, keep: Path | None) -> None:
    ocr = Ocr()
    wanted, found, written, seconds, pictures = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    wrong = 0
    for number in range(count):
        one = picture(seed * 100_000 + number, photos)
        started = time.thread_time()
        text = read_photo(PhotoReading("x"), one.data, ocr, max_pixels=MAX_PIXELS).text
        seconds[one.kind] += time.thread_time() - started  # type: ignore[assignment] # seconds, not whole ones
        pictures[one.kind] += 1
        got = {(handle.kind, handle.value) for handle in read_handles({"photo:x": text}, country="CN")}
        clean = {(handle.kind, handle.value) for handle in read_handles({"photo:x": "\n".join(one.lines)}, country="CN")}
        wrong += len(got - set(one.contacts))
        for contact in one.contacts:
            for key in (one.kind, contact[0], "all"):
                wanted[key] += 1
                found[key] += contact in got
                written[key] += contact in clean
            if missed and contact not in got:
                hard = "" if contact in clean else "(nor as written)"
                print(f"{seed * 100_000 + number} {one.kind}: {contact} {hard} in {text!r}")
        if keep and not set(one.contacts) <= got:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{seed * 100_000 + number}.jpg").write_bytes(one.data)
    print(f"{count} pictures, {wanted['all']} contacts, {wrong} others read")
    for key in (*sorted(pictures), *sorted(set(wanted) - set(pictures) - {"all"}), "all"):
        speed = f"{seconds[key] / pictures[key]:.2f} s a picture" if key in pictures else ""
        shares = f"{found[key] / wanted[key]:.3f} (as written {written[key] / wanted[key]:.3f})"
        print(f"{key:<10} recall {shares} of {wanted[key]:<4} {speed}")
    print(f"with text: {count / sum(seconds.values()):.2f} photos a second and core")


def measure_blank(photos: list[Path], count: int, seed: int) -> None:
    import io
    import random

    ocr, rng, spent, junk = Ocr(), random.Random(seed), 0.0, 0
    for _ in range(count):
        buffer = io.BytesIO()
        background(rng, photos).save(buffer, "JPEG", quality=85)
        started = time.thread_time()
        junk += bool(read_photo(PhotoReading("x"), buffer.getvalue(), ocr, max_pixels=MAX_PIXELS).text)
        spent += time.thread_time() - started
    print(f"without text: {count / spent:.2f} photos a second and core; text seen on {junk} of {count}")


if __name__ == "__main__":
    main()
