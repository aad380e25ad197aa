"""Serves one site on loopback and keeps count of what was asked for."""

import hashlib
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from benchmarks.blind_sites.photos import jpeg
from benchmarks.blind_sites.site import Answer, Site


@dataclass
class Log:
    """What a server answered: addresses of pages in order, and the photo that each SHA-256 is."""

    pages: list[str] = field(default_factory=list)
    photos: dict[str, tuple[str, bool]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


def answer(site: Site, log: Log, target: str) -> Answer:
    """The response to a GET, noted in the log."""
    url = urlsplit(target)
    if url.path == "/robots.txt":
        return Answer(site.robots.encode(), "text/plain", kind="asset")
    if found := site.photo_at(url.path):
        body = jpeg(found[0], *found[1])
        with log.lock:
            log.photos[hashlib.sha256(body).hexdigest()] = found[0], found[2]
        return Answer(body, "image/jpeg", kind="photo")
    if url.path.startswith("/static/"):
        if url.path.endswith(".jpg"):
            size = (728, 90) if "banner" in url.path else (96, 96)
            return Answer(jpeg(url.path, *size), "image/jpeg", kind="asset")
        return Answer(b"/* */", "text/css" if url.path.endswith(".css") else "text/javascript", kind="asset")
    found_page = site.page(url.path, dict(parse_qsl(url.query, keep_blank_values=True)))
    if found_page is None:
        found_page = site.html("<!doctype html><title>404</title><h1>404 Not Found</h1><a href='/'>Home</a>", 404)
    if url.path == "/favicon.ico" or url.path.endswith((".xml", ".txt")) or url.path.startswith("/.well-known"):
        return found_page
    if found_page.kind == "page":
        with log.lock:
            log.pages.append(target)
    return found_page


class Served:
    """A site on a free port of 127.0.0.1, until the `with` block ends."""

    def __init__(self, site: Site) -> None:
        log = self.log = Log()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60

            def do_GET(self) -> None:
                given = answer(site, log, self.path)
                self.send_response(given.status)
                self.send_header("Content-Type", given.type)
                self.send_header("Content-Length", str(len(given.body)))
                if given.location:
                    self.send_header("Location", given.location)
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(given.body)

            do_HEAD = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing: the log counts."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def __enter__(self) -> "Served":
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
