"""A Vietnamese shop that draws itself by script from state inlined in each page; nothing shows without JavaScript."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

SCRIPT = """
(function(){var s=window.__KHO__,r=document.getElementById('app');
function e(t,c,k){var n=document.createElement(t);if(c)n.className=c;(k||[]).forEach(function(x){
if(x==null)return;n.appendChild(typeof x==='string'?document.createTextNode(x):x)});return n}
function a(u,c,k){var n=e('a',c,k);n.href=u;return n}
function img(u,c){var n=e('img',c);n.src=u;return n}
function vnd(n){return n.toString().replace(/\\B(?=(\\d{3})+(?!\\d))/g,'.')+' \\u20ab'}
function card(p){return a(p.url,s.css.card,[img(p.thumb,s.css.pic),e('div',s.css.nm,[p.ten]),e('div',s.css.gia,[vnd(p.gia)]),
e('div','',['Đã bán '+p.ban])])}
r.appendChild(e('header',s.css.head,[a('/',s.css.logo,[s.site.ten]),a('/gio-hang','',['Giỏ hàng (0) 0 \\u20ab'])].concat(
s.menu.map(function(m){return a(m.url,s.css.menu,[m.ten])}))));
var main=e('main',s.css.main);r.appendChild(main);
if(s.sp){var p=s.sp;main.appendChild(e('div','',s.duong.map(function(m){return a(m.url,'',[m.ten+' / '])})));
main.appendChild(e('div',s.css.gal,p.anh.map(function(x){return img(x.nho,s.css.pic)})));
main.appendChild(e('h1',s.css.ten,[p.ten]));
main.appendChild(e('div',s.css.gia,[p.giaGoc>p.gia?e('del','',[vnd(p.giaGoc)]):null,e('b','',[vnd(p.gia)])]));
main.appendChild(e('div',s.css.shop,['Gian hàng: ',a(p.gianHang.url,'',[p.gianHang.ten])]));
p.moTa.forEach(function(t){main.appendChild(e('p','',[t]))});
var b=e('button',s.css.buy,['Thêm vào giỏ']);main.appendChild(b)}
if(s.tieuDe)main.appendChild(e('h1','',[s.tieuDe]));
(s.doan||[]).forEach(function(t){main.appendChild(e('p','',[t]))});
if(s.ds){main.appendChild(e('h2','',[s.nhan]));main.appendChild(e('div',s.css.grid,s.ds.map(card)))}
if(s.trang){var nav=e('nav',s.css.nav);for(var i=1;i<=s.trang.tong;i++)nav.appendChild(i===s.trang.nay?e('span','',[''+i]):
a(s.trang.goc+'?trang='+i,'',[''+i]));main.appendChild(nav)}
r.appendChild(e('footer','',s.chan.map(function(m){return a(m.url,'',[m.ten])})))})();
"""


class ShopVi(Site):
    """/san-pham/slug.number.html, drawn from `window.__KHO__`."""

    name, code, currency, style = "shop_vi", "vi", "VND", "hashed"
    photo_path = "/media/{id}@{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"200x150": (200, 150), "960x720": (960, 720)}
    sellers = "shops"
    shows_date = False
    per_page = 12

    def path(self, item: Item) -> str:
        """/san-pham/slug.number.html"""
        return f"/san-pham/{item.slug}.{item.number}.html"

    def number(self, url: SplitResult) -> int | None:
        """The number before .html of a product."""
        number = whole(url.path.removesuffix(".html").rsplit(".", 1)[-1], 0)
        return number if url.path.startswith("/san-pham/") and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Home, categories, products, shops, articles, help."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._draw("Chợ Nhà", {"nhan": "Gợi ý hôm nay", "ds": [self._card(i) for i in self.items[5:13]]})
        if parts[0] == "san-pham" and (item := self.by_number.get(whole(path.removesuffix(".html").rsplit(".", 1)[-1], 0))):
            return self._product(item)
        if parts[0] == "danh-muc" and len(parts) == 2:
            return self._list(parts[1], query)
        if parts[0] == "gian-hang" and (number := whole(parts[-1], 99)) < len(self.words.shops):
            text = {
                "tieuDe": self.words.shops[number],
                "doan": ["Tham gia từ 2019 · Đánh giá 4,8/5 · Phản hồi 97%", self.words.policy[0]],
            }
            return self._draw(self.words.shops[number], text)
        if parts[0] == "cam-nang":
            page = self.article(whole(parts[-1], 99))
            lines = page[1].removeprefix("<p>").removesuffix("</p>").split("</p><p>") if page else []
            return page and self._draw(page[0], {"tieuDe": page[0], "doan": lines})
        if path == "/gio-hang":
            return self._draw("Giỏ hàng", {"tieuDe": "Giỏ hàng", "doan": ["Chưa có sản phẩm nào. Tạm tính: 0 ₫"]})
        info = self.info_page(path, "")
        return info and self._draw(info[0], {"tieuDe": info[0], "doan": list(self.words.policy[:4])})

    def _card(self, item: Item) -> dict[str, object]:
        return {
            "url": f"{self.path(item)}?spm=home.{item.number % 7}",
            "thumb": self.photo(item.photos[0], "200x150"),
            "ten": item.title,
            "gia": int(item.amount or 0),
            "ban": item.number % 300,
        }

    def _list(self, slug: str, query: dict[str, str]) -> Answer | None:
        names = {category.slug: category.name for category in self.words.goods} | {"tat-ca": "Tất cả sản phẩm"}
        if slug not in names:
            return None
        items = [item for item in self.items if slug in {"tat-ca", item.category.slug}]
        page = whole(query.get("trang"))
        shown, pages = cut(items, page, self.per_page)
        state = {
            "nhan": names[slug],
            "ds": [self._card(item) for item in shown],
            "trang": {"nay": page, "tong": pages, "goc": f"/danh-muc/{slug}"},
        }
        return self._draw(names[slug], state)

    def _product(self, item: Item) -> Answer:
        amount = int(item.amount or 0)
        shop = self.words.shops.index(item.seller)
        state = {
            "sp": {
                "ma": item.number,
                "ten": item.title,
                "gia": amount,
                "giaGoc": int(amount * 1.3) if item.number % 3 == 0 else amount,
                "anh": [{"nho": self.photo(p, "200x150"), "lon": self.photo(p, "960x720")} for p in item.photos],
                "moTa": item.text,
                "gianHang": {"ten": item.seller, "url": f"/gian-hang/{shop}"},
                "tonKho": item.number % 13 + 1,
            },
            "duong": [{"ten": "Trang chủ", "url": "/"}, {"ten": item.category.name, "url": f"/danh-muc/{item.category.slug}"}],
            "nhan": "Sản phẩm tương tự",
            "ds": [self._card(other) for other in self.related(item)],
        }
        return self._draw(item.title, state)

    def _draw(self, title: str, state: Mapping[str, object]) -> Answer:
        words = ("card", "pic", "nm", "gia", "head", "logo", "menu", "main", "gal", "ten", "shop", "buy", "grid", "nav")
        menu = [{"ten": "Tất cả", "url": "/danh-muc/tat-ca"}]
        menu += [{"ten": c.name, "url": f"/danh-muc/{c.slug}"} for c in self.words.goods]
        foot = [{"ten": t, "url": f"/{s}"} for s, t in self.words.info]
        foot += [{"ten": t, "url": f"/cam-nang/{n}"} for n, t in enumerate(self.words.articles)]
        full = {"site": {"ten": "Chợ Nhà"}, "css": {w: self.c(w) for w in words}, "menu": menu, "chan": foot, **state}
        data = json.dumps(full, ensure_ascii=False).replace("<", "\\u003c")
        return self.html(f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{h(title)} | Chợ Nhà</title><link rel="stylesheet" href="/static/app.{self.c("main")}.css"></head><body><div id="app"></div>
<noscript>Vui lòng bật JavaScript để sử dụng trang web này.</noscript><script>window.__KHO__={data};</script>
<script>{SCRIPT}</script></body></html>""")
