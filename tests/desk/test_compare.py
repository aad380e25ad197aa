"""Two side by side: photos laid over each other, texts as a template, the judgement."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from starlette.testclient import TestClient

from desk.app import make_app
from desk.laying import drawn
from indexers.index import Index
from indexers.opening import open_index
from matchers.retro import add_goods
from tidewaiter.config import Settings, load_settings
from tidewaiter.goods import Goods
from tidewaiter.model import Decision, Lead, Link, Listing, Match, Photo, ReferencePhoto, Seller, Series, Signal, Target
from tidewaiter.store import Store

TEXT = "家里老物件出手，{price}元不议价，微信 {wechat}，同城可看货，懂的来"


def picture(seed: int) -> Image.Image:
    """Blobs with structure, another set for each seed."""
    values = np.random.default_rng(seed).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    return Image.fromarray(values, "RGB").resize((640, 480), Image.Resampling.BICUBIC)


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", environ={}, operator="officer 7")[0]


@pytest.fixture
def hashes(settings: Settings) -> dict[str, str]:
    """SHA-256 of stored photos: one, the same mirrored and cut, another one."""
    store = Store(settings.store_url)
    whole = picture(1)
    made = {"whole": whole, "part": ImageOps.mirror(whole.crop((80, 60, 600, 450))), "other": picture(2)}
    return {name: store.put("photos", jpeg(image)) for name, image in made.items()}


@pytest.fixture
def index(settings: Settings, hashes: dict[str, str]) -> Iterator[Index]:
    opened = open_index(settings)
    opened.write_listings(
        [
            Listing(id="l1", source="a.example", url="http://a.example/1", title="老物件", seller=Seller("1", "甲"),
                    text=TEXT.format(price=500, wechat="abc12345"), photos=[Photo(sha256=hashes["whole"])]),
            Listing(id="l2", source="b.example", url="http://b.example/2", title="老物件", seller=Seller("2", "乙"),
                    text=TEXT.format(price=900, wechat="abc12345"), photos=[Photo(sha256=hashes["part"])]),
            Listing(id="l3", source="b.example", url="http://b.example/3", title="旧手机", text="出一台旧手机",
                    photos=[Photo(sha256=hashes["other"])]),
        ]
    )  # fmt: skip
    link = Link("l1", "l2", (Signal("handle.same", "abc12345", "abc12345", 5.0, "Both give abc12345."),))
    opened.put([Series("S-1", ["l1", "l2"], [], [link])])
    yield opened
    opened.close()


@pytest.fixture
def client(settings: Settings, index: Index) -> Iterator[TestClient]:
    with TestClient(make_app(settings, index), base_url="http://127.0.0.1:8700") as opened:
        yield opened


def test_two_listings_show_their_template_their_path_and_their_common_photo(client: TestClient, hashes: dict[str, str]) -> None:
    page = client.get("/compare?a=l1&b=l2").text

    assert "Both give abc12345." in page
    assert "500元不议价" in page
    assert "900元不议价" in page
    assert f"/photos/{hashes['whole']}/on/{hashes['part']}?view=over" in page


def test_listings_that_share_nothing_say_so(client: TestClient) -> None:
    page = client.get("/compare?a=l1&b=l3").text

    assert "They are in no series together." in page
    assert "No photo of one shows the picture" in page


def test_two_photos_of_one_picture_are_laid_over_each_other(client: TestClient, hashes: dict[str, str]) -> None:
    page = client.get(f"/compare/photos?a={hashes['whole']}&b={hashes['part']}")

    assert page.status_code == 200
    assert "mirrored" in page.text
    assert client.get(f"/compare/photos?a={hashes['whole']}&b={hashes['other']}").status_code == 404


def test_what_is_laid_over_fits(settings: Settings, hashes: dict[str, str]) -> None:
    over = drawn(Store(settings.store_url), hashes["whole"], hashes["part"], "over")

    assert over is not None
    found = np.asarray(Image.open(io.BytesIO(over)).convert("L"), dtype=float)[80:310, 80:440]
    there = np.asarray(ImageOps.mirror(picture(1).crop((80, 60, 600, 450))).convert("L"), dtype=float)[80:310, 80:440]
    # Half of each over the other is the picture itself where they fit; elsewhere it would be half of two different ones.
    assert np.abs(found - there).mean() < 12


@pytest.mark.parametrize("path", ["a=zz&b=zz", "a=" + "0" * 64 + "&b=" + "1" * 64, ""])
def test_photos_that_are_not_there_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/compare/photos?{path}").status_code == 404


@pytest.mark.parametrize("query", ["a=l1&b=l1", "a=l1&b=none", ""])
def test_a_comparison_needs_two_stored_listings(client: TestClient, query: str) -> None:
    assert client.get(f"/compare?{query}").status_code == 404


def test_a_judgement_is_kept_shown_and_taken_back(client: TestClient, index: Index) -> None:
    form = {"a": "l1", "b": "l2", "verdict": "different", "note": "two shops"}

    answer = client.post("/compare/judge", data=form, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/compare?a=l1&b=l2")
    page = client.get("/compare?a=l1&b=l2").text
    assert "Judged to be different hands" in page
    assert "two shops" in page
    assert not [one for one in index.find(Series) if {"l1", "l2"} <= set(one.listings)]
    client.post("/compare/judge", data=form | {"verdict": "revoked"})
    assert "Judged to be different hands" not in client.get("/compare?a=l1&b=l2").text
    assert [one.by for one in index.find(Decision)] == ["officer 7", "officer 7"]


def test_an_odd_judgement_is_refused(client: TestClient, index: Index) -> None:
    assert client.post("/compare/judge", data={"a": "l1", "b": "l2", "verdict": "maybe"}).status_code == 400
    assert client.post("/compare/judge", data={"a": "l1", "b": "none", "verdict": "same"}).status_code == 404
    assert index.find(Decision) == []


def test_a_match_by_a_photo_leads_to_both_photos(
    client: TestClient, index: Index, settings: Settings, hashes: dict[str, str], tmp_path: Path
) -> None:
    """The reference photo is in the store since the goods were added: its file is not needed any more."""
    file = tmp_path / "reference.jpg"
    file.write_bytes(jpeg(picture(1).resize((800, 600))))
    add_goods(index, [Goods(id="ivory", name={"en": "ivory"}, photos=(str(file),))], settings)
    file.unlink()
    (reference,) = (photo.sha256 for photo in index.find(ReferencePhoto))
    signal = Signal("photo.reference", hashes["whole"], reference, 4.0, "A photo is a reference photo.")
    index.put([Match("l1", Target("goods", "ivory"), -3.0, 0.73, [signal])])

    page = client.get("/listings/l1").text

    assert f"/compare/photos?a={reference}&amp;b={hashes['whole']}" in page
    assert client.get(f"/compare/photos?a={reference}&b={hashes['whole']}").status_code == 200


def test_the_leads_of_a_series_are_one_with_the_others_under_it(client: TestClient, index: Index) -> None:
    matches = [Match(id, Target("goods", "ivory"), -3.0, 0.9, []) for id in ("l1", "l2")]
    leads = [
        Lead(f"lead-{match.listing}", "match", 0.9, "high", listing=match.listing, series="S-1", matches=[match.id])
        for match in matches
    ]
    whole = Lead("lead-S", "series", 0.9, "high", series="S-1", matches=[match.id for match in matches])
    index.put([*matches, *leads, whole])

    listed, one = client.get("/leads").text, client.get("/leads/lead-S").text

    assert listed.count('class="hit lead"') == 1
    assert "/leads/lead-l1" in one
    assert "/leads/lead-l2" in one
