"""The demo's own installation: made anew for each run, never in a folder that holds anything else."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from tidewaiter.errors import TidewaiterError

MARK = ".tidewaiter-demo"
"""A folder with this file in it was made by the demo, so the demo may clear it."""


class HomeRefused(TidewaiterError):
    """The folder that was named is not the demo's to clear."""


def fresh_home(home: Path) -> None:
    """An empty folder for the demo. Raises `HomeRefused` where it holds what the demo did not put there."""
    if home.exists() and not home.is_dir():
        raise HomeRefused(f"{home} is no folder", do="Name another one in DEMO_HOME.")
    if home.is_dir() and any(home.iterdir()) and not (home / MARK).exists():
        raise HomeRefused(f"{home} holds files that are not the demo's", do="Name an empty or new folder in DEMO_HOME.")
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("Made by demo/run.py, which clears it at each start.\n", "utf-8")


def write_campaign(template: Path, addresses: dict[str, str], home: Path) -> Path:
    """The demo's campaign with the addresses of the moment, and HOME/settings.yml that lets the command line follow it.

    The sites stand on loopback, which is refused unless exactly this host and port are named.
    """
    campaign = yaml.safe_load(template.read_text("utf-8")) | {"sources": list(addresses.values())}
    path = home / "campaign.yml"
    path.write_text(yaml.safe_dump(campaign, allow_unicode=True, sort_keys=False), "utf-8")
    settings = {
        "allow_private": [urlsplit(address).netloc for address in addresses.values()],
        "delay": 0,
        "autothrottle": False,
        "photos_read_per_run": 60,  # of some 600, those of leads first: reading all takes a minute or more
        "log_level": "warning",
    }
    (home / "settings.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    return path
