"""Russian classifieds with hashed class names: a feed that only scrolling fills, ads drawn by the server, a 'show phone' button."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from datetime import timedelta
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
FEED = """
(function(){var f=document.querySelector('[data-feed]');if(!f)return;var p=0,busy=false,end=false;
var sentinel=document.createElement('div');sentinel.style.height='1px';f.after(sentinel);
function more(){if(busy||end)return;busy=true;fetch(f.dataset.feed+'&p='+(++p)).then(function(r){return r.text()}).then(function(t){
if(p===1)f.innerHTML='';if(!t.trim()){end=true;return}f.insertAdjacentHTML('beforeend',t);busy=false;
var r=sentinel.getBoundingClientRect();if(r.top<innerHeight+200)more()})}
new IntersectionObserver(function(e){if(e[0].isIntersecting)more()},{rootMargin:'200px'}).observe(sentinel);})();
(function(){var b=document.querySelector('[data-phone]');if(!b)return;b.addEventListener('click',function(){
fetch('/web/1/phone/'+b.dataset.phone).then(function(r){return r.json()}).then(function(d){b.textContent=d.phone})})})();
"""


class ClassifiedsRu(Site):
    """/city/category/slug_number?context=…, og: tags and breadcrumbs as JSON-LD, but no Product."""

    name, code, currency, style = "classifieds_ru", "ru", "RUB", "hashed"
    photo_path = "/image/1/{id}.{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"s208": (208, 156), "s640": (640, 480), "s1280": (1280, 960)}
    unpriced = 0.1
    per_page = 10

    def path(self, item: Item) -> str:
        """/city/category/slug_number"""
        return f"/{item.city[1]}/{item.category.slug}/{item.slug.replace('-', '_')}_{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number after the last underscore."""
        number = whole(url.path.rsplit("_", 1)[-1], 0)
        return number if number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Feeds, their fragments, ads, profiles, journal, help."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._feed("Россия", "all", "")
        if path == "/web/1/feed":
            return self._fragment(query)
        if parts[:2] == ["web", "1"] and parts[2:3] == ["phone"]:
            number = whole(parts[-1], 0)
            return self.json({"phone": f"8 9{number % 90 + 10} {number * 7 % 900 + 100}-{number % 89 + 10}-{number % 77 + 10}"})
        if (item := self.by_number.get(whole(path.rsplit("_", 1)[-1], 0))) and len(parts) == 3:
            return self._ad(item)
        if parts[0] == "user" and (index := whole(parts[-1], 99)) < len(self.words.people):
            text = "<p>На сайте с марта 2018</p><p>4,9 ★ 37 отзывов</p><p>Отвечает за несколько часов</p>"
            return self._frame(self.words.people[index], f"<h1>{self.words.people[index]}</h1>{text}")
        if parts[0] == "journal":
            page = self.article(whole(parts[-1], 99))
            return page and self._frame(page[0], f"<h1>{page[0]}</h1>{page[1]}")
        cities = {slug: name for name, slug in self.words.cities} | {"all": "Россия"}
        cats = {c.slug for c in self.words.goods}
        if parts[0] in cities and (len(parts) == 1 or (len(parts) == 2 and parts[1] in cats)):
            return self._feed(cities[parts[0]], parts[0], parts[1] if len(parts) == 2 else "")
        info = self.info_page(path, "<form><input name=login><input type=password name=password></form>")
        return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}")

    def _when(self, item: Item) -> str:
        day, clock = item.posted.date(), f"{item.posted:%H:%M}"
        if day == self.now.date():
            return f"сегодня в {clock}"
        if day == self.now.date() - timedelta(days=1):
            return f"вчера в {clock}"
        return f"{day.day} {MONTHS[day.month - 1]} в {clock}"

    def _price(self, item: Item) -> str:
        return "Цена не указана" if item.amount is None else f"{item.amount:,.0f}".replace(",", "&nbsp;") + "&nbsp;₽"

    def _feed(self, place: str, city: str, cat: str) -> Answer:
        c = self.c
        bones = f"<div class='{c('bone')}'><div class='{c('bone-pic')}'></div><div class='{c('bone-line')}'></div></div>" * 6
        cats = "".join(f"<a href='/{city}/{g.slug}?cd=1'>{g.name}</a>" for g in self.words.goods)
        cities = "".join(f"<a href='/{slug}'>{name}</a>" for name, slug in self.words.cities)
        body = f"""<h1>Объявления: {place}</h1><div class="{c("cats")}">{cats}</div><div class="{c("cities")}">{cities}</div>
<div class="{c("feed")}" data-feed="/web/1/feed?city={city}&amp;cat={cat}">{bones}</div>"""
        return self._frame(f"Объявления: {place}", body)

    def _fragment(self, query: dict[str, str]) -> Answer:
        city, cat = query.get("city", "all"), query.get("cat", "")
        items = [i for i in self.items if city in {"all", i.city[1]} and cat in {"", i.category.slug}]
        shown, _ = cut(items, whole(query.get("p")), self.per_page)
        text = "".join(self._card(item) for item in shown)
        return Answer(text.encode(), "text/html; charset=utf-8", kind="data")

    def _card(self, item: Item) -> str:
        c = self.c
        return f"""<div class="{c("item")}" data-marker="item"><a href="{self.path(item)}?context=H4sIAAAAAAAA{item.number:x}" class="{c("pic")}">
<img class="{c("img")}" srcset="{self.photo(item.photos[0], "s208")} 1x, {self.photo(item.photos[0], "s640")} 2x"></a><div class="{c("body")}">
<a href="{self.path(item)}?context=H4sIAAAAAAAA{item.number:x}"><h3 class="{c("name")}">{h(item.title)}</h3></a>
<p class="{c("price")}">{self._price(item)}</p><p class="{c("geo")}">{item.city[0]}</p><p class="{c("date")}">{self._when(item)}</p></div></div>"""

    def _ad(self, item: Item) -> Answer:
        c = self.c
        crumbs = [{"@type": "ListItem", "position": n, "name": t} for n, t in enumerate((item.city[0], item.category.name), 1)]
        ld = json.dumps(
            {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": crumbs}, ensure_ascii=False
        )
        first = self.photo(item.photos[0], "s640")
        head = f"""<meta property="og:title" content="{h(item.title)} купить в {item.city[0]} | Хобби и отдых | Базарчик">
<meta property="og:image" content="{first}"><link rel="canonical" href="{self.path(item)}"><script type="application/ld+json">{ld}</script>"""
        small = "".join(
            f"<li class='{c('thumb')}' data-url='{self.photo(p, 's1280')}'><img src='{self.photo(p, 's208')}'></li>"
            for p in item.photos
        )
        person = self.words.people.index(item.seller)
        also = "".join(self._card(other) for other in self.related(item))
        body = f"""<div class="{c("bc")}"><a href="/{item.city[1]}">{item.city[0]}</a> · <a href="/all/{item.category.slug}">{item.category.name}</a></div>
<div class="{c("grid")}"><div class="{c("left")}"><h1 class="{c("title")}">{h(item.title)}</h1>
<div class="{c("frame")}"><img src="{first}"></div><ul class="{c("thumbs")}">{small}</ul><h2>Описание</h2>
<div class="{c("text")}">{"".join(f"<p>{h(t)}</p>" for t in item.text)}</div>
<div class="{c("meta")}">№ {item.number} · {self._when(item)} · {item.number % 700} просмотров (+3 сегодня)</div></div>
<div class="{c("right")}"><div class="{c("cost")}"><span>{self._price(item)}</span></div>
<button type="button" class="{c("btn")}" data-phone="{item.number}">Показать телефон</button><button type="button">Написать сообщение</button>
<div class="{c("seller")}"><a href="/user/{person}"><img src="/static/ava{person}.jpg"><div class="{c("nick")}">{item.seller}</div></a><div>Частное лицо</div>
<div>4,9 ★</div></div></div></div><h2>Похожие объявления</h2><div class="{c("list")}">{also}</div>"""
        return self._frame(f"{item.title} купить в {item.city[0]}", body, head)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        c, words = self.c, self.words
        foot = "".join(f"<a href='/{s}'>{t}</a> " for s, t in words.info)
        news = "".join(f"<a href='/journal/{n}'>{t}</a> " for n, t in enumerate(words.articles))
        return self.html(f"""<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{h(title)} | Базарчик</title>{head}</head>
<body><div id="app"><header class="{c("hd")}"><a href="/">Базарчик</a><a href="/all">Все объявления</a><a href="/vhod">Вход и регистрация</a>
<a href="/vhod">Разместить объявление</a></header><main class="{c("mn")}">{body}</main>
<div class="{c("cookie")}">Мы используем файлы cookie. <button type="button">Хорошо</button></div>
<footer class="{c("ft")}">{news}<hr>{foot}<p>© ООО «Базарчик» 2012–2026. Доставка от 99 ₽</p></footer></div><script>{FEED}</script></body></html>""")
