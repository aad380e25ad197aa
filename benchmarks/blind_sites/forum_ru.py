"""A Russian forum in windows-1251 of the phpBB age: viewtopic.php with sid, start=…, sales in every signature, a calendar."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from datetime import datetime
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

DAYS = ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]
MONTHS = ["янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"]


class ForumRu(Site):
    """viewtopic.php?f=…&t=…, viewforum.php?f=…&start=…; the charset stands in a meta tag only."""

    name, code, currency, encoding, style = "forum_ru", "ru", "RUB", "windows-1251", "prefixed"
    header_charset = False
    photo_path = "/download/file.php/{id}/{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"t1": (180, 135), "view": (900, 675)}
    sellers = "nicks"
    per_page = 10
    unpriced = 0.08

    def path(self, item: Item) -> str:
        """viewtopic.php?f=…&t=…"""
        return f"/viewtopic.php?f={self.words.goods.index(item.category) + 4}&t={item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The t of viewtopic.php."""
        number = whole(parse_qs(url.query).get("t", [""])[0], 0)
        return number if url.path == "/viewtopic.php" and number in self.by_number else None

    def neutral(self, url: SplitResult) -> bool:
        """Topics of the smoking room have small numbers."""
        return url.path == "/viewtopic.php" and 100 <= whole(parse_qs(url.query).get("t", [""])[0], 0) < 200

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The board's scripts."""
        topic, start = whole(query.get("t"), 0), whole(query.get("start"), 0)
        if path in {"/", "/index.php"}:
            return self._index()
        if path == "/viewforum.php":
            return self._forum(whole(query.get("f"), 0), start)
        if path == "/viewtopic.php" and (item := self.by_number.get(topic)):
            return self._topic(item, start, "print" in query.get("view", ""))
        if path == "/viewtopic.php" and (1 <= topic <= 1 or 100 <= topic < 105):
            return self._other(topic)
        if path == "/memberlist.php" and (index := whole(query.get("u"), 99)) < len(self.words.nicks):
            return self._frame(
                "Профиль", f"<h2>{self.words.nicks[index]}</h2><p>Сообщения: 812. Откуда: Тверь. Репутация: +41</p>"
            )
        if path == "/calendar.php":
            return self._calendar(whole(query.get("y"), 2026), whole(query.get("m")))
        if path == "/faq.php":
            info = self.info_page(query.get("p", ""), "")
            return info and self._frame(info[0], f"<h2>{info[0]}</h2>{info[1]}")
        if path in {"/ucp.php", "/posting.php", "/search.php"}:
            return self._frame(
                "Вход", "<form method=post>Имя:<input name=username>Пароль:<input type=password name=password></form>"
            )
        return None

    def _sid(self) -> str:
        return f"&amp;sid={self.rng.getrandbits(96):024x}"

    def _link(self, item: Item) -> str:
        return "." + self.path(item).replace("&", "&amp;")

    def _when(self, when: datetime) -> str:
        return f"{DAYS[when.weekday()]} {MONTHS[when.month - 1]} {when.day:02d}, {when.year} {when:%I:%M} {'am' if when.hour < 12 else 'pm'}"

    def _price(self, item: Item) -> str:
        if item.amount is None:
            return "Цена договорная."
        amount = int(item.amount)
        if amount >= 10000 and amount % 500 == 0 and item.number % 2:
            return (
                f"Цена: {amount / 1000:g} тыс. руб.".replace(".", ",", 1)
                if amount % 1000
                else f"Цена: {amount // 1000} тыс. руб."
            )
        return f"Цена - {amount} р." if item.number % 3 else f"Прошу {amount:,} рублей.".replace(",", " ")

    def _user(self, nick: str) -> str:
        return f"<a href='./memberlist.php?mode=viewprofile&amp;u={self.words.nicks.index(nick)}'>{nick}</a>"

    def _index(self) -> Answer:
        rows = "".join(
            f"<tr><td class='{self.c('row1')}'><a href='./viewforum.php?f={n}{self._sid()}'>{name}</a></td><td>{n * 41}</td><td>{n * 377}</td></tr>"
            for n, name in [*((n, f"Барахолка: {g.name}") for n, g in enumerate(self.words.goods, 4)), (2, "Курилка")]
        )
        body = f"<table class='{self.c('forumline')}' width='100%'><tr><th>Форум</th><th>Тем</th><th>Сообщений</th></tr>{rows}</table>"
        return self._frame("Главная страница", body)

    def _forum(self, forum: int, start: int) -> Answer | None:
        c = self.c
        if forum == 2:
            rows = "".join(
                f"<tr><td><a href='./viewtopic.php?f=2&amp;t={100 + n}'>{t}</a></td></tr>"
                for n, t in enumerate(self.words.articles[:5])
            )
            return self._frame("Курилка", f"<h2>Курилка</h2><table>{rows}</table>")
        if not 4 <= forum < 4 + len(self.words.goods):
            return None
        category = self.words.goods[forum - 4]
        items = [item for item in self.items if item.category is category]
        shown, pages = cut(items, start // self.per_page + 1, self.per_page)
        rows = "".join(
            f"""<tr><td class="{c("row1")}"><a class="{c("topictitle")}" href="{self._link(i)}{self._sid()}">{h(i.title)}</a></td>
<td>{self._user(i.seller)}</td><td>{len(i.replies)}</td><td>{self._when(i.replies[-1].when if i.replies else i.posted)}<br>
<a href="{self._link(i)}&amp;start=0#p{i.number}9">последнее</a></td></tr>"""
            for i in shown
        )
        numbers = ", ".join(
            f"<a href='./viewforum.php?f={forum}&amp;start={n * self.per_page}'>{n + 1}</a>" for n in range(pages)
        )
        rules = f"<tr><td><b>Объявление:</b> <a href='./viewtopic.php?f={forum}&amp;t=1'>Правила барахолки</a></td></tr>"
        return self._frame(
            category.name,
            f"<h2>{category.name}</h2><table class='{c('forumline')}'>{rules}{rows}</table><p>На страницу {numbers}</p>",
        )

    def _calendar(self, year: int, month: int) -> Answer | None:
        if not (1990 < year < 2200 and 0 < month < 13):
            return None
        year_on, month_on = divmod(year * 12 + month, 12)
        days = "".join(f"<td>{d}</td>" for d in range(1, 29))
        link = f"<a href='./calendar.php?y={year_on}&amp;m={month_on + 1}'>&gt;&gt;</a>"
        return self._frame(
            "Календарь", f"<h2>Дни рождения, {MONTHS[month - 1]} {year}</h2><table><tr>{days}</tr></table>{link}"
        )

    def _other(self, topic: int) -> Answer:
        title = "Правила барахолки" if topic == 1 else self.words.articles[topic - 100]
        text = "<br>".join(self.words.policy if topic == 1 else self.words.sentences[:3])
        return self._frame(
            title, f"<h2>{title}</h2>{self._post('1', title, self.words.nicks[0], datetime(2025, 3, 4, 12, 30), text)}"
        )

    def _post(self, anchor: str, title: str, author: str, when: datetime, text: str) -> str:
        c = self.c
        sign = "Продам гараж, 250000 руб., торг." if len(author) % 2 else "Куплю портсигары, до 5000 р. за штуку"
        return f"""<table class="{c("tablebg")}" width="100%"><tr><td class="{c("row")}" width="150"><a name="p{anchor}"></a><b>{self._user(author)}</b></td>
<td><b>Заголовок сообщения:</b> {h(title)} <span><a href="#p{anchor}">Добавлено:</a> {self._when(when)}</span></td></tr><tr><td><i>Старожил</i><br>
<img src="/static/ava{len(author)}.jpg"><br><b>Зарегистрирован:</b> Ср июн 02, 2010 9:14 pm<br><b>Сообщения:</b> 812</td><td><div class="{c("postbody")}">{text}</div>
<span>_________________<br>{sign}</span></td></tr></table>"""

    def _topic(self, item: Item, start: int, plain: bool) -> Answer:
        photos = "".join(
            f"<br><a href='{self.photo(p, 'view')}'><img src='{self.photo(p, 't1')}' alt='Вложение'></a>" for p in item.photos
        )
        text = f"Продаю. {' '.join(map(h, item.text))}<br>{self._price(item)}<br>Город: {item.city[0]}{photos}"
        posts = [self._post(f"{item.number}0", item.title, item.seller, item.posted, text)]
        for n, reply in enumerate(item.replies, 1):
            quote = f"<div><b>{item.seller} писал(а):</b><br>{h(item.text[0])} {self._price(item)}</div>" if n % 2 else ""
            posts.append(self._post(f"{item.number}{n}", f"Re: {item.title}", reply.author, reply.when, quote + h(reply.text)))
        if plain:
            return self.html(
                f"<html><head><title>{h(item.title)}</title></head><body><h1>{h(item.title)}</h1>{posts[0]}</body></html>"
            )
        shown, pages = cut(posts, start // 5 + 1, 5)
        numbers = (
            ", ".join(f"<a href='{self._link(item)}&amp;start={n * 5}'>{n + 1}</a>" for n in range(pages)) if pages > 1 else ""
        )
        forum = self.words.goods.index(item.category) + 4
        body = f"""<p><a href="./index.php">Список форумов</a> &raquo; <a href="./viewforum.php?f={forum}">{item.category.name}</a></p>
<h2><a href="{self._link(item)}">{h(item.title)}</a></h2><a href="./posting.php?mode=reply&amp;t={item.number}">Ответить</a>
<a href="{self._link(item)}&amp;view=print">Версия для печати</a>
<a href="{self._link(item)}&amp;view=previous">Пред. тема</a>{"".join(shown)}<p>{numbers}</p>"""
        return self._frame(item.title, body)

    def _frame(self, title: str, body: str) -> Answer:
        faq = " | ".join(f"<a href='./faq.php?p={s}'>{t}</a>" for s, t in self.words.info[:6])
        return self.html(f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html><head>
<meta http-equiv="content-type" content="text/html; charset=windows-1251"><title>Толкучка - форум коллекционеров :: {h(title)}</title></head><body>
<div class="{self.c("wrapheader")}"><h1>Толкучка - форум коллекционеров</h1><p>Всё старое и не очень</p><a href="./ucp.php?mode=login">Вход</a>
<a href="./ucp.php?mode=register">Регистрация</a> <a href="./search.php">Поиск</a>
<a href="./calendar.php?y={self.now.year}&amp;m={self.now.month}">Календарь</a> Текущее время: {self._when(self.now)}</div>{body}
<div class="{self.c("wrapfooter")}">Сейчас этот форум просматривают: нет зарегистрированных пользователей и гости: 3<br>{faq}<br>
Powered by BB Forum &copy; 2002, 2026</div></body></html>""")
