"""One lead for a series: what is folded under it, how decisions carry, and what becomes of it when series change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.alerts import lead_item
from campaigns.messages import text_lines
from indexers.index import Index
from indexers.opening import open_index
from matchers.leads import decide, leads_of, rebuild_leads
from matchers.retro import add_goods
from matchers.series import SeriesKeeper
from matchers.series_judgements import judge
from matchers.series_leads import FoldedLead, folded_leads, together
from tests.matchers.series_samples import offer, store
from tidewaiter.cli.main import main
from tidewaiter.config import Settings, load_settings
from tidewaiter.goods import Goods
from tidewaiter.model import Lead, Listing, Match, Series, Signal, Target

IVORY = Goods(id="ivory", name={"en": "ivory"}, severity="critical")
NUMBER = [("phone", "+8613812345678")]


def matched(index: Index, listings: list[Listing], *, likely: float = 0.9, run: str | None = None) -> list[Lead]:
    """Stores listings with matches and leads, as the stages of the line do before series are kept."""
    store(index, listings)
    why = Signal("words.name", "ivory", "ivory", 3.0, "It says ivory.")
    matches = [Match(one.id, Target("goods", "ivory"), -2.0, likely - at / 100, [why]) for at, one in enumerate(listings)]
    index.put(matches)
    return leads_of(index, matches, min_probability=0.5, run=run)


def seller(index: Index, *ids: str, account: str = "anna") -> SeriesKeeper:
    """Listings of one account, with leads, in a series."""
    index.put([IVORY])
    listings = [offer(id, account, handles=NUMBER) for id in ids]
    matched(index, listings)
    keeper = SeriesKeeper(index)
    keeper.add(listings)
    return keeper


def joins(index: Index, keeper: SeriesKeeper, id: str, account: str = "ben") -> None:
    """One listing more, tied to the others by a number."""
    listing = offer(id, account, handles=NUMBER)
    matched(index, [listing], likely=0.95)
    keeper.add([listing])


def only(found: list[FoldedLead]) -> FoldedLead:
    """The one lead there is."""
    (one,) = found
    return one


def test_forty_listings_of_one_hand_are_one_lead_with_the_best_match_as_its_reason(embedded_index: Index) -> None:
    seller(embedded_index, *(f"{at:02d}" for at in range(40)))

    one = only(folded_leads(embedded_index))

    assert (one.lead.kind, one.lead.status, one.lead.severity, one.lead.probability) == ("series", "new", "critical", 0.9)
    assert one.lead.series == embedded_index.find(Series)[0].id
    assert one.lead.matches[0] == "00|goods|ivory"
    assert len(one.members) == len(one.listings) == 40


def test_a_series_with_one_lead_shows_that_lead(embedded_index: Index) -> None:
    embedded_index.put([IVORY])
    matched(embedded_index, [offer("1", "anna")])
    store(embedded_index, [offer("2", "anna")])
    SeriesKeeper(embedded_index).add([offer("1", "anna"), offer("2", "anna")])

    assert [(one.lead.kind, one.lead.listing) for one in folded_leads(embedded_index)] == [("match", "1")]


def test_a_decision_on_a_series_carries_to_its_listings_and_to_one_that_joins_later(embedded_index: Index) -> None:
    keeper = seller(embedded_index, "1", "2")
    decide(embedded_index, only(folded_leads(embedded_index)).lead.id, "dismiss", by="anna", note="resin")

    joins(embedded_index, keeper, "3")

    assert folded_leads(embedded_index, status="new") == []
    one = only(folded_leads(embedded_index))
    assert {lead.status for lead in one.members} == {"dismissed"}
    assert all(lead.decided and lead.decided.series == one.lead.series and lead.decided.note == "resin" for lead in one.members)


def test_what_joined_after_the_decision_is_named(embedded_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchers.series_leads.now", lambda: "2099-01-01T00:00:00Z")
    keeper = seller(embedded_index, "1", "2")
    decide(embedded_index, only(folded_leads(embedded_index)).lead.id, "confirm", by="anna")
    assert only(folded_leads(embedded_index)).joined == []

    joins(embedded_index, keeper, "3")

    assert only(folded_leads(embedded_index)).joined == ["3"]


def test_what_was_decided_on_one_listing_by_itself_stays(embedded_index: Index) -> None:
    keeper = seller(embedded_index, "1", "2", "3")
    own = next(lead for lead in embedded_index.find(Lead) if lead.listing == "1")
    decide(embedded_index, own.id, "confirm", by="boris")
    decide(embedded_index, only(folded_leads(embedded_index, status="new")).lead.id, "dismiss", by="anna")
    joins(embedded_index, keeper, "4")

    stored = embedded_index.get(Lead, own.id)

    assert stored is not None
    assert stored.decided is not None
    assert (stored.status, stored.decided.by, stored.decided.series) == ("confirmed", "boris", "")


def test_a_second_decision_on_a_series_takes_the_place_of_the_first(embedded_index: Index) -> None:
    seller(embedded_index, "1", "2")
    whole = only(folded_leads(embedded_index)).lead.id
    decide(embedded_index, whole, "dismiss", by="anna")
    decide(embedded_index, whole, "escalate", by="boris")

    assert {lead.status for lead in embedded_index.find(Lead)} == {"escalated"}


def test_listings_that_are_judged_to_be_another_hands_are_open_again(embedded_index: Index) -> None:
    keeper = seller(embedded_index, "1", "2", "3")
    joins(embedded_index, keeper, "9")
    decide(embedded_index, only(folded_leads(embedded_index)).lead.id, "dismiss", by="anna")

    judge(embedded_index, "1", "9", "different", by="boris")
    keeper.follow(["1", "9"])

    assert [one.lead.listing for one in folded_leads(embedded_index, status="new")] == ["9"]
    assert [len(one.members) for one in folded_leads(embedded_index, status="dismissed")] == [3]


def test_a_lead_that_comes_later_for_a_listing_of_the_series_is_folded_too(embedded_index: Index, settings: Settings) -> None:
    keeper = SeriesKeeper(embedded_index)
    listings = [offer(id, "anna", title="giant clam", text="a giant clam") for id in ("1", "2")]
    store(embedded_index, listings)
    keeper.add(listings)

    add_goods(embedded_index, Goods(id="giant-clam", name={"en": "giant clam"}), settings)

    one = only(folded_leads(embedded_index))
    assert (one.lead.kind, one.lead.retro, sorted(one.listings)) == ("series", True, ["1", "2"])


def test_goods_that_are_changed_take_the_series_lead_of_their_old_words_back(embedded_index: Index, settings: Settings) -> None:
    listings = [offer(id, "anna", title="giant clam", text="a giant clam") for id in ("1", "2")]
    store(embedded_index, listings)
    SeriesKeeper(embedded_index).add(listings)
    clam = Goods(id="giant-clam", name={"en": "giant clam"})
    add_goods(embedded_index, clam, settings)

    add_goods(embedded_index, clam.model_copy(update={"name": {"en": "sea pen"}}), settings)

    assert folded_leads(embedded_index) == []


def test_series_leads_can_be_rebuilt_with_what_was_decided(embedded_index: Index) -> None:
    seller(embedded_index, "1", "2", "3")
    own = next(lead for lead in embedded_index.find(Lead) if lead.listing == "1")
    decide(embedded_index, own.id, "confirm", by="boris")
    decide(embedded_index, only(folded_leads(embedded_index, status="new")).lead.id, "dismiss", by="anna")
    before = {lead.id: (lead.status, lead.series) for lead in embedded_index.find(Lead)}
    embedded_index.delete(Lead, list(before))

    rebuild_leads(embedded_index, min_probability=0.5)

    assert {lead.id: (lead.status, lead.series) for lead in embedded_index.find(Lead)} == before


def test_leads_of_one_run_are_shown_with_the_series_of_an_earlier_one(embedded_index: Index) -> None:
    keeper = seller(embedded_index, "1", "2")
    new = matched(embedded_index, [offer("3", "ben", handles=NUMBER)], run="r2")
    keeper.add([offer("3", "ben", handles=NUMBER)])

    one = only(together(embedded_index, [lead for lead in embedded_index.find(Lead) if lead.id == new[0].id]))

    assert one.lead.kind == "series"
    assert len(one.members) == 3


def test_an_alert_speaks_of_the_series(embedded_index: Index) -> None:
    seller(embedded_index, "1", "2")
    one = only(folded_leads(embedded_index))
    match = embedded_index.get(Match, one.lead.matches[0])

    item = lead_item(one.lead, embedded_index.listing("1"), match, "r1")

    assert (item.body["series"], item.body["listings"], item.body["listing"]["id"]) == (one.lead.series, 2, "1")
    lines = text_lines({"text": "", "leads": [item.body], "count": 1}, most=5)
    assert f"(series {one.lead.series}: 2 listings)" in lines[2]


def _printed(home: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--home", str(home), *arguments]) == 0
    return capsys.readouterr().out


def test_the_commands_show_one_lead_for_a_series_and_decide_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings, _ = load_settings(home=tmp_path)
    index = open_index(settings)
    keeper = seller(index, "1", "2")

    (line,) = _printed(tmp_path, capsys, "leads", "--json").splitlines()
    lead = json.loads(line)
    assert (lead["kind"], lead["listings"], len(lead["members"])) == ("series", ["1", "2"], 2)
    assert "listing" not in lead
    table = _printed(tmp_path, capsys, "leads").splitlines()
    assert f"{lead['series']}: 2 listings" in table[1]
    assert table[3].startswith("  ")

    _printed(tmp_path, capsys, "lead", lead["id"], "--confirm", "--note", "seen")
    joins(index, keeper, "3")
    index.close()

    shown = _printed(tmp_path, capsys, "lead", lead["id"])
    assert "confirmed" in shown
    assert "listing 3" in shown
    assert json.loads(_printed(tmp_path, capsys, "leads", "--json", "--status", "confirmed"))["listings"] == ["3", "1", "2"]
    assert _printed(tmp_path, capsys, "leads", "--status", "new") == "No such leads.\n"
