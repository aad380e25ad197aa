"""Photos of a listing: each once, at the largest size that the page names, and nothing that is no photo."""

from __future__ import annotations

import gzip
import json

import pytest

from crawlers.reading.page import Page
from crawlers.reading.photos import full_size, is_photo, unique_photos
from crawlers.reading.reader import read_page
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("urls", "kept"),
    [
        (["https://i.example/g/zVY/s-l64.jpg", "https://i.example/g/zVY/s-l400.jpg", "https://i.example/g/zVY/s-l300.jpg"], 1),
        (["https://p.example/341/3410048_40_A.jpg", "https://p.example/341/3410048_500_A.jpg"], 1),
        (["https://e.example/img/380/374/resize/p/a.png", "https://e.example/img/1024/1024/resize/p/a.png"], 1),
        (["https://a.example/get/9/id5.jpeg/1hq", "https://a.example/get/9/id5.jpeg/orig"], 1),
        (["https://a.example/v1/files/hk-PK/image;s=780x0;q=60", "https://a.example/v1/files/hk-PK/image"], 1),
    ],
)
def test_sizes_of_one_photo_are_one_photo_the_largest(urls: list[str], kept: int) -> None:
    found = unique_photos(urls)

    assert len(found) == 1
    assert found == [urls[kept]]


@pytest.mark.parametrize(
    "urls",
    [
        ["https://p.example/341/3410048_40_A.jpg", "https://p.example/341/3410048_40_B.jpg"],
        ["https://p.example/item-1.jpg", "https://p.example/item-2.jpg"],
        ["https://p.example/87/229739487.jpg", "https://p.example/87/229739488.jpg"],
    ],
)
def test_different_photos_stay_apart(urls: list[str]) -> None:
    assert unique_photos(urls) == urls


def test_a_shopify_photo_is_taken_as_it_was_uploaded() -> None:
    assert full_size("https://cdn.shopify.com/s/files/1/p/a_compact.jpg?v=1") == "https://cdn.shopify.com/s/files/1/p/a.jpg?v=1"
    assert full_size("https://other.example/a_compact.jpg") == "https://other.example/a_compact.jpg"


@pytest.mark.parametrize(
    "url", ["https://map6.example.org/t09/14/5298.png", "https://example.org/images/map/marker-shadow.png"]
)
def test_a_map_is_no_photo(url: str) -> None:
    assert not is_photo(url)


@pytest.mark.parametrize(
    ("host", "count", "first"),
    [
        ("elkor.lv", 1, "/img/1024/1024/resize/catalog/product/e/c/ecc60912110_.png"),
        ("olx.com.pk", 1, "/v1/files/hkvrcyj7vklz-PK/image"),
        ("craigslist.org", 4, "/00808_lrs0cr9M3AC_0lM0t2_600x450.jpg"),
        ("k-rauta.ee", 3, "/display/aikido/store/"),
        ("alibaba.com", 1, "/Hcb705dd083cc43e69990b1142c77c2f9y.jpg"),
        ("stockcenter.com.ar", 6, "/PU_106160-01-1."),
        ("mediamarkt.pt", 3, "/81j_2BZhrlxkL._SL1000.jpg"),
        ("laendleanzeiger.at", 1, "/87/94/73/229739487.jpg"),
        ("tmon.co.kr", 1, "/front_f1ae3_kwe10.jpg"),
        ("3suisses.fr", 1, "/montre-casio-pro-trek-homme-prw-3100yb"),
    ],
)
def test_a_product_page_gives_its_gallery(host: str, count: int, first: str) -> None:
    folder = shared("product-pages")
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    name, url = next((name, page["url"]) for name, page in truth.items() if host in page["url"])
    body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())

    photos = [photo.url or "" for photo in read_page(Page(url, body), links=False).listings[0].photos]

    assert len(photos) == count
    assert first in photos[0]
