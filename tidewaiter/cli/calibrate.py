"""`tidewaiter calibrate`."""

from __future__ import annotations

from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call

app = command_app()


@app.command(epilog="Example: tidewaiter calibrate --dry-run")
def calibrate(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the weights; change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a weight.")] = False,
) -> None:
    """Lower the weights of reasons that mislead here, by what analysts confirmed and dismissed."""
    from matchers.calibrate import KINDS, write_weights
    from matchers.learning import recalibrated
    from matchers.matching import Matcher
    from matchers.score import kept_whole, weights_of

    settings = settings_of_call()
    with index_of(settings) as index:
        weights = {kind: kept_whole(some) for kind, some in weights_of(settings.home_path).items()}
        fitted, decisions = recalibrated(index, Matcher(index, settings, weights=weights).match, weights)
    if not dry_run:
        write_weights(settings.home_path / "weights.json", fitted)
    for kind in KINDS:
        for name, weight in sorted(fitted[kind].by_kind.items(), key=lambda pair: -pair[1]):
            before = weights[kind].by_kind.get(name, 0.0)
            if as_json:
                print_json({"target": kind, "kind": name, "weight": weight, "before": before})
            else:
                print(f"{kind:<6} {name:<24} {weight:+6.2f}  (before {before:+.2f})")
    if not as_json:
        where = "nothing was changed" if dry_run else f"written to {settings.home_path / 'weights.json'}"
        print(f"{decisions} decisions of analysts; {where}")
