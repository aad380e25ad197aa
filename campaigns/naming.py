"""Which campaign somebody means: by name, by the name of its folder, or by its file."""

from __future__ import annotations

from pathlib import Path

from campaigns.campaign import read_campaign
from campaigns.folders import CampaignFolder, campaign_folders, folder_of
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.yamlfiles import yaml_files


def campaign_named(settings: Settings, text: str) -> CampaignFolder:
    """The folder of the campaign. Raises `InvalidInput` that lists those that are known."""
    path = Path(text)
    if path.suffix in {".yml", ".yaml"} and path.is_file():
        campaign = read_campaign(path)
        folder = folder_of(settings, campaign.slug)
        folder.note_campaign(campaign, path)
        return folder
    known = {folder.slug: str(folder.noted().get("name") or folder.slug) for folder in campaign_folders(settings)}
    home = settings.home_path / "campaigns"
    for file in yaml_files(home) if home.is_dir() and any(home.rglob("*.y*ml")) else ():
        try:
            campaign = read_campaign(file)
        except InvalidInput:
            continue  # another campaign's mistake; `run` and `schedule` tell of it
        known[campaign.slug] = campaign.name
    for slug, name in known.items():
        if text.casefold() in (slug.casefold(), name.casefold()):
            return folder_of(settings, slug)
    listed = ", ".join(f"'{name}'" for name in sorted(known.values())) or "none yet"
    raise InvalidInput(
        f"CAMPAIGN: there is no campaign '{text}' here; known are {listed}", do="Give its name, or its file: ivory.yml."
    )
