"""A Chinese second-hand app's web pages: /item?id=…&spm=…, prices in pieces, no h1, lazy pictures, a seller's card without labels."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from datetime import datetime
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs, quote

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


class MarketZh(Site):
    """/item?id=n&categoryId=c, /search?q=…&page=2, /list?categoryId=c, /personal?userId=n; yuan."""

    name, code, currency = "market_zh", "zh_three", "CNY"
    photo_path = "/bao/uploaded/i3/O1CN01{id}_!!53-fleamarket.jpg{size}"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {
        "_220x10000.jpg_.webp": (220, 165),
        "_790x10000Q90.jpg_.webp": (790, 592),
        "": (1080, 810),
    }
    sellers = "nicks"
    per_page = 12
    robots = "User-agent: *\nDisallow: /im\nDisallow: /order/\nDisallow: /publish\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/market_zh/shape")
        self._salt = rng.getrandbits(30)
        self._cents = rng.random() < 0.5
        self._zoom = rng.random() < 0.6
        self._lazy = rng.choice(("data-src", "data-ks-lazyload", "data-original"))
        self._feed_first = rng.random() < 0.5
        self._gone = [rng.randrange(100, 999) * 1_000_003 for _ in range(2)]

    def _k(self, word: str) -> str:
        """A class of the CSS-modules kind: its word and a hash."""
        code = Random(f"{self._salt}/{word}").choices("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789", k=8)
        return f"{word}--{''.join(code)}"

    def _id(self, item: Item) -> int:
        return 700_000_000_000 + item.number * 1_000_033

    def _find(self, text: str | None) -> Item | None:
        number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 15 else 0
        return (
            self.by_number.get((number - 700_000_000_000) // 1_000_033) if (number - 700_000_000_000) % 1_000_033 == 0 else None
        )

    def path(self, item: Item) -> str:
        """/item?id=…&categoryId=…"""
        return f"/item?id={self._id(item)}&categoryId={item.category.slug}"

    def number(self, url: SplitResult) -> int | None:
        """By the id parameter, whatever else stands in the query."""
        item = self._find(parse_qs(url.query).get("id", [""])[0]) if url.path in {"/item", "/item.htm"} else None
        return item.number if item else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Home, lists, items, gone items, people, help."""
        if path == "/":
            return self._home()
        if path in {"/item", "/item.htm"}:
            if item := self._find(query.get("id")):
                return self._item(item)
            return self._missing() if query.get("id", "") in map(str, self._gone) else None
        if path == "/list":
            kind = next((g for g in self.words.goods if g.slug == query.get("categoryId")), None)
            items = [item for item in self.items if item.category is kind]
            return self._list(kind.name, f"/list?categoryId={kind.slug}", items, query) if kind else None
        if path == "/search":
            word = query.get("q", "")
            items = [item for item in self.items if word in item.title]
            return self._list(f"{word}_搜索", f"/search?q={quote(word)}", items, query)
        if path == "/personal":
            uid = whole(query.get("userId"), 0) - 22_000_100
            if not 0 <= uid < len(self.words.nicks):
                return None
            nick = self.words.nicks[uid]
            items = [item for item in self.items if item.seller == nick]
            return self._list(f"{nick}的主页", f"/personal?userId={uid + 22_000_100}", items, query, self._person(nick))
        if path == "/login":
            return self._frame(
                "登录", "<form><input name=fm-login-id><input type=password name=pwd><button>登录</button></form>"
            )
        if path == "/wow/z/idle/rule" and (info := self.info_page(query.get("name", ""), "<form></form>")):
            return self._frame(info[0], f"<h2>{info[0]}</h2>{info[1]}")
        if path == "/community" and (text := self.article(whole(query.get("postId"), 99))):
            return self._frame(text[0], f"<h2>{h(text[0])}</h2>{text[1]}")
        return None

    def _spm(self, page: str, place: int) -> str:
        return f"a21ybx.{page}.{self._k(page)[-5:]}.{place}.{self._salt % 9973 + place:x}"

    def _href(self, item: Item, page: str, place: int) -> str:
        return f"/item?spm={self._spm(page, place)}&amp;id={self._id(item)}&amp;categoryId={item.category.slug}"

    def _money(self, item: Item, block: str) -> str:
        k, amount = self._k, int(item.amount or 0)
        cents = f'<span class="{k("decimal")}">.00</span>' if self._cents else ""
        return f'<div class="{k(block)}"><span class="{k("sign")}">¥</span><span class="{k("number")}">{amount}</span>{cents}</div>'

    def _card(self, item: Item, page: str, place: int) -> str:
        k = self._k
        tag = ("包邮", "可小刀", "24小时内发布", "描述不符包邮退", "")[item.number % 5]
        return f"""<a class="{k("feeds-item-wrap")}" href="{self._href(item, page, place)}" target="_blank" data-spm="d{place}"><div class="{k("feeds-image-container")}">
<img class="{k("feeds-image")}" src="{BLANK}" {self._lazy}="{self.photo(item.photos[0], "_220x10000.jpg_.webp")}" alt=""></div>
<div class="{k("feeds-content")}"><div class="{k("row1-wrap-title")}" title="{h(item.title)} {h(item.text[0])}"><span class="{k("main-title")}">{h(item.title)} {h(item.text[0])}</span></div>
<div class="{k("row2-wrap-cpv")}"><span>{tag}</span></div><div class="{k("row3-wrap-price")}">{self._money(item, "price-wrap")}<div class="{k("price-desc")}"><div class="{k("text")}">{item.number % 190}人想要</div></div></div>
<div class="{k("row4-wrap-seller")}"><img src="/static/avatar{item.number % 7}.jpg"><span class="{k("seller-text")}">{h(item.city[0].split()[0])}</span><span class="{k("credit")}">卖家信用{("优秀", "极好", "良好")[item.number % 3]}</span></div></div></a>"""

    def _feed(self, items: list[Item], page: str) -> str:
        return f'<div class="{self._k("feeds-list-container")}">{"".join(self._card(i, page, n) for n, i in enumerate(items, 1))}</div>'

    def _home(self) -> Answer:
        blocks = "".join(
            f"<div class='{self._k('fish-card')}'><a href='/list?categoryId={g.slug}'>{g.name}</a><div>"
            + "".join(f"<a href='/search?q={quote(noun)}'>{noun}</a>" for noun in g.nouns[:4])
            + "</div></div>"
            for g in self.words.goods
        )
        feed = f"<div class='{self._k('tab')}'><div>猜你喜欢</div><div>个人闲置</div><div>3C数码</div></div>" + self._feed(
            self.items[:10], "home"
        )
        dead = f"<a href='/item?id={self._gone[0]}&amp;categoryId=0'>今日秒杀:捡漏好物</a>"
        return self._frame("闲集 - 闲不住?上闲集!", (feed + blocks if self._feed_first else blocks + feed) + dead)

    def _list(self, name: str, base: str, items: list[Item], query: dict[str, str], head: str = "") -> Answer:
        page, sort, k = whole(query.get("page")), query.get("sort", ""), self._k
        if sort == "price_asc":
            items = sorted(items, key=lambda item: item.amount or 0)
        shown, pages = cut(items, page, self.per_page)
        keep = f"&amp;sort={sort}" if sort else ""
        numbers = "".join(
            f"<span class='{k('page-active')}'>{n}</span>" if n == page else f"<a href='{base}&amp;page={n}{keep}'>{n}</a>"
            for n in range(1, pages + 1)
        )
        sorts = "".join(
            f"<a href='{base}&amp;sort={o}'>{t}</a>" for o, t in (("default", "综合"), ("time", "最新"), ("price_asc", "价格"))
        )
        checks = "".join(
            f"<label><input type=checkbox>{t}</label>" for t in ("个人闲置", "验货宝", "验号担保", "包邮", "超赞鱼小铺", "全新")
        )
        empty = "" if shown else f"<div class='{k('empty')}'>没有找到相关宝贝,换个词试试</div>"
        return self._frame(
            name,
            f"{head}<div class='{k('search-filter')}'>{sorts}{checks}<span>价格 ¥<input>-¥<input></span></div>{empty}{self._feed(list(shown), 'search')}<div class='{k('search-pagination')}'>{numbers}</div>",
        )

    def _person(self, nick: str) -> str:
        uid, k = self.words.nicks.index(nick), self._k
        return f"""<div class="{k("personal-top")}"><img src="/static/avatar{uid}.jpg"><div class="{k("nick")}">{h(nick)}</div><div>粉丝{uid * 37} 关注{uid * 5}</div>
<div>宝贝 {uid + 3} | 信用及评价 {uid * 11}</div><p>自用闲置,不是商家,50元以下不议价</p></div>"""

    def _when(self, when: datetime) -> str:
        gap = self.now - when
        minutes, days = int(gap.total_seconds() // 60), (self.now.date() - when.date()).days
        if minutes < 60:
            return f"{minutes}分钟前发布"
        if days == 0:
            return f"{minutes // 60}小时前发布"
        return f"{days}天前发布" if days <= 20 else f"{when:%Y-%m-%d} 发布"

    def _ago(self, when: datetime) -> str:
        days = (self.now.date() - when.date()).days
        return f"{days}天前" if days else "今天"

    def _item(self, item: Item) -> Answer:
        k, uid = self._k, self.words.nicks.index(item.seller)
        amount = int(item.amount or 0)
        was = f'<div class="{k("origin-price")}"><span>¥</span>{amount * 2 + 99}</div>' if item.number % 3 == 0 else ""
        mid, small = "_790x10000Q90.jpg_.webp", "_220x10000.jpg_.webp"
        big = "".join(
            f'<div class="{k("carouselItem")}"><img src="{self.photo(p, mid) if n == 0 else BLANK}" {self._lazy}="{self.photo(p, mid)}"'
            + (f' data-zoom-image="{self.photo(p, "")}"' if self._zoom else "")
            + ' alt="宝贝图片"></div>'
            for n, p in enumerate(item.photos)
        )
        strip = "".join(
            f'<div class="{k("item-main-window-list-item")}"><img src="{BLANK}" {self._lazy}="{self.photo(p, small)}"></div>'
            for p in item.photos
        )
        labels = "".join(
            f'<div class="{k("labels-item")}"><span class="{k("label")}">{a}</span><span>:</span><span class="{k("value")}">{b}</span></div>'
            for a, b in (
                ("成色", ("几乎全新", "轻微使用痕迹", "明显使用痕迹")[item.number % 3]),
                ("分类", item.category.name),
                ("所在地", item.city[0]),
            )[: item.number % 4]
        )
        desc = "\n".join([item.title, *item.text])
        asks = "".join(
            f'<li class="{k("message")}"><img src="/static/avatar{self.words.nicks.index(r.author)}.jpg"><b>{h(r.author[0])}***{h(r.author[-1])}</b><p>{h(r.text)}</p><time>{self._ago(r.when)}</time></li>'
            for r in item.replies
        )
        likes = self._feed(self.related(item, 6), "item")
        body = f"""<div class="{k("item-container")}"><div class="{k("item-user-container")}"><a class="{k("item-user-avatar")}" href="/personal?spm={self._spm("item", 0)}&amp;userId={uid + 22_000_100}"><img src="/static/avatar{uid}.jpg"></a>
<div><div class="{k("item-user-info-nick")}">{h(item.seller)}</div><div class="{k("item-user-info-intro")}"><div>{h(item.city[0].split()[-1])}</div><div>{item.number % 50 + 2}分钟前来过</div><div>来闲集{uid % 6 + 1}年{item.number % 300}天</div><div>卖出{uid * 13 + 2}件宝贝</div><div>好评率{95 + uid % 5}%</div></div></div></div>
<div class="{k("item-main")}"><div class="{k("item-main-window")}"><div class="{k("window-list")}">{strip}</div><div class="{k("slick")}">{big}</div></div>
<div class="{k("item-main-info")}"><div class="{k("top")}">{self._money(item, "price")}{was}<div class="{k("post")}">{("包邮", "运费8元", "自提")[item.number % 3]}</div><div class="{k("want")}"><span>{item.number % 190}人想要</span><span>{item.number % 4000}浏览</span></div></div>
<div class="{k("notice")}">{self._when(item.posted)}</div><div class="{k("main-desc")}"><div class="{k("title")}">{h(item.title)}</div><span class="{k("desc")}" style="white-space:pre-wrap">{h(desc)}</span></div><div class="{k("labels")}">{labels}</div>
<div class="{k("buttons")}"><a href="/login">聊一聊</a><a href="/login">立即购买</a><a href="/login">收藏</a></div><div class="{k("guarantee")}">交易前聊一聊,警惕脱离平台交易。<a href="/wow/z/idle/rule?name=safety">防骗提醒</a> <a href="/login">举报</a></div></div></div>
<div class="{k("comments")}"><div>留言 · {len(item.replies)}</div><ul>{asks}</ul></div><div class="{k("item-recommend")}"><div>为你推荐</div>{likes}</div></div>"""
        return self._frame(f"{item.title}_闲集", body)

    def _missing(self) -> Answer:
        return self._frame(
            "闲集",
            f"<div class='{self._k('error')}'>哎呀,这个宝贝被外星人带走了</div><div>为你推荐</div>{self._feed(self.items[-6:], 'err')}",
        )

    def _frame(self, title: str, body: str) -> Answer:
        k = self._k
        cats = "".join(
            f"<li><a href='/list?spm={self._spm('nav', n)}&amp;categoryId={g.slug}'>{g.name}</a></li>"
            for n, g in enumerate(self.words.goods)
        )
        hot = "".join(f"<a href='/search?q={quote(g.nouns[-1])}'>{g.nouns[-1]}</a>" for g in self.words.goods[:4])
        foot = "".join(
            f"<a href='/wow/z/idle/rule?name={slug}'>{text}</a>"
            for slug, text in self.words.info
            if slug not in {"login", "register"}
        )
        posts = "".join(f"<a href='/community?postId={n}'>{t}</a>" for n, t in enumerate(self.words.articles[:4]))
        return self.html(f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{h(title)}</title>
<meta name="keywords" content="二手,闲置,转让"><meta name="description" content="闲集,让你的闲置游起来"><link rel="shortcut icon" href="/favicon.ico"></head><body><div id="ice-container"><div class="{k("page-container")}">
<header class="{k("header")}"><a href="/"><img src="/static/logo.jpg" alt="闲集"></a><form action="/search"><input name="q" placeholder="搜索宝贝"><button>搜索</button></form><div class="{k("hot")}">{hot}</div><a class="{k("nick")}" href="/login">登录</a><div class="{k("qr")}"><img src="/static/qr.jpg"><p>扫码打开App,新人立减¥5</p></div></header>
<ul class="{k("category")}">{cats}</ul><main>{body}</main><div class="{k("sidebar")}"><a href="/login">发闲置</a><a href="/login">消息</a><a href="#">回顶部</a></div>
<footer class="{k("footer")}"><div>{posts}</div><div>{foot}</div><p>增值电信业务经营许可证:浙B2-20110446 | 浙网文【2024】0900-042号 © 2014-2026</p></footer></div></div><script>window._lazy=1;</script></body></html>""")
