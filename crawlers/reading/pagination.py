"""The further pages of an index: `rel=next`, labels in many languages, numbers, `共12页`, cursors."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.reading.words import alternatives

_NEXT = re.compile("^" + alternatives("next_page") + r"(?:\s?(?:page|页|頁))?\s?[»›>→⟩❯▶▸]{0,2}$", re.IGNORECASE)
_NEXT_CLASS = re.compile(
    r"(?:^|[-_\s])(?:next|nxt|pagination-next|page-next|load-?more|showmore|older|arrow-right|xiayiye)(?:[-_\s]|$)", re.I
)
_PREVIOUS = re.compile(
    r"(?:^|[-_\s])(?:prev|previous|back|newer|first|last)(?:[-_\s]|$)|" + alternatives("previous_page"), re.IGNORECASE
)
_PARAMETERS = (
    "page",
    "p",
    "pg",
    "pn",
    "pageno",
    "page_no",
    "pagenum",
    "pageindex",
    "page_index",
    "currentpage",
    "paged",
    "pagenumber",
    "paginanumero",
    "pagina",
    "seite",
    "trang",
    "curpage",
    "nowpage",
    "pageid",
    "_page",
    "strana",
    "halaman",
)
_OFFSETS = ("start", "offset", "skip", "from", "s", "st", "b")
_CURSORS = (
    "after",
    "cursor",
    "max_id",
    "before",
    "continuation",
    "next_token",
    "pagetoken",
    "page_token",
    "since_id",
    "last_id",
    "lastid",
    "marker",
)
_IN_PATH = re.compile(
    r"(?:/(?:page|p|pg|pn|seite|pagina|strona|strana|trang|halaman|o)[-_/=]?|[-_/]p(?:age)?[-_]?|/index[-_]"
    r"|/list[-_]|[-_](?=\d{1,4}\.(?:s?html?|php|aspx?)$))(\d{1,5})(?=[/._-]|$)",
    re.I,
)
STEPPING = frozenset(_PARAMETERS + _OFFSETS + _CURSORS)
"""Parameters that say which page of several it is, in lower case."""
_NUMBER_LABEL = re.compile(r"\[?\s?(?:第\s?)?\d{1,5}(?:\s?[页頁])?\s?\]?")
_TOTAL = re.compile(
    r"(?:共|总共?|全)\s{0,2}(\d{1,5})\s{0,2}[页頁]|(?:page|trang|стр(?:аница|\.)?|seite|página|pagina|halaman"
    r"|หน้า)\s{0,3}(\d{1,5})\s{0,3}(?:/|of|sur|de|из|von|trên|dari|จาก)\s{0,3}(\d{1,5})"
    r"|第\s{0,2}(\d{1,5})\s{0,2}[页頁]?\s{0,2}[/／]\s{0,2}(?:共\s{0,2})?(\d{1,5})",
    re.I,
)


def page_number(url: str) -> int | None:
    """The page number that a URL carries, None where it carries none (mostly the first page)."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PARAMETERS and re.fullmatch(r"\d{1,5}", value):
            return int(value)
    numbers = _IN_PATH.findall(unquote(parts.path))
    return int(numbers[-1]) if numbers else None


def without_page(url: str) -> str:
    """The URL with page number, offset and cursor taken out: the same for all pages of an index."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in STEPPING]
    path = _IN_PATH.sub("", unquote(parts.path))
    path = re.sub(r"(?:/?index)?\.(?:s?html?|php|aspx?)$|/$", "", path)
    return f"{parts.netloc}{path}?{sorted(kept)}"


class Pager:
    """Tells which links of a page lead to further pages of it."""

    def __init__(self, here: str) -> None:
        """Takes the page's own URL, canonical."""
        self.here = without_page(here)
        self.number = page_number(here) or 1

    def score(self, url: str, text: str, hint: str, rel: str, in_pager: bool) -> float:
        """How surely a link leads to a further page of this index: 1 for the very next, less for later ones, 0 for none."""
        rels = rel.split() if rel else []
        label = text[:40].strip()
        if "prev" in rels or (len(text) <= 40 and _PREVIOUS.search(label)):
            return 0.0
        if "next" in rels:
            return 1.0
        if len(text) > 40 or not (in_pager or len(label) <= 30):
            return 0.0
        said = _NEXT.match(label) is not None
        drawn = not label and _NEXT_CLASS.search(hint) is not None and not _PREVIOUS.search(hint)
        numbered = _NUMBER_LABEL.fullmatch(label) is not None
        stepping = "?" in url and _has(url, STEPPING)
        if not (said or drawn or numbered or stepping or (in_pager and _IN_PATH.search(url))):
            return 0.0
        theirs, same = page_number(url), without_page(url) == self.here
        if said and (same or in_pager or (theirs or 0) > self.number):
            return 0.98
        if drawn and (same or in_pager):
            return 0.95
        if theirs is not None and same and theirs > self.number and (numbered or in_pager or not label):
            return 0.9 if theirs == self.number + 1 else max(0.3, 0.8 - 0.01 * (theirs - self.number))
        if in_pager and label.isdigit() and int(label) > self.number and (same or theirs is not None):
            return 0.85 if int(label) == self.number + 1 else 0.6
        if same and stepping and _has(url, _CURSORS) and not _PREVIOUS.search(hint):
            return 0.7
        return 0.0


def next_by_count(url: str, text: str) -> str | None:
    """The next page where a page says `共12页` (page 2 of 12) but links to none, by counting its own URL up."""
    match = _TOTAL.search(text[-6_000:]) or _TOTAL.search(text[:4_000])
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group]
    total, ours = numbers[-1], page_number(url)
    if ours is None or ours >= total:
        return None
    return _with_page(url, ours + 1)


def _with_page(url: str, number: int) -> str | None:
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PARAMETERS and value.isdigit():
            query = re.sub(rf"(^|&)({re.escape(name)})={value}(?=&|$)", rf"\g<1>\g<2>={number}", parts.query)
            return parts._replace(query=query).geturl()
    matches = list(_IN_PATH.finditer(parts.path))
    if not matches:
        return None
    start, end = matches[-1].span(1)
    return parts._replace(path=f"{parts.path[:start]}{number}{parts.path[end:]}").geturl()


def _has(url: str, names: frozenset[str] | tuple[str, ...]) -> bool:
    return any(name.lower() in names for name, _ in parse_qsl(urlsplit(url).query))
