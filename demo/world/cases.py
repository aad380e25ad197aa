"""Writes the known cases of a world as the YAML files that an officer would write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from demo.world.altering import PHOTOS
from demo.world.offers import Actor
from demo.world.people import People
from demo.world.plan import CASES, CasePlan

KNOWN_CONTACTS = 2
"""Of an actor's contacts, those that the case knows; what else they use links only through what is shared."""


class _Dumper(yaml.SafeDumper):
    """Quotes what is all digits, so that no reader of YAML takes a number somebody dials for one to reckon with."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if text.isdecimal() else None)


_Dumper.add_representer(str, _quoted)


def write_cases(people: People, folder: Path) -> list[Path]:
    """One file a case. Photos are named relative to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for plan, actor in zip(CASES, people.interest, strict=False):
        path = folder / f"{plan.id}.yml"
        text = yaml.dump(_case(plan, actor, folder), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
        path.write_text("# An invented case of the demo's world (demo/world/cases.py wrote it).\n" + text, "utf-8")
        written.append(path)
    return written


def _case(plan: CasePlan, actor: Actor, folder: Path) -> dict[str, Any]:
    photos = Path(os.path.relpath(PHOTOS, folder.resolve()))
    return {
        "id": plan.id,
        "title": plan.title,
        "opened": plan.opened,
        "status": "open",
        "goods": list(plan.goods),
        "parties": [
            {
                "name": actor.name,
                "kind": plan.kind,
                "role": "seller",
                "handles": [{"kind": kind, "value": value} for kind, value in actor.contacts[:KNOWN_CONTACTS]],
            }
        ],
        "photos": [(photos / f"{shot.base}.jpg").as_posix() for shot in actor.shots],
        "places": list(plan.places),
        "text": plan.text,
    }
