"""A shop that only JavaScript renders, as a child process: `python -m tests.web.script_shop`.

`/` loads 12 items at a time as it is scrolled (48 in all), behind a cookie banner; an item's phone number comes when its
button is pressed. Other paths hold what a browser must survive.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter

ALL, AT_ONCE = 48, 12
PHONE = "+84 90 123 4567"

INDEX = """<html><head><title>Shop</title></head><body><div id="cookie-banner">We use cookies.
<button onclick="this.parentNode.remove();fetch('/api/consent/accepted')">Accept all</button>
<button onclick="this.parentNode.remove();fetch('/api/consent/refused')">Reject all</button></div><div id=app></div><script>
let page = 0, busy = false;
async function more() {
  if (busy || page >= 4) return;
  busy = true;
  const found = await (await fetch('/api/items?page=' + page++)).json();
  for (const one of found.items) {
    const card = document.createElement('div'); card.className = 'card'; card.style.height = '120px';
    card.innerHTML = `<a href="/item/${one.id}">Carved figure ${one.id}</a> <b>$${one.price}</b>`;
    document.getElementById('app').append(card);
  }
  busy = false;
}
more();
addEventListener('scroll', () => { if (innerHeight + scrollY >= document.documentElement.scrollHeight - 50) more(); });
alert('welcome');
</script></body></html>"""
ITEM = """<html><head><title>Shop</title></head><body><div id=app></div><script>
document.getElementById('app').innerHTML = `<h1>Carved figure NUMBER</h1><p class="price">$15.00</p><p>WORDS</p>
<form action="/order"><button>Show phone and order</button></form>
<a href="/away">Show contact elsewhere</a><button id="b">Hiện số điện thoại</button>`;
document.getElementById('b').onclick = async () => {
  const found = await (await fetch('/api/phone')).json();
  document.getElementById('b').outerHTML = '<span>' + found.phone + '</span>';
};
</script></body></html>"""
BUTTON = """<html><body><ul id=list></ul><button id="m" onclick="add()">加载更多</button><script>
let count = 0;
function add() { for (let i = 0; i < 5; i++) { const li = document.createElement('li'); li.textContent = 'row ' + count++;
  document.getElementById('list').append(li); } if (count >= 20) document.getElementById('m').remove(); }
add();</script></body></html>"""
PAGES = {
    "/": INDEX,
    "/button": BUTTON,
    "/alerts": "<body><p>before</p><script>for (let i = 0; i < 10000; i++) alert(i);</script><p>after</p></body>",
    "/popups": "<body><p>here</p><script>for (let i = 0; i < 20; i++) open('/popped');</script></body>",
    "/leave": "<body>x<script>location = 'http://169.254.169.254/latest/'</script></body>",
    "/inside": "<body><p>here</p><script>fetch('http://127.0.0.1:1/').catch(() => 0); new Image().src = 'http://10.0.0.1/x.png';"
    "try { new WebSocket('ws://127.0.0.1:1/') } catch {}</script><iframe src='http://192.168.1.1/'></iframe></body>",
    "/eater": "<body><p>here</p><script>const all = []; while (true) all.push(new Array(1e6).fill(1.5));</script></body>",
    "/forever": "<body><p>here</p><script>setInterval(() => fetch('/api/phone'), 20)</script></body>",
    "/busy": "<body><p>here</p><script>while (true) {}</script></body>",
}


class Shop:
    def __init__(self) -> None:
        self.log: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
                self.log[path] += 1
                kind, body, extra = self.answer(path)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def answer(self, path: str) -> tuple[str, bytes, str]:
        kind = "application/json"
        if path == "/__log":
            return kind, json.dumps(self.log).encode(), ""
        if path.startswith("/api/items"):
            first = int(path.rpartition("=")[2]) * AT_ONCE
            items = [{"id": number, "price": 15} for number in range(first, min(first + AT_ONCE, ALL))]
            return kind, json.dumps({"items": items}).encode(), ""
        if path.startswith("/api/"):
            return kind, json.dumps({"phone": PHONE}).encode(), ""
        if path == "/robots.txt":
            return "text/plain", b"", ""
        if path == "/download":
            return "application/octet-stream", b"x" * 1000, "Content-Disposition: attachment; filename=x.bin\r\n"
        if path.startswith("/item/"):
            words = "Old carved figure from a private collection. " * 5
            page = ITEM.replace("NUMBER", path.rpartition("/")[2]).replace("WORDS", words)
            return "text/html; charset=utf-8", page.encode(), ""
        return "text/html; charset=utf-8", PAGES.get(path, "<p>nothing</p>").encode(), ""


async def main() -> None:
    server = await asyncio.start_server(Shop().serve, "127.0.0.1", 0)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
