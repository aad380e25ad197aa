"""Chinese classifieds: cities and categories, prices in 万 or 面议, relative dates, pinned ads on every page, only a 'next page' link."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ClassifiedsZh(Site):
    """/city/category/numberx.shtml, no structured data."""

    name, code, currency, style = "classifieds_zh", "zh", "CNY", "hashed"
    photo_path = "/pic/{size}/n_v2{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"t180": (180, 135), "w1200": (1200, 900)}
    unpriced = 0.12

    def path(self, item: Item) -> str:
        """/city/category/numberx.shtml"""
        return f"/{item.city[1]}/{item.category.slug}/{item.number}x.shtml"

    def number(self, url: SplitResult) -> int | None:
        """The number before x.shtml."""
        last = url.path.rsplit("/", 1)[-1]
        number = whole(last.removesuffix("x.shtml"), 0)
        return number if last.endswith("x.shtml") and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Cities, categories, ads, people, help."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._list("", "", 1)
        if parts[-1].endswith("x.shtml"):
            item = self.by_number.get(whole(parts[-1].removesuffix("x.shtml"), 0))
            return self._ad(item) if item and len(parts) == 3 else None
        if parts[0] == "u" and (index := whole(parts[-1], 99)) < len(self.words.people):
            return self._frame("个人主页", f"<h2>{self.words.people[index]}</h2><p>注册时间:2019年</p><p>信用等级:良好</p>")
        if parts[0] == "zixun":
            page = self.article(whole(parts[-1].removesuffix(".shtml"), 99))
            return page and self._frame(page[0], f"<h1>{page[0]}</h1><div>发布于 {self.now:%Y-%m-%d}</div>{page[1]}")
        if parts[0] == "help":
            info = self.info_page(
                parts[-1], "<form><input name=mobile placeholder='手机号'><input type=password name=pwd></form>"
            )
            return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")
        if path == "/post":
            return self._frame("发布信息", "<h2>请先登录</h2><form><input type=password name=pwd></form>")
        number = whole(parts.pop().removeprefix("pn")) if parts[-1].startswith("pn") else 1
        cities, cats = {slug for _, slug in self.words.cities}, {c.slug for c in self.words.goods}
        city = parts.pop(0) if parts and parts[0] in cities else ""
        cat = parts.pop(0) if parts and (parts[0] in cats or parts[0] == "ershou") else ""
        return None if parts or not cat else self._list(city, "" if cat == "ershou" else cat, number)

    def _price(self, item: Item) -> str:
        if item.amount is None:
            return "<b class='{}'>面议</b>".format(self.c("price"))
        shown = f"{item.amount / 10000:g}</b>万元" if item.amount >= 10000 else f"{item.amount:.0f}</b>元"
        return f"<b class='{self.c('price')}'>{shown}"

    def _when(self, item: Item) -> str:
        minutes = int((self.now - item.posted).total_seconds() // 60)
        if minutes < 60:
            return f"{minutes}分钟前"
        if minutes < 60 * 24:
            return f"{minutes // 60}小时前"
        days = (self.now.date() - item.posted.date()).days
        return f"{days}天前" if days < 8 else f"{item.posted.month}月{item.posted.day}日"

    def _list(self, city: str, cat: str, page: int) -> Answer:
        items = [i for i in self.items if city in {"", i.city[1]} and cat in {"", i.category.slug}]
        shown, pages = cut(items, page, self.per_page)
        base = f"{'/' + city if city else ''}/{cat or 'ershou'}"
        more = f"<a class='{self.c('next')}' href='{base}/pn{page + 1}/'><span>下一页</span></a>" if page < pages else ""
        pinned = "".join(self._row(item, "置顶") for item in self.items[20:22])
        rows = "".join(self._row(item) for item in shown)
        cats = "".join(f"<a href='{'/' + city if city else ''}/{c.slug}/'>{c.name}</a>" for c in self.words.goods)
        title = dict((s, n) for n, s in self.words.cities).get(city, "全国") + "二手信息"
        body = f"<h1>{title}</h1><div class='{self.c('filter')}'>类别:{cats}</div><ul>{pinned}{rows}</ul><div>{more}</div>"
        return self._frame(title, body)

    def _row(self, item: Item, flag: str = "") -> str:
        track = f"?iuType=z_2&amp;PGTID=0d30000{item.number:x}&amp;ClickID={item.number % 40}" if flag else ""
        return f"""<li class="{self.c("row")}"><div class="{self.c("pic")}"><a href="{self.path(item)}{track}"><img
lazy_src="{self.photo(item.photos[0], "t180")}" src="/static/banner_img.jpg"></a></div><div class="{self.c("info")}">
<h2><a href="{self.path(item)}{track}">{h(item.title)}</a> <i>{flag}</i></h2><p>{item.city[0]} / {item.category.name} / {self._when(item)}</p>
<p>{h(item.text[0])}</p></div><div class="{self.c("pr")}">{self._price(item)}</div></li>"""

    def _ad(self, item: Item) -> Answer:
        c = self.c
        thumbs = "".join(
            f"<li data-big='{self.photo(p, 'w1200')}'><span><img src='{self.photo(p, 't180')}'></span></li>"
            for p in item.photos
        )
        also = "".join(self._row(other) for other in self.related(item))
        person = self.words.people.index(item.seller)
        crumbs = f"<a href='/{item.city[1]}/ershou/'>{item.city[0]}二手</a> &gt; <a href='/{item.category.slug}/'>{item.category.name}</a>"
        body = f"""<div class="{c("crumb")}">{crumbs}</div><div class="{c("detail")}"><div class="{c("title")}"><h1>{h(item.title)}</h1>
<div class="{c("up")}"><span>{self._when(item)} 更新</span><span>浏览 {item.number % 999} 次</span><span>编号:{item.number}</span></div></div>
<div class="{c("left")}"><div class="{c("stage")}"><img src="{self.photo(item.photos[0], "w1200")}"></div><ul>{thumbs}</ul></div>
<div class="{c("right")}"><div><label>价格:</label><span>{self._price(item)}</span></div>
<div><label>区域:</label><a href="/{item.city[1]}/ershou/">{item.city[0]}</a></div>
<div><label>联系人:</label><a href="/u/{person}/">{item.seller}</a><em class="{c("badge")}">实名认证</em></div>
<div><label>电话:</label><span>138****{item.number % 10000:04d}</span></div></div>
<div class="{c("desc")}"><h3>详细描述</h3>{"".join(f"<div>{h(t)}</div>" for t in item.text)}
<p>联系我时,请说是在百姓集市看到的,谢谢!</p></div></div><h3>猜你喜欢</h3><ul>{also}</ul>"""
        return self._frame(f"{item.title} - {item.city[0]}{item.category.name}", body)

    def _frame(self, title: str, body: str) -> Answer:
        c, words = self.c, self.words
        cities = "".join(f"<a href='/{slug}/ershou/'>{name}</a>" for name, slug in words.cities)
        foot = "".join(f"<a href='/help/{s}/'>{t}</a>|" for s, t in words.info)
        hot = "".join(f"<li><a href='/zixun/{n}.shtml'>{t}</a></li>" for n, t in enumerate(words.articles))
        return self.html(f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{h(title)} - 百姓集市</title>
<script>var ____json4fe={{catentry:[{{dispid:"5",name:"二手"}}],locallist:[{{listname:"bj"}}],_trackURL:"pagetype=list"}};</script></head><body>
<div class="{c("bar")}"><a href="/">百姓集市</a><a href="/help/login/">登录</a><a href="/help/register/">注册</a><a href="/post">免费发布信息</a></div>
<div class="{c("city")}"><a href="/ershou/">全国</a>{cities}</div><div class="{c("wrap")}"><div class="{c("main")}">{body}</div>
<div class="{c("side")}"><h4>热门资讯</h4><ul>{hot}</ul><div class="{c("ad")}"><img src="/static/banner_ad.jpg"><p>贷款最高20万元,当天放款</p></div></div></div>
<div class="{c("ft")}">{foot}<p>© 2026 百姓集市 京ICP证060405号 举报电话:400-000-1234</p></div></body></html>""")
