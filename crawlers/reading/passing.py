"""Dates that stand in passing among short remarks by the title: `№ 38812 · сегодня в 14:05 · 312 просмотров`, 3小时前 更新."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.reading.document import Document
from crawlers.reading.outline import Element
from crawlers.reading.words import pattern
from tidewaiter.dates import read_date

BEHIND, BEFORE = 60, 10
"""Pieces behind and before the title among which a date in passing is the listing's."""
MAX_PIECE, MAX_REMARK = 120, 40

_REMARKS = re.compile(r"\s*[·•|｜]\s*|\s[/—–-]\s|(?<=[^\d])[,，]\s")
_POSTED = pattern("posted_label")
_PASSING = re.compile(
    r"\d\s?个?[^\W\d_]{0,8}\s?(?:之前|以前|前|전)|\d.{1,12}(?:\bago|trước|назад|lalu|ที่แล้ว)"
    r"|刚刚|刚才|今天|昨天|前天|今日|昨日|오늘|어제|방금"
    r"|\b(?:just now|today|yesterday|hôm nay|hôm qua|vừa xong|сегодня|вчера|hari ini|kemarin"
    r"|hier|aujourd.hui|ayer|hoy|heute|gestern)\b"
    r"|วันนี้|เมื่อวาน|اليوم|أمس|منذ|قبل \d|\b(?:il y a|hace|vor) \d|\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]"
    r"|(?<![\d.,])\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de |tháng |thg )?[^\W\d_]{3,10}(?:\W|$)"
    r"|\b[^\W\d_]{3,9}\.?\s\d{1,2}(?![\d.,:])",
    re.I,
)
"""What a date without a year looks like among other words."""
_OTHER_TIME = re.compile(
    r"member|since|joined|active|online|last seen|repl(?:y|ies)|respon|view|visit|deliver|ships?\b|current time"
    r"|注册|註冊|加入|登[录陆錄]|在线|在線|上线|上線|活跃|活躍|来过|來過|来访|來訪|访问|訪問|回复|回覆|浏览|瀏覽|发货|發貨|当前时间"
    r"|tham gia|hoạt động|truy cập|phản hồi|lượt xem|giao hàng"
    r"|регистр|на сайте|был[аи]?\b|онлайн|просмотр|ответ|доставк|текущее время|terakhir (?:aktif|online)|bergabung"
    r"|ออนไลน์|ใช้งานล่าสุด|เข้าร่วม|เข้าสู่ระบบ|訪問|ログイン|접속|가입",
    re.I,
)
"""Times that are not when it was posted: of an account, a visit, an answer, a delivery."""


def leads_away(element: Element) -> bool:
    """Whether an element stands in a link to another page: what it says is that page's."""
    return any(here.tag == "a" and here.get("href")[:1] not in ("", "#", "j") for here in element.around(5))


def date_in_passing(document: Document, title_order: int | None, related: int | None, *, only_said: bool = False) -> str | None:
    """The first date behind the title, else before it, RFC 3339; None where it is not known when the page came.

    related: the piece from which the page speaks of other goods. only_said: only what says that it was posted then.
    """
    if document.page.fetched is None:
        return None
    start = title_order or 0
    parts = [part for part in _dated_remarks(document, start, related) if not only_said or _POSTED.search(part)]
    # What says that it was posted then is believed before what only names a time.
    for part in sorted(parts, key=lambda part: not _POSTED.search(part)):
        if moment := read_date(part, now=document.page.fetched, language=document.language):
            return moment
    return None


def _dated_remarks(document: Document, start: int, related: int | None) -> Iterator[str]:
    """Short remarks with a time in the order in which they are believed, those of visits and answers left out."""
    pieces = document.pieces
    for order in [
        *range(start + 1, min(len(pieces), related or len(pieces), start + BEHIND)),
        *range(max(0, start - BEFORE), start),
    ]:
        text, element = pieces[order]
        if len(text) > MAX_PIECE or not _PASSING.search(text):
            continue
        if element.region not in ("main", "header") or leads_away(element):
            continue
        for part in _REMARKS.split(text):
            if len(part) <= MAX_REMARK and _PASSING.search(part) and not _OTHER_TIME.search(part):
                yield part
