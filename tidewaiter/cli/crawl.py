"""`tidewaiter crawl`."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.cli.progress import crawl_progress, photo_progress
from tidewaiter.identity import now, time_ordered_id
from tidewaiter.model import Run

if TYPE_CHECKING:
    from crawlers.report import CrawlReport
    from tidewaiter.config import Settings

app = command_app()

CAMPAIGN = "crawl"
"""What stands as the campaign of listings that `tidewaiter crawl` collects."""


class Render(StrEnum):
    """When pages are fetched with the browser."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


@app.command(epilog="Example: tidewaiter crawl https://shop.example/ --limit 200 --out listings.jsonl")
def crawl(
    urls: Annotated[list[str], typer.Argument(help="Where to begin. Only the sites of these addresses are visited.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Pages fetched at most.")] = None,
    depth: Annotated[int | None, typer.Option(min=0, help="Links followed from a start.")] = None,
    render: Annotated[Render, typer.Option(help="Fetch with the browser: where a page needs it, never, always.")] = Render.AUTO,
    out: Annotated[Path | None, typer.Option(help="Also write the listings here, as JSON Lines.", dir_okay=False)] = None,
    delay: Annotated[float | None, typer.Option(min=0, max=600, help="Seconds between two requests to one host.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Collect listings from sites that no source file describes. The same command again goes on where it was stopped."""
    report = _collect(settings_of_call(delay=delay), urls, limit, depth, render, out)
    if as_json:
        print_json(report)
    else:
        print("\n".join(report.lines()))
    if report.outcome == "interrupted":
        note("tidewaiter: stopped; the same command goes on where it was.")
        raise typer.Exit(130)


def _collect(
    settings: Settings, urls: list[str], limit: int | None, depth: int | None, render: Render, out: Path | None
) -> CrawlReport:
    from crawlers import adhoc
    from crawlers.crawl import Budget, Start
    from crawlers.crawl import crawl as run_crawl
    from crawlers.frontier.opening import forget
    from crawlers.output import check_writable
    from crawlers.report import report_of
    from pipelines.photo_reading.queue import read_after_run
    from pipelines.settings import STAGES

    folder = adhoc.folder_of(settings, urls, depth=depth, render=render.value)
    goes_on = adhoc.goes_on(settings, folder)
    if goes_on:
        note("tidewaiter: going on with the crawl that was stopped.")
    if out is not None:
        check_writable(out, keep=goes_on)
    run = Run(time_ordered_id(), CAMPAIGN, now())
    with index_of(settings) as index:
        index.put([run])
    counts = run_crawl(
        settings,
        [Start(url) for url in urls],
        folder=folder,
        budget=Budget(pages=limit),
        pipelines=STAGES,
        render=render.value,
        depth=depth,
        on_progress=crawl_progress(),
        campaign=CAMPAIGN,
        run=run.id,
        out=out,
    )
    report = report_of(counts)
    if report.outcome not in {"interrupted", "joined"}:
        forget(settings, folder)
    ended = replace(run, ended=now(), outcome=report.outcome, counts=counts)
    with index_of(settings) as index:
        index.put([ended])
        if report.outcome != "interrupted":
            photos, more = read_after_run(settings, index, campaign=CAMPAIGN, on_progress=photo_progress())
            index.put([replace(ended, ended=now(), counts={**counts, **more})])
            for line in photos.lines():
                note(line)
    return report
