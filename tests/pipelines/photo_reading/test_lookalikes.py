from __future__ import annotations

from indexers.index import Index
from pipelines.photo_reading.lookalikes import DOUBT, MOST_FORMS, SETTLED, Lookalikes, forms_of
from tidewaiter.case import Case
from tidewaiter.model import Handle, Listing, Span

READ = Handle("wechat", "go1d_sh0p", (Span("photo:a", 0, 9, "go1d_sh0p"),), 0.98)


def settled(index: Index, *handles: Handle) -> list[tuple[str, float]]:
    return [(handle.value, handle.confidence) for handle in Lookalikes(index).settle("L1", handles)]


def test_forms_of_a_name_begin_with_itself_and_are_limited() -> None:
    assert forms_of("a0b") == ["a0b", "aob"]
    assert forms_of("abc") == ["abc"]
    assert forms_of("a1@ol.com") == ["a1@ol.com", "al@ol.com", "ai@ol.com"]
    assert len(forms_of("l1" * 500)) == MOST_FORMS


def test_a_name_that_another_listing_has_is_meant(index: Index) -> None:
    index.write_listings([Listing(id="L2", keys=["wechat:gold_shop"])])

    assert settled(index, READ) == [("gold_shop", SETTLED)]


def test_a_name_of_a_case_is_meant(index: Index) -> None:
    index.put([Case.model_validate({"id": "C1", "title": "x", "handles": [{"kind": "wechat", "value": "gold_shop"}]})])

    assert settled(index, READ) == [("gold_shop", SETTLED)]


def test_a_name_in_the_text_of_the_same_listing_is_meant(index: Index) -> None:
    said = Handle("wechat", "gold_shop", (Span("text", 0, 9, "gold_shop"),), 0.97)

    assert settled(index, said, READ) == [("gold_shop", 0.97)]


def test_what_was_read_stays_where_it_is_known_itself(index: Index) -> None:
    index.write_listings([Listing(id="L2", keys=["wechat:go1d_sh0p"]), Listing(id="L3", keys=["wechat:gold_shop"])])

    assert settled(index, READ) == [("go1d_sh0p", 0.98)]


def test_what_nothing_settles_is_doubted(index: Index) -> None:
    index.write_listings([Listing(id="L1", keys=["wechat:gold_shop"])])  # itself, as it was stored before

    assert settled(index, READ) == [("go1d_sh0p", round(0.98 * DOUBT, 3))]


def test_what_a_text_says_is_never_changed(index: Index) -> None:
    index.write_listings([Listing(id="L2", keys=["wechat:gold_shop"])])
    said = Handle("wechat", "go1d_sh0p", (Span("text", 0, 9, "go1d_sh0p"),), 0.98)

    assert settled(index, said) == [("go1d_sh0p", 0.98)]
