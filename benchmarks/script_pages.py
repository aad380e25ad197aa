"""Pages that only JavaScript renders, of ten kinds, on six ports of loopback, as a child process.

`python -m benchmarks.script_pages`: `/KIND/NUMBER`; a page that was rendered to its end says `done-NUMBER`.
`served` of tests/web/serving.py starts and ends it.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
import zlib

SITES = 6

_HEAD = "<!doctype html><html><head><meta charset=utf-8><title>Shop</title></head><body><div id=app></div><script>"
_SAY = """
const number = NUMBER, app = document.getElementById('app');
const say = (html) => { const part = document.createElement('div'); part.innerHTML = html; app.append(part); return part; };
const done = () => say('<h1>Figure ' + number + '</h1><p class=price>$15.00</p><p>done-' + number + '</p>');
const ask = async (page) => (await fetch('/api/items?page=' + page)).json();
const card = (one) => { say(`<div class=card style="height:120px"><a href="/item/${one.id}">${one.title}</a></div>`); };
"""
KINDS = {
    "item": "ask(0).then((found) => { say(found.items[0].text); done(); });",
    "scroll": """
let page = 0, busy = false;
async function more() {
  if (busy || page >= 4) return;
  busy = true;
  (await ask(page++)).items.forEach(card);
  if (page == 4) done();
  busy = false;
}
more();
addEventListener('scroll', () => { if (innerHeight + scrollY >= document.documentElement.scrollHeight - 50) more(); });""",
    "button": """
let page = 0;
const button = document.createElement('button');
button.textContent = 'Load more'; document.body.append(button);
button.onclick = async () => { (await ask(page++)).items.forEach(card); if (page == 3) { done(); button.remove(); } };
button.click();""",
    "timers": """
let ticks = 0;
const clock = setInterval(() => { say('<i>tick</i>'); if (++ticks == 8) { clearInterval(clock); done(); } }, 30);
setInterval(() => { document.title = 'Shop ' + Date.now(); }, 100);""",
    "large": """
const rows = [];
for (let row = 0; row < 3000; row++)
  rows.push(`<tr><td>${row}</td><td><a href="#r${row}">Row ${row}</a></td><td>$${row}</td></tr>`);
say('<table>' + rows.join('') + '</table>'); done();""",
    "images": """
for (let image = 0; image < 60; image++) say(`<img width=300 height=200 src="/image/${number}-${image}.png">`);
done();""",
    "dialogs": """
for (let turn = 0; turn < 20; turn++) { alert(turn); confirm('sure?'); prompt('name?'); }
addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'stay'; });
open('/item/1'); done();""",
    "leaks": """
window.kept = [];
for (let part = 0; part < 40; part++) {
  const node = document.createElement('div'); const bytes = new Float64Array(65536).fill(number);
  node.addEventListener('click', () => bytes.length); window.kept.push(node, bytes); addEventListener('resize', () => bytes[0]);
}
window.worker = new Worker(URL.createObjectURL(new Blob(['setInterval(() => 0, 50)'])));
done();""",
    "consent": """
const banner = document.createElement('div'); banner.id = 'cookie-banner';
banner.innerHTML = 'We use cookies. <button>Accept all</button> <button>Reject all</button>'; document.body.append(banner);
banner.onclick = (event) => { if (event.target.tagName == 'BUTTON') { banner.remove(); document.cookie = 'consent=1'; } };
say('<button id=b>Show phone</button>');
document.getElementById('b').onclick = async (event) => { await ask(0); event.target.outerHTML = '+84 90 123 4567'; };
done();""",
    "frames": """
for (let frame = 0; frame < 4; frame++) say(`<iframe src="/item/${number}${frame}"></iframe>`);
history.pushState({}, '', '?seen=' + number); localStorage.setItem('seen' + number, 'x'.repeat(20000)); done();""",
}


def _png(shade: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes([shade, 99, 99]) * 300) * 200
    header = struct.pack(">IIBBBBB", 300, 200, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_IMAGES = [_png(shade) for shade in range(0, 250, 25)]
_TEXT = "An old carved figure from a private collection, sold as seen. " * 8


def _answer(path: str) -> tuple[str, bytes]:
    _, kind, *rest = path.partition("?")[0].split("/")
    if kind == "api":
        page = int(path.rpartition("=")[2])
        items = [{"id": 12 * page + one, "title": f"Figure {12 * page + one}", "text": _TEXT} for one in range(12)]
        return "application/json", json.dumps({"items": items}).encode()
    if kind == "image":
        return "image/png", _IMAGES[sum(path.encode()) % len(_IMAGES)]
    if kind not in KINDS:
        return "text/html", b"nothing"
    page_text = _HEAD + _SAY.replace("NUMBER", rest[0]) + KINDS[kind] + "</script></body></html>"
    return "text/html; charset=utf-8", page_text.encode()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
            kind, body = _answer(path)
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


async def main() -> None:
    """Serves until stdin is closed."""
    servers = [await asyncio.start_server(_serve, "127.0.0.1", 0) for _ in range(SITES)]
    ports = [server.sockets[0].getsockname()[1] for server in servers]
    print(json.dumps({"port": ports[0], "ports": ports}), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
