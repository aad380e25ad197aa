"""Which campaign somebody means: by name, by the name of its folder, or by its file."""

from __future__ import annotations

from pathlib import Path

from campaigns.campaign import Campaign, read_campaign
from campaigns.folders import CampaignFolder, campaign_folders, folder_of
from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput


def campaign_named(settings: Settings, text: str) -> CampaignFolder:
    """The folder of the campaign. Raises `InvalidInput` that lists those that are known."""
    path = Path(text)
    if path.suffix in {".yml", ".yaml"} and path.is_file():
        campaign = read_campaign(path)
        folder = folder_of(settings, campaign.slug)
        folder.note_campaign(campaign, path)
        return folder
    known = {folder.slug: str(folder.noted().get("name") or folder.slug) for folder in campaign_folders(settings)}
    known |= {campaign.slug: campaign.name for campaign in known_campaigns(settings)}
    for slug, name in known.items():
        if text.casefold() in (slug.casefold(), name.casefold()):
            return folder_of(settings, slug)
    listed = ", ".join(f"'{name}'" for name in sorted(known.values())) or "none yet"
    raise InvalidInput(
        f"CAMPAIGN: there is no campaign '{text}' here; known are {listed}", do="Give its name, or its file: ivory.yml."
    )


def known_campaigns(settings: Settings) -> list[Campaign]:
    """All campaigns whose files are known and can be read: those in HOME/campaigns, those that ran or were scheduled."""
    home = settings.home_path / "campaigns"
    files = {str(file) for file in home.rglob("*.y*ml")} if home.is_dir() else set()
    files |= {str(file) for folder in campaign_folders(settings) if (file := folder.noted().get("file"))}
    found: dict[str, Campaign] = {}
    for file in sorted(files):
        try:
            campaign = read_campaign(Path(file))
        except (InvalidInput, OSError):
            continue  # `run`, `schedule` and `status` tell of it
        found[campaign.slug] = campaign
    return list(found.values())
