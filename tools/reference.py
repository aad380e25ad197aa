"""Writes docs/reference.md (every command's --help) and docs/settings.md (every setting) from the program itself.

.venv/bin/python tools/reference.py          writes both
.venv/bin/python tools/reference.py --check  exit 1 where they are stale
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
COMMANDS_WITH_PARTS = {
    "goods": ("check", "add", "list", "show"),
    "cases": ("check", "add", "list", "show"),
    "index": ("info", "rebuild", "migrate"),
}


def help_of(*words: str) -> str:
    """What `tidewaiter WORDS --help` prints, at 100 columns."""
    from tidewaiter.cli.main import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main([*words, "--help"])
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def reference() -> str:
    """The page of all commands."""
    from tidewaiter.cli.main import COMMANDS

    parts = ["# Commands\n", "Made from `--help` by `tools/reference.py`.\n"]
    for name in COMMANDS:
        parts.append(f"## tidewaiter {name}\n\n```text\n{help_of(name)}\n```\n")
        for part in COMMANDS_WITH_PARTS.get(name, ()):
            parts.append(f"### tidewaiter {name} {part}\n\n```text\n{help_of(name, part)}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    """The page of all settings."""
    from tidewaiter.config import PREFIX, Settings

    lines = [
        "# Settings\n",
        "Each is a key in `HOME/settings.yml` and a variable; `tidewaiter settings` shows the values in force and where they",
        "come from: command line over variable over file over default. Made by `tools/reference.py`.\n",
        "| setting | variable | default | what it means |",
        "| --- | --- | --- | --- |",
    ]
    for name, info in Settings.model_fields.items():
        default = "" if info.default in ("", ()) else f"`{info.default}`"
        lines.append(f"| `{name}` | `{PREFIX}{name.upper()}` | {default} | {info.description} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Writes the pages, or checks that they are fresh."""
    os.environ["COLUMNS"] = os.environ["TERMINAL_WIDTH"] = "100"
    stale = []
    for file, text in ((DOCS / "reference.md", reference()), (DOCS / "settings.md", settings())):
        if "--check" in sys.argv:
            if not file.exists() or file.read_text("utf-8") != text:
                stale.append(file.name)
        else:
            file.write_text(text, "utf-8")
    if stale:
        print(f"stale: {', '.join(stale)}; run tools/reference.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
