"""The gazetteer: names of places in many languages and the places that they lead to (made by tools/gazetteer.py)."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from pipelines.reading.words_scan import has_spaces, stem

_TOKEN = re.compile("[^\\s\\-_'’.,·]+")


def key_of(folded: str) -> str:
    """What a folded name is looked up by: its word stems where the script has spaces, else itself."""
    return " ".join(map(stem, _TOKEN.findall(folded))) if has_spaces(folded) else folded


@dataclass(slots=True, frozen=True)
class Known:
    """A place of the gazetteer."""

    country: str
    lat: float | None
    lon: float | None
    population: int


@dataclass(slots=True)
class Gazetteer:
    """Places by number; names by key."""

    places: list[str]
    names: dict[str, str]
    walked: AhoCorasick
    """Finds the names of two characters or more in scripts without spaces: at each place the longest."""
    first_words: frozenset[str]

    def known(self, number: int) -> Known:
        """The place of that number."""
        country, lat, lon, population = self.places[number].split("\t")
        return Known(country, float(lat) if lat else None, float(lon) if lon else None, int(population))

    def named(self, key: str) -> list[tuple[str, bool, int]]:
        """Places of a name in `names`, the largest first: the name as people write it, whether it needs a cue, the number."""
        display, cues, numbers = self.names[key].split("\t")
        return [(display or key, cue == "c", int(number)) for cue, number in zip(cues, numbers.split(","), strict=True)]


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read when first asked for (some 100 ms); lines are taken apart when they are met."""
    folder = files(__package__)
    places = gzip.decompress(folder.joinpath("places.tsv.gz").read_bytes()).decode().splitlines()
    written = gzip.decompress(folder.joinpath("place_names.tsv.gz").read_bytes()).decode()
    spaced, walked = (dict(line.split("\t", 1) for line in part.splitlines()) for part in written.split("\n\n"))
    return Gazetteer(
        places,
        spaced | walked,
        AhoCorasick([key for key in walked if len(key) > 1], matchkind=MatchKind.LeftmostLongest, store_patterns=False),
        frozenset(key.split(" ", 1)[0] for key in spaced),
    )
