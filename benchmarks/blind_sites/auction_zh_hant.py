"""A Taiwanese auction portal: Chinese words and a long number in addresses, bids beside buy-now prices, closing times, item numbers, questions and answers."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
import re
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult, quote, unquote

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

ENDING = re.compile(r"-(10\d{10})$")


class AuctionZhHant(Site):
    """/item/中文-10…, /category/n?pg=2&sort=…, /booth/seller, /item/…/bids; New Taiwan dollars."""

    name, code, currency, style = "auction_zh_hant", "zh_hant_two", "TWD", "bem"
    photo_path = "/v1/image/{size}/{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"sr-135": (135, 101), "sr-600": (600, 450), "ori": (1200, 900)}
    sellers = "nicks"
    per_page = 13
    robots = "User-agent: *\nDisallow: /myauc\nDisallow: /bid/\nDisallow: /search?*\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/auction_zh_hant/shape")
        self._ld = rng.choice(("all", "direct", "none"))
        self._table = rng.random() < 0.5
        self._year = rng.choice(("dash", "han", "noon"))

    def _id(self, item: Item) -> int:
        return 100_000_000_000 + item.number * 10_007

    def _kind(self, item: Item) -> str:
        """Bids only, bids with a buy-now price, or a fixed price."""
        return ("bid", "both", "direct", "direct")[item.number % 4]

    def path(self, item: Item) -> str:
        """/item/words-number, percent-encoded."""
        words = "-".join("".join(sign if sign.isalnum() else " " for sign in item.title).split())
        return f"/item/{quote(words)}-{self._id(item)}"

    def number(self, url: SplitResult) -> int | None:
        """By the long number at the end of the path."""
        found = ENDING.search(url.path.rstrip("/"))
        number, rest = divmod(int(found[1]) - 100_000_000_000, 10_007) if found and url.path.startswith("/item/") else (0, 1)
        return number if rest == 0 and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Portal, categories, booths, items, bid histories, help."""
        if path == "/":
            return self._home()
        number = self.number(SplitResult("", "", path, "", ""))
        if number is not None:
            return self._item(self.by_number[number])
        parts = path.strip("/").split("/")
        if parts[0] == "bid" and parts[-1] == "history":
            number = self.number(SplitResult("", "", f"/item/x-{parts[1]}", "", ""))
            return self._history(self.by_number[number]) if number else None
        if parts[0] == "category" and len(parts) == 2:
            kind = next((g for g in self.words.goods if g.slug == parts[1]), None)
            return self._list(kind.name, path, [i for i in self.items if i.category is kind], query) if kind else None
        if parts[0] == "ending":
            return self._list("即將結標", path, [i for i in self.items if self._kind(i) != "direct"], query)
        if parts[0] == "booth" and len(parts) >= 2:
            nick = unquote(parts[1])
            if nick not in self.words.nicks:
                return None
            if len(parts) == 3:
                return self._rating(nick)
            return self._list(
                f"{nick} 的賣場", f"/booth/{quote(nick)}", [i for i in self.items if i.seller == nick], query, nick
            )
        if parts[0] == "guide" and (text := self.article(whole(parts[-1], 99))):
            return self._frame(text[0], f"<h1>{h(text[0])}</h1>{text[1]}")
        if parts[0] in {"myauc", "cart"}:
            return self._frame(
                "會員登入", "<h1>會員登入</h1><form><input name=username><input type=password name=passwd></form>"
            )
        if parts[0] == "help" and (
            info := self.info_page(parts[-1], "<form><input name=username><input type=password name=passwd></form>")
        ):
            return self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")
        return None

    def _date(self, when: datetime) -> str:
        if self._year == "dash":
            return f"{when:%Y-%m-%d %H:%M}"
        if self._year == "han":
            return f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}"
        return f"{when.year}/{when.month:02}/{when.day:02} {'上午' if when.hour < 12 else '下午'} {(when.hour - 1) % 12 + 1:02}:{when:%M}"

    def _ends(self, item: Item) -> datetime:
        return self.now + timedelta(days=item.number % 9, hours=item.number % 23 + 1, minutes=item.number % 57)

    def _left(self, item: Item) -> str:
        left = self._ends(item) - self.now
        return (
            f"{left.days}天{left.seconds // 3600}小時"
            if left.days
            else f"{left.seconds // 3600}小時{left.seconds % 3600 // 60}分"
        )

    def _bids(self, item: Item) -> int:
        return item.number // 4 % 14

    def _buy_now(self, item: Item) -> int:
        return int((item.amount or 0) * 1.6) + 10

    def _row(self, item: Item) -> str:
        c, kind = self.c, self._kind(item)
        price = f"<em class='{c('unit-price')}'>${item.amount or 0:,.0f}</em>"
        label = (
            f"目前出價 {price} <span>({self._bids(item)}次出價)</span> <span>剩餘 {self._left(item)}</span>"
            if kind != "direct"
            else f"直購 {price}"
        )
        now = f"<div>立即購買 <em>${self._buy_now(item):,}</em></div>" if kind == "both" else ""
        return f"""<li class="{c("unit")}" data-gdid="{self._id(item)}"><a href="{self.path(item)}?hpp=gd{item.number % 7}"><img src="{self.photo(item.photos[0], "sr-135")}" alt="{h(item.title)}"></a><div class="{c("unit-info")}"><a class="{c("unit-title")}" href="{self.path(item)}?hpp=gd{item.number % 7}">{h(item.title)}</a>
<div>{label}</div>{now}<div class="{c("unit-seller")}"><a href="/booth/{quote(item.seller)}">{h(item.seller)}</a> {item.city[0]}</div></div><input type="checkbox" name="cmp" value="{self._id(item)}"></li>"""

    def _home(self) -> Answer:
        tree = "".join(
            f"<dl><dt><a href='/category/{g.slug}'>{g.name}</a></dt>"
            + "".join(f"<dd><a href='/category/{g.slug}?kw={quote(n)}'>{n}</a></dd>" for n in g.nouns[:4])
            + "</dl>"
            for g in self.words.goods
        )
        hot = "".join(self._row(item) for item in self.items[5:13])
        return self._frame(
            "飛蚤拍賣",
            f"<div class='{self.c('tree')}'>{tree}</div><h2>人氣競標</h2><ul>{hot}</ul><div><a href='/ending'>更多即將結標</a></div>",
        )

    def _list(self, name: str, base: str, items: list[Item], query: dict[str, str], nick: str = "") -> Answer:
        page, sort = whole(query.get("pg")), query.get("sort", "")
        if "kw" in query:
            items = [item for item in items if query["kw"] in item.title]
        if sort in {"curp", "-curp"}:
            items = sorted(items, key=lambda item: item.amount or 0, reverse=sort == "-curp")
        if query.get("type") == "bid":
            items = [item for item in items if self._kind(item) != "direct"]
        shown, pages = cut(items, page, self.per_page)
        keep = "".join(f"&amp;{key}={quote(query[key])}" for key in ("kw", "sort", "type") if key in query)
        numbers = "".join(f"<b>{n}</b>" if n == page else f"<a href='{base}?pg={n}{keep}'>{n}</a>" for n in range(1, pages + 1))
        after = f"<a href='{base}?pg={page + 1}{keep}'>下一頁 »</a>" if page < pages else ""
        sorts = "".join(
            f"<a href='{base}?sort={o}'>{t}</a> "
            for o, t in (("rel", "相關度"), ("curp", "價格低到高"), ("-curp", "價格高到低"), ("endt", "結標時間"))
        )
        head = (
            f"<div class='{self.c('booth')}'><img src='/static/booth.jpg' alt=''><b>{h(nick)}</b> 評價 <a href='/booth/{quote(nick)}/rating'>{len(nick) * 131}</a> <span>關於我 | 公告:滿$1000免運</span></div>"
            if nick
            else ""
        )
        side = "".join(
            f"<li><a href='/category/{g.slug}'>{g.name}</a> ({sum(i.category is g for i in self.items)})</li>"
            for g in self.words.goods
        )
        empty = "" if shown else "<p>找不到符合條件的商品</p>"
        body = f"""{head}<h1>{h(name)}</h1><div><a href="{base}?type=bid">只看競標</a> <a href="{base}">全部</a> | {sorts}</div><ul class="{self.c("side")}">{side}</ul>{empty}<ul class="{self.c("units")}">{"".join(self._row(i) for i in shown)}</ul><div class="{self.c("pager")}">{numbers} {after}</div>"""
        return self._frame(name, body)

    def _pairs(self, item: Item) -> list[tuple[str, str]]:
        c, amount, kind = self.c, item.amount or 0, self._kind(item)
        pairs: list[tuple[str, str]] = []
        if kind == "direct":
            if item.number % 3 == 0:
                pairs.append(("原價", f"<del>${amount * 1.4:,.0f}</del>"))
            pairs += [
                ("直購價", f"<span class='{c('item-price')}'>${amount:,.0f}</span> 元"),
                ("數量", f"<input value=1> 庫存 {item.number % 6 + 1}"),
            ]
        else:
            pairs.append(
                (
                    "目前出價",
                    f"<span class='{c('item-price')}'>${amount:,.0f}</span> 元 <a href='/bid/{self._id(item)}/history'>{self._bids(item)} 次出價</a>",
                )
            )
            if kind == "both":
                pairs.append(
                    (
                        "立即購買價",
                        f"<span class='{c('item-now')}'>${self._buy_now(item):,}</span> 元 <a href='/cart?gd={self._id(item)}'>立即購買</a>",
                    )
                )
            pairs += [("起標價", f"${max(1, int(amount) // 3):,} 元"), ("最低增額", "$50 元"), ("剩餘時間", self._left(item))]
        pairs += [("商品編號", str(self._id(item))), ("上架時間", self._date(item.posted))]
        if kind != "direct":
            pairs.append(("結束時間", self._date(self._ends(item))))
        return [
            *pairs,
            ("物品狀況", ("二手", "全新")[item.number % 2]),
            ("所在地區", item.city[0]),
            ("運費", "郵寄掛號 80元、7-ELEVEN 60元"),
        ]

    def _item(self, item: Item) -> Answer:
        c = self.c
        if self._table:
            facts = "<table>" + "".join(f"<tr><td>{a}:</td><td>{b}</td></tr>" for a, b in self._pairs(item)) + "</table>"
        else:
            facts = "".join(
                f"<div class='{c('fact')}'><span class='{c('fact-name')}'>{a}</span><div class='{c('fact-value')}'>{b}</div></div>"
                for a, b in self._pairs(item)
            )
        main = item.photos[0]
        strip = "".join(
            f"<li><a href='{self.photo(p, 'ori')}' data-big='{self.photo(p, 'ori')}'><img src='{self.photo(p, 'sr-135')}' data-mid='{self.photo(p, 'sr-600')}'></a></li>"
            for p in item.photos
        )
        asks = "".join(
            f"<dl class='{c('qa')}'><dt>問 {n}:{h(r.text)} <span>{h(r.author[:2])}*** {self._date(r.when)}</span></dt><dd>答:您好,{('歡迎直接下標', '不好意思,不議價喔', '照片已補上', '可以,請選面交')[n % 4]} <span>{self._date(r.when + timedelta(minutes=40))}</span></dd></dl>"
            for n, r in enumerate(item.replies, 1)
        )
        booth, cat = f"/booth/{quote(item.seller)}", item.category
        same = [other for other in self.items if other.seller == item.seller and other is not item][:4]
        button = (
            f"<a href='/cart?gd={self._id(item)}'>直接購買</a>"
            if self._kind(item) == "direct"
            else f"<form><input name='bid' placeholder='請輸入金額'><a href='/myauc?bid={self._id(item)}'>我要出價</a></form>"
        )
        body = f"""<div class="{c("path")}"><a href="/">首頁</a> &gt; <a href="/category/{cat.slug}">{cat.name}</a> &gt; <span>{next(n for n in cat.nouns if n in item.title)}</span></div><div class="{c("item")}">
<div class="{c("item-gallery")}"><img id="main" src="{self.photo(main, "sr-600")}" alt=""><ul>{strip}</ul></div><div class="{c("item-panel")}"><h1 class="{c("item-title")}">{h(item.title)}</h1>{facts}{button}
<div><a href="/myauc?watch={self._id(item)}">追蹤商品</a> <a href="javascript:print()">列印</a> <a href="/help/safe">檢舉商品</a> <a href="mailto:?subject=item">轉寄</a></div></div>
<div class="{c("seller")}"><div>賣家資訊</div><img src="/static/seller.jpg" alt=""><a href="{booth}">{h(item.seller)}</a><div>評價 <a href="{booth}/rating">{len(item.seller) * 131}</a> 好評率 99.{len(item.seller) % 10}%</div><div>上次登入 {self._date(self.now - timedelta(hours=item.number % 30))}</div><a href="{booth}">看賣家其他商品</a> <a href="/myauc?ask={self._id(item)}">與賣家聯絡</a></div></div>
<div class="{c("tabs")}"><a href="#d">商品說明</a><a href="#q">問與答({len(item.replies)})</a><a href="#p">付款與運送</a></div><div id="d" class="{c("desc")}">{"<br>".join(h(t) for t in item.text)}</div><div id="q">{asks or "目前沒有任何問題"}</div>
<div id="p"><table><tr><th>付款方式</th><td>銀行匯款、超商取貨付款(滿$20,000不適用)</td></tr></table></div><h3>賣家其他商品</h3><ul>{"".join(self._row(o) for o in same)}</ul><h3>看過此商品的人也看了</h3><ul>{"".join(self._row(o) for o in self.related(item))}</ul>"""
        return self._frame(f"{item.title} | 飛蚤拍賣", body, self._json_ld(item))

    def _json_ld(self, item: Item) -> str:
        if self._ld == "none" or (self._ld == "direct" and self._kind(item) != "direct"):
            return ""
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": item.title,
            "image": [self.photo(item.photos[0], "sr-600")],
            "productID": str(self._id(item)),
        }
        if self._kind(item) != "bid":
            # For bids with a buy-now price, the graph names only the latter.
            price = self._buy_now(item) if self._kind(item) == "both" else int(item.amount or 0)
            data["offers"] = {
                "@type": "Offer",
                "price": price,
                "priceCurrency": "TWD",
                "availability": "https://schema.org/InStock",
            }
        return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'

    def _history(self, item: Item) -> Answer:
        step = max(50, int(item.amount or 0) // 20)
        rows = "".join(
            f"<tr><td>{self.words.nicks[n % len(self.words.nicks)][:2]}***</td><td>${max(1, int(item.amount or 0) - n * step):,}</td><td>{self._date(self.now - timedelta(hours=n * 5 + 1))}</td></tr>"
            for n in range(self._bids(item))
        )
        return self._frame(
            "出價紀錄",
            f"<h1>出價紀錄</h1><p><a href='{self.path(item)}'>回商品頁</a></p><table><tr><th>出價者</th><th>金額</th><th>時間</th></tr>{rows}</table>",
        )

    def _rating(self, nick: str) -> Answer:
        sold = [item for item in self.items if item.seller != nick][:6]
        rows = "".join(
            f"<tr><td>{('優', '普', '優')[n % 3]}</td><td>謝謝賣家,出貨快</td><td>{h(i.title[:6])}… ${(i.amount or 0) / 2:,.0f}</td><td>{self._date(i.posted - timedelta(days=70))}</td></tr>"
            for n, i in enumerate(sold)
        )
        return self._frame(
            f"{nick} 的評價", f"<h1>{h(nick)} 的評價</h1><a href='/booth/{quote(nick)}'>回賣場</a><table>{rows}</table>"
        )

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        c = self.c
        cats = "".join(f"<li><a href='/category/{g.slug}?nav=top'>{g.name}</a></li>" for g in self.words.goods)
        foot = "".join(f"<a href='/help/{slug}'>{text}</a> | " for slug, text in self.words.info)
        posts = "".join(f"<li><a href='/guide/{n}'>{h(t)}</a></li>" for n, t in enumerate(self.words.articles))
        return self.html(f"""<!DOCTYPE html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{h(title)}</title><meta property="og:site_name" content="飛蚤拍賣"><meta property="og:title" content="{h(title)}">{head}</head><body><div class="{c("top")}"><a href="/help/login">登入</a> <a href="/help/register">註冊</a> <a href="/myauc">我的拍賣</a> <a href="/cart">購物車(0)</a></div>
<div class="{c("head")}"><a href="/">飛蚤拍賣</a><form action="/search"><input name="p"><select><option>全部</option></select></form><span>熱門:普洱 公仔 底片機</span></div><ul class="{c("nav")}">{cats}<li><a href="/ending">即將結標</a></li></ul><a href="/guide/0"><img src="/static/banner_1.jpg" alt="刷卡最高折$300"></a>{body}
<div class="{c("foot")}"><ul>{posts}</ul>{foot}<p>請防範詐騙,勿聽從電話指示操作ATM。© 飛蚤數位股份有限公司 統一編號 00000000</p></div></body></html>""")
