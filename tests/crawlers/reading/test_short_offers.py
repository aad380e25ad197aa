"""A few lines without a price are an offer where their time and their own photos stand beside them, and not otherwise."""

from __future__ import annotations

import pytest

from crawlers.reading.page import Page
from crawlers.reading.reader import read_page

WORDS = "Smells faintly of pipe smoke.<br>The patina is original and I have not polished anything.<br>First come, first served."
PHOTO = '<figure><img src="/i/00430e663c934b_600x450.jpg"></figure>'
TIME = "<p>posted: <time datetime='2026-11-22T16:38:16-0700'>2026-11-22 16:38</time></p>"


def offers(photo: str, time: str) -> list[str]:
    page = f"""<html lang="en"><head><title>Glass eye assortment - quicklist</title></head><body>
<h2><span>Glass eye assortment</span></h2>
{photo}<section>{WORDS}</section><p>post id: 7600066778</p>{time}</body></html>"""
    url = "https://list.example/nhl/txd/d/glass-eye-assortment/7600066778.html"
    return [one.title for one in read_page(Page(url, page.encode()), links=False).listings]


def test_an_ad_of_three_lines_without_a_price_is_read() -> None:
    assert offers(PHOTO, TIME) == ["Glass eye assortment"]


@pytest.mark.parametrize(("photo", "time"), [("", TIME), (PHOTO, ""), ("", "")])
def test_three_lines_that_lack_either_are_a_notice(photo: str, time: str) -> None:
    assert offers(photo, time) == []
