"""What a page's references and labels lead to: absolute URLs, language tags."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

MAX_URL = 2_000
_SIMPLE = re.compile(r"https?://[A-Za-z0-9.-]+/[^\s\\\[\]]*$")
_ROOTED = re.compile(r"/(?![/.])[^\s\\\[\]]*$")
_ORIGIN = re.compile(r"https?://[^/?#\s]+")


def join_url(base: str, href: str | None) -> str | None:
    """The absolute http(s) URL of a reference, or None where it is none."""
    if not href:
        return None
    href = href.strip()
    if not href or len(href) > MAX_URL or href[0] == "#" or href[:11].lower() == "javascript:" or href[:5].lower() == "data:":
        return None
    if _SIMPLE.match(href):
        return href
    if _ROOTED.match(href) and (origin := _ORIGIN.match(base)):
        return origin.group() + href
    try:
        url = urljoin(base, href.replace("\n", "").replace("\t", ""))
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    return url


def clean_language(value: str) -> str | None:
    """A language tag in BCP 47's usual writing (`zh-Hant`, `en-GB`), None for what is none."""
    value = value.strip().replace("_", "-")
    match = re.match(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8}){0,3})$", value)
    if not match or match.group(1).lower() in ("und", "mul", "zxx"):
        return None
    parts = [match.group(1).lower()]
    for part in match.group(2).split("-")[1:]:
        parts.append(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower())
    return "-".join(parts)
