"""Searches: which words, how many, and what becomes of those that bring nothing or much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from campaigns.campaign import Campaign
from campaigns.folders import folder_of
from campaigns.learning import learned_of
from campaigns.queries import MAX_PROPOSED, MAX_QUERIES, candidates_of, choose_queries, is_spent
from campaigns.running import plan_of, run_campaign
from crawlers.crawl import Budget, Start, crawl
from crawlers.focus.focus import Focus
from crawlers.focus.marks import Watched
from crawlers.focus.record import Record
from crawlers.frontier.sqlite import SqliteFrontier
from crawlers.source import Source
from crawlers.spiders.searching import next_of_search
from indexers.opening import open_index
from matchers.discover import shared_words
from tests.campaigns.shop import Shop, campaign
from tests.web.serving import served_by
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.goods import CodeWord, Goods
from tidewaiter.model import Listing, Seller, Word

IVORY = Goods(
    id="ivory", name={"en": "ivory"}, terms={"zh": ("象牙", "牙雕"), "en": ("ivory", "tusk")},
    code_words=(CodeWord(word="血料"), CodeWord(word="白"), CodeWord(word="white gold")),
)  # fmt: skip
MARKET = Source(name="market", search="http://m.example/s?q={query}", languages=["zh-CN"])


def asked(**fields: object) -> Campaign:
    return Campaign(name="A", sources=("market",), **fields)  # type: ignore[arg-type]  # test data


def test_terms_and_code_words_in_the_languages_of_the_source() -> None:
    english = MARKET.model_copy(update={"languages": ["en"]})

    assert candidates_of(MARKET, [IVORY]) == ["象牙", "牙雕", "血料"]
    assert candidates_of(english, [IVORY]) == ["ivory", "tusk", "white gold"]


def test_a_campaigns_own_words_are_all_searched_for_the_best_first() -> None:
    records = {"market: a": Record(50, 0.0), "market: b": Record(50, 20.0)}

    assert choose_queries(asked(queries=("a", "b")), MARKET, [IVORY], records=records) == ["b", "a"]


def test_words_that_bring_nothing_rest_and_those_that_bring_leads_stay() -> None:
    records = {"market: 象牙": Record(60, 12.0), "market: 牙雕": Record(60, 0.1)}

    chosen = choose_queries(asked(), MARKET, [IVORY], records=records)

    assert sorted(chosen) == sorted(["象牙", "血料"])
    assert is_spent(records["market: 牙雕"])
    assert not is_spent(Record(5, 0.0))


def test_of_many_words_the_good_are_nearly_always_among_those_chosen_and_the_untried_get_their_chance() -> None:
    many = Goods(id="many", name={"en": "many"}, terms={"zh": tuple(f"词{number}" for number in range(200))})
    records = {f"market: 词{number}": Record(20, 10.0 if number < 5 else 0.0) for number in range(100)}

    runs = [choose_queries(asked(), MARKET, [many], records=records, seed=seed) for seed in range(20)]

    assert all(len(run) == MAX_QUERIES for run in runs)
    assert all({f"词{number}" for number in range(5)} <= set(run) for run in runs)
    untried = {word for run in runs for word in run if int(word[1:]) >= 100}
    assert len(untried) > 90
    assert runs[0] == choose_queries(asked(), MARKET, [many], records=records, seed=0)


def test_words_that_leads_share_are_tried_but_not_more_than_a_few() -> None:
    proposed = ["月光糖", "white", *(f"新{number}词" for number in range(20))]

    chosen = choose_queries(asked(), MARKET, [IVORY], records={"market: 月光糖": Record(9, 8.0)}, proposed=proposed)

    assert "月光糖" in chosen
    assert "white" not in chosen
    assert len(set(chosen) & set(proposed)) == MAX_PROPOSED


@pytest.mark.parametrize(
    ("template", "url", "following"),
    [
        ("http://m.example/s?q={query}&p={page}", "http://m.example/s?q=%E7%89%99&p=1", "http://m.example/s?q=%E7%89%99&p=2"),
        ("http://m.example/{page}/{query}", "http://m.example/9/%E7%89%99", "http://m.example/10/%E7%89%99"),
        ("http://m.example/s?q={query}", "http://m.example/s?q=%E7%89%99", None),
        ("http://m.example/s?q={query}&p={page}", "http://m.example/s?q=%E7%89%99&p=50", None),
        ("http://m.example/s?q={query}&p={page}", "http://m.example/item/1", None),
        ("http://m.example/s?q={query}&p={page}", "http://m.example/s?q=other&p=1", None),
    ],
)
def test_the_next_page_of_a_search(template: str, url: str, following: str | None) -> None:
    assert next_of_search(template, "牙", url) == following


def listing(number: int, text: str, goods: str | None = None) -> Listing:
    words = [Word("象牙", "象牙", goods, start=0, end=2)] if goods else []
    return Listing(id=str(number), source="s", text=text, seller=Seller(id=str(number)), words=words)


def test_shared_words_are_those_of_listings_of_interest_without_the_goods_words() -> None:
    ends = "天地人和风雨山水花鸟鱼虫"
    of_interest = [listing(n, f"象牙{ends[n]}月光糖{ends[-n - 1]}家用", "ivory") for n in range(8)]
    others = [listing(100 + n, f"椅子{ends[n % 12]}家用{ends[(n * 5) % 12]}") for n in range(60)]

    assert shared_words(of_interest, others, known=["象牙"]) == ["月光糖"]
    assert shared_words(of_interest, others, known=["月光糖"]) == []
    assert shared_words(of_interest, others[:5]) == []
    assert shared_words([], others) == []


class Market(Shop):
    """A search over the shop's items: 象牙 finds item 7 on its second page, each other word three chairs."""

    def page(self) -> str:
        parts = urlsplit(self.path)
        if parts.path != "/s":
            return super().page() if parts.path != "/" else ""
        word = parse_qs(parts.query)["q"][0]
        first = sum(map(ord, word)) % 20 + 8
        page = int(parse_qs(parts.query)["p"][0])
        items = {1: [5, 6], 2: [7]}.get(page, []) if word == "象牙" else range(first, first + 3) if page == 1 else []
        return "<ul>" + "".join(f'<li><a href="/item/{n}">Item {n} of the shop</a></li>' for n in items) + "</ul>"


@pytest.fixture
def market(settings: Settings) -> Iterator[str]:
    with served_by(Market) as url:
        address = url.removeprefix("http://")
        (settings.home_path / "sources").mkdir(parents=True)
        text = f"name: market\nsearch: '{url}/s?q={{query}}&p={{page}}'\nlanguages: [zh]\nallow_private: ['{address}']\n"
        (settings.home_path / "sources" / "market.yml").write_text(text + f"domains: ['{address}']\n", "utf-8")
        yield f"{url}/"


def test_a_run_tells_what_each_search_gave_and_keeps_it_for_the_next(
    tmp_path: Path, market: str, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = campaign(tmp_path, market)
    file.write_text("name: Chairs\nsources: [market]\ngoods: [elephant-ivory]\ndelay: 0\n", "utf-8")

    report = run_campaign(settings, file)

    best = max(report.queries, key=lambda name: report.queries[name].worth)
    assert best == "market: 象牙"
    assert report.queries[best].worth > 0.5
    assert sum(one.worth > 0.5 for one in report.queries.values()) == 1
    folder = folder_of(settings, "chairs")
    kept = json.loads((folder.path / "learned.json").read_text("utf-8"))
    assert next(iter(kept["searches"])) == "market: 象牙"
    assert learned_of(folder).searches["market: 象牙"][1] > 0.5
    assert (folder.path / f"{report.run}.html").read_text("utf-8").count("<td>market: 象牙</td>") == 1
    index = open_index(settings)
    assert len(plan_of(settings, index, file).queries["market"]) > 10
    index.close()
    assert main(["--home", str(settings.home_path), "learned", "Chairs"]) == 0
    assert "market: 象牙" in capsys.readouterr().out


def test_a_campaign_may_do_without_focus(tmp_path: Path, shop: str, settings: Settings) -> None:
    report = run_campaign(settings, campaign(tmp_path, shop, "explore: 1\n"))

    assert report.crawl.listings == 30
    assert not (folder_of(settings, "chairs").path / "learned.json").exists()


def test_a_run_that_goes_on_knows_what_it_had_learned(tmp_path: Path, shop: str, settings: Settings) -> None:
    folder = tmp_path / "run"

    def part(pages: int) -> Focus:
        focus = Focus(Watched(["象牙"]))
        crawl(settings, [Start(shop)], folder=folder, budget=Budget(pages=pages), pipelines={}, render="never", focus=focus)
        return focus

    before = part(2)
    frontier = SqliteFrontier(folder)
    noted = frontier.noted("focus")
    frontier.close()
    after = part(2)

    assert before.all.tried > 0
    assert noted is not None
    assert json.loads(noted)["pages"] == before.dump()["pages"]
    assert after.all.tried == before.all.tried
