"""Vietnamese classifieds as a single-page application: an empty shell, all else fetched from a JSON API with cursors."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from typing import ClassVar
from urllib.parse import SplitResult

from benchmarks.blind_sites.goods import Item
from benchmarks.blind_sites.site import Answer, Site, h, whole

SCRIPT = """
const $=(t,c,h)=>{const n=document.createElement(t);n.className=c||'';n.innerHTML=h||'';return n};
const K=window.__css,root=document.getElementById('root');
const get=u=>fetch(u,{headers:{Accept:'application/json'}}).then(r=>r.json());
const card=a=>`<a class="${K.card}" href="${a.link}"><img class="${K.pic}" src="${a.image}"><h3>${a.subject}</h3>
<b class="${K.price}">${a.price_string}</b><span>${a.date} · ${a.region_name}</span></a>`;
async function list(url){const box=$('div',K.grid);root.append(box);let cur='';
 const btn=$('button',K.more,'Xem thêm');btn.type='button';root.append(btn);
 const more=async()=>{const d=await get(url+(cur?'&cursor='+cur:''));d.ads.forEach(a=>box.insertAdjacentHTML('beforeend',card(a)));
  cur=d.next_cursor;if(!cur)btn.remove()};
 btn.onclick=more;await more()}
async function ad(id){const d=await get('/api/v1/ads/'+id);const a=d.ad;document.title=a.subject+' - Rao Nhanh';
 root.append($('div',K.crumb,`<a href="/">Rao Nhanh</a> › <a href="/mua-ban/${a.category.slug}">${a.category.name}</a>`));
 root.append($('div',K.gallery,a.images.map(i=>`<img src="${i.thumbnail}" data-full="${i.url}">`).join('')));
 root.append($('h1',K.title,a.subject));root.append($('div',K.price,a.price_string));
 root.append($('div',K.time,'Đăng '+a.date));root.append($('div',K.place,a.region_name));
 root.append($('div',K.body,a.body.map(t=>`<p>${t}</p>`).join('')));
 root.append($('div',K.user,`<a href="/user/${a.account.id}"><img src="/static/av${a.account.id}.jpg">${a.account.name}</a> <i>Cá nhân</i>`));
 const p=$('button',K.phone,'Bấm để hiện số');p.type='button';
 p.onclick=async()=>{const r=await get('/api/v1/ads/'+id+'/phone');p.textContent=r.phone};root.append(p);
 root.append($('h2','','Tin đăng tương tự'));const s=$('div',K.grid);root.append(s);
 d.similar.forEach(x=>s.insertAdjacentHTML('beforeend',card(x)))}
async function text(u){const d=await get('/api/v1/page?path='+encodeURIComponent(u));
 root.append($('h1','',d.title));root.append($('div',K.body,d.html))}
(async()=>{const m=await get('/api/v1/menu');
 root.append($('header',K.head,`<a href="/">Rao Nhanh</a>`+m.items.map(i=>`<a href="${i.link}">${i.name}</a>`).join('')));
 const p=location.pathname.split('/');
 if(p[1]==='')await list('/api/v1/ads?limit=10');else if(p[1]==='mua-ban')await list('/api/v1/ads?limit=10&cg='+p[2]);
 else if(p[1]==='tin')await ad(p[2]);else await text(location.pathname);
 root.append($('footer',K.foot,m.foot.map(i=>`<a href="${i.link}">${i.name}</a>`).join(' ')))})();
"""


class ClassifiedsVi(Site):
    """/tin/number, /mua-ban/category, /api/v1/…"""

    name, code, currency, style = "classifieds_vi", "vi", "VND", "hashed"
    photo_path = "/cdn/{size}/{id}.jpg"
    sizes: ClassVar[dict[str, tuple[int, int]]] = {"preset:listing": (200, 150), "preset:view": (960, 720)}

    def path(self, item: Item) -> str:
        """/tin/number"""
        return f"/tin/{item.number}"

    def number(self, url: SplitResult) -> int | None:
        """The number after /tin/, or the API's."""
        number = whole(url.path.rstrip("/").rsplit("/", 1)[-1], 0)
        return number if url.path.startswith(("/tin/", "/api/v1/ads/")) and number in self.by_number else None

    def page(self, path: str, query: dict[str, str]) -> Answer | None:
        """The shell wherever a page stands, and the API."""
        parts = path.strip("/").split("/")
        if parts[0] == "api":
            return self._api(parts[2:], query)
        known = (
            path == "/"
            or (parts[0] == "tin" and whole(parts[-1], 0) in self.by_number)
            or (parts[0] == "mua-ban" and parts[-1] in {c.slug for c in self.words.goods})
            or self._text(path) is not None
        )
        return self._shell() if known else None

    def _price(self, item: Item) -> str:
        amount = int(item.amount or 0)
        if item.number % 3 == 0 and amount >= 1_000_000 and amount % 100_000 == 0:
            return f"{amount / 1e6:g}".replace(".", ",") + " triệu"
        return f"{amount:,}".replace(",", ".") + " đ"

    def _when(self, item: Item) -> str:
        minutes = int((self.now - item.posted).total_seconds() // 60)
        if minutes < 60:
            return f"{minutes} phút trước"
        if minutes < 1440:
            return f"{minutes // 60} giờ trước"
        days = (self.now.date() - item.posted.date()).days
        return f"{days} ngày trước" if days < 7 else f"{days // 7} tuần trước" if days % 7 == 0 else f"{item.posted:%d/%m/%Y}"

    def _brief(self, item: Item) -> dict[str, object]:
        return {
            "list_id": item.number,
            "link": f"/tin/{item.number}?ref=feed_{item.number % 5}",
            "subject": item.title,
            "price": int(item.amount or 0),
            "price_string": self._price(item),
            "date": self._when(item),
            "region_name": item.city[0],
            "image": self.photo(item.photos[0], "preset:listing"),
            "account_name": item.seller,
        }

    def _api(self, parts: list[str], query: dict[str, str]) -> Answer | None:
        if parts == ["menu"]:
            menu = [{"name": c.name, "link": f"/mua-ban/{c.slug}"} for c in self.words.goods]
            foot = [{"name": t, "link": f"/{s}"} for s, t in self.words.info]
            foot += [{"name": t, "link": f"/kinh-nghiem/{n}"} for n, t in enumerate(self.words.articles)]
            return self.json({"items": menu, "foot": foot})
        if parts == ["page"]:
            text = self._text(query.get("path", ""))
            return text and self.json({"title": text[0], "html": text[1]})
        if parts == ["ads"]:
            items = [item for item in self.items if query.get("cg", item.category.slug) == item.category.slug]
            numbers = [item.number for item in items]
            after = int(query["cursor"], 36) if query.get("cursor", "").isalnum() else 0
            start = numbers.index(after) + 1 if after in numbers else 0
            shown = items[start : start + 10]
            last = f"{_base36(shown[-1].number)}" if start + 10 < len(items) else None
            return self.json({"total": len(items), "ads": [self._brief(i) for i in shown], "next_cursor": last})
        item = self.by_number.get(whole(parts[1] if len(parts) > 1 else "", 0))
        if item is None:
            return None
        if parts[-1] == "phone":
            return self.json({"phone": f"09{item.number * 137 % 10**8:08d}"})
        images = [{"thumbnail": self.photo(p, "preset:listing"), "url": self.photo(p, "preset:view")} for p in item.photos]
        account = {"id": self.words.people.index(item.seller), "name": item.seller, "verified": bool(item.number % 2)}
        category = {"slug": item.category.slug, "name": item.category.name}
        full = {
            **self._brief(item),
            "list_time": int(item.posted.timestamp()),
            "body": item.text,
            "images": images,
            "account": account,
            "category": category,
        }
        return self.json({"ad": full, "similar": [self._brief(other) for other in self.related(item)]})

    def _text(self, path: str) -> tuple[str, str] | None:
        parts = path.strip("/").split("/")
        if parts[0] == "user" and (index := whole(parts[-1], 99)) < len(self.words.people):
            return self.words.people[index], "<p>Tham gia từ 2020. Tỉ lệ phản hồi 95%.</p>"
        if parts[0] == "kinh-nghiem":
            return self.article(whole(parts[-1], 99))
        return self.info_page(path, "<form><input name=phone><input type=password name=pw></form>")

    def _shell(self) -> Answer:
        words = [
            "card",
            "pic",
            "price",
            "grid",
            "more",
            "crumb",
            "gallery",
            "title",
            "time",
            "place",
            "body",
            "user",
            "phone",
            "head",
            "foot",
        ]
        css = "{" + ",".join(f"{w}:'{self.c(w)}'" for w in words) + "}"
        return self.html(f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Rao Nhanh - Mua bán nhanh chóng</title>
<meta property="og:site_name" content="Rao Nhanh"><meta property="og:title" content="{h("Rao Nhanh - Mua bán nhanh chóng")}"></head>
<body><div id="root"></div><script>window.__css={css}</script><script type="module">{SCRIPT}</script></body></html>""")


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = digits[rest] + out
    return out or "0"
