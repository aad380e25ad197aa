"""Thai classifieds of the Next.js kind: state in __NEXT_DATA__, JSON-LD, Thai words in addresses, Buddhist years, promoted ads."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from typing import ClassVar
from urllib.parse import SplitResult, quote

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole

MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


class ClassifiedsTh(Site):
    """/ad/title-number, /c11-category?page=…, /member/n; baht."""

    name, code, currency, style = "classifieds_th", "th", "THB", "hashed"
    photo_path = "/prd/{size}/{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"rs:fit:300:225": (300, 225), "rs:fit:1200:900": (1200, 900)}
    unpriced = 0.08
    per_page = 10
    robots = "User-agent: *\nDisallow: /api/\n"

    def path(self, item: Item) -> str:
        """/ad/title-number with the Thai title in it."""
        return f"/ad/{quote('-'.join(item.title.split()))}-{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number at the end of an /ad/ address, whatever the words before it."""
        number = whole(url.path.rsplit("-", 1)[-1].removeprefix("/ad/"), 0)
        return number if url.path.startswith("/ad/") and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Feeds, ads, members, articles, help."""
        parts = path.strip("/").split("/")
        page = whole(query.get("page"))
        if path == "/":
            return self._list("ขายของมือสอง ทั่วไทย", "/", self.items, page, query)
        if parts[0] == "ad" and (item := self.by_number.get(whole(path.rsplit("-", 1)[-1], 0))):
            return self._ad(item)
        if found := next((g for g in self.words.goods if parts == [g.slug]), None):
            return self._list(found.name, path, [item for item in self.items if item.category is found], page, query)
        if parts[0] == "p" and (city := {slug: name for name, slug in self.words.cities}.get(parts[-1])):
            return self._list(f"ประกาศใน{city}", path, [item for item in self.items if item.city[0] == city], page, query)
        if parts[0] == "member" and (index := whole(parts[-1], 99)) < len(self.words.people):
            name = self.words.people[index]
            return self._list(f"ประกาศของ {name}", path, [item for item in self.items if item.seller == name], page, query)
        if parts[0] == "blog":
            text = self.article(whole(parts[-1], 99))
            return text and self._frame(text[0], f"<article><h1>{text[0]}</h1>{text[1]}</article>", {"article": text[0]})
        if parts[:2] == ["api", "phone"]:
            number = whole(parts[-1], 0)
            return self.json({"phone": f"08{number % 10}-{number * 7 % 900 + 100}-{number * 13 % 9000 + 1000}"})
        info = self.info_page(path, "<form><input name=phone><input type=password name=pin></form>")
        return info and self._frame(info[0], f"<h1>{info[0]}</h1>{info[1]}", {})

    def _price(self, item: Item) -> str:
        if item.amount is None:
            return "ติดต่อผู้ขาย"
        return f"฿{item.amount:,.0f}" if item.number % 2 else f"{item.amount:,.0f} บาท"

    def _when(self, item: Item) -> str:
        minutes = int((self.now - item.posted).total_seconds() // 60)
        days = (self.now.date() - item.posted.date()).days
        if minutes < 60:
            return f"{minutes} นาทีที่แล้ว"
        if minutes < 1440 and days == 0:
            return f"{minutes // 60} ชั่วโมงที่แล้ว"
        if days < 4:
            return "เมื่อวาน" if days == 1 else f"{days} วันที่แล้ว"
        return f"{item.posted.day} {MONTHS[item.posted.month - 1]} {item.posted.year + 543}"

    def _brief(self, item: Item) -> dict[str, object]:
        return {
            "legacyId": item.number,
            "title": item.title,
            "price": int(item.amount) if item.amount is not None else None,
            "priceLabel": self._price(item),
            "location": {"province": {"name": item.city[0], "slug": item.city[1]}},
            "thumbnail": self.photo(item.photos[0], "rs:fit:300:225"),
            "firstApprovedTime": f"{item.posted:%Y-%m-%dT%H:%M:%S}+07:00",
        }

    def _card(self, item: Item, place: str) -> str:
        c = self.c
        return f"""<a class="{c("card")}" href="{self.path(item)}?pos={place}" data-testid="ad-card"><div class="{c("pic")}"><img loading="lazy" src="{self.photo(item.photos[0], "rs:fit:300:225")}"
alt="{h(item.title)}"></div><div class="{c("cost")}">{self._price(item)}</div><div class="{c("name")}">{h(item.title)}</div><div class="{c("meta")}"><span>{item.city[0]}</span><span>{self._when(item)}</span></div></a>"""

    def _list(self, title: str, base: str, items: list[Item], page: int, query: dict[str, str]) -> Answer:
        sort = query.get("sort", "")
        if sort == "price":
            items = sorted(items, key=lambda item: item.amount or 0)
        shown, pages = cut(items, page, self.per_page)
        tail = f"&amp;sort={sort}" if sort else ""
        top = "".join(self._card(item, "promoted") for item in self.items[::9][:3])
        cards = "".join(self._card(item, str(n)) for n, item in enumerate(shown))
        more = (
            f"<a rel='next' class='{self.c('more')}' href='{base}?page={page + 1}{tail}'>โหลดเพิ่มเติม</a>" if page < pages else ""
        )
        sorts = "".join(
            f"<a href='{base}?sort={s}'>{t}</a> " for s, t in (("price", "ราคาต่ำสุด"), ("new", "ล่าสุด"), ("near", "ใกล้ฉัน"))
        )
        body = f"""<h1>{h(title)}</h1><p>พบ {len(items)} ประกาศ</p><div class="{self.c("sorts")}">{sorts}</div><section><h5>โฆษณาแนะนำ</h5>{top}</section>
<section class="{self.c("grid")}">{cards}</section>{more}"""
        return self._frame(title, body, {"total": len(items), "ads": [self._brief(item) for item in shown], "page": page})

    def _ad(self, item: Item) -> Answer:
        c, member = self.c, self.words.people.index(item.seller)
        slides = "".join(
            f"""<li><img src="{self.photo(p, "rs:fit:300:225")}" srcset="{self.photo(p, "rs:fit:300:225")} 300w, {self.photo(p, "rs:fit:1200:900")} 1200w"
alt="{h(item.title)} {n}"></li>"""
            for n, p in enumerate(item.photos, 1)
        )
        near = self.related(item)
        full: dict[str, object] = {
            **self._brief(item),
            "description": "\n".join(item.text),
            "photos": [
                {"large": self.photo(p, "rs:fit:1200:900"), "small": self.photo(p, "rs:fit:300:225")} for p in item.photos
            ],
            "member": {"id": member, "displayName": item.seller, "memberSince": "2018-04-02"},
            "category": {"slug": item.category.slug, "name": item.category.name},
            "condition": "used",
        }
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": item.title,
            "description": " ".join(item.text),
            "image": [self.photo(p, "rs:fit:1200:900") for p in item.photos],
            "sku": str(item.number),
        }
        if item.amount is not None:
            seller = {"@type": "Person", "name": item.seller}
            data["offers"] = {"@type": "Offer", "price": int(item.amount), "priceCurrency": "THB", "seller": seller}
        cards = "".join(self._card(other, "similar") for other in near)
        body = f"""<nav class="{c("crumb")}"><a href="/">หน้าแรก</a><a href="/{item.category.slug}">{item.category.name}</a><a href="/p/{item.city[1]}">{item.city[0]}</a></nav>
<ul class="{c("slides")}">{slides}</ul><div class="{c("box")}"><h1 class="{c("title")}">{h(item.title)}</h1><h2 class="{c("cost")}">{self._price(item)}</h2>
<p>ลงประกาศ <time>{self._when(item)}</time> · เข้าชม {item.number % 900} ครั้ง · หมายเลขประกาศ {item.number}</p></div>
<div class="{c("desc")}">{"".join(f"<p>{t}</p>" for t in item.text)}</div><dl class="{c("facts")}"><dt>สภาพ</dt><dd>มือสอง</dd><dt>ที่ตั้ง</dt><dd>{item.city[0]}</dd></dl>
<aside class="{c("member")}"><span>ผู้ขาย</span><a href="/member/{member}">{item.seller}</a><span>เป็นสมาชิกตั้งแต่ เม.ย. 2561</span>
<button type="button" data-call="{item.number}">กดเพื่อดูเบอร์โทร</button><button type="button">แชทกับผู้ขาย</button></aside>
<div class="{c("tips")}">อย่าโอนเงินก่อนเห็นสินค้า ค่าบริการคนกลางเริ่มต้น 50 บาท</div><section><h3>ประกาศใกล้เคียง</h3>{cards}</section>"""
        head = f"""<link rel="canonical" href="{self.path(item)}"><meta property="og:title" content="{h(item.title)} | ตลาดนัดไทย"><meta property="og:site_name" content="ตลาดนัดไทย">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>"""
        return self._frame(item.title, body, {"ad": full, "similar": [self._brief(other) for other in near]}, head)

    def _frame(self, title: str, body: str, props: dict[str, object], head: str = "") -> Answer:
        c, words = self.c, self.words
        cats = "".join(f"<a href='/{g.slug}'>{g.name}</a>" for g in words.goods)
        places = "".join(f"<a href='/p/{slug}'>{name}</a>" for name, slug in words.cities)
        foot = "".join(f"<a href='/{slug}'>{text}</a>" for slug, text in words.info)
        blog = "".join(f"<a href='/blog/{n}'>{text}</a>" for n, text in enumerate(words.articles))
        state = {
            "props": {"pageProps": {"dehydratedState": props, "locale": "th"}},
            "page": "/[...slug]",
            "buildId": c("build"),
        }
        return self.html(f"""<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"><title>{h(title)} | ตลาดนัดไทย</title>{head}</head>
<body><div id="__next"><header class="{c("header")}"><a href="/">ตลาดนัดไทย</a><a href="/login">เข้าสู่ระบบ</a><a href="/register">ลงขายฟรี</a></header>
<nav class="{c("cats")}">{cats}</nav><main class="{c("main")}">{body}</main><footer class="{c("foot")}"><div>{places}</div><div>{blog}</div><div>{foot}</div>
<p>© 2569 ตลาดนัดไทย</p></footer></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script></body></html>""")
