"""An Indonesian marketplace drawn by its scripts: an API in hundred-thousandths of a rupiah, -i.shop.item addresses, pages from 0."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, h, whole

UNIT = 100_000
CSS = [
    "app",
    "bar",
    "card",
    "pic",
    "name",
    "now",
    "sold",
    "grid",
    "pages",
    "crumb",
    "view",
    "thumbs",
    "was",
    "off",
    "ship",
    "shop",
    "spec",
    "desc",
    "rate",
    "foot",
    "pop",
]
SCRIPT = """
var K=window.__K,app=document.getElementById('main');
function api(u){return fetch('/api/v4/'+u,{headers:{'x-api-source':'pc'}}).then(function(r){return r.json()})}
function rp(n){return 'Rp'+String(Math.round(n/100000)).replace(/\\B(?=(\\d{3})+$)/g,'.')}
function el(c,h,t){var n=document.createElement(t||'div');n.className=K[c]||'';n.innerHTML=h;app.appendChild(n);return n}
function link(i){return '/'+encodeURIComponent(i.name.replace(/[^\\w]+/g,'-'))+'-i.'+i.shopid+'.'+i.itemid}
function card(i,n){return '<div class="'+K.card+'" data-sqe="item"><a href="'+link(i)+'?sp_atk='+i.atk+'&xptdk='+i.atk+n+'"><div class="'+K.pic+'"><img src="/file/'+
i.image+'_tn.webp" alt=""></div><div class="'+K.name+'">'+i.name+'</div><div class="'+K.now+'"><span>Rp</span><span>'+rp(i.price).slice(2)+
'</span></div><div class="'+K.sold+'">'+i.sold_text+'</div><div>'+i.shop_location+'</div></a></div>'}
function cards(l){return '<div class="'+K.grid+'">'+l.map(card).join('')+'</div>'}
function list(q,base,page,order){return api('search/search_items?'+q+'&limit=12&newest='+page*12+'&order='+order).then(function(d){
el('sold','<span>Urutkan</span> '+[['pop','Terkait'],['ctime','Terbaru'],['price','Harga']].map(function(o){return '<a href="'+base+'?page=0&sortBy='+o[0]+'">'+o[1]+'</a>'}).join(' '));
el('grid',d.items.map(function(x){return card(x.item_basic,1)}).join(''));var t=Math.ceil(d.total_count/12),s='';
for(var p=0;p<t;p++)s+='<a class="'+(p==page?K.now:'')+'" href="'+base+'?page='+p+(order!='pop'?'&sortBy='+order:'')+'">'+(p+1)+'</a> ';el('pages',s,'nav')})}
function item(s,i){return api('item/get?itemid='+i+'&shopid='+s).then(function(r){var d=r.data;document.title='Jual '+d.name+' | Pasarindo';
el('crumb','<a href="/">Pasarindo</a> &gt; <a href="/'+d.cat.slug+'-cat.'+d.cat.id+'">'+d.cat.name+'</a> &gt; <span>'+d.name+'</span>');
el('view','<img src="/file/'+d.images[0]+'.webp"><div class="'+K.thumbs+'">'+d.images.map(function(x){return '<picture><source srcset="/file/'+x+'_tn.webp 1x, /file/'+x+'.webp 2x"><img src="/file/'+x+'_tn.webp"></picture>'}).join('')+'</div>');
el('name','<span>'+d.name+'</span>','h1');el('rate',d.rating+' <u>'+d.cmt_count+' Penilaian</u> '+d.sold_text);
el('',(d.price_before_discount?'<div class="'+K.was+'">'+rp(d.price_before_discount)+'</div>':'')+'<div class="'+K.now+'">'+rp(d.price)+'</div>'+(d.discount?'<div class="'+K.off+'">'+d.discount+' OFF</div>':''));
el('ship','<b>Pengiriman</b> ke KOTA JAKARTA PUSAT <span>Ongkos Kirim Rp9.000 - Rp14.500</span> <label>Kuantitas</label><input value=1> tersisa '+d.stock+' buah <button type=button>Masukkan Keranjang</button><button type=button>Beli Sekarang</button>');
el('shop','<a href="/shop/'+s+'"><img src="/static/toko'+s+'.jpg"></a><div><div>'+d.shop.name+'</div><div>Aktif 7 menit lalu</div></div><button type=button>Chat Sekarang</button><a href="/shop/'+s+'">Kunjungi Toko</a> Produk <b>'+d.shop.item_count+'</b> Bergabung <b>3 tahun lalu</b>','section');
el('spec','<h2>Spesifikasi Produk</h2><div><label>Kategori</label><div>'+d.cat.name+'</div></div><div><label>Stok</label><div>'+d.stock+'</div></div><div><label>Dikirim Dari</label><div>'+d.shop_location+'</div></div>');
el('desc','<h2>Deskripsi Produk</h2>'+d.description.split('\\n').map(function(t){return '<p>'+t+'</p>'}).join(''));
return api('item/get_ratings?itemid='+i).then(function(q){el('rate','<h2>Penilaian Produk</h2>'+q.data.ratings.map(function(t){return '<div><a href="/buyer/'+t.userid+'">'+t.author_username+'</a> <i>'+t.date+'</i><p>'+t.comment+'</p></div>'}).join(''));
el('','<h2>Produk lain dari toko ini</h2>'+cards(d.more)+'<h2>Anda mungkin juga suka</h2>'+cards(d.like))})})}
function text(){return api('cms/page?path='+encodeURIComponent(location.pathname)).then(function(d){el('name',d.title,'h1');el('desc',d.html)})}
(function(){var p=decodeURIComponent(location.pathname),q=new URLSearchParams(location.search),g=+(q.get('page')||0),o=q.get('sortBy')||'pop',m;
var pop=document.createElement('div');pop.className=K.pop;pop.innerHTML='<p>Kami memakai cookie. Diskon 50% maks. Rp25.000 untuk pengguna baru!</p>';
var x=document.createElement('button');x.type='button';x.textContent='Setuju';x.onclick=function(){pop.remove()};pop.appendChild(x);document.body.appendChild(pop);
if(p=='/')api('homepage').then(function(d){el('','<h2>Kategori</h2>'+d.cats.map(function(c){return '<a href="/'+c.slug+'-cat.'+c.id+'">'+c.name+'</a> '}).join('')+'<h2>Flash Sale</h2>'+cards(d.flash)+'<h2>Rekomendasi</h2>'+cards(d.daily)+'<a href="/daily_discover?page=0">Lihat Lainnya</a>')});
else if(m=p.match(/-i\\.(\\d+)\\.(\\d+)$/))item(m[1],m[2]);else if(m=p.match(/-cat\\.(\\d+)$/))list('cat='+m[1],p,g,o);
else if(p=='/daily_discover')list('all=1',p,g,o);else if(m=p.match(/^\\/shop\\/(\\d+)$/)){el('shop','Profil toko | Pengikut 1,2RB | Performa chat 98%');list('shop='+m[1],p,g,o)}else text()})();
"""


class ShopId(Site):
    """/Nama-Barang-i.shop.item, /Kategori-cat.n?page=0, /shop/n, /api/v4/…; rupiah."""

    name, code, currency, style = "shop_id", "id", "IDR", "hashed"
    photo_path = "/file/{id}{size}.webp"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"_tn": (320, 240), "": (960, 720)}
    sellers = "shops"
    shows_date = False
    robots = "User-agent: *\nDisallow: /cart\nDisallow: /checkout\n"

    def _shop(self, item: Item) -> int:
        return self.words.shops.index(item.seller) + 3101

    def path(self, item: Item) -> str:
        """/Nama-Barang-i.shop.item"""
        slug = "-".join("".join(sign if sign.isalnum() else " " for sign in item.title).split())
        return f"/{slug}-i.{self._shop(item)}.{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number after the last dot of an -i. address."""
        number = whole(url.path.rsplit(".", 1)[-1], 0)
        return number if "-i." in url.path and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The shell wherever a page stands, and the API."""
        if path.startswith("/api/v4/"):
            return self._api(path.removeprefix("/api/v4/"), query)
        last = whole(path.rsplit(".", 1)[-1], 0)
        known = (
            path in {"/", "/daily_discover"}
            or ("-i." in path and last in self.by_number)
            or ("-cat." in path and 0 <= last - 11 < len(self.words.goods))
            or (path.startswith("/shop/") and 0 <= whole(path[6:], 0) - 3101 < len(self.words.shops))
            or self._text(path) is not None
        )
        return self._shell() if known else None

    def _sold(self, item: Item) -> str:
        return ("12 terjual", "1,2RB terjual", "305 terjual", "10RB+ terjual")[item.number % 4]

    def _brief(self, item: Item) -> dict[str, object]:
        amount = int(item.amount or 0)
        before = int(amount * 1.25) if item.number % 3 == 0 else 0
        return {
            "itemid": item.number,
            "shopid": self._shop(item),
            "name": item.title,
            "image": item.photos[0],
            "images": item.photos,
            "currency": "IDR",
            "price": amount * UNIT,
            "price_min": amount * UNIT,
            "price_before_discount": before * UNIT,
            "discount": "20%" if before else None,
            "stock": item.number % 140 + 1,
            "sold_text": self._sold(item),
            "shop_location": item.city[0],
            "atk": f"{item.number * 2654435761 % 2**40:x}",
        }

    def _api(self, name: str, query: dict[str, str]) -> Answer | None:
        cats = [{"id": n, "slug": g.slug, "name": g.name} for n, g in enumerate(self.words.goods, 11)]
        if name == "homepage":
            flash = [self._brief(item) for item in self.items if item.number % 3 == 0][:4]
            return self.json({"cats": cats, "flash": flash, "daily": [self._brief(item) for item in self.items[:12]]})
        if name == "search/search_items":
            items = list(self.items)
            if "cat" in query:
                kind = whole(query["cat"], 0) - 11
                items = [item for item in items if self.words.goods.index(item.category) == kind]
            if "shop" in query:
                items = [item for item in items if self._shop(item) == whole(query["shop"], 0)]
            if query.get("order") == "price":
                items.sort(key=lambda item: item.amount or 0)
            start = whole(query.get("newest"), 0)
            found = [{"item_basic": self._brief(item)} for item in items[start : start + 12]]
            return self.json({"total_count": len(items), "nomore": start + 12 >= len(items), "items": found})
        if name == "cms/page":
            text = self._text(query.get("path", ""))
            return text and self.json({"title": text[0], "html": text[1]})
        item = self.by_number.get(whole(query.get("itemid"), 0))
        if item is None:
            return None
        if name == "item/get_ratings":
            ratings = [
                {
                    "userid": n % len(self.words.nicks),
                    "author_username": r.author,
                    "date": f"{r.when:%d-%m-%Y}",
                    "comment": r.text,
                }
                for n, r in enumerate(item.replies)
            ]
            return self.json({"data": {"ratings": ratings}})
        if name != "item/get":
            return None
        same = [other for other in self.items if other.seller == item.seller and other is not item][:4]
        full = {
            **self._brief(item),
            "cat": cats[self.words.goods.index(item.category)],
            "description": "\n".join(item.text),
            "rating": f"4,{item.number % 9 + 1}",
            "cmt_count": len(item.replies) * 7,
            "shop": {"name": item.seller, "item_count": 40 + len(item.seller)},
            "more": [self._brief(other) for other in same],
            "like": [self._brief(other) for other in self.related(item)],
        }
        return self.json({"error": None, "data": full})

    def _text(self, path: str) -> tuple[str, str] | None:
        parts = path.strip("/").split("/")
        if parts[0] == "buyer" and (index := whole(parts[-1], 99)) < len(self.words.nicks):
            return self.words.nicks[index], "<p>Pengguna sejak 2019. Belum ada produk. Koin: 0</p>"
        if parts[0] == "blog":
            return self.article(whole(parts[-1], 99))
        if parts[0] == "event" and 0 < (week := whole(parts[-1], 0)) < 1500:
            link = f"<a href='/event/{week + 1}'>Event minggu depan</a>"
            return f"Event minggu ke-{week}", f"<p>Voucher Rp10.000 untuk belanja minimal Rp100.000.</p>{link}"
        if parts[0] in {"cart", "checkout"}:
            return "Keranjang", "<p>Keranjang belanja Anda kosong. Total (0 produk): Rp0</p>"
        return self.info_page(path, "<form><input name=loginKey><input type=password name=password></form>")

    def _shell(self) -> Answer:
        css = "{" + ",".join(f"{word}:'{self.c(word)}'" for word in CSS) + "}"
        cats = "".join(f"<a href='/{g.slug}-cat.{n}'>{h(g.name)}</a> " for n, g in enumerate(self.words.goods, 11))
        foot = "".join(f"<a href='/{slug}'>{h(text)}</a> " for slug, text in self.words.info)
        blog = "".join(f"<a href='/blog/{n}'>{h(text)}</a> " for n, text in enumerate(self.words.articles))
        return self.html(f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Pasarindo | Belanja Online Aman</title>
<meta name="description" content="Belanja online mulai dari Rp1.000 di Pasarindo"><meta name="viewport" content="width=device-width"></head>
<body><div class="{self.c("bar")}"><a href="/">Pasarindo</a> <a href="/login">Log In</a> <a href="/register">Daftar</a> <a href="/cart">Keranjang</a>
<a href="/event/{self.now.isocalendar().week}">Event</a></div><div id="main" class="{self.c("app")}"></div>
<footer class="{self.c("foot")}"><div>{cats}</div><div>{blog}</div><div>{foot}</div><p>© 2026 Pasarindo. Hak Cipta Dilindungi</p></footer>
<script>window.__K={css};</script><script>{SCRIPT}</script></body></html>""")
