"""The further pages of an index: `rel=next`, labels in many languages, numbers, `共12页`, cursors."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.reading.document import Document, squeeze
from tidewaiter.identity import canonical_url

_NEXT = re.compile(
    r"^(?:next(?: page)?|older(?: posts| entries)?|more|load more|show more|see more|view more|more results|下一?[页頁]|后一?[页頁]|後一?頁|下一?張|加载更多|載入更多|查看更多|更多|点击加载更多|次へ|次のページ|もっと見る|다음(?: 페이지)?|더 ?보기"
    r"|(?:trang )?(?:tiếp(?: theo)?|sau|kế(?: tiếp)?)|trang sau|xem thêm|след(?:ующая|\.)?(?: страница)?|далее|вперед|вперёд|показать (?:еще|ещё)|загрузить (?:еще|ещё)|(?:หน้า)?ถัดไป|ดูเพิ่มเติม|โหลดเพิ่ม"
    r"|(?:halaman )?(?:berikutnya|selanjutnya|lanjut)|muat lebih banyak|lihat lebih banyak|suivante?(?: page)?|page suivante|voir plus|siguiente(?: página)?|página siguiente|ver más|cargar más|próxim[ao](?: página)?|seguinte|carregar mais"
    r"|nächste(?: seite)?|weiter|mehr (?:laden|anzeigen)|(?:pagina )?(?:successiva|seguente)|avanti|następna(?: strona)?|dalej|další|následující|ďalšia|nasledujúca|volgende|nästa|næste|neste|seuraava|järgmine|nākamā|kitas|sonraki|التالي|الصفحة التالية|المزيد|următoarea|înainte|következő|наступна|»|›|>|>>|→|⟩|❯|▶|▸|\.\.\.»)"
    r"(?:\s?(?:page|页|頁))?\s?[»›>→⟩❯▶▸]{0,2}$",
    re.I,
)
_NEXT_CLASS = re.compile(
    r"(?:^|[-_\s])(?:next|nxt|pagination-next|page-next|load-?more|showmore|older|arrow-right|xiayiye)(?:[-_\s]|$)", re.I
)
_PREVIOUS = re.compile(
    r"(?:^|[-_\s])(?:prev|previous|back|newer|first|last)(?:[-_\s]|$)|上一?[页頁]|首[页頁]|前[页頁へ]|назад|trước|précédent|anterior|zurück|السابق",
    re.I,
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
    r"(?:/(?:page|p|pg|pn|seite|pagina|strona|strana|trang|halaman|o)[-_/=]?|[-_/]p(?:age)?[-_]?|/index[-_]|/list[-_]|[-_](?=\d{1,4}\.(?:s?html?|php|aspx?)$))(\d{1,5})(?=[/._-]|$)",
    re.I,
)
_TOTAL = re.compile(
    r"(?:共|总共?|全)\s{0,2}(\d{1,5})\s{0,2}[页頁]|(?:page|trang|стр(?:аница|\.)?|seite|página|pagina|halaman|หน้า)\s{0,3}(\d{1,5})\s{0,3}(?:/|of|sur|de|из|von|trên|dari|จาก)\s{0,3}(\d{1,5})|第\s{0,2}(\d{1,5})\s{0,2}[页頁]?\s{0,2}[/／]\s{0,2}(?:共\s{0,2})?(\d{1,5})",
    re.I,
)
_CURRENT = ".current, .active, .selected, .cur, .on, .thisclass, [aria-current], strong, b, em, span"


def page_number(url: str) -> int | None:
    """The page number that a URL carries, None where it carries none (mostly the first page)."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if name.lower() in _PARAMETERS and re.fullmatch(r"\d{1,5}", value):
            return int(value)
    match = None
    for match in _IN_PATH.finditer(unquote(parts.path)):
        pass
    return int(match.group(1)) if match else None


def page_number_of(document: Document) -> int | None:
    """The number of this page: from its URL, else 1."""
    return page_number(document.url) or 1


def without_page(url: str) -> str:
    """The URL with page number, offset and cursor taken out: the same for all pages of an index."""
    parts = urlsplit(canonical_url(url))
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.lower() not in _PARAMETERS + _OFFSETS + _CURSORS]
    path = _IN_PATH.sub("", unquote(parts.path))
    path = re.sub(r"(?:/?index)?\.(?:s?html?|php|aspx?)$|/$", "", path)
    return f"{parts.netloc}{path}?{sorted(kept)}"


def is_next(url: str, text: str, hint: str, rel: str, in_pager: bool, here: str, number: int | None) -> float:
    """How surely a link leads to a further page of this index (0: it doesn't): 1 for the very next page, less for later ones."""
    rels = rel.split()
    if "prev" in rels or _PREVIOUS.search(text[:40]):
        return 0.0
    if "next" in rels:
        return 1.0
    label = squeeze(text)[:40]
    theirs, ours = page_number(url), number or 1
    same = without_page(url) == without_page(here)
    if _NEXT.match(label) and (same or in_pager or (theirs or 0) > ours):
        return 0.98
    if not label and _NEXT_CLASS.search(hint) and not _PREVIOUS.search(hint) and (same or in_pager):
        return 0.95
    if theirs is not None and same and theirs > ours:
        plain = re.fullmatch(r"\[?\s?(?:第\s?)?\d{1,5}(?:\s?[页頁])?\s?\]?", label) or in_pager or not label
        if plain:
            return 0.9 if theirs == ours + 1 else max(0.3, 0.8 - 0.01 * (theirs - ours))
    if in_pager and re.fullmatch(r"\d{1,5}", label) and int(label) > ours and (_steps(url) or same):
        return 0.85 if int(label) == ours + 1 else 0.6
    if same and _has(url, _CURSORS) and not _PREVIOUS.search(hint):
        return 0.7
    return 0.0


def next_by_count(document: Document, text: str) -> str | None:
    """The next page where a page says `共12页` (page 2 of 12) but links to none, by counting its own URL up."""
    match = _TOTAL.search(text[-6_000:]) or _TOTAL.search(text[:4_000])
    if match is None:
        return None
    numbers = [int(group) for group in match.groups() if group]
    total, ours = numbers[-1], page_number(document.url)
    if ours is None or ours >= total:
        return None
    return _with_page(document.url, ours + 1)


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


def _steps(url: str) -> bool:
    return _has(url, _OFFSETS + _PARAMETERS) or page_number(url) is not None


def _has(url: str, names: tuple[str, ...]) -> bool:
    return any(name.lower() in names for name, _ in parse_qsl(urlsplit(url).query))
