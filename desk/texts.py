"""The desk's words in English and Chinese, from `texts.yml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@cache
def texts() -> dict[str, tuple[str, str]]:
    """Key -> (English, Chinese)."""
    data = yaml.safe_load(files("desk").joinpath("texts.yml").read_text("utf-8"))
    # YAML reads `no`, `new` and the like as they stand here: all are quoted or plain words.
    return {str(key): (str(english), str(chinese)) for key, (english, chinese) in data.items()}


def text(key: str, language: Language) -> str:
    """The word for a key; the key itself where there is none, so that a gap is seen and nothing breaks."""
    pair = texts().get(key)
    return key if pair is None else pair[LANGUAGES.index(language)]


def chosen_language(cookie: str | None, accepted: str, default: Language) -> Language:
    """What the user chose, else what the browser asks for first, else the default."""
    if cookie in LANGUAGES:
        return cookie
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag[:2] in LANGUAGES:
            return "zh" if tag.startswith("zh") else "en"
    return default
