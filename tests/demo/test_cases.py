from __future__ import annotations

from pathlib import Path

from campaigns.campaign import read_campaign
from demo.run import DEMO, SEED
from demo.world.cases import write_cases
from demo.world.generating import make_world
from demo.world.plan import CASES, PLANS
from tidewaiter.case import read_case


def test_the_demos_cases_are_those_of_its_seed(tmp_path: Path) -> None:
    written = write_cases(make_world(SEED).people, tmp_path)

    for file in written:
        ours, theirs = read_case(file), read_case(DEMO / "cases" / file.name)
        assert ours == theirs
    assert len(written) == len(CASES) == 3


def test_the_photos_of_the_cases_are_there() -> None:
    photos = [photo for file in (DEMO / "cases").glob("*.yml") for photo in read_case(file).photos]

    assert photos
    assert all(Path(photo).is_file() for photo in photos)


def test_the_demos_campaign_is_valid_and_names_each_site() -> None:
    campaign = read_campaign(DEMO / "campaign.yml")

    assert len(campaign.sources) == len(PLANS)
