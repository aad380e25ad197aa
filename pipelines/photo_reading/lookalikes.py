"""Account names in photos whose letters look alike (l and 1, o and 0): what the index and the cases know settles them.

A reader of text can't know whether OCR saw `gold0l` or `goldol`; but one of them may be an account that was met elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

from tidewaiter.case import Case
from tidewaiter.model import Handle, unique_handles

if TYPE_CHECKING:
    from indexers.index import Index

KINDS = frozenset(
    {"wechat", "telegram", "line", "kakaotalk", "zalo", "skype", "weibo", "xiaohongshu", "douyin", "kuaishou", "instagram",
     "facebook", "x", "vk", "tiktok", "email"}
)  # fmt: skip
"""Handles that are names; in numbers the readers take letters for the figures that they look like."""
ALIKE = {"0": "0o", "o": "o0", "1": "1li", "l": "l1i", "i": "il1"}
MOST_FORMS = 64
"""Forms of one name that are looked for."""
DOUBT = 0.85
"""What is left of the confidence of a name with such letters that nothing settles."""
SETTLED = 0.8
"""Confidence of a form that was met elsewhere and was not what OCR read."""


def forms_of(value: str) -> list[str]:
    """The names that look like this one, itself first; of an e-mail address only the part before the @ varies."""
    name, at, host = value.partition("@")
    choices = [ALIKE.get(character, character) for character in name]
    return ["".join(form) + at + host for form in islice(product(*choices), MOST_FORMS)]


class Lookalikes:
    """Settles names against one index and its cases, which are read once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._of_cases: frozenset[tuple[str, str]] | None = None

    def settle(self, listing: str, handles: Sequence[Handle]) -> list[Handle]:
        """The handles of a listing (id), those that only its photos say in the form that is known elsewhere."""
        doubtful = {handle: forms for handle in handles if _only_in_photos(handle) and len(forms := forms_of(handle.value)) > 1}
        if not doubtful:
            return list(handles)
        keys = [f"{handle.kind}:{form}" for handle, forms in doubtful.items() for form in forms]
        met = {key for key, ids in self._index.with_keys(keys, limit=3).items() if any(id != listing for id in ids)}
        met |= {f"{kind}:{value}" for kind, value in self._cases()}
        met |= {f"{handle.kind}:{handle.value}" for handle in handles if handle not in doubtful}
        return unique_handles([_settled(handle, doubtful.get(handle, ()), met) for handle in handles])

    def _cases(self) -> frozenset[tuple[str, str]]:
        if self._of_cases is None:
            cases = self._index.find(Case)
            of_cases = [handle for case in cases for handle in case.handles]
            of_cases += [handle for case in cases for party in case.parties for handle in party.handles]
            self._of_cases = frozenset((handle.kind, handle.value) for handle in of_cases)
        return self._of_cases


def _only_in_photos(handle: Handle) -> bool:
    return handle.kind in KINDS and bool(handle.spans) and all(span.field.startswith("photo:") for span in handle.spans)


def _settled(handle: Handle, forms: Iterable[str], met: set[str]) -> Handle:
    known = [form for form in forms if f"{handle.kind}:{form}" in met]
    if not forms or handle.value in known:
        return handle
    if len(known) == 1:
        return replace(handle, value=known[0], confidence=min(handle.confidence, SETTLED))
    return replace(handle, confidence=round(handle.confidence * DOUBT, 3))
