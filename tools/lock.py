"""Writes requirements.lock and requirements-dev.lock from what is installed in this environment.

    .venv/bin/python tools/lock.py

Run it after adding a dependency to pyproject.toml (runtime) or tools/dev.txt (tests) and installing it.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def closure(requirements: list[str]) -> dict[str, str]:
    """Name -> version of everything that the requirements need, as installed here."""
    found: dict[str, str] = {}
    waiting = [Requirement(line) for line in requirements]
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in done:
            continue
        done.add((name, frozenset(requirement.extras)))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is needed but not installed: pip install '{requirement}'") from None
        found[name] = package.version.partition("+")[0]
        for line in package.requires or []:
            child = Requirement(line)
            extras = requirement.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(child)
    return found


def main() -> None:
    """Writes both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = closure(project["dependencies"])
    dev_lines = [line for line in (ROOT / "tools/dev.txt").read_text().splitlines() if re.match(r"\w", line)]
    dev = {name: version for name, version in closure(dev_lines).items() if name not in runtime}
    for file, pins, first in (("requirements.lock", runtime, "torch"), ("requirements-dev.lock", dev, "")):
        names = sorted(pins, key=lambda name: (name != first, name))
        head = "# Made by tools/lock.py; torch is installed first and alone (see tools/environment).\n"
        (ROOT / file).write_text(head + "".join(f"{name}=={pins[name]}\n" for name in names))
        print(file, len(names))


if __name__ == "__main__":
    main()
