"""What `make demo` runs: a small web of its own, a campaign on it, the leads with their reasons, a sealed snapshot, the desk.

`DEMO_HOME`: where the demo's installation lies (default demo/home; made anew each time). `DESK=0`: end after the snapshot,
with exit code 0 only if there were leads and the snapshot verified.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from demo.home import HomeRefused, fresh_home, write_campaign
from demo.showing import show_leads, show_report, show_snapshot, showing_progress
from demo.showing_links import show_links
from demo.world.child import served_world
from tidewaiter.config import PREFIX, load_settings
from tidewaiter.errors import TidewaiterError

if TYPE_CHECKING:
    from indexers.index import Index
    from tidewaiter.config import Settings
    from tidewaiter.model import Lead

DEMO = Path(__file__).resolve().parent
SEED = 1
"""The demo's world: demo/cases/ holds the cases of this seed."""
SHOWN = 12
"""Leads that the table shows."""


def main() -> int:
    """Runs the demo and gives its exit code."""
    home = Path(os.environ.get("DEMO_HOME") or DEMO / "home").absolute()
    desk = os.environ.get("DESK", "1") != "0"
    started = time.monotonic()
    try:
        fresh_home(home)
        with served_world(SEED, truth=home / "truth.jsonl") as addresses:
            return _demo(home, addresses, started, desk=desk)
    except (TidewaiterError, HomeRefused) as error:
        print(f"demo: {error.what}\n  {error.do}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndemo: stopped.", file=sys.stderr)
        return 130


def _demo(home: Path, addresses: dict[str, str], started: float, *, desk: bool) -> int:
    from indexers.opening import open_index

    campaign = write_campaign(DEMO / "campaign.yml", addresses, home)
    settings, _ = load_settings(home=home, environ=_environment())
    print("The demo's web is up (everything on it is invented; photos are stand-ins, see demo/photos/PHOTOS.md):")
    for site, address in addresses.items():
        print(f"  {site:<16} {address}")
    _add_cases(settings)
    _run(settings, campaign)
    index = open_index(settings)
    try:
        leads = show_leads(index, SHOWN)
        show_links(index)
        verified = bool(leads) and _seal_best(settings, index, leads)
        print(f"\nDone in {time.monotonic() - started:.0f} s. Look further with: .venv/bin/tidewaiter --home {home} leads")
        if desk:
            _serve_desk(settings, index)
    finally:
        index.close()
    return 0 if leads and verified else 1


def _environment() -> dict[str, str]:
    """Of the user's settings those that say what this machine has: the demo never writes to their index or store."""
    wanted = [PREFIX + name for name in ("BROWSER", "TEXT_MODEL", "THREADS", "LOG_LEVEL", "DESK_PORT")]
    return {name: os.environ[name] for name in wanted if name in os.environ}


def _add_cases(settings: Settings) -> None:
    from indexers.opening import open_index
    from matchers.retro import add_case
    from tidewaiter.case import read_case

    cases = [read_case(file) for file in sorted((DEMO / "cases").glob("*.yml"))]
    index = open_index(settings)
    try:
        add_case(index, cases, settings)
    finally:
        index.close()
    print(f"{len(cases)} known cases added: " + ", ".join(case.id for case in cases))


def _run(settings: Settings, campaign: Path) -> None:
    from campaigns.running import run_campaign

    print(f"Running {campaign} ...", flush=True)
    with showing_progress() as on_progress:
        report = run_campaign(settings, campaign, on_progress=on_progress)
    if report.crawl.outcome == "interrupted":
        raise KeyboardInterrupt  # the crawl ends cleanly on Ctrl-C; so does the demo
    show_report(report)


def _seal_best(settings: Settings, index: Index, leads: list[Lead]) -> bool:
    """A snapshot of the best lead's page, and whether it verifies."""
    from evidence.capture import capture, evidence_folder
    from evidence.verify import verify

    listing = next((found for lead in leads if lead.listing and (found := index.listing(lead.listing))), None)
    if listing is None:
        return False
    print(f"\nCapturing {listing.url} ...", flush=True)
    snapshot = capture(settings, listing.url, listing=listing.id, operator="demo", allowed=settings.allow_private)
    index.put([snapshot])
    verification = verify(Path(snapshot.path), evidence_folder(settings) / "ledger")
    show_snapshot(snapshot, verification)
    return verification.ok


def _serve_desk(settings: Settings, index: Index) -> None:
    """Serves the desk until Ctrl-C: at its usual port, or at any free one where that is taken."""
    import socket

    import uvicorn

    from desk.app import make_app

    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", settings.desk_port))
        except OSError:
            bound.bind(("127.0.0.1", 0))
        print(f"The desk is at http://127.0.0.1:{bound.getsockname()[1]}/ (Ctrl-C ends the demo)", flush=True)
        server = uvicorn.Server(
            uvicorn.Config(make_app(settings, index), log_level="warning", access_log=False, server_header=False)
        )
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has ended; here it is how to end
            server.run(sockets=[bound])


if __name__ == "__main__":
    sys.exit(main())
