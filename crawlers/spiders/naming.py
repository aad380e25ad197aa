"""Which parameters of an address say which item it is, whatever the site calls them."""

from __future__ import annotations

import re
from functools import lru_cache

_ITEM = re.compile(r"(?:^|[_-])(?:id|[a-z]{1,8}id|no|num|number|item|goods|product|sku|t|a|k|key|q|query|code|slug)$", re.I)
_BARE = 12
"""Characters from which a bare word of a query is an item's name (`?red-coral-bead`) rather than a switch (`?print`)."""


@lru_cache(maxsize=8_192)
def names_an_item(name: str, value: str = "-") -> bool:
    """Whether a parameter says which item: by its name, or as a bare number or name without a value (`/show?214682740`)."""
    if _ITEM.search(name):
        return True
    return not value and (any(ch.isdigit() for ch in name) or len(name) >= _BARE)
