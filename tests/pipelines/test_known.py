from __future__ import annotations

import numpy as np

from indexers.index import Index
from pipelines.counts import Counts
from pipelines.known import Known
from tidewaiter.identity import listing_id
from tidewaiter.model import Listing, Photo


async def test_a_listing_without_id_gets_the_one_of_its_url_or_item(index: Index, counts: Counts) -> None:
    by_url = Listing(url="https://shop.example/a?utm_source=x", title="a")
    by_item = Listing(url="https://shop.example/b", item="77", title="b")
    given = Listing(id="L1", url="https://shop.example/c", title="c")

    await Known(index, counts).work([by_url, by_item, given])

    assert by_url.id == listing_id("https://shop.example/a")
    assert by_item.id == listing_id("https://shop.example/elsewhere", "77")
    assert given.id == "L1"


async def test_a_page_seen_under_another_url_keeps_its_first_id(index: Index, counts: Counts) -> None:
    first = listing_id("https://shop.example/old")
    index.write_listings([Listing(id=first, url="https://shop.example/old", title="x", aliases=["https://shop.example/new"])])
    again = Listing(url="https://shop.example/new", title="x")

    await Known(index, counts).work([again])

    assert again.id == first


async def test_a_page_that_is_gone_is_that_of_the_listing_whatever_its_id_was_made_of(index: Index, counts: Counts) -> None:
    url = "https://shop.example/item/77"
    stored = Listing(id=listing_id(url, "77"), url=url, item="77", title="x", aliases=["https://shop.example/old"])
    index.write_listings([stored])
    gone = Listing(id=listing_id(url), url=url, status="gone")
    alias = Listing(id=listing_id("https://shop.example/old"), url="https://shop.example/old", status="gone")

    await Known(index, counts).work([gone, alias])

    assert gone.id == stored.id
    assert alias.id != stored.id  # that an older address is gone says nothing: the listing has moved


async def test_posts_of_one_page_are_not_taken_for_the_page(index: Index, counts: Counts) -> None:
    url = "https://forum.example/t/1"
    post = listing_id(url, key="post-2")
    index.write_listings([Listing(id=post, url=url, title="second post")])
    page = Listing(url=url, title="the thread")

    await Known(index, counts).work([page])

    assert page.id == listing_id(url)


async def test_photos_and_the_vector_are_carried_over_from_the_last_time(index: Index, counts: Counts) -> None:
    index.set_text_model("m", 4)
    vector = np.array([1, 0, 0, 0], dtype=np.float32)
    seen = Photo(
        url="https://shop.example/p.jpg", sha256="a" * 64, phash="0" * 16, pdq="1" * 64, width=9, height=9, text="微信 abc"
    )
    index.write_listings([Listing(id="L1", url="https://shop.example/1", title="t", text="x", photos=[seen], vector=vector)])
    again = Listing(
        id="L1", url="https://shop.example/1", title="t", text="x", photos=[Photo(url="https://shop.example/p.jpg")]
    )
    changed = Listing(id="L1", url="https://shop.example/1", title="t", text="another text")

    await Known(index, counts).work([again, changed])

    assert again.photos == [seen]
    assert again.vector is not None
    assert changed.vector is None


async def test_lone_surrogates_are_replaced(index: Index, counts: Counts) -> None:
    listing = Listing(url="https://shop.example/1", title="象\ud800牙", text="ok 🎁")

    await Known(index, counts).work([listing])

    listing.title.encode("utf-8")
    assert listing.title.startswith("象")
    assert listing.text == "ok 🎁"
