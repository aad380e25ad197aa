"""A Vietnamese forum with JSON-LD for threads, attachments without file endings, prices as '2tr5' or '350k', replies that offer goods."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from datetime import timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item, Reply
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ForumVi(Site):
    """/chu-de/slug.number/, /dien-dan/box.n/trang-2, members, tags; replies that offer goods may be stored too."""

    name, code, currency, style = "forum_vi", "vi", "VND", "prefixed"
    photo_path = "/dinh-kem/{id}.{size}/"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"nho": (200, 150), "goc": (1000, 750)}
    sellers = "nicks"
    per_page = 8
    unpriced = 0.08

    def path(self, item: Item) -> str:
        """/chu-de/slug.number/"""
        return f"/chu-de/{item.slug}.{item.number}/"

    def number(self, url: SplitResult) -> int | None:
        """The number after the slug's dot."""
        parts = url.path.strip("/").split("/")
        number = whole(parts[1].rsplit(".", 1)[-1], 0) if parts[0] == "chu-de" and len(parts) > 1 else 0
        return number if number in self.by_number else None

    def offer_price(self) -> str:
        """Replies may offer goods."""
        return "350k"

    def neutral(self, url: SplitResult) -> bool:
        """Threads of the chat box."""
        return url.path.startswith("/chu-de/tam-su")

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Boxes, threads and their pages, members, tags, help."""
        parts = path.strip("/").split("/")
        last = whole(parts[-1].removeprefix("trang-")) if parts[-1].startswith("trang-") else 1
        if path == "/":
            return self._index()
        if parts[0] == "dien-dan" and len(parts) > 1:
            return self._box(whole(parts[1].rsplit(".", 1)[-1], 99), last, query)
        if parts[0] == "chu-de" and len(parts) > 1:
            number = whole(parts[1].rsplit(".", 1)[-1], 0)
            return self._thread(self.by_number[number], last) if number in self.by_number else self._other(number)
        if parts[0] == "thanh-vien" and (index := whole(parts[-1].rsplit(".", 1)[-1], 99)) < len(self.words.nicks):
            return self._frame(
                self.words.nicks[index], f"<h1>{self.words.nicks[index]}</h1><p>Bài viết: 512 · Điểm tương tác: 1.204</p>"
            )
        info = self.info_page(path, "<form method=post><input name=login><input type=password name=password></form>")
        return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")

    def _price(self, item: Item) -> str:
        amount = int(item.amount or 0)
        if item.amount is None:
            return "Giá: inbox"
        if amount < 1_000_000 and amount % 1000 == 0:
            return f"Giá: {amount // 1000}k"
        if item.number % 2 and amount < 10_000_000 and amount % 100_000 == 0:
            return f"Giá bán: {amount // 1_000_000}tr" + (str(amount // 100_000 % 10) if amount % 1_000_000 else "")
        return f"Giá: {amount:,}đ".replace(",", ".")

    def _when(self, item: Item | Reply) -> str:
        when = item.when if isinstance(item, Reply) else item.posted
        if when.date() == self.now.date():
            return f"Hôm nay lúc {when:%H:%M}"
        if when.date() == self.now.date() - timedelta(days=1):
            return f"Hôm qua lúc {when:%H:%M}"
        return f"{when:%d/%m/%y}"

    def _user(self, nick: str) -> str:
        return f"<a href='/thanh-vien/{nick.replace('.', '-')}.{self.words.nicks.index(nick)}/'>{nick}</a>"

    def _index(self) -> Answer:
        c = self.c
        rows = "".join(
            f"<div class='{c('node')}'><h3><a href='/dien-dan/{g.slug}.{n}/'>{g.name}</a></h3><span>Chủ đề: {n * 53 + 20}</span></div>"
            for n, g in enumerate(self.words.goods)
        )
        chat = f"<div class='{c('node')}'><h3><a href='/dien-dan/tam-su.50/'>Tâm sự</a></h3></div>"
        return self._frame("Diễn đàn Chợ Phiên", f"<h1>Diễn đàn Chợ Phiên</h1>{rows}{chat}")

    def _box(self, box: int, page: int, query: dict[str, str]) -> Answer | None:
        if box == 50:
            rows = "".join(
                f"<li><a href='/chu-de/tam-su-{n}.{n + 50}/'>{t}</a></li>" for n, t in enumerate(self.words.articles[:5])
            )
            return self._frame("Tâm sự", f"<h1>Tâm sự</h1><ul>{rows}</ul>")
        if box >= len(self.words.goods):
            return None
        c, category = self.c, self.words.goods[box]
        items = [item for item in self.items if item.category is category]
        if query.get("order") == "reply_count":
            items.sort(key=lambda item: len(item.replies))
        shown, pages = cut(items, page, self.per_page)
        base = f"/dien-dan/{category.slug}.{box}/"
        rows = "".join(
            f"""<div class="{c("thread")}"><div class="{c("thread-title")}"><a href="{base}?prefix_id=3" class="{c("label")}">Cần bán</a>
<a href="{self.path(i)}">{h(i.title)}</a></div><div class="{c("minor")}">{self._user(i.seller)} · {self._when(i)}</div>
<a href="{self.path(i)}latest">{i.posted:%d/%m}</a></div>"""
            for i in shown
        )
        sticky = f"<div class='{c('thread')}'>Ghim: <a href='/chu-de/noi-quy.1/'>Nội quy mua bán</a></div>"
        nav = "".join(f"<a href='{base}trang-{n}'>{n}</a> " for n in range(1, pages + 1)) if pages > 1 else ""
        sort = (
            f"<a href='{base}?order=reply_count&amp;direction=desc'>Trả lời</a> <a href='{base}?order=post_date'>Mới nhất</a>"
        )
        return self._frame(category.name, f"<h1>{category.name}</h1>{sort}{sticky}{rows}<nav>{nav}</nav>")

    def _other(self, number: int) -> Answer | None:
        if number != 1 and not 50 <= number < 55:
            return None
        title = "Nội quy mua bán" if number == 1 else self.words.articles[number - 50]
        text = "<br>".join(self.words.policy if number == 1 else self.words.sentences[:3])
        post = self._post(1, self.words.nicks[0], "01/02/24", text)
        return self._frame(title, f"<h1>{title}</h1>{post}")

    def _post(self, number: int, author: str, when: str, text: str, files: str = "") -> str:
        c = self.c
        sign = "Shop mình ở 12 Hàng Gai, ship COD 30k toàn quốc" if len(author) % 2 else "Chơi là phải chất"
        return f"""<article class="{c("message")}" data-author="{author}" id="js-post-{number}"><div class="{c("message-cell")}">
<img src="/static/av{len(author)}.jpg"><h4>{self._user(author)}</h4><h5>Thành viên tích cực</h5><em>Xác thực SĐT</em></div><div class="{c("message-main")}">
<div class="{c("attribution")}"><a href="#js-post-{number}"><time>{when}</time></a> <a href="#js-post-{number}">#{number}</a></div>
<div class="{c("bbwrapper")}">{text}</div>{files}<div class="{c("signature")}">{sign}</div></div></article>"""

    def _thread(self, item: Item, page: int) -> Answer | None:
        c = self.c
        photos = "".join(
            f"<li><a href='{self.photo(p, 'goc')}' target='_blank'><img src='{self.photo(p, 'nho')}' alt='IMG_{n}.jpg'></a> IMG_{n}.jpg 120 KB</li>"
            for n, p in enumerate(item.photos)
        )
        files = f"<section class='{c('attachments')}'><h4>Đính kèm</h4><ul>{photos}</ul></section>"
        text = "<br>".join([*map(h, item.text), f"<b>{self._price(item)}</b>", f"Khu vực: {item.city[0]}"])
        posts = [self._post(1, item.seller, self._when(item), text, files)]
        for n, reply in enumerate(item.replies, 2):
            quote = f"<blockquote>{item.seller} nói: {h(item.text[0])} {self._price(item)}</blockquote>" if n == 3 else ""
            posts.append(self._post(n, reply.author, self._when(reply), quote + h(reply.text)))
        shown, pages = cut(posts, page, 6)
        if not shown:
            return None
        nav = "".join(f"<a href='{self.path(item)}trang-{n}'>{n}</a> " for n in range(1, pages + 1)) if pages > 1 else ""
        ld = {
            "@context": "https://schema.org",
            "@type": "DiscussionForumPosting",
            "headline": item.title,
            "datePublished": f"{item.posted:%Y-%m-%dT%H:%M:%S+07:00}",
            "author": {"@type": "Person", "name": item.seller},
            "interactionStatistic": {"@type": "InteractionCounter", "userInteractionCount": len(item.replies)},
            "publisher": {"@type": "Organization", "name": "Chợ Phiên"},
        }
        head = f"<script type='application/ld+json'>{json.dumps(ld, ensure_ascii=False)}</script><link rel='canonical' href='{self.path(item)}'>"
        box = self.words.goods.index(item.category)
        also = "".join(f"<li><a href='{self.path(o)}'>{h(o.title)}</a></li>" for o in self.related(item))
        body = f"""<ul class="{c("crumbs")}"><li><a href="/">Diễn đàn</a></li><li><a href="/dien-dan/{item.category.slug}.{box}/">{item.category.name}</a></li></ul>
<h1 class="{c("p-title")}"><span class="{c("label")}">Cần bán</span> {h(item.title)}</h1>{"".join(shown)}{nav}<h3>Chủ đề tương tự</h3><ul>{also}</ul>"""
        return self._frame(item.title, body, head)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        foot = "".join(f"<a href='/{s}/'>{t}</a> " for s, t in self.words.info)
        new = "".join(f"<li><a href='{self.path(i)}'>{h(i.title)}</a> {self._when(i)}</li>" for i in self.items[:5])
        return self.html(f"""<!DOCTYPE html><html lang="vi-VN"><head><meta charset="utf-8"><title>{h(title)} | Chợ Phiên</title>{head}</head>
<body data-template="forum"><div class="{self.c("nav")}"><a href="/">Chợ Phiên</a><a href="/dang-nhap/">Đăng nhập</a><a href="/dang-ky/">Đăng ký</a></div>
<div class="{self.c("body")}"><div class="{self.c("content")}">{body}</div><aside><h3>Bài mới</h3><ul>{new}</ul><div>Quảng cáo: Vay nhanh 50.000.000đ</div>
<img src="/static/banner_qc.jpg"></aside></div><footer>{foot}<p>Chợ Phiên © 2011-2026</p></footer></body></html>""")
