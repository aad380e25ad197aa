"""An English forum of the newer kind: flex boxes, og: tags, a for-sale box with the price, tags, badges, post permalinks."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ForumEn(Site):
    """/t/slug/number, /t/slug/number/post, /c/category?page=…; next pages by rel=next."""

    name, code, currency, style = "forum_en", "en", "USD", "bem"
    photo_path = "/uploads/{size}/3X/{id}.jpeg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"optimized": (240, 180), "original": (900, 675)}
    sellers = "nicks"
    per_page = 12

    def path(self, item: Item) -> str:
        """/t/slug/number"""
        return f"/t/{item.slug}/{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number after the slug."""
        parts = url.path.strip("/").split("/")
        number = whole(parts[2], 0) if parts[0] == "t" and len(parts) > 2 else 0
        return number if number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Topics of the lounge."""
        return url.path.startswith("/t/lounge-")

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Latest, categories, tags, topics, users, help."""
        parts = path.strip("/").split("/")
        if path in {"/", "/latest"}:
            return self._list("Latest", "/latest", self.items, whole(query.get("page")))
        if parts[0] == "c":
            found = {c.slug: c.name for c in self.words.goods}.get(parts[-1])
            items = [item for item in self.items if item.category.slug == parts[-1]]
            return self._list(found, path, items, whole(query.get("page"))) if found else self._lounge()
        if parts[0] == "tag":
            items = [item for item in self.items if self._tag(item) == parts[-1]]
            return self._list(f"#{parts[-1]}", path, items, whole(query.get("page"))) if items else None
        if parts[0] == "t" and len(parts) > 2:
            number = whole(parts[2], 0)
            return self._topic(self.by_number[number]) if number in self.by_number else self._pinned(number)
        if parts[0] == "u" and parts[-1] in self.words.nicks:
            body = f"<h1>{parts[-1]}</h1><p>Joined May 2017 · 214 posts · Trust level 3</p><p>Collector, tinkerer. Lowest price paid: $5.</p>"
            return self._frame(parts[-1], body)
        if parts[0] == "badges":
            return self._frame("Badges", "<h1>Badges</h1><p>Trusted trader: ten sales or more</p>")
        info = self.info_page(path, "<form><input name='login'><input type='password' name='password'></form>")
        return info and self._frame(info[0], f"<h1>{h(info[0])}</h1>{info[1]}")

    def _tag(self, item: Item) -> str:
        return ("shipped", "local-pickup", "rare-find", "price-drop")[item.number % 4]

    def _lounge(self) -> Answer:
        rows = "".join(f"<a href='/t/lounge-{n}/{n + 50}'>{h(t)}</a><br>" for n, t in enumerate(self.words.articles[:5]))
        return self._frame("Lounge", f"<h1>Lounge</h1>{rows}")

    def _row(self, item: Item) -> str:
        c = self.c
        last = len(item.replies) + 1
        return f"""<div class="{c("topic")}"><a class="{c("topic-avatar")}" href="/u/{item.seller}"><img src="/static/a{len(item.seller)}.jpg"></a>
<div class="{c("topic-main")}"><a class="{c("topic-title")}" href="{self.path(item)}">{h(item.title)}</a><div>
<a href="/c/{item.category.slug}" class="{c("badge-cat")}">{h(item.category.name)}</a> <a href="/tag/{self._tag(item)}">{self._tag(item)}</a></div></div>
<div>{len(item.replies)}</div><a class="{c("topic-last")}" href="{self.path(item)}/{last}">{item.posted:%b %-d}</a></div>"""

    def _list(self, title: str, base: str, items: list[Item], page: int) -> Answer:
        shown, pages = cut(items, page, self.per_page)
        after = f"{base}?page={page + 1}"
        head = f"<link rel='next' href='{after}'>" if page < pages else ""
        more = f"<a class='{self.c('nav-next')}' href='{after}'>next page →</a>" if page < pages else ""
        pinned = "<div>📌 <a href='/t/read-me-first/7'>Read me first: marketplace rules</a></div>"
        return self._frame(title, f"<h1>{h(title)}</h1>{pinned}{''.join(self._row(i) for i in shown)}{more}", head)

    def _pinned(self, number: int) -> Answer | None:
        if number == 7:
            title, text = "Read me first: marketplace rules", self.words.policy[:4]
        elif 50 <= number < 55:
            title, text = self.words.articles[number - 50], self.words.sentences[3:6]
        else:
            return None
        body = f"<h1>{h(title)}</h1>" + self._post(
            1, self.words.nicks[0], "2024-02-11T10:00:00Z", "".join(f"<p>{h(t)}</p>" for t in text)
        )
        return self._frame(title, body)

    def _post(self, number: int, author: str, when: str, text: str) -> str:
        c = self.c
        sign = (
            "<div class='{}'>WTB: old tins, paying up to $40 | Heatware 112-0-0</div>".format(c("post-sig"))
            if len(author) % 2
            else ""
        )
        return f"""<article id="post_{number}" class="{c("post")}"><div class="{c("post-aside")}"><a href="/u/{author}"><img src="/static/a{len(author)}.jpg"></a>
</div><div class="{c("post-body")}"><div class="{c("post-names")}"><a href="/u/{author}">{author}</a> <span class="{c("post-badge")}">Trusted trader</span>
<time datetime="{when}">{when[:10]}</time></div><div class="{c("post-cooked")}">{text}</div>{sign}<button>Like</button><button>Share</button></div></article>"""

    def _topic(self, item: Item) -> Answer:
        c = self.c
        photos = "".join(
            f"""<div class="{c("lightbox")}"><a href="{self.photo(p, "original")}" title="IMG_{n}"><img src="{self.photo(p, "optimized")}"
width="240" height="180"><span>IMG_{n} 900×675 88 KB</span></a></div>"""
            for n, p in enumerate(item.photos, 4011)
        )
        facts = f"""<dl class="{c("sale")}"><dt>Status</dt><dd>For sale</dd><dt>Price</dt><dd>${item.amount or 0:,.2f} shipped</dd>
<dt>Location</dt><dd>{item.city[0]}</dd></dl>"""
        text = facts + "".join(f"<p>{h(t)}</p>" for t in item.text) + photos
        posts = [self._post(1, item.seller, f"{item.posted:%Y-%m-%dT%H:%M:%SZ}", text)]
        for n, reply in enumerate(item.replies, 2):
            quote = f"<aside><b>{item.seller}:</b><blockquote>{h(item.text[0])}</blockquote></aside>" if n % 3 == 0 else ""
            posts.append(self._post(n, reply.author, f"{reply.when:%Y-%m-%dT%H:%M:%SZ}", f"{quote}<p>{h(reply.text)}</p>"))
        also = "".join(self._row(other) for other in self.related(item))
        head = f"""<meta property="og:title" content="{h(item.title)}"><meta property="og:type" content="website"><meta property="og:image"
content="{self.photo(item.photos[0], "original")}"><meta property="og:description" content="{h(item.text[0])}"><link rel="canonical" href="{self.path(item)}">"""
        body = f"""<div><h1 class="{c("title-h")}">{h(item.title)}</h1><a href="/c/{item.category.slug}">{h(item.category.name)}</a>
<a href="/tag/{self._tag(item)}">{self._tag(item)}</a></div>{"".join(posts)}<h3>Suggested topics</h3>{also}"""
        return self._frame(item.title, body, head)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        c, words = self.c, self.words
        cats = "".join(f"<li><a href='/c/{g.slug}'>{h(g.name)}</a></li>" for g in words.goods)
        foot = " · ".join(f"<a href='/{s}'>{h(t)}</a>" for s, t in words.info)
        tags = "".join(f"<a href='/tag/{t}'>{t}</a> " for t in ("shipped", "local-pickup", "rare-find", "price-drop"))
        return self.html(f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{h(title)} - The Swap Bench</title>
<meta property="og:site_name" content="The Swap Bench">{head}</head><body class="{c("page")}"><header class="{c("header")}"><a href="/">The Swap Bench</a>
<a href="/login">Log in</a> <a href="/register">Sign up</a></header><div class="{c("layout")}"><nav class="{c("sidebar")}"><ul><li><a href="/latest">Topics</a></li>
{cats}<li><a href="/c/lounge">Lounge</a></li></ul>{tags}<a href="/badges">Badges</a></nav><main>{body}</main></div><footer>{foot}<p>Hosting: $312 of $400
raised this month. Donate!</p></footer><script>window.Preload={{"currentUser":null,"siteSettings":{{"title":"The Swap Bench"}}}};</script></body></html>""")
