"""An English message board of the nineties: whole ads on each page, each an anchor of it; tables and fonts, no page of their own."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult, parse_qsl

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ClassifiedsEn(Site):
    """/board?page=2#ad-number, dollars, 'obo'."""

    name, code, currency, style = "classifieds_en", "en", "USD", "legacy"
    header_charset = False
    photo_path = "/pix/{id}{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"_sm": (150, 112), "": (700, 525)}
    per_page = 6
    unpriced = 0.1
    robots = "User-agent: *\nDisallow: /cgi-bin/\n"

    def path(self, item: Item) -> str:
        """/board?page=…#ad-number"""
        page = self.items.index(item) // self.per_page + 1
        return f"/board?page={page}#ad-{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number in the fragment."""
        number = whole(url.fragment.removeprefix("ad-"), 0)
        return number if number in self.by_number else None

    def holds(self, url: SplitResult) -> set[int]:
        """All ads of a page of the board."""
        page = whole(dict(parse_qsl(url.query)).get("page")) if url.path == "/board" else 0
        return {item.number for item in cut(self.items, page, self.per_page)[0]} if page else set()

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The board, its index by subject, and the rest."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._front()
        if path == "/board":
            page = whole(query.get("page"))
            return self._board(page) if 0 < page <= -(-len(self.items) // self.per_page) else None
        if parts[0] == "subject" and len(parts) == 2:
            return self._subject(parts[1])
        if parts[0] == "columns":
            article = self.article(whole(parts[-1].removesuffix(".html"), 99))
            return article and self._frame(article[0], f"<h2>{h(article[0])}</h2>{article[1]}")
        if path == "/calendar":
            return self._calendar(whole(query.get("y"), 2026), whole(query.get("m")))
        if path == "/cgi-bin/post.pl":
            return self._frame("Post an ad", "<h2>Post an ad</h2><form method=post><textarea name=ad></textarea></form>")
        info = self.info_page(path, "<form method=post><input name=user><input type=password name=pw></form>")
        return info and self._frame(info[0], f"<h2>{info[0]}</h2>{info[1]}")

    def _front(self) -> Answer:
        subjects = "".join(f"<li><a href='/subject/{c.slug}'>{h(c.name)}</a>" for c in self.words.goods)
        columns = "".join(f"<li><a href='/columns/{n}.html'>{h(t)}</a>" for n, t in enumerate(self.words.articles))
        body = f"""<font size=4><b>Welcome to the Valley Swap Board!</b></font><p>Free ads since 1997. <a href="/board">Read the board</a>,
<a href="/cgi-bin/post.pl">post an ad</a> ($0.00) or see the <a href="/calendar?y={self.now.year}&m={self.now.month}">swap meet calendar</a>.
<p><b>Ads by subject</b><ul>{subjects}</ul><b>Columns</b><ul>{columns}</ul>"""
        return self._frame("Home", body)

    def _subject(self, slug: str) -> Answer | None:
        items = [item for item in self.items if item.category.slug == slug]
        lines = "".join(f"<li><a href='{self.path(item)}'>{h(item.title)}</a>" for item in items)
        return self._frame("Subjects", f"<h2>{h(items[0].category.name)}</h2><ul>{lines}</ul>") if items else None

    def _calendar(self, year: int, month: int) -> Answer | None:
        if not (1990 < year < 2200 and 0 < month < 13):
            return None
        year_on, month_on = divmod(year * 12 + month, 12)
        days = "".join(f"<td><font size=1>{day}</font>" for day in range(1, 29))
        after = f"<a href='/calendar?y={year_on}&m={month_on + 1}'>Next month &raquo;</a>"
        return self._frame("Calendar", f"<h2>Swap meets {month}/{year}</h2><table border=1><tr>{days}</table>{after}")

    def _price(self, item: Item) -> str:
        if item.amount is None:
            return "make me an offer"
        return f"${item.amount:,.0f}" + (" obo", "", " firm", " or best offer")[item.number % 4]

    def _ad(self, item: Item) -> str:
        photos = " ".join(
            f"<a href='{self.photo(p, '')}'><img src='{self.photo(p, '_sm')}' border=0 width=150></a>" for p in item.photos
        )
        name = item.seller.lower().replace(" ", ".")
        return f"""<a name="ad-{item.number}"></a><table width=100% cellpadding=3 class={self.c("ad")} id="ad-{item.number}"><tr bgcolor=#dde><td>
<font face=arial><b>{h(item.title)}</b></font><td align=right><b>{self._price(item)}</b>
<tr><td colspan=2>{" ".join(h(t) for t in item.text)}<br>{photos}
<tr><td colspan=2><font size=2>Posted by <b>{item.seller}</b> ({item.city[0]}) on {item.posted:%a, %b %d, %Y} |
reply to {name} at valleymail dot example | <a href="/board?page={self.items.index(item) // self.per_page + 1}#ad-{item.number}">link</a></font></table><hr>"""

    def _board(self, page: int) -> Answer:
        shown, pages = cut(self.items, page, self.per_page)
        newer = f"<a href='/board?page={page - 1}'>&laquo; newer ads</a> " if page > 1 else ""
        older = f"<a href='/board?page={page + 1}'>older ads &raquo;</a>" if page < pages else ""
        ads = "".join(self._ad(item) for item in shown)
        note = "<table width=100% bgcolor=#ffc><tr><td><b>BOARD RULES</b>: one ad per item, no live animals, ads over 60 days are removed.</table>"
        return self._frame(f"Board, page {page}", f"{note}<hr>{ads}<center>{newer}{older}</center>")

    def _frame(self, title: str, body: str) -> Answer:
        foot = " | ".join(f"<a href='/{slug}'>{h(text)}</a>" for slug, text in self.words.info)
        return self.html(f"""<HTML><HEAD><TITLE>Valley Swap Board - {h(title)}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8"></HEAD>
<BODY BGCOLOR="#FFFFF0" LINK="#000080"><center><a href="/"><img src="/static/banner_swap.jpg" border=0 alt="Valley Swap Board"></a><br>
<font size=2><a href="/">Home</a> | <a href="/board">Board</a> | <a href="/calendar?y={self.now.year}&m={self.now.month}">Calendar</a> |
<a href="/login">Members</a></font></center><table width=760 align=center><tr><td valign=top width=140 bgcolor=#eef>
<font size=2><b>Sponsors</b><p>Al's Pawn: gold bought, up to $1,900 an ounce!<p>Valley Storage from $49 a month<p>
<img src="/static/banner_visitors.jpg" width=88><br>You are visitor 0{self.items[0].number}</font><td valign=top>{body}</table>
<center><font size=1>{foot}<br>Page made with a text editor. &copy; 1997-2026 Valley Swap Board</font></center></BODY></HTML>""")
