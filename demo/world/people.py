"""Who sells in the demo's world: actors of interest (three of them in known cases), look-alikes and everybody else."""

from __future__ import annotations

from random import Random

from demo.world.contacts import KINDS, make_contact
from demo.world.offers import Account, Actor, Contact, Shot
from demo.world.plan import CASES, GOODS, INTEREST_PHOTOS, NAMES, ORDINARY_PHOTOS, PLACES, REAL_NAMES, SITES


class People:
    """All actors and accounts of a world, and which actor sells on which site."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names = {language: rng.sample(names, len(names)) for language, names in NAMES.items()}
        self._contacts: set[Contact] = set()
        self._given: dict[str, int] = {}
        self._windows: dict[str, int] = {}
        self._sellers = 0
        self.accounts: dict[tuple[str, str], Account] = {}
        photos = rng.sample(INTEREST_PHOTOS, len(INTEREST_PHOTOS))
        real = {language: rng.sample(names, len(names)) for language, names in REAL_NAMES.items()}
        self.interest = [self._case_actor(number, [photos.pop(), photos.pop()], real) for number in range(len(CASES))]
        self._sites = {actor.id: list(case.sites) for actor, case in zip(self.interest, CASES, strict=True)}
        for number, language in enumerate(("zh", "zh", "zh", "zh", "en", "en", "en", "vi")):
            goods = [GOODS[number % len(GOODS)], rng.choice(GOODS)]
            actor = self._actor(f"dealer-{number}", language, goods=goods, shots=[Shot(photos.pop())])
            self.interest.append(actor)
            sites = [name for name, plan in SITES.items() if language in plan.languages and name != "channel"]
            self._sites[actor.id] = sites[: rng.choice((2, 3, 3))] if number % 2 else sites[-3:]
        dealer = self._actor("dealer-channel", "zh", goods=["sea-turtle", "pangolin"], shots=[Shot(photos.pop())])
        self.interest.append(dealer)
        self._sites[dealer.id] = ["channel"]

    def _case_actor(self, number: int, photos: list[str], real: dict[str, list[str]]) -> Actor:
        case = CASES[number]
        actor = self._actor(f"case-{number + 1}", case.language, goods=list(case.goods), shots=[Shot(base) for base in photos])
        actor.name, actor.case, actor.place = real[case.language].pop(), case.id, case.places[0]
        return actor

    def _actor(self, id_: str, language: str, *, goods: list[str], shots: list[Shot]) -> Actor:
        rng = self._rng
        contacts = [self._contact(kind, language) for kind in KINDS[language]]
        return Actor(id_, self._name(language), language, contacts, rng.choice(PLACES[language]), goods, None, shots)

    def _contact(self, kind: str, language: str) -> Contact:
        """One that nobody else has."""
        contact = make_contact(kind, language, self._rng)
        while contact in self._contacts:
            contact = make_contact(kind, language, self._rng)
        self._contacts.add(contact)
        return contact

    def _name(self, language: str) -> str:
        """A name that nobody has yet: from the list, then with a number."""
        number = self._given[language] = self._given.get(language, -1) + 1
        names = self._names[language]
        name = names[number % len(names)]
        return name if number < len(names) else f"{name}{number // len(names) + 1}"

    def of_interest(self, site: str, language: str) -> Actor | None:
        """An actor of interest who sells on the site in the language; one in a known case as likely as all others together."""
        found = [actor for actor in self.interest if actor.language == language and site in self._sites[actor.id]]
        known = [actor for actor in found if actor.case]
        other = [actor for actor in found if not actor.case]
        pool = known if known and (not other or self._rng.random() < 0.5) else other
        return self._rng.choice(pool) if pool else None

    def ordinary(self, language: str, *, look_alike: bool = False) -> Actor:
        """A new seller of whom nothing is wanted."""
        self._sellers += 1
        actor = self._actor(f"{'look-alike' if look_alike else 'seller'}-{self._sellers}", language, goods=[], shots=[])
        actor.look_alike = look_alike
        known = next((one for one in self.interest if one.case and one.language == language), None)
        if look_alike and known and self._rng.random() < 0.4:
            actor.contacts[0] = self._one_digit_off(known.contacts[0])
        return actor

    def _one_digit_off(self, contact: Contact) -> Contact:
        """A phone number of the same kind that differs in its last digit: near, and somebody else's."""
        kind, value = contact
        others = [(kind, value[:-1] + digit) for digit in "0123456789"]
        free = [other for other in others if other not in self._contacts]
        self._contacts.add(chosen := self._rng.choice(free))
        return chosen

    def new_shot(self) -> Shot:
        """A photo that nobody used before."""
        base = self._rng.choice(ORDINARY_PHOTOS)
        self._windows[base] = self._windows.get(base, 0) + 1
        return Shot(base, self._windows[base])

    def account(self, actor: Actor, site: str) -> Account:
        """The actor's account on the site, made when first asked for: the name differs a little from site to site."""
        key = (actor.id, site)
        if key not in self.accounts:
            rng = self._rng
            name = actor.name
            if actor.goods and not name.startswith("Công ty"):
                name = self._name(actor.language) if actor.case else name + rng.choice(("", "2", "_shop", "1"))
            self.accounts[key] = Account(site, f"u{rng.randrange(10_000, 99_999)}", name, actor.id)
        return self.accounts[key]
