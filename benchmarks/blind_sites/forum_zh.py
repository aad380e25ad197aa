"""A Chinese bulletin board in GBK: read.php by query, tables, signatures, quotes, second pages of threads, [出售] prefixes."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ForumZh(Site):
    """read.php?tid=…&sid=…, thread.php?fid=…; the charset stands in a meta tag only."""

    name, code, currency, encoding, style = "forum_zh", "zh", "CNY", "gbk", "legacy"
    header_charset = False
    photo_path = "/attachment/Mon_2611/{size}_{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"thumb": (160, 120), "4": (800, 600)}
    sellers = "nicks"
    per_page = 20
    unpriced = 0.08

    def path(self, item: Item) -> str:
        """read.php?tid=…"""
        return f"/read.php?tid={item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The tid of read.php."""
        number = whole(parse_qs(url.query).get("tid", [""])[0], 0)
        return number if url.path in {"/read.php", "/print.php"} and number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Chat threads have small numbers."""
        return url.path == "/read.php" and 100 <= whole(parse_qs(url.query).get("tid", [""])[0], 0) < 200

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The board's scripts."""
        tid = whole(query.get("tid"), 0)
        if path in {"/", "/index.php"}:
            return self._index()
        if path == "/thread.php":
            return self._board(whole(query.get("fid"), 0), whole(query.get("page")))
        if path == "/read.php" and (item := self.by_number.get(tid)):
            return self._thread(item, whole(query.get("page")))
        if path == "/read.php" and (1 <= tid <= 2 or 100 <= tid < 105):
            return self._chat(tid)
        if path == "/print.php" and (item := self.by_number.get(tid)):
            return self._frame("打印", f"<h3>{h(item.title)}</h3><p>打印版本</p>{self._text(item)}")
        if path == "/u.php" and (index := whole(query.get("uid"), 99)) < len(self.words.nicks):
            return self._frame("会员资料", f"<b>{self.words.nicks[index]}</b><p>发帖:328 威望:57 铜币:1200</p>")
        if path in {"/login.php", "/register.php", "/post.php"}:
            return self._frame("登录", "<form method=post>用户名<input name=pwuser>密码<input type=password name=pwpwd></form>")
        if path == "/faq.php":
            info = self.info_page(query.get("q", ""), "")
            return info and self._frame(info[0], f"<h3>{info[0]}</h3>{info[1]}")
        return None

    def _fids(self) -> list[tuple[int, str]]:
        return [(n * 7 + 3, f"{c.name}交易区") for n, c in enumerate(self.words.goods)]

    def _user(self, nick: str) -> str:
        return f"<a href='u.php?uid={self.words.nicks.index(nick)}'>{nick}</a>"

    def _index(self) -> Answer:
        rows = "".join(
            f"<tr><td><a href='thread.php?fid={fid}'>{name}</a><br>版主:{self.words.nicks[0]}</td><td>{fid * 31} / {fid * 207}</td></tr>"
            for fid, name in [*self._fids(), (2, "茶余饭后")]
        )
        new = "".join(f"<li><a href='{self.path(i)[1:]}'>{h(i.title)}</a></li>" for i in self.items[:6])
        return self._frame("首页", f"<table class='{self.c('t')}'>{rows}</table><h4>最新帖子</h4><ul>{new}</ul>")

    def _board(self, fid: int, page: int) -> Answer | None:
        names = dict(self._fids())
        if fid == 2:
            rows = "".join(
                f"<tr><td><a href='read.php?tid={100 + n}'>{t}</a></td></tr>" for n, t in enumerate(self.words.articles[:5])
            )
            return self._frame("茶余饭后", f"<table>{rows}</table>")
        if fid not in names:
            return None
        items = [item for item in self.items if item.category is self.words.goods[(fid - 3) // 7]]
        shown, pages = cut(items, page, self.per_page // 4)
        tops = "".join(
            f"<tr><td><b>[公告]</b> <a href='read.php?tid={n}'>{t}</a></td></tr>"
            for n, t in ((1, "版规(必读)"), (2, "防骗提醒"))
        )
        rows = "".join(
            f"""<tr class={self.c("r")}><td><a href='thread.php?fid={fid}&amp;type=1'>[出售]</a>
<a href='read.php?tid={i.number}&amp;fpage={page}&amp;sid={self.rng.getrandbits(32):08x}'>{h(i.title)}</a></td><td>{self._user(i.seller)}<br>
{i.posted:%Y-%m-%d}</td><td>{len(i.replies)}/{i.number % 900}</td></tr>"""
            for i in shown
        )
        numbers = " ".join(f"<a href='thread.php?fid={fid}&amp;page={n}'>{n}</a>" for n in range(1, pages + 1))
        table = f"<table class='{self.c('t')}'>{tops}{rows}</table>"
        return self._frame(names[fid], f"<h3>{names[fid]}</h3>{table}<div>{numbers} Pages: ( {page}/{pages} total )</div>")

    def _text(self, item: Item) -> str:
        photos = "".join(
            f"<br><a href='{self.photo(p, '4')}' target=_blank><img src='{self.photo(p, 'thumb')}' border=0></a>"
            for p in item.photos
        )
        price = "价格私聊。" if item.amount is None else f"价格:{item.amount:.0f}元{('', '包邮', ',不刀')[item.number % 3]}"
        return f"{'<br>'.join(item.text)}<br>{price}<br>{photos}"

    def _post(self, floor: int, author: str, when: str, text: str) -> str:
        c, sign = self.c, "签名:长期收老木头,出价500起,手续齐全优先" if len(author) % 2 else "签名:以诚会友"
        return f"""<table class='{c("post")}' width=98%><tr><td rowspan=2 width=160 valign=top><b>{self._user(author)}</b><br>
<img src='/static/face{len(author)}.jpg'><br>级别: 论坛版主<br>精华: 2<br>发帖: 431<br>铜币: 2200 枚</td>
<td><span>{("楼主", "沙发", "板凳")[floor] if floor < 3 else f"{floor}楼"}</span> 发表于: {when} <a href='post.php?action=quote&amp;article={floor}'>引用</a></td></tr>
<tr><td><div class='{c("tpc")}'>{text}</div><hr width=200 align=left><div class='{c("sig")}'>{sign}</div></td></tr></table>"""

    def _thread(self, item: Item, page: int) -> Answer | None:
        posts = [self._post(0, item.seller, f"{item.posted:%Y-%m-%d %H:%M}", self._text(item))]
        for n, reply in enumerate(item.replies, 1):
            quote = f"<blockquote>引用 {item.seller}: {item.text[0]}</blockquote>" if n % 2 else ""
            posts.append(self._post(n, reply.author, f"{reply.when:%Y-%m-%d %H:%M}", quote + h(reply.text)))
        shown, pages = cut(posts, page, 5)
        if not shown:
            return None
        numbers = (
            " ".join(f"<a href='read.php?tid={item.number}&amp;page={n}'>{n}</a>" for n in range(1, pages + 1))
            if pages > 1
            else ""
        )
        fid, name = self._fids()[self.words.goods.index(item.category)]
        body = f"""<div class='{self.c("guide")}'><a href='index.php'>集雅论坛</a> &raquo; <a href='thread.php?fid={fid}'>{name}</a> &raquo; {h(item.title)}</div>
<table width=98%><tr><td class='{self.c("h")}'><b>主题: [出售] <span id=subject_tpc>{h(item.title)}</span></b></td><td align=right>
<a href='print.php?tid={item.number}'>打印</a> <a href='post.php?fid={fid}'>收藏主题</a></td></tr></table>{"".join(shown)}<div>{numbers}</div>
<form method=post action='post.php'><textarea name=atc_content>快速发帖</textarea></form>"""
        return self._frame(item.title, body)

    def _chat(self, tid: int) -> Answer:
        title = ("版规(必读)", "防骗提醒")[tid - 1] if tid < 3 else self.words.articles[tid - 100]
        text = "<br>".join(self.words.policy if tid < 3 else self.words.sentences[:4])
        return self._frame(title, f"<h3>{title}</h3>" + self._post(0, self.words.nicks[0], "2025-01-08 09:00", text))

    def _frame(self, title: str, body: str) -> Answer:
        faq = " ".join(f"<a href='faq.php?q={s}'>{t}</a>" for s, t in self.words.info[:6])
        return self.html(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN"><html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{h(title)}|集雅论坛 - powered by BBSWind</title></head>
<body><script language=JavaScript>var imgpath='images';var verifyhash='{self.c("v")}';</script><table width=98% align=center><tr><td>
<a href='index.php'><img src='/static/banner_logo.jpg' alt=集雅论坛></a></td><td align=right>您尚未 <a href='login.php'>登录</a>
<a href='register.php'>注册</a> | <a href='faq.php?q=help'>帮助</a></td></tr></table>{body}
<center><small>{faq}<br>Total 0.0{len(title)}s query 4, Gzip enabled &copy; 2004-2026 集雅论坛</small></center></body></html>""")
