"""From a page's bytes and URL to what stands on it: listings (the main one first), links, walls. Never raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from crawlers.reading.blocks import MIN_OPENING, asked_price, lone_post, read_blocks, read_posts
from crawlers.reading.document import Document
from crawlers.reading.encoding import decode
from crawlers.reading.families import families_of, next_links
from crawlers.reading.feeds import looks_like_feed, read_feed
from crawlers.reading.found import Found
from crawlers.reading.fusing import hint_of, main_listing, rules_listing
from crawlers.reading.json_items import read_objects
from crawlers.reading.json_ld import read_json_ld
from crawlers.reading.json_text import parse_json
from crawlers.reading.link_shapes import url_shape
from crawlers.reading.links import PageLink, read_links
from crawlers.reading.listings import to_listing
from crawlers.reading.microdata import read_microdata
from crawlers.reading.opengraph import read_opengraph
from crawlers.reading.page import Page
from crawlers.reading.pagination import next_by_count
from crawlers.reading.photo_sizes import PhotoSizes
from crawlers.reading.photos import unique_photos
from crawlers.reading.removal import says_removed
from crawlers.reading.rule_links import links_by_rules
from crawlers.reading.rules import on_listing_url, read_by_rules
from crawlers.reading.schema_org import kind_of, read_item
from crawlers.reading.skus import url_item
from crawlers.reading.threads import is_later_page, is_thread, sells, thread_offers
from crawlers.reading.titles import is_house_title, main_title
from crawlers.reading.urls import clean_language, join_url
from crawlers.reading.walls import needs_javascript, wall_of
from crawlers.source import ListingRules, Source
from tidewaiter.collecting import no_collecting
from tidewaiter.identity import canonical_url, host_of, listing_id
from tidewaiter.model import Listing, Photo

PageKind = Literal["listing", "index", "other"]
_JSONP = re.compile(r"^\s*(?:\)\]\}',?|for\s*\(;;\);|while\s*\(1\);|/\*\*/)?\s*(?:[\w.$]{1,60}\s*\(\s*)?(?=[\[{\"])")


@dataclass(slots=True)
class Reading:
    """What one page gives."""

    listings: list[Listing] = field(default_factory=list)
    """The page's main one first; a thread's posts, a channel's messages, an API's items in their order."""
    links: list[PageLink] = field(default_factory=list)
    kind: PageKind = "other"
    wall: Literal["login", "captcha", "blocked"] | None = None
    needs_javascript: bool = False
    canonical: str | None = None
    encoding: str = "utf-8"
    family: str | None = None
    """Name of the platform family that the page showed."""
    removed: bool = False
    """The page says that what stood on it was taken away; only where that was asked."""


# Tens of thousands of objects live while a page is read: the collector would be a third of the work.
@no_collecting()
def read_page(page: Page, *, source: Source | None = None, links: bool = True) -> Reading:
    """What a page gives: by the rules of `source` (or of the family that the page shows), else by what any page may hold.

    links: without them, `Reading.links` stays empty and no link is judged that the listings don't need.
    """
    if b"\x00" in page.body[:1_000] and page.body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return Reading(encoding="binary")
    text, encoding = decode(page.body, page.header("content-type"))
    start = text[:4_000].lstrip("\ufeff \t\r\n")
    wrapped = _is_jsonp(start, page)
    if wrapped or start[:1] in ("{", "[", '"'):
        bare = text.lstrip("\ufeff")
        value = parse_json(_JSONP.sub("", bare, count=1).rstrip().rstrip(");") if wrapped else bare)
        if isinstance(value, dict | list):
            return _read_json(page, value, source, encoding)
        if isinstance(value, str) and "<" in value:
            text = value  # a fragment of HTML, as "load more" often answers
    if looks_like_feed(start):
        return _read_feed(page, text, source, encoding)
    return _read_html(page, text, source, encoding, links=links)


def _is_jsonp(start: str, page: Page) -> bool:
    return "javascript" in page.header("content-type") or start.startswith(
        (")]}'", "for(;;);", "for (;;);", "while(1);", "/**/")
    )


def _read_html(page: Page, text: str, source: Source | None, encoding: str, *, links: bool) -> Reading:
    document = Document(page, text)
    reading = Reading(encoding=encoding, canonical=document.canonical)
    hint = (source.currency or (source.country or "").lower() or None) if source else None
    hint = hint or hint_of(document)
    families = families_of(source, document=document, text=text)
    leading = source or (families[0] if families else None)
    reading.family = families[0].kind or families[0].name if families else None
    by_rules = links_by_rules(document, source) if source is not None and source.only else None
    all_links = cache(
        lambda: _with_next(
            by_rules if by_rules is not None else read_links(document, source=leading), next_links(families, document)
        )
    )
    leads = cache(lambda: [link for link in all_links() if link.kind == "listing"])
    name = source.name if source else document.host
    language = document.language or (source.languages[0] if source and len(source.languages) == 1 else None)
    country = source.country if source else None

    several, ways = _by_families(families, document, hint)
    if source is not None and source.only:
        reading.listings = [rules_listing(document, ways[0])] if ways and not several else []
    elif not several:
        founds = structured(document, hint_of(document))
        reading.listings = _main(document, ways, founds, source, leads)
        if _priceless(reading) or not any(found.kind == "offer" for found in (*founds, *ways)):
            several = _posts(document, reading, hint, leads)
    if (
        several
        and several[0].kind == "post"
        and _answers(several, document, own=source is not None and source in families, hint=hint)
    ):
        reading.listings = _of_thread(several, document, hint)
    elif several:
        reading.listings = [
            to_listing(found, page_url=document.canonical or page.url, source=name, language=language, country=country)
            for found in _titled(several, document)
        ]
    if links:
        reading.links = all_links() if by_rules is not None else _links(document, all_links(), reading.listings)
    for url, body in page.responses:
        if len(reading.listings) >= 1 and reading.listings[0].price is not None:
            break
        listed = frozenset(number for link in leads() if (number := url_item(link.url)))
        given, led = _of_response(url, body, page, source, name, language, reading.listings)
        # What the page links to has a page of its own, which says more.
        reading.listings += [listing for listing in given if listing.item not in listed]
        known = {link.url for link in reading.links}
        reading.links += [link for link in led if links and link.url not in known]
    if source is None or not source.only:
        _at_largest(reading.listings, document)
    for listing in reading.listings:
        listing.source, listing.country = name, country
        listing.language = listing.language or language
    reading.kind = "listing" if reading.listings else "index" if len(leads()) >= 3 else "other"
    # A list whose links are those that its source names is no wall either.
    good = bool(reading.listings) or (by_rules is not None and len(leads()) > 0)
    reading.wall = wall_of(document, status=page.status, has_listing=good)
    if reading.wall is not None and page.status in (401, 403, 429):
        reading.listings, reading.kind = [], "other"
    reading.removed = page.of_listing and reading.wall is None and says_removed(document, reading.listings)
    reading.needs_javascript = reading.wall is None and needs_javascript(
        document, listings=int(good), listing_links=0 if good else len(leads())
    )
    return reading


def _by_families(families: Sequence[Source], document: Document, hint: str | None) -> tuple[list[Found], list[Found]]:
    """What rules give: several listings of the page, or ways of reading its one listing."""
    ways: list[Found] = []
    for family in families:
        rules = family.listing
        if not rules.fields or not on_listing_url(family, document.url):
            continue
        founds = read_by_rules(family, rules, document.tree.root, join=document.join, document=document, hint=hint)
        if rules.items is not None and founds:
            return founds, []
        ways += founds
    return [], ways


def _main(
    document: Document, ways: list[Found], founds: list[Found], source: Source | None, leads: Callable[[], list[PageLink]]
) -> list[Listing]:
    if source is not None and source.listing.url and not on_listing_url(source, document.url):
        return []
    listing = main_listing(
        document, founds, rules=ways, listing_links=leads, sure=source is not None and source.listing.url is not None
    )
    return [listing] if listing is not None else []


def structured(document: Document, hint: str | None) -> list[Found]:
    """What JSON-LD, microdata, RDFa and OpenGraph say, in this order."""
    founds = [
        read_item(item, document.join, where=where, hint=hint)
        for where, items in (("json-ld", read_json_ld(document)), ("microdata", read_microdata(document)))
        for item in items
        if kind_of(item)
    ]
    graph = read_opengraph(document, hint=hint)
    return [*founds, graph] if graph is not None else founds


def _at_largest(listings: list[Listing], document: Document) -> None:
    """Each photo once, at the largest size that the page leads to."""
    if not any(listing.photos for listing in listings):
        return
    sizes = PhotoSizes(document)
    for listing in listings:
        photos = unique_photos(sizes.largest(photo.url) for photo in listing.photos if photo.url)
        listing.photos = [Photo(url=url) for url in photos]


def _priceless(reading: Reading) -> bool:
    return not reading.listings or reading.listings[0].price is None


def _posts(document: Document, reading: Reading, hint: str | None, leads: Callable[[], list[PageLink]]) -> list[Found]:
    """Posts or rows that the page is made of, where that is what it is; its only post is told to its listing."""
    later = is_later_page(document.url)
    if _priceless(reading):
        several = read_blocks(document, hint=hint, listing_urls=frozenset(link.url for link in leads()))
        several = several if len(several) >= 2 or (several and several[0].kind == "post") else []
    else:
        several = read_posts(document, hint=hint)
        several = several if later else _thread(several, reading.listings[0])
    if several or (not later and not _priceless(reading)):
        return several
    post = lone_post(document, hint=hint, least=2 if later else MIN_OPENING)
    if post is not None:
        # On a later page of a thread it is the last answer.
        reading.listings = [] if later else _with_post(post, reading.listings, document)
    return []


def _thread(posts: list[Found], main: Listing) -> list[Found]:
    """The posts of a thread that was taken for one offer, since somebody names a price in it."""
    if main.price is None:
        return []
    opening, said = ("".join(text.split()) for text in (posts[0].text or "" if posts else "", main.text))
    its_price = any(post.price is not None and post.price.amount == main.price.amount for post in posts)
    its_words = min(len(opening), len(said)) >= 10 and (opening[:60] in said or said[:60] in opening)
    return posts if its_price or its_words else []


def _titled(founds: list[Found], document: Document) -> Iterable[Found]:
    """The post that opens a page of posts takes the page's only `h1`, and so do its author's later ones.

    What others say below it is not what the title names.
    """
    headings = document.tree.css("h1")
    heading = " ".join(headings[0].text().split())[:300] if len(headings) == 1 else ""
    author = founds[0].seller if founds and not is_later_page(document.url) else None
    for found in founds:
        if found.where == "blocks" and found.kind == "post" and not found.title and author and found.seller == author:
            found.title = heading
        yield found


def _answers(posts: list[Found], document: Document, *, own: bool, hint: str | None) -> bool:
    """Whether posts are those of a thread of which only what offers is kept: of an unknown board, or one that sells.

    own: a source's own rules told them apart, which are to be kept to.
    """
    if posts[0].where == "blocks":
        return is_thread(posts, document)
    # A family's rules give all posts of a thread the title of their page; those of channels and walls have none.
    title = posts[0].title
    if own or posts[0].where != "rules" or not title or any(post.title != title for post in posts):
        return False
    said = posts[0].text or ""
    offers = is_later_page(document.url) or sells(title, said) or (posts[0].price or asked_price(said, hint)) is not None
    return offers and is_thread(posts, document)


def _of_thread(posts: list[Found], document: Document, hint: str | None) -> list[Listing]:
    """What a thread offers: its first post, which is what the page's address names, and the answers that offer themselves."""
    title = main_title(document, said=_headline(document)).text
    listings = []
    for post in posts if posts[0].where == "rules" else ():
        post.title, post.price = None, post.price or asked_price(post.text or "", hint)
    for post in thread_offers(posts, document):
        if post is posts[0] and not is_later_page(document.url):
            if post.price is None and is_house_title(title):
                return []
            listings.append(_opening(post, title, document))
        else:
            post.title = post.title or (title if post.seller == posts[0].seller else None)
            listings.append(to_listing(post, page_url=document.canonical or document.url, source="", language=None))
    return listings


def _opening(post: Found, title: str, document: Document) -> Listing:
    """The post that opens a thread as the listing of its page."""
    listing = to_listing(post, page_url=document.canonical or document.url, source="", language=document.language)
    listing.url = document.canonical or canonical_url(document.url)
    listing.id, listing.item, listing.title = listing_id(listing.url), None, title or post.title or ""
    return listing


def _headline(document: Document) -> str | None:
    """The thread's title as machines are told it."""
    items = (item for item in read_json_ld(document) if kind_of(item) == "post")
    return next((found.title for item in items if (found := read_item(item, document.join, where="json-ld")).title), None)


def _with_post(post: Found, listings: list[Listing], document: Document) -> list[Listing]:
    """The page's listing with what its only post says; that post alone where the page gave none."""
    title = main_title(document, said=_headline(document))
    if post.price is None and is_house_title(title.text):
        return []
    opening = _opening(post, title.text, document)
    if not listings:
        return [opening] if title.order is not None and is_thread([post], document) else []
    listing = listings[0]
    listing.price, listing.seller = listing.price or opening.price, opening.seller
    listing.posted, listing.photos = listing.posted or opening.posted, opening.photos or listing.photos
    return listings


def _links(document: Document, links: list[PageLink], listings: list[Listing]) -> list[PageLink]:
    """The page's links as its kind shows them: the next page of a long list, further listings beside one."""
    if len(listings) == 1 and listings[0].price is not None:
        return _like_this(links, canonical_url(document.url))
    if sum(link.kind == "listing" for link in links) >= 3 and not any(link.kind == "next" for link in links):
        counted = next_by_count(document.url, document.visible)
        return _with_next(links, [counted] if counted else [])
    return links


def _like_this(links: list[PageLink], here: str) -> list[PageLink]:
    """Links of the same shape as the URL of this page, which is a listing, are listings too."""
    shape = url_shape(here)
    return [
        replace(link, kind="listing", score=max(link.score, 0.6))
        if link.kind == "other" and url_shape(link.url) == shape
        else link
        for link in links
    ]


def _with_next(links: list[PageLink], more: list[str]) -> list[PageLink]:
    known = {canonical_url(url) for url in more}
    kept = [link for link in links if link.url not in known]
    return [*(PageLink(url, "", "next", 1.0) for url in sorted(known)), *kept]


def _of_response(
    url: str, body: bytes, page: Page, source: Source | None, name: str, language: str | None, known: list[Listing]
) -> tuple[list[Listing], list[PageLink]]:
    """Listings in JSON that the page's scripts fetched, those that are known already left out; and where its rows lead.

    A row that only names its page is no listing yet: the page says more, and would be taken for seen.
    """
    value = parse_json(decode(body)[0])
    if not isinstance(value, dict | list):
        return [], []
    founds = _json_founds(value, url, page.url, source, need=3)[0]
    rows = [found for found in founds if _is_row(found, page.url)] if source is None or not source.responses else []
    seen = {listing.id for listing in known}
    listings = [to_listing(found, page_url=page.url, source=name, language=language) for found in founds if found not in rows]
    led = [PageLink(canonical_url(found.url), found.title or "", "listing", 0.8) for found in rows if found.url]
    return [listing for listing in listings if listing.id not in seen], led


def _is_row(found: Found, page_url: str) -> bool:
    """Whether an object of a list only names a page of the same site, where its words stand."""
    here = host_of(page_url)
    return (
        bool(found.url)
        and host_of(found.url or "") == here
        and canonical_url(found.url or "") != canonical_url(page_url)
        and len(found.text or "") < 40
    )


def _json_founds(value: Any, url: str, page_url: str, source: Source | None, *, need: int) -> tuple[list[Found], list[Source]]:
    def join(href: str | None) -> str | None:
        return join_url(page_url, href)

    hint = source.currency or source.country if source else None
    for pattern, rules in source.responses.items() if source else ():
        if re.search(pattern, url):
            return _named(source, rules, value, join, hint), []
    families = families_of(source, url=url, data=value)
    for family in families:
        if family.listing.items is not None and (
            founds := read_by_rules(family, family.listing, value, join=join, document=None, hint=hint)
        ):
            return founds, families
    # A family that was recognised but gave nothing has nothing to give: an empty page of results.
    return ([] if families else read_objects(value, join, hint=hint, need=need)), families


def _named(source: Source | None, rules: ListingRules, value: Any, join: Any, hint: str | None) -> list[Found]:
    return read_by_rules(source, rules, value, join=join, document=None, hint=hint) if source is not None else []


def _read_json(page: Page, value: Any, source: Source | None, encoding: str) -> Reading:
    reading = Reading(encoding=encoding)
    founds, families = _json_founds(value, page.url, page.url, source, need=2)
    name = source.name if source else host_of(page.url)
    language = source.languages[0] if source and len(source.languages) == 1 else None
    country = source.country if source else None
    reading.family = families[0].kind or families[0].name if families else None
    reading.listings = [
        to_listing(found, page_url=page.url, source=name, language=language, country=country) for found in founds
    ]
    reading.links = [PageLink(url, "", "next", 1.0) for url in next_links(families, None, page_url=page.url, data=value)]
    for found in founds:
        if found.url and _is_row(found, page.url):
            reading.links.append(PageLink(canonical_url(found.url), found.title or "", "listing", 0.8))
    reading.kind = "listing" if reading.listings else "index" if reading.links else "other"
    if page.status in (401, 403, 429):
        reading.wall = "login" if page.status == 401 else "blocked"
    return reading


def _read_feed(page: Page, text: str, source: Source | None, encoding: str) -> Reading:
    feed = read_feed(text, lambda href: join_url(page.url, href))
    name = source.name if source else host_of(page.url)
    language = clean_language(feed.language or "")
    listings = [
        to_listing(found, page_url=page.url, source=name, language=language)
        for found in feed.founds
        if found.title or found.text
    ]
    links = [PageLink(canonical_url(url), "", "index" if further else "listing", 0.7) for url, further in feed.links]
    links += [PageLink(canonical_url(found.url), found.title or "", "listing", 0.8) for found in feed.founds if found.url]
    return Reading(
        listings=listings,
        links=links,
        kind="listing" if listings else "index" if links else "other",
        encoding=encoding,
        family="feed",
    )
