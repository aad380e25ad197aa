"""A Russian board of private advertisements: /city/category/slug_number?context=…, data-marker attributes, 'вчера в 14:03', state as an escaped string."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
import re
from datetime import datetime
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult, quote

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

LETTERS = "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsch ыy эe юyu яya"
LATIN = {pair[0]: pair[1:] for pair in LETTERS.split()}
MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
SIZES = ("75x55", "208x156", "640x480", "1280x960")
ENDING = re.compile(r"_(\d{10})$")


def _slug(text: str) -> str:
    latin = "".join(LATIN.get(sign, sign) for sign in text.lower() if sign not in "ъь")
    return re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:50].strip("_")


class BoardRu(Site):
    """/moskva/kategoriya/slug_1234567890, /rossiya/kategoriya?p=2, /user/hash/profile; roubles."""

    name, code, currency = "board_ru", "ru_two", "RUB"
    photo_path = "/image/1/{size}/1.{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {size: tuple(map(int, size.split("x"))) for size in SIZES}  # type: ignore[misc]
    unpriced = 0.08
    per_page = 14
    robots = "User-agent: *\nDisallow: /profile\nDisallow: /*?*s=\nDisallow: /web/\nDisallow: /favorites\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/board_ru/shape")
        self._salt = rng.getrandbits(40)
        self._micro = rng.random() < 0.5
        self._seller_first = rng.random() < 0.5
        self._home_grid = rng.random() < 0.7
        self._closed = [f"{rng.randrange(2_100_000_000, 2_200_000_000)}" for _ in range(2)]

    def _m(self, block: str, part: str = "root") -> str:
        code = "".join(Random(f"{self._salt}/{block}/{part}").choices("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMN0123456789_", k=5))
        return f"{block}-{part}-{code}"

    def _id(self, item: Item) -> int:
        return 4_100_000_000 + item.number * 7_919

    def path(self, item: Item) -> str:
        """/city/category/slug_number"""
        return f"/{item.city[1]}/{item.category.slug}/{_slug(item.title)}_{self._id(item)}"

    def number(self, url: SplitResult) -> int | None:
        """By the ten digits at the end of the path."""
        found = ENDING.search(url.path)
        number, rest = divmod(int(found[1]) - 4_100_000_000, 7_919) if found else (0, 1)
        return number if rest == 0 and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Country and city lists by category, advertisements, closed ones, profiles, help."""
        parts = path.strip("/").split("/")
        places = {slug: name for name, slug in self.words.cities} | {"rossiya": "Россия"}
        if path == "/":
            return self._home()
        if found := ENDING.search(path):
            number = self.number(SplitResult("", "", path, "", ""))
            if number is None:
                return self._gone() if found[1] in self._closed else None
            item = self.by_number[number]
            return self._item(item) if path == self.path(item) else Answer(b"", status=301, location=self.path(item))
        if parts[0] in places and len(parts) <= 2:
            kind = next((g for g in self.words.goods if g.slug == parts[-1]), None)
            if len(parts) == 2 and kind is None:
                return None
            items = [i for i in self.items if (kind is None or i.category is kind) and parts[0] in {"rossiya", i.city[1]}]
            return self._list(f"{kind.name if kind else 'Объявления'}: {places[parts[0]]}", path, items, query, parts[0])
        if len(parts) == 3 and parts[0] == "user" and parts[2] == "profile":
            name = next((n for n in self.words.people if self._user(n) == parts[1]), None)
            items = [i for i in self.items if i.seller == name]
            return self._list(name, path, items, query, "rossiya") if name else None
        if parts[0] in {"favorites", "profile", "additem"}:
            return self._frame(
                "Вход",
                "<h1>Вход</h1><form><input name=login placeholder='Телефон или почта'><input type=password name=password></form>",
            )
        if parts[0] == "journal" and (text := self.article(whole(parts[-1], 99))):
            return self._frame(
                text[0], f"<article><h1>{h(text[0])}</h1>{text[1]}<p>Средняя цена — от 1 500 ₽ до 12 000 ₽.</p></article>"
            )
        if info := self.info_page(path, "<form><input name=login><input type=password name=password></form>"):
            return self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")
        return None

    def _user(self, name: str) -> str:
        return f"{Random(name).getrandbits(128):032x}"

    def _when(self, when: datetime) -> str:
        days = (self.now.date() - when.date()).days
        if days == 0:
            return f"сегодня в {when:%H:%M}"
        return f"вчера в {when:%H:%M}" if days == 1 else f"{when.day} {MONTHS[when.month - 1]} в {when:%H:%M}"

    def _ago(self, when: datetime) -> str:
        days = (self.now.date() - when.date()).days
        if days == 0:
            hours = int((self.now - when).total_seconds() // 3600)
            return f"{hours} ч назад" if hours else "Несколько минут назад"
        return f"{days} дн. назад" if days < 7 else f"{when.day} {MONTHS[when.month - 1]} {when:%H:%M}"

    def _rub(self, amount: float) -> str:
        return f"{amount:,.0f}".replace(",", "\u00a0")

    def _cost(self, item: Item) -> str:
        if item.amount is None:
            return f"<strong class='{self._m('styles', 'price')}'><span>Цена не указана</span></strong>"
        return (
            f"<strong class='{self._m('styles', 'price')}'><span>{self._rub(item.amount)}\u00a0<span>₽</span></span></strong>"
        )

    def _context(self, item: Item, place: str) -> str:
        return f"?context=H4sIAAAAAAAA_{self._salt % 10**9 + item.number:x}{place}AAAA"

    def _card(self, item: Item, place: str) -> str:
        m = self._m
        lead = f"<p class='{m('iva', 'text')}'>{h(item.text[0])} {h(item.text[1])[:40]}…</p>" if place == "list" else ""
        shots = "".join(
            f"<li data-marker='slider-image/image-{self.photo(p, '208x156')}'><img src='{self.photo(p, '208x156')}' alt='{h(item.title)}' itemprop='image'></li>"
            for p in item.photos[:3]
        )
        return f"""<div data-marker="item" data-item-id="{self._id(item)}" id="i{self._id(item)}" class="{m("iva-item")}"><a href="{self.path(item)}{self._context(item, place)}" rel="noopener" title="{h(item.title)}, {item.city[0]}"><ul class="{m("photo-slider", "list")}">{shots}</ul></a>
<div><h3 class="{m("title")}"><a data-marker="item-title" href="{self.path(item)}{self._context(item, place)}">{h(item.title)}</a></h3><div data-marker="item-price">{self._cost(item)}</div>{lead}<div class="{m("geo")}">{item.city[0]}</div><p data-marker="item-date">{self._ago(item.posted)}</p>
<button data-marker="favorites-add" title="Добавить в избранное">♡</button></div></div>"""

    def _home(self) -> Answer:
        cats = "".join(
            f"<a href='/rossiya/{g.slug}' class='{self._m('visual-rubricator', 'item')}'>{g.name}</a>" for g in self.words.goods
        )
        towns = "".join(f"<a href='/{slug}'>{name}</a>" for name, slug in self.words.cities)
        feed = "".join(self._card(item, "main") for item in self.items[3:13]) if self._home_grid else ""
        return self._frame(
            "Пчёлка: объявления на сайте",
            f"<div>{cats}</div><h2>Рекомендации для вас</h2><div>{feed}</div><h2>Все города</h2><div>{towns}</div>",
        )

    def _list(self, name: str, path: str, items: list[Item], query: dict[str, str], place: str) -> Answer:
        page, sort = whole(query.get("p")), query.get("s", "")
        if sort == "1":
            items.sort(key=lambda item: item.amount or 0)
        total = len(items)
        if "pmax" in query:
            items = [item for item in items if (item.amount or 0) <= whole(query["pmax"], 0)]
        shown, pages = cut(items, page, self.per_page)
        keep = f"&amp;s={sort}" if sort else ""
        numbers = "".join(
            f"<li><span data-marker='pagination-button/page({n})' aria-current='page'>{n}</span></li>"
            if n == page
            else f"<li><a data-marker='pagination-button/page({n})' href='{path}?p={n}{keep}'>{n}</a></li>"
            for n in range(1, pages + 1)
        )
        sorts = "".join(
            f"<a href='{path}?s={o}'>{t}</a> "
            for o, t in (("101", "По умолчанию"), ("1", "Дешевле"), ("2", "Дороже"), ("104", "По дате"))
        )
        side = "".join(
            f"<li><a href='/{place}/{g.slug}'>{g.name}</a> <span>{sum(i.category is g for i in self.items)}</span></li>"
            for g in self.words.goods
        )
        cards = [self._card(item, "list") for item in shown]
        cards[4:4] = (
            [
                f"<div class='{self._m('ads')}'>Реклама <a href='https://shop.example.com/?utm_source=pchelka'>Распродажа до −70%! От 499 ₽</a></div>"
            ]
            if len(cards) > 4
            else []
        )
        others = (
            f"<h2>Объявления есть в других городах</h2><div>{''.join(self._card(i, 'other') for i in self.items[-4:])}</div>"
            if total < 4
            else ""
        )
        dead = (
            f"<a href='/{self.words.cities[0][1]}/{self.words.goods[0].slug}/samovar_{self._closed[0]}'>Недавно смотрели: Самовар</a>"
            if page == 1
            else ""
        )
        body = f"""<h1 data-marker="page-title/text">{h(name)}</h1> <span data-marker="page-title/count">{total}</span><div>{sorts}<a href="{path}?pmax=2000">до 2 000 ₽</a> <a href="{path}?cd=1">Сбросить</a></div><aside><ul>{side}</ul></aside>
<div data-marker="catalog-serp" class="{self._m("items", "items")}">{"".join(cards)}</div>{others}<nav aria-label="Пагинация"><ul data-marker="pagination-button">{numbers}</ul></nav><button>Сохранить поиск</button>{dead}"""
        return self._frame(f"Купить: {name}", body)

    def _crumbs(self, item: Item) -> str:
        steps = [
            ("Главная", "/"),
            (item.city[0], f"/{item.city[1]}"),
            (item.category.name, f"/{item.city[1]}/{item.category.slug}"),
        ]
        inner = "".join(
            f"<span itemscope itemprop='itemListElement' itemtype='http://schema.org/ListItem'><a itemprop='item' href='{to}'><span itemprop='name'>{text}</span></a><meta itemprop='position' content='{n}'></span> · "
            for n, (text, to) in enumerate(steps, 1)
        )
        return f"<div id='bx_item-breadcrumbs' itemscope itemtype='http://schema.org/BreadcrumbList' data-marker='breadcrumbs'>{inner}</div>"

    def _item(self, item: Item) -> Answer:
        m = self._m
        amount = item.amount
        prop = f" itemprop='price' content='{amount:.0f}'" if amount is not None and self._micro else ""
        money = (
            f"<span data-marker='item-view/item-price'{prop}>{self._rub(amount)}</span><span class='{m('style', 'currency')}'>\u00a0₽</span>"
            if amount is not None
            else "<span data-marker='item-view/item-price'>Цена не указана</span>"
        )
        month = (
            f"<button class='{m('credit')}'>В рассрочку от {self._rub(amount // 6 + 1)} ₽ в месяц</button>"
            if amount is not None and amount > 9000
            else ""
        )
        frame = f'<div data-marker="image-frame/image-wrapper" data-url="{self.photo(item.photos[0], "1280x960")}" data-image-id="1"><img src="{self.photo(item.photos[0], "640x480")}" alt="{h(item.title)}"></div>'
        strip = "".join(
            f'<li data-marker="image-preview/item" data-type="image"><img src="{self.photo(p, "75x55")}" alt="{h(item.title)}"></li>'
            for p in item.photos
        )
        state = {
            "item": {
                "id": self._id(item),
                "title": item.title,
                "price": amount,
                "sortFormatedDate": self._when(item.posted),
                "imageUrls": [{size: self.photo(p, size) for size in SIZES} for p in item.photos],
                "locationName": item.city[0],
            },
            "contactBarInfo": {"seller": {"name": item.seller, "isShop": False}, "phone": None},
            "similar": [
                {"id": self._id(other), "title": other.title, "priceDetailed": {"value": other.amount}}
                for other in self.related(item, 3)
            ],
        }
        blob = f'<script>window.__initialData__ = "{quote(json.dumps(state, ensure_ascii=False))}";</script>'
        hidden = "".join(
            f'<div class="{m("gallery", "extended")}" data-url="{self.photo(p, "1280x960")}"></div>' for p in item.photos
        )
        specs = "".join(
            f"<li class='{m('params', 'item')}'><span class='{m('params', 'label')}'>{a}<span>: </span></span>{b}</li>"
            for a, b in (
                ("Состояние", ("Б/у", "Новое", "Отличное")[item.number % 3]),
                ("Вид товара", item.category.name),
                ("Тип объявления", "Продаю своё"),
            )
        )
        user = self._user(item.seller)
        rating = f"<span>4,{len(item.seller) % 9 + 1}</span> <a href='/user/{user}/profile?tab=reviews'>{len(item.seller) * 3} отзывов</a>"
        seller = f"""<div class="{m("seller-info")}" data-marker="seller-info"><div data-marker="seller-info/name"><a href="/user/{user}/profile?id={self._id(item)}&amp;src=item&amp;page_from=from_item_card"><span>{h(item.seller)}</span></a></div>
<div data-marker="seller-rating">{rating}</div><div data-marker="seller-info/label">Частное лицо</div><div>На Пчёлке с 20{11 + len(item.seller) % 12} года</div><div>Завершено {len(item.seller) * 7} объявлений</div><img src="/static/ava{len(item.seller)}.jpg" alt="Профиль"><a href="/favorites">Подписаться на продавца</a></div>"""
        reviews = "".join(
            f"<div data-marker='review'><h5>{h(self.words.people[n % len(self.words.people)])}</h5><p>{r.when.day} {MONTHS[r.when.month - 1]}</p><p>Сделка состоялась · {h(self.related(item)[0].title)}</p><p>{h(r.text)}</p></div>"
            for n, r in enumerate(item.replies[:2])
        )
        panel = f"""<div class="{m("item-price")}">{money}</div>{month}<button data-marker="item-phone-button/card">Показать телефон<span>8 9XX XXX-XX-XX</span></button><a href="/profile/messenger">Написать сообщение</a>"""
        body = f"""{self._crumbs(item)}<div class="{m("item-view", "content")}"><div class="{m("item-view", "title")}"><h1 data-marker="item-view/title-info"{" itemprop='name'" if self._micro else ""}>{h(item.title)}</h1><a href="/favorites?add={self._id(item)}">Добавить в избранное</a></div>
{seller if self._seller_first else ""}<div data-marker="item-view/gallery">{frame}<ul data-marker="image-preview/preview-wrapper">{strip}</ul>{hidden}</div><aside>{panel}{"" if self._seller_first else seller}{reviews}</aside>
<div id="bx_item-params"><h2>Характеристики</h2><ul>{specs}</ul></div><div itemprop="address"><h2>Расположение</h2><span>{item.city[0]}, ул. Мира, {item.number % 90}</span></div>
<div data-marker="item-view/item-description" itemprop="description">{"".join(f"<p>{h(t)}</p>" for t in item.text)}</div>
<div>№ <span data-marker="item-view/item-id">{self._id(item)}</span> · <span data-marker="item-view/item-date">{self._when(item.posted)}</span> · <span data-marker="item-view/total-views">{item.number % 900 + 20} просмотров</span> <span>(+{item.number % 9} сегодня)</span> <a href="/profile/abuse?id={self._id(item)}">Пожаловаться</a></div></div>
<section><h2>Похожие объявления</h2>{"".join(self._card(other, "sim") for other in self.related(item, 6))}</section>{blob}"""
        return self._frame(
            f"{item.title} купить, {item.city[0]} | {item.category.name}",
            body,
            f'<link rel="canonical" href="{self.path(item)}">',
        )

    def _gone(self) -> Answer:
        body = f"<h1>Самовар</h1><div class='{self._m('closed-warning')}'>Объявление снято с публикации</div><section><h2>Похожие объявления</h2>{''.join(self._card(i, 'sim') for i in self.items[:4])}</section>"
        return self._frame("Объявление снято", body)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        cats = "".join(f"<a href='/rossiya/{g.slug}?cd=1'>{g.name}</a>" for g in self.words.goods)
        foot = "".join(f"<a href='/{slug}'>{text}</a>" for slug, text in self.words.info)
        posts = "".join(f"<a href='/journal/{n}'>{h(t)}</a>" for n, t in enumerate(self.words.articles))
        return self.html(f"""<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{h(title)} | Пчёлка</title><meta name="description" content="{h(title)} — цены от 100 ₽, частные объявления">{head}<link rel="stylesheet" href="/static/app.css"></head><body>
<div id="app"><header data-marker="header/container"><a href="/rossiya">Объявления</a><a href="/journal/0">Журнал</a><a href="/help">Помощь</a><a href="/favorites">Избранное</a><a href="/vhod" data-marker="header/login-button">Вход и регистрация</a><a href="/additem">Разместить объявление</a></header>
<div data-marker="search-form"><a href="/" data-marker="logo">Пчёлка</a><button>Все категории</button><div hidden>{cats}</div><form action="/rossiya"><input name="q" placeholder="Поиск по объявлениям"></form><div>Город: {self.words.cities[0][0]}</div></div>{body}
<footer data-marker="footer"><div>{posts}</div><div>{foot}</div><p>Пчёлка — сайт объявлений. © ООО «Улей» 2012–2026. Оплачивая услуги, вы принимаете <a href="/rules">оферту</a>. Мы используем cookie. <button>Понятно</button></p></footer></div></body></html>""")
