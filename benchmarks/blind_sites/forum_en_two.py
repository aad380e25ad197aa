"""A British forum suite: /topic/number-slug/, JSON-LD of the discussion, prices in prose, comment permalinks, calendars, blogs."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

ASKS = (
    "Asking £{price} posted, bank transfer preferred.",
    "£{price} collected, or add £12 for the courier.",
    "Looking for £{price} all in. I paid double that new.",
    "Price is £{price} ono and it comes with everything shown.",
)


def _head(path: str) -> int:
    """The number that the second part of an address begins with."""
    parts = path.strip("/").split("/")
    return whole(parts[1].split("-")[0], 0) if len(parts) > 1 else 0


class ForumEnTwo(Site):
    """/topic/number-slug/page/2/, /forum/number-name/, /profile/number-nick/; pounds."""

    name, code, currency, style = "forum_en_two", "en_two", "GBP", "bem"
    photo_path = "/uploads/monthly_2026_11/{id}{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {".thumb": (240, 180), "": (1000, 750)}
    sellers = "nicks"
    per_page = 10
    robots = "User-agent: *\nDisallow: /admin/\nDisallow: /search/\n"

    def path(self, item: Item) -> str:
        """/topic/number-slug/"""
        return f"/topic/{item.number}-{item.slug}/"

    def number(self, url: SplitResult) -> int | None:
        """The number after /topic/."""
        number = _head(url.path) if url.path.startswith("/topic/") else 0
        return number if number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Topics of the pub and blog entries are talk."""
        return url.path.startswith("/topic/") and 0 < _head(url.path) < 100

    def offer_price(self) -> str:
        """Some offer one of their own."""
        return "£95"

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Forums, topics, profiles, calendar, blogs, help."""
        parts = path.strip("/").split("/")
        page = whole(parts[3]) if len(parts) == 4 and parts[2] == "page" else 1
        if path == "/":
            return self._home()
        if parts[0] == "topic":
            item = self.by_number.get(_head(path))
            return self._topic(item, page) if item else self._talk(_head(path))
        if parts[0] == "forum":
            return self._forum(_head(path), page, query.get("sortby", ""))
        if parts[0] == "discover":
            rows = "".join(self._row(item) for item in self.items[:15])
            return self._frame("Unread content", f"<h1>All activity</h1><ol>{rows}</ol>")
        if parts[0] == "profile" and 0 < (number := _head(path)) <= len(self.words.nicks):
            nick = self.words.nicks[number - 1]
            return self._frame(
                nick,
                f"<h1>{h(nick)}</h1><p>Joined March 3, 2015 · 811 posts · Reputation 214</p><p>Feedback: bought a lathe for £300, all good</p>",
            )
        if parts[0] == "calendar" and len(parts) == 3:
            return self._calendar(whole(parts[1], 0), whole(parts[2], 0))
        if parts[0] == "blogs":
            article = self.article(_head(path) - 1)
            return article and self._frame(article[0], f"<article><h1>{h(article[0])}</h1>{article[1]}</article>")
        if parts[0] == "leaderboard":
            return self._frame(
                "Leaderboard",
                "<h1>Leaderboard</h1><ol>" + "".join(f"<li>{h(n)} 31 points</li>" for n in self.words.nicks) + "</ol>",
            )
        info = self.info_page(path, "<form method='post'><input name='auth'><input type='password' name='password'></form>")
        return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")

    def _user(self, nick: str) -> str:
        number = self.words.nicks.index(nick) + 1
        slug = "".join(sign if sign.isalnum() else "-" for sign in nick.lower())
        return f"<a href='/profile/{number}-{slug}/' class='{self.c('user-link')}'>{h(nick)}</a>"

    def _board(self, number: int) -> str:
        return f"/forum/{number}-{self.words.goods[number - 11].slug}/"

    def _home(self) -> Answer:
        rows = "".join(
            f"<li class='{self.c('board')}'><h4><a href='{self._board(n)}'>For sale: {h(g.name)}</a></h4><dl><dt>{n * 97}</dt><dd>posts</dd></dl></li>"
            for n, g in enumerate(self.words.goods, 11)
        )
        pub = f"<li class='{self.c('board')}'><h4><a href='/forum/5-the-snug/'>The Snug</a></h4></li>"
        return self._frame("Forums", f"<h1>Forums</h1><ul>{rows}{pub}</ul>")

    def _forum(self, number: int, page: int, sort: str) -> Answer | None:
        if number == 5:
            rows = "".join(f"<li><a href='/topic/{n}-talk/'>{h(t)}</a></li>" for n, t in enumerate(self.words.articles, 21))
            return self._frame("The Snug", f"<h1>The Snug</h1><ol>{rows}</ol>")
        if not 0 <= number - 11 < len(self.words.goods):
            return None
        category, base = self.words.goods[number - 11], self._board(number)
        items = [item for item in self.items if item.category is category]
        if sort:
            items.sort(key=lambda item: item.title)
        shown, pages = cut(items, page, self.per_page)
        numbers = (
            "".join(f"<li><a href='{base}page/{n}/' data-page='{n}'>{n}</a></li>" for n in range(1, pages + 1))
            if pages > 1
            else ""
        )
        sorts = "".join(
            f"<a href='{base}?sortby={s}&amp;sortdirection=asc'>{t}</a> "
            for s, t in (("title", "Title"), ("start_date", "Start date"), ("num_views", "Most viewed"))
        )
        pinned = f"<li class='{self.c('row')}'><span>Pinned</span> <a href='/topic/9-read-before-posting/'>Read before posting a sale</a></li>"
        rows = "".join(self._row(item) for item in shown)
        head = f"<link rel='next' href='{base}page/{page + 1}/'>" if page < pages else ""
        return self._frame(
            category.name,
            f"<h1>For sale: {h(category.name)}</h1><div>{sorts}</div><ol>{pinned}{rows}</ol><ul class='{self.c('pages')}'>{numbers}</ul>",
            head,
        )

    def _row(self, item: Item) -> str:
        c, path = self.c, self.path(item)
        last = item.replies[-1].author if item.replies else item.seller
        return f"""<li class="{c("row")}" data-rowid="{item.number}"><a href="{path}?do=getNewComment" title="Go to first unread post"><i></i></a><h4>
<span class="{c("row-prefix")}">WTS</span> <a href="{path}" title="{h(item.title)}" data-preview="{path}?preview=1">{h(item.title)}</a></h4><p>By {self._user(item.seller)},
<time datetime="{item.posted:%Y-%m-%dT%H:%M:%SZ}">{item.posted:%B %-d}</time></p><ul><li>{len(item.replies)} replies</li></ul><div>{self._user(last)}
<a href="{path}?do=getLastComment">last post</a></div></li>"""

    def _calendar(self, year: int, month: int) -> Answer | None:
        if not (1990 < year < 2300 and 0 < month < 13):
            return None
        year_on, month_on = divmod(year * 12 + month, 12)
        days = "".join(f"<td>{day}</td>" for day in range(1, 29))
        return self._frame(
            "Calendar",
            f"<h1>{month}/{year}</h1><a href='/calendar/{year_on}/{month_on + 1}/'>Next</a><table><tr>{days}</tr></table>",
        )

    def _talk(self, number: int) -> Answer | None:
        if number == 9:
            title, text = "Read before posting a sale", self.words.policy
        elif 0 <= number - 21 < len(self.words.articles):
            title, text = self.words.articles[number - 21], self.words.sentences[4:8]
        else:
            return None
        body = "".join(f"<p>{h(t)}</p>" for t in text)
        return self._frame(
            title,
            f"<h1>{h(title)}</h1>"
            + self._post(number * 10, self.words.nicks[1], "2025-02-01T08:00:00Z", "February 1, 2025", body),
        )

    def _post(self, number: int, nick: str, when: str, shown: str, text: str) -> str:
        c = self.c
        sign = f"<div class='{c('post-sign')}'>WTB: brass taps up to £25 each</div>" if len(nick) % 2 else ""
        return f"""<a id="comment-{number}"></a><article id="elComment_{number}" class="{c("post")}"><aside><h3>{self._user(nick)}</h3><img src="/static/p{len(nick)}.jpg" alt="">
<ul><li>Members</li><li>{len(nick) * 37} posts</li><li>Location: Leeds</li></ul></aside><div class="{c("post-main")}"><div class="{c("post-meta")}">
<a href="?do=findComment&amp;comment={number}">Posted <time datetime="{when}" title="{when[:16]}">{shown}</time></a></div>
<div class="{c("post-text")}">{text}</div>{sign}<ul><li><a href="#comment-{number}">Quote</a></li><li>1 like</li></ul></div></article>"""

    def _topic(self, item: Item, page: int) -> Answer | None:
        c, path = self.c, self.path(item)
        photos = "".join(
            f"""<p><a class="{c("attach")}" data-fileid="{n}" href="{self.photo(p, "")}" rel=""><img alt="DSC_{n}.jpg" data-src="{self.photo(p, ".thumb")}" src="/static/spacer.jpg"></a></p>"""
            for n, p in enumerate(item.photos, 5301)
        )
        ask = ASKS[item.number % len(ASKS)].format(price=f"{item.amount or 0:,.0f}")
        lines = [*item.text[:2], ask, *item.text[2:]]
        text = "".join(f"<p>{h(t)}</p>" for t in lines) + photos
        first = item.number * 10
        posts = [self._post(first, item.seller, f"{item.posted:%Y-%m-%dT%H:%M:%SZ}", f"{item.posted:%B %-d}", text)]
        for n, reply in enumerate(item.replies, 1):
            quote = f"<blockquote data-cite='{h(item.seller)}'><p>{h(ask)}</p></blockquote>" if n % 3 == 1 else ""
            posts.append(
                self._post(
                    first + n,
                    reply.author,
                    f"{reply.when:%Y-%m-%dT%H:%M:%SZ}",
                    f"{reply.when:%B %-d}",
                    f"{quote}<p>{h(reply.text)}</p>",
                )
            )
        shown, pages = cut(posts, page, 6)
        if not shown:
            return None
        numbers = (
            "".join(f"<li><a href='{path}{f'page/{n}/' if n > 1 else ''}'>{n}</a></li>" for n in range(1, pages + 1))
            if pages > 1
            else ""
        )
        data: dict[str, object] = {
            "@context": "http://schema.org",
            "@type": "DiscussionForumPosting",
            "url": path,
            "headline": item.title,
            "datePublished": f"{item.posted:%Y-%m-%dT%H:%M:%S}+0000",
            "author": {"@type": "Person", "name": item.seller},
            "interactionStatistic": [{"@type": "InteractionCounter", "userInteractionCount": len(item.replies)}],
            "comment": [
                {
                    "@type": "Comment",
                    "text": r.text,
                    "dateCreated": f"{r.when:%Y-%m-%dT%H:%M:%S}+0000",
                    "author": {"@type": "Person", "name": r.author},
                }
                for r in item.replies
            ],
        }
        head = self._head(path, page, data, item)
        board = self._board(self.words.goods.index(item.category) + 11)
        also = "".join(self._row(other) for other in self.related(item))
        body = f"""<nav><ul><li><a href="/">Home</a></li><li><a href="{board}">For sale: {h(item.category.name)}</a></li><li>{h(item.title)}</li></ul></nav>
<div class="{c("header")}"><h1><span><a href="{board}?prefix=wts">WTS</a></span> <span>{h(item.title)}</span></h1><p>By {self._user(item.seller)}</p></div>
<ul class="{c("pages")}">{numbers}</ul>{"".join(shown)}<h3>Similar content</h3><ul>{also}</ul><p>0 members are viewing this page</p>"""
        return self._frame(item.title, body, head)

    def _head(self, path: str, page: int, data: dict[str, object], item: Item) -> str:
        where = path + (f"page/{page}/" if page > 1 else "")
        return f"""<link rel="canonical" href="{where}"><meta property="og:title" content="{h(item.title)}"><meta property="og:type" content="website">
<meta property="og:url" content="{where}"><script type="application/ld+json">{json.dumps(data)}</script>"""

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        c = self.c
        foot = "".join(f"<li><a href='/{slug}/'>{h(text)}</a></li>" for slug, text in self.words.info)
        blogs = "".join(f"<li><a href='/blogs/{n}-entry/'>{h(text)}</a></li>" for n, text in enumerate(self.words.articles, 1))
        return self.html(f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{h(title)} - Shed & Bench Forums</title>
<meta property="og:site_name" content="Shed & Bench Forums">{head}</head><body class="{c("app")}"><header class="{c("top")}"><a href="/">Shed & Bench</a>
<ul><li><a href="/discover/">Activity</a></li><li><a href="/calendar/{self.now.year}/{self.now.month}/">Calendar</a></li><li><a href="/leaderboard/">Leaderboard</a></li>
<li><a href="/login/">Existing user? Sign in</a></li></ul></header><main class="{c("main")}">{body}</main><aside class="{c("widgets")}"><h3>Blogs</h3><ul>{blogs}</ul>
<h3>Fund the server</h3><p>£140 of £400 raised</p></aside><footer><ul>{foot}</ul><p>Powered by Commons Suite</p></footer></body></html>""")
