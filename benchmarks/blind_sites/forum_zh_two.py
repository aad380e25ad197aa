"""A Chinese board of the X kind with renamed classes: thread-1-2-1.html, facts in a table, lazy pictures, reversed and author-only views."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import re
from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

THREAD = re.compile(r"/thread-(\d+)-(\d+)-(\d+)\.html$")


class ForumZhTwo(Site):
    """thread-tid-page-back.html, forum-fid-page.html, space-uid-n.html, forum.php?mod=…; yuan."""

    name, code, currency, style = "forum_zh_two", "zh_two", "CNY", "prefixed"
    photo_path = "/data/attach/album/202611/{id}.jpg{size}"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {".thumb.jpg": (200, 150), "": (880, 660)}
    sellers = "nicks"
    per_page = 15
    robots = "User-agent: *\nDisallow: /api/\nDisallow: /data/cache/\n"

    def path(self, item: Item) -> str:
        """/thread-tid-1-1.html"""
        return f"/thread-{item.number}-1-1.html"

    def number(self, url: SplitResult) -> int | None:
        """The tid of a static or a dynamic address of a thread."""
        found = THREAD.match(url.path)
        asked = parse_qs(url.query)
        if not found and asked.get("mod") != ["viewthread"]:
            return None
        number = whole(found[1] if found else asked.get("tid", [""])[0], 0)
        return number if number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Threads of the chat board have three digits."""
        found = THREAD.match(url.path)
        return bool(found) and 100 <= whole(found[1] if found else "", 0) < 200

    def offer_price(self) -> str:
        """Some answer with a thing of their own."""
        return "180元"

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Boards, threads in all their views, spaces, guide, sign-in days, help."""
        if path in {"/", "/forum.php"} and "mod" not in query:
            return self._index()
        if found := THREAD.match(path):
            return self._thread(whole(found[1], 0), whole(found[2]), "", "")
        if path == "/forum.php":
            return self._dynamic(query)
        if found := re.match(r"/forum-(\d+)-(\d+)\.html$", path):
            return self._board(whole(found[1], 0), whole(found[2]), "")
        if found := re.match(r"/space-uid-(\d+)\.html$", path):
            index = whole(found[1], 99) - 1
            if not 0 <= index < len(self.words.nicks):
                return None
            return self._frame(
                self.words.nicks[index],
                f"<h2>{self.words.nicks[index]}</h2><ul><li>积分 1204</li><li>金钱 300</li><li>注册时间 2014-3-2 10:11</li></ul>",
            )
        if found := re.match(r"/sign-(\d{4})-(\d{1,2})\.html$", path):
            year, month = int(found[1]), int(found[2])
            if not (2000 < year < 2200 and 0 < month < 13):
                return None
            year_on, month_on = divmod(year * 12 + month, 12)
            days = "".join(f"<td>{day}</td>" for day in range(1, 29))
            return self._frame(
                "每日签到",
                f"<h2>{year}年{month}月签到</h2><table><tr>{days}</tr></table><a href='sign-{year_on}-{month_on + 1}.html'>下个月</a>",
            )
        if path == "/misc.php":
            info = self.info_page(
                query.get("mod", ""),
                "<form method=post>用户名<input name=username>密码<input type=password name=password></form>",
            )
            return info and self._frame(info[0], f"<h2>{info[0]}</h2>{info[1]}")
        return None

    def _dynamic(self, query: dict[str, str]) -> Answer | None:
        mod, tid = query.get("mod", ""), whole(query.get("tid"), 0)
        if mod == "viewthread":
            return self._thread(tid, whole(query.get("page")), query.get("authorid", ""), query.get("ordertype", ""))
        if mod == "redirect" and tid in self.by_number:
            page = -(-(len(self.by_number[tid].replies) + 1) // 6)
            return Answer(b"", status=302, location=f"/thread-{tid}-{page}-1.html")
        if mod == "forumdisplay":
            return self._board(whole(query.get("fid"), 0), whole(query.get("page")), query.get("orderby", ""))
        if mod == "guide":
            rows = "".join(self._row(item) for item in self.items[:20])
            return self._frame("导读", f"<h2>最新发表</h2><table>{rows}</table>")
        return None

    def _user(self, nick: str) -> str:
        return f"<a href='space-uid-{self.words.nicks.index(nick) + 1}.html'>{nick}</a>"

    def _when(self, when: datetime) -> str:
        exact, days = f"{when:%Y-%-m-%-d %H:%M}", (self.now.date() - when.date()).days
        if days > 6:
            return exact
        minutes = int((self.now - when).total_seconds() // 60)
        near = (
            f"{minutes} 分钟前"
            if minutes < 60
            else f"{minutes // 60} 小时前"
            if days == 0
            else f"昨天 {when:%H:%M}"
            if days == 1
            else f"{days} 天前"
        )
        return f'<span title="{exact}">{near}</span>'

    def _index(self) -> Answer:
        rows = "".join(
            f"<tr><td><h2><a href='forum-{g.slug}-1.html'>{g.name}</a></h2>今日: 3 主题: {n * 31 + 90}</td><td>最后发表 {self._user(self.words.nicks[n])}</td></tr>"
            for n, g in enumerate(self.words.goods)
        )
        chat = "<tr><td><h2><a href='forum-99-1.html'>水吧</a></h2></td></tr>"
        return self._frame("首页", f"<table class='{self.c('boards')}'>{rows}{chat}</table>")

    def _board(self, fid: int, page: int, order: str) -> Answer | None:
        if fid == 99:
            rows = "".join(
                f"<tr><th><a href='thread-{100 + n}-1-1.html'>{t}</a></th></tr>" for n, t in enumerate(self.words.articles)
            )
            return self._frame("水吧", f"<h1>水吧</h1><table>{rows}</table>")
        category = next((g for g in self.words.goods if g.slug == str(fid)), None)
        if category is None:
            return None
        items = [item for item in self.items if item.category is category]
        if order == "replies":
            items.sort(key=lambda item: -len(item.replies))
        shown, pages = cut(items, page, self.per_page)
        numbers = "".join(
            f"<strong>{n}</strong>" if n == page else f"<a href='forum-{fid}-{n}.html'>{n}</a>" for n in range(1, pages + 1)
        )
        sorts = "".join(
            f"<a href='forum.php?mod=forumdisplay&amp;fid={fid}&amp;orderby={o}'>{t}</a> "
            for o, t in (("lastpost", "最新"), ("replies", "热门"), ("dateline", "精华"))
        )
        top = "<tbody><tr><th><em>置顶</em> <a href='thread-101-1-1.html'>交易区版规</a></th></tr></tbody>"
        rows = "".join(self._row(item) for item in shown)
        return self._frame(
            category.name,
            f"<h1>{category.name}</h1><div>{sorts}</div><table>{top}{rows}</table><div class='{self.c('pg')}'>{numbers}</div>",
        )

    def _row(self, item: Item) -> str:
        pages = -(-(len(item.replies) + 1) // 6)
        extra = "".join(f" <a href='thread-{item.number}-{n}-1.html'>{n}</a>" for n in range(2, pages + 1))
        last = item.replies[-1].author if item.replies else item.seller
        return f"""<tbody id="th_{item.number}"><tr><th><em>[<a href="forum-{item.category.slug}-1.html">出</a>]</em> <a href="{self.path(item)[1:]}" class="{self.c("xst")}">{h(item.title)}</a>{extra}</th>
<td>{self._user(item.seller)}<br>{self._when(item.posted)}</td><td><a href="thread-{item.number}-1-1.html">{len(item.replies)}</a>/{item.number % 800}</td>
<td>{self._user(last)} <a href="forum.php?mod=redirect&amp;tid={item.number}&amp;goto=lastpost#lastpost">回复</a></td></tr></tbody>"""

    def _first(self, item: Item) -> str:
        c, amount = self.c, item.amount or 0
        price = (f"{amount:.0f} 元", f"¥{amount:,.0f}", f"{amount:.0f}包邮")[item.number % 3]
        way = ("顺丰到付", "同城面交", "闲置平台")[item.number % 3]
        photos = "".join(
            f"<p><img id='pic_{n}' src='/static/none.jpg' file='{self.photo(p, '.thumb.jpg')}' bigfile='{self.photo(p, '')}' alt='IMG_{n}.jpg'></p>"
            for n, p in enumerate(item.photos, 2101)
        )
        edit = f"<i>本帖最后由 {item.seller} 于 {self.now:%Y-%-m-%-d %H:%M} 编辑</i><br>" if item.number % 4 == 0 else ""
        return f"""{edit}<table class="{c("facts")}"><caption>出售信息</caption><tr><th>价格:</th><td>{price}</td></tr><tr><th>所在地:</th><td>{item.city[0]}</td></tr>
<tr><th>交易方式:</th><td>{way}</td></tr></table><div class="{c("msg")}">{"<br><br>".join(item.text)}{photos}</div>"""

    def _post(self, floor: int, nick: str, when: datetime, text: str, tid: int) -> str:
        c, uid = self.c, self.words.nicks.index(nick) + 1
        label = ("楼主", "沙发", "板凳", "地板")[floor - 1] if floor < 5 else f"{floor}#"
        sign = "<div class='{}'>收各类老物件,500元起,有意私信</div>".format(c("sign")) if uid % 3 == 0 else ""
        return f"""<div id="p_{tid}{floor:02d}"><table class="{c("post")}"><tr><td class="{c("side")}" rowspan="2"><div>{self._user(nick)}</div><img src="/static/u{uid}.jpg">
<p>高级会员</p><p>积分 {uid * 310}</p><a href="space-uid-{uid}.html">加好友</a></td><td><em>发表于 {self._when(when)}</em> | <a href="forum.php?mod=viewthread&amp;tid={tid}&amp;page=1&amp;authorid={uid}">只看该作者</a>
<strong>{label}</strong></td></tr><tr><td><div class="{c("body")}">{text}</div>{sign}<a href="#p_{tid}{floor:02d}">回复</a> <a href="#">举报</a></td></tr></table></div>"""

    def _thread(self, tid: int, page: int, author: str, order: str) -> Answer | None:
        item = self.by_number.get(tid)
        if item is None:
            index = tid - 100
            if not 0 <= index < len(self.words.articles):
                return None
            title = "交易区版规" if index == 1 else self.words.articles[index]
            text = "<br>".join(self.words.policy if index == 1 else self.words.sentences[2:6])
            return self._frame(
                title, f"<h1>{title}</h1>" + self._post(1, self.words.nicks[index], datetime(2025, 3, 8, 9), text, tid)
            )
        posts = [self._post(1, item.seller, item.posted, self._first(item), tid)]
        for floor, reply in enumerate(item.replies, 2):
            quote = (
                f"<blockquote>{item.seller} 发表于 {item.posted:%Y-%-m-%-d %H:%M}<br>{item.text[0]}</blockquote>"
                if floor % 3 == 0
                else ""
            )
            posts.append(self._post(floor, reply.author, reply.when, quote + h(reply.text), tid))
        if author:
            posts = posts[:1]
        if order == "1":
            posts.reverse()
        shown, pages = cut(posts, page, 6)
        if not shown:
            return None
        numbers = "".join(f"<a href='thread-{tid}-{n}-1.html'>{n}</a>" for n in range(1, pages + 1)) if pages > 1 else ""
        also = "".join(f"<li><a href='{self.path(i)[1:]}'>{h(i.title)}</a></li>" for i in self.related(item))
        c = self.c
        body = f"""<div class="{c("path")}"><a href="./">拾光社</a> › <a href="forum-{item.category.slug}-1.html">{item.category.name}</a> › {h(item.title)}</div>
<div><span>查看: {item.number % 800} | 回复: {len(item.replies)}</span> <h1><a href="forum-{item.category.slug}-1.html">[出]</a> <span id="{c("subject")}">{h(item.title)}</span></h1>
<a href="forum.php?mod=viewthread&amp;tid={tid}&amp;extra=page%3D1&amp;ordertype=1">倒序浏览</a></div>{"".join(shown)}<div class="{c("pg")}">{numbers}</div>
<form method="post">您需要登录后才可以回帖 <a href="misc.php?mod=login">登录</a><textarea name="message"></textarea></form><h3>相关帖子</h3><ul>{also}</ul>"""
        return self._frame(item.title, body)

    def _frame(self, title: str, body: str) -> Answer:
        foot = " | ".join(f"<a href='misc.php?mod={slug}'>{text}</a>" for slug, text in self.words.info)
        return self.html(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{h(title)} - 拾光社 - Powered by Boardz!</title><base href="/"></head>
<body id="nv"><div class="{self.c("top")}"><a href="misc.php?mod=login">登录</a> <a href="misc.php?mod=register">立即注册</a></div><h2><a href="./"><img src="/static/banner_sg.jpg" alt="拾光社"></a></h2>
<ul class="{self.c("nav")}"><li><a href="forum.php">论坛</a></li><li><a href="forum.php?mod=guide&amp;view=newthread">导读</a></li><li><a href="sign-{self.now.year}-{self.now.month}.html">签到</a></li></ul>
<div class="{self.c("wp")}">{body}</div><div class="{self.c("ft")}">{foot}<p>GMT+8, {self.now:%Y-%-m-%-d %H:%M}, Processed in 0.02 second(s), 7 queries.</p></div></body></html>""")
