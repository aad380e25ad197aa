"""`tidewaiter doctor`."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from tidewaiter.cli.context import command_app, index_of, print_json, settings_of_call
from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart, TidewaiterError

app = command_app()

LEAST_ROOM = 2 << 30
"""Bytes free on the disk of the home: photos of some 20 000 listings."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SLACK_SECONDS = 300
"""How far in the future a file may seem to be: clocks of file servers differ."""


@dataclass(slots=True, frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    needed: bool
    """Whether the program can't do its main job without."""
    found: str
    do: str = ""
    """How to get it; empty where all is well."""


@app.command(epilog="Example: tidewaiter doctor --json")
def doctor(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Show what is missing on this machine, and how to get it. Exit code 1 if something is missing that is needed."""
    settings = settings_of_call()
    checks = [check for look in LOOKS for check in look(settings)]
    for check in checks:
        if as_json:
            print_json(check)
        else:
            mark = "ok     " if check.ok else "MISSING" if check.needed else "without"
            print(f"{mark} {check.name}: {check.found}" + (f"\n        {check.do}" if check.do else ""))
    if any(check.needed and not check.ok for check in checks):
        raise typer.Exit(1)


def _python(settings: Settings) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", True, True, version)


def _home(settings: Settings) -> Iterator[Check]:
    home = settings.home_path
    folder = next(path for path in (home, *home.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield Check(
            "home", False, True, f"{home}: can't be written: {error.strerror}", "Set TIDEWAITER_HOME to a folder of yours."
        )
    else:
        yield Check("home", True, True, str(home))
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_ROOM
    do = "" if enough else f"Make room, or set `home` and `store` to another disk; {LEAST_ROOM >> 30} GB are wise."
    yield Check("disk", enough, True, f"{free / (1 << 30):.1f} GB free at {folder}", do)


def _clock(settings: Settings) -> Iterator[Check]:
    """A clock that was set back shows in files that come from the future; evidence needs a right one."""
    files = [Path(__file__), settings.home_path, *(settings.home_path.glob("*") if settings.home_path.is_dir() else ())]
    newest = max(file.stat().st_mtime for file in files if file.exists())
    now = time.time()
    ok = newest <= now + SLACK_SECONDS
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
    if ok:
        yield Check("clock", True, True, text)
    else:
        late = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(newest))
        yield Check("clock", False, True, f"{text}, but files here are of {late}", "Set the clock (timedatectl set-ntp true).")


def _index(settings: Settings) -> Iterator[Check]:
    if settings.index == "embedded" and not (settings.home_path / "index.sqlite").exists():
        yield Check("index", True, True, "embedded, none made yet")
        return
    try:
        with index_of(settings) as index:
            facts = index.info()
    except TidewaiterError as error:
        yield Check("index", False, True, error.what, error.do)
    else:
        yield Check("index", True, True, f"{facts['engine']} ({facts['version']}), {facts['listings']} listings")


def _browser(settings: Settings) -> Iterator[Check]:
    try:
        path = _browser_path(settings)
    except MissingPart as error:
        yield Check("browser", False, False, error.what, error.do)
    else:
        yield Check("browser", True, False, path)


def _browser_path(settings: Settings) -> str:
    if settings.browser:
        if os.access(settings.browser, os.X_OK):
            return settings.browser
        raise MissingPart(f"{settings.browser} is no program", do="Correct `browser`, or leave it empty.")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise MissingPart(
            "none found: pages that need JavaScript stay unread, snapshots have no picture",
            do="apt-get install chromium (as root), or name one in `browser`.",
        )
    return found


def _text_model(settings: Settings) -> Iterator[Check]:
    if settings.text_model == "none":
        yield Check("text model", True, False, "switched off (text_model: none)")
        return
    try:
        if settings.text_model != "packaged" and importlib.util.find_spec("sentence_transformers") is None:
            raise MissingPart(f"{settings.text_model}: needs sentence-transformers", do="pip install sentence-transformers")
        if (
            settings.text_model == "packaged"
        ):  # looks for its packages only; one from elsewhere would be loaded, which takes long
            from matchers.embedding import load_text_model

            load_text_model(settings)
    except MissingPart as error:
        yield Check("text model", False, True, error.what, error.do)
    else:
        yield Check("text model", True, True, settings.text_model)


def _photos(settings: Settings) -> Iterator[Check]:
    if not settings.read_photos:
        yield Check("reading photos", True, False, "switched off (read_photos: false)")
        return
    parts = ("rapidocr", "onnxruntime", "zxingcpp")
    missing = [part for part in parts if importlib.util.find_spec(part) is None]
    do = f"pip install {' '.join(missing).replace('zxingcpp', 'zxing-cpp')}" if missing else ""
    found = f"{', '.join(missing)} not installed: text in photos stays unread" if missing else ", ".join(parts)
    yield Check("reading photos", not missing, False, found, do)


def _frontier(settings: Settings) -> Iterator[Check]:
    if settings.frontier == "sqlite":
        return
    from crawlers.frontier.redis import state_of

    try:
        found, keeps = state_of(settings.frontier)
    except TidewaiterError as error:
        yield Check("frontier", False, True, error.what, "Start Redis, or set `frontier` to 'sqlite'.")
        return
    do = "" if keeps else "Set `appendonly yes` in redis.conf: without it a run is lost when Redis dies."
    yield Check("frontier", keeps, False, found if keeps else f"{found} forgets all when it dies", do)


LOOKS: tuple[Callable[[Settings], Iterator[Check]], ...] = (
    _python, _home, _clock, _index, _browser, _text_model, _photos, _frontier,
)  # fmt: skip
