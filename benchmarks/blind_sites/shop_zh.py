"""A Chinese shop in GBK of the ECShop age: addresses by query, session ids and order parameters, market prices struck out."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ShopZh(Site):
    """goods.php, category.php, GBK, no structured data, lazy photos."""

    name, code, currency, encoding, style = "shop_zh", "zh", "CNY", "gbk", "legacy"
    photo_path = "/images/202611/{size}_G_{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"thumb": (160, 120), "goods": (400, 300), "source": (800, 600)}
    sellers = "shops"
    per_page = 12

    def path(self, item: Item) -> str:
        """goods.php?id=…"""
        return f"/goods.php?id={item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The id of goods.php."""
        number = whole(parse_qs(url.query).get("id", [""])[0], 0)
        return number if url.path == "/goods.php" and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The scripts of the shop."""
        if path in {"/", "/index.php"}:
            return self._home()
        if path == "/goods.php" and (item := self.by_number.get(whole(query.get("id"), 0))):
            return self._goods(item)
        if path == "/category.php":
            return self._category(query)
        if path in {"/flow.php", "/user.php"}:
            what = "购物车" if path == "/flow.php" else "用户登录"
            form = (
                "<form action='user.php' method=post>用户名<input name=username>密码<input type=password name=password></form>"
            )
            body = "<p>您的购物车中还没有商品。合计:￥0.00元</p>" if path == "/flow.php" else form
            return self._frame(what, f"<h3>{what}</h3>{body}")
        if path == "/article.php":
            index = whole(query.get("id"), 99)
            page = self.article(index) if index < 50 else self.info_page(dict(enumerate(self._slugs(), 50)).get(index, "-"), "")
            return page and self._frame(page[0], f"<h2>{page[0]}</h2><div class='{self.c('art')}'>{page[1]}</div>")
        if path == "/search.php":
            return self._frame("搜索", "<h3>搜索结果</h3><p>请输入关键词</p>")
        return None

    def _slugs(self) -> list[str]:
        return [slug for slug, _ in self.words.info if slug not in {"login", "register"}]

    def _sid(self) -> str:
        return f"&amp;sid={self.rng.getrandbits(64):016x}"

    def _home(self) -> Answer:
        news = "".join(f"<li><a href='article.php?id={n}'>{t}</a></li>" for n, t in enumerate(self.words.articles))
        new = "".join(self._cell(item) for item in self.items[:8])
        return self._frame(
            "首页", f"<div class='{self.c('news')}'><h3>最新资讯</h3><ul>{news}</ul></div><h3>新品上架</h3>{new}"
        )

    def _category(self, query: dict[str, str]) -> Answer | None:
        cid, page, sort = whole(query.get("cid"), 0), whole(query.get("page")), query.get("sort", "goods_id")
        if cid > len(self.words.goods):
            return None
        items = [item for item in self.items if not cid or item.category is self.words.goods[cid - 1]]
        if sort == "shop_price":
            items.sort(key=lambda item: item.amount or 0)
        shown, pages = cut(items, page, self.per_page)
        name = self.words.goods[cid - 1].name if cid else "全部商品"
        base = f"category.php?cid={cid}"
        numbers = " ".join(
            f"<b>{n}</b>" if n == page else f"<a href='{base}&amp;page={n}&amp;sort={sort}&amp;order=DESC'>[{n}]</a>"
            for n in range(1, pages + 1)
        )
        sorts = "".join(
            f"<a href='{base}&amp;sort={s}&amp;order=ASC'>{t}</a> "
            for s, t in (("shop_price", "价格"), ("goods_id", "上架时间"))
        )
        cells = "".join(self._cell(item) for item in shown)
        foot = f"<div class='{self.c('pager')}'>总计 <b>{len(items)}</b> 个记录 {numbers}</div>"
        return self._frame(name, f"<h3>{name}</h3><div>排序: {sorts}</div>{cells}{foot}")

    def _cell(self, item: Item) -> str:
        amount = item.amount or 0
        return (
            f"<div class='{self.c('cell')}'><a href='goods.php?id={item.number}{self._sid()}'>"
            f"<img src='/static/blank.jpg' data-original='{self.photo(item.photos[0], 'thumb')}' width=160 alt='{h(item.title)}'></a><br>"
            f"<a href='goods.php?id={item.number}{self._sid()}' title='{h(item.title)}'>{h(item.title[:14])}...</a><br>"
            f"<font class='{self.c('market')}'>市场价<s>￥{amount * 1.2:.2f}元</s></font> "
            f"本店价<font class='{self.c('shop')}'>￥{amount:.2f}元</font></div>"
        )

    def _goods(self, item: Item) -> Answer:
        c, amount = self.c, item.amount or 0
        big = self.photo(item.photos[0], "source")
        thumbs = "".join(
            f"<li><a href='{self.photo(p, 'source')}' rel='zoom'><img src='{self.photo(p, 'thumb')}' width=60></a></li>"
            for p in item.photos
        )
        also = "".join(self._cell(other) for other in self.related(item))
        body = f"""<div class='{c("ur")}'>当前位置: <a href='index.php'>首页</a> <code>&gt;</code>
<a href='category.php?cid={self.words.goods.index(item.category) + 1}'>{item.category.name}</a> <code>&gt;</code> {h(item.title)}</div>
<table width=100%><tr><td width=400 valign=top><img id=zoom src='{self.photo(item.photos[0], "goods")}' jqimg='{big}'><ul>{thumbs}</ul></td>
<td valign=top><form name=ECS_FORMBUY action='javascript:addToCart({item.number})'>
<p class='{c("nm")}'><b>{h(item.title)}</b></p>
<ul class='{c("attr")}'><li><dd>商品货号:</dd><dt>ECS{item.number:06d}</dt></li>
<li><dd>市场价格:</dd><dt><s>￥{amount * 1.2:,.2f}元</s></dt></li>
<li><dd>本店售价:</dd><dt><font id=ECS_SHOPPRICE class='{c("shop")}'>￥{amount:,.2f}元</font></dt></li>
<li><dd>VIP会员价:</dd><dt>￥{amount * 0.95:,.2f}元</dt></li>
<li><dd>供货商家:</dd><dt>{item.seller}</dt></li>
<li><dd>上架时间:</dd><dt>{item.posted:%Y-%m-%d}</dt></li>
<li><dd>库存:</dd><dt>{item.number % 17 + 1} 件</dt></li></ul>
数量 <input name=number value=1 size=4> <a href='javascript:addToCart({item.number})'>立即购买</a>
<a href='user.php?act=collect&amp;id={item.number}'>收藏</a></form></td></tr></table>
<div class='{c("tab")}'><h2>商品描述</h2>{"".join(f"<p>{text}</p>" for text in item.text)}</div>
<div class='{c("tab")}'><h2>用户评论</h2><p>暂时还没有任何用户评论</p></div><h3>看了还看</h3>{also}"""
        return self._frame(item.title, body)

    def _frame(self, title: str, body: str) -> Answer:
        c, words = self.c, self.words
        cats = "".join(f"<li><a href='category.php?cid={n}'>{cat.name}</a></li>" for n, cat in enumerate(words.goods, 1))
        tops = "".join(
            f"<li><a href='goods.php?id={i.number}'>{h(i.title)}</a> <b>￥{i.amount:.2f}元</b></li>" for i in self.items[9:15]
        )
        foot = " | ".join(f"<a href='article.php?id={n}'>{dict(words.info)[s]}</a>" for n, s in enumerate(self._slugs(), 50))
        return self.html(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gbk"><title>{h(title)} - 福满多商城 - Powered by EShop</title>
<meta name="Keywords" content="福满多,商城,优惠"><script>var process_request = "正在处理您的请求...";var cart_total='￥0.00元';</script></head><body>
<div class='{c("top")}'>欢迎光临本店 <a href='user.php'>登录</a> <a href='user.php?act=register'>注册</a>
<span id=ECS_CARTINFO><a href='flow.php'>您的购物车中有 0 件商品，总计金额 ￥0.00元。</a></span></div>
<div class='{c("logo")}'><a href='index.php'><img src='/static/banner_logo.jpg' alt='福满多商城'></a>
<form action='search.php'><input name=keywords value='请输入关键字'><input type=submit value=搜索></form></div>
<div class='{c("nav")}'><a href='index.php'>首页</a> <a href='category.php?cid=0'>全部商品</a> <a href='flow.php'>查看购物车</a></div>
<table width=100%><tr><td width=200 valign=top><div class='{c("left")}'><h3>所有商品分类</h3><ul>{cats}</ul>
<h3>销售排行</h3><ul>{tops}</ul></div></td><td valign=top class='{c("main")}'>{body}</td></tr></table>
<div class='{c("foot")}'>{foot}<br>&copy; 2005-2026 福满多商城 版权所有 服务热线:400-820-1234 QQ:800123456 ICP备案证书号:京ICP备05001234号</div>
</body></html>""")
