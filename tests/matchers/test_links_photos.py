"""Copies of photos that accounts share: by the features of photos where hashes miss them."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from PIL import Image

from indexers.index import Index
from matchers.hashes import hash_photo
from matchers.links_photos import PhotoMark, PhotoTable
from matchers.photos import features_of, print_of
from matchers.series import MANY, SeriesKeeper
from tests.matchers.photos.pictures import jpeg, picture
from tests.matchers.series_samples import members, offer, store
from tidewaiter.model import Listing, Series


def _shown(id: str, account: str, data: bytes) -> Listing:
    """A listing that shows a photo, as the photos' stage leaves it."""
    hashes = hash_photo(data, max_pixels=10_000_000)
    return offer(id, account, "ivory", goods="ivory", photos=[(hashlib.sha256(data).hexdigest(), hashes.phash)])


def _part_of(number: int) -> bytes:
    poster = Image.new("RGB", (700, 600), "beige")
    poster.paste(picture(number).crop((60, 40, 440, 340)), (200, 200))
    return jpeg(poster)


@pytest.mark.parametrize("strangers", [0, MANY], ids=["asked of the index", "in memory"])
def test_a_part_of_a_photo_joins_where_features_are_stored_and_no_other_does(embedded_index: Index, strangers: int) -> None:
    crowd = [offer(f"X{at:04d}", f"crowd{at}") for at in range(strangers)]
    store(embedded_index, crowd)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(crowd)
    photos = {"1": jpeg(picture(1)), "2": _part_of(1), "3": jpeg(picture(2)), "4": _part_of(3)}
    for id, data in photos.items():
        embedded_index.put([print_of(hashlib.sha256(data).hexdigest(), features_of(data))])
        listing = _shown(id, f"seller{id}", data)
        store(embedded_index, [listing])
        keeper.add([listing])

    (series,) = embedded_index.find(Series)
    assert series.listings == ["1", "2"]
    assert "features agree" in series.links[0].signals[0].why


def test_a_copy_that_is_stored_but_comes_later_in_its_batch_breaks_nothing(embedded_index: Index) -> None:
    """The line stores a batch before its series are made, one listing after the other where one of them failed."""
    crowd = [offer(f"X{at:04d}", f"crowd{at}") for at in range(MANY)]
    store(embedded_index, crowd)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(crowd)
    photos = {"1": jpeg(picture(1)), "2": _part_of(1)}
    listings = [_shown(id, f"seller{id}", data) for id, data in photos.items()]
    embedded_index.put([print_of(hashlib.sha256(data).hexdigest(), features_of(data)) for data in photos.values()])
    store(embedded_index, listings)

    keeper.add(listings[:1])
    keeper.add(listings[1:])

    (series,) = embedded_index.find(Series)
    assert series.listings == ["1", "2"]


def test_features_that_are_stored_later_join_when_the_listing_comes_again(embedded_index: Index) -> None:
    first, second = jpeg(picture(1)), _part_of(1)
    listings = [_shown("1", "anna", first), _shown("2", "ben", second)]
    store(embedded_index, listings)
    keeper = SeriesKeeper(embedded_index)
    keeper.add(listings)
    assert members(embedded_index) == []

    embedded_index.put([print_of(hashlib.sha256(data).hexdigest(), features_of(data)) for data in (first, second)])
    keeper.add(listings[:1])

    assert members(embedded_index) == [["1", "2"]]


def test_the_table_in_memory_counts_the_bits_of_pdq_exactly() -> None:
    rng = np.random.default_rng(7)
    one = rng.integers(0, 256, 32, dtype=np.uint8)
    table = PhotoTable()
    for bits in (0, 1, 69, 70, 71, 255, 256):
        other = np.unpackbits(one)
        other[:bits] ^= 1
        table.add(f"{bits}", PhotoMark(f"{bits}", "", np.packbits(other).tobytes().hex()))

    found = {copy.listing: copy.bits for copy in table.copies(PhotoMark("x", "", one.tobytes().hex()))}

    assert found == {"0": 0, "1": 1, "69": 69, "70": 70}
