from __future__ import annotations

import html
import json
import re
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

import pytest

from demo.world.offers import Offer
from demo.world.plan import PLANS
from demo.world.site import Request, Response, Site

NAMES = [plan.name for plan in PLANS]
PLAIN = [plan.name for plan in PLANS if not plan.needs_script]


def ask(site: Site, url: str) -> Response:
    parts = urlsplit(url)
    return site.respond(Request(unquote(parts.path), dict(parse_qsl(parts.query, keep_blank_values=True))))


def text_of(site: Site, response: Response) -> str:
    return html.unescape(response.body.decode(site.encoding))


def links_of(response: Response) -> list[str]:
    return [html.unescape(link.decode("latin-1")) for link in re.findall(rb'href="([^"]*)"', response.body)]


@pytest.mark.parametrize("name", PLAIN)
def test_what_the_truth_says_stands_on_the_page(sites: dict[str, Site], name: str) -> None:
    site = sites[name]

    for offer in site.offers:
        response = ask(site, offer.path)
        text = text_of(site, response)
        assert response.status == 200
        assert offer.text in text
        assert offer.account.name in text
        assert offer.title in text
        assert offer.price_text in text
        assert all(f"/photos/{shot.name}.jpg" in text for shot in offer.shots)
        anchor = urldefrag(offer.path).fragment
        assert not anchor or f'id="{anchor}"' in text


@pytest.mark.parametrize("name", PLAIN)
def test_every_listing_is_reached_by_plain_links_from_the_front_page(sites: dict[str, Site], name: str) -> None:
    site = sites[name]
    seen: set[str] = set()
    waiting = [site.address + "/"]
    while waiting:
        url = re.sub(r"(sid|PHPSESSID|gclid)=\w+&?", "", urldefrag(waiting.pop()).url).rstrip("?&")
        if url in seen or not url.startswith(site.address):
            continue
        seen.add(url)
        waiting += [urljoin(url, link) for link in links_of(ask(site, url))]

    reached = {re.sub(r"\?(from|utm_source)=.*", "", url) for url in seen}

    assert {urldefrag(site.address + offer.path).url for offer in site.offers} - reached == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/show-.html", "/show-99999999999999999999.html", "/p/-", "/p/x-٣",
        "/list.php?page=0", "/list.php?page=x&cat=-2", "/san-pham/", "/san-pham/9/9", "/danh-muc/99",
        "/danh-muc/0/trang-0", "/danh-muc/²", "/thread/²", "/board/77", "/thread/u", "/s/", "/s/nobody",
        "/nobody/1", "/photos/", "/photos/../../etc/passwd.1.none.jpg", "/photos/pan.99999999.none.jpg",
        "/photos/pan.-1.none.jpg", "/old/²", "/en/ad/", "/xx/ads", "/en/ads?p=0", "/api/goods/²",
        "/vendors/", "/member/u", "//", "/\x00",
    ],
)  # fmt: skip
def test_an_address_that_is_none_gets_an_answer_too(sites: dict[str, Site], name: str, path: str) -> None:
    response = ask(sites[name], path)

    assert response.status in {200, 302, 404}


@pytest.mark.parametrize("name", NAMES)
def test_a_site_has_what_real_sites_have(sites: dict[str, Site], name: str) -> None:
    site = sites[name]

    assert b"Disallow: /private/" in ask(site, "/robots.txt").body
    assert ask(site, "/gone-for-good").status == 404
    assert ask(site, "/error").status == 500
    assert ask(site, "/about").status == ask(site, "/help").status == 200
    assert b"password" in ask(site, "/login").body
    assert ask(site, f"/old/{site.offers[0].number}").status == 301
    assert dict(ask(site, "/loop/a").headers)["Location"] == site.address + "/loop/b"
    assert not ask(site, "/broken").body.rstrip().endswith(b"</html>")
    with pytest.raises(UnicodeDecodeError):
        ask(site, "/garbled").body.decode(site.encoding)


@pytest.mark.parametrize("name", PLAIN)
def test_nothing_that_is_offered_stands_behind_robots_txt(sites: dict[str, Site], name: str) -> None:
    site = sites[name]

    assert not any(offer.path.startswith(("/private", "/search")) for offer in site.offers)


def test_the_chinese_classifieds_speak_gbk_and_count_their_pages(sites: dict[str, Site]) -> None:
    response = ask(sites["zh-classifieds"], "/list.php?page=1")

    assert "共12页" in response.body.decode("gbk")
    assert "charset" not in response.type
    assert b"charset=gb2312" in response.body


def test_links_of_the_chinese_classifieds_carry_another_session_on_another_page(sites: dict[str, Site]) -> None:
    site = sites["zh-classifieds"]

    sessions = {re.search(rb"PHPSESSID=(\w+)", ask(site, path).body).group(1) for path in ("/", "/list.php?page=2")}  # type: ignore[union-attr]

    assert len(sessions) == 2


def test_the_json_ld_of_a_product_says_what_the_truth_says(sites: dict[str, Site]) -> None:
    site = sites["jsonld-shop"]
    offer = next(offer for offer in site.offers if not offer.available)

    found = re.search(rb'<script type="application/ld\+json">(.*?)</script>', ask(site, offer.path).body, re.DOTALL)
    assert found
    product = json.loads(found.group(1))["@graph"][1]

    assert product["name"] == offer.title
    assert float(product["offers"]["price"]) == offer.price
    assert product["offers"]["availability"] == "https://schema.org/OutOfStock"


def test_the_microdata_shop_has_no_other_structured_data(sites: dict[str, Site]) -> None:
    site = sites["microdata-shop"]
    body = ask(site, site.offers[0].path).body

    assert b'itemprop="price"' in body
    assert b"ld+json" not in body
    assert b"og:" not in body


def test_a_swap_thread_holds_several_offers_each_with_its_anchor(sites: dict[str, Site]) -> None:
    pages: dict[str, list[Offer]] = {}
    for offer in sites["forum"].offers:
        pages.setdefault(urldefrag(offer.path).url, []).append(offer)

    fullest = max(pages.values(), key=len)

    assert len(fullest) >= 3
    assert len({urldefrag(offer.path).fragment for offer in fullest}) == len(fullest)


def test_forum_posts_quote_others(sites: dict[str, Site]) -> None:
    site = sites["forum"]

    assert any(b"<blockquote>" in ask(site, offer.path).body for offer in site.offers)


def test_a_channel_is_read_to_its_beginning_by_before(sites: dict[str, Site]) -> None:
    site = sites["channel"]
    front = [link for link in links_of(ask(site, "/")) if link.startswith("/s/")]
    found: set[bytes] = set()
    for link in front:
        url: str | None = link
        while url:
            body = ask(site, url).body
            found |= set(re.findall(rb'data-post="([^"]+)"', body))
            more = re.search(rb'data-before="(\d+)"', body)
            url = f"{link}?before={int(more.group(1))}" if more else None

    assert {offer.path.encode() for offer in site.offers} <= {b"/" + post for post in found}


def test_the_script_shop_shows_nothing_without_its_script(sites: dict[str, Site]) -> None:
    site = sites["script-shop"]
    offer = site.offers[0]

    assert offer.title not in text_of(site, ask(site, "/"))
    assert offer.title not in text_of(site, ask(site, offer.path))
    details = json.loads(ask(site, f"/api/goods/{offer.number}").body)["data"]
    assert (details["title"], details["price"]) == (offer.title, offer.price)
    assert offer.hidden_contacts[0][1].removeprefix("+86") not in json.dumps(details)
    phone = json.loads(ask(site, f"/api/goods/{offer.number}/phone").body)["data"]["phone"]
    assert "+86" + phone == offer.hidden_contacts[0][1]
