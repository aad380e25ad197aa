"""American classifieds, plain and grey: offsets in the address, thumbnails that link to pictures, no seller's name, ads under areas."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, h, whole


class ClassifiedsEnTwo(Site):
    """/area/category/d/slug/number.html, /search/category?s=offset, /calendar/date; dollars."""

    name, code, currency, style = "classifieds_en_two", "en_two", "USD", "prefixed"
    photo_path = "/i/00{id}_{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"50x50c": (50, 50), "300x300": (300, 225), "600x450": (600, 450)}
    shows_seller = False
    unpriced = 0.1
    per_page = 12
    robots = "User-agent: *\nDisallow: /reply\nDisallow: /fb/\n"

    def path(self, item: Item) -> str:
        """/area/category/d/slug/number.html"""
        return f"/{item.city[1]}/{item.category.slug}/d/{item.slug}/{self._long(item)}.html"

    def _long(self, item: Item) -> int:
        return 7_600_000_000 + item.number

    def number(self, url: SplitResult) -> int | None:
        """The ten digits before .html of an ad's address."""
        last = url.path.rsplit("/", 1)[-1].removesuffix(".html")
        number = int(last) - 7_600_000_000 if last.isascii() and last.isdigit() and len(last) == 10 else 0
        return number if "/d/" in url.path and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The front, searches, ads, event days, best-of, about."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._front()
        if parts[0] == "search":
            return self._search(path, parts[1:], query)
        if len(parts) == 5 and (number := self.number(SplitResult("", "", path, "", ""))):
            return self._ad(self.by_number[number])
        if parts[0] == "calendar" and len(parts) == 2:
            return self._day(parts[1])
        if parts[0] in {"reply", "fb"}:
            return self._frame("reply", "<p>complete the captcha to see contact info</p>")
        if parts[0] == "best":
            if len(parts) == 1:
                rows = "".join(
                    f"<tr><td><a href='/best/{n}.html'>{h(t)}</a></td></tr>" for n, t in enumerate(self.words.articles)
                )
                return self._frame("best of", f"<h2>best of quicklist</h2><table>{rows}</table>")
            page = self.article(whole(parts[1].removesuffix(".html"), 99))
            return page and self._frame(page[0], f"<h2>{h(page[0])}</h2>{page[1]}<p>originally posted last year</p>")
        if parts[0] == "about":
            form = "<form method=post><input name=inputEmailHandle><input type=password name=inputPassword></form>"
            info = self.info_page("/".join(parts[1:]), form)
            return info and self._frame(info[0], f"<h2>{info[0]}</h2>{info[1]}")
        return None

    def _front(self) -> Answer:
        sale = "".join(f"<li><a href='/search/{g.slug}'>{h(g.name)}</a></li>" for g in self.words.goods)
        areas = "".join(f"<li><a href='/search/{slug}/sss'>{name.lower()}</a></li>" for name, slug in self.words.cities)
        first = self.now.date() - timedelta(days=self.now.weekday())
        days = "".join(
            f"<td><a href='/calendar/{first + timedelta(days=n)}'>{(first + timedelta(days=n)).day}</a></td>" for n in range(28)
        )
        body = f"""<div id="leftbar"><b>event calendar</b><table><tr>{days}</tr></table><ul>{areas}</ul></div>
<div id="center"><h4><a href="/search/sss">for sale</a></h4><ul>{sale}</ul><h4>community</h4><ul><li><a href="/best">best-of</a></li></ul></div>"""
        return self._frame("classifieds", body)

    def _day(self, text: str) -> Answer | None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        after = "".join(
            f"<a href='/calendar/{day + timedelta(days=n)}'>{day + timedelta(days=n):%a %d}</a> " for n in (-1, 1, 7)
        )
        return self._frame(
            f"events {day}",
            f"<h2>events on {day:%B %d}</h2>{after}<ul><li>flea market, entry $3</li><li>free yoga in the park</li></ul>",
        )

    def _search(self, path: str, parts: list[str], query: dict[str, str]) -> Answer | None:
        kind, area = (parts[-1] if parts else "sss"), (parts[0] if len(parts) == 2 else "")
        items = [i for i in self.items if kind in {"sss", i.category.slug} and (not area or i.city[1] == area)]
        if not items:
            return None
        start, sort = whole(query.get("s"), 0), query.get("sort", "")
        if sort in {"priceasc", "pricedsc"}:
            items.sort(key=lambda item: item.amount or 0, reverse=sort == "pricedsc")
        shown, c = items[start : start + self.per_page], self.c
        tail = f"&amp;sort={sort}" if sort else ""
        after = start + self.per_page
        before = f"<a class='prev' href='{path}?s={max(start - self.per_page, 0)}{tail}'>&lt; prev</a> " if start else ""
        more = (
            f"<a class='{c('next')}' title='next page' href='{path}?s={after}{tail}'>next &gt;</a>"
            if after < len(items)
            else ""
        )
        sorts = "".join(
            f"<a href='{path}?sort={s}'>{t}</a> "
            for s, t in (("date", "newest"), ("priceasc", "$ &rarr; $$$"), ("pricedsc", "$$$ &rarr; $"))
        )
        span = f"<span>{start + 1} - {min(after, len(items))} / {len(items)}</span>"
        rows = "".join(self._row(item) for item in shown)
        return self._frame(
            "for sale",
            f"<div>{sorts}</div><div>{before}{span} {more}</div><ul class='{c('rows')}'>{rows}</ul><div>{before}{span} {more}</div>",
        )

    def _row(self, item: Item) -> str:
        c = self.c
        price = f"<span class='{c('cost')}'>${item.amount:,.0f}</span> " if item.amount is not None else ""
        return f"""<li class="{c("row")}" data-pid="{self._long(item)}"><a href="{self.path(item)}" class="{c("pic")}"><img src="{self.photo(item.photos[0], "300x300")}" alt=""></a>
<p><time datetime="{item.posted:%Y-%m-%d %H:%M}">{item.posted:%b %e}</time> <a href="{self.path(item)}">{h(item.title)}</a> {price}<small>({item.city[0]})</small> <a href="#">hide</a></p></li>"""

    def _ad(self, item: Item) -> Answer:
        c = self.c
        price = f"<span class='{c('cost')}'>${item.amount:,.0f}</span>" if item.amount is not None else ""
        thumbs = ""
        if len(item.photos) > 1:
            thumbs = "".join(
                f"<a class='{c('thumb')}' href='{self.photo(p, '600x450')}' title='{n}'><img src='{self.photo(p, '50x50c')}' alt='image {n}'></a>"
                for n, p in enumerate(item.photos, 1)
            )
            thumbs = f"<div id='thumbs'>{thumbs}</div>"
        when = f"<time datetime='{item.posted:%Y-%m-%dT%H:%M:%S}-0700'>{item.posted:%Y-%m-%d %H:%M}</time>"
        edited = (
            f"<p>updated: <time datetime='{self.now:%Y-%m-%dT%H:%M:%S}-0700'>about 2 hours ago</time></p>"
            if item.number % 3 == 0
            else ""
        )
        condition = ("good", "fair", "excellent", "salvage")[item.number % 4]
        body = f"""<div class="{c("crumb")}"><a href="/search/{item.city[1]}/sss">{item.city[0].lower()}</a> &gt; <a href="/search/sss">for sale</a> &gt;
<a href="/search/{item.category.slug}">{h(item.category.name)}</a></div><div><a href="/reply/{self._long(item)}">reply</a> <a href="/fb/{self._long(item)}">&#9746; prohibited</a></div>
<h2 class="{c("title")}"><span><span id="{c("t")}">{h(item.title)}</span> - {price} <small>({item.city[0]})</small></span></h2>
<section class="{c("user")}"><figure><div class="{c("slide")}"><img src="{self.photo(item.photos[0], "600x450")}" title="1" alt="1"></div></figure>{thumbs}
<div class="{c("map")}">google map</div><p class="{c("attr")}"><span>condition: <b>{condition}</b></span><br><span>cryptocurrency ok</span></p>
<section id="{c("body")}"><div>QR Code Link to This Post</div>{"<br><br>".join(h(t) for t in item.text)}</section>
<ul><li>do NOT contact me with unsolicited services or offers</li></ul><div><p>post id: {self._long(item)}</p><p>posted: {when}</p>{edited}</div></section>
<p><a href="/about/scams">Avoid scams, deal locally.</a> Beware wiring (e.g. Western Union), cashier checks, money orders, shipping.</p>"""
        return self._frame(item.title, body)

    def _frame(self, title: str, body: str) -> Answer:
        foot = "".join(f"<li><a href='/about/{slug}'>{h(text)}</a></li>" for slug, text in self.words.info)
        return self.html(f"""<!DOCTYPE html><html class="no-js"><head><title>{h(title)} - quicklist</title><meta charset="utf-8">
<meta name="robots" content="noarchive"></head><body class="{self.c("posting")}"><header><a href="/">QL</a> <a href="/about/login">account</a>
<a href="/about/register">post</a></header>{body}<footer><ul><li>&copy; 2026 quicklist</li>{foot}</ul></footer></body></html>""")
