"""Rules from examples: finds what on a page says what somebody read there, and tries rules out."""

from crawlers.teaching.gathering import Gathered, gather
from crawlers.teaching.learning import Learned, learn, url_pattern
from crawlers.teaching.paging import learn_next
from crawlers.teaching.rows import Rows, count_rows, learn_rows
from crawlers.teaching.trying import Trial, trials

__all__ = [
    "Gathered",
    "Learned",
    "Rows",
    "Trial",
    "count_rows",
    "gather",
    "learn",
    "learn_next",
    "learn_rows",
    "trials",
    "url_pattern",
]
