from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from campaigns.campaign import read_campaign
from demo.home import HomeRefused, fresh_home, write_campaign
from demo.run import DEMO, main
from tidewaiter.config import load_settings


def test_a_home_of_an_earlier_demo_is_cleared(tmp_path: Path) -> None:
    home = tmp_path / "home"
    fresh_home(home)
    (home / "index.sqlite").write_text("old")

    fresh_home(home)

    assert [path.name for path in home.iterdir()] == [".tidewaiter-demo"]


def test_a_folder_with_somebody_elses_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose me")

    with pytest.raises(HomeRefused, match="not the demo's"):
        fresh_home(tmp_path)

    assert (tmp_path / "thesis.txt").read_text() == "do not lose me"


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")

    with pytest.raises(HomeRefused, match="no folder"):
        fresh_home(tmp_path / "home")


def test_the_campaign_gets_the_addresses_of_the_moment(tmp_path: Path) -> None:
    path = write_campaign(DEMO / "campaign.yml", {"a": "http://127.0.0.1:5001/", "b": "http://127.0.0.1:5002/"}, tmp_path)

    assert read_campaign(path).sources == ("http://127.0.0.1:5001/", "http://127.0.0.1:5002/")
    settings, _ = load_settings(home=tmp_path, environ={})
    assert settings.allow_private == ("127.0.0.1:5001", "127.0.0.1:5002")
    assert yaml.safe_load(path.read_text("utf-8"))["name"] == "demo"


def test_the_demo_says_so_when_its_home_is_somebody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose me")
    monkeypatch.setenv("DEMO_HOME", str(tmp_path))

    assert main() == 1

    assert "not the demo's" in capsys.readouterr().err
