"""Leads: made once, decided on, kept through reruns, rebuilt from the journal; and looking back."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexers.index import Index
from matchers.leads import decide, lead_id, leads_of, rebuild_leads
from matchers.matching import Matcher
from matchers.retro import add_case, add_goods
from matchers.series_leads import ranked
from tidewaiter.case import Case, CaseHandle, Party
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods
from tidewaiter.model import Decision, Handle, Lead, Listing, Match, ReferencePhoto, Seller, Target

CLAM = Goods(id="giant-clam", name={"zh": "砗磲"}, severity="critical")


def _match(listing: str, probability: float, target: Target = Target("goods", "giant-clam")) -> Match:
    return Match(listing, target, -2.0, probability)


def test_a_lead_is_made_once_and_keeps_what_was_decided(embedded_index: Index) -> None:
    embedded_index.put([CLAM])
    (lead,) = leads_of(embedded_index, [_match("a", 0.9), _match("b", 0.3)], min_probability=0.5, campaign="c", run="r")
    decide(embedded_index, lead.id, "dismiss", by="anna", note="resin")

    again = leads_of(embedded_index, [_match("a", 0.95)], min_probability=0.5)

    assert again == []
    (stored,) = embedded_index.find(Lead)
    assert (stored.status, stored.probability, stored.campaign) == ("dismissed", 0.95, "c")
    assert stored.severity == "critical"
    assert stored.decided is not None
    assert (stored.decided.by, stored.decided.note) == ("anna", "resin")


def test_the_same_match_has_the_same_lead_in_every_run() -> None:
    assert lead_id("a", Target("goods", "x")) == lead_id("a", Target("goods", "x"))
    assert lead_id("a", Target("goods", "x")) != lead_id("a", Target("case", "x"))


def test_a_decision_is_appended_to_the_journal_and_never_replaces_one(embedded_index: Index) -> None:
    (lead,) = leads_of(embedded_index, [_match("a", 0.9)], min_probability=0.5)

    decide(embedded_index, lead.id, "dismiss", by="anna")
    decide(embedded_index, lead.id, "confirm", by="boris", note="seen again")

    journal = embedded_index.find(Decision)
    assert [decision.action for decision in journal] == ["lead.dismiss", "lead.confirm"]
    assert embedded_index.find(Lead)[0].status == "confirmed"


def test_deciding_on_a_lead_that_is_not_there_says_so(embedded_index: Index) -> None:
    with pytest.raises(InvalidInput, match="no such lead"):
        decide(embedded_index, "nope", "confirm", by="anna")
    assert embedded_index.find(Decision) == []


def test_leads_can_be_rebuilt_from_matches_and_journal(embedded_index: Index) -> None:
    embedded_index.put([_match("a", 0.9), _match("b", 0.8)])
    leads = leads_of(embedded_index, [_match("a", 0.9), _match("b", 0.8)], min_probability=0.5)
    decide(embedded_index, leads[0].id, "escalate", by="anna")
    embedded_index.delete(Lead, [lead.id for lead in leads])

    assert rebuild_leads(embedded_index, min_probability=0.5) == 2
    assert {lead.status for lead in embedded_index.find(Lead)} == {"escalated", "new"}


def test_the_grave_stand_before_the_merely_likely() -> None:
    low = Lead("a", "match", 0.9, "low")
    critical = Lead("b", "match", 0.6, "critical")

    assert ranked([low, critical]) == [critical, low]


def _stored(index: Index, *listings: Listing) -> None:
    index.write_listings(list(listings))


def test_new_goods_are_found_among_what_is_stored(embedded_index: Index, settings: Settings) -> None:
    _stored(embedded_index, Listing(id="a", title="砗★磲 手串"), Listing(id="b", title="旧书一批"))
    seen: list[tuple[int, int]] = []

    report = add_goods(embedded_index, CLAM, settings, on_progress=lambda done, total: seen.append((done, total)))

    (lead,) = report.leads
    assert (lead.listing, lead.retro) == ("a", True)
    assert [match.retro for match in report.matches] == [True]
    assert seen[-1] == (2, 2)
    assert embedded_index.get(Goods, "giant-clam") == CLAM
    assert [(d.action, d.subject, d.by) for d in embedded_index.find(Decision)] == [("goods.add", "giant-clam", "anna")]


def test_a_new_version_of_the_goods_takes_back_what_the_old_one_matched(embedded_index: Index, settings: Settings) -> None:
    _stored(embedded_index, Listing(id="a", title="砗磲 手串"), Listing(id="b", title="海玉 手串"))
    add_goods(embedded_index, CLAM, settings)

    add_goods(embedded_index, CLAM.model_copy(update={"name": {"zh": "海玉"}}), settings)

    assert {match.listing for match in embedded_index.find(Match, {"target": "goods/giant-clam"})} == {"b"}


def test_a_new_case_is_found_among_what_is_stored_with_the_sellers_other_listings(
    embedded_index: Index, settings: Settings
) -> None:
    case = Case(
        id="C-1", title="一案", parties=(Party(name="某甲", kind="person", handles=(CaseHandle(kind="qq", value="59760962"),)),)
    )
    _stored(
        embedded_index,
        Listing(id="a", source="s", seller=Seller("7"), handles=[Handle("qq", "59760962")], keys=["qq:59760962", "seller:s/7"]),
        Listing(id="b", source="s", seller=Seller("7"), keys=["seller:s/7"]),
        Listing(id="c", source="s", seller=Seller("8"), keys=["seller:s/8"]),
    )

    report = add_case(embedded_index, case, settings)

    assert {lead.listing for lead in report.leads} == {"a", "b"}
    assert all(lead.severity == "high" for lead in report.leads)


def test_a_lead_found_looking_back_twice_is_there_once(embedded_index: Index, settings: Settings) -> None:
    _stored(embedded_index, Listing(id="a", title="砗磲 手串"))

    add_goods(embedded_index, CLAM, settings)
    report = add_goods(embedded_index, CLAM, settings)

    assert report.leads == []
    assert embedded_index.count(Lead) == 1


def test_reference_photos_are_hashed_when_goods_are_added(embedded_index: Index, settings: Settings, tmp_path: Path) -> None:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).polygon([(10, 20), (250, 60), (90, 190)], fill="navy")
    image.save(tmp_path / "clam.png")
    (tmp_path / "bad.jpg").write_bytes(b"no photo")
    photos = tuple(str(tmp_path / name) for name in ("clam.png", "bad.jpg", "gone.jpg"))

    report = add_goods(embedded_index, CLAM.model_copy(update={"photos": photos}), settings)

    (photo,) = embedded_index.find(ReferencePhoto, {"target": "goods/giant-clam"})
    assert photo.phash
    assert photo.mirrored_phash not in {None, photo.phash}
    assert len(report.mistakes) == 2

    add_goods(embedded_index, CLAM, settings)
    assert embedded_index.find(ReferencePhoto) == []


def test_adding_to_an_empty_index_looks_at_nothing(embedded_index: Index, settings: Settings) -> None:
    report = add_goods(embedded_index, [CLAM], settings)

    assert (report.looked_at, report.leads) == (0, [])


def test_words_of_the_users_goods_are_taken_from_the_catalogues(embedded_index: Index, settings: Settings) -> None:
    ivory = Goods(id="my-ivory", name={"zh": "象牙"})
    listing = Listing(id="a", title="象牙手镯")
    _stored(embedded_index, listing)
    before = [match for matches in Matcher(embedded_index, settings).match([listing]) for match in matches]
    embedded_index.put(before)
    leads_of(embedded_index, before, min_probability=0.5)
    assert [match.target.id for match in before] == ["elephant-ivory"]

    add_goods(embedded_index, ivory, settings)

    assert [match.target.id for match in embedded_index.find(Match)] == ["my-ivory"]
    assert [lead.retro for lead in embedded_index.find(Lead)] == [True]
