"""Words that change what a word of the catalogue means (`vocabulary.yml`): imitations, licences, the ways of smuggling."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from matchers.patterns import Scanner

KINDS = ("imitation", "licensed", "service", "concealment", "denial", "bystander")


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Kind (`KINDS`) -> its words in all languages."""
    data = yaml.safe_load(files("matchers").joinpath("vocabulary.yml").read_text("utf-8"))
    # YAML reads a bare `no` as false: it is a word here.
    return {
        kind: tuple("no" if word is False else str(word) for words in data[kind].values() for word in words) for kind in KINDS
    }


@cache
def vocabulary_scanner() -> Scanner[str]:
    """Finds all of them at once, each with its kind."""
    return Scanner((word, kind) for kind, words in vocabulary().items() for word in words)
