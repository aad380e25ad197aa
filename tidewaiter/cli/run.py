"""`tidewaiter run`."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, note, print_json, settings_of_call
from tidewaiter.cli.progress import crawl_progress, photo_progress

if TYPE_CHECKING:
    from campaigns.running import Plan, RunReport

app = command_app()


@app.command(epilog="Example: tidewaiter run ivory.yml --limit 500")
def run(
    file: Annotated[Path, typer.Argument(metavar="CAMPAIGN.yml", help="The campaign.")],
    limit: Annotated[int | None, typer.Option(min=1, help="Pages fetched at most.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done; fetch nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Run a campaign now. An interrupted run of it is taken up where it was."""
    from campaigns.running import plan_of, run_campaign

    settings = settings_of_call()
    if dry_run:
        with index_of(settings) as index:
            _print_plan(plan_of(settings, index, file), as_json=as_json)
        return
    # `tidewaiter stop` sends SIGTERM: outside the crawl itself, which ends by itself then, it is the same as Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    report = run_campaign(settings, file, limit=limit, on_progress=crawl_progress(), on_photos=photo_progress())
    if as_json:
        print_json(report)
    else:
        print("\n".join(_lines(report)))
    if report.crawl.outcome == "interrupted":
        note("tidewaiter: stopped; the same command goes on where it was.")
        raise typer.Exit(130)


def _print_plan(plan: Plan, *, as_json: bool) -> None:
    budget = plan.campaign.budget.model_dump(exclude_none=True)
    if as_json:
        starts = [start.url for start in plan.starts]
        facts = {"campaign": plan.campaign.name, "starts": starts, "goods": plan.goods, "queries": plan.queries}
        revisit = plan.campaign.revisit.model_dump()
        print_json({**facts, "budget": budget, "revisit": revisit, "hours": plan.campaign.hours, "resumes": plan.resumes})
        return
    print(f"campaign  {plan.campaign.name}{' (goes on with run ' + plan.resumes + ')' if plan.resumes else ''}")
    for start in plan.starts:
        print(f"start     {start.url}{' (' + start.source.name + ')' if start.source else ''}")
    print(f"goods     {', '.join(plan.goods)}")
    print(f"budget    {', '.join(f'{name} {value}' for name, value in budget.items()) or 'none'}")
    rest = "nothing else that is known" if plan.campaign.revisit.only_due else "what else is known after all else"
    print(f"revisit   what is due with {plan.campaign.revisit.share:.0%} of the pages, {rest}")
    if plan.campaign.hours:
        print(f"hours     {plan.campaign.hours}")
    print(f"schedule  {plan.campaign.schedule or 'by hand'}")
    print(f"capture   {plan.campaign.capture}")


def _lines(report: RunReport) -> list[str]:
    told = [f"campaign {report.campaign}, run {report.run}{' (went on)' if report.resumed else ''}", *report.crawl.lines()]
    told += report.photos.lines() if report.photos else []
    told.append(f"leads: from probability {report.leads_from:.2f} on")
    if report.snapshots or report.snapshots_failed:
        told.append(f"snapshots: {report.snapshots} sealed, {report.snapshots_failed} failed")
    if report.alerted is not None:
        told.append("alert: sent" if report.alerted else "alert: not all sent yet; the scheduler, or the next run, tries again")
    if report.robots_ignored:
        told.append(f"robots.txt ignored, by setting: {', '.join(report.robots_ignored)}")
    told += [
        f"{name} gave {one.usual:g} listings a run and gives none any more" for name, one in report.yields.items() if one.silent
    ]
    for name, one in report.yields.items():
        if one.changed:
            lost = f"; {' and '.join(one.lost)} mostly missing" if one.lost else ""
            told.append(f"the pages of {name} seem to have changed: {one.listings} listings, usually {one.usual:g}{lost}")
    return told
