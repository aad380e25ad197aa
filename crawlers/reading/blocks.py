"""Repeated blocks that are listings themselves: posts of a thread, messages, rows of a list that have no pages of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.maintext import main_block
from crawlers.reading.nodes import attribute, select
from crawlers.reading.outline import Element
from crawlers.reading.people import account_of
from crawlers.reading.photos import image_url
from crawlers.reading.price_text import read_prices
from crawlers.reading.texts import node_text, squeeze
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
_NUMBERED = re.compile(r"(?:post|pid|msg|message|^p)[-_]?\d{1,12}$", re.I)
"""Ids of posts by which one is known that stands alone: a thread that nobody has answered yet."""
_LABELLED = re.compile(
    r"(?:^|[\s，。；;,.!！💰])" + pattern("price_label").pattern + r"\s{0,2}[:：]\s{0,3}(?P<value>[^\n]{1,40})", re.IGNORECASE
)
_OTHER = re.compile(pattern("other_amount").pattern + r"|便宜|优惠|減|减|让利|定金|押金|运费", re.IGNORECASE)
_COMMENT = re.compile(r"comment|reply|replies|review", re.I)
_POST_TAGS = ("div", "li", "article", "table", "tr", "section", "dl")
_DIGITS = re.compile(r"[0-9]+")
MIN_BLOCKS = 2
MAX_BLOCKS = 1_000


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
        posts = [found for node in group if (found := _post(node.node, document, hint)) is not None]
        if len(group) == 1 and posts and posts[0].url is None:
            continue  # an article: what stands alone is a post only where it has its own address in the page
        if len(posts) >= max(1, 0.7 * len(group)) and len(posts) > len(best):
            best = posts
    return best


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


def _post(node: LexborNode, document: Document, hint: str | None) -> Found | None:
    """A block as a post, None where it has neither author nor time, or no words of its own."""
    author = next((one for one in select(node, _AUTHOR, 6) if 1 < len(squeeze(one.text()[:200])) <= 40), None)
    body = _body(node)
    moment = _moment(node, body, document)
    if author is None or (moment is None and not re.search(r"\d{1,2}[:：]\d{2}|\d{4}[-/.年]\d{1,2}", node.text()[:3_000])):
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
    found.price = _asked(text, hint)
    return found


def _asked(text: str, hint: str | None) -> Price | None:
    """The price that a label names, else the first that is no discount, postage or the like."""
    for said in _LABELLED.finditer(text[:8_000]):
        if prices := read_prices(said["value"], hint=hint):
            return prices[0]
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
        if (
            one.tag != "-text"
            or one.mem_id in inside
            or (said := _SAID_WHEN.match(squeeze((one.text_content or "")[:60]))) is None
        ):
            continue
        if re.search(r"\d|天|yesterday|today|qua|nay|чера|дня", said["when"]) and (
            moment := said_time(said["when"], fetched=fetched, language=language)
        ):
            return moment
    return None


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
    for element in document.tagged("tr", "li", "article", "div"):
        if element.parent is not None and (element.tag != "div" or element.get("class")) and element.region == "main":
            groups[(element.parent, f"{element.tag}.{(element.get('class').split() or [''])[0]}")].append(element)
    for nodes in sorted((nodes for nodes in groups.values() if len(nodes) >= 4), key=len, reverse=True)[:8]:
        founds = []
        for element in nodes[:MAX_BLOCKS]:
            if not _DIGITS.search(document.text(element, 1_000)):
                continue
            text = node_text(element.node, limit=4_000)
            prices = read_prices(text[:600], hint=hint)
            linked = any(
                document.join(link.get("href")) in listing_urls or link.get("href")[:1] not in ("#", "", "j", "t", "m")
                for link in islice(document.outline.links_in(element), 5)
            )
            if not prices or len(text) < 20 or linked:
                continue
            title = text.split("\n", 1)[0][:200]
            found = Found(where="blocks", kind="offer", title=title, text=text, price=prices[0])
            images = [one for one in document.outline.within(element) if one.tag == "img"][:20]
            found.photos = [url for image in images if (url := image_url(image.attributes, document)) is not None]
            identifier = element.get("id") or element.get("data-id")
            found.item = identifier if re.search(r"\d", identifier) and len(identifier) < 60 else None
            founds.append(found)
        if len(founds) >= max(4, 0.7 * len(nodes)):
            return founds
    return []
