"""A Thai resale app on the web: an empty shell, a JSON gateway with opaque cursors, a feed that grows by scrolling or by a button."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

import base64
import json
from random import Random
from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, h, whole

STEP = 8
CSS = [
    "feed",
    "tile",
    "shot",
    "cap",
    "cost",
    "old",
    "meta",
    "more",
    "rail",
    "bread",
    "stage",
    "film",
    "head",
    "body",
    "owner",
    "ask",
    "facts",
    "text",
    "also",
    "gate",
    "toast",
    "note",
]
SCRIPT = """
(function(){var K=window.__CFG__.k,GROW=window.__CFG__.grow,root=document.getElementById('root');
function E(t,c,x){var n=document.createElement(t);if(c)n.className=K[c];for(var i=2;i<arguments.length;i++){var v=arguments[i];if(v!=null)n.appendChild(typeof v=='object'?v:document.createTextNode(v))}return n}
function A(u,c){var n=E.apply(null,['a',c].concat([].slice.call(arguments,2)));n.setAttribute('href',u);n.addEventListener('click',function(e){if(e.metaKey||e.ctrlKey)return;e.preventDefault();history.pushState({},'',u);route()});return n}
function I(u,c){var n=E('img',c);n.loading='lazy';n.src=u;return n}
function get(u){return fetch('/gw/'+u,{headers:{accept:'application/json'}}).then(function(r){if(!r.ok)throw r;return r.json()})}
function ago(ms){var m=Math.floor((Date.now()-ms)/6e4);if(m<60)return m+' นาทีที่แล้ว';if(m<1440)return Math.floor(m/60)+' ชั่วโมงที่แล้ว';return Math.floor(m/1440)+' วันที่แล้ว'}
function baht(p){return p?'฿'+(p.minor/100).toLocaleString('en-US'):'สอบถามราคา'}
function tile(d){var l=d.listing;return E('div','tile',A('/u/'+d.owner.handle,'meta',I('/static/'+d.owner.avatar),d.owner.display_name,' · ',ago(l.created)),A('/p/'+l.permalink+'?t-id='+d.trace+'&t-src=feed','',I(l.media[0].variants[0].url,'shot'),E('p','cap',l.headline),E('p','cost',baht(l.price)),l.strike?E('s','old',baht(l.strike)):null,E('p','meta',l.condition)),E('button','note','♡ '+l.likes))}
function feed(url,into){var cur='',busy=false,end=false,box=E('div','feed'),foot=E('div','more');into.appendChild(box);into.appendChild(foot);
function next(){if(busy||end)return Promise.resolve();busy=true;return get(url+(url.indexOf('?')<0?'?':'&')+'count=8'+(cur?'&cursor='+encodeURIComponent(cur):'')).then(function(r){r.data.results.forEach(function(d){if(d.kind=='listing')box.appendChild(tile(d));else box.appendChild(E('div','toast',d.copy))});cur=r.data.paging.next;end=!cur;busy=false;if(end&&foot.firstChild)foot.textContent='คุณดูครบแล้ว'})}
if(GROW=='button'){var b=E('button','more','โหลดเพิ่มเติม');b.type='button';b.onclick=next;foot.appendChild(b)}else{new IntersectionObserver(function(e){if(e[0].isIntersecting)next()},{rootMargin:'200px'}).observe(foot)}
return next()}
function item(id){return get('listing/'+id).then(function(r){var d=r.data,l=d.listing,o=d.owner,m=E('article','body');document.title=l.headline+' | ปล่อยของ';
m.appendChild(E('nav','bread',A('/','','หน้าแรก'),' › ',A('/c/'+l.collection.key,'',l.collection.label)));
var st=E('div','stage',I(l.media[0].variants[1].url)),fl=E('div','film');l.media.forEach(function(x){var i=I(x.variants[0].url);i.onclick=function(){st.firstChild.src=x.variants[2].url};fl.appendChild(i)});m.appendChild(st);m.appendChild(fl);
m.appendChild(E('h1','head',l.headline));m.appendChild(E('div','cost',baht(l.price),l.strike?E('s','old',baht(l.strike)):null));
m.appendChild(E('div','facts',E('span','','สภาพ '+l.condition),E('span','',l.place),E('span','','ลงขาย '+ago(l.created)),E('span','',l.likes+' ถูกใจ')));
m.appendChild(E('section','owner',A('/u/'+o.handle,'',I('/static/'+o.avatar),E('b','',o.display_name)),E('span','','@'+o.handle),E('span','','★ '+o.stars+' ('+o.reviews+' รีวิว)'),E('span','','ออนไลน์ '+o.seen)));
m.appendChild(E('div','ask',E('button','ask','แชทเลย'),E('button','ask','เสนอราคา'),A('/login','','เข้าสู่ระบบเพื่อซื้อ')));
var t=E('div','text');l.blurb.split('\\n').forEach(function(x){t.appendChild(E('p','',x))});m.appendChild(t);root.replaceChildren(m);
return get('listing/'+id+'/comments').then(function(c){m.appendChild(E('h2','','คำถามถึงผู้ขาย'));c.data.forEach(function(x){m.appendChild(E('div','note',E('b','',x.by),' ',x.body,' ',E('i','',ago(x.at))))});
m.appendChild(E('h2','','สินค้าใกล้เคียง'));var a=E('div','also');d.similar.forEach(function(x){a.appendChild(tile(x))});m.appendChild(a)})})}
function route(){var p=decodeURIComponent(location.pathname),m;root.replaceChildren();window.scrollTo(0,0);
if(p=='/')return get('collections').then(function(r){var s=E('div','rail');r.data.forEach(function(c){s.appendChild(A('/c/'+c.key,'rail',c.label))});root.appendChild(s);return feed('feed/home',root)});
if(m=p.match(/^\\/c\\/(.+)$/)){root.appendChild(E('h1','head',m[1]));return feed('feed/search?collection='+m[1],root)}
if(m=p.match(/^\\/u\\/(.+)$/)){return get('user/'+encodeURIComponent(m[1])).then(function(r){root.appendChild(E('section','owner',I('/static/'+r.data.avatar),E('h1','',r.data.display_name),E('p','',r.data.bio)));return feed('feed/search?owner='+r.data.id,root)})}
if(m=p.match(/^\\/p\\/.*-(\\d+)$/))return item(m[1]);
return get('doc?at='+encodeURIComponent(p)).then(function(r){root.appendChild(E('h1','head',r.data.title));var b=E('div','text');b.innerHTML=r.data.html;root.appendChild(b)})}
window.addEventListener('popstate',route);route()})();
"""


class FeedTh(Site):
    """/p/words-number, /c/collection, /u/handle, /gw/…; baht. Nothing shows without scripts."""

    name, code, currency, style = "feed_th", "th_two", "THB", "hashed"
    photo_path = "/media/photos/{id}/{size}"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"thumbnail": (240, 180), "preview": (640, 480), "original": (1440, 1080)}
    sellers = "nicks"
    unpriced = 0.05
    robots = "User-agent: *\nDisallow: /chat\nDisallow: /sell\n"

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        rng = Random(f"{seed}/feed_th/shape")
        self._grow = rng.choice(("scroll", "button"))
        self._promos = rng.random() < 0.6
        self._handles = {
            nick: f"{rng.choice(('th', 'shop', 'i', 'my'))}{rng.randrange(1000, 99999)}" for nick in self.words.nicks
        }

    def _id(self, item: Item) -> int:
        return 1_000_000_000 + item.number * 3_331

    def _permalink(self, item: Item) -> str:
        words = "-".join(
            "".join(sign if sign.isalnum() or "\u0e31" <= sign <= "\u0e4e" else " " for sign in item.title).split()
        )
        return f"{words}-{self._id(item)}"

    def path(self, item: Item) -> str:
        """/p/words-number"""
        return f"/p/{self._permalink(item)}"

    def _find(self, text: str) -> Item | None:
        number, rest = divmod((int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0) - 1_000_000_000, 3_331)
        return self.by_number.get(number) if rest == 0 else None

    def number(self, url: SplitResult) -> int | None:
        """By the number at the end of a /p/ address."""
        item = self._find(url.path.rstrip("/").rsplit("-", 1)[-1]) if url.path.startswith("/p/") else None
        return item.number if item else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The gateway, and the shell wherever a page stands."""
        parts = path.strip("/").split("/")
        if parts[0] == "gw":
            return self._gateway(parts[1:], query)
        known = (
            path == "/"
            or self.number(SplitResult("", "", path, "", "")) is not None
            or (parts[0] == "c" and any(g.slug == parts[-1] for g in self.words.goods))
            or (parts[0] == "u" and parts[-1] in self._handles.values())
            or self._doc(path) is not None
        )
        return self._shell() if known else None

    def _owner(self, nick: str) -> dict[str, object]:
        n = self.words.nicks.index(nick)
        return {
            "id": 880_000 + n,
            "handle": self._handles[nick],
            "display_name": nick,
            "avatar": f"u{n}.jpg",
            "stars": f"4.{n}",
            "reviews": n * 13 + 1,
            "seen": "วันนี้",
            "bio": "ของมือสองสภาพดี ราคาเริ่มต้น 50 บาท ส่งทุกวัน",
        }

    def _node(self, item: Item) -> dict[str, object]:
        price = None if item.amount is None else {"minor": int(item.amount * 100), "iso": "THB"}
        strike = {"minor": int(item.amount * 130), "iso": "THB"} if item.amount is not None and item.number % 5 == 0 else None
        listing = {
            "id": str(self._id(item)),
            "permalink": self._permalink(item),
            "headline": item.title,
            "price": price,
            "strike": strike,
            "condition": ("มือสอง", "เหมือนใหม่", "ใหม่")[item.number % 3],
            "likes": item.number % 60,
            "created": int(item.posted.timestamp() * 1000),
            "place": item.city[0],
            "media": [
                {
                    "kind": "photo",
                    "variants": [
                        {"name": size, "w": wide, "h": high, "url": self.photo(p, size)}
                        for size, (wide, high) in self.sizes.items()
                    ],
                }
                for p in item.photos
            ],
            "collection": {"key": item.category.slug, "label": item.category.name},
        }
        return {
            "kind": "listing",
            "listing": listing,
            "owner": self._owner(item.seller),
            "trace": f"{item.number * 7919 % 16**7:07x}",
        }

    def _gateway(self, parts: list[str], query: dict[str, str]) -> Answer | None:
        if parts == ["collections"]:
            return self.json({"data": [{"key": g.slug, "label": g.name} for g in self.words.goods]})
        if parts[0] == "feed" and parts[-1] in {"home", "search"}:
            return self._feed(parts[-1], query)
        if parts[0] == "user" and len(parts) == 2:
            nick = next((n for n, handle in self._handles.items() if handle == parts[1]), None)
            return self.json({"data": self._owner(nick)}) if nick else None
        if parts == ["doc"]:
            doc = self._doc(query.get("at", ""))
            return self.json({"data": {"title": doc[0], "html": doc[1]}}) if doc else None
        item = self._find(parts[1]) if parts[0] == "listing" and len(parts) > 1 else None
        if item is None:
            return None
        if parts[-1] == "comments":
            return self.json(
                {"data": [{"by": r.author, "body": r.text, "at": int(r.when.timestamp() * 1000)} for r in item.replies]}
            )
        node = self._node(item)
        listing = node["listing"]
        assert isinstance(listing, dict)
        listing["blurb"] = "\n".join(item.text)
        return self.json({"data": {**node, "similar": [self._node(other) for other in self.related(item, 5)]}})

    def _feed(self, name: str, query: dict[str, str]) -> Answer | None:
        items = [
            item
            for item in self.items
            if query.get("collection", item.category.slug) == item.category.slug
            and query.get("owner", str(self._owner(item.seller)["id"])) == str(self._owner(item.seller)["id"])
        ]
        start = 0
        if cursor := query.get("cursor"):
            try:
                start = int(json.loads(base64.urlsafe_b64decode(cursor))["after"])
            except (ValueError, KeyError):
                return None
        results = [self._node(item) for item in items[start : start + STEP]]
        if self._promos and name == "home":
            results.insert(3, {"kind": "promo", "copy": "โค้ดส่งฟรี! ลด 50 บาท เมื่อซื้อครบ 300 บาท"})
        end = start + STEP
        after = base64.urlsafe_b64encode(json.dumps({"after": end, "v": 2}).encode()).decode() if end < len(items) else None
        return self.json({"data": {"results": results, "paging": {"next": after}}})

    def _doc(self, path: str) -> tuple[str, str] | None:
        parts = path.strip("/").split("/")
        if parts[0] == "stories" and len(parts) == 2:
            return self.article(whole(parts[1], 99))
        if parts[0] in {"chat", "sell"}:
            return "เข้าสู่ระบบ", "<p>กรุณาเข้าสู่ระบบก่อน</p>"
        return (
            self.info_page(path, "<form><input name=phone placeholder='เบอร์โทร'><input type=password name=password></form>")
            if len(parts) == 1
            else None
        )

    def _shell(self) -> Answer:
        config = json.dumps({"k": {word: self.c(word) for word in CSS}, "grow": self._grow})
        foot = "".join(f"<a href='/{slug}'>{h(text)}</a> " for slug, text in self.words.info)
        posts = "".join(f"<a href='/stories/{n}'>{h(text)}</a> " for n, text in enumerate(self.words.articles[:5]))
        return self.html(f"""<!doctype html><html lang="th"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>ปล่อยของ - ซื้อขายของมือสอง</title><meta name="description" content="ซื้อขายของมือสอง เริ่มต้น 20 บาท"><link rel="manifest" href="/static/manifest.css"></head>
<body><noscript>กรุณาเปิดใช้งาน JavaScript</noscript><header class="{self.c("gate")}"><a href="/">ปล่อยของ</a><input placeholder="ค้นหา"><a href="/login">เข้าสู่ระบบ</a><a href="/sell">ลงขาย</a></header><div id="root"></div>
<footer class="{self.c("note")}"><div>{posts}</div>{foot}<p>© 2026 บริษัท ปล่อยของ จำกัด</p></footer><div class="{self.c("toast")}">เราใช้คุกกี้ <button type="button" onclick="this.parentNode.remove()">ยอมรับ</button></div><script>window.__CFG__={config}</script><script>{SCRIPT}</script></body></html>""")
