"""Repeated blocks that are listings themselves: posts of a thread, messages, rows of a list that have no pages of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.galleries import own_photos
from crawlers.reading.link_shapes import is_file
from crawlers.reading.maintext import main_block, width_of
from crawlers.reading.nodes import attribute, select
from crawlers.reading.outline import Element
from crawlers.reading.people import account_of
from crawlers.reading.photos import image_url
from crawlers.reading.price_text import bare_price, read_prices
from crawlers.reading.texts import node_text, squeeze
from crawlers.reading.threads import account_groups, account_in, body_of, lone_posts, without_signature
from crawlers.reading.times import machine_time, said_time
from crawlers.reading.words import pattern
from tidewaiter.model import Price

_POST = re.compile(
    r"(?:^|[-_\s])(?:posts?|post[-_]?\w+|messages?|msg|comments?|reply|replies|floor|answer|answers"
    r"|thread[-_]?item|topic[-_]?post|tweet|status|louceng|lz|pcb|timeline[-_]?item)(?:[-_\s]|$|\d)",
    re.I,
)
_AUTHOR = (
    '[class*="author" i], [class*="user" i], [class*="poster" i], [class*="nick" i], [rel~="author"],'
    ' a[href*="user"], a[href*="member"], a[href*="profile"], a[href*="uid"], [itemprop="author"]'
)
_BODY = '[class*="content" i], [class*="body" i], [class*="text" i], [class*="message" i], [itemprop="text"], blockquote ~ *, p'
_QUOTE = re.compile(r"quote|blockquote|signature|sign(?:[-_\s]|$)", re.I)
_WORDS = re.compile(
    r"(?:^|[-_\s])(?:post-?message|post-?body|post-?text|post-?content|message|msg|message-?(?:body|text|content)|t_f|bbwrapper"
    r"|entry-content|comment-?(?:body|text|content)|reply-?content|topic-?body|cooked)(?:[-_\s]|$)",
    re.I,
)
"""Classes of what somebody wrote, as against all that stands in their post."""
_MARGIN = re.compile(r"head|foot|meta|info|action|attribut|sign|user|author|poster|avatar|profile|button|tool", re.I)
_SAID_WHEN = re.compile(
    r"^\W{0,3}(?:" + pattern("posted_label").pattern + r"\W{0,4})?(?P<when>.{2,32}?)\W{0,3}$", re.IGNORECASE
)
_MAY_BE_TIME = re.compile(r"\d|天|yesterday|today|qua|nay|чера|дня")
_NUMBERED = re.compile(r"(?:post|pid|msg|message|^p)[-_]?\d{1,12}$", re.I)
"""Ids of posts by which one is known that stands alone: a thread that nobody has answered yet."""
_LABELLED = re.compile(
    r"(?:^|[\s，。；;,.!！💰])" + pattern("price_label").pattern + r"\s{0,2}(?:[:：]\s{0,3}|\n|[-–—]\s)(?P<value>[^\n]{1,40})",
    re.IGNORECASE,
)
_OTHER = re.compile(pattern("other_amount").pattern + r"|便宜|优惠|減|减|让利|定金|押金|运费", re.IGNORECASE)
_COMMENT = re.compile(r"comment|reply|replies|review", re.I)
_POSTED_BY = re.compile(
    r"(?:^|\n|[.;|·] ?)\W{0,3}" + pattern("seller_label").pattern + r"\s?:?\s{1,2}(?P<name>[^\n|,;()]{2,40}?)"
    r"(?:\s?\((?P<place>[^()\n]{2,40})\))?(?:,?\s(?:on|am|le|el)\s(?P<when>[^\n|]{6,40}))?\s?(?:[|\n;]|$)",
    re.I,
)
_POST_TAGS = ("div", "li", "article", "table", "tr", "section", "dl")
_DIGITS = re.compile(r"[0-9]+")
_SOME_TIME = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{4}[-/.年]\d{1,2}|\d\s?(?:天|小时|小時|分钟|分鐘|日|時間|分)前|\d\s?(?:day|hour|minute|week)s?\s+ago"
    r"|\d\s?(?:ngày|giờ|phút|tuần)\s+trước|\d\s+[а-я.]{1,8}\s+назад",
    re.I,
)
"""A time of day, a date, or how long ago: a saved page tells no moment from the last, but is made of posts all the same."""
_NO_PRICE = re.compile(r"(?:^|\W)" + pattern("no_price").pattern + r"(?!\w)", re.IGNORECASE)
MIN_BLOCKS = 2
MIN_OPENING = 24
"""Width from which words open a thread: what stands beside a name in a list of members is shorter."""
MAX_BLOCKS, MAX_PIECES = 1_000, 80


def read_blocks(document: Document, *, hint: str | None, listing_urls: frozenset[str]) -> list[Found]:
    """The largest group of like siblings in the main part that are posts, or offers without pages of their own."""
    return read_posts(document, hint=hint) or _rows(document, hint, listing_urls)


def read_posts(document: Document, *, hint: str | None) -> list[Found]:
    """The largest group of like siblings in the main part that are posts."""
    best: list[Found] = []
    block = main_block(document)
    above = _above(block, document) if block is not None else set()
    for group in _groups(document):
        if block is not None and _COMMENT.search(group[0].words) and not above.intersection(group):
            continue  # what readers say below an article
        posts = [found for node in group if (found := _post(node, document, hint)) is not None]
        if len(group) == 1 and posts and posts[0].url is None:
            continue  # an article: what stands alone is a post only where it has its own address in the page
        if len(posts) >= max(1, 0.7 * len(group)) and len(posts) > len(best):
            best = posts
    for group in account_groups(document):
        if len(group) <= len(best):
            break
        posts = [found for member in group[:MAX_BLOCKS] if (found := _post_of_account(member, document, hint)) is not None]
        if len(posts) >= max(2, 0.7 * len(group)) and width_of(posts[0].text or "") >= MIN_OPENING:
            return posts
    return best


def lone_post(document: Document, *, hint: str | None, least: int = MIN_OPENING) -> Found | None:
    """The only post of a thread that nobody has answered yet; None on a page that shows none. least: its width."""
    for element in lone_posts(document):
        found = _post_of_account(element, document, hint)
        if found is not None and width_of(found.text or "") >= least:
            return found
    return None


def _post_of_account(member: Element, document: Document, hint: str | None) -> Found | None:
    """A block that an account's link makes a post; None where it has no time, or no words beside both."""
    account = account_in(member, document)
    if account is None:
        return None
    fetched, language = document.page.fetched, document.language
    time = next(
        (
            order
            for order in range(member.first, min(member.end, member.first + MAX_PIECES))
            if document.pieces[order].element.tag == "time"
            or said_when(document.pieces[order].text, fetched=fetched, language=language) is not None
        ),
        None,
    )
    body = body_of(member, document, without=(account.first, time))
    moment = _moment(member.node, body.node if body is not None else None, document)
    if body is None or moment is None:
        return None
    text = without_signature(node_text(body.node, without=_QUOTE))
    if len(text) < 2:
        return None
    found = Found(where="blocks", kind="post", text=text, posted=moment, seller=document.text(account, 60))
    found.seller_url = document.join(account.get("href"))
    found.seller_id = account_of(found.seller_url)
    identifier = member.get("id") or member.get("data-id")
    found.item = identifier if re.search(r"\d", identifier) and len(identifier) < 60 else None
    found.photos = own_photos(document, member, body)
    found.price = asked_price(text, hint)
    return found


def _above(element: Element, document: Document) -> set[Element]:
    """The element and all around it, and those right inside it."""
    found = {inside for inside in document.outline.within(element) if inside.parent is element}
    here: Element | None = element
    while here is not None:
        found.add(here)
        here = here.parent
    return found


def _groups(document: Document) -> list[list[Element]]:
    """Like siblings (tag and first class) that look like posts by their class or id."""
    groups: dict[tuple[Element, str], list[Element]] = defaultdict(list)
    for element in document.tagged(*_POST_TAGS):
        words = element.words
        if len(words) < 2 or element.parent is None or not _may_be_post(words):
            continue
        first = (element.get("class").split() or [element.get("id")])[0]
        groups[(element.parent, f"{element.tag}.{_DIGITS.sub('', first)}")].append(element)
    found = [
        nodes[:MAX_BLOCKS]
        for nodes in groups.values()
        if (len(nodes) >= MIN_BLOCKS or _NUMBERED.search(nodes[0].get("id"))) and nodes[0].region == "main"
    ]
    return sorted(found, key=len, reverse=True)[:12]


@lru_cache(maxsize=20_000)
def _may_be_post(words: str) -> bool:
    return _POST.search(words) is not None


def _post(block: Element, document: Document, hint: str | None) -> Found | None:
    """A block as a post, None where it has neither author nor time, or no words of its own."""
    node = block.node
    author = next((one for one in select(node, _AUTHOR, 6) if 1 < len(squeeze(one.text()[:200])) <= 40), None)
    body = _body(node)
    moment = _moment(node, body, document)
    if author is None or (moment is None and not _SOME_TIME.search(node.text()[:3_000])):
        return None
    text = node_text(body if body is not None else node, without=_QUOTE)
    if len(text) < 2:
        return None
    found = Found(where="blocks", kind="post", text=text, posted=moment)
    found.seller = squeeze(author.text()[:200])
    link = author if author.tag == "a" else author.css_first("a[href]")
    found.seller_url = document.join(attribute(link, "href")) if link is not None else None
    found.seller_id = account_of(found.seller_url)
    identifier = (
        attribute(node, "id") or attribute(node, "data-id") or attribute(node, "data-post-id") or attribute(node, "data-pid")
    )
    found.item = identifier if re.search(r"\d", identifier) and len(identifier) < 60 else None
    found.url = _permalink(node, found.item, document)
    holder = body if body is not None else node
    found.photos = [url for image in select(holder, "img", 40) if (url := image_url(image.attributes, document)) is not None]
    found.photos = found.photos or own_photos(document, block, block)  # which hang below what was written
    found.price = asked_price(text, hint)
    return found


def asked_price(text: str, hint: str | None) -> Price | None:
    """The price that a label names, else the first that is no discount, postage or the like."""
    for said in _LABELLED.finditer(text[:8_000]):
        if prices := read_prices(said["value"], hint=hint):
            return prices[0]
        if (bare := bare_price(said["value"], hint=hint)) is not None:
            return bare
    for price in read_prices(text[:400], hint=hint):
        before = text[: text.find(price.raw)][-12:] if price.raw else ""
        if not _OTHER.search(before):
            return price
    return None


def _permalink(node: LexborNode, item: str | None, document: Document) -> str | None:
    """The address that the post gives itself: a link on this site that ends in its number."""
    number = re.search(r"\d{2,}$", item or "")
    if number is None:
        return None
    for link in select(node, "a[href]", 30):
        href = attribute(link, "href")
        if href.endswith(number[0]) and re.search(rf"#[a-z_-]*{number[0]}$", href, re.I) and href[:1] != "#":
            return document.join(href)
    return None


def _body(node: LexborNode) -> LexborNode | None:
    """The element with what the author wrote: the longest so called, else the longest that may be it."""
    bodies = [
        one
        for one in select(node, _BODY, 40)
        if not _QUOTE.search(f"{attribute(one, 'class')} {attribute(one, 'id')}") and not _in_quote(one, node)
    ]
    written = [one for one in bodies if _WORDS.search(words := attribute(one, "class")) and not _MARGIN.search(words)]
    return max(written or bodies, key=lambda one: len(one.text()[:20_000]), default=None)


def _moment(node: LexborNode, body: LexborNode | None, document: Document) -> str | None:
    """When it was posted: what is marked as a time, else what stands as one beside the text."""
    fetched, language = document.page.fetched, document.language
    for one in select(node, "time, [data-time], [data-timestamp], [class*=date i], [class*=time i], [id^=authorposton]", 6):
        marked = attribute(one, "datetime") or attribute(one, "data-time") or attribute(one, "data-timestamp")
        moment = machine_time(marked or attribute(one, "title")) or said_time(
            squeeze(one.text()[:120]), fetched=fetched, language=language
        )
        if moment:
            return moment
    inside = {one.mem_id for one in body.traverse(include_text=True)} if body is not None else set()
    for number, one in enumerate(node.traverse(include_text=True)):
        if number > 400:
            break
        if one.tag != "-text" or one.mem_id in inside:
            continue
        if moment := said_when(squeeze((one.text_content or "")[:90]), fetched=fetched, language=language):
            return moment
    return None


def said_when(text: str, *, fetched: str | None, language: str | None) -> str | None:
    """The time that a text is, alone or behind a label; None where it says more."""
    said = _SAID_WHEN.match(text) if len(text) <= 60 else None
    if said is None or not _MAY_BE_TIME.search(said["when"]):
        return None
    return said_time(said["when"], fetched=fetched, language=language)


def _in_quote(node: LexborNode, top: LexborNode) -> bool:
    here = node.parent
    for _ in range(8):
        if here is None or here.mem_id == top.mem_id:
            return False
        if here.tag == "blockquote" or _QUOTE.search(attribute(here, "class")):
            return True
        here = here.parent
    return False


def _rows(document: Document, hint: str | None, listing_urls: frozenset[str]) -> list[Found]:
    """Rows with a price and words that lead to no page of their own (a price list, a board of small ads)."""
    groups: dict[tuple[Element, str], list[Element]] = defaultdict(list)
    for element in document.tagged("tr", "li", "article", "div", "table", "section"):
        if element.parent is not None and (element.tag != "div" or element.get("class")) and element.region == "main":
            groups[(element.parent, f"{element.tag}.{(element.get('class').split() or [''])[0]}")].append(element)
    for nodes in sorted((nodes for nodes in groups.values() if len(nodes) >= 2), key=len, reverse=True)[:8]:
        founds = []
        for element in nodes[:MAX_BLOCKS]:
            if not _DIGITS.search(document.text(element, 1_000)):
                continue
            text = node_text(element.node, limit=4_000)
            prices = read_prices(text[:600], hint=hint)
            if (not prices and _NO_PRICE.search(text[:600]) is None) or len(text) < 20:
                continue
            if any(_leads_away(link, document, listing_urls) for link in _some_links(element, document)):
                continue
            founds.append(_row(element, text, prices[0] if prices else None, document))
        named = sum(found.item is not None for found in founds) == len(founds) >= 2
        if len(founds) >= max(2 if named else 4, 0.7 * len(nodes)):
            return founds
    return []


def _some_links(element: Element, document: Document) -> list[Element]:
    return list(islice(document.outline.links_in(element), 8))


def _leads_away(link: Element, document: Document, listing_urls: frozenset[str]) -> bool:
    """Whether a row's link is to a page of its own: not to a photo, to a place on this page, to mail, a number or a script."""
    href = link.get("href")
    url = document.join(href)
    if url in listing_urls and "#" not in href:
        return True
    return href[:1] not in ("#", "", "j", "t", "m") and "#" not in href and not (url and is_file(urlsplit(url).path))


def _row(element: Element, text: str, price: Price | None, document: Document) -> Found:
    """A row as an offer: its boldest or first words are its title, whoever it names is its seller."""
    bold = next((one for one in document.outline.within(element)[:40] if one.tag in ("b", "strong", "h2", "h3", "h4")), None)
    title = document.text(bold, 200) if bold is not None else ""
    if len(title) < 4 or (price is not None and price.raw and price.raw in title):
        title = text.split("\n", 1)[0][:200]
    found = Found(where="blocks", kind="offer", title=title, text=text, price=price)
    found.photos = own_photos(document, element, element)
    identifier = element.get("id") or element.get("data-id")
    found.item = identifier if re.search(r"\d", identifier) and len(identifier) < 60 else None
    for link in _some_links(element, document):
        href = link.get("href")
        if found.item is not None and href.endswith(f"#{found.item}"):
            found.url = document.join(href)
    if said := _POSTED_BY.search(text):
        found.seller = said["name"].strip()
        found.place = (said["place"] or "").strip() or None
        found.posted = said_time(said["when"] or "", fetched=document.page.fetched, language=document.language)
    return found
