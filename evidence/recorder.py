"""Records one page for a snapshot: in the browser with all its traffic, or without one where the machine has none."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from evidence.recording import Exchange, Recording
from tidewaiter.config import Settings
from tidewaiter.identity import now
from web.browser import FLAGS, find_browser
from web.client import FetchFailed
from web.guard import AddressGuard, pair_of
from web.proxy import GuardProxy

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Request, Response

    from web.sessions import Session

MAX_HEIGHT = 16_000
"""Pixels: Chromium draws no higher pictures; a longer page's screenshot ends there, and the gap is recorded."""
MAX_EXCHANGES = 600
MAX_BODY_BYTES = 50 << 20
MAX_ALL_BYTES = 200 << 20
WIDTH = 1280
SETTLE_SECONDS = 10.0
"""How long the page's own requests are waited for after it has loaded, and again after it was scrolled."""
SCROLLS = 20

SCROLL = """async steps => {
  for (let i = 0; i < steps && window.scrollY + innerHeight < document.documentElement.scrollHeight; i++) {
    window.scrollBy(0, innerHeight); await new Promise(done => setTimeout(done, 120));
  }
  window.scrollTo(0, 0);
}"""


async def record(settings: Settings, url: str, *, allowed: Sequence[str] = (), session: Session | None = None) -> Recording:
    """The page at `url` and what it loads, each connection checked by the address guard.

    allowed: literal `host:port` pairs on private networks that may be reached. session: of an account; certificates are
    verified then. What can't be had is named in `gaps`; a page
    that gives nothing is a recording without `main`. Raises `NotAllowed` for an address that must not be fetched.
    """
    guard = AddressGuard((*settings.allow_private, *allowed))
    guard.check_url(url)
    browser = find_browser(settings)
    if browser is None:
        return await _without_browser(settings, guard, url)
    proxy = GuardProxy(guard, upstream=settings.proxy or None)
    address = await proxy.start()
    try:
        recording = await _with_browser(settings, browser, address, url, session)
    finally:
        await proxy.close()
    # The browser knows only our guarding proxy; which address answered for a host, the proxy knows.
    exchanges = [replace(e, address=proxy.reached.get(pair_of(e.url))) for e in recording.exchanges]
    if not settings.proxy:
        # Where no connection came about, what the browser shows is our own proxy's refusal: never seal that as a server's word.
        for unreached in (e for e in exchanges if e.address is None):
            recording.gaps.insert(0, f"no connection to {pair_of(unreached.url)} for {unreached.url[:500]}")
        exchanges = [e for e in exchanges if e.address is not None]
    recording.exchanges = exchanges
    return recording


async def _with_browser(settings: Settings, path: str, proxy: str, url: str, session: Session | None) -> Recording:
    from playwright.async_api import async_playwright

    recording = Recording(url, url, started=now(), ended=now())
    flags = [flag for flag in FLAGS if "imagesEnabled" not in flag and flag != "--disable-remote-fonts"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=flags, proxy={"server": proxy, "bypass": "<-loopback>"}
        )
        try:
            recording.browser = f"chromium {browser.version}"
            await _show(settings, browser, recording, session)
        finally:
            with contextlib.suppress(Exception):  # it may be gone already; what was recorded stands
                await browser.close()
    recording.ended = now()
    return recording


async def _show(settings: Settings, browser: Browser, recording: Recording, session: Session | None) -> None:
    from playwright.async_api import Error

    context = await browser.new_context(
        user_agent=settings.user_agent, accept_downloads=False, service_workers="block",
        viewport={"width": WIDTH, "height": 1600}, ignore_https_errors=session is None,
        storage_state=session.state() if session else None,
    )  # fmt: skip
    page = await context.new_page()
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.dismiss()))
    page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
    traffic = _Traffic(recording, settings.download_timeout)
    page.on("requestfinished", traffic.finished)
    page.on("requestfailed", traffic.failed)
    timeout = settings.browser_timeout * 1000
    try:
        response = await page.goto(recording.url, wait_until="load", timeout=timeout)
        recording.steps.append(f"{now()} opened {recording.url}")
    except Error as error:
        response = None
        recording.gaps.append(f"the page did not load fully: {error.message.splitlines()[0][:300]}")
    await _settled(page)
    recording.final_url = page.url if page.url != "about:blank" else recording.url
    if recording.final_url != recording.url:
        recording.steps.append(f"{now()} was led to {recording.final_url}")
    if response is not None:
        recording.tls = {k: str(v) for k, v in (await response.security_details() or {}).items()}
    try:
        async with asyncio.timeout(settings.browser_timeout):
            await _look(page, recording)
    except (Error, TimeoutError) as error:
        recording.gaps.append(f"the page could not be looked at: {str(error).splitlines()[0][:300] or 'it did not answer'}")
    await traffic.done()


async def _look(page: Page, recording: Recording) -> None:
    await page.evaluate(SCROLL, SCROLLS)
    recording.steps.append(f"{now()} scrolled down and back")
    await _settled(page)
    recording.title = (await page.title())[:500]
    recording.text = await page.evaluate("() => document.body ? document.body.innerText : ''")
    recording.dom = await page.content()
    height = int(await page.evaluate("() => document.documentElement.scrollHeight"))
    clip: dict[str, Any] = {"full_page": True}
    if height > MAX_HEIGHT:
        clip["clip"] = {"x": 0, "y": 0, "width": WIDTH, "height": MAX_HEIGHT}
        recording.gaps.append(f"the page is {height} pixels high, the screenshot ends at {MAX_HEIGHT}")
    recording.screenshot = await page.screenshot(type="png", animations="disabled", **clip)
    recording.steps.append(f"{now()} took the screenshot")


async def _settled(page: Page) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):  # a page that never falls silent is taken as it is
        await page.wait_for_load_state("networkidle", timeout=SETTLE_SECONDS * 1000)


class _Traffic:
    """Keeps each exchange as it ends, in the order of their ends, within bounds."""

    def __init__(self, recording: Recording, timeout: float) -> None:
        self._recording, self._timeout = recording, timeout
        self._reading: set[asyncio.Task[None]] = set()
        self._bytes = 0
        self._seen = 0

    def finished(self, request: Request) -> None:
        """A request came to its end."""
        self._seen += 1
        if self._seen > MAX_EXCHANGES:
            if self._seen == MAX_EXCHANGES + 1:
                self._recording.gaps.append(f"the page loads more than {MAX_EXCHANGES} things; the rest was not kept")
            return
        task = asyncio.ensure_future(self._keep(request))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    def failed(self, request: Request) -> None:
        """A request failed: a part of the page is missing, and the snapshot says so."""
        if len(self._recording.gaps) < MAX_EXCHANGES and not request.url.startswith(("data:", "blob:")):
            self._recording.gaps.append(f"not loaded: {request.url[:500]} ({request.failure or 'unknown'})")

    async def done(self) -> None:
        """Waits until what has ended is kept."""
        if self._reading:
            _, late = await asyncio.wait(self._reading, timeout=self._timeout)
            for task in late:
                task.cancel()
        self._recording.exchanges.sort(key=lambda exchange: exchange.at)

    async def _keep(self, request: Request) -> None:
        from playwright.async_api import Error

        if request.url.startswith(("data:", "blob:")):
            return
        try:
            response = await request.response()
            if response is None:
                return
            body, why = await self._body(response)
            headers = tuple((h["name"], h["value"]) for h in await response.headers_array())
            sent = tuple((h["name"], h["value"]) for h in await request.headers_array())
        except Error as error:
            self._recording.gaps.append(f"not kept: {request.url[:500]} ({error.message.splitlines()[0][:200]})")
            return
        if why:
            self._recording.gaps.append(f"no content of {request.url[:500]}: {why}")
        self._recording.exchanges.append(
            Exchange(
                request.url, request.method, sent, request.post_data_buffer or b"", response.status, response.status_text,
                headers, body, _begun(request),
            )
        )  # fmt: skip

    async def _body(self, response: Response) -> tuple[bytes | None, str]:
        from playwright.async_api import Error

        if 300 <= response.status < 400:
            return None, ""  # a redirect's body is not kept by the browser
        try:
            body = await response.body()
        except Error as error:
            return None, error.message.splitlines()[0][:200]
        if len(body) > MAX_BODY_BYTES or self._bytes + len(body) > MAX_ALL_BYTES:
            return None, f"{len(body)} bytes are more than a snapshot keeps"
        self._bytes += len(body)
        return body, ""


def _begun(request: Request) -> str:
    begun = request.timing.get("startTime", 0) / 1000
    if begun <= 0:
        return now()
    return datetime.fromtimestamp(begun, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


async def _without_browser(settings: Settings, guard: AddressGuard, url: str) -> Recording:
    """The page's own bytes alone; that there is no screenshot and no part of it is named as a gap."""
    from selectolax.lexbor import LexborHTMLParser

    from web.fetch import Fetcher

    recording = Recording(url, url, started=now(), ended=now())
    recording.gaps.append("no browser on this machine: no screenshot, and nothing that the page loads (`tidewaiter doctor`)")
    async with Fetcher(settings, guard=guard) as fetcher:
        try:
            fetched = await fetcher.get(url)
        except FetchFailed as error:
            recording.gaps.insert(0, f"the page was not had: {error}")
            return recording
    recording.final_url, recording.ended = fetched.url, now()
    recording.steps.append(f"{recording.started} fetched {url}")
    headers = tuple(fetched.headers.items())
    sent = (("User-Agent", settings.user_agent),)
    recording.exchanges.append(
        Exchange(fetched.url, "GET", sent, b"", fetched.status, "", headers, fetched.body, recording.started)
    )
    tree = LexborHTMLParser(fetched.body)
    tree.strip_tags(["script", "style", "noscript", "template"])
    title = tree.css_first("title")
    recording.title = title.text(strip=True)[:500] if title else ""
    recording.text = tree.body.text(separator="\n", strip=True) if tree.body else ""
    return recording
