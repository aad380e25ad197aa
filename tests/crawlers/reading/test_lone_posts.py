"""A thread that nobody has answered is an offer, wherever its board names the author."""

# ruff: noqa: E501 -- lines of HTML are left as they are sent

from __future__ import annotations

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

URL = "https://board.example/topic/4711-sea-chest/"
PAGE = """<html lang="en"><head><title>Old sea chest of oak - Harbour board</title></head><body>
<div class="q1"><h1>Old sea chest of oak</h1><p>By <a href="/profile/7-ann/">AnnOfTheSea</a></p></div>
<article class="q2" id="c1"><aside><h3><a href="/profile/7-ann/">AnnOfTheSea</a></h3><ul><li>Members</li><li>407 posts</li></ul></aside>
<div class="q3"><a href="?do=findComment&amp;comment=99">Posted <time datetime="2026-11-19T11:56:18Z">November 19</time></a></div>
<div class="q4"><p>There is a hairline crack near the lock, shown in the last picture.</p><p>£69 collected, or add £12 for the courier.</p>
<p><a href="/uploads/5e3b5c05e4e3.jpg"><img src="/uploads/5e3b5c05e4e3.thumb.jpg"></a></p></div></article>
<h3>More threads</h3><ul>%s</ul></body></html>"""
ROWS = "".join(
    f'<li><a href="/topic/{n}-thing/">Another thing for sale, number {n}</a><div><a href="/profile/{n}-x/">Member{n}</a></div></li>'
    for n in range(30, 36)
)


def test_the_post_is_found_where_its_author_is_named_by_the_title_and_in_a_box_beside_it() -> None:
    listings = read_page(Page(URL, (PAGE % ROWS).encode()), links=False).listings

    assert [(one.title, one.seller.name if one.seller else None, (one.posted or "")[:10]) for one in listings] == [
        ("Old sea chest of oak", "AnnOfTheSea", "2026-11-19")
    ]
    assert "hairline crack" in listings[0].text
    assert [photo.url for photo in listings[0].photos] == ["https://board.example/uploads/5e3b5c05e4e3.jpg"]
