"""Which listings a run looks at: what likely changed and matters, leads' daily, within the budget."""

from __future__ import annotations

from typing import Any

import numpy as np

from crawlers.revisits.policy import Looks, chosen


def looks(number: int, **given: Any) -> Looks:
    zeros = np.zeros(number)
    values: dict[str, Any] = {
        "changes": zeros, "days": zeros + 10, "days_changed": zeros, "sellers": np.arange(number), "sources": zeros.astype(int),
        "last": zeros, "matters": zeros, "lead": zeros.astype(bool), "gone": zeros.astype(bool), "since": zeros,
    }  # fmt: skip
    return Looks(**(values | {name: np.array(value) for name, value in given.items()}))


def test_a_leads_listing_is_due_daily_whatever_it_does() -> None:
    one = looks(1, lead=[True])

    assert list(chosen(one, now=0.5, following=0.9, room=None, share=0).leads) == []
    assert list(chosen(one, now=0.5, following=1.5, room=None, share=0).leads) == [0]


def test_a_leads_listing_that_changes_fast_is_due_sooner() -> None:
    one = looks(1, lead=[True], changes=[40.0], days_changed=[10.0])

    assert list(chosen(one, now=0.2, following=0.4, room=None, share=0).leads) == [0]


def test_among_the_others_what_likely_changed_and_matters_comes_first() -> None:
    some = looks(4, changes=[8.0, 0.0, 0.0, 8.0], days_changed=[8.0, 0.0, 0.0, 8.0], matters=[0.0, 0.0, 0.4, 0.4])

    choice = chosen(some, now=2.0, following=3.0, room=None, share=None)

    assert choice.others[0] == 3
    assert choice.others[-1] == 1


def test_leads_come_first_and_the_others_share_what_is_left() -> None:
    some = looks(6, lead=[True, True, True, False, False, False])

    choice = chosen(some, now=2.0, following=3.0, room=4, share=3)
    tight = chosen(some, now=2.0, following=3.0, room=2, share=3)

    assert (len(choice.leads), len(choice.others), choice.left_out) == (3, 1, 0)
    assert (len(tight.leads), len(tight.others), tight.left_out) == (2, 0, 1)


def test_a_part_of_the_share_goes_to_what_nobody_looked_at_for_longest() -> None:
    matters, last = np.full(100, 0.5), np.full(100, 9.0)
    matters[:5], last[:5] = 0.0, 0.0

    choice = chosen(looks(100, matters=matters, last=last), now=10.0, following=11.0, room=None, share=50)

    assert set(range(5)) <= set(choice.others.tolist())


def test_what_is_gone_is_looked_for_now_and_then_and_forgotten_in_the_end() -> None:
    some = looks(3, gone=[True, True, True], lead=[True, True, False], since=[195.0, 100.0, 0.0], last=[199.0, 199.0, 199.0])

    choice = chosen(some, now=200.0, following=201.0, room=None, share=None)

    assert list(choice.leads) == [0]  # a lead's, since it went two days ago
    assert list(choice.others) == [1]  # the last one went too long ago
