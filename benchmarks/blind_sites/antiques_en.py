"""An antiques centre on a WordPress shop plugin: dealers, old and new prices, variations, POA, tracking and sort parameters, related pieces."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import json
import re
import unicodedata
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, cut, h, whole


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


class AntiquesEn(Site):
    """/product/slug/, /product-category/slug/page/2/, /store/dealer/, /?p=n, /2026/09/post/; pounds."""

    name, code, currency = "antiques_en", "en_three", "GBP"
    photo_path = "/wp-content/uploads/2026/10/IMG_{id}{size}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {
        "-100x100": (100, 100),
        "-300x225": (300, 225),
        "-600x450": (600, 450),
        "": (1400, 1050),
    }
    sellers = "shops"
    shows_date = False
    unpriced = 0.07
    per_page = 12
    robots = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\nDisallow: /*?add-to-cart=\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/antiques_en/shape")
        self._schema = rng.choice(("price", "spec", "stale"))
        self._base = rng.choice(("product", "shop/item", "piece"))
        self._tabs = rng.random() < 0.5
        self._by_slug = {_slug(item.title): item for item in self.items}

    def _sale(self, item: Item) -> bool:
        return item.amount is not None and item.number % 4 == 1

    def _varied(self, item: Item) -> bool:
        return item.amount is not None and item.number % 9 == 2

    def path(self, item: Item) -> str:
        """/product/slug/"""
        return f"/{self._base}/{_slug(item.title)}/"

    def number(self, url: SplitResult) -> int | None:
        """By the slug of the title, or the short link."""
        if url.path == "/" and "p" in (asked := parse_qs(url.query)):
            number = whole(asked["p"][0], 0)
            return number if number in self.by_number else None
        if not url.path.startswith(f"/{self._base}/"):
            return None
        item = self._by_slug.get(url.path.strip("/").rsplit("/", 1)[-1])
        return item.number if item else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """Home, shop, categories, dealers, pieces, the journal, basket and account."""
        if path == "/" and "p" in query:
            item = self.by_number.get(whole(query["p"], 0))
            return Answer(b"", status=301, location=self.path(item)) if item else None
        if path == "/":
            return self._home()
        parts = path.strip("/").split("/")
        page = 1
        if len(parts) > 2 and parts[-2] == "page":
            page, parts = whole(parts[-1], 99), parts[:-2]
        if path.startswith(f"/{self._base}/") and (item := self._by_slug.get(parts[-1])):
            return self._item(item)
        if parts == ["shop"]:
            return self._list("Shop", "/shop/", list(self.items), page, query)
        if parts[0] == "product-category" and len(parts) == 2:
            kind = next((g for g in self.words.goods if g.slug == parts[1]), None)
            return (
                self._list(kind.name, f"/{parts[0]}/{kind.slug}/", [i for i in self.items if i.category is kind], page, query)
                if kind
                else None
            )
        if parts[0] == "store" and len(parts) == 2:
            shop = next((s for s in self.words.shops if _slug(s) == parts[1]), None)
            return (
                self._list(shop, f"/store/{parts[1]}/", [i for i in self.items if i.seller == shop], page, query)
                if shop
                else None
            )
        if parts[0] == "product-tag" and len(parts) == 2:
            found = [i for i in self.items if parts[1] in _slug(i.title)]
            return self._list(parts[1].title(), f"/product-tag/{parts[1]}/", found, page, query) if found else None
        if parts[0] == "journal" or (len(parts) == 3 and parts[0] in {"2025", "2026"}):
            return self._journal(parts)
        if parts[0] in {"basket", "checkout", "wishlist", "compare"}:
            return self._frame(
                parts[0].title(),
                f"<h1>{parts[0].title()}</h1><p class='cart-empty woocommerce-info'>Your basket is currently empty. Subtotal: £0.00</p>",
                "page",
            )
        if parts[0] == "my-account":
            return self._frame(
                "My account",
                "<h1>My account</h1><form class='login'><input name=username><input type=password name=password></form>",
                "page",
            )
        if info := self.info_page(path, "<form class='login'><input name=username><input type=password name=password></form>"):
            return self._frame(
                info[0], f"<h1 class='entry-title'>{info[0]}</h1><div class='entry-content'>{info[1]}</div>", "page"
            )
        return None

    def _gbp(self, amount: float) -> str:
        return f'<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">&pound;</span>{amount:,.2f}</bdi></span>'

    def _price(self, item: Item, tag: str = "span") -> str:
        if item.amount is None:
            return f'<{tag} class="price"><span class="poa">Price on application</span></{tag}>'
        if self._sale(item):
            old = item.amount * 1.2
            inner = f'<del aria-hidden="true">{self._gbp(old)}</del> <span class="screen-reader-text">Original price was: &pound;{old:,.2f}.</span><ins aria-hidden="true">{self._gbp(item.amount)}</ins><span class="screen-reader-text">Current price is: &pound;{item.amount:,.2f}.</span>'
        else:
            inner = ("<small>From:</small> " if self._varied(item) else "") + self._gbp(item.amount)
        return f'<{tag} class="price">{inner}</{tag}>'

    def _card(self, item: Item, campaign: str = "") -> str:
        sale = '<span class="onsale">Sale!</span>' if self._sale(item) else ""
        thumb = self.photo(item.photos[0], "-300x225")
        href = self.path(item) + campaign
        buy = (
            f'<a href="{href}" class="button product_type_variable">Select options</a>'
            if self._varied(item)
            else f'<a href="{href}" class="button">Enquire</a>'
            if item.amount is None
            else f'<a href="?add-to-cart={item.number}" data-product_id="{item.number}" data-product_sku="{self._sku(item)}" class="button add_to_cart_button ajax_add_to_cart" rel="nofollow">Add to basket</a>'
        )
        return f"""<li class="product type-product post-{item.number} status-publish instock product_cat-{item.category.slug} has-post-thumbnail"><a href="{href}" class="woocommerce-LoopProduct-link">{sale}<img width="300" height="225" src="{thumb}" class="attachment-woocommerce_thumbnail" alt="{h(item.title)}" loading="lazy" srcset="{thumb} 300w, {self.photo(item.photos[0], "-600x450")} 600w">
<h2 class="woocommerce-loop-product__title">{h(item.title)}</h2>{self._price(item)}</a>{buy}<a class="yith-wcwl" href="/wishlist/?add_to_wishlist={item.number}" rel="nofollow">Add to wishlist</a></li>"""

    def _grid(self, items: list[Item], campaign: str = "") -> str:
        return f"<ul class='products columns-4'>{''.join(self._card(item, campaign) for item in items)}</ul>"

    def _home(self) -> Answer:
        tiles = "".join(
            f"<a class='cat-tile' href='/product-category/{g.slug}/'><img src='/static/tile_{g.slug}.jpg' alt=''><h3>{h(g.name)} <mark class='count'>({sum(i.category is g for i in self.items)})</mark></h3></a>"
            for g in self.words.goods
        )
        sale = [item for item in self.items if self._sale(item)][:4]
        body = f"""<section class="hero"><h1>Forty dealers under one roof</h1><a href="/shop/?orderby=date&amp;utm_source=hero&amp;utm_medium=banner">Browse the latest arrivals</a></section>{tiles}
<h2>New in the cabinets</h2>{self._grid(self.items[:8], "?utm_source=home&amp;utm_campaign=new-in")}<h2>Reduced</h2>{self._grid(sale)}<h2>From the journal</h2>{self._posts()}"""
        return self._frame("Home", body, "home")

    def _list(self, name: str, base: str, items: list[Item], page: int, query: dict[str, str]) -> Answer | None:
        order = query.get("orderby", "")
        if order in {"price", "price-desc"}:
            items.sort(key=lambda item: item.amount or 0, reverse=order == "price-desc")
        total = len(items)
        if "max_price" in query:
            items = [item for item in items if (item.amount or 0) <= whole(query["max_price"], 0)]
        shown, pages = cut(items, page, self.per_page)
        if page > pages:
            return None
        tail = f"?orderby={order}" if order else ""
        links = "".join(
            f"<li><span aria-current='page' class='page-numbers current'>{n}</span></li>"
            if n == page
            else f"<li><a class='page-numbers' href='{base}{f'page/{n}/' if n > 1 else ''}{tail}'>{n}</a></li>"
            for n in range(1, pages + 1)
        )
        after = f"<li><a class='next page-numbers' href='{base}page/{page + 1}/{tail}'>&rarr;</a></li>" if page < pages else ""
        options = "".join(
            f"<option value='{o}'>{t}</option>"
            for o, t in (
                ("menu_order", "Default sorting"),
                ("popularity", "Sort by popularity"),
                ("date", "Sort by latest"),
                ("price", "Sort by price: low to high"),
            )
        )
        filters = "".join(
            f"<li><a rel='nofollow' href='{base}?max_price={p}'>Up to {self._gbp(p)}</a></li>" for p in (100, 500, 2000)
        )
        body = f"""{self._crumbs((name, ""))}<h1 class="woocommerce-products-header__title page-title">{h(name)}</h1><p class="woocommerce-result-count">Showing {len(shown)} of {total} results</p>
<form class="woocommerce-ordering" method="get"><select name="orderby">{options}</select></form><p class="sort"><a href="{base}?orderby=price">Cheapest first</a> <a href="{base}?orderby=price-desc">Dearest first</a></p>
{self._grid(list(shown))}<nav class="woocommerce-pagination"><ul class="page-numbers">{links}{after}</ul></nav><aside><h4>Filter by price</h4><ul>{filters}</ul></aside>"""
        return self._frame(name, body, "archive")

    def _crumbs(self, *steps: tuple[str, str]) -> str:
        trail = "".join(f"&nbsp;/&nbsp;<a href='{to}'>{h(text)}</a>" if to else f"&nbsp;/&nbsp;{h(text)}" for text, to in steps)
        return f"<nav class='woocommerce-breadcrumb'><a href='/'>Home</a>{trail}</nav>"

    def _sku(self, item: Item) -> str:
        return f"{_slug(item.seller)[:3].upper()}-{item.number % 9000:04}"

    def _json_ld(self, item: Item) -> str:
        product: dict[str, object] = {
            "@type": "Product",
            "@id": f"{self.path(item)}#product",
            "name": item.title,
            "sku": self._sku(item),
        }
        product["description"] = item.text[0]
        product["image"] = self.photo(item.photos[0], "")
        if item.amount is not None:
            # A cached graph keeps the price from before the reduction.
            amount = item.amount * 1.2 if self._schema == "stale" and self._sale(item) else item.amount
            offer: dict[str, object] = {"@type": "Offer", "availability": "http://schema.org/InStock"}
            if self._varied(item):
                offer.update(
                    {
                        "@type": "AggregateOffer",
                        "lowPrice": f"{amount:.2f}",
                        "highPrice": f"{amount * 1.5:.2f}",
                        "offerCount": 2,
                    }
                )
                offer["priceCurrency"] = "GBP"
            elif self._schema == "spec":
                offer["priceSpecification"] = [
                    {"@type": "UnitPriceSpecification", "price": f"{amount:.2f}", "priceCurrency": "GBP"}
                ]
            else:
                offer.update({"price": f"{amount:.2f}", "priceCurrency": "GBP"})
            offer["seller"] = {"@type": "Organization", "name": "Stourgate Antiques Centre"}
            product["offers"] = [offer]
        crumbs = {
            "@type": "BreadcrumbList",
            "itemListElement": [{"@type": "ListItem", "position": 1, "item": {"name": "Home", "@id": "/"}}],
        }
        graph = json.dumps({"@context": "https://schema.org/", "@graph": [crumbs, product]})
        return f'<script type="application/ld+json">{graph}</script>'

    def _form(self, item: Item) -> str:
        if item.amount is None:
            return "<p class='poa'><a href='/contact/' class='button'>Enquire about this piece</a> or ring 01555 014 208</p>"
        if not self._varied(item):
            return f"<p class='stock in-stock'>1 in stock</p><form class='cart' method='post'><input type='number' name='quantity' value='1'><button name='add-to-cart' value='{item.number}'>Add to basket</button></form>"
        found = [
            {
                "attributes": {"attribute_pa_option": option},
                "display_price": (item.amount or 0) * share,
                "display_regular_price": (item.amount or 0) * share,
                "sku": f"{self._sku(item)}-{option[:1].upper()}",
                "variation_id": item.number + 400_000 + n,
            }
            for n, (option, share) in enumerate((("single", 1.0), ("pair", 1.5)))
        ]
        data = h(json.dumps(found))
        return f"""<form class="variations_form cart" data-product_id="{item.number}" data-product_variations="{data}"><table class="variations"><tr><th><label for="pa_option">Option</label></th>
<td><select id="pa_option" name="attribute_pa_option"><option value="">Choose an option</option><option value="single">Single</option><option value="pair">Pair</option></select></td></tr></table><button>Add to basket</button></form>
<p><a href="{self.path(item)}?attribute_pa_option=single">Single</a> | <a href="{self.path(item)}?attribute_pa_option=pair">Pair</a></p>"""

    def _item(self, item: Item) -> Answer:
        gallery = "".join(
            f'<div data-thumb="{self.photo(p, "-100x100")}" class="woocommerce-product-gallery__image"><a href="{self.photo(p, "")}"><img width="600" height="450" src="{self.photo(p, "-600x450")}" class="wp-post-image" alt="" data-src="{self.photo(p, "")}" data-large_image="{self.photo(p, "")}" data-large_image_width="1400" srcset="{self.photo(p, "-600x450")} 600w, {self.photo(p, "-300x225")} 300w, {self.photo(p, "-100x100")} 100w"></a></div>'
            for p in item.photos
        )
        shop, cat = _slug(item.seller), item.category
        same = [other for other in self.items if other.seller == item.seller and other is not item][:3]
        reviews = "".join(
            f"<li class='review'><img src='/static/gravatar.jpg' class='avatar'><strong class='woocommerce-review__author'>{h(r.author)}</strong> <time datetime='{r.when:%Y-%m-%dT%H:%M:%S+00:00}'>{r.when:%B %-d, %Y}</time><div class='description'><p>{h(r.text)}</p></div></li>"
            for r in item.replies
        )
        first = item.title.split()[0].lower()
        tag = f"<span class='tagged_as'>Tag: <a href='/product-tag/{_slug(first)}/' rel='tag'>{h(first)}</a></span>"
        short = f"<div class='woocommerce-product-details__short-description'><p>{h(item.text[0])}</p></div>"
        sold_by = f"<li class='seller-name'><span>Store Name:</span> <span class='details'>{h(item.seller)}</span></li><li class='store-address'><span><b>Cabinet:</b></span> <span class='details'>{item.number % 40 + 1}</span></li>"
        vendor = f"<div class='sold-by'>Sold by <a href='/store/{shop}/'>{h(item.seller)}</a></div>" if self._tabs else ""
        text = "".join(f"<p>{h(line)}</p>" for line in item.text)
        body = f"""{self._crumbs((cat.name, f"/product-category/{cat.slug}/"), (item.title, ""))}<div id="product-{item.number}" class="product type-product post-{item.number} product_cat-{cat.slug}">
{'<span class="onsale">Sale!</span>' if self._sale(item) else ""}<div class="woocommerce-product-gallery images" data-columns="4"><div class="woocommerce-product-gallery__wrapper">{gallery}</div></div>
<div class="summary entry-summary"><h1 class="product_title entry-title">{h(item.title)}</h1>{self._price(item, "p")}{short}{vendor}{self._form(item)}<p class="ship">UK delivery from £8.50. Free over £500.</p>
<div class="product_meta"><span class="sku_wrapper">SKU: <span class="sku">{self._sku(item)}</span></span> <span class="posted_in">Category: <a href="/product-category/{cat.slug}/" rel="tag">{h(cat.name)}</a></span> {tag}</div>
<p class="share"><a href="https://www.pinterest.example/pin/create/?url={self.path(item)}">Pin it</a> <a href="/compare/?action=yith-woocompare-add-product&amp;id={item.number}" rel="nofollow">Compare</a> <a href="javascript:window.print()">Print</a> <a href="/?p={item.number}">Short link</a></p></div>
<div class="woocommerce-tabs wc-tabs-wrapper"><ul class="tabs wc-tabs"><li><a href="#tab-description">Description</a></li><li><a href="#tab-seller">Dealer Info</a></li><li><a href="#tab-reviews">Reviews ({len(item.replies)})</a></li></ul>
<div id="tab-description" class="woocommerce-Tabs-panel"><h2>Description</h2>{text}</div><div id="tab-seller" class="woocommerce-Tabs-panel"><h2>Dealer Information</h2><ul class="list-unstyled">{sold_by}</ul><a href="/store/{shop}/">More from this dealer</a></div>
<div id="tab-reviews" class="woocommerce-Tabs-panel"><ol class="commentlist">{reviews}</ol></div></div>
<section class="up-sells upsells products"><h2>From the same cabinet</h2>{self._grid(same)}</section><section class="related products"><h2>Related products</h2>{self._grid(self.related(item))}</section></div>"""
        head = (
            self._json_ld(item)
            + f'<link rel="shortlink" href="/?p={item.number}"><link rel="canonical" href="{self.path(item)}"><meta property="og:type" content="product"><meta property="og:title" content="{h(item.title)} - Stourgate Antiques Centre">'
        )
        return self._frame(item.title, body, "single-product", head)

    def _posts(self) -> str:
        return "".join(
            f"<article class='post'><h3><a href='/2026/0{n % 9 + 1}/{_slug(t)}/'>{h(t)}</a></h3></article>"
            for n, t in enumerate(self.words.articles)
        )

    def _journal(self, parts: list[str]) -> Answer | None:
        if parts == ["journal"]:
            return self._frame("Journal", f"<h1>Journal</h1>{self._posts()}", "blog")
        index = next((n for n, t in enumerate(self.words.articles) if _slug(t) == parts[-1]), None)
        text = self.article(index) if index is not None else None
        if text is None:
            return None
        photo = f"<figure class='wp-block-image'><img src='/static/journal_{index}.jpg' alt=''></figure>"
        ending = "<p>A similar one made £1,450 at auction last spring, against an estimate of £300-£400.</p>"
        return self._frame(
            text[0],
            f"<article class='post'><h1 class='entry-title'>{h(text[0])}</h1><div class='entry-meta'>Posted on March 4, 2026 by admin</div>{photo}{text[1]}{ending}</article>",
            "single-post",
        )

    def _frame(self, title: str, body: str, kind: str, head: str = "") -> Answer:
        cats = "".join(
            f"<li class='menu-item'><a href='/product-category/{g.slug}/'>{h(g.name)}</a></li>" for g in self.words.goods
        )
        shops = "".join(f"<li><a href='/store/{_slug(s)}/'>{h(s)}</a></li>" for s in self.words.shops)
        foot = "".join(f"<li><a href='/{slug}/'>{h(text)}</a></li>" for slug, text in self.words.info)
        return self.html(f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{h(title)} - Stourgate Antiques Centre</title>{head}
<link rel="stylesheet" href="/static/woocommerce.css"><meta name="generator" content="WooCommerce 9.1.2"><link rel="https://api.w.org/" href="/wp-json/"></head><body class="{kind} woocommerce woocommerce-page theme-storefront">
<div id="page" class="hfeed site"><header id="masthead" class="site-header"><a class="skip-link" href="#content">Skip to content</a><a href="/" rel="home">Stourgate Antiques Centre</a><form role="search" class="woocommerce-product-search" action="/shop/"><input type="search" name="s"></form>
<ul class="menu"><li><a href="/shop/">Shop</a><ul class="sub-menu">{cats}</ul></li><li><a href="/journal/">Journal</a></li><li><a href="/my-account/">My account</a></li></ul><a class="cart-contents" href="/basket/"><span class="woocommerce-Price-amount amount"><span class="woocommerce-Price-currencySymbol">&pound;</span>0.00</span> 0 items</a></header>
<p class="woocommerce-store-notice demo_store">Autumn opening hours: we are closed on Tuesdays. <a href="#">Dismiss</a></p><div id="content" class="site-content">{body}</div>
<footer id="colophon" class="site-footer"><h4>Our dealers</h4><ul>{shops}</ul><ul>{foot}</ul><form>Join our mailing list for £10 off <input type="email"></form><p>&copy; Stourgate Antiques Centre 2026. Built with Storefront.</p></footer></div>
<div class="cookie-notice" role="dialog">We use cookies. <button>Accept</button> <a href="/privacy-policy/">Read more</a></div></body></html>""")
