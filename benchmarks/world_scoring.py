"""Scores stored listings and leads against the planted truth of a world."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag

from tidewaiter.identity import canonical_url
from tidewaiter.model import Lead, Listing, Match

Truth = Mapping[str, Any]


TRACKING = frozenset({"from", "ref"})
"""What the world's sites hang on their links that no crawler can know by its name; it has to learn it."""


@dataclass(slots=True)
class Score:
    """Figures between 0 and 1, what was found per site, and what was missed as (kind, sentence)."""

    figures: dict[str, float] = field(default_factory=dict)
    per_site: dict[str, str] = field(default_factory=dict)
    misses: list[tuple[str, str]] = field(default_factory=list)


def score_world(
    truth: Sequence[Truth], listings: Sequence[Listing], leads: Sequence[Lead], matches: Mapping[str, Match]
) -> Score:
    """All figures. A stored listing counts for one listing of the truth at most."""
    score = Score()
    paired = pair_up(truth, listings)
    found = {number: copies[0] for number, copies in paired.items()}
    _score_listings(score, truth, paired)
    known = {listing.id: truth[number] for number, copies in paired.items() for listing in copies}
    _score_interest(score, truth, found, known, {listing.id: listing for listing in listings}, leads, matches)
    _score_fields(score, [(one, found[number]) for number, one in enumerate(truth) if number in found])
    _score_photos(score, [(one, found[number]) for number, one in enumerate(truth) if number in found])
    return score


def pair_up(truth: Sequence[Truth], listings: Sequence[Listing]) -> dict[int, list[Listing]]:
    """Truth's position -> its stored listing, then what was stored of it once more under another address.

    By URL without tracking; where several listings share a page (posts), by fragment, then by text.
    """
    by_page: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        for url in {_page(url) for url in (listing.url, *listing.aliases)}:
            by_page[url].append(listing)
    found: dict[int, list[Listing]] = {}
    taken: set[str] = set()
    for number, one in enumerate(truth):
        candidates = [listing for listing in by_page[_page(one["url"])] if listing.id not in taken]
        chosen = _choose(one, candidates)
        if chosen is not None:
            alone = not urldefrag(one["url"]).fragment
            found[number] = [chosen, *(listing for listing in candidates if alone and listing is not chosen)]
            taken |= {listing.id for listing in found[number]}
    return found


def _page(url: str) -> str:
    return canonical_url(url, drop=TRACKING)


def _choose(one: Truth, candidates: Sequence[Listing]) -> Listing | None:
    anchor = urldefrag(one["url"]).fragment
    exact = [listing for listing in candidates if anchor and urldefrag(listing.url).fragment == anchor]
    if exact:
        return exact[0]
    if anchor or len(candidates) > 1:
        body = _plain(one["text"])
        candidates = [listing for listing in candidates if body in _plain(listing.text) or _plain(listing.text)[:60] in body]
    # The shortest that holds it: a post, not its thread.
    return min(candidates, key=lambda listing: len(listing.text), default=None)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _score_listings(score: Score, truth: Sequence[Truth], found: Mapping[int, Sequence[Listing]]) -> None:
    score.figures["listings recall"] = _share(len(found), len(truth))
    score.figures["listings stored once"] = _share(sum(len(copies) == 1 for copies in found.values()), len(found))
    score.misses += [("stored again", copy.url) for copies in found.values() for copy in copies[1:]]
    for site in dict.fromkeys(one["site"] for one in truth):
        numbers = [number for number, one in enumerate(truth) if one["site"] == site]
        score.per_site[site] = f"{sum(number in found for number in numbers)}/{len(numbers)}"
    score.misses += [("listing", one["url"]) for number, one in enumerate(truth) if number not in found]


def _score_interest(
    score: Score,
    truth: Sequence[Truth],
    found: Mapping[int, Listing],
    known: Mapping[str, Truth],
    stored: Mapping[str, Listing],
    leads: Sequence[Lead],
    matches: Mapping[str, Match],
) -> None:
    # What an actor of interest says besides their offers was not planted: a lead on it counts neither way.
    theirs = {one["seller"]["name"] for one in truth if one["interest"]}
    aside = {id for id, listing in stored.items() if id not in known and listing.seller and listing.seller.name in theirs}
    led = {lead.listing: lead for lead in leads if lead.listing and lead.listing not in aside}
    wanted = [number for number, one in enumerate(truth) if one["interest"]]
    hit = [number for number in wanted if number in found and found[number].id in led]
    score.figures["interest recall"] = _share(len(hit), len(wanted))
    right = [id for id in led if id in known and known[id]["interest"]]
    score.figures["interest precision"] = _share(len(right), len(led))
    targets: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for lead in leads:
        for id in lead.matches:
            if lead.listing and lead.listing in led and id in matches:
                targets[lead.listing].add((matches[id].target.kind, matches[id].target.id))
    for kind in ("goods", "case"):
        these = [number for number in wanted if truth[number][kind]]
        linked = [n for n in these if n in found and (kind, truth[n][kind]) in targets[found[n].id]]
        score.figures[f"{kind} recall"] = _share(len(linked), len(these))
        claimed = [(id, one) for id, some in targets.items() for what, one in some if what == kind]
        correct = [(id, one) for id, one in claimed if id in known and one in {known[id][kind], known[id].get(f"actor_{kind}")}]
        score.figures[f"{kind} precision"] = _share(len(correct), len(claimed))
    for number in wanted:
        if number not in hit:
            one = truth[number]
            what = f"{_name(one)} goods={one['goods']} case={one['case']} stored={number in found}"
            score.misses.append(("no lead", what))
    for id, lead in led.items():
        if id not in right:
            what = _name(known[id]) if id in known else f"{stored[id].url} {stored[id].title[:60]}" if id in stored else id
            alike = ", look-alike" if id in known and known[id]["look_alike"] else ""
            score.misses.append(("false lead", f"{what} -> {sorted(targets[id])} p={lead.probability:.2f}{alike}"))


def _name(one: Truth) -> str:
    return f"{one['url']} {one['title'] or one['text'][:30]}"


def _score_fields(score: Score, pairs: Sequence[tuple[Truth, Listing]]) -> None:
    titled = [(one, listing) for one, listing in pairs if one["title"]]
    score.figures["title"] = _fields(score, "title", titled, lambda one, got: _plain(one["title"]) == _plain(got.title))
    score.figures["text"] = _fields(score, "text", pairs, lambda one, got: _plain(one["text"]) in _plain(got.text))
    priced = [(one, listing) for one, listing in pairs if one["price"] is not None]
    score.figures["price"] = _fields(score, "price", priced, _right_price)
    free = [(one, listing) for one, listing in pairs if one["price"] is None]
    score.figures["no price invented"] = _fields(score, "no price", free, lambda _, got: not (got.price and got.price.amount))
    score.figures["seller"] = _fields(score, "seller", pairs, _right_seller)
    dated = [(one, listing) for one, listing in pairs if one["posted"]]
    score.figures["posted within a day"] = _fields(score, "posted", dated, lambda one, got: _near(one["posted"], got.posted))
    wanted = hit = given = 0
    for one, listing in pairs:
        want = {(handle["kind"], handle["value"]) for handle in one["contacts"]}
        allowed = want | {(handle["kind"], handle["value"]) for handle in one["hidden_contacts"]}
        got = {(handle.kind, handle.value) for handle in listing.handles if handle.kind != "url"}
        wanted, hit, given = wanted + len(want), hit + len(want & got), given + len(got - (allowed - want))
        score.misses += [
            ("handle", f"{one['url']} {kind} {value} in {one['text'][:200]}") for kind, value in sorted(want - got)
        ]
        score.misses += [("false handle", f"{one['url']} {kind} {value}") for kind, value in sorted(got - allowed)]
    score.figures["handles recall"], score.figures["handles precision"] = _share(hit, wanted), _share(hit, given)
    hidden = [(one, listing) for one, listing in pairs if one["hidden_contacts"]]
    if hidden:
        score.figures["phone behind a button"] = _fields(score, "hidden phone", hidden, _has_hidden)


def _fields(score: Score, name: str, pairs: Sequence[tuple[Truth, Listing]], right: Any) -> float:
    wrong = [(one, listing) for one, listing in pairs if not right(one, listing)]
    for one, got in wrong:
        value = str(getattr(got, name.split()[-1], ""))[:160]
        want = f"{one['price']} {one['currency']}" if "price" in name else str(one.get(name))[:80]
        score.misses.append((name, f"{one['url']} want {want}, got {value}"))
    return _share(len(pairs) - len(wrong), len(pairs))


def _right_price(one: Truth, got: Listing) -> bool:
    price = got.price
    return bool(price and price.amount == one["price"] and price.currency == one["currency"])


def _right_seller(one: Truth, got: Listing) -> bool:
    seller = got.seller
    return bool(seller and (seller.id == one["seller"]["id"] or seller.name == one["seller"]["name"]))


def _has_hidden(one: Truth, got: Listing) -> bool:
    have = {(handle.kind, handle.value) for handle in got.handles}
    return all((handle["kind"], handle["value"]) in have for handle in one["hidden_contacts"])


def _near(want: str, got: str | None) -> bool:
    from datetime import datetime

    if not got:
        return False
    apart = datetime.fromisoformat(want) - datetime.fromisoformat(got)
    return abs(apart.total_seconds()) <= 36 * 3600


def _score_photos(score: Score, pairs: Sequence[tuple[Truth, Listing]]) -> None:
    """Of the photos of the truth: those that came with their listing; of those stored: how many are one too many."""
    wanted = hit = given = 0
    files: dict[str, set[str]] = defaultdict(set)
    for one, listing in pairs:
        want = set(one["photo_files"])
        got = [(photo.url or "").rpartition("/")[2].removesuffix(".jpg") for photo in listing.photos if photo.sha256]
        wanted, hit, given = wanted + len(want), hit + len(want & set(got)), given + len(got)
        for photo, name in zip([photo for photo in listing.photos if photo.sha256], got, strict=True):
            files[name].add(photo.sha256 or "")
        if want != set(got):
            score.misses.append(("photos", f"{one['url']} want {sorted(want)}, got {got}"))
    score.figures["photos recall"], score.figures["photos precision"] = _share(hit, wanted), _share(hit, given)
    score.figures["photos stored once"] = _share(sum(len(some) == 1 for some in files.values()), len(files))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
