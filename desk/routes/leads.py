"""Leads: the list, one with its reasons, and the decision."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.marking import marked
from desk.page import Desk, ask, render, see_other
from matchers.series_leads import FoldedLead, together, whole_of
from tidewaiter.case import Case
from tidewaiter.goods import Goods
from tidewaiter.model import Decision, Lead, Listing, Match, Series

PAGE_SIZE = 25
STATUSES = ("new", "confirmed", "escalated", "dismissed", "all")
MOST_FOLDED = 5
MOST_MEMBERS = 200
MOST_MATCHES = 10
"""Of a series' lead, the best."""


@dataclass(slots=True)
class LeadView:
    """A lead with what a page shows of it."""

    lead: Lead
    listing: Listing | None
    matches: list[Match]
    names: dict[str, str]
    """`goods/ID` or `case/ID` -> what people call it."""
    series: Series | None = None
    members: list[tuple[Lead, Listing | None]] = field(default_factory=list)
    """Of a series' lead: what is folded under it, best first."""
    joined: list[str] = field(default_factory=list)
    """Listings that joined the series after it was decided on."""
    history: list[Decision] = field(default_factory=list)


async def leads(request: Request) -> Response:
    """The list, likeliest and gravest first; the leads of one series as one."""
    status = request.query_params.get("status", "new")
    if status not in STATUSES:
        raise HTTPException(404)
    page = max(1, int(request.query_params.get("page", "1") or 1)) if request.query_params.get("page", "1").isdigit() else 1

    def question(desk: Desk) -> tuple[list[LeadView], int, dict[str, int]]:
        every = desk.index.find(Lead)
        folded = {
            name: together(desk.index, [lead for lead in every if name in ("all", lead.status)], status=_status(name))
            for name in STATUSES
        }
        found = folded[status]
        counts = {name: len(ones) for name, ones in folded.items()}
        return views(desk, found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), len(found), counts

    shown, total, counts = await ask(request, question)
    return render(
        request, "leads.html", leads=shown, total=total, counts=counts, status=status, page=page,
        pages=max(1, -(-total // PAGE_SIZE)),
    )  # fmt: skip


def _status(name: str) -> str | None:
    return None if name == "all" else name


async def lead(request: Request) -> Response:
    """One lead, whole."""

    def question(desk: Desk) -> LeadView | None:
        found = desk.index.get(Lead, request.path_params["id"])
        if found is None:
            return None
        view = views(desk, [whole_of(desk.index, found)], most=MOST_MEMBERS)[0]
        view.history = desk.index.find(Decision, {"subject": found.id}, newest_first=True)
        return view

    view = await ask(request, question)
    if view is None:
        raise HTTPException(404)
    text = {name: marked(view.listing, name) for name in ("title", "text")} if view.listing else {}
    return render(request, "lead.html", view=view, text=text)


async def decide(request: Request) -> Response:
    """POST: confirm, dismiss or escalate, with a note."""
    form = await request.form(max_files=0, max_fields=10)
    action, note = str(form.get("action", "")), str(form.get("note", ""))[:2000]
    if action not in {"confirm", "dismiss", "escalate"}:
        raise HTTPException(400)
    id = request.path_params["id"]

    def question(desk: Desk) -> Lead | None:
        from matchers.leads import decide

        if desk.index.get(Lead, id) is None:
            return None
        return decide(desk.index, id, action, by=desk.settings.operator_name, note=note)  # type: ignore[arg-type]

    if await ask(request, question) is None:
        raise HTTPException(404)
    return see_other(f"/leads/{id}")


def views(desk: Desk, found: list[FoldedLead], *, most: int = MOST_FOLDED) -> list[LeadView]:
    """Leads with their listings, matches and the names of what they match, asked for together; `most` members of a series."""
    first = [(one.listings or [""])[0] for one in found]
    ids = [lead.listing for one in found for lead in one.members[:most] if lead.listing]
    listings = desk.index.listings(list(dict.fromkeys(id for id in (*first, *ids) if id)))
    shown = []
    for one, listing in zip(found, first, strict=True):
        lead = one.lead
        matches = [match for id in lead.matches[:MOST_MATCHES] if (match := desk.index.get(Match, id))]
        if lead.kind == "match":
            matches.sort(key=lambda match: -match.probability)
        series = desk.index.get(Series, lead.series) if lead.series else None
        members = [(member, listings.get(member.listing or "")) for member in one.members[:most]]
        shown.append(LeadView(lead, listings.get(listing), matches, names_of(desk, matches), series, members, one.joined))
    return shown


def names_of(desk: Desk, matches: list[Match]) -> dict[str, str]:
    """`goods/ID` or `case/ID` -> what people call it, for all targets of the matches."""
    found: dict[str, str] = {}
    for match in matches:
        key = f"{match.target.kind}/{match.target.id}"
        if key in found:
            continue
        if match.target.kind == "goods":
            goods = desk.index.get(Goods, match.target.id)
            found[key] = " / ".join(dict.fromkeys((goods.label("en"), goods.label("zh")))) if goods else match.target.id
        else:
            case = desk.index.get(Case, match.target.id)
            found[key] = f"{match.target.id} {case.title}" if case else match.target.id
    return found


ROUTES = [
    Route("/", leads),
    Route("/leads", leads),
    Route("/leads/{id}", lead),
    Route("/leads/{id}/decide", decide, methods=["POST"]),
]
