"""What lies where in HOME/runs/CAMPAIGN, and what is noted there for other processes: file, progress, pause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.campaign import Campaign
from campaigns.lock import Holder, holder_of
from tidewaiter.config import Settings


@dataclass(slots=True, frozen=True)
class CampaignFolder:
    """HOME/runs/CAMPAIGN: reports of its runs, the run under way in `current`, and a few notes."""

    path: Path

    @property
    def slug(self) -> str:
        """The campaign's name as a folder."""
        return self.path.name

    @property
    def current(self) -> Path:
        """The run under way or interrupted: frontier, progress, record."""
        return self.path / "current"

    def holder(self) -> Holder | None:
        """The process that runs the campaign now."""
        return holder_of(self.path)

    def note_campaign(self, campaign: Campaign, file: Path) -> None:
        """Notes which file the campaign has, so that `status` and `resume` know it by its name."""
        schedule = {"schedule": campaign.schedule} if campaign.schedule else {}
        write_json(self.path / "campaign.json", {"name": campaign.name, "file": str(file.resolve()), **schedule})

    def noted(self) -> dict[str, Any]:
        """`name`, `file` and `schedule` of the campaign as last noted; empty where nothing was."""
        return read_json(self.path / "campaign.json")

    @property
    def paused(self) -> bool:
        """Whether the scheduler leaves the campaign out."""
        return (self.path / "paused").exists()

    def pause(self) -> None:
        """From now on the scheduler leaves it out."""
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / "paused").touch()

    def resume(self) -> bool:
        """Ends the pause; where a run was interrupted, the scheduler takes it up. Whether it was paused."""
        was = self.paused
        (self.path / "paused").unlink(missing_ok=True)
        if was and self.unfinished:
            (self.path / "wanted").touch()
        return was

    def take_wish(self) -> bool:
        """Whether somebody wants it to go on now; asking takes the wish away."""
        wanted = (self.path / "wanted").exists()
        (self.path / "wanted").unlink(missing_ok=True)
        return wanted

    @property
    def unfinished(self) -> bool:
        """Whether a run was interrupted before all its work was done."""
        return (self.current / "run.json").exists()


def folder_of(settings: Settings, slug: str) -> CampaignFolder:
    """The folder of a campaign by its slug, whether it is there or not."""
    return CampaignFolder(settings.home_path / "runs" / slug)


def campaign_folders(settings: Settings) -> Iterator[CampaignFolder]:
    """All campaigns that ever ran or were scheduled here."""
    root = settings.home_path / "runs"
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.is_dir():
            yield CampaignFolder(path)


def write_json(file: Path, value: object) -> None:
    """Writes the file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.part")
    temporary.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    temporary.replace(file)


def read_json(file: Path) -> dict[str, Any]:
    """The object that stands in the file; empty where there is none, or it is damaged."""
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
