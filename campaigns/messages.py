"""What an alert says: as JSON for a webhook, as lines for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.outbox import Waiting

MAX_LEADS = 100
"""Leads that one message names; the count says how many there are."""


def message_of(waiting: Waiting) -> dict[str, Any]:
    """What a webhook gets, and what the other channels make their text of: the best leads first."""
    bodies = [(item.subject.partition("/")[0], item.body) for item in waiting.items]
    leads = sorted((body for kind, body in bodies if kind == "lead"), key=lambda body: -body["probability"])
    silent = [body for kind, body in bodies if kind == "silent"]
    changed = [body for kind, body in bodies if kind == "changed"]
    warnings = [body for kind, body in bodies if kind == "warning"]
    message = {
        "id": waiting.id,
        "text": _headline(waiting.campaign, leads, silent, changed, warnings),
        "campaign": waiting.campaign,
        "run": max((body["run"] for body in [*leads, *silent, *changed] if body.get("run")), default=""),
        "count": len(leads),
        "leads": leads[:MAX_LEADS],
    }
    more = {"silent": silent, "changed": changed, "warnings": warnings}
    return message | {name: some for name, some in more.items() if some}


def _headline(
    campaign: str,
    leads: Sequence[dict[str, Any]],
    silent: Sequence[dict[str, Any]],
    changed: Sequence[dict[str, Any]],
    warnings: Sequence[dict[str, Any]],
) -> str:
    told = []
    if leads:
        noun = "lead" if len(leads) == 1 else "leads"
        told.append(f"{len(leads)} new {noun} in '{campaign}', the best with probability {leads[0]['probability']:.0%}")
    if silent:
        names = ", ".join(body["source"] for body in silent[:5])
        told.append(f"no listings any more from {names}{' and others' if len(silent) > 5 else ''} in '{campaign}'")
    if changed:
        names = ", ".join(body["source"] for body in changed[:5])
        told.append(f"the pages of {names}{' and others' if len(changed) > 5 else ''} seem to have changed")
    if warnings:
        told.append("; ".join(body["text"] for body in warnings[:5]))
    return f"Tidewaiter: {'; '.join(told)}."


def text_lines(message: Mapping[str, Any], *, most: int) -> list[str]:
    """A message as lines for people: the headline, the leads with their reasons, what fell silent, the warnings."""
    lines = [message["text"], ""]
    for lead in message["leads"][:most]:
        listing = lead["listing"]
        target = lead["target"]
        series = f" (series {lead['series']}: {lead['listings']} listings)" if lead.get("listings") else ""
        what = f"{lead['probability']:.0%} {lead['severity']} {target.get('kind', '')} {target.get('id', '')}"
        lines.append(f"{what.rstrip()}{series}")
        lines += [f"  {listing.get('title', '')[:120]}", f"  {listing.get('url', '')}", *(f"  - {why}" for why in lead["why"])]
    if message["count"] > min(most, len(message["leads"])):
        lines.append(f"... and {message['count'] - min(most, len(message['leads']))} more: tidewaiter leads --status new")
    lines += [f"silent: {body['source']} (usually {body['usual']:g} listings a run)" for body in message.get("silent", ())]
    for body in message.get("changed", ()):
        lost = f", {' and '.join(body['lost'])} mostly missing" if body["lost"] else ""
        lines.append(f"changed: {body['source']} ({body['listings']} listings, usually {body['usual']:g}{lost})")
    return lines + [f"warning: {body['text']}" for body in message.get("warnings", ())]
