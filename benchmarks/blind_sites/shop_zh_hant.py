"""A Taiwanese auction site in Big5: /item/show?number, bids and buy-now prices, end times, og: tags, a state in the page's script."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from datetime import timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ShopZhHant(Site):
    """/item/show?number, /category/sub.php?c=…&p=…, /user/index.php?s=…; new Taiwan dollars."""

    name, code, currency, encoding, style = "shop_zh_hant", "zh_hant", "TWD", "big5", "prefixed"
    photo_path = "/s1/26/11/{id}{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"_s": (120, 90), "_m": (400, 300), "": (1000, 750)}
    sellers = "shops"
    per_page = 15
    robots = "User-agent: *\nDisallow: /bid/\n"

    def path(self, item: Item) -> str:
        """/item/show?number: a query without a name."""
        return f"/item/show?{self._long(item)}"

    def _long(self, item: Item) -> str:
        return f"2146{item.number:05d}"

    def number(self, url: SplitResult) -> int | None:
        """The number that the query of /item/show begins with."""
        number = whole(url.query.split("&")[0].rstrip("=").removeprefix("2146"), 0)
        return number if url.path == "/item/show" and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Items, their questions and bids, categories, shops, columns, help."""
        if path in {"/", "/index.html"}:
            return self._home()
        item = self.by_number.get(
            whole((next(iter(query), "") if path == "/item/show" else query.get("g", "")).removeprefix("2146"), 0)
        )
        if path == "/item/show" and item:
            return self._item(item)
        if path == "/item/qa.php" and item:
            asked = "".join(f"<dl><dt>{r.author}:{h(r.text)}</dt><dd>{r.when:%Y/%m/%d %H:%M}</dd></dl>" for r in item.replies)
            return self._frame(
                "問與答", f"<h2>問與答</h2>{asked or '<p>目前沒有提問</p>'}<a href='{self.path(item)}'>回商品頁</a>"
            )
        if path == "/item/history.php" and item:
            rows = "".join(
                f"<tr><td>{nick}</td><td>{n}</td><td>得標數量 1</td></tr>" for n, nick in enumerate(self.words.nicks[:3])
            )
            return self._frame("出價紀錄", f"<h2>出價紀錄</h2><table>{rows}</table><a href='{self.path(item)}'>回商品頁</a>")
        if path == "/category/sub.php":
            return self._category(query)
        if path == "/user/index.php" and (index := whole(query.get("s"), 99)) < len(self.words.shops):
            items = [item for item in self.items if item.seller == self.words.shops[index]]
            return self._list(f"{self.words.shops[index]}的賣場", f"/user/index.php?s={index}", items, query)
        if path == "/user/credit.php" and (index := whole(query.get("s"), 99)) < len(self.words.shops):
            body = f"<h2>{self.words.shops[index]} 的評價</h2><p>正評 1532 普通 4 負評 1</p><p>買家:出貨快,包裝好,1,200元很划算</p>"
            return self._frame("評價", body)
        if path == "/column.php":
            page = self.article(whole(query.get("no"), 99))
            return page and self._frame(page[0], f"<h1>{page[0]}</h1>{page[1]}")
        if path.startswith("/help/"):
            form = "<form method=post>帳號<input name=userid>密碼<input type=password name=userpass></form>"
            info = self.info_page(path.removeprefix("/help/"), form)
            return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")
        if path == "/bid/cart.php":
            return self._frame("購物車", "<h1>購物車</h1><p>您的購物車沒有商品,小計 NT$0</p>")
        return None

    def _auction(self, item: Item) -> bool:
        return item.number % 3 == 0

    def _home(self) -> Answer:
        hot = "".join(self._cell(item, n) for n, item in enumerate(self.items[4:12]))
        return self._frame("首頁", f"<h2>今日焦點</h2><ul>{hot}</ul><p>結標倒數中的商品請把握最後機會!</p>")

    def _category(self, query: dict[str, str]) -> Answer | None:
        code = query.get("c", "")
        names = {g.slug: g.name for g in self.words.goods} | {"0000": "全部分類"}
        items = [item for item in self.items if code in {"0000", item.category.slug}]
        return self._list(names[code], f"/category/sub.php?c={code}", items, query) if code in names else None

    def _list(self, title: str, base: str, items: list[Item], query: dict[str, str]) -> Answer:
        page, order = whole(query.get("p")), query.get("o", "")
        if order in {"2", "3"}:
            items = sorted(items, key=lambda item: item.amount or 0, reverse=order == "3")
        shown, pages = cut(items, page, self.per_page)
        tail = f"&amp;o={order}" if order else ""
        options = "".join(f"<option value='{base}&amp;p={n}{tail}'>第{n}頁</option>" for n in range(1, pages + 1))
        after = f"<a href='{base}&amp;p={page + 1}{tail}'>下一頁&gt;</a>" if page < pages else ""
        before = f"<a href='{base}&amp;p={page - 1}{tail}'>&lt;上一頁</a>" if page > 1 else ""
        sorts = "".join(
            f"<a href='{base}&amp;o={o}'>{t}</a>|" for o, t in (("2", "價格低到高"), ("3", "價格高到低"), ("5", "即將結標"))
        )
        cells = "".join(self._cell(item, n) for n, item in enumerate(shown))
        jump = f"<select onchange='location=this.value'>{options}</select>"
        return self._frame(title, f"<h2>{title}</h2><p>{sorts}</p><ul>{cells}</ul><p>{before} {jump} {after}</p>")

    def _cell(self, item: Item, place: int) -> str:
        c = self.c
        bids = f"{item.number % 9 + 1}次出價" if self._auction(item) else f"已賣 {item.number % 40} 件"
        return f"""<li class="{c("cell")}"><a href="{self.path(item)}&amp;pos={place}"><img src="{self.photo(item.photos[0], "_s")}" alt="{h(item.title)}"></a>
<h3><a href="{self.path(item)}&amp;pos={place}">{h(item.title)}</a></h3><span class="{c("cost")}">{item.amount or 0:,.0f}</span>元 <small>{bids} {item.city[0]}</small></li>"""

    def _price(self, item: Item) -> str:
        amount = item.amount or 0
        if self._auction(item):
            return f"""<tr><th>目前出價</th><td><strong class="{self.c("cost")}">NT${amount:,.0f}</strong> (<a href="/item/history.php?g={self._long(item)}">
{item.number % 9 + 1} 次出價</a>)</td></tr><tr><th>起標價格</th><td>NT$1</td></tr><tr><th>出價增額</th><td>NT$10</td></tr>"""
        was = f"<del>NT${amount * 1.3:,.0f}</del> " if item.number % 2 else ""
        return f"<tr><th>直購價</th><td>{was}<strong class='{self.c('cost')}'>NT${amount:,.0f}</strong></td></tr><tr><th>數量</th><td>{item.number % 5 + 1}</td></tr>"

    def _item(self, item: Item) -> Answer:
        c, shop = self.c, self.words.shops.index(item.seller)
        end = self.now + timedelta(days=item.number % 7 + 2, minutes=item.number % 600)
        small = "".join(
            f"<li><img src='{self.photo(p, '_s')}' data-mid='{self.photo(p, '_m')}' data-zoom='{self.photo(p, '')}'></li>"
            for p in item.photos
        )
        state = {
            "item": {
                "id": self._long(item),
                "name": item.title,
                "directPrice": None if self._auction(item) else int(item.amount or 0),
                "currentPrice": int(item.amount or 0),
                "mode": "B" if self._auction(item) else "D",
                "images": [self.photo(p, "") for p in item.photos],
                "postTime": int(item.posted.timestamp()),
                "closeTime": int(end.timestamp()),
            },
            "seller": {"id": shop, "nick": item.seller, "credit": 1500 + shop},
            "shipping": {"post": 80, "seven": 60},
        }
        also = "".join(self._cell(other, n) for n, other in enumerate(self.related(item)))
        body = f"""<div class="{c("path")}"><a href="/">聚寶拍賣</a> &gt; <a href="/category/sub.php?c={item.category.slug}">{item.category.name}</a></div>
<h1 class="{c("title")}">{h(item.title)}</h1><div class="{c("gallery")}"><img id="mainpic" src="{self.photo(item.photos[0], "_m")}"><ul>{small}</ul></div>
<table class="{c("info")}">{self._price(item)}<tr><th>付款方式</th><td>銀行轉帳、貨到付款</td></tr><tr><th>運費</th><td>郵寄 80 元、7-11取貨 60 元、滿 3,000 元免運</td></tr>
<tr><th>物品所在地</th><td>{item.city[0]}</td></tr><tr><th>上架時間</th><td>{item.posted:%Y/%m/%d %H:%M}</td></tr><tr><th>結標時間</th><td>{end:%Y/%m/%d %H:%M}</td></tr>
<tr><th>商品編號</th><td>{self._long(item)}</td></tr></table><div class="{c("seller")}"><h4>賣家資訊</h4><a href="/user/index.php?s={shop}">{item.seller}</a>
(<a href="/user/credit.php?s={shop}">{1500 + shop}</a>) <a href="/item/qa.php?g={self._long(item)}">問與答({len(item.replies)})</a></div>
<div class="{c("desc")}"><h2>商品說明</h2>{"<br><br>".join(item.text)}</div><h2>看過此商品的人也看了</h2><ul>{also}</ul>
<script>window.JB=window.JB||{{}};JB.context={json.dumps(state)};</script>"""
        head = f"""<meta property="og:title" content="{h(item.title)}"><meta property="og:type" content="product"><meta property="og:site_name" content="聚寶拍賣">
<meta property="og:image" content="{self.photo(item.photos[0], "_m")}"><meta property="og:description" content="{h(item.text[0])}">"""
        return self._frame(item.title, body, head)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        c, words = self.c, self.words
        cats = "".join(f"<li><a href='/category/sub.php?c={g.slug}'>{g.name}</a></li>" for g in words.goods)
        shops = "".join(f"<li><a href='/user/index.php?s={n}'>{shop}</a></li>" for n, shop in enumerate(words.shops))
        foot = " | ".join(f"<a href='/help/{slug}.html'>{text}</a>" for slug, text in words.info)
        news = "".join(f"<li><a href='/column.php?no={n}'>{text}</a></li>" for n, text in enumerate(words.articles))
        return self.html(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html lang="zh-TW"><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>{h(title)} | 聚寶拍賣</title>{head}</head><body>
<div class="{c("top")}"><a href="/help/login.html">登入</a> <a href="/help/register.html">註冊</a> <a href="/bid/cart.php">購物車(0)</a></div>
<div class="{c("logo")}"><a href="/"><img src="/static/banner_jb.jpg" alt="聚寶拍賣"></a><form action="/category/sub.php"><input name="k"><select name="c">
<option value="0000">全部分類</option></select></form></div><div class="{c("side")}"><h4>分類</h4><ul><li><a href="/category/sub.php?c=0000">全部分類</a></li>{cats}</ul>
<h4>推薦賣場</h4><ul>{shops}</ul><h4>拍賣專欄</h4><ul>{news}</ul></div><div class="{c("main")}">{body}</div>
<div class="{c("foot")}">{foot}<p>聚寶拍賣 版權所有 客服電話 (02)2345-6789 刊登費 NT$3 起</p></div></body></html>""")
