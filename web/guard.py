"""The address guard: which addresses may be fetched. Asked for a URL, and again for the address that a connection goes to.

A page, a redirect or a DNS answer must never lead the crawler into the network that it stands in. What is private, loopback,
link-local, shared, multicast or reserved is refused, unless exactly that literal host and port was named by the user.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit

from tidewaiter.errors import NotAllowed

PORTS = {"http": 80, "https": 443}
Refusal = Literal["scheme", "no_host", "private_address", "url"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# `is_global` of Python 3.11 knows neither of these; none is a place where a shop stands.
_ALSO_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_PASSED = 10_000
"""Hosts that are remembered as let through: each link of a page is judged."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressNotAllowed(NotAllowed):
    """The guard refuses a URL or an address; `reason` is one of a fixed few, for counting."""

    def __init__(self, what: str, *, reason: Refusal) -> None:
        super().__init__(
            what,
            do="Name the literal address and port on the command line, or in `allow_private`, if it is meant to be fetched.",
        )
        self.reason = reason


def pair_of(url: str) -> str:
    """`host:port` that a URL is fetched from, as `AddressGuard` takes it; empty where it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    return joined(parts.hostname, port) if parts.hostname and port else ""


def joined(host: str, port: int) -> str:
    """`host:port`, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class AddressGuard:
    """Says which URLs and addresses may be fetched. Public ones may; of the others only those in `allowed`.

    allowed: `host:port` pairs, the host a literal address (`127.0.0.1:8080`, `[::1]:80`) or `localhost`. A name that
    merely resolves to a private address is refused even if it stands here: DNS answers are not the user's word.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed: set[tuple[str, int]] = set()
        self._proxies: set[tuple[str, int]] = set()
        # What is let through once is let through for good: nothing that is allowed is ever taken back.
        self._passed: set[tuple[str, int]] = set()
        for pair in allowed:
            self.allow(pair)

    def allow(self, pair: str) -> None:
        """Let one more `host:port` through; a pair that names neither a literal address nor localhost changes nothing."""
        parts = urlsplit(f"//{pair}")
        try:
            port = parts.port
        except ValueError:
            return
        if port is not None and parts.hostname and _may_be_named(parts.hostname):
            self._allowed.add((_literal(parts.hostname), port))

    def allow_url(self, url: str) -> None:
        """Let the literal private address of a URL that the user gave through, with its port."""
        self.allow(pair_of(url))

    def allow_proxy(self, url: str) -> None:
        """Let connections to a proxy through, wherever it stands; no URL may name it for all that."""
        parts = urlsplit(url)
        if parts.hostname and parts.port:
            self._proxies.add((_literal(parts.hostname), parts.port))

    @property
    def allowed(self) -> tuple[str, ...]:
        """The pairs that are let through."""
        return tuple(sorted(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self._allowed))

    def check_url(self, url: str) -> None:
        """Raises `AddressNotAllowed` where the scheme is no http(s), no host is named, or a literal address that is refused."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise AddressNotAllowed(f"{url[:200]}: not a URL", reason="url") from error
        if parts.scheme.lower() not in PORTS:
            raise AddressNotAllowed(f"{url[:200]}: only http and https are fetched", reason="scheme")
        host = parts.hostname
        if not host:
            raise AddressNotAllowed(f"{url[:200]}: names no host", reason="no_host")
        self.check_host(host, port or PORTS[parts.scheme.lower()])

    def check_host(self, host: str, port: int) -> None:
        """As `check_url`, for a host and port: a literal address is judged at once, localhost by name; other names pass."""
        if (host, port) in self._passed:
            return
        self._judge(host, port)
        if len(self._passed) >= _PASSED:
            self._passed.clear()
        self._passed.add((host, port))

    def _judge(self, host: str, port: int) -> None:
        literal = _address(host)
        if literal is not None:
            if not is_public(literal) and (str(literal), port) not in self._allowed:
                raise AddressNotAllowed(f"{host}:{port}: no public address", reason="private_address")
        elif _is_localhost(host) and (_literal(host), port) not in self._allowed:
            raise AddressNotAllowed(f"{host}:{port}: this machine itself", reason="private_address")

    def check_address(self, address: str | Address, host: str, port: int) -> None:
        """Raises `AddressNotAllowed` where a connection to `host:port` would go to an address that is refused."""
        ip = address if not isinstance(address, str) else _address(address)
        if ip is None:
            raise AddressNotAllowed(f"{address}: not an address", reason="url")
        if is_public(ip):
            return
        if ((_literal(host), port) in self._allowed and _may_be_named(host)) or (_literal(host), port) in self._proxies:
            return
        raise AddressNotAllowed(f"{host}:{port}: {ip} is no public address", reason="private_address")

    def check_peer(self, address: str, port: int) -> None:
        """The last check, on a socket about to connect, where the name is no longer known."""
        ip = _address(address)
        if ip is None:
            raise AddressNotAllowed(f"{address}: not an address", reason="url")
        if is_public(ip) or (str(ip), port) in self._allowed or (ip.is_loopback and ("localhost", port) in self._allowed):
            return
        if (str(ip), port) in self._proxies or any(port == its and not _may_be_named(name) for name, its in self._proxies):
            return  # a proxy that is named by a name: where it stands was judged when the name was resolved
        raise AddressNotAllowed(f"{ip}:{port} is no public address", reason="private_address")


def is_public(ip: Address) -> bool:
    """Whether an address is on the public internet; one that embeds an IPv4 address is judged by that one."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and int(ip) >> 32 == 0 and int(ip) > 1:
            inner = ipaddress.IPv4Address(int(ip))  # ::a.b.c.d, the old "IPv4-compatible" form
        if inner is not None:
            return is_public(inner)
    if any(ip.version == network.version and ip in network for network in _ALSO_REFUSED):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _address(host: str) -> Address | None:
    """A literal address in any form that a system's resolver would take for one (`127.1`, `0x7f.1`, `2130706433`)."""
    name = host.strip("[]").partition("%")[0]
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return _old_form(name)


def _old_form(name: str) -> ipaddress.IPv4Address | None:
    parts = name.rstrip(".").split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers: list[int] = []
    for part in parts:
        if not part or len(part) > 12:
            return None
        base = 16 if part[:2].lower() == "0x" else 8 if part[0] == "0" and len(part) > 1 else 10
        try:
            numbers.append(int(part, base) if part[0].isdigit() and "_" not in part else -1)
        except ValueError:
            return None
    *heads, last = numbers
    if min(numbers) < 0 or any(head > 255 for head in heads) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last + sum(head << (24 - 8 * place) for place, head in enumerate(heads))
    return ipaddress.IPv4Address(value)


def _is_localhost(host: str) -> bool:
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost")


def _may_be_named(host: str) -> bool:
    return _address(host) is not None or _is_localhost(host)


def _literal(host: str) -> str:
    ip = _address(host)
    return str(ip) if ip is not None else host.lower().rstrip(".")
