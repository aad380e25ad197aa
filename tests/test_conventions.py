"""Rules that no linter checks."""

from __future__ import annotations

import re
from pathlib import Path

from tests.shared_data import ROOT
from tidewaiter.cli.main import COMMANDS
from tidewaiter.config import Settings

ROOMS = ("tidewaiter", "crawlers", "pipelines", "matchers", "indexers", "web", "evidence", "campaigns", "desk")


def sources() -> list[Path]:
    return [path for room in (*ROOMS, "tests", "demo", "benchmarks", "tools") for path in (ROOT / room).rglob("*.py")]


def test_every_exception_to_a_rule_names_its_code() -> None:
    bare = re.compile(r"#\s*(noqa(?!: [A-Z])|type:\s*ignore(?!\[))")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]

    assert found == []


def test_no_room_has_a_file_that_says_nothing_of_its_job() -> None:
    vague = {"utils.py", "helpers.py", "common.py", "base.py", "misc.py"}

    assert [str(path.relative_to(ROOT)) for path in sources() if path.name in vague] == []


def test_the_product_never_reads_the_development_data() -> None:
    found = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\.\./shared|/work/|shared/data", path.read_text("utf-8"))
    ]

    assert found == []


def test_every_command_and_setting_is_documented() -> None:
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md"))

    missing = [name for name in COMMANDS if f"tidewaiter {name}" not in text]
    missing += [name for name in Settings.model_fields if f"`{name}`" not in text]
    assert missing == []
