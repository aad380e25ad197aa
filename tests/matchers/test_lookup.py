from __future__ import annotations

import io

import pytest

from indexers.index import Index
from matchers.hashes import UnreadablePhoto, hash_photo
from matchers.lookup import lookup
from matchers.lookup_photos import lookup_photo
from tests.matchers.series_samples import offer, store
from tidewaiter.case import Case, CaseHandle, Party
from tidewaiter.model import Handle, Identifier, ReferencePhoto, Series, Target


@pytest.fixture
def known(embedded_index: Index) -> Index:
    """A listing with a number and a container, its series, its case."""
    listing = offer("L1", "anna", "Mekong Star Trading, ask", handles=[("phone", "+8613812345678"), ("wechat", "lin_88")])
    listing.identifiers = [Identifier("container", "MSKU9797354")]
    listing.keys.append("container:MSKU9797354")
    store(embedded_index, [listing])
    lin = Party(name="林志强", kind="person", handles=(CaseHandle(kind="phone", value="+8613812345678"),))
    embedded_index.put([Case(id="C-1", title="one", parties=(lin,)), Series("S-1", ["L1", "L2"], ["C-2"])])
    return embedded_index


def found(index: Index, value: str, handle: Handle | None = None, number: Identifier | None = None) -> dict[str, list[str]]:
    """Kind of target -> ids, best first."""
    hits = lookup(index, value, handles=[handle] if handle else (), identifiers=[number] if number else ())
    kinds: dict[str, list[str]] = {}
    for hit in hits:
        kinds.setdefault(hit.target.kind, []).append(hit.target.id)
    return kinds


def test_a_number_leads_to_listing_seller_series_and_cases(known: Index) -> None:
    hits = lookup(known, "138 1234 5678", handles=[Handle("phone", "+8613812345678")])

    assert {(hit.target.kind, hit.target.id) for hit in hits} == {
        ("listing", "L1"), ("seller", "shop/anna"), ("series", "S-1"), ("case", "C-1"), ("case", "C-2"),
    }  # fmt: skip
    assert [hit.probability for hit in hits] == sorted((hit.probability for hit in hits), reverse=True)
    assert all(hit.signals and hit.query == "138 1234 5678" for hit in hits)


@pytest.mark.parametrize("value", ["lin_88", "@LIN_88"])
def test_an_account_name_is_found_on_any_platform(known: Index, value: str) -> None:
    assert found(known, value)["listing"] == ["L1"]


def test_a_container_leads_to_its_listing(known: Index) -> None:
    assert found(known, "MSKU 979735 4", number=Identifier("container", "MSKU9797354"))["listing"] == ["L1"]


@pytest.mark.parametrize("name", ["林志强", "Lin Zhiqiang", "LIN ZHI QIANG"])
def test_a_name_leads_to_its_case_in_any_script(known: Index, name: str) -> None:
    assert found(known, name)["case"][0] == "C-1"


def test_a_firm_that_a_text_names_leads_to_the_listing(known: Index) -> None:
    assert found(known, "Mekong Star Trading")["listing"] == ["L1"]


@pytest.mark.parametrize(("id", "kind"), [("L1", "listing"), ("C-1", "case"), ("S-1", "series"), ("shop/anna", "seller")])
def test_an_id_of_ours_leads_to_what_it_names(known: Index, id: str, kind: str) -> None:
    assert found(known, id)[kind][0] == id


@pytest.mark.parametrize("value", ["nobody_knows_me", "", "  ", '"', "%", "x" * 5000])
def test_what_nobody_knows_leads_nowhere(known: Index, value: str) -> None:
    assert found(known, value) == {}


def picture(seed: int, *, mirrored: bool = False) -> bytes:
    """A photo of coloured patches."""
    import numpy as np
    from PIL import Image, ImageOps

    patches = np.random.default_rng(seed).integers(0, 255, (8, 8, 3), dtype=np.uint8)
    image = Image.fromarray(patches).resize((256, 256), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    (ImageOps.mirror(image) if mirrored else image).save(out, "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_photo_leads_to_listings_and_reference_photos_mirrored_or_not(embedded_index: Index, mirrored: bool) -> None:
    hashes, turned = hash_photo(picture(1)), hash_photo(picture(1, mirrored=True))
    store(embedded_index, [offer("L1", "anna", photos=[("a" * 64, hashes.phash)]), offer("L2", photos=[("b" * 64, "0" * 16)])])
    embedded_index.put(
        [
            Series("S-1", ["L1", "L3"], ["C-2"]),
            ReferencePhoto(
                "case/C-1/x", Target("case", "C-1"), "seized.jpg", "c" * 64, hashes.phash, hashes.pdq, turned.phash, turned.pdq
            ),
        ]
    )

    hits = lookup_photo(embedded_index, picture(1, mirrored=mirrored), name="found.jpg")

    assert {(hit.target.kind, hit.target.id) for hit in hits} == {
        ("listing", "L1"), ("series", "S-1"), ("case", "C-1"), ("case", "C-2"),
    }  # fmt: skip
    assert all(hit.photo is not None and hit.query == "found.jpg" for hit in hits)
    assert hits[0].probability > 0.8


def test_another_photo_leads_nowhere(embedded_index: Index) -> None:
    store(embedded_index, [offer("L1", "anna", photos=[("a" * 64, hash_photo(picture(1)).phash)])])

    assert lookup_photo(embedded_index, picture(2)) == []


def test_what_is_no_photo_is_refused(embedded_index: Index) -> None:
    with pytest.raises(UnreadablePhoto):
        lookup_photo(embedded_index, b"not a photo")
