"""One of each way to link, as the demo prints it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.showing_links import show_links
from indexers.index import Index
from indexers.opening import open_index
from matchers.retro import add_case
from tidewaiter.case import Case, CaseHandle, Party
from tidewaiter.config import Settings, load_settings
from tidewaiter.model import Handle, Link, Listing, Match, Seller, Series, Signal, Target

TEXT = "家里老物件出手，{price}元不议价，同城可看货，懂的来"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path, environ={}, text_model="none")[0]


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    opened = open_index(settings)
    yield opened
    opened.close()


def test_nothing_to_show_is_nothing_shown(index: Index) -> None:
    assert show_links(index) == 0


def test_one_of_each_is_shown(index: Index, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    phone, wechat = CaseHandle(kind="phone", value="+8613800138000"), CaseHandle(kind="wechat", value="laowu88")
    found = [Handle(one.kind, one.value) for one in (phone, wechat)]
    index.write_listings(
        [
            Listing(id=f"l{n}", source="a.example", url=f"http://a.example/{n}", text=TEXT.format(price=n), handles=found,
                    seller=Seller(f"u{n}", f"店{n}"), keys=["phone:+8613800138000", "wechat:laowu88", f"seller:a.example/u{n}"])
            for n in (1, 2, 3)
        ]
    )  # fmt: skip
    person = Party(name="黄志强", kind="person", role="seller", handles=(phone,))
    firm = Party(name="Công ty TNHH Biển Nam Hải", kind="enterprise", role="seller")
    old = Party(name="老吴", kind="person", role="seller", handles=(wechat,))
    cases = [Case(id="C-1", title="新案", parties=(person, firm)), Case(id="C-2", title="旧案", status="cold", parties=(old,))]
    add_case(index, cases, settings)
    template = Link("l1", "l2", (Signal("text.template", "l1", "l2", 9.0, "Both write 4 of the same clauses."),))
    photo = Signal("photo.reference", "a", "b", 5.0, "A photo shows the mirrored picture of the other one: a reference photo.")
    index.put([Series("S-1", ["l1", "l2", "l3"], [], [template]), Match("l3", Target("goods", "ivory"), 0.0, 0.99, [photo])])

    assert show_links(index) == 5

    out = capsys.readouterr().out.replace("\n", "")  # lines are folded as wide as the terminal is
    assert "mirrored picture" in out
    assert "1元不议价 | 家里老物件出手，2元不议价" in out
    assert "黄志强 (C-1 新案)" in out
    assert "Biển Nam Hải" in out
    assert "case C-1" in out.partition("a cold case")[2]
