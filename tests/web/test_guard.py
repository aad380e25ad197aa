"""Which addresses may be fetched."""

from __future__ import annotations

import contextlib
import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.guard import AddressGuard, AddressNotAllowed, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://127.1/", "private_address"),
        ("http://2130706433/", "private_address"),
        ("http://0x7f000001/", "private_address"),
        ("http://0177.0.0.1/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:10.0.0.1]/", "private_address"),
        ("http://localhost/", "private_address"),
        ("http://x.localhost./", "private_address"),
        ("https://169.254.169.254/latest", "private_address"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://shop.example/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http:///path", "no_host"),
        ("http://[bad/", "url"),
        ("http://shop.example:99999/", "url"),
    ],
)
def test_urls_that_are_refused(url: str, reason: str) -> None:
    with pytest.raises(AddressNotAllowed) as refused:
        AddressGuard().check_url(url)

    assert refused.value.reason == reason


@pytest.mark.parametrize("url", ["http://shop.example/", "https://8.8.8.8:8443/x", "http://[2606:4700::1111]/"])
def test_urls_that_pass(url: str) -> None:
    AddressGuard().check_url(url)


def test_a_named_address_passes_with_its_port_alone() -> None:
    guard = AddressGuard(["127.0.0.1:8080"])

    guard.check_url("http://127.0.0.1:8080/x")
    with pytest.raises(AddressNotAllowed):
        guard.check_url("http://127.0.0.1:8081/x")
    with pytest.raises(AddressNotAllowed):
        guard.check_url("http://127.0.0.2:8080/x")


def test_a_name_that_resolves_to_a_private_address_is_refused_even_if_it_is_named() -> None:
    guard = AddressGuard(["evil.example:80", "10.0.0.1:80"])

    with pytest.raises(AddressNotAllowed):
        guard.check_address("10.0.0.1", "evil.example", 80)


def test_localhost_may_be_named() -> None:
    guard = AddressGuard(["localhost:8000"])

    guard.check_url("http://localhost:8000/")
    guard.check_address("127.0.0.1", "localhost", 8000)
    guard.check_peer("127.0.0.1", 8000)


def test_a_proxy_may_be_connected_to_and_not_be_fetched_from() -> None:
    guard = AddressGuard()
    guard.allow_proxy("socks5://127.0.0.1:1080")

    guard.check_peer("127.0.0.1", 1080)
    with pytest.raises(AddressNotAllowed):
        guard.check_url("http://127.0.0.1:1080/")


def test_the_address_of_a_start_counts_as_named() -> None:
    guard = AddressGuard()
    guard.allow_url("http://127.0.0.1/shop")
    guard.allow_url("https://[::1]/shop")

    assert guard.allowed == ("127.0.0.1:80", "[::1]:443")


@given(st.integers(0, 2**32 - 1))
def test_an_ipv4_address_is_judged_alike_in_all_its_forms(number: int) -> None:
    plain = ipaddress.IPv4Address(number)

    mapped = ipaddress.IPv6Address((0xFFFF << 32) | number)
    assert is_public(mapped) == is_public(plain)
    if not is_public(plain):
        for form in (str(plain), str(number), hex(number), f"[{mapped}]"):
            with pytest.raises(AddressNotAllowed):
                AddressGuard().check_url(f"http://{form}/")


@given(st.text(max_size=60))
def test_any_text_is_judged_without_another_error(text: str) -> None:
    for url in (text, f"http://{text}"):
        with contextlib.suppress(AddressNotAllowed):
            AddressGuard().check_url(url)
