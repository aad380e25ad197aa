"""RSS (0.9 to 2.0, RDF), Atom and sitemaps: their entries as listings, or as links where they say nothing themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from crawlers.reading.found import Found
from crawlers.reading.price_text import read_amount, read_prices
from crawlers.reading.texts import html_to_text, squeeze
from crawlers.reading.times import machine_time
from tidewaiter.model import Price

Join = Callable[[str | None], str | None]

MAX_ENTRIES = 5_000
_ROOTS = re.compile(r"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]")


@dataclass(slots=True)
class Feed:
    """Entries with text of their own, and URLs that are only named."""

    founds: list[Found] = field(default_factory=list)
    links: list[tuple[str, bool]] = field(default_factory=list)
    """(URL, whether it is a further sitemap)."""
    language: str | None = None


def looks_like_feed(text: str) -> bool:
    """Whether a body is one of these, by its first characters."""
    head = text[:3_000]
    return bool(_ROOTS.search(head)) and "<html" not in head.lower()


def read_feed(text: str, join: Join) -> Feed:
    """The entries of a feed; what is broken in it costs only what stands behind the break."""
    feed = Feed()
    # Entities are not resolved and nothing is fetched: a feed can neither blow up nor look at our files.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text, count=1).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return feed
    if root is None:
        return feed
    if _name(root) in ("urlset", "sitemapindex"):
        for node in root.iter():
            if _name(node) == "loc" and node.text and (url := join(node.text.strip())):
                parent = node.getparent()
                if parent is not None and _name(parent) in ("url", "sitemap"):
                    feed.links.append((url, _name(parent) == "sitemap"))
            if len(feed.links) >= 50_000:
                break
        return feed
    feed.language = next((_said(node) for node in root.iter() if _name(node) == "language"), None) or root.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    )
    for number, node in enumerate(node for node in root.iter() if _name(node) in ("item", "entry")):
        if number >= MAX_ENTRIES:
            break
        feed.founds.append(_entry(node, join))
    return feed


def _entry(node: etree._Element, join: Join) -> Found:
    found = Found(where="feed", kind="post")
    texts: list[str] = []
    for child in node.iter():
        name, said = _name(child), _said(child)
        if name == "title" and not found.title and child.getparent() is node:
            found.title = squeeze(html_to_text(said or ""))[:1_000] or None
        elif name in ("link", "guid", "id") and child.getparent() is node:
            href = child.get("href") or said
            if (
                href
                and href.startswith("http")
                and ((name == "link" and (child.get("rel") or "alternate") == "alternate") or not found.url)
            ):
                found.url = join(href)
        elif name in ("description", "encoded", "content", "summary") and child.getparent() is node and said:
            texts.append(html_to_text(said))
            found.photos += [
                url
                for match in re.finditer(r"""<img[^>]{0,500}?src=["']([^"']{4,1000})["']""", said)
                if (url := join(match.group(1)))
            ]
        elif name in ("pubDate", "published", "date", "updated", "issued"):
            found.posted = found.posted or machine_time(said)
        elif name in ("creator", "author") and not found.seller:
            inner = next((_said(part) for part in child if _name(part) == "name"), None)
            found.seller = squeeze(inner or said or "") or None
        elif name in ("enclosure", "content", "thumbnail", "image_link", "image") and (
            url := join(child.get("url") or child.get("resource") or said)
        ):
            kind = child.get("type") or "image"
            if kind.startswith("image") or child.get("medium") == "image":
                found.photos.append(url)
        elif name == "price" and said:
            prices = read_prices(said)
            amount = read_amount(said, machine=True)
            found.price = prices[0] if prices else Price(amount, None, raw=said) if amount else None
    found.text = max(texts, key=len, default=None)
    if found.price is None and found.title and (prices := read_prices(found.title)) and len(prices) == 1:
        found.price = prices[0]
    if found.price is not None:
        found.kind = "offer"
    return found


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _said(node: etree._Element) -> str | None:
    return (node.text or "").strip() or None
