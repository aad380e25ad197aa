"""`tidewaiter learned`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tidewaiter.cli.context import command_app, print_json, settings_of_call

if TYPE_CHECKING:
    from campaigns.learning import Learned

app = command_app()


@app.command(epilog="Example: tidewaiter learned 'Ivory on classifieds'")
def learned(
    name: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Name of the campaign, or its file.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Show what a campaign has learned of where its finds are: words, sites, lists, searches. It orders its links by that."""
    from campaigns.learning import learned_of
    from campaigns.naming import campaign_named

    found = learned_of(campaign_named(settings_of_call(logs=False), name))
    if as_json:
        print_json(found)
    else:
        print("\n".join(_lines(found)))


def _lines(found: Learned) -> list[str]:
    if not found.pages:
        return [f"{found.campaign} has learned nothing yet: no run of it has ended."]
    lines = [f"{found.campaign}: learned from {found.pages:g} pages (those of earlier runs count less)"]
    for title, weights in (("words that lead", found.leading), ("words that mislead", found.misleading)):
        told = ", ".join(f"{mark.partition(':')[2]} {weight:+.1f}" for mark, weight in weights.items())
        lines += [f"{title}: {told}"] if told else []
    for title, records in (
        ("sites", found.sites), ("URL patterns", found.patterns), ("lists that lead", found.hubs), ("searches", found.searches),
    ):  # fmt: skip
        lines += _table(title, records)
    if found.dropped:
        lines.append(f"searches that rest: {', '.join(found.dropped)}")
    if found.proposed:
        lines.append(f"proposed, searched for next: {', '.join(found.proposed)}")
    return lines


def _table(title: str, records: Mapping[str, tuple[float, float]]) -> list[str]:
    rows = [f"  {worth:8.1f} of {tried:8.1f} pages  {name}" for name, (tried, worth) in records.items()]
    return [f"{title}:", *rows] if rows else []
