"""Who offers: a name beside a label, a link to an account, the card of an account; never a button, a heading, a category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from crawlers.reading.document import Document
from crawlers.reading.outline import Element
from crawlers.reading.people import account_of, labelled, says_posted
from crawlers.reading.price_text import read_prices
from crawlers.reading.texts import squeeze
from crawlers.reading.titles import plain, site_names
from crawlers.reading.visible import first_related
from crawlers.reading.words import pattern
from tidewaiter.model import Seller

_LABEL = re.compile(
    r"^\W{0,3}" + pattern("seller_label").pattern + r"(?:\s{0,2}[:：]\s{0,3}(?P<value>.{1,120})|\s{0,2}[:：]?)$", re.I
)
_HEADING = re.compile(r"^\W{0,3}" + pattern("seller_heading").pattern + r"\W{0,3}$", re.I)
_REMARK, _NO_NAME = pattern("account_remark"), pattern("no_name")
_NUMBER = r"[(（]?[+-]?\d[\d.,\s]{0,12}[kKmM万萬千w+]?[)）]?"
_COUNTER = re.compile(
    rf"(?:(?:[^\W\d]{{2,12}}\s)?{_NUMBER}\s?(?:{pattern('counter').pattern})|(?:{pattern('counter').pattern})\s?[:：]?\s?{_NUMBER})(?:\W.{{0,30}})?",
    re.I,
)
_BUTTON = pattern("nowhere_link")
_OTHER_LABELS = ("posted", "place", "price", "number", "text")
_ANY_LABEL = re.compile(
    r"^\W{0,3}(?:" + "|".join(pattern(f"{name}_label").pattern for name in _OTHER_LABELS) + r")\W{0,3}$", re.I
)
_BY = re.compile(
    r"^\W{0,3}(?:(?:posted|listed|written|sold|published|offered|shared|submitted|started) )?"
    r"(?:by|par|por|von|oleh|bởi|от|โดย)\b[\s:]{1,3}",
    re.I,
)
_LINK = re.compile(
    r"/(?:sellers?|users?|u|profiles?|members?|authors?|people|thanh-vien|nguoi-ban|polzovatel|avtor|buyers?|penjual|vendeurs?|vendedor(?:es)?)/[^/?#]"
    r"|space-uid|mod=space|memberlist|viewprofile|/@[\w.-]{2,40}/?$"
    r"|(?:^|/)(?:u|users?|members?|profile|space|home|userinfo|account|author|seller)\.(?:php|aspx?|jsp|cgi)"
    r"\?(?:u|uid|id|user|userid|user_id|username|name|member)=",
    re.I,
)
"""Addresses of accounts."""
_SHOP_LINK = re.compile(
    r"/(?:shops?|stores?|toko|lapak|gian-hang|cua-hang|merchants?|vendors?|dealers?|compan(?:y|ies)|firms?|magazin|boutiques?|tiendas?|suppliers?)"
    r"[/-][\w.%-]{1,60}/?(?:index\.\w+|home)?(?:[?#]|$)|[?&](?:seller|shop|store|uid|member|user|vendor)(?:_?id)?=[\w.%-]+"
    r"|/(?:user|seller|shop|store|member|profile)(?:/index|/home)?\.?\w{0,4}\?\w{1,10}=[\w.%-]+",
    re.I,
)
"""Addresses that may be a seller's shop or one of its goods: the name beside them decides."""
_NOBODYS = re.compile(
    r"/(?:profiles?|users?|members?|account)/(?:messages?|messenger|chat|inbox|im|report|abuse|complain\w*|settings|edit|log-?in|log-?out"
    r"|sign-?in|sign-?up|register|favou?rites|notifications|items|orders?|add)(?:[/?#]|$)",
    re.I,
)
"""Addresses below those of accounts that are the reader's own pages, or forms."""
_SELLER_PROP, _NAME_PROP = re.compile(r"^(?:seller|author|vendor|offeredBy)$", re.I), re.compile(r"^name$")
_AUTHOR_REL = re.compile(r"(?:^|\s)author(?:\s|$)")
_NAME_CLASS = re.compile(
    r"(?:seller|author|user|shop|store|member|owner|vendor|dealer|merchant|publisher|poster|nick|profile|contact)[-_]{0,2}(?:nick)?name"
    r"|(?:^|[\s_-])(?:vendor|nick|nickname|username|merchant|screen-?name|seller)(?:[\s_-]|$)",
    re.I,
)
_FACE_CLASS = re.compile(r"avatar|userpic|user-?photo|profile-?(?:pic|image|photo)|face|touxiang|gravatar", re.I)
_REVIEWS = re.compile(r"review|comment|feedback|rating-?list|testimonial|question|answer|repl(?:y|ies)|q-?and-?a", re.I)
_SENTENCE = re.compile(r"[.!?…]\s+\w.*[.!?…]|[。！？；;{}<>|=]|https?:|www\.|[^.\s]{3,}[.!?]\s")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}|\d{4}[-/.年]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_MASKED = re.compile(r"[\dXxХх*•+()\s-]{6,}")
"""A number whose last digits are hidden until a button is pressed."""
_COUNT = re.compile(r"^\W*\d[\d.,\s%+/kKвwW万]*\W*$")
MAX_NAME, MAX_LINKS, MAX_CANDIDATES = 60, 3_000, 60
FARTHEST_CARD = 250
"""Pieces of text behind the title among which the card of an account is looked for."""
CARD, LEVELS = 320, 6
"""Characters of text that the card of an account holds at most, and how many elements around a link it is looked for in."""
SURE = 1.0
"""Score of an account's address from which cards without one are not looked for."""
DIRECTORY = 3
"""Accounts in one block from which it lists accounts."""
BESIDE = 0.4
"""What a name loses that stands beside a link to an account, not in it: the link may be a button of that block."""
ACCOUNT, ANYTHING, REMARKED = -4.0, 1.5, -0.5
"""Scores from which a name is believed: of an account's address, of what may be anything, before a remark on an account."""


@dataclass(slots=True)
class _Candidate:
    name: str
    url: str | None
    score: float
    order: int
    least: float
    """The score from which it is believed."""


def visible_seller(document: Document, title_order: int | None) -> Seller | None:
    """The seller that a label names, else the likeliest of those that links to accounts and cards of accounts name."""
    names = _Names(document, title_order)
    if (seller := _labelled(document, title_order, names)) is not None:
        return seller
    links = [link for link in document.tagged("a")[:MAX_LINKS] if _may_lead(link.get("href"))]
    weigh = _Weigh(document, title_order, links)
    best = _likeliest(_candidates(document, links, weigh, names))
    if best is None or best.score < SURE:
        best = _likeliest([*([best] if best else []), *_cards(document, title_order, weigh, names)])
    if best is None:
        return None
    return Seller(account_of(best.url), best.name, best.url)


def _likeliest(candidates: Iterable[_Candidate]) -> _Candidate | None:
    return max((one for one in candidates if one.score >= one.least), key=lambda one: (one.score, -one.order), default=None)


def labelled_seller(document: Document, title_order: int | None) -> Seller | None:
    """The seller that a label names."""
    return _labelled(document, title_order, _Names(document, title_order))


def _labelled(document: Document, title_order: int | None, names: _Names) -> Seller | None:
    found = labelled(document, _LABEL, title_order, accept=lambda value: not says_posted(value) and names.fit(_named(value)))
    if found is None:
        return None
    value, at = found
    link = _link_at(document, at)
    return Seller(account_of(link), _named(value)[:120], link)


def _named(value: str) -> str:
    """A name without the words before it (`by Ann`, `Shop: Ann`) and the figures behind it (`Ann (1500)`)."""
    value = _BY.sub("", value.strip(), count=1)
    if (label := _LABEL.match(value)) is not None and label["value"]:
        value = label["value"]
    value = re.split(r"\s[|·•｜]\s|\s{3,}", value, maxsplit=1)[0]
    return re.sub(r"\s?[(（]\s?[\d.,+/★%\s]{1,12}[)）]\s?$", "", value).strip(" :：,，;|")


@lru_cache(maxsize=10_000)
def is_name(text: str) -> bool:
    """Whether a short text can be somebody's name: no button, heading, label, number, time, price or sentence."""
    if not 2 <= len(text) <= MAX_NAME or not any(char.isalpha() for char in text) or text[-1] in ":：?？":
        return False
    if len(text.split()) > 7 or _COUNT.match(text) or _MASKED.fullmatch(text) or _TIME.search(text) or _SENTENCE.search(text):
        return False
    bare = text.strip(" \t»>›→←<[]()（）【】!！.…*•-–—+")
    if _NO_NAME.fullmatch(bare) or _COUNTER.fullmatch(bare) or _ANY_LABEL.match(text) or _HEADING.match(text):
        return False
    return not (_REMARK.search(text) or read_prices(text))


class _Names:
    """Which names can be a seller's on this page: not its title, its site's, or those of its categories."""

    def __init__(self, document: Document, title_order: int | None) -> None:
        self._document = document
        self._title = plain(document.pieces[title_order].text) if title_order is not None else ""
        self._known: dict[str, bool] = {}

    def fit(self, text: str) -> bool:
        """Whether a text can be the seller's name."""
        if not is_name(text):
            return False
        if text not in self._known:
            key = plain(text)
            self._known[text] = key != self._title and key not in site_names(self._document) and not self._is_category(text)
        return self._known[text]

    def _is_category(self, text: str) -> bool:
        return any(said == text and element.region in ("crumbs", "nav") for said, element in self._document.pieces)


def _link_at(document: Document, at: int) -> str | None:
    for order in range(at, min(at + 2, len(document.pieces))):
        for here in islice(document.pieces[order].element.around(2), 2):
            if here.tag == "a":
                return document.join(here.get("href"))
    return None


def _candidates(document: Document, links: list[Element], weigh: _Weigh, names: _Names) -> Iterator[_Candidate]:
    outline = document.outline
    for element in outline.having("data-author")[:1]:
        if element.region == "main" and names.fit(author := squeeze(element.get("data-author"))):
            yield _Candidate(author, None, 5.0, element.order, ACCOUNT)
    for link in links[:MAX_CANDIDATES]:
        if link.region in ("main", "aside") and (name := _name_of(document, link, names)) is not None:
            sure = _LINK.search(link.get("href")) is not None or _AUTHOR_REL.search(link.get("rel")) is not None
            score, least = (weigh(link) + 0.5, ACCOUNT) if sure else (weigh(link), ANYTHING)
            score -= BESIDE * (name not in document.text(link, 200))
            yield _Candidate(name, document.join(link.get("href")), score, link.order, least)
    marked = [one for one in outline.like("itemprop", _NAME_PROP) if _in_seller(one)]
    for element in [*marked, *outline.like("itemprop", _SELLER_PROP)][:MAX_CANDIDATES]:
        yield from _plain_candidate(document, element, weigh, names, 3.0)
    for element in [*outline.like("rel", _AUTHOR_REL), *outline.like("class", _NAME_CLASS)][:MAX_CANDIDATES]:
        yield from _plain_candidate(document, element, weigh, names, 1.5)


@lru_cache(maxsize=20_000)
def _may_lead(href: str) -> bool:
    return (_LINK.search(href) is not None or _SHOP_LINK.search(href) is not None) and _NOBODYS.search(href) is None


def _plain_candidate(document: Document, element: Element, weigh: _Weigh, names: _Names, bonus: float) -> Iterator[_Candidate]:
    if element.region not in ("main", "aside") or not 1 < document.outline.length(element) <= MAX_NAME:
        return
    if _in_other_link(element):
        return  # the card of another listing names who offers that
    links = [element] if element.tag == "a" else list(islice(document.outline.links_in(element), 2))
    link = links[0] if links else None
    name = _named(document.text(element, 200))
    if len(links) == 1 and names.fit(linked := _named(document.text(links[0], 200))):
        name = linked  # what stands beside it is a place, a rank
    if names.fit(name):
        url = document.join(link.get("href")) if link is not None else None
        yield _Candidate(name, url, weigh(element) + bonus, element.order, ACCOUNT)


def _in_seller(element: Element) -> bool:
    return any(_SELLER_PROP.match(around.get("itemprop")) for around in element.around(20) if around is not element)


def _name_of(document: Document, link: Element, names: _Names) -> str | None:
    """The name that a link to an account shows, or that stands beside it where it shows a face or a button."""
    pieces = document.pieces
    if _BUTTON.match(document.text(link, 60)):
        return None
    for order in range(link.first, min(link.end, link.first + 4)):
        if names.fit(name := _named(pieces[order].text)):
            return name
    pictures = [one for one in document.outline.within(link)[1:6] if one.tag == "img"]
    if not pictures and link.end <= link.first:
        return None
    for here in islice(link.around(LEVELS), 1, None):
        if document.outline.length(here) > CARD:
            break
        for order in range(here.first, here.end):
            text, element = pieces[order]
            linked = next((around for around in element.around(4) if around.tag == "a"), None)
            if linked is not None and linked is not link and linked.get("href") != link.get("href"):
                continue
            if element.tag not in ("button", "label", "option") and names.fit(name := _named(text)):
                return name
    return next((name for one in pictures if names.fit(name := squeeze(one.get("alt")))), None)


class _Weigh:
    """How likely an element tells of the page's seller, by what stands around it."""

    def __init__(self, document: Document, title_order: int | None, links: list[Element]) -> None:
        self._document, self._title, self._links = document, title_order, links
        self._related = first_related(document.pieces, title_order)

    def __call__(self, element: Element) -> float:
        """A score; about nought for a lone link somewhere in the main part."""
        outline, title = self._document.outline, self._title
        score = 0.0 if element.region == "main" else -0.7
        if title is not None:
            distance = element.first - title
            score += 0.5 - min(distance, 300) / 150 if distance >= -12 else -1.5
        if self._related is not None and element.first >= self._related:
            score -= 3.0
        if any(_REVIEWS.search(here.words) for here in element.around(6)):
            score -= 2.0
        if self._in_directory(element):
            score -= 3.0
        card = element
        for here in islice(element.around(LEVELS), 1, None):
            if outline.length(here) > CARD or (title is not None and here.first <= title < here.end):
                break
            card = here
        faces = (one for one in outline.within(card)[:60] if one.tag == "img")
        if any(_FACE_CLASS.search(one.words) or self._is_linked(one, element) for one in faces):
            score += 0.7
        remarks = headed = False
        for order in range(max(0, card.first - 2), min(card.end + 1, card.first + 40, len(self._document.pieces))):
            text = self._document.pieces[order].text
            if len(text) <= 80:
                headed = headed or (order < element.end and _HEADING.match(text) is not None)
                remarks = remarks or (order >= card.first and _REMARK.search(text) is not None)
        return score + 2.0 * headed + 1.5 * remarks

    def _is_linked(self, picture: Element, link: Element) -> bool:
        return link.tag == "a" and any(
            here.tag == "a" and here.get("href") == link.get("href") for here in islice(picture.around(4), 1, None)
        )

    def _in_directory(self, element: Element) -> bool:
        """Whether it stands in a list of accounts: a block, without the page's title, that leads to several."""
        for here in islice(element.around(5), 1, None):
            if self._title is not None and here.first <= self._title < here.end:
                return False
            inside = {_whose(link.get("href")) for link in self._links if here.order < link.order <= here.last}
            if len(inside) >= DIRECTORY:
                return True
        return False


@lru_cache(maxsize=10_000)
def _whose(href: str) -> str:
    """What tells an account's address from another's: its reviews, its advertisements and messages to it are one account."""
    parts = urlsplit(href)
    names = [segment for segment in parts.path.split("/") if segment]
    return "/".join([*names[:2], account_of(href) or "" if len(names) < 2 else ""])


def _cards(document: Document, title_order: int | None, weigh: _Weigh, names: _Names) -> Iterator[_Candidate]:
    """Names without a link: right behind a heading that tells who sells, or before what is said of an account."""
    pieces = document.pieces
    start = title_order or 0
    for order in range(max(0, start - 20), min(len(pieces), start + FARTHEST_CARD)):
        text, element = pieces[order]
        if len(text) > 80 or element.region not in ("main", "aside"):
            continue
        headed = len(text) <= 40 and _HEADING.match(text) is not None
        if headed and element.tag not in ("a", "button", "option"):
            near = range(order + 1, min(order + 3, len(pieces)))
        elif _REMARK.search(text) and not _in_other_link(element):
            near = range(order - 1, max(order - 4, start), -1)
        else:
            continue
        for at in near:
            name, holder = _named(pieces[at].text), pieces[at].element
            if holder.tag in ("button", "label", "option", "th", "dt") or not _together(document, holder, element):
                continue
            if len(name) <= 40 and names.fit(name):
                link = _link_at(document, at)
                # The remark that led here is no further evidence: many follow a rank, behind an account's link above.
                score, least = (weigh(holder), ANYTHING) if headed else (weigh(holder) - 1.5, REMARKED)
                yield _Candidate(name, link, score, holder.order, least)
                break


def _in_other_link(element: Element) -> bool:
    return any(here.tag == "a" and not _may_lead(here.get("href")) for here in element.around(7))


def _together(document: Document, first: Element, second: Element) -> bool:
    """Whether two elements stand in one small block."""
    for here in first.around(LEVELS):
        if document.outline.length(here) > CARD:
            return False
        if here.order <= second.order <= max(here.last, here.order):
            return True
    return False
