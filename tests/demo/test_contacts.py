from __future__ import annotations

import unicodedata
from random import Random

import pytest

from demo.world.contacts import KINDS, make_contact, write_contact


@pytest.mark.parametrize("language", sorted(KINDS))
@pytest.mark.parametrize("disguised", [False, True])
def test_what_is_written_still_holds_every_character_of_the_contact(language: str, disguised: bool) -> None:
    rng = Random(1)
    for _ in range(60):
        kind, value = make_contact(rng.choice(KINDS[language]), language, rng)

        written = write_contact((kind, value), language, rng, disguised=disguised)

        folded = unicodedata.normalize("NFKC", written).replace("幺", "1").replace(" dot ", ".").replace(" (at) ", "@")
        national = value.removeprefix("+86").removeprefix("+84").removeprefix("+1") if value.startswith("+") else value
        assert national in folded.replace(" ", "").replace("-", "")


def test_us_numbers_are_of_the_range_kept_for_fiction() -> None:
    rng = Random(2)

    assert all(make_contact("phone", "en", rng)[1][5:10] == "55501" for _ in range(20))
