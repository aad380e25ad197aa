from __future__ import annotations

from collections.abc import Sequence

import pytest
from PIL import Image

from indexers.index import Index, WordsHit
from matchers.lookup_photos import lookup_photo
from matchers.photos import KnownPictures, features_of, near, photos_that_show, print_of
from tests.matchers.photos.pictures import jpeg, picture
from tidewaiter.model import Photo, PhotoPrint, ReferencePhoto, ReferencePrint, Target


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elastic)])
def index(request: pytest.FixtureRequest) -> Index:
    found: Index = request.getfixturevalue(f"{request.param}_index")
    return found


def part_of(number: int) -> bytes:
    poster = Image.new("RGB", (700, 600), "beige")
    poster.paste(picture(number).crop((60, 40, 440, 340)), (200, 200))
    return jpeg(poster)


def test_a_part_of_a_stored_photo_is_found_among_others(index: Index) -> None:
    index.put([print_of(f"photo-{number}", features_of(jpeg(picture(number)))) for number in range(8)])

    found = near(index, features_of(part_of(5)))

    assert [one.sha256 for one in found] == ["photo-5"]
    assert found[0].link.share_b < 0.5


def test_a_photo_is_found_behind_many_that_bear_the_same_frame(embedded_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def framed(number: int) -> bytes:
        out = picture(52, (600, 480))
        out.paste(picture(number).resize((400, 300)), (100, 90))
        return jpeg(out)

    embedded_index.put([print_of(f"framed-{number}", features_of(framed(number))) for number in range(60, 63)])
    embedded_index.put([print_of("as it is", features_of(jpeg(picture(75))))])
    features = features_of(framed(75))
    asked: list[int] = []

    def framed_first(kind: type[object], words: Sequence[int], *, limit: int = 50) -> list[WordsHit]:
        asked.append(len(words))
        hits = [WordsHit(f"framed-{number}", 9.0) for number in range(60, 63)]
        return hits if len(asked) == 1 else [*hits, WordsHit("as it is", 1.0)]

    monkeypatch.setattr(embedded_index, "sharing_words", framed_first)
    found = near(embedded_index, features, misses=3)

    assert [one.sha256 for one in found] == ["as it is"]
    assert asked[1] < 0.8 * asked[0]  # the frame's words are left out


def test_photos_of_listings_and_references_are_kept_apart(index: Index) -> None:
    index.put([print_of("reference", features_of(jpeg(picture(1))), ReferencePrint)])
    index.put([print_of("seen", features_of(part_of(1)))])

    known = KnownPictures(index).shown_by(Photo(sha256="seen"))

    assert [one.sha256 for one in known] == ["reference"]
    assert photos_that_show(index, "reference") == ["seen"]
    assert KnownPictures(index).shown_by(Photo(sha256="unknown")) == []


def test_records_that_share_the_most_words_come_first(index: Index) -> None:
    index.put([PhotoPrint("a", "", (1, 2, 3)), PhotoPrint("b", "", (2, 3, 4)), ReferencePrint("c", "", (1, 2, 3))])

    hits = index.sharing_words(PhotoPrint, [2, 3, 4, 99], limit=10)

    assert [hit.id for hit in hits] == ["b", "a"]
    assert hits[0].score > hits[1].score
    assert index.sharing_words(PhotoPrint, []) == []
    assert index.sharing_words(PhotoPrint, [77]) == []


def test_a_record_is_found_by_its_words_of_now(index: Index) -> None:
    index.put([PhotoPrint("a", "", (1, 2)), PhotoPrint("b", "", (1,))])

    index.put([PhotoPrint("a", "", (7,))])
    index.delete(PhotoPrint, ["b"])
    index.rebuild()

    assert index.sharing_words(PhotoPrint, [1, 2]) == []
    assert [hit.id for hit in index.sharing_words(PhotoPrint, [7])] == ["a"]


def test_of_a_record_that_is_written_twice_at_once_the_last_one_counts(index: Index) -> None:
    index.put([PhotoPrint("a", "", (1,)), PhotoPrint("a", "", (2,))])

    assert index.sharing_words(PhotoPrint, [1]) == []
    assert [hit.id for hit in index.sharing_words(PhotoPrint, [2])] == ["a"]


def test_records_that_are_no_more_hide_none(index: Index) -> None:
    gone = [PhotoPrint(f"gone-{number}", "", (1, 2, 3)) for number in range(40)]
    index.put([*gone, PhotoPrint("kept", "", (1,))])
    index.delete(PhotoPrint, [print.id for print in gone])

    assert [hit.id for hit in index.sharing_words(PhotoPrint, [1, 2, 3], limit=1)] == ["kept"]


def test_words_that_are_out_of_bounds_lead_nowhere(embedded_index: Index) -> None:
    embedded_index.put([PhotoPrint("a", "", (-5, 2**41, 3))])

    assert embedded_index.sharing_words(PhotoPrint, [-5, 2**41]) == []
    assert [hit.id for hit in embedded_index.sharing_words(PhotoPrint, [3])] == ["a"]


def test_looking_up_a_part_leads_to_the_goods(embedded_index: Index) -> None:
    index = embedded_index
    index.put([ReferencePhoto("goods/ivory/r", Target("goods", "ivory"), "r.jpg", "r")])
    index.put([print_of("r", features_of(jpeg(picture(2))), ReferencePrint)])

    hits = lookup_photo(index, part_of(2))

    assert [(hit.target.kind, hit.target.id) for hit in hits] == [("goods", "ivory")]
    assert hits[0].probability > 0.9
    assert "features agree" in hits[0].signals[0].why


def test_a_print_of_another_version_is_passed_over(index: Index) -> None:
    features = features_of(jpeg(picture(3)))
    index.put([PhotoPrint("old", "AAAA", print_of("old", features).words)])

    assert near(index, features) == []
