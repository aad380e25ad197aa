"""Several ways of reading one item, weighed against each other into one listing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from urllib.parse import urlsplit

from crawlers.reading.data_layer import marked_items, tracked_items
from crawlers.reading.document import Document
from crawlers.reading.found import Found
from crawlers.reading.galleries import gallery
from crawlers.reading.json_items import read_object
from crawlers.reading.links import PageLink
from crawlers.reading.maintext import description, main_block, main_text, width_of, without_label
from crawlers.reading.page_kinds import is_article, shows_several
from crawlers.reading.people import names_no_price, states_number, visible_place, visible_posted
from crawlers.reading.photos import is_photo, unique_photos
from crawlers.reading.price_text import country_currency, place_of
from crawlers.reading.sellers import labelled_seller, visible_seller
from crawlers.reading.skus import best_sku, tidy_sku, url_item
from crawlers.reading.state import state_objects
from crawlers.reading.stock import visible_availability
from crawlers.reading.threads import has_contact
from crawlers.reading.titles import Title, is_house_title, main_title, plain, site_names
from crawlers.reading.visible import SAME_AMOUNT, Spot, price_spots
from tidewaiter.identity import canonical_url, listing_id
from tidewaiter.model import Listing, Photo, Place, Price, Seller

_SENTENCE_END = re.compile(r"[。！？.!?;；]")
SHORT_OFFER = 100
"""Width of a text from which it may be an offer that names no price."""
MANY_LINKS, MANY_PRICES = 8, 6
"""Links to listings from which a page without structured data may be an index rather than a listing."""
SURE_SPOT = 3.8
"""Score from which a visible price alone makes a page an offer: a currency and two cues more."""
SIGNED_SPOT = 3.0
"""The same where somebody's name or a date stands by the title, and the page is no index."""
SAID = {"rules": 3.0, "json-ld": 2.0, "microdata": 2.0, "opengraph": 1.2, "state": 1.0}
"""How much a way of reading counts when ways differ on the item's number."""


_ITS_NAMES = ("price", "name", "title", "productName", "subject", "headline", "salePrice", "currentPrice")
"""Keys of which an object of the page's state that is an item has one."""
_ANYBODYS = frozenset({"co", "cc", "tv", "me", "io", "ai", "to", "ws"})
"""Endings of countries that sites anywhere use."""


def hint_of(document: Document) -> str | None:
    """Country (of the host's ending) or else language: what decides shared currency signs and bare prices."""
    ending = document.host.rsplit(":", 1)[0].rsplit(".", 1)[-1]
    if len(ending) == 2 and ending not in _ANYBODYS and country_currency(ending):
        return ending
    return place_of(document.language, document.title)


def main_listing(
    document: Document,
    founds: Sequence[Found],
    *,
    rules: Sequence[Found] = (),
    listing_links: Callable[[], Sequence[PageLink]] = tuple,
    sure: bool = False,
) -> Listing | None:
    """The page's one listing, None where it offers and says nothing of its own.

    founds: what the structured syntaxes say. rules: what a source's or family's rules give. listing_links: gives where
    the page leads, asked only where it matters; many of them make an index. sure: the source says that this URL shows a
    listing.
    """
    hint = hint_of(document)
    offers = _own_offers(document, [found for found in founds if found.kind == "offer"])
    main = _main([found for found in offers if found.where != "opengraph"] or offers, document)
    graph = next((found for found in founds if found.where == "opengraph"), None)
    post = next((found for found in founds if found.kind in ("post", "article") and found.where != "opengraph"), None)
    title = main_title(document, said=next((found.title for found in (main, post) if found and found.title), None))
    elsewhere = cache(lambda: _elsewhere(document, listing_links()))
    told = next((way.price.amount for way in [*rules, *([main] if main else [])] if way.price and way.price.amount), None)
    spots = price_spots(document, title.order, hint=hint, said=told, elsewhere=elsewhere)
    state = None
    if main is None or main.price is None:
        state = _from_state(document, title, hint)
    if is_article(document):
        spots = [spot for spot in spots if spot.order != title.order]  # what an article is about, not what it asks
    best = spots[0] if spots else None
    offered = (
        sure
        or any(way.price or way.sku for way in rules)
        or main is not None
        or (graph is not None and graph.kind == "offer")
        or (state is not None and (state.price is not None or bool(state.seller or state.photos)))
    )
    if not offered and shows_several(document):
        return None
    many_links = not offered and len(listing_links()) >= MANY_LINKS
    enough = SURE_SPOT + 0.5 if many_links else SURE_SPOT
    near = best is not None and SIGNED_SPOT <= best.score < enough and len(best.text) <= 24
    if near and not offered and not many_links and title.order is not None:
        signed = visible_seller(document, title.order) or visible_posted(document, title.order)
        enough = SIGNED_SPOT if signed else enough
    if (
        not offered
        and (best is None or best.score < enough or title.order is None)
        and not (title.order is not None and names_no_price(document, title.order, among_links=many_links))
    ):
        return _article(document, [*rules, *([post] if post else [])], graph, title, listing_links(), len(spots))
    ways = [*rules, *[way for way in (main, state, post if main is None else None, graph) if way is not None]]
    ways += [found for found in offers if found is not main and _same(found, main)]
    listing = _listing(document, ways, title)
    unnamed = state is not None and state.price is None
    unpriced = cache(lambda: unnamed or (title.order is not None and names_no_price(document, title.order)))
    listing.price = _price(ways, spots, hint, unpriced)
    listing.availability = _availability(document, ways, title, listing.price)
    listing.sku = _sku(document, ways, title)
    listing.text = _text(document, ways, title.order)
    return listing


def rules_listing(document: Document, found: Found) -> Listing:
    """The page's listing as its source's rules alone give it."""
    url = document.canonical or canonical_url(document.url)
    listing = Listing(id=listing_id(url), url=url, language=found.language or document.language)
    listing.title, listing.text = found.title or "", found.text or ""
    listing.price, listing.availability, listing.sku, listing.posted = found.price, found.availability, found.sku, found.posted
    if found.seller or found.seller_id:
        listing.seller = Seller(found.seller_id, found.seller, found.seller_url)
    if found.place:
        listing.place = Place(found.place, found.country, found.lat, found.lon)
    listing.photos = [Photo(url=photo) for photo in unique_photos(found.photos)]
    return listing


def _elsewhere(document: Document, links: Sequence[PageLink]) -> frozenset[str]:
    """URLs of other listings; the page's own variants (the same path) are none."""
    here = _path(document.canonical or document.url)
    return frozenset(link.url for link in links if _path(link.url) != here or "=" in urlsplit(document.url).query)


def _own_offers(document: Document, offers: list[Found]) -> list[Found]:
    """Offers that can be the page's own: lists of cards give many items with URLs of other pages."""
    here = _path(document.canonical or document.url)
    own = [found for found in offers if found.url is None or _path(found.url) == here]
    return own if own or len(offers) > 2 else offers


def _path(url: str) -> str:
    return urlsplit(canonical_url(url)).path.rstrip("/").lower()


def _main(offers: list[Found], document: Document) -> Found | None:
    if not offers:
        return None
    heads = [plain(text) for text in (document.meta.get("og:title", ""), document.title) if text]
    here = _path(document.canonical or document.url)

    def rank(found: Found) -> float:
        key = plain(found.title or "")
        named = any(key and (key in head or head in key) for head in heads)
        return (
            found.weight()
            + (3 if named else 0)
            + (3 if found.url and _path(found.url) == here else 0)
            + (2 if found.price else 0)
        )

    if len(offers) > 3 and all(found.url and _path(found.url) != here for found in offers):
        return None
    return max(offers, key=rank)


def _same(found: Found, main: Found | None) -> bool:
    return main is not None and (found.title is None or plain(found.title) == plain(main.title or ""))


def _from_state(document: Document, title: Title, hint: str | None) -> Found | None:
    """The object of the page's state that is its item: named like the title, or with the id that the URL carries."""
    key, identifier = plain(title.text), url_item(document.url)
    best: tuple[int, Found] | None = None
    told = (marked_items(document, title.text), tracked_items(document), state_objects(document))
    for number, item in enumerate(chain.from_iterable(told)):
        if number > 20_000:
            break
        if not _may_be_item(item):
            continue
        found = read_object(item, document.join, where="state", hint=hint)
        if found is None or not found.title:
            continue
        named = plain(found.title) == key or (
            len(key) >= 8 and (plain(found.title) in key or key in plain(found.title)) and len(plain(found.title)) >= 6
        )
        numbered = identifier is not None and identifier in (found.item, found.sku)
        if (named or numbered) if found.price is not None else (named and numbered):
            score = 2 * named + 2 * numbered + found.weight()
            if best is None or score > best[0]:
                best = (score, found)
    return best[1] if best else None


def _may_be_item(item: Mapping[str, object]) -> bool:
    """Whether an object, or one right inside it, has a field that items have: most objects of a state are none."""
    inside = (child for child in item.values() if isinstance(child, dict))
    return any(name in one for one in (item, *inside) for name in _ITS_NAMES)


def _listing(document: Document, ways: Sequence[Found], title: Title) -> Listing:
    url = document.canonical or _plain_url(document)
    listing = Listing(id=listing_id(url), url=url, language=document.language)
    said = next((way.title for way in ways if way.title and way.where != "opengraph"), None)
    listing.title = title.text or said or ""
    if said and title.order is None:
        listing.title = said
    for way in ways:
        listing.posted = listing.posted or way.posted
        if listing.seller is None and (way.seller or way.seller_id):
            listing.seller = Seller(way.seller_id, way.seller, way.seller_url)
            if plain(way.seller or "") in site_names(document):
                # What a market tells machines of all its goods; who offers this one the page may say.
                listing.seller = labelled_seller(document, title.order) or listing.seller
        if listing.place is None and way.place:
            listing.place = Place(way.place, way.country, way.lat, way.lon)
    listing.seller = listing.seller or visible_seller(document, title.order)
    listing.posted = listing.posted or visible_posted(document, title.order)
    listing.place = listing.place or visible_place(document, title.order)
    photos = [photo for way in ways for photo in way.photos if is_photo(photo)]
    listing.photos = [Photo(url=photo) for photo in unique_photos(gallery(document, title, photos))]
    return listing


def _plain_url(document: Document) -> str:
    """The page's canonical URL, without its query where the path holds the number that the page states as its own."""
    url = canonical_url(document.url)
    parts = urlsplit(url)
    number = re.search(r"(?<![0-9A-Za-z])\d{3,20}(?=\D{0,6}$)", parts.path.rpartition("/")[2]) if parts.query else None
    if number is None or not states_number(document, number[0]):
        return url
    return parts._replace(query="").geturl()


def _price(ways: Sequence[Found], spots: Sequence[Spot], hint: str | None, unpriced: Callable[[], bool]) -> Price | None:
    """The price, None where there is none. unpriced: tells whether something by the title says that the seller names none."""
    told = next((way for way in ways if way.price is not None and way.price.amount), None)
    said = told.price if told is not None else None
    best = spots[0] if spots and spots[0].score >= 2.0 else None
    currency = said.currency if said else None
    if said is None:
        if best is None:
            return next((way.price for way in ways if way.price is not None), None)
        if best.score < SURE_SPOT and unpriced():
            return None  # a fee, a deposit, what something else costs
        return _with_currency(
            best.price, next((way.price.currency for way in ways if way.price), None) or country_currency(hint)
        )
    shown = [
        spot for spot in spots if spot.price.amount is not None and abs(spot.price.amount - (said.amount or 0)) < SAME_AMOUNT
    ]
    if best is not None and best.score >= SURE_SPOT and not best.old and best.price.amount:
        # What machines are told is believed, unless the page shows it only as a former price, or shows another one instead.
        only_old = bool(shown) and all(spot.old for spot in shown)
        # State is what scripts work on: in cents or smaller, before discounts; what they make of it is what the page shows.
        enough = SURE_SPOT if told is not None and told.where == "state" else SURE_SPOT + 1.5
        if (only_old and best.price.amount < (said.amount or 0)) or (not shown and best.score >= enough):
            return _with_currency(best.price, currency)
    return said if said.currency or best is None else _with_currency(said, best.price.currency or country_currency(hint))


def _with_currency(price: Price, currency: str | None) -> Price:
    if price.currency or not currency:
        return price
    return Price(price.amount, currency, price.low, price.high, price.unit, price.raw, price.spans)


def _availability(document: Document, ways: Sequence[Found], title: Title, price: Price | None) -> str | None:
    said = next((way.availability for way in ways if way.availability), None)
    if said is not None and said != "InStock":
        return said
    shown = visible_availability(document, title.order)
    if said is not None:
        # What shops tell machines outlives the stock: words beside the title that nobody can overlook win.
        return "OutOfStock" if shown == "OutOfStock" else said
    # Where nothing says otherwise, what has a price can be had.
    return shown or ("InStock" if price is not None and price.amount else None)


def _sku(document: Document, ways: Sequence[Found], title: Title) -> str | None:
    said = [
        (SAID.get(way.where, 1.0), tidy_sku(way.sku)) for way in ways if way.sku and len(way.sku) <= 60 and way.sku.isascii()
    ]
    return best_sku(document, said, title.order)


def _text(document: Document, ways: Sequence[Found], title_order: int | None) -> str:
    said = without_label(max((way.text for way in ways if way.text and way.where != "opengraph"), key=len, default=""))
    graph = next((way.text for way in ways if way.text and way.where == "opengraph"), "")
    if len(said) >= 200 and not said.endswith(("...", "…")):
        return said
    shown = without_label(description(document, title_order))
    return shown if len(shown) > max(len(said), 40) else said or shown or graph


def _article(
    document: Document,
    posts: Sequence[Found],
    graph: Found | None,
    title: Title,
    links: Sequence[PageLink],
    prices: int,
) -> Listing | None:
    """A page that says rather than offers: an article, a notice, a single post."""
    is_article = bool(posts) or (graph is not None and graph.kind == "article")
    text = main_text(document)
    width = width_of(text)
    # Beside related articles an article is still running text; an index of goods has its prices, one of threads no text.
    if len(links) >= MANY_LINKS and (width < 400 or len(_SENTENCE_END.findall(text)) < 5 or prices >= MANY_PRICES):
        return None
    sentences = len(_SENTENCE_END.findall(text))
    if not title.text or width < (80 if is_article else SHORT_OFFER) or (not is_article and sentences < 3):
        return None
    if is_house_title(title.text) or (not is_article and _lists(document, links)):
        return None
    listing = _listing(document, [*posts, *([graph] if graph is not None else [])], title)
    # What nobody signed, nor left a way to be reached in, is the site's own: its help, its magazine.
    signed = (
        listing.seller is not None or has_contact(text) or (listing.posted is not None and (listing.photos or listing.place))
    )
    if not is_article and not signed:
        return None
    # A few lines are an offer where their time and their own photos stand beside them, as small classifieds have them.
    if not is_article and width < 250 and not (listing.posted is not None and listing.photos):
        return None
    said = next((post.text for post in posts if post.text), "")
    listing.text = said if len(said) > len(text) else text
    return listing


def _lists(document: Document, links: Sequence[PageLink]) -> bool:
    """Whether the page's text is that of cards or rows, which lead to pages of their own."""
    block = main_block(document)
    if block is None:
        return False
    urls = {link.url for link in links}
    inside = {canonical_url(url) for link in document.outline.links_in(block) if (url := document.join(link.get("href")))}
    return len(inside & urls) >= max(4, document.outline.length(block) // 400)
