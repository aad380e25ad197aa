"""An English shop in utility classes: JSON-LD in a graph, og: tags, srcset, a 'load more' link, sale prices, a currency switcher."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


class ShopEn(Site):
    """/products/slug-number, collections, journal; pounds."""

    name, code, currency = "shop_en", "en", "GBP"
    photo_path = "/cdn/files/{id}_{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"180x": (180, 135), "480x": (480, 360), "1024x": (1024, 768)}
    sellers = "shops"
    shows_date = False

    def path(self, item: Item) -> str:
        """/products/slug-number"""
        return f"/products/{item.slug}-{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number at the end of a product's or a collection product's address."""
        number = whole(url.path.rsplit("-", 1)[-1], 0)
        return number if "/products/" in url.path and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Home, collections, products, journal, policies."""
        parts = path.strip("/").split("/")
        if path == "/":
            return self._home()
        if "products" in parts and (item := self.by_number.get(whole(path.rsplit("-", 1)[-1], 0))):
            return self._product(item)
        if parts[0] == "collections" and len(parts) == 2:
            return self._collection(parts[1], query)
        if parts[0] == "journal":
            if len(parts) == 1:
                links = "".join(
                    f"<li class='py-2'><a href='/journal/{n}'>{h(t)}</a></li>" for n, t in enumerate(self.words.articles)
                )
                return self._frame("Journal", f"<h1 class='text-3xl'>Journal</h1><ul>{links}</ul>")
            article = self.article(whole(parts[1], 99))
            return article and self._frame(article[0], f"<article class='prose'><h1>{h(article[0])}</h1>{article[1]}</article>")
        if parts[0] == "pages" and len(parts) == 2:
            form = "<form method='post' class='max-w-sm'><input type='email' name='email'><input type='password' name='password'></form>"
            info = self.info_page(parts[1], form)
            return info and self._frame(info[0], f"<h1 class='text-3xl'>{info[0]}</h1>{info[1]}")
        if path == "/cart":
            return self._frame("Your cart", "<h1>Your cart</h1><p>Subtotal £0.00</p><p>Your cart is empty.</p>")
        if path == "/search":
            return self._frame("Search", "<h1>Search</h1><form><input name='q'></form><p>0 results</p>")
        return None

    def amount(self, item: Item) -> float | None:
        """What is asked now: prices end with .95 or are whole."""
        return (item.amount or 0) - (0.05 if item.number % 2 else 0)

    def _sale(self, item: Item) -> bool:
        return item.number % 3 == 0

    def _home(self) -> Answer:
        cards = "".join(self._card(item) for item in self.items[3:11])
        tiles = "".join(f"<a class='rounded-xl p-6' href='/collections/{c.slug}'>{h(c.name)}</a>" for c in self.words.goods)
        return self._frame(
            "Considered goods",
            f"<section class='grid grid-cols-3'>{tiles}</section><h2>Bestsellers</h2><div class='grid gap-4'>{cards}</div>",
        )

    def _collection(self, slug: str, query: dict[str, str]) -> Answer | None:
        names = {category.slug: category.name for category in self.words.goods} | {"all": "All products", "sale": "Sale"}
        if slug not in names:
            return None
        items = [i for i in self.items if slug in {"all", i.category.slug} or (slug == "sale" and self._sale(i))]
        sort, page = query.get("sort_by", ""), whole(query.get("page"))
        if sort == "price-ascending":
            items.sort(key=lambda item: item.amount or 0)
        shown, pages = cut(items, page, self.per_page)
        more = f"/collections/{slug}?page={page + 1}" + (f"&sort_by={sort}" if sort else "")
        button = f"<a class='btn mx-auto block rounded-full' href='{h(more)}'>Load more</a>" if page < pages else ""
        sorts = "".join(
            f"<a href='/collections/{slug}?sort_by={s}'>{t}</a>"
            for s, t in (
                ("price-ascending", "Price, low to high"),
                ("created-descending", "Newest"),
                ("best-selling", "Best selling"),
            )
        )
        cards = "".join(self._card(item, f"/collections/{slug}" if item.number % 4 == 0 else "") for item in shown)
        head = f"<link rel='next' href='{h(more)}'>" if page < pages else ""
        body = f"<h1 class='text-4xl'>{h(names[slug])}</h1><div class='flex'>{sorts}</div><div class='grid gap-4'>{cards}</div>{button}"
        return self._frame(names[slug], body, head)

    def _card(self, item: Item, under: str = "") -> str:
        price = f"£{self.amount(item):,.2f}"
        was = f"<s class='text-gray-400'>£{(item.amount or 0) * 1.25:,.2f}</s> " if self._sale(item) else ""
        photo = self.photo(item.photos[0], "480x")
        return f"""<div class="group relative"><a href="{under}{self.path(item)}?_pos={item.number % 9}&amp;_sid={item.number:x}f&amp;_ss=r">
<div class="aspect-w-4 overflow-hidden"><img loading="lazy" srcset="{self.photo(item.photos[0], "180x")} 180w, {photo} 480w" alt="">
</div><h3 class="mt-2 text-sm">{h(item.title)}</h3></a><p class="text-sm font-medium">{was}{price}</p></div>"""

    def _product(self, item: Item) -> Answer:
        price, full = self.amount(item) or 0, [self.photo(p, "1024x") for p in item.photos]
        graph = [
            {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": item.category.name}]},
            {
                "@type": "Product",
                "name": item.title,
                "image": full,
                "sku": f"HF-{item.number}",
                "description": " ".join(item.text),
                "offers": {
                    "@type": "Offer",
                    "price": f"{price:.2f}",
                    "priceCurrency": "GBP",
                    "availability": "https://schema.org/InStock",
                    "seller": {"@type": "Organization", "name": item.seller},
                },
            },
        ]
        ld = json.dumps({"@context": "https://schema.org", "@graph": graph})
        head = f"""<link rel="canonical" href="{self.path(item)}"><meta property="og:type" content="product">
<meta property="og:title" content="{h(item.title)} – Harrow Goods"><meta property="og:image" content="{full[0]}">
<script type="application/ld+json">{ld}</script>"""
        photos = "".join(
            f"""<button class="snap-center"><img src="{self.photo(p, "180x")}" sizes="(min-width: 800px) 50vw" srcset="{self.photo(p, "180x")} 180w,
{self.photo(p, "480x")} 480w, {self.photo(p, "1024x")} 1024w" alt="{h(item.title)}"></button>"""
            for p in item.photos
        )
        was = f"<s>£{(item.amount or 0) * 1.25:,.2f}</s><span class='badge'>Save 20%</span>" if self._sale(item) else ""
        also = "".join(self._card(other) for other in self.related(item))
        body = f"""<nav class="text-xs"><a href="/">Home</a> / <a href="/collections/{item.category.slug}">{h(item.category.name)}</a></nav>
<div class="grid md:grid-cols-2"><div class="flex overflow-x-auto">{photos}</div><div><h1 class="text-3xl font-serif">{h(item.title)}</h1>
<p class="text-xl">{was} <span class="font-semibold">£{price:,.2f}</span></p><p class="text-xs">Tax included. Free delivery over £60.00</p>
<p class="text-sm">Sold by <a href="/search?vendor={item.number % 7}">{h(item.seller)}</a></p><form action="/cart/add" method="post">
<input type="hidden" name="id" value="{item.number}"><button class="w-full rounded-full">Add to basket</button></form>
<div class="prose">{"".join(f"<p>{h(t)}</p>" for t in item.text)}</div></div></div>
<section><h2>You may also like</h2><div class="grid grid-cols-4">{also}</div></section>"""
        return self._frame(item.title, body, head)

    def _frame(self, title: str, body: str, head: str = "") -> Answer:
        menu = "".join(f"<a class='px-3' href='/collections/{c.slug}'>{h(c.name)}</a>" for c in self.words.goods)
        foot = "".join(f"<li><a class='hover:underline' href='/pages/{s}'>{h(t)}</a></li>" for s, t in self.words.info)
        return self.html(f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{h(title)} – Harrow Goods</title>
<meta property="og:site_name" content="Harrow Goods">{head}<script>window.theme={{moneyFormat:"£{{{{amount}}}}",cart:{{total:0}}}};</script></head>
<body class="antialiased bg-stone-{self.rng.choice((50, 100))}"><div class="bg-black text-white text-center">Autumn sale: £10.00 off your first order</div>
<header class="sticky top-0 flex"><a href="/" class="font-serif">Harrow Goods</a><nav>{menu}<a href="/collections/all">Shop all</a>
<a href="/collections/sale">Sale</a><a href="/journal">Journal</a></nav><a href="/search">Search</a><a href="/cart">Basket (0) £0.00</a>
<select name="currency"><option>GBP £</option><option>EUR €</option><option>USD $</option></select></header><main class="container mx-auto">{body}</main>
<div role="dialog" class="fixed inset-x-0"><p>Join our newsletter and get £5.00 off</p><form><input type="email"></form></div>
<footer class="border-t"><ul>{foot}</ul><p>© 2026 Harrow Goods Ltd. Registered in England 01234567</p></footer></body></html>""")
