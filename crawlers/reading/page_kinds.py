"""Pages that are no listing by their address, whatever they show: results of a search, an account, a dated article."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawlers.reading.document import Document
from crawlers.reading.people import is_profile
from crawlers.reading.titles import plain

_WRITTEN_ON = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?:\d{1,2}/)?[^/]*[^\W\d][^/]*/?$")
"""Paths of what is published by day or month."""
_SEARCHED = re.compile(r"q|qs|query|s|kw|wd|keywords?|k|key|search(?:_?(?:text|term|word|query))?|term|text|find|word", re.I)
"""Parameters that hold what was searched for."""
_SEARCH = re.compile(
    r"/(?:search|find|results?|sou|so|s|tim-kiem|tim|cari|poisk|suche|recherche|buscar|szukaj|ara)(?:[/.]|$)", re.I
)
_ACCOUNT = re.compile(r"(?:user|seller|member|author|shop|store|vendor|owner)_?id|uid", re.I)


def is_article(document: Document) -> bool:
    """Whether a page is an article by its address: what its title names in money is told, not asked."""
    return _WRITTEN_ON.search(urlsplit(document.url).path) is not None


def shows_several(document: Document) -> bool:
    """Whether a page gives what was searched for, which its title repeats, or shows an account with all that it offers."""
    parts = urlsplit(document.canonical or document.url)
    asked = parse_qsl(parts.query)
    numbered = any(sign.isdigit() for sign in parts.path)
    if is_profile(parts.path) and parts.path.strip("/").count("/") <= 1:
        return True
    if len(asked) == 1 and _ACCOUNT.fullmatch(asked[0][0]) and not numbered:
        return True
    named = [plain(value) for name, value in asked if _SEARCHED.fullmatch(name)]
    return any(value in plain(document.title) for value in named if value) and (
        _SEARCH.search(parts.path) is not None or not numbered
    )
