"""A Vietnamese board on a XenForo-like engine: slug.id addresses, prefixes, reactions, quotes, haggling and swaps in answers, prices in tr and k."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
import re
import unicodedata
from datetime import datetime
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

THREAD = re.compile(r"/threads/(?:[^/.]*\.)?(\d+)(?:/|$)")
PER_THREAD = 5


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _short(amount: float) -> str:
    """A sum as the members write it, exact: 85k, 1tr25, 12tr5, 1.050k."""
    thousands = round(amount / 1000)
    if amount % 1000:
        return f"{amount:,.0f}đ".replace(",", ".")
    if thousands < 1000:
        return f"{thousands}k"
    whole_part, rest = divmod(thousands, 1000)
    if not rest:
        return f"{whole_part}tr"
    digits = f"{rest:03}"
    return f"{whole_part}.{digits}k" if digits[0] == "0" else f"{whole_part}tr{digits.rstrip('0')}"


class ForumViTwo(Site):
    """/threads/slug.n/page-2, /forums/slug.n/page-2, /posts/n/, /members/name.n/, /whats-new/; dong."""

    name, code, currency = "forum_vi_two", "vi_two", "VND"
    photo_path = "{size}{id}-jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"/data/attachments/thumb/": (280, 210), "/attachments/": (1024, 768)}
    sellers = "nicks"
    per_page = 15
    robots = "User-agent: *\nDisallow: /whats-new/\nDisallow: /account/\nDisallow: /posts/\nDisallow: /login/\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/forum_vi_two/shape")
        self._ld = rng.random() < 0.5
        self._labels = rng.random() < 0.6
        self._inline = rng.random() < 0.5
        self._own_bumps = rng.random() < 0.7
        nouns = rng.sample([noun for g in self.words.goods for noun in g.nouns], 5)
        self._wanted = {101 + n: f"tìm mua {noun.lower()}, ai có báo giá" for n, noun in enumerate(nouns[:3])}
        self._swaps = {111 + n: f"đổi {noun.lower()} lấy món khác" for n, noun in enumerate(nouns[3:])}
        self._chat = {121 + n: text for n, text in enumerate(self.words.articles)}

    def path(self, item: Item) -> str:
        """/threads/slug.n/"""
        return f"/threads/{_slug(item.title)}.{item.number}/"

    def number(self, url: SplitResult) -> int | None:
        """The thread's number, on any of its pages."""
        found = THREAD.match(url.path)
        number = whole(found[1], 0) if found else 0
        return number if number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Threads that look for goods, that only swap, or that chat count neither way."""
        found = THREAD.match(url.path)
        return bool(found) and 100 < whole(found[1] if found else "", 0) < 200

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Boards, threads, posts, members, news, help."""
        if path in {"/", "/forums/"}:
            return self._index()
        if path.startswith("/whats-new"):
            rows = "".join(self._row(item) for item in self.items[:10])
            return self._frame(
                "Có gì mới", f"<h1 class='p-title-value'>Bài viết mới</h1><div class='structItemContainer'>{rows}</div>"
            )
        parts = path.strip("/").split("/")
        page = whole(parts[-1].removeprefix("page-"), 99) if parts[-1].startswith("page-") else 1
        if found := THREAD.match(path):
            number = whole(found[1], 0)
            if parts[-1].startswith("post-") and number in self.by_number:
                return self._jump(self.by_number[number], whole(parts[-1][5:], 0) % 100)
            if parts[-1] in {"latest", "unread"} and number in self.by_number:
                item = self.by_number[number]
                return self._jump(item, len(self._posts(item)) - 1)
            if item_here := self.by_number.get(number):
                return self._thread(item_here, page)
            return self._talk(number)
        if parts[0] == "posts" and len(parts) > 1:
            if len(parts) > 2:
                return self._frame(
                    "Đăng nhập", "<div class='blockMessage'>Bạn phải đăng nhập hoặc đăng ký để làm việc này.</div>"
                )
            item_here = self.by_number.get(whole(parts[1], 0) // 100)
            if item_here is None:
                return None
            return self._jump(item_here, whole(parts[1], 0) % 100)
        if parts[0] == "forums" and len(parts) > 1:
            return self._board(parts[1], page, query)
        if parts[0] == "members" and len(parts) > 1:
            index = whole(parts[1].rsplit(".", 1)[-1], 0) - 1
            if not 0 <= index < len(self.words.nicks):
                return None
            nick = self.words.nicks[index]
            found_posts = "".join(f"<li><a href='{self.path(i)}'>{h(i.title)}</a></li>" for i in self.items if i.seller == nick)
            return self._frame(
                nick,
                f"<h1 class='memberHeader-name'>{h(nick)}</h1><dl class='pairs'><dt>Tham gia</dt><dd>12/3/{2010 + index}</dd><dt>Bài viết</dt><dd>{index * 211 + 8}</dd></dl><h3>Chủ đề đã tạo</h3><ul>{found_posts}</ul>",
            )
        if parts[0] in {"tags", "search", "account"}:
            return self._frame("Tìm kiếm", "<form><input name=keywords placeholder='Tìm…'></form>")
        if info := self.info_page("/".join(parts[:1]), "<form><input name=login><input type=password name=password></form>"):
            return self._frame(info[0], f"<h1 class='p-title-value'>{info[0]}</h1><div class='block'>{info[1]}</div>")
        return None

    def _jump(self, item: Item, place: int) -> Answer:
        page = place // PER_THREAD + 1
        tail = f"page-{page}" if page > 1 else ""
        return Answer(b"", status=301, location=f"{self.path(item)}{tail}#post-{item.number * 100 + place}")

    def _member(self, nick: str, css: str = "username") -> str:
        uid = self.words.nicks.index(nick) + 1
        return f'<a href="/members/{_slug(nick) or "user"}.{uid}/" class="{css}" dir="auto" data-user-id="{uid}">{h(nick)}</a>'

    def _time(self, when: datetime) -> str:
        days = (self.now.date() - when.date()).days
        near = (
            f"{when:%d/%m/%y}"
            if days > 6
            else f"Hôm nay lúc {when:%H:%M}"
            if days == 0
            else f"Hôm qua lúc {when:%H:%M}"
            if days == 1
            else f"{('Thứ hai', 'Thứ ba', 'Thứ tư', 'Thứ năm', 'Thứ sáu', 'Thứ bảy', 'Chủ nhật')[when.weekday()]} lúc {when:%H:%M}"
        )
        return f'<time class="u-dt" dir="auto" datetime="{when:%Y-%m-%dT%H:%M:%S}+0700" data-time="{int(when.timestamp())}" title="{when:%d/%m/%y} lúc {when:%H:%M}">{near}</time>'

    def _prefix(self, item: Item) -> str:
        if not self._labels:
            return ""
        return f'<span class="label label--{("green", "primary")[item.number % 2]}" dir="auto">{("Cần bán", item.city[0])[item.number % 2]}</span><span class="label-append">&nbsp;</span>'

    def _index(self) -> Answer:
        nodes = "".join(
            f"<div class='node node--forum'><h3 class='node-title'><a href='/forums/{g.slug}/'>{g.name}</a></h3><dl class='pairs'><dt>Chủ đề</dt><dd>{n * 120 + 310}</dd></dl><div class='node-extra'><a href='{self.path(last)}latest'>{h(last.title)}</a> {self._time(last.posted)} · {self._member(last.seller)}</div></div>"
            for n, g in enumerate(self.words.goods)
            if (last := next(i for i in self.items if i.category is g))
        )
        more = "<div class='node node--forum'><h3 class='node-title'><a href='/forums/can-mua-trao-doi.31/'>Cần mua, trao đổi</a></h3></div><div class='node node--forum'><h3 class='node-title'><a href='/forums/tan-gau.40/'>Quán cà phê</a></h3></div>"
        return self._frame(
            "Diễn đàn Chợ Dạo",
            f"<div class='p-body-content'><div class='block--category'><h2><a href='#cho'>Chợ mua bán</a></h2>{nodes}{more}</div></div>",
        )

    def _talk_row(self, number: int, title: str, nick: str) -> str:
        return f"<div class='structItem structItem--thread'><div class='structItem-title'><a href='/threads/{_slug(title)}.{number}/'>{h(title)}</a></div><ul><li>{self._member(nick)}</li></ul></div>"

    def _board(self, name: str, page: int, query: dict[str, str]) -> Answer | None:
        nicks = self.words.nicks
        if name in {"can-mua-trao-doi.31", "tan-gau.40"}:
            talks = self._wanted | self._swaps if name.startswith("can") else self._chat
            rows = "".join(self._talk_row(n, t, nicks[n % len(nicks)]) for n, t in talks.items())
            title = "Cần mua, trao đổi" if name.startswith("can") else "Quán cà phê"
            return self._frame(title, f"<h1 class='p-title-value'>{title}</h1><div class='structItemContainer'>{rows}</div>")
        kind = next((g for g in self.words.goods if g.slug == name), None)
        if kind is None:
            return None
        items = [item for item in self.items if item.category is kind]
        if query.get("order") == "reply_count":
            items.sort(key=lambda item: -len(item.replies))
        shown, pages = cut(items, page, 6)
        if page > pages:
            return None
        top = "".join(self._talk_row(121, "[Nội quy] Quy định đăng bài mua bán", nicks[0]) for _ in range(page == 1))
        body = f"""<h1 class="p-title-value">{kind.name}</h1><div class="block-outer">{self._pages(f"/forums/{name}/", page, pages)}<a href="/forums/{name}/post-thread" class="button button--cta">Đăng chủ đề</a></div>
<div class="block-filterBar"><a href="/forums/{name}/?order=reply_count&amp;direction=desc">Trả lời nhiều</a> <a href="/forums/{name}/?order=post_date">Ngày đăng</a></div><div class="structItemContainer">{top}{"".join(self._row(i) for i in shown)}</div>{self._pages(f"/forums/{name}/", page, pages)}"""
        return self._frame(kind.name, body)

    def _pages(self, base: str, page: int, pages: int) -> str:
        if pages < 2:
            return ""
        items = "".join(
            f"<li class='pageNav-page{' pageNav-page--current' if n == page else ''}'><a href='{base}{f'page-{n}' if n > 1 else ''}'>{n}</a></li>"
            for n in range(1, pages + 1)
        )
        after = f"<a href='{base}page-{page + 1}' class='pageNav-jump pageNav-jump--next'>Tiếp</a>" if page < pages else ""
        return f"<nav class='pageNavWrapper'><div class='pageNav'><ul class='pageNav-main'>{items}</ul>{after}</div></nav>"

    def _row(self, item: Item) -> str:
        pages = -(-len(self._posts(item)) // PER_THREAD)
        jump = "".join(f"<a href='{self.path(item)}page-{n}'>{n}</a>" for n in range(2, pages + 1))
        last = item.replies[-1].author if item.replies else item.seller
        return f"""<div class="structItem structItem--thread js-threadListItem-{item.number}" data-author="{h(item.seller)}"><div class="structItem-cell--icon"><a href="/members/{_slug(item.seller) or "user"}.{self.words.nicks.index(item.seller) + 1}/" class="avatar"><img src="/static/av{len(item.seller)}.jpg" alt="{h(item.seller)}"></a></div>
<div class="structItem-cell--main"><div class="structItem-title">{self._prefix(item)}<a href="{self.path(item)}">{h(item.title)}</a></div><ul class="structItem-parts"><li>{self._member(item.seller)}</li><li><a href="{self.path(item)}" rel="nofollow">{self._time(item.posted)}</a></li></ul><span class="structItem-pageJump">{jump}</span></div>
<dl class="pairs"><dt>Trả lời</dt><dd>{len(self._posts(item)) - 1}</dd></dl><dl class="pairs"><dt>Xem</dt><dd>{item.number % 3000}</dd></dl><div><a href="{self.path(item)}latest" rel="nofollow">{self._time(item.posted)}</a> {self._member(last)}</div></div>"""

    def _cost(self, item: Item) -> str:
        price = _short(item.amount or 0)
        return (
            f"Giá: {price}",
            f"<b>Giá ra đi: <span style='color:#e74c3c'>{price}</span></b>",
            f"Giá bán {price} bao ship",
            f"Em để {price} cho anh em diễn đàn",
        )[item.number % 4]

    def _first(self, item: Item) -> str:
        lines = "<br>\n".join(h(t) for t in item.text)
        contact = f"Liên hệ: 09{item.number % 100:02} {item.number % 1000:03} {item.number * 7 % 1000:03} (zalo)"
        shots = [
            f'<div class="bbImageWrapper js-lbImage" data-src="{self.photo(p, "/attachments/")}" data-lb-sidebar-href=""><img src="{self.photo(p, "/attachments/")}" class="bbImage" alt="IMG_{n}.jpg" loading="lazy"></div>'
            for n, p in enumerate(item.photos)
        ]
        if self._inline:
            return f"{lines}<br><br>{self._cost(item)}<br>{contact}<br>{'<br>'.join(shots)}"
        files = "".join(
            f'<li class="file file--linked"><a class="file-preview js-lbImage" href="{self.photo(p, "/attachments/")}" target="_blank"><img src="{self.photo(p, "/data/attachments/thumb/")}" alt="IMG_{n}.jpg"></a><div class="file-info">IMG_{n}.jpg <div class="file-meta">184.{n} KB · Xem: {n * 7 + 3}</div></div></li>'
            for n, p in enumerate(item.photos)
        )
        return f"{lines}<br><br>{self._cost(item)}<br>{contact}</div><section class='message-attachments'><h4>Đính kèm</h4><ul class='attachmentList'>{files}</ul></section><div>"

    def _posts(self, item: Item) -> list[tuple[str, datetime, str]]:
        """Author, time and HTML of each post; the seller's own bumps among them."""
        posts = [(item.seller, item.posted, self._first(item))]
        for n, reply in enumerate(item.replies):
            quote = ""
            if n % 3 == 1:
                quote = f'<blockquote class="bbCodeBlock bbCodeBlock--quote"><div class="bbCodeBlock-title"><a href="/threads/{item.number}/post-{item.number * 100}" class="bbCodeBlock-sourceJump">{h(item.seller)} nói:</a></div><div class="bbCodeBlock-content">{h(item.text[0])}<br>{self._cost(item)}</div></blockquote>'
            posts.append((reply.author, reply.when, quote + h(reply.text)))
            if self._own_bumps and n % 4 == 2:
                posts.append((item.seller, reply.when, "Up, hàng vẫn còn nhé các bác."))
        return posts

    def _post(self, number: int, place: int, post: tuple[str, datetime, str]) -> str:
        nick, when, text = post
        pid, uid = number * 100 + place, self.words.nicks.index(nick) + 1
        liked = self.words.nicks[(pid * 3) % len(self.words.nicks)]
        react = (
            f'<div class="reactionsBar is-active"><ul class="reactionSummary"><li>Thích</li></ul><a class="reactionsBar-link" href="/posts/{pid}/reactions"><bdi>{h(liked)}</bdi> và {uid} người khác</a></div>'
            if (number + place) % 2
            else ""
        )
        sign = (
            '<aside class="message-signature"><div class="bbWrapper">Chuyên loa cổ, ampli từ 500k - 5tr. Zalo 0909 000 111</div></aside>'
            if uid % 4 == 1
            else ""
        )
        return f"""<article class="message message--post js-post" data-author="{h(nick)}" data-content="post-{pid}" id="js-post-{pid}"><span class="u-anchorTarget" id="post-{pid}"></span><div class="message-inner"><div class="message-cell--user"><section class="message-user"><div class="message-avatar"><img src="/static/av{len(nick)}.jpg" alt="{h(nick)}"></div>
<div class="message-userDetails"><h4 class="message-name">{self._member(nick)}</h4><h5 class="userTitle">Thành viên {("tích cực", "mới", "kỳ cựu")[uid % 3]}</h5></div><div class="message-userExtras"><dl class="pairs"><dt>Tham gia</dt><dd>{uid}/{uid}/{2011 + uid}</dd></dl><dl class="pairs"><dt>Bài viết</dt><dd>{uid * 97}</dd></dl></div></section></div>
<div class="message-cell--main"><header class="message-attribution"><ul><li class="u-concealed"><a href="/threads/{number}/post-{pid}" rel="nofollow">{self._time(when)}</a></li><li><a href="/threads/{number}/post-{pid}" rel="nofollow">#{place + 1}</a></li></ul></header>
<div class="message-userContent lbContainer"><article class="message-body js-selectToQuote"><div class="bbWrapper">{text}</div></article></div>{sign}<footer class="message-footer">{react}<a href="/posts/{pid}/react?reaction_id=1" rel="nofollow">Thích</a> <a href="/posts/{pid}/quote" rel="nofollow">Trả lời</a> <a href="/posts/{pid}/report" rel="nofollow">Báo cáo</a></footer></div></div></article>"""

    def _thread(self, item: Item, page: int) -> Answer | None:
        posts = self._posts(item)
        shown, pages = cut(posts, page, PER_THREAD)
        if not shown:
            return None
        text = "".join(self._post(item.number, n, post) for n, post in enumerate(shown, (page - 1) * PER_THREAD))
        nav = self._pages(self.path(item), page, pages)
        like = "".join(self._row(other) for other in self.related(item, 3))
        head = ""
        if self._ld and page == 1:
            data = {
                "@context": "https://schema.org",
                "@type": "DiscussionForumPosting",
                "headline": item.title,
                "datePublished": f"{item.posted:%Y-%m-%dT%H:%M:%S}+07:00",
                "author": {"@type": "Person", "name": item.seller},
                "interactionStatistic": {"@type": "InteractionCounter", "userInteractionCount": len(posts) - 1},
            }
            head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
        body = f"""<ul class="p-breadcrumbs"><li><a href="/">Diễn đàn</a></li><li><a href="/forums/{item.category.slug}/">{item.category.name}</a></li></ul><div class="p-title"><h1 class="p-title-value">{self._prefix(item)}{h(item.title)}</h1></div>
<div class="p-description"><ul><li>{self._member(item.seller)}</li><li><a href="{self.path(item)}">{self._time(item.posted)}</a></li><li><a href="/tags/cho/">chợ</a></li></ul></div><div class="block-outer">{nav}</div><div class="block-body js-replyNewMessageContainer">{text}</div><div class="block-outer">{nav}</div>
<div class="blockMessage">Bạn phải <a href="/login/">đăng nhập hoặc đăng ký</a> để bình luận.</div><div class="shareButtons"><a href="https://fb.example/share?u={self.path(item)}">Facebook</a></div><div class="block"><h3>Chủ đề tương tự</h3><div class="structItemContainer">{like}</div></div>"""
        tail = f" | Trang {page}" if page > 1 else ""
        return self._frame(f"{item.title}{tail}", body, head)

    def _talk(self, number: int) -> Answer | None:
        talks = self._wanted | self._swaps | self._chat
        if number not in talks:
            return None
        rng = Random(number)
        nicks, lines = self.words.nicks, rng.sample(self.words.sentences, 2)
        opening = (
            "Em đang cần, bác nào dư để lại cho em, tài chính tầm 1tr đổ lại."
            if number in self._wanted
            else "Em không bán, chỉ giao lưu, bác nào có món hợp thì đổi, các thêm qua lại."
            if number in self._swaps
            else "<br>".join(lines)
        )
        when = self.now.replace(month=1, day=9)
        posts = [
            (nicks[number % len(nicks)], when, opening),
            (nicks[(number + 3) % len(nicks)], when, "Em cũng đang quan tâm."),
            (nicks[(number + 5) % len(nicks)], when, "Hóng cao nhân."),
        ]
        title = talks[number]
        text = "".join(self._post(number, n, post) for n, post in enumerate(posts))
        return self._frame(title, f"<h1 class='p-title-value'>{h(title)}</h1><div class='block-body'>{text}</div>")

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        foot = "".join(f"<li><a href='/{slug}/'>{text}</a></li>" for slug, text in self.words.info)
        return self.html(f"""<!DOCTYPE html><html id="XF" lang="vi" dir="LTR" data-app="public" class="has-no-js template-thread_view"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{h(title)} | Chợ Dạo</title><meta property="og:site_name" content="Chợ Dạo"><meta property="og:title" content="{h(title)}">{head}<link rel="stylesheet" href="/static/xf.css"></head>
<body data-template="view"><div class="p-pageWrapper"><header class="p-header"><a href="/"><img src="/static/banner_xf.jpg" alt="Chợ Dạo"></a></header><nav class="p-nav"><ul><li><a href="/">Diễn đàn</a></li><li><a href="/whats-new/">Có gì mới</a></li><li><a href="/search/">Tìm kiếm</a></li></ul><a href="/login/">Đăng nhập</a> <a href="/register/">Đăng ký</a></nav>
<div class="p-body"><div class="notice">Cảnh giác lừa đảo chuyển khoản trước. <a href="/help/">Xem thêm</a></div><div class="p-body-inner">{body}</div></div><footer class="p-footer"><ul>{foot}<li><a href="/forums/-/index.rss">RSS</a></li></ul><div>Community platform by XenForo-like<sup>®</sup> © 2010-2026</div></footer>
<ul class="notices notices--bottom_fixer"><li>Trang web dùng cookie. <a href="/account/dismiss-notice" class="button">Chấp nhận</a></li></ul></div></body></html>""")
