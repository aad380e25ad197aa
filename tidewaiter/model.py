"""The words of the trade as types: what a listing is, what is read from it, what links it to goods and cases.

Slotted dataclasses, since they stand in the hot path; data that enters (YAML, JSON Lines, HTTP) is validated by `from_json`.
Times are RFC 3339 strings in UTC (`2026-11-24T09:30:00Z`), currencies ISO 4217, countries ISO 3166-1 alpha-2,
languages BCP 47, coordinates WGS 84 degrees. The shapes are those of `docs/contracts.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TargetKind = Literal["goods", "case"]
LeadStatus = Literal["new", "confirmed", "dismissed", "escalated"]
ListingStatus = Literal["live", "gone"]
SightingKind = Literal["first", "changed", "sold", "gone", "back"]

HANDLE_KINDS = (
    "phone", "whatsapp", "viber", "email", "wechat", "qq", "telegram", "line", "kakaotalk", "zalo", "signal", "skype",
    "weibo", "xiaohongshu", "douyin", "kuaishou", "instagram", "facebook", "x", "vk", "tiktok", "bitcoin", "ethereum",
    "tron", "url",
)  # fmt: skip
IDENTIFIER_KINDS = (
    "hs", "container", "imo", "mmsi", "uscc", "cites_permit", "plate", "tracking", "bank_card", "iban", "alipay", "upi",
)  # fmt: skip


@dataclass(slots=True, frozen=True)
class Span:
    """Where something stood: `text[start:end] == raw` in the named field (`title`, `text` or `photo:<sha256>`)."""

    field: str
    start: int
    end: int
    raw: str


@dataclass(slots=True, frozen=True)
class Handle:
    """A way to reach somebody, in the normal form of its kind (`HANDLE_KINDS`)."""

    kind: str
    value: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    """Probability that the value is right, 0 to 1."""


@dataclass(slots=True, frozen=True)
class Identifier:
    """A number that names a thing, a firm or a consignment (`IDENTIFIER_KINDS`), in its normal form."""

    kind: str
    value: str
    raw: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(slots=True, frozen=True)
class Price:
    """What is asked. `low` and `high` where a range or a floor is given; `unit` as in 'g', 'kg', '斤', 'piece'."""

    amount: float | None = None
    currency: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    raw: str | None = None
    spans: tuple[Span, ...] = ()


@dataclass(slots=True, frozen=True)
class Place:
    """A place that a listing or case names; degrees where the gazetteer knows them."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    spans: tuple[Span, ...] = ()


@dataclass(slots=True, frozen=True)
class Word:
    """A word of the goods catalogue seen in a listing; `goods` is None for service words (包税, 水客)."""

    word: str
    raw: str
    # What is None is left out of JSON, so it needs a default; and what follows a default needs one too.
    goods: str | None = None
    kind: Literal["name", "code", "service"] = "name"
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    field: str = "text"


@dataclass(slots=True, frozen=True)
class Seller:
    """An account on a source."""

    id: str | None = None
    name: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Photo:
    """One image of a listing, by the SHA-256 of its bytes once fetched.

    phash: 64-bit hex as `imagehash` prints it; pdq: 256-bit hex (64 digits); text: what OCR read.
    """

    url: str | None = None
    path: str | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    phash: str | None = None
    pdq: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Listing:
    """One offer or post. Made by a reader with what the page gives; each pipeline stage adds what it reads."""

    id: str = ""
    """Fixed when first seen: `tidewaiter.identity.listing_id`."""
    source: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    language: str | None = None
    price: Price | None = None
    availability: str | None = None
    sku: str | None = None
    seller: Seller | None = None
    handles: list[Handle] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    place: Place | None = None
    posted: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    status: ListingStatus = "live"

    # Kept by the index, not part of the public shape (see `INTERNAL`):
    places: list[Place] = field(default_factory=list)
    """All places that its text names, in order (a route is an ordered list)."""
    vector: npt.NDArray[np.float32] | None = None
    """Embedding of title and text, unit length."""
    keys: list[str] = field(default_factory=list)
    """What others can share with it, as `kind:value`: handles, seller, photos, text shingles (`matchers/keys.py`)."""
    aliases: list[str] = field(default_factory=list)
    """Other URLs under which it was seen."""
    page: str | None = None
    """SHA-256 of the raw page in the store."""
    item: str | None = None
    """The site's own id of the item, or the key within the page: what `identity.listing_id` hashes."""
    country: str | None = None
    """Country of the source: decides how national phone numbers are read."""
    campaign: str | None = None
    run: str | None = None
    etag: str | None = None
    """ETag of its page: with it, the next look asks for the page only where it changed."""
    modified: str | None = None
    """Last-Modified of its page, as the server wrote it."""
    why_gone: str | None = None
    """How its page said so: `404`, `410`, `taken_down`, `redirected`."""

    INTERNAL: ClassVar[frozenset[str]] = frozenset(
        {
            "places", "vector", "keys", "aliases", "page", "item", "country", "campaign", "run", "etag", "modified",
            "why_gone",
        }
    )  # fmt: skip


@dataclass(slots=True, frozen=True)
class StillThere:
    """A stored listing whose page answered that it is as it was (304): seen, and nothing was read."""

    id: str
    source: str
    url: str
    at: str
    run: str | None = None
    status: ListingStatus = "live"


@dataclass(slots=True, frozen=True)
class Visits:
    """What the looks at one listing told of how often it changes (`crawlers/revisits`); what is due is worked out from it."""

    id: str
    """The listing's."""
    url: str
    source: str
    campaign: str
    """The campaign that saw it last, and that looks at it again."""
    at: str
    """The last look."""
    seller: str | None = None
    """The seller's id, else name."""
    changes: float = 0.0
    """Looks that found a change, older ones fading."""
    days: float = 0.0
    """Days between the first look and the last, fading alike."""
    days_changed: float = 0.0
    """Of them: days between looks that found a change and the looks before them."""
    interest: float = 0.0
    """Probability of its best match."""
    status: ListingStatus = "live"
    since: str = ""
    """Since when it has that status."""
    etag: str | None = None
    modified: str | None = None
    unmodified: int = 0
    """Looks in a row that were answered with 304."""
    distrusted: bool = False
    """Its server gave the same ETag or date after a change: the page is always asked for whole."""


@dataclass(slots=True, frozen=True)
class Target:
    """What a listing is matched with: watched goods or a known case."""

    kind: TargetKind
    id: str


@dataclass(slots=True, frozen=True)
class ReferencePhoto:
    """A photo of watched goods or of a case, hashed when it was added, so that the file is not needed again.

    phash and pdq as in `Photo`; `mirrored_` the same of its mirror image.
    """

    id: str
    """`goods/ID/SHA-256` or `case/ID/SHA-256`."""
    target: Target
    path: str
    sha256: str
    phash: str | None = None
    pdq: str | None = None
    mirrored_phash: str | None = None
    mirrored_pdq: str | None = None


@dataclass(slots=True, frozen=True)
class PhotoPrint:
    """By what a stored photo is known again after it was altered (`matchers/photos`)."""

    id: str
    """SHA-256 of the photo's bytes."""
    features: str = ""
    """Base64 of `matchers.photos.features.PhotoFeatures.to_bytes`."""
    words: tuple[int, ...] = ()
    """Its quantised local descriptions: photos that share some are compared."""


@dataclass(slots=True, frozen=True)
class ReferencePrint(PhotoPrint):
    """The same of a reference photo: apart, so that many listings that show one photo do not hide it."""


@dataclass(slots=True, frozen=True)
class Signal:
    """One reason. `weight` is log-odds (natural logarithm); prior and weights add up to the logit of the probability."""

    kind: str
    """Begins with photo. handle. words. text. name. identifier. place. price. seller. or time."""
    listing_side: str
    target_side: str
    weight: float
    why: str
    """One sentence for a person."""


@dataclass(slots=True)
class Match:
    """A listing with goods or a case: the probability, and the signals that make it up."""

    listing: str
    target: Target
    prior: float
    """Log-odds before any signal."""
    probability: float
    signals: list[Signal] = field(default_factory=list)
    retro: bool = False
    """Found looking back: the goods or case came after the listing was stored."""

    @property
    def id(self) -> str:
        """One match a listing and target."""
        return f"{self.listing}|{self.target.kind}|{self.target.id}"


@dataclass(slots=True, frozen=True)
class Decided:
    """Who decided on a lead, when, and why."""

    by: str
    at: str
    note: str = ""
    series: str = ""
    """The series on whose lead it was decided; empty: on this lead itself."""


@dataclass(slots=True)
class Lead:
    """What an analyst is asked to look at: one match or one series."""

    id: str
    kind: Literal["match", "series"]
    probability: float
    severity: str
    status: LeadStatus = "new"
    listing: str | None = None
    series: str | None = None
    matches: list[str] = field(default_factory=list)
    """Ids of matches."""
    created: str = ""
    decided: Decided | None = None
    campaign: str | None = None
    run: str | None = None
    retro: bool = False


@dataclass(slots=True, frozen=True)
class Link:
    """Why two members of a series belong together. `a` and `b` are ids of listings or cases."""

    a: str
    b: str
    signals: tuple[Signal, ...] = ()


@dataclass(slots=True)
class Series:
    """Listings and cases that belong together."""

    id: str
    listings: list[str] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    against: list[Link] = field(default_factory=list)
    """What ties it (`a`) to others (`b`) and yet does not join them, the reason first: a judgement, or too weak a tie."""


@dataclass(slots=True, frozen=True)
class Sighting:
    """One time that a listing was seen, with what was different from the time before."""

    id: str
    listing: str
    at: str
    kind: SightingKind
    changes: tuple[tuple[str, str, str], ...] = ()
    """(field, before, after)."""
    run: str | None = None
    why: str | None = None
    """How its page said that it is gone: `404`, `410`, `taken_down`, `redirected`."""


@dataclass(slots=True, frozen=True)
class Decision:
    """A line of the journal of what analysts decide: leads, cases and judgements can be rebuilt from it."""

    id: str
    """Sorts by time: RFC 3339 time, then a random part."""
    at: str
    by: str
    action: str
    """`lead.confirm`, `lead.dismiss`, `lead.escalate`, `pair.same`, `pair.different`, `goods.add`, `case.add`, `forget` ..."""
    subject: str
    """Id of what was decided on."""
    note: str = ""
    data: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class PhotoCode:
    """A QR or bar code in a photo."""

    format: str
    """As the decoder names it: `QR Code`, `EAN-13` ..."""
    text: str


@dataclass(slots=True, frozen=True)
class PhotoReading:
    """What stands in one photo, and whether it was read yet: the queue of photos to read is those that wait."""

    id: str
    """SHA-256 of the photo's bytes."""
    state: Literal["waiting", "fresh", "read", "failed"] = "waiting"
    """`fresh`: read, but the listings that show it do not have the text yet."""
    queued: str = ""
    """When it came into the queue."""
    campaign: str | None = None
    """Whose listing brought it."""
    text: str = ""
    """What OCR read, a row a line, then the codes, a line each: `photo.text` of every listing that shows it."""
    codes: tuple[PhotoCode, ...] = ()
    place: Place | None = None
    """Where it was taken (EXIF)."""
    taken: str | None = None
    """When it was taken (EXIF): UTC where it ends in Z, else by the camera's clock."""
    camera: str | None = None
    like: str | None = None
    """SHA-256 of the nearly identical photo whose text it has, where it was not read itself."""
    reason: str | None = None
    """Why it could not be read, one of a fixed few."""
    engine: str = ""
    """What read it, with its version."""
    read: str | None = None
    """When it was read."""


@dataclass(slots=True)
class Run:
    """One execution of a campaign and its report (`counts` are the `tidewaiter/...` stats)."""

    id: str
    campaign: str
    started: str
    ended: str | None = None
    outcome: str | None = None
    """`finished`, `limit`, `budget`, `interrupted`, `failed`; None while it runs or after it was killed."""
    counts: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Snapshot:
    """One sealed capture of a page as evidence."""

    id: str
    url: str
    path: str
    sha256: str
    captured: str
    case: str | None = None
    listing: str | None = None


def text_of(listing: Listing, name: str) -> str:
    """The text of a span's field: `title`, `text` or `photo:<sha256>`; empty where there is none."""
    if name == "title":
        return listing.title
    if name == "text":
        return listing.text
    sha256 = name.removeprefix("photo:")
    return next((photo.text or "" for photo in listing.photos if photo.sha256 == sha256), "")


def unique_handles(handles: Sequence[Handle]) -> list[Handle]:
    """Handles by kind and value, spans joined, the highest confidence kept, order of first appearance."""
    seen: dict[tuple[str, str], Handle] = {}
    for handle in handles:
        key = (handle.kind, handle.value)
        if (old := seen.get(key)) is None:
            seen[key] = handle
            continue
        spans = old.spans + tuple(span for span in handle.spans if span not in old.spans)
        seen[key] = Handle(handle.kind, handle.value, spans, max(old.confidence, handle.confidence))
    return list(seen.values())
