"""Serves a world on loopback: one port a site, one process."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from demo.world.site import Request, Response, Site

HOST = "127.0.0.1"


class _Handler(BaseHTTPRequestHandler):
    """Answers GET, HEAD and POST from a site; keeps connections open, since crawlers do."""

    protocol_version = "HTTP/1.1"
    server_version = "DemoWorld/1"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 30
    wbufsize = 1 << 16  # header and body leave together

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > 1 << 20:
            self.close_connection = True
        else:
            self.rfile.read(int(length))
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        response = self._respond()
        self.send_response(response.status)
        self.send_header("Content-Type", response.type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(response.body)

    def _respond(self) -> Response:
        server = self.server
        assert isinstance(server, _SiteServer)  # noqa: S101 - says to the type checker what `_SiteServer` starts
        try:
            parts = urlsplit(self.path)
            request = Request(
                unquote(parts.path), dict(reversed(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)))
            )
        except ValueError:
            return Response(b"Bad Request", "text/plain", 400)
        return server.site.respond(request)

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the parent reads our output."""


class _SiteServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """A visitor who hangs up is no news; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class Serving:
    """A world that is being served; a context manager. `addresses`: site to the URL of its front page."""

    def __init__(self, sites: Sequence[Site], *, port: int = 0) -> None:
        """port: of the first site, the others follow; 0: any free ones. Raises `OSError` where one is taken."""
        self._servers: list[_SiteServer] = []
        try:
            for number, site in enumerate(sites):
                server = _SiteServer(site, port + number if port else 0)
                self._servers.append(server)
                site.address = f"http://{HOST}:{server.server_address[1]}"
        except OSError:
            self.close()
            raise
        self.addresses = {site.name: site.address + "/" for site in sites}
        self._threads = [threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True) for server in self._servers]

    def __enter__(self) -> Serving:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
        self.close()

    def close(self) -> None:
        """Gives the ports back."""
        for server in self._servers:
            server.server_close()
