"""The further pages of a search on a source, by the template of its file."""

from __future__ import annotations

from urllib.parse import quote

MOST_PAGES = 50
"""Pages of one search that are asked for; which of them are worth it, focus decides."""


def search_url(template: str, query: str, page: int) -> str:
    """The address of one page of a search, the first being 1."""
    return template.replace("{page}", str(page)).replace("{query}", quote(query))


def next_of_search(template: str, query: str, url: str) -> str | None:
    """The page of results after the one at `url`; None where that is none of this search, or the template counts no pages."""
    before, counted, after = template.replace("{query}", quote(query)).partition("{page}")
    if not counted or not (url.startswith(before) and url.endswith(after)):
        return None
    number = url[len(before) : len(url) - len(after)]
    if not (number.isascii() and number.isdigit()) or not 1 <= int(number[:6]) < MOST_PAGES:
        return None
    return search_url(template, query, int(number) + 1)
