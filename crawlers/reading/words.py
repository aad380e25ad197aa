"""The words that pages use, in many languages (`words.yml`), as patterns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yml")
MAX_LETTERS = 5_000


@cache
def _sections() -> Mapping[str, Mapping[str, list[str]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    sections: Mapping[str, Mapping[str, list[str]]] = yaml.load(FILE.read_bytes(), Loader=loader)  # noqa: S506 - a safe loader, of our own file
    return sections


def alternatives(section: str) -> str:
    """All words of a section as one group of a regular expression."""
    return "(?:" + "|".join(word for words in _sections()[section].values() for word in words) + ")"


@cache
def pattern(section: str) -> re.Pattern[str]:
    """A pattern that finds any word of the section, in any case."""
    return re.compile(alternatives(section), re.IGNORECASE)


_MARKS = re.compile(r"\W{0,3}")
_ATOM = re.compile(r"\(\?:|\[([^]\\]+)\]|\\?(.)", re.DOTALL)


class Leading:
    """Tells which texts begin with a word of some sections, behind three marks at most.

    There are hundreds of words: only those are tried that can begin with the text's own first letter.
    """

    def __init__(self, *sections: str) -> None:
        """Takes the sections' names."""
        self._words: dict[str, list[str]] = defaultdict(list)
        for word in (word for section in sections for words in _sections()[section].values() for word in words):
            for letter in _openings(word):
                self._words[letter.lower()].append(word)
        # Words may begin with a mark themselves (`#`, `№`): it counts among the three.
        self._marked = [word for letter, words in self._words.items() if not letter.isalnum() for word in words]
        self._patterns: dict[str, re.Pattern[str]] = {}

    def __call__(self, text: str) -> bool:
        """Whether a text begins so."""
        letter = text[:1].lower()
        if not letter.isalpha() and (marks := _MARKS.match(text)):
            letter = text[marks.end() : marks.end() + 1].lower()
        pattern = self._patterns.get(letter)
        if pattern is None:
            words = [*self._words.get(letter, ()), *self._marked]
            pattern = re.compile(r"\W{0,3}(?:" + "|".join(words) + ")" if words else r"(?!)", re.IGNORECASE)
            if len(self._patterns) < MAX_LETTERS:
                self._patterns[letter] = pattern
        return pattern.match(text) is not None


def _openings(word: str) -> set[str]:
    """The letters that a word, which is a part of a regular expression, can begin with."""
    return {letter for branch in _branches(word) for letter in _first(branch)}


def _first(branch: str) -> set[str]:
    found: set[str] = set()
    while branch:
        atom = _ATOM.match(branch)
        if atom is None:
            break
        end = atom.end()
        if atom.group() == "(?:":
            end = _closing(branch)
            found |= _openings(branch[3 : end - 1])
        else:
            found |= set(atom[1] or atom[2])
        if branch[end : end + 1] != "?":
            break
        branch = branch[end + 1 :]
    return found


def _branches(word: str) -> list[str]:
    """The alternatives of a part of a regular expression, those inside its groups left together."""
    depth, start, found = 0, 0, []
    for number, letter in enumerate(word):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            found.append(word[start:number])
            start = number + 1
    return [*found, word[start:]]


def _closing(branch: str) -> int:
    """Where the group ends that a branch begins with."""
    depth = 0
    for number, letter in enumerate(branch):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return number + 1
    return len(branch)
