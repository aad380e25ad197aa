from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.config import Settings, load_settings
from tidewaiter.errors import InvalidInput


def origins(home: Path, environ: dict[str, str] | None = None, **overrides: object) -> dict[str, tuple[object, str]]:
    _, found = load_settings(home=home, environ=environ or {}, **overrides)
    return {name: (value, origin) for name, value, origin, _ in found}


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text("delay: 3\nconcurrency: 7\n")

    found = origins(tmp_path, {"TIDEWAITER_DELAY": "5"})

    assert found["delay"] == (5.0, "TIDEWAITER_DELAY")
    assert found["concurrency"] == (7, str(tmp_path / "settings.yml"))
    assert found["max_depth"] == (20, "default")


def test_the_command_line_wins_over_all(tmp_path: Path) -> None:
    assert origins(tmp_path, {"TIDEWAITER_DELAY": "5"}, delay=0)["delay"] == (0.0, "command line")


def test_what_the_command_line_did_not_give_changes_nothing(tmp_path: Path) -> None:
    assert origins(tmp_path, delay=None)["delay"] == (1.0, "default")


def test_the_home_may_come_from_its_variable(tmp_path: Path) -> None:
    settings, found = load_settings(environ={"TIDEWAITER_HOME": str(tmp_path)})

    assert settings.home_path == tmp_path
    assert next(origin for name, _, origin, _ in found if name == "home") == "TIDEWAITER_HOME"


@pytest.mark.parametrize(
    ("environ", "file", "message"),
    [
        pytest.param({"TIDEWAITER_DELAY": "soon"}, "", "TIDEWAITER_DELAY: ", id="variable"),
        pytest.param({}, "delay: -1\n", "settings.yml: delay: ", id="file"),
        pytest.param({}, "dealy: 1\n", "settings.yml: dealy: no such setting", id="unknown key"),
        pytest.param({}, "- 1\n", "no mapping of settings", id="a list"),
        pytest.param({}, "home: /x\n", "can't be set in the file that lies in it", id="home in the file"),
        pytest.param({}, "delay: [\n", "can't be read", id="no YAML"),
        pytest.param({"TIDEWAITER_INDEX": "elastic"}, "", "'elastic' is no engine", id="engine"),
    ],
)
def test_a_wrong_setting_is_named_with_where_it_stands(
    tmp_path: Path, environ: dict[str, str], file: str, message: str
) -> None:
    (tmp_path / "settings.yml").write_text(file)

    with pytest.raises(InvalidInput) as raised:
        load_settings(home=tmp_path, environ=environ)

    assert message in raised.value.what


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, info in Settings.model_fields.items() if not (info.description or "").endswith(".")] == []
