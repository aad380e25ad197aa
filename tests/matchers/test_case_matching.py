"""Listings and known cases: by what the case knows, and by what listings that belong to it have shown since."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from indexers.index import Index
from matchers.keys import keys_of
from matchers.leads import leads_of, take_over
from matchers.matching import Matcher
from tidewaiter.case import Case, CaseHandle, CaseIdentifier, Party
from tidewaiter.config import Settings
from tidewaiter.model import Handle, Identifier, Lead, Listing, Match, Photo, Place, Seller, Series, Span

SELLER = Party(
    name="赵春勇", kind="person", role="seller",
    handles=(CaseHandle(kind="phone", value="+8613336956846"), CaseHandle(kind="wechat", value="jin_hu782")),
)  # fmt: skip
COURIER = Party(name="张玉梅", kind="person", role="courier", handles=(CaseHandle(kind="phone", value="+8613104564405"),))
FIRM = Party(
    name="重庆海丰国际货运代理有限公司", kind="enterprise", role="shop",
    identifiers=(CaseIdentifier(kind="uscc", value="91450681MAA7PMJXQP"),),
)  # fmt: skip
CASE = Case(
    id="C-1", title="一案", goods=("ivory",), parties=(SELLER, COURIER, FIRM), places=("东兴",), listings=("named",),
    text="货源芒街到东兴走小路，在重庆中转。",
)  # fmt: skip
TEXT = "家里老人留下的东西，全品无修，先款后货，隐私发货，外包装写工艺品，有意私信联系我"


def _listing(id: str, *, seller: str = "", text: str = "出一件东西", handles: Sequence[Handle] = (), **rest: object) -> Listing:
    listing = Listing(id=id, source="shop", title="", text=text, handles=list(handles), seller=Seller(seller or id), **rest)  # type: ignore[arg-type]
    listing.keys = keys_of(listing)
    return listing


@pytest.fixture
def matcher(embedded_index: Index, settings: Settings) -> Matcher:
    embedded_index.put([CASE])
    return Matcher(embedded_index, settings)


def _of_case(found: Sequence[Sequence[Match]]) -> dict[str, Match]:
    return {match.listing: match for matches in found for match in matches if match.target.kind == "case"}


def _kinds(match: Match) -> set[str]:
    return {signal.kind for signal in match.signals}


@pytest.mark.parametrize(
    ("listing", "kind"),
    [
        pytest.param(_listing("a", handles=[Handle("phone", "+8613336956846")]), "handle.same", id="its phone"),
        pytest.param(_listing("a", handles=[Handle("wechat", "jin_hu782")]), "handle.same", id="its account"),
        pytest.param(_listing("a", handles=[Handle("wechat", "13336956846")]), "handle.kin", id="its phone given as WeChat"),
        pytest.param(_listing("a", handles=[Handle("telegram", "jin_hu782")]), "handle.kin", id="its account elsewhere"),
        pytest.param(
            _listing("a", identifiers=[Identifier("uscc", "91450681MAA7PMJXQP")]), "identifier.same", id="its firm's number"
        ),
    ],
)
def test_what_the_case_knows_links(matcher: Matcher, listing: Listing, kind: str) -> None:
    match = _of_case(matcher.match([listing]))["a"]

    assert kind in _kinds(match)
    assert match.probability > 0.5


@pytest.mark.parametrize(
    "listing",
    [
        pytest.param(_listing("a", handles=[Handle("phone", "+8613104564405")]), id="the courier's phone"),
        pytest.param(_listing("a", handles=[Handle("phone", "+8613336956840")]), id="a phone one digit off, and nothing else"),
        pytest.param(_listing("a", handles=[Handle("telegram", "jin_hu783")]), id="an account one sign off, and nothing else"),
        pytest.param(_listing("a", place=Place("东兴", "CN")), id="the place alone"),
        pytest.param(_listing("a", text="芒街到东兴走小路"), id="the route alone"),
        pytest.param(_listing("a", identifiers=[Identifier("hs", "0507")]), id="an HS heading"),
        pytest.param(
            _listing(
                "a",
                text="发货找快递13336956846",
                handles=[Handle("phone", "+8613336956846", (Span("text", 5, 16, "13336956846"),))],
            ),
            id="its phone, but given as a courier's",
        ),
    ],
)
def test_what_links_nothing(matcher: Matcher, listing: Listing) -> None:
    match = _of_case(matcher.match([listing])).get("a")

    assert match is None or match.probability < 0.5


def test_a_near_handle_is_a_reason_all_the_same(matcher: Matcher) -> None:
    listing = _listing("a", handles=[Handle("phone", "+8613336956840")], identifiers=[Identifier("uscc", "91450681MAA7PMJXQP")])

    assert {"handle.near_number", "identifier.same"} <= _kinds(_of_case(matcher.match([listing]))["a"])


def test_names_written_out_and_in_another_script_are_reasons(matcher: Matcher) -> None:
    found = _of_case(
        matcher.match(
            [
                _listing("han", text="找趙春勇拿货"),
                _listing("latin", text="ask for Zhao Chunyong"),
                _listing("firm", text="重庆海丰国际货运代理有限公司发货"),
            ]
        )
    )

    assert "name.person" in _kinds(found["han"])
    assert "name.transliterated" in _kinds(found["latin"])
    assert "name.enterprise" in _kinds(found["firm"])


def test_other_listings_of_the_account_belong_to_the_case_too(matcher: Matcher) -> None:
    batch = [
        _listing("before", seller="77"),
        _listing("shows", seller="77", handles=[Handle("phone", "+8613336956846")]),
        _listing("other", seller="78"),
    ]

    found = _of_case(matcher.match(batch))

    assert found["before"].probability > 0.5
    assert "seller.same" in _kinds(found["before"])
    assert "other" not in found


def test_a_stored_listing_is_matched_anew_when_a_later_one_gives_its_account_away(
    matcher: Matcher, embedded_index: Index
) -> None:
    embedded_index.write_listings([_listing("stored", seller="77")])

    found = _of_case(matcher.match([_listing("later", seller="77", handles=[Handle("wechat", "jin_hu782")])]))

    assert found["stored"].probability > 0.5


def test_what_was_learned_holds_in_the_next_run(matcher: Matcher, embedded_index: Index, settings: Settings) -> None:
    first = _listing("first", seller="77", handles=[Handle("wechat", "jin_hu782")])
    embedded_index.put([match for matches in matcher.match([first]) for match in matches])
    embedded_index.write_listings([first])

    found = _of_case(Matcher(embedded_index, settings).match([_listing("second", seller="77")]))

    assert found["second"].probability > 0.5


def test_a_listing_that_the_case_names_belongs_to_it(matcher: Matcher) -> None:
    assert _of_case(matcher.match([_listing("named")]))["named"].probability > 0.9


def test_a_courier_of_both_sellers_carries_nothing_over(matcher: Matcher) -> None:
    def courier(text: str) -> Handle:
        start = text.index("199")
        return Handle("phone", "+8619900001111", (Span("text", start, start + 11, text[start : start + 11]),))

    text = "快递小哥19900001111"
    suspect = _listing("suspect", text=text, handles=[Handle("wechat", "jin_hu782"), courier(text)])
    innocent = _listing("innocent", text=text, handles=[courier(text)])

    found = _of_case(matcher.match([suspect, innocent]))

    assert found["suspect"].probability > 0.5
    assert "innocent" not in found or found["innocent"].probability < 0.5


def test_a_handle_that_many_sellers_show_carries_nothing_over(matcher: Matcher) -> None:
    service = Handle("wechat", "one_for_all")
    crowd = [_listing(f"crowd{i}", handles=[service]) for i in range(20)]

    found = _of_case(matcher.match([_listing("suspect", handles=[Handle("wechat", "jin_hu782"), service]), *crowd]))

    assert all(found[listing.id].probability < 0.5 for listing in crowd if listing.id in found)


def test_a_shared_picture_alone_makes_no_second_step(matcher: Matcher) -> None:
    maker, own = Photo(sha256="a" * 64, phash="f0f0f0f0f0f0f0f0"), Photo(sha256="b" * 64, phash="0123456789abcdef")
    suspect = _listing("suspect", handles=[Handle("wechat", "jin_hu782")], photos=[maker])
    shop = _listing("shop", photos=[maker, own])
    buyer = _listing("buyer", photos=[own])

    found = _of_case(matcher.match([suspect, shop, buyer]))

    assert "photo.shared" in _kinds(found["shop"])
    assert "buyer" not in found


def test_a_series_with_a_listing_of_the_case_brings_in_its_other_listings(matcher: Matcher, embedded_index: Index) -> None:
    batch = [_listing("known", text=TEXT, handles=[Handle("wechat", "jin_hu782")]), _listing("hidden"), _listing("other")]
    matcher.match(batch)
    embedded_index.write_listings(batch)

    found = {match.listing: match for match in matcher.follow([Series("S", ["known", "hidden"])]).matches}

    assert "seller.series" in _kinds(found["hidden"])
    assert found["hidden"].probability > 0.5
    assert "other" not in found


@pytest.mark.parametrize("anew", [False, True], ids=["in the same run", "in a later run"])
def test_what_a_parted_series_brought_in_holds_no_longer(
    matcher: Matcher, embedded_index: Index, settings: Settings, anew: bool
) -> None:
    known = _listing("known", text=TEXT, handles=[Handle("wechat", "jin_hu782")])
    batch = [known, _listing("hidden", seller="7"), _listing("further", seller="7")]
    embedded_index.put([match for several in matcher.match(batch) for match in several])
    embedded_index.write_listings(batch)
    joined = matcher.follow([Series("S", ["known", "hidden"])])
    assert {match.listing for match in joined.matches} >= {"hidden", "further"}
    take_over(embedded_index, joined.matches, instead_of=joined.before, min_probability=0.5)
    leads_of(embedded_index, joined.matches, min_probability=0.5)
    assert embedded_index.find(Lead, {"listing": ["hidden"]})

    matcher = Matcher(embedded_index, settings) if anew else matcher
    parted = matcher.follow([Series("S", ["known"]), Series("T", ["hidden", "further"])])
    take_over(embedded_index, parted.matches, instead_of=parted.before, min_probability=0.5)

    stored = embedded_index.find(Match, {"target_kind": "case"})
    assert {match.listing for match in stored if match.probability >= 0.5} == {"known"}
    assert not embedded_index.find(Lead, {"listing": ["hidden", "further"], "kind": "match"})
    assert "known" in {match.listing for several in matcher.match([known]) for match in several}


def test_weights_add_up_and_reasons_are_sentences(matcher: Matcher) -> None:
    batch = [
        _listing("a", seller="7", handles=[Handle("phone", "+8613336956846")], place=Place("东兴", "CN")),
        _listing("b", seller="7"),
    ]

    for match in _of_case(matcher.match(batch)).values():
        total = match.prior + sum(signal.weight for signal in match.signals)
        assert total == pytest.approx(math.log(match.probability / (1 - match.probability)), abs=1e-6)
        assert all(signal.why.endswith(".") for signal in match.signals)
