"""What makes two sightings the same listing: canonical URLs and the ids made from them; and the time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MEANINGLESS_PARAMETERS = frozenset(
    {
        "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "_gl", "spm", "scm", "ref_src",
        "sessionid", "session_id", "phpsessid", "jsessionid", "sid", "aspsessionid", "zenid", "oscsid", "from_source",
    }
)  # fmt: skip
"""Query parameters that never say which item a page shows: click ids, session ids. Lower case."""


@lru_cache(maxsize=16_384)  # the links of a site stand on many of its pages, and each is asked about several times
def canonical_url(url: str, *, drop: frozenset[str] = frozenset()) -> str:
    """The URL without what does not change the page: fragment, default port, tracking and session parameters, their order.

    drop: further parameters, lower case, that a source has learned as meaningless. What is no URL comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    host = parts.hostname.lower()
    if ":" in host:
        host = f"[{host}]"
    if port and (parts.scheme.lower(), port) not in {("http", 80), ("https", 443)}:
        host = f"{host}:{port}"
    path = parts.path or "/"
    head, found, tail = path.partition(";jsessionid=")
    if found:
        path = head + tail[tail.find("/") :] if "/" in tail else head
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (name.lower() in MEANINGLESS_PARAMETERS or name.lower() in drop or name.lower().startswith("utm_"))
    )
    query = urlencode(kept)
    if bare := {part for part in parts.query.split("&") if part and "=" not in part}:  # `?4711`: some scripts read it as it is
        query = "&".join(pair[:-1] if pair[-1:] == "=" and pair[:-1] in bare else pair for pair in query.split("&"))
    return urlunsplit((parts.scheme.lower(), host, path.rstrip() or "/", query, ""))


def host_of(url: str) -> str:
    """Host (and a port that isn't the default) of a URL, lower case, without `www.`; empty where there is none."""
    try:
        return urlsplit(canonical_url(url)).netloc.removeprefix("www.") if "//" in url else ""
    except ValueError:
        return ""


def listing_id(url: str, item: str | None = None, *, key: str | None = None) -> str:
    """Id of a listing, 20 hex digits.

    item: the site's own id of the item, which then stands for the URL; key: what tells it from others on the same page
    (a post, a message, a row) where there is no item id.
    """
    host = host_of(url)
    name = f"{host}\nitem\n{item}" if item else f"{host}\nurl\n{canonical_url(url)}\n{key or ''}"
    return hashlib.sha256(name.encode()).hexdigest()[:20]


def moment() -> datetime:
    """The time."""
    return datetime.now(UTC)


def now() -> str:
    """The time as RFC 3339 in UTC, to the second."""
    return rfc3339(moment().replace(microsecond=0))


@lru_cache(maxsize=64)  # a crawl asks several times a page, and most of them within one second
def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC, to the second. A moment without zone counts as UTC."""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_ordered_id() -> str:
    """An id that sorts by when it was made (microseconds) and clashes with none."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ") + "-" + secrets.token_hex(4)
