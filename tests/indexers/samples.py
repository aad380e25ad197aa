"""Made-up listings for the tests of the index, always the same; some words, photos and places are alike."""

from __future__ import annotations

import random

import numpy as np

from tidewaiter.identity import listing_id
from tidewaiter.model import Listing, Photo, Place, Price, Seller, Word

DIMENSIONS = 32
WORDS = [
    "象牙",
    "手镯",
    "花胶",
    "红油",
    "包税",
    "ivory",
    "bracelet",
    "carved",
    "antique",
    "shark",
    "fin",
    "vòng",
    "ngà",
    "voi",
    "кость",
]
FILLERS = [f"{letter}{number}" for letter in "klmnpqrst" for number in range(40)] + list("春夏秋冬东南西北上下左右")
PLACES = (("凭祥", "CN", 22.1, 106.77), ("Hanoi", "VN", 21.03, 105.85), ("广州", "CN", 23.13, 113.26))


def samples(count: int, seed: int = 1) -> list[Listing]:
    """So many listings."""
    chance = random.Random(seed)
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSIONS)).astype(np.float32)
    return [_sample(number, chance, vectors[number] / np.linalg.norm(vectors[number])) for number in range(count)]


def _sample(number: int, chance: random.Random, vector: np.ndarray) -> Listing:
    url = f"http://shop{number % 3}.example/item/{number}"
    words = chance.sample(WORDS, chance.randint(0, 4))
    name, country, lat, lon = chance.choice(PLACES)
    photos = [
        Photo(sha256=f"{chance.getrandbits(256):064x}", phash=f"{_near(chance, 64):016x}", pdq=f"{_near(chance, 256):064x}")
        for _ in range(chance.randint(0, 3))
    ]
    month = chance.randint(1, 9)
    return Listing(
        id=listing_id(url),
        source=f"shop{number % 3}.example",
        url=url,
        title=" ".join([*words[:2], *chance.sample(FILLERS, chance.randint(1, 6))]),
        text=" ".join(chance.sample([*words, *chance.sample(FILLERS, chance.randint(5, 60))], k=5 + len(words))) + "。",
        language=chance.choice(["zh", "en", "vi", None]),
        price=Price(amount=float(chance.randint(1, 5000)), currency="CNY") if chance.random() < 0.8 else None,
        seller=Seller(id=str(number % 7), name=f"seller {number % 7}"),
        words=[Word(word, word, "elephant-ivory", "name", 0, len(word)) for word in words if word in ("象牙", "ivory")],
        photos=photos,
        place=Place(name, country, lat + chance.uniform(-1, 1), lon + chance.uniform(-1, 1)) if chance.random() < 0.7 else None,
        posted=f"2026-0{month}-{chance.randint(1, 28):02}T08:00:00Z" if chance.random() < 0.9 else None,
        first_seen=f"2026-10-{number % 28 + 1:02}T00:00:00Z",
        status="gone" if chance.random() < 0.1 else "live",
        vector=vector,
        keys=[f"wechat:account{number % 11}", f"seller:shop{number % 3}.example/{number % 7}"],
    )


_CENTRES = {bits: [random.Random(bits + n).getrandbits(bits) for n in range(4)] for bits in (64, 256)}


def _near(chance: random.Random, bits: int) -> int:
    """A hash a few bits from one of four, so that there are neighbours to find."""
    value = chance.choice(_CENTRES[bits])
    for _ in range(chance.randint(0, bits // 5)):
        value ^= 1 << chance.randrange(bits)
    return value
