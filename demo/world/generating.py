"""Makes a world from a seed: the same seed gives the same listings, sellers, contacts and photos."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from demo.world.altering import ALTERATIONS
from demo.world.cases import KNOWN_CONTACTS
from demo.world.contacts import write_contact
from demo.world.offers import Actor, Contact, Offer, Shot
from demo.world.people import People
from demo.world.plan import PLANS, SitePlan
from demo.world.writing import (
    CURRENCIES,
    Draft,
    interest_draft,
    look_alike_draft,
    material,
    ordinary_draft,
    place_of,
    write_price,
    write_text,
    write_title,
)


@dataclass(slots=True)
class World:
    """Seven sites' worth of listings, and who stands behind them."""

    seed: int
    people: People
    offers: dict[str, list[Offer]]
    """By site, in the order of their numbers."""

    def all_offers(self) -> list[Offer]:
        """The listings of all sites."""
        return [offer for offers in self.offers.values() for offer in offers]


def make_world(seed: int) -> World:
    """The world of a seed."""
    people = People(Random(f"people/{seed}"))
    offers = {plan.name: _SiteMaker(plan, people, Random(f"{plan.name}/{seed}")).make() for plan in PLANS}
    return World(seed, people, offers)


class _SiteMaker:
    """Makes the listings of one site."""

    def __init__(self, plan: SitePlan, people: People, rng: Random) -> None:
        self.plan, self.people, self.rng = plan, people, rng
        self._sellers: dict[tuple[str, bool], list[Actor]] = {}

    def make(self) -> list[Offer]:
        """All of them, in an order that says nothing."""
        plan = self.plan
        rest = plan.listings - plan.interest - plan.look_alikes
        kinds = ["interest"] * plan.interest + ["look-alike"] * plan.look_alikes + ["ordinary"] * rest
        self.rng.shuffle(kinds)
        start = self.rng.randrange(1, 9) * 1000 + self.rng.randrange(100)
        numbers, number = [], start
        for _ in kinds:
            number += self.rng.choice((1, 1, 1, 2, 3, 7))
            numbers.append(number)
        return [self._offer(kind, number) for kind, number in zip(kinds, numbers, strict=True)]

    def _offer(self, kind: str, number: int) -> Offer:
        language = self.rng.choice(self.plan.languages)
        if kind == "interest":
            order = [language, *(other for other in self.plan.languages if other != language)]
            found = [actor for other in order if (actor := self.people.of_interest(self.plan.name, other))]
            return self._interest(found[0], number)
        if kind == "look-alike":
            return self._innocent(self._seller(language, look_alike=True), number, look_alike_draft(language, self.rng))
        return self._innocent(self._seller(language, look_alike=False), number, ordinary_draft(language, self.rng))

    def _seller(self, language: str, *, look_alike: bool) -> Actor:
        """One of the site's sellers: each has about four listings, a channel has far more."""
        pool = self._sellers.setdefault((language, look_alike), [])
        most = 2 if self.plan.name == "channel" else self.plan.listings
        if len(pool) < most and (not pool or self.rng.random() < (0.25 if self.plan.name != "channel" else 0.1)):
            pool.append(self.people.ordinary(language, look_alike=look_alike))
        if self.plan.name == "channel" and look_alike and (others := self._sellers.get((language, False))):
            return self.rng.choice(others)
        return self.rng.choice(pool[-4:])

    def _interest(self, actor: Actor, number: int) -> Offer:
        rng, language = self.rng, actor.language
        goods = rng.choice(actor.goods)
        way = rng.choices(("open", "code", "vague"), (0.55, 0.3, 0.15 if actor.case else 0))[0]
        if way == "code" and not material(language)["interest"][goods]["code"]:
            way = "open"
        draft = interest_draft(language, goods, way, rng)
        shown = rng.sample(actor.contacts, rng.choice((1, 1, 2)))
        if way == "vague":
            shown = [actor.contacts[0], *[one for one in shown if one != actor.contacts[0]]][:2]
        elif rng.random() < 0.2:
            shown = []
        shots = [replace(rng.choice(actor.shots), alteration=rng.choice([*ALTERATIONS, "none", "none"]))]
        if rng.random() < 0.4:
            shots.append(self.people.new_shot())
        offer = self._build(actor, number, draft, shown, shots, disguised=rng.random() < 0.6)
        known = {shot.photo for shot in actor.shots} if actor.case else set()
        linked = actor.case and (
            set(offer.contacts) & set(actor.contacts[:KNOWN_CONTACTS]) or any(shot.photo in known for shot in shots)
        )
        offer.goods, offer.interest, offer.case = None if way == "vague" else goods, True, actor.case if linked else None
        return offer

    def _innocent(self, actor: Actor, number: int, draft: Draft) -> Offer:
        rng = self.rng
        chance = {"jsonld-shop": 0.12, "microdata-shop": 0.3, "channel": 0.9}.get(self.plan.name, 0.6)
        shown = rng.sample(actor.contacts, rng.choice((1, 1, 2))) if rng.random() < chance else []
        if actor.shots and rng.random() < 0.15:  # sellers use their own pictures again
            shots = [replace(rng.choice(actor.shots), alteration=rng.choice(("none", "jpeg", "smaller")))]
        else:
            shots = [self.people.new_shot() for _ in range(rng.choice((1, 1, 2, 3)))]
            actor.shots.extend(shots)
        offer = self._build(actor, number, draft, shown, shots, disguised=rng.random() < 0.15)
        offer.look_alike = draft.category == "look-alike"
        return offer

    def _build(
        self, actor: Actor, number: int, draft: Draft, shown: list[Contact], shots: list[Shot], *, disguised: bool
    ) -> Offer:
        rng, language = self.rng, actor.language
        place = actor.place if rng.random() < 0.7 else place_of(language, rng)
        # A shop shows the phone behind a button, not in the text.
        hidden = [one for one in actor.contacts if one[0] == "phone"] if self.plan.needs_script else []
        shown = [one for one in shown if one not in hidden]
        written = [write_contact(one, language, rng, disguised=disguised) for one in shown]
        on_request = rng.random() < 0.06 and self.plan.name in {"zh-classifieds", "classifieds"}
        price = None if on_request else draft.price
        return Offer(
            site=self.plan.name,
            number=number,
            path="",
            language=language,
            category=draft.category,
            title=write_title(draft, language, place, rng),
            text=write_text(draft, language, place, rng, contacts=written, short=self.plan.name == "channel"),
            price=price,
            currency=CURRENCIES[language] if price is not None else None,
            price_text=write_price(price, language, rng),
            account=self.people.account(actor, self.plan.name),
            actor=actor,
            contacts=shown,
            hidden_contacts=hidden,
            goods=None,
            case=None,
            interest=False,
            look_alike=False,
            shots=shots,
            place=place,
            age_minutes=int(rng.expovariate(1 / 12_000)) + 3,
            available=rng.random() < 0.9,
        )
