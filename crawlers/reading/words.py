"""The words that pages use, in many languages (`words.yml`), as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yml")


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
