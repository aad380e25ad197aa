from __future__ import annotations

from pathlib import Path

from campaigns.plots import bars, curve
from campaigns.progress import MOST_SAMPLES, ProgressFile, Sample, read_progress, read_samples
from campaigns.report_page import report_page
from campaigns.yields import yields_of
from tidewaiter.model import Lead, Listing, Run


def counts(pages: int, **more: float) -> dict[str, float]:
    return {
        "tidewaiter/pages": pages,
        "tidewaiter/listings": pages // 2,
        "tidewaiter/leads/new": pages // 10,
        "tidewaiter/seconds": pages / 5,
        **more,
    }


def test_samples_stay_few_and_reach_to_the_end(tmp_path: Path) -> None:
    times = iter(range(0, 100_000, 3))
    keeps = ProgressFile(tmp_path, clock=lambda: next(times))
    for pages in range(1, 3000):
        keeps(counts(pages))
    keeps(counts(3000, **{"tidewaiter/outcome/finished": 1}))

    samples = read_samples(tmp_path)
    assert MOST_SAMPLES / 3 < len(samples) <= MOST_SAMPLES
    assert samples[-1] == read_progress(tmp_path) == Sample(600.0, 3000, 1500, 300)
    assert [sample.pages for sample in samples] == sorted({sample.pages for sample in samples})


def test_a_run_that_goes_on_goes_on_with_its_samples(tmp_path: Path) -> None:
    ProgressFile(tmp_path)(counts(10))
    ProgressFile(tmp_path)(counts(20))

    assert [sample.pages for sample in read_samples(tmp_path)] == [10, 20]


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "progress.json").write_text('{"samples": [[1], "x", [1, 2, 3, 4]], "now": {}}')

    assert read_samples(tmp_path) == [Sample(1.0, 2, 3, 4)]
    assert read_progress(tmp_path) is None


def test_it_is_not_written_more_often_than_needed(tmp_path: Path) -> None:
    keeps = ProgressFile(tmp_path, clock=lambda: 5.0)
    keeps(counts(10))
    keeps(counts(11))

    assert [sample.pages for sample in read_samples(tmp_path)] == [10]


def run(id: str, outcome: str = "finished", **yields: int) -> Run:
    return Run(id, "c", id, outcome=outcome, counts={f"tidewaiter/yields/{source}": count for source, count in yields.items()})


def test_only_a_finished_run_makes_a_source_silent() -> None:
    earlier = [run("1", a=10, b=20), run("2", a=20), run("3", "interrupted", c=5)]
    now = {"tidewaiter/yields/a": 4.0}

    finished = yields_of(now, [], {}, earlier, "finished")
    cut_short = yields_of(now, [], {}, earlier, "minutes")

    assert [(name, one.listings, one.usual, one.silent) for name, one in finished.items()] == [
        ("a", 4, 15.0, False),
        ("b", 0, 20.0, True),
    ]
    assert not any(one.silent for one in cut_short.values())


def test_leads_are_counted_for_their_source() -> None:
    lead = Lead("x", "match", 0.9, "high", listing="l")

    found = yields_of({}, [lead], {"l": Listing(id="l", source="forum")}, [], "finished")

    assert found["forum"].leads == 1


def test_what_sites_named_is_shown_as_text() -> None:
    crawl = {"outcome": "finished", "seconds": 4000, "pages": 5, "errors": {"dns": 3}}
    report = {"campaign": "<script>x", "run": "r", "crawl": crawl, "yields": {"<b>": {"listings": 2, "usual": 0, "leads": 0}}}

    page = report_page(report, [Sample(1, 1, 1, 0), Sample(2, 2, 2, 1)])

    assert "<script" not in page
    assert "<b>" not in page
    assert "1 h 6 min" in page
    assert "Errors, by reason" in page
    assert "Walls" not in page


def test_plots_say_in_words_what_they_show() -> None:
    assert 'aria-label="8 listings after 20 pages"' in curve([0, 20], {"listings": [0, 8]}, along="pages")
    assert 'aria-label="dns 3, tls 1"' in bars({"tls": 1, "dns": 3, "none": 0})
    assert bars({}) == ""
