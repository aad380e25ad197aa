"""Posts that no class names: like blocks that each hold an account, a time and somebody's words; and what a thread offers.

Old boards (tables of phpwind, phpBB 2, vBulletin) and new ones (class names made by a build) are told apart from lists of
threads by what stands in their blocks: a row of a list leads to a page of its own, a post does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.maintext import width_of
from crawlers.reading.outline import Element
from crawlers.reading.people import is_profile
from crawlers.reading.titles import main_title, plain
from crawlers.reading.words import pattern

BLOCK_TAGS = frozenset(["div", "li", "article", "section", "table", "tbody", "tr", "dl", "dd", "td"])
MAX_ACCOUNTS, MAX_GROUPS, MAX_INSIDE = 400, 12, 600
MAX_NAMED = 3
"""Places of a page with one post that may name its author: by the title, by the post."""
MIN_BODY, MIN_TITLE = 12, 10
"""Widths from which words are somebody's post, and a link's text the name of another page."""
_DIGITS = re.compile(r"\d+")
_QUOTED = re.compile(r"quote|signature|sign(?:[-_\s\d]|$)", re.I)
_SIGNATURE = re.compile(
    r"\n(?:_{5,}|-{2} ?|—{3,})(?:\n.*|$)|\n\W{0,2}(?:个性签名|签名档?|簽名檔?|signature|chữ ký|подпись)\s?[:：].*", re.I | re.S
)
_SENTENCE = re.compile(r"[^.。!！?？…\n]+[.。!！?？…]?")
_CONTACT = re.compile(
    r"微信|加[vV微]|威信|薇信|(?<![a-z])(?:vx|wx|qq|tg|zalo|viber|kakao|telegram|whats ?app|wechat)(?![a-z])|@[\w.]{4,}"
    r"|(?<![\d.,])\+?\d(?:[\s().-]{0,2}\d){8,13}(?![\d.,])",
    re.I,
)
_OFFERING = pattern("offering")
_FOR_SALE = re.compile(r"(?<![A-Za-z])(?:f/?s|w/?t/?[st])(?![A-Za-z])|^\W{0,2}(?:bán|出|售|продаю?|jual|ขาย|팝)", re.I)
"""How boards mark threads that sell, before their title."""
_PRICED = re.compile(r"(?:价格|售价|价位|價格|售價|price|giá|цена|harga|ราคา|価格|가격|precio|prix|السعر)\s?[:：]\s?$", re.I)
"""What stands right before a price that somebody asks."""
_LATER_PAGE = re.compile(
    r"[?&/](?:page|p|pg|trang)[=/-]0*(?:[2-9]|\d{2,})(?!\d)|[?&](?:start|offset)=[1-9]|/thread-\d+-(?:[2-9]|\d{2,})-", re.I
)
"""URLs of the second and later pages of a thread."""


def account_groups(document: Document) -> list[list[Element]]:
    """Like siblings that each hold a link to an account, those most often repeated first; what stands alone last."""
    groups: dict[tuple[Element, str], list[Element]] = defaultdict(list)
    for link in _accounts(document):
        for here in link.around(14):
            if here.tag not in BLOCK_TAGS or here.parent is None:
                continue
            first = (here.get("class").split() or [""])[0]
            group = groups[(here.parent, f"{here.tag}.{_DIGITS.sub('', first)}")]
            if not group or group[-1] is not here:
                group.append(here)
    repeated = [group for group in groups.values() if len(group) > 1 and not _leads_on(group, document)]
    # Of what is nested in each other the outermost holds most; its size decides where counts are the same.
    repeated.sort(key=lambda group: (-len(group), -sum(map(document.outline.length, group))))
    return repeated[:MAX_GROUPS]


def lone_posts(document: Document) -> Iterator[Element]:
    """Blocks that may be the only post of a thread: around the first links to an account, from the inside.

    A page may name the author by the title already; the links that count are all to the first one's account.
    """
    here = document.join(document.url)
    links = [link for link in _accounts(document) if 1 < document.outline.length(link) <= 40]
    if not links or any(document.join(link.get("href")) == here for link in links):
        return
    its = [
        link for link in document.tagged("a") if link.get("href") == links[0].get("href") and link.region in ("main", "aside")
    ]
    for link in its[:MAX_NAMED]:
        for element in link.around(10):
            if element.tag in BLOCK_TAGS and not _leads_on([element], document):
                yield element


def account_in(member: Element, document: Document) -> Element | None:
    """The link inside a block that names its author."""
    links = [link for link in document.outline.links_in(member) if is_profile(link.get("href"))]
    return next((link for link in links if 1 < document.outline.length(link) <= 40), None)


def _accounts(document: Document) -> list[Element]:
    links = [link for link in document.tagged("a") if is_profile(link.get("href"))]
    return [link for link in links[:MAX_ACCOUNTS] if link.region == "main"]


def _leads_on(group: list[Element], document: Document) -> bool:
    """Whether the blocks are rows of a list: most hold a link to another page, with a text that only they have."""
    own = urlsplit(document.url)
    texts: list[set[str]] = []
    for member in group:
        names = set()
        for link in document.outline.links_in(member):
            href = link.get("href")
            if href[:1] == "#" or is_profile(href) or width_of(text := document.text(link, 200)) < MIN_TITLE:
                continue
            there = urlsplit(document.join(href) or "")
            if there.path == own.path and not own.query:  # a view of this page: its answer, its order
                continue
            if (there.path, there.query) != (own.path, own.query) and plain(text) not in plain(document.title):
                names.add(text)
        texts.append(names)
    counts = Counter(text for names in texts for text in names)
    return sum(any(counts[text] == 1 for text in names) for names in texts) >= 0.6 * len(group)


def body_of(member: Element, document: Document, *, without: Sequence[int | None]) -> Element | None:
    """The largest element inside a block that holds none of some pieces (its author, its time): what somebody wrote."""
    outline = document.outline
    best: Element | None = None
    for element in outline.within(member)[1:MAX_INSIDE]:
        if element.tag not in BLOCK_TAGS and element.tag not in ("p", "blockquote"):
            continue
        if _QUOTED.search(element.words) or element.tag == "blockquote":
            continue
        if any(piece is not None and element.first <= piece < element.end for piece in without):
            continue
        if best is None or outline.length(element) > outline.length(best):
            best = element
    return best


def without_signature(text: str) -> str:
    """A post's text without what its author sets under all of theirs."""
    return _SIGNATURE.sub("", text)


def is_later_page(url: str) -> bool:
    """Whether an address is that of a thread's second or a later page."""
    return _LATER_PAGE.search(url) is not None


def is_thread(posts: list[Found], document: Document) -> bool:
    """Whether posts answer the first of them, as against a wall, a channel or a list of messages.

    A thread has a topic, which the page names and which is nobody's name, and mostly more than one author.
    """
    title = main_title(document)
    key = plain(title.text)
    names = {plain(post.seller) for post in posts if post.seller}
    return title.order is not None and bool(key) and not any(name and (name == key or key in name) for name in names)


def thread_offers(posts: list[Found], document: Document) -> list[Found]:
    """Of a thread's posts those that offer: the first, which the title names, and answers with their own price or contact."""
    opening = None if is_later_page(document.url) else posts[0]
    said = plain(opening.text or "") if opening is not None else ""
    kept = [opening] if opening is not None else []
    return kept + [post for post in posts[len(kept) :] if _offers(post, said)]


def sells(title: str, text: str) -> bool:
    """Whether a thread's title says that something is offered, or its first post leaves a way to be reached in."""
    return _OFFERING.search(title) is not None or _FOR_SALE.search(title) is not None or has_contact(text)


def has_contact(text: str) -> bool:
    """Whether a text names a way to reach somebody: a number, a name in a messenger."""
    return _CONTACT.search(text) is not None


def _offers(post: Found, said: str) -> bool:
    fresh = [part for part in _SENTENCE.findall(post.text or "") if not (key := plain(part)) or key not in said]
    text = "".join(part for part in fresh if part.strip()[-1:] not in ("?", "？"))
    before, raw, _ = text.partition(post.price.raw) if post.price is not None and post.price.raw else ("", "", "")
    priced = bool(raw) and (bool(post.photos) or _PRICED.search(before) is not None or _OFFERING.search(text) is not None)
    return priced or has_contact(text)
