"""Which URLs belong to a run: the sites of its starts, and the domains of its sources."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from crawlers.source import Source


class Scope:
    """The sites of a run. A literal address or a host without a registrable domain is a site by host and port."""

    def __init__(self, urls: Iterable[str], sources: Iterable[Source] = ()) -> None:
        self._sites = {site_of(url) for url in urls}
        self._sources = [source for source in sources if source.domains]

    def add(self, url: str) -> None:
        """The site of this URL belongs to the run too."""
        self._sites.add(site_of(url))

    def covers(self, url: str) -> bool:
        """Whether the URL lies on one of the run's sites."""
        return site_of(url) in self._sites or any(source.covers(url) for source in self._sources)


@lru_cache(maxsize=16_384)
def site_of(url: str) -> str:
    """The registrable domain of a URL (`shop.example.co.uk` -> `example.co.uk`), else its host and port; empty: no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".").lower()
    domain = _registrable(host)
    return domain or f"{host}:{port or (443 if parts.scheme == 'https' else 80)}"


@lru_cache(maxsize=4096)
def _registrable(host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return str(_extract()(host).top_domain_under_public_suffix)
    return ""


@lru_cache(maxsize=1)
def _extract():  # type: ignore[no-untyped-def]  # tldextract has no types
    import tldextract

    # The list that comes with the package; it is never fetched. A blog on a hoster's domain is a site of its own.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
