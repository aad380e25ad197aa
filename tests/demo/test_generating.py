from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from statistics import median

from demo.world.building import build_sites
from demo.world.generating import World, make_world
from demo.world.plan import CASES, GOODS, PLANS
from demo.world.site import Site
from demo.world.truth import truth_of, write_truth
from tests.demo.conftest import NOW, SEED


def test_the_same_seed_gives_the_same_truth(sites: dict[str, Site]) -> None:
    again = build_sites(make_world(SEED), now=NOW)

    assert list(truth_of(again)) == list(truth_of(list(sites.values())))


def test_another_seed_gives_other_listings_and_contacts(world: World) -> None:
    other = make_world(SEED + 1)

    ours = {contact for offer in world.all_offers() for contact in offer.contacts}
    theirs = {contact for offer in other.all_offers() for contact in offer.contacts}

    assert not ours & theirs
    assert [offer.title for offer in world.all_offers()] != [offer.title for offer in other.all_offers()]


def test_about_500_listings_in_three_languages_12_percent_of_interest(world: World) -> None:
    offers = world.all_offers()
    languages = Counter(offer.language for offer in offers)
    interest = [offer for offer in offers if offer.interest]

    assert len(offers) == sum(plan.listings for plan in PLANS) == 510
    assert set(languages) == {"zh", "en", "vi"}
    assert min(languages.values()) > 60
    assert 0.11 <= len(interest) / len(offers) <= 0.13
    assert {offer.goods for offer in interest} >= set(GOODS)
    assert {offer.case for offer in interest} == {None, *(case.id for case in CASES)}


def test_innocents_look_alike_and_are_of_no_interest(world: World) -> None:
    alike = [offer for offer in world.all_offers() if offer.look_alike]

    assert len(alike) == sum(plan.look_alikes for plan in PLANS)
    assert not any(offer.interest or offer.goods or offer.case for offer in alike)


def test_texts_are_as_long_as_real_ones(world: World) -> None:
    assert 150 <= median(len(offer.text) for offer in world.all_offers()) <= 300


def test_no_two_actors_share_a_contact(world: World) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for offer in world.all_offers():
        for contact in offer.actor.contacts:
            owners.setdefault(contact, set()).add(offer.actor.id)

    assert {contact: actors for contact, actors in owners.items() if len(actors) > 1} == {}


def test_actors_of_interest_sell_on_several_sites_under_several_names(world: World) -> None:
    accounts: dict[str, set[tuple[str, str]]] = {}
    for offer in world.all_offers():
        if offer.interest:
            accounts.setdefault(offer.actor.id, set()).add((offer.site, offer.account.name))

    assert sum(len({site for site, _ in some}) > 1 for some in accounts.values()) >= 5
    assert sum(len({name for _, name in some}) > 1 for some in accounts.values()) >= 4


def test_a_photo_of_interest_comes_back_altered(world: World) -> None:
    copies: dict[str, set[str]] = {}
    for offer in world.all_offers():
        if offer.interest:
            for shot in offer.shots:
                copies.setdefault(shot.photo, set()).add(shot.alteration)

    assert sum(len(some) >= 3 for some in copies.values()) >= 3


def test_a_case_is_planted_only_where_something_shows_it(world: World) -> None:
    known = {actor.id: actor for actor in world.people.interest if actor.case}
    for offer in world.all_offers():
        if offer.case:
            actor = known[offer.actor.id]
            shown = set(offer.contacts) & set(actor.contacts[:2])
            assert shown or {shot.photo for shot in offer.shots} & {shot.photo for shot in actor.shots}


def test_the_truth_is_written_as_json_lines(sites: dict[str, Site], tmp_path: Path) -> None:
    write_truth(list(sites.values()), tmp_path / "truth.jsonl")

    records = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]

    assert len(records) == 510
    assert len({record["url"] for record in records}) == 510
    named = ("url", "site", "title", "price", "currency", "seller", "contacts", "goods", "case", "actor", "photos", "interest")
    assert all(name in record for record in records for name in (*named, "look_alike"))
