"""The report of a run as one HTML file: no script, nothing from elsewhere, plots as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from campaigns.plots import bars, curve
from campaigns.progress import Sample

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin-bottom: 0 } h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #d0d7de }
p.run { color: #57606a; margin-top: 0 }
table { border-collapse: collapse } td, th { padding: .2rem 1rem .2rem 0; text-align: left }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums } .alarm { color: #b42318; font-weight: 600 }
dl.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem }
dl.numbers dt { color: #57606a } dl.numbers dd { margin: 0; font-size: 1.4rem }
svg { max-width: 100%; height: auto } svg text { font: 12px system-ui, sans-serif; fill: #57606a }
@media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } h2 { border-color: #30363d }
p.run, dl.numbers dt { color: #9198a1 } svg text { fill: #9198a1 } .alarm { color: #ff7b72 } }
"""
_MOST_SEARCHES = 60
_NUMBERS = (
    "pages", "listings", "new", "changed", "sold", "gone", "back", "unchanged", "leads", "revisits", "rendered", "waiting",
)  # fmt: skip


def report_page(report: Mapping[str, Any], samples: Sequence[Sample]) -> str:
    """The page. report: a `RunReport` as JSON; samples: how it went, for the harvest curve."""
    crawl = report["crawl"]
    title = escape(f"{report['campaign']}: run {report['run']}")
    parts = [
        f"<h1>{escape(report['campaign'])}</h1>",
        f"<p class=run>run {escape(report['run'])}, {escape(crawl['outcome'])} after {_duration(crawl['seconds'])}</p>",
        _numbers(crawl),
        *_section("Harvest: listings and leads over pages fetched", _harvest(samples)),
        *_section("By source", _sources(report.get("yields", {}))),
        *_section("By search", _searches(report.get("queries", {}), report.get("proposed", []))),
        *_section("Errors, by reason", bars(_reasons(crawl, "errors"))),
        *_section("Errors, by host and reason", _hosts(crawl.get("hosts", {}))),
        *_section("Gone, by how the page said so", bars(_reasons(crawl, "gone_by"))),
        *_section("Walls", bars(_reasons(crawl, "walls"))),
        *_section("Skipped, by reason", bars(_reasons(crawl, "skipped"))),
        *_section("Photos skipped, by reason", bars(_reasons(crawl, "photos_skipped"))),
        *_section("New leads", _leads(report.get("leads", []))),
        *_section("Afterwards", _afterwards(report)),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return (
        f"<!doctype html>\n<html lang=en><head>{head}<style>{_STYLE}</style></head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _section(title: str, content: str) -> list[str]:
    return [f"<h2>{escape(title)}</h2>", content] if content else []


def _numbers(crawl: Mapping[str, Any]) -> str:
    pairs = "".join(f"<div><dt>{name}</dt><dd>{int(crawl.get(name, 0)):,}</dd></div>" for name in _NUMBERS)
    return f"<dl class=numbers>{pairs}</dl>"


def _harvest(samples: Sequence[Sample]) -> str:
    if len(samples) < 2:
        return ""
    pages = [float(sample.pages) for sample in samples]
    lines = {"listings": [float(one.listings) for one in samples], "leads": [float(one.leads) for one in samples]}
    return curve(pages, lines, along="pages")


def _sources(yields: Mapping[str, Mapping[str, Any]]) -> str:
    if not yields:
        return ""
    rows = "".join(
        f"<tr><td>{escape(source)}</td><td class=n>{one['listings']:,}</td>"
        f"<td class=n>{one['usual']:g}</td><td class=n>{one['leads']}</td>"
        f"<td>{_alarm(one)}</td></tr>"
        for source, one in yields.items()
    )
    head = "<tr><th>source</th><th class=n>listings</th><th class=n>usual</th><th class=n>new leads</th><th></th></tr>"
    return f"<table>{head}{rows}</table>" + bars({source: one["listings"] for source, one in yields.items()})


def _alarm(one: Mapping[str, Any]) -> str:
    said = ["gives nothing any more"] if one.get("silent") else ["gives far fewer than before"] if one.get("fewer") else []
    said += [f"{field} mostly missing" for field in one.get("lost", ())]
    return f"<span class=alarm>{escape('; '.join(said))}</span>" if said else ""


def _hosts(hosts: Mapping[str, Mapping[str, int]]) -> str:
    if not hosts:
        return ""
    rows = ""
    for host, kinds in hosts.items():
        said = ", ".join(f"{kind} {number:,}" for kind, number in sorted(kinds.items(), key=lambda pair: -pair[1]))
        total = f"<td class=n>{sum(kinds.values()):,}</td>"
        rows += f"<tr><td>{escape(host)}</td>{total}<td>{escape(said)}</td></tr>"
    return f"<table><tr><th>host</th><th class=n>errors</th><th></th></tr>{rows}</table>"


def _searches(queries: Mapping[str, Mapping[str, Any]], proposed: Sequence[str]) -> str:
    if not queries:
        return ""
    ordered = sorted(queries.items(), key=lambda pair: (-pair[1]["worth"], pair[1]["pages"]))[:_MOST_SEARCHES]
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td class=n>{one['pages']:,}</td><td class=n>{one['worth']:.1f}</td></tr>"
        for name, one in ordered
    )
    more = f"<p>{len(queries) - len(ordered)} more led to less</p>" if len(queries) > len(ordered) else ""
    words = f"<p>To be searched for next: {escape(', '.join(proposed))}</p>" if proposed else ""
    head = "<tr><th>source: words</th><th class=n>pages</th><th class=n>of interest</th></tr>"
    return f"<table>{head}{rows}</table>{more}{words}"


def _leads(leads: Sequence[Mapping[str, Any]]) -> str:
    if not leads:
        return ""
    best = sorted(leads, key=lambda lead: -lead["probability"])[:50]
    rows = "".join(
        f"<tr><td class=n>{lead['probability']:.1%}</td><td>{escape(lead['severity'])}</td>"
        f"<td><code>{escape(lead['id'])}</code></td>"
        f"<td>{escape(', '.join(_targets(lead)))}</td></tr>"
        for lead in best
    )
    more = f"<p>{len(leads) - len(best)} more: <code>tidewaiter leads</code></p>" if len(leads) > len(best) else ""
    return f"<table><tr><th class=n>probability</th><th>severity</th><th>lead</th><th>for</th></tr>{rows}</table>{more}"


def _targets(lead: Mapping[str, Any]) -> list[str]:
    """What a lead is for, each once; of a series' lead, how many listings it is about."""
    matches = [match.partition("|") for match in lead.get("matches", ())]
    targets = list(dict.fromkeys(target.replace("|", " ") for _, _, target in matches))
    number = len({listing for listing, _, _ in matches})
    return [*targets, f"{number} listings of series {lead.get('series', '')}"] if lead.get("kind") == "series" else targets


def _afterwards(report: Mapping[str, Any]) -> str:
    told = []
    if ignored := report.get("robots_ignored"):
        told.append(f"robots.txt was ignored, by setting, for {'all sources' if '*' in ignored else ', '.join(ignored)}")
    if report.get("snapshots") or report.get("snapshots_failed"):
        told.append(f"{report.get('snapshots', 0)} snapshots sealed, {report.get('snapshots_failed', 0)} failed")
    if photos := report.get("photos"):
        told.append(f"{photos.get('read', 0)} photos read, {photos.get('waiting', 0)} wait")
    if (alerted := report.get("alerted")) is not None:
        told.append("all alerts sent" if alerted else "an alert waits in the outbox")
    return f"<p>{escape('; '.join(told))}</p>" if told else ""


def _reasons(crawl: Mapping[str, Any], name: str) -> dict[str, int]:
    return {reason.replace("_", " "): int(count) for reason, count in crawl.get(name, {}).items()}


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
