"""A source: a marketplace, shop, forum, channel or social site, and how to read it. One YAML file each.

Those that come with the product (`crawlers/sources/*.yml`) are mostly platform families, recognised from a page itself;
a user's own lie in HOME/sources. docs/sources.md explains every field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from tidewaiter.hours import a_span
from tidewaiter.yamlfiles import read_yaml

BUNDLED = Path(__file__).parent / "sources"
MAX_PATTERN = 500

Rule = str | list[str]
"""`css`, `css::attr(name)`, `json:JMESPath` (of a JSON item), `data:JMESPath` (of the JSON that a page carries), `meta:name`,
`=constant`, or a list of them: the first that gives something."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _pattern(value: str | None) -> str | None:
    if value is None:
        return None
    if len(value) > MAX_PATTERN:
        raise ValueError(f"a pattern has at most {MAX_PATTERN} characters")
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"'{value}' is no regular expression ({error}); write one as in '/item/[0-9]+'") from error
    return value


class Recognise(_Strict):
    """Marks of a family; a page shows it when any one field's condition holds."""

    css: str | None = None
    """A selector that matches something on the page."""
    generator: str | None = None
    """Pattern that the page's `<meta name=generator>` begins with."""
    json_path: str | None = Field(default=None, alias="json")
    """JMESPath that gives something (not null, false or empty) on a JSON body."""
    url: str | None = None
    """Pattern found in the page's URL."""
    body: str | None = None
    """Literal text found in the first 200 kB of the page."""

    _check = field_validator("generator", "url")(_pattern)


class ListingRules(_Strict):
    """How listings stand on a page of the source."""

    url: str | None = None
    """Pattern found in the URL of a page that shows one listing (or one thread)."""
    items: str | None = None
    """Selector (or `json:`, `data:` JMESPath) of each listing where a page holds several; the fields are looked up inside."""
    key: Rule | None = None
    """What tells an item from others on its page where it has no page of its own (a post's number)."""
    fields: dict[str, Rule] = Field(default_factory=dict)
    """title, text, price, currency, availability, sku, seller, seller_id, seller_url, photos, place, posted, url, language."""

    _check = field_validator("url")(_pattern)

    @field_validator("fields")
    @classmethod
    def _known(cls, value: dict[str, Rule]) -> dict[str, Rule]:
        if unknown := sorted(set(value) - FIELDS):
            raise ValueError(f"no such field '{unknown[0]}'; known are {', '.join(sorted(FIELDS))}")
        return value


FIELDS = frozenset(
    {
        "title", "text", "price", "low", "high", "currency", "minor", "availability", "in_stock", "sku", "seller", "seller_id",
        "seller_url", "photos", "place", "posted", "url", "language",
    }
)  # fmt: skip
"""Fields that a rule may give. `minor`: decimals that the price's integer holds (WooCommerce: 2); `in_stock`: a truth value."""


class PageRules(_Strict):
    """Which other pages of the source are worth following."""

    index: str | None = None
    """Pattern of URLs of pages that list listings."""
    next: Rule | None = None
    """Rule that gives the next page's URL, or `json:` a cursor that stands for `{cursor}` in `next_url`."""
    next_url: str | None = None
    """URL template with `{cursor}`, relative to the page."""
    ignore: str | None = None
    """Pattern of URLs that are never followed."""

    _check = field_validator("index", "ignore")(_pattern)


class Source(_Strict):
    """One source file."""

    name: str
    """How listings name it; letters, digits, `-` and `_`."""
    kind: str | None = None
    """Name of a platform family whose rules it follows (`discuz`, `shopify` ...)."""
    recognise: list[Recognise] = Field(default_factory=list)
    """Marks by which a page shows that it belongs to this family; a family needs no `domains`."""
    domains: list[str] = Field(default_factory=list)
    """Host names (their subdomains too)."""
    start: list[str] = Field(default_factory=list)
    """URLs to begin with."""
    search: str | None = None
    """URL template of a search: `{query}`, `{page}`."""
    listing: ListingRules = Field(default_factory=ListingRules)
    pages: PageRules = Field(default_factory=PageRules)
    responses: dict[str, ListingRules] = Field(default_factory=dict)
    """Rules for JSON that the page's own scripts fetch, by a pattern found in its URL."""
    only: bool = False
    """The rules alone are believed: nothing is read by heuristics where they give no value."""
    render: Literal["auto", "never", "always"] = "auto"
    session: bool = False
    """Needs an account: `tidewaiter login NAME`."""
    rate: float | None = Field(default=None, gt=0, le=100)
    """Requests a second at most; without it AutoThrottle alone decides."""
    robots: bool = True
    """Obey robots.txt."""
    hours: str | None = None
    """`HH:MM-HH:MM ZONE`: requests wait outside these hours."""
    languages: list[str] = Field(default_factory=list)
    country: str | None = None
    """ISO 3166-1 alpha-2: how its national phone numbers and bare prices are read."""
    currency: str | None = None
    """ISO 4217, for prices that name none."""
    timezone: str | None = None
    """IANA time zone of times that name none; default UTC."""
    proxy: str | None = None
    """`http://`, `https://` or `socks5://` address that all requests of this source go through."""
    allow_private: list[str] = Field(default_factory=list)
    """Literal `host:port` addresses of a private network that this source may reach."""

    _hours = field_validator("hours")(a_span)

    @field_validator("name")
    @classmethod
    def _plain(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", value):
            raise ValueError(f"'{value}' is no name: use letters, digits, - and _, as in 'my-forum'")
        return value

    @field_validator("country")
    @classmethod
    def _two_letters(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Z]{2}", value):
            raise ValueError(f"'{value}' is no country: use two capital letters, as in 'VN'")
        return value

    def covers(self, url: str) -> bool:
        """Whether the URL lies on one of its domains."""
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return False
        return any(host == domain or host.endswith("." + domain) for domain in map(str.lower, self.domains))


def load_sources(home: Path | None = None) -> dict[str, Source]:
    """All sources by name: those that come with the product and HOME/sources/*.yml, which win where names are the same.

    Raises `InvalidInput` with file, line and field when a user's file is not valid.
    """
    sources = dict(bundled_sources())
    if home is not None and (home / "sources").is_dir():
        for path in sorted((home / "sources").glob("*.yml")):
            source = read_yaml(path, Source)
            sources[source.name] = source
    return sources


@cache
def bundled_sources() -> Mapping[str, Source]:
    """The sources that come with the product, by name."""
    # Tests hold these files right, so that none of the marks is needed by which mistakes of a user's file are shown.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = (yaml.load(path.read_bytes(), Loader=loader) for path in sorted(BUNDLED.glob("*.yml")))  # noqa: S506 - a safe loader
    return {source.name: source for source in map(Source.model_validate, read)}


def source_for(url: str, sources: Mapping[str, Source]) -> Source | None:
    """The source on whose domains the URL lies; the most specific domain wins; None where there is none."""
    host = ""
    found: Source | None = None
    for source in sources.values():
        for domain in source.domains:
            if len(domain) > len(host) and source.covers(url):
                found, host = source, domain
    return found
