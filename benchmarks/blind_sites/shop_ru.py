"""A Russian shop in windows-1251 with BEM names and microdata: PAGEN_1 pages, card prices, reviews, an endless calendar of offers."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from datetime import timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ShopRu(Site):
    """/catalog/section/number/, microdata, fancybox photos."""

    name, code, currency, encoding, style = "shop_ru", "ru", "RUB", "windows-1251", "bem"
    photo_path = "/upload/{size}/{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"resize_cache/220_165_1": (220, 165), "iblock": (1000, 750)}
    shows_seller = False
    shows_date = False
    per_page = 9
    robots = "User-agent: *\nDisallow: /bitrix/\nDisallow: /personal/\nDisallow: /*?backurl=\n"

    def path(self, item: Item) -> str:
        """/catalog/section/number/"""
        return f"/catalog/{item.category.slug}/{item.number}/"

    def number(self, url: SplitResult) -> int | None:
        """The last part of a catalogue address."""
        number = whole(url.path.rstrip("/").rsplit("/", 1)[-1], 0)
        return number if url.path.startswith("/catalog/") and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Catalogue, offers by month, blog, help, basket."""
        parts = path.strip("/").split("/")
        if path == "/":
            cards = "".join(self._card(item) for item in self.items[2:8])
            return self._frame(
                "Интернет-магазин «Сундучок»", f"<h2>Хиты продаж</h2><div class='{self.c('grid')}'>{cards}</div>"
            )
        if parts[0] == "catalog":
            item = self.by_number.get(whole(parts[-1], 0))
            return self._product(item) if item else self._section(parts[1] if len(parts) > 1 else "", query)
        if parts[0] == "akcii" and len(parts) == 3:
            return self._offers(whole(parts[1], 2026), whole(parts[2]))
        if parts[0] == "blog":
            page = self.article(whole(parts[-1], 99))
            return page and self._frame(page[0], f"<h1>{page[0]}</h1><div class='{self.c('post')}'>{page[1]}</div>")
        if parts[0] in {"basket", "compare"}:
            return self._frame("Корзина", "<h1>Корзина</h1><p>Итого: 0 руб.</p><p>Ваша корзина пуста</p>")
        info = self.info_page(path, "<form method=post><input name=USER_LOGIN><input type=password name=USER_PASSWORD></form>")
        return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")

    def _rub(self, amount: float) -> str:
        return f"{amount:,.0f}".replace(",", " ") + " руб."

    def _offers(self, year: int, month: int) -> Answer | None:
        if not (1990 < year < 2100 and 0 < month < 13):
            return None
        before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
        days = "".join(f"<td>{day}</td>" for day in range(1, 29))
        body = f"""<h1>Календарь акций: {month:02d}.{year}</h1><a href='/akcii/{before[0]}/{before[1] + 1}/'>предыдущий</a>
<a href='/akcii/{after[0]}/{after[1] + 1}/'>следующий месяц</a><table><tr>{days}</tr></table><p>В этом месяце скидка 10% на доставку.</p>"""
        return self._frame("Календарь акций", body)

    def _section(self, slug: str, query: dict[str, str]) -> Answer | None:
        names = {category.slug: category.name for category in self.words.goods} | {"": "Каталог"}
        if slug not in names:
            return None
        items = [item for item in self.items if slug in {"", item.category.slug}]
        page, sort = whole(query.get("PAGEN_1")), query.get("sort", "")
        if sort:
            items.sort(key=lambda item: item.amount or 0, reverse=query.get("order") == "desc")
        shown, pages = cut(items, page, self.per_page)
        base = f"/catalog/{slug}/" if slug else "/catalog/"
        tail = f"&amp;sort={sort}&amp;order={query.get('order', 'asc')}" if sort else ""
        numbers = "".join(
            f"<li class='{self.c('pager-item')}'>"
            + (f"<span>{n}</span>" if n == page else f"<a href='{base}?PAGEN_1={n}{tail}'>{n}</a>")
            + "</li>"
            for n in range(1, pages + 1)
        )
        sorts = "".join(
            f"<a href='{base}?sort=price&amp;order={o}'>{t}</a>" for o, t in (("asc", "Дешевле"), ("desc", "Дороже"))
        )
        cards = "".join(self._card(item) for item in shown)
        grid = f"<div class='{self.c('grid')}'>{cards}</div><ul class='{self.c('pager')}'>{numbers}</ul>"
        return self._frame(names[slug], f"<h1>{names[slug]}</h1><div class='{self.c('sort')}'>{sorts}</div>{grid}")

    def _card(self, item: Item) -> str:
        c = self.c
        return f"""<div class="{c("card")}"><div class="{c("card-picture")}"><a href="{self.path(item)}">
<img class="lazy" data-src="{self.photo(item.photos[0], "resize_cache/220_165_1")}" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></a></div>
<div class="{c("card-title")}"><a href="{self.path(item)}">{h(item.title)}</a></div><div class="{c("card-price")}">{self._rub(item.amount or 0)}</div>
<a class="{c("card-buy")}" href="/basket/?action=ADD2BASKET&amp;id={item.number}" rel="nofollow">В корзину</a></div>"""

    def _product(self, item: Item) -> Answer:
        c, amount = self.c, item.amount or 0
        photos = "".join(
            f"""<a data-fancybox="gallery" href="{self.photo(p, "iblock")}"><img itemprop="image" alt=""
src="{self.photo(p, "resize_cache/220_165_1")}"></a>"""
            for p in item.photos
        )
        reviews = "".join(
            f"<div class='{c('review')}'><b>{name}</b> <i>{self.now - timedelta(days=9 + n):%d.%m.%Y}</i><p>Заказывал за 990 руб., {text}</p></div>"
            for n, (name, text) in enumerate(zip(self.words.people[:2], ("доволен.", "хорошая вещь."), strict=True))
        )
        crumbs = f"<a href='/'>Главная</a> → <a href='/catalog/'>Каталог</a> → <a href='/catalog/{item.category.slug}/'>{item.category.name}</a>"
        also = "".join(self._card(other) for other in self.related(item))
        body = f"""<div class="{c("crumbs")}">{crumbs}</div><div itemscope itemtype="http://schema.org/Product">
<h1 class="{c("product-title")}" itemprop="name">{h(item.title)}</h1><div class="{c("product-gallery")}">{photos}</div>
<div class="{c("product-buy")}" itemprop="offers" itemscope itemtype="http://schema.org/Offer"><span class="{c("product-old")}">
{self._rub(amount * 1.15)}</span><meta itemprop="price" content="{amount:.2f}"><meta itemprop="priceCurrency" content="RUB">
<span class="{c("product-price")}">{self._rub(amount)}</span><link itemprop="availability" href="http://schema.org/InStock">
<small>По карте магазина {self._rub(amount * 0.93)}</small></div><div class="{c("product-sku")}">Артикул: <span>СН-{item.number}</span></div>
<div class="{c("tabs-body")}" itemprop="description">{"".join(f"<p>{h(t)}</p>" for t in item.text)}</div></div>
<h3>Отзывы</h3>{reviews}<h3>С этим товаром покупают</h3><div class="{c("grid")}">{also}</div>"""
        return self._frame(f"{item.title} купить в Москве", body)

    def _frame(self, title: str, body: str) -> Answer:
        c, words = self.c, self.words
        menu = "".join(f"<li class='{c('menu-item')}'><a href='/catalog/{g.slug}/'>{g.name}</a></li>" for g in words.goods)
        foot = "".join(f"<a href='/{s}/'>{t}</a> " for s, t in words.info)
        blog = "".join(f"<li><a href='/blog/{n}/'>{t}</a></li>" for n, t in enumerate(words.articles))
        seen = "".join(f"<li><a href='{self.path(i)}'>{h(i.title)}</a> {self._rub(i.amount or 0)}</li>" for i in self.items[:3])
        return self.html(f"""<!DOCTYPE html><html><head><meta charset="windows-1251"><title>{h(title)}</title>
<script>if(!window.BX)window.BX={{message:function(){{}}}};BX.message({{'SITE_ID':'s1','CURRENCY':'RUB','bitrix_sessid':'{c("s")}'}});</script></head>
<body><div class="{c("head")}"><a href="/"><img src="/static/banner_head.jpg" alt="Сундучок"></a><a href="tel:+74951234567">8 (495) 123-45-67</a>
<a href="/basket/">Корзина: 0 товаров на 0 руб.</a><a href="/vhod/?backurl=%2F">Войти</a></div><ul class="{c("menu")}"><li><a href="/catalog/">Весь каталог</a></li>
{menu}<li><a href="/akcii/{self.now.year}/{self.now.month}/">Календарь акций</a></li></ul><div class="{c("page")}"><aside>
<h4>Вы смотрели</h4><ul>{seen}</ul><h4>Блог</h4><ul>{blog}</ul></aside><section>{body}</section></div>
<div class="{c("foot")}">{foot}<p>© 2009–2026 ООО «Сундучок» ОГРН 1097746000000. Цены на сайте не являются публичной офертой.</p></div></body></html>""")
