"""What two listings can share, as short strings: what the inverted index of the port holds (`index.with_keys`).

`kind:value` for handles and identifiers, and beside them the forms in which one thing shows up under several kinds:
`number:` the national digits of a telephone (phone, WeChat and Zalo by number), `account:` a name across platforms,
`seller:SOURCE/ID`, `sellername:`, `photo:` the SHA-256, `t:` bands of the text's MinHash (near-duplicates share some),
`c:` the clauses of the text with slots for numbers and goods, `f:` all of them with their slots filled.
"""

from __future__ import annotations

import re
import zlib

import numpy as np

from matchers.numbers import national_numbers
from matchers.templates import clause_keys
from tidewaiter.folding import fold_text
from tidewaiter.model import Listing
from tidewaiter.tokens import tokens_of_folded

NUMBER_KINDS = frozenset({"phone", "whatsapp", "viber", "wechat", "zalo", "line", "signal", "telegram", "kakaotalk"})
"""Handles whose value may be a telephone number."""
ACCOUNT_KINDS = frozenset(
    {
        "wechat", "telegram", "line", "kakaotalk", "zalo", "signal", "skype", "weibo", "xiaohongshu", "douyin", "kuaishou",
        "instagram", "facebook", "x", "vk", "tiktok",
    }
)  # fmt: skip
"""Handles whose value may be an account name that its owner uses on other platforms too."""
SHORTEST_ACCOUNT = 5
BANDS = 8
ROWS = 2
"""MinHash rows a band: two texts whose shingles agree to one half share a band with probability 0.9, to one tenth with 0.08."""
SHORTEST_TEXT = 8
"""Tokens; a shorter text says too little to be a template."""

_PRIME = np.uint64((1 << 31) - 1)
_RANDOM = np.random.default_rng(20240601)
_FACTORS = _RANDOM.integers(1, (1 << 31) - 1, size=(BANDS * ROWS, 1), dtype=np.uint64)
_OFFSETS = _RANDOM.integers(0, (1 << 31) - 1, size=(BANDS * ROWS, 1), dtype=np.uint64)
_NO_LINK = frozenset({"hs"})
"""Identifiers that name a kind of thing, not one thing."""
_NUMBERS = re.compile(r"\d+")


def keys_of(listing: Listing) -> list[str]:
    """All keys of a listing, each once, in a fixed order."""
    keys: list[str] = []
    for handle in listing.handles:
        keys.extend(handle_keys(handle.kind, handle.value))
    keys.extend(f"{found.kind}:{found.value}" for found in listing.identifiers if found.kind not in _NO_LINK)
    keys.extend(seller_keys(listing))
    keys.extend(f"photo:{photo.sha256}" for photo in listing.photos if photo.sha256)
    keys.extend(text_keys(listing))
    keys.extend(clause_keys(listing))
    return list(dict.fromkeys(keys))


def handle_keys(kind: str, value: str) -> list[str]:
    """The keys of one handle: itself, its digits, its account name, the QQ number of a QQ mailbox."""
    keys = [f"{kind}:{value}"]
    if kind in NUMBER_KINDS:
        keys.extend(f"number:{number}" for number in national_numbers(value))
    if kind in ACCOUNT_KINDS and not value.lstrip("+").isdigit() and len(value) >= SHORTEST_ACCOUNT:
        keys.append(f"account:{value.lower()}")
    if kind == "email":
        name, _, host = value.lower().partition("@")
        if host == "qq.com" and name.isdigit():
            keys.append(f"qq:{name}")
        elif len(name) > SHORTEST_ACCOUNT and not name.isdigit():
            keys.append(f"account:{name}")
    return keys


def seller_keys(listing: Listing) -> list[str]:
    """`seller:SOURCE/ID` and `sellername:` of the folded name, where the listing has them."""
    if (seller := listing.seller) is None:
        return []
    keys = [f"seller:{listing.source}/{seller.id}"] if seller.id else []
    if seller.name and (name := fold_text(seller.name).strip()):
        keys.append(f"sellername:{name[:80]}")
    return keys


def text_keys(listing: Listing) -> list[str]:
    """At most `BANDS` keys of the text's form: goods, handles and numbers, which change from offer to offer, are left out."""
    shingles = text_shingles(listing)
    if len(shingles) == 0:
        return []
    hashed = (shingles[None, :] * _FACTORS + _OFFSETS) % _PRIME
    lowest = hashed.min(axis=1).reshape(BANDS, ROWS)
    return [f"t:{band}{zlib.crc32(rows.tobytes()):08x}" for band, rows in enumerate(lowest)]


def text_shingles(listing: Listing) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Hashes of each three tokens in a row of the text without its slots; empty where the text is too short."""
    tokens = tokens_of_folded(_NUMBERS.sub(" ", fold_text(_without_slots(listing))))
    if len(tokens) < SHORTEST_TEXT:
        return np.empty(0, dtype=np.uint64)
    joined = {"\0".join(tokens[i : i + 3]) for i in range(min(len(tokens), 600) - 2)}
    return np.fromiter((zlib.crc32(shingle.encode()) & 0x7FFFFFFF for shingle in joined), dtype=np.uint64, count=len(joined))


def _without_slots(listing: Listing) -> str:
    text = listing.text
    spans = [(word.start, word.end) for word in listing.words if word.field == "text" and word.goods]
    spans += [(span.start, span.end) for handle in listing.handles for span in handle.spans if span.field == "text"]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text
