"""The browser: pages that need JavaScript, through a pool of Chromium pages whose every connection the address guard checks."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from multidict import CIMultiDict, CIMultiDictProxy

from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart
from web.client import Fetched, FetchFailed
from web.guard import AddressGuard, AddressNotAllowed
from web.processes import memory_of, with_argument
from web.proxy import GuardProxy
from web.sessions import Session

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright, Response

FLAGS = (
    # Keep it quiet: nothing but the page's own requests leaves the machine.
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-default-apps", "--disable-domain-reliability", "--no-pings", "--disable-dev-shm-usage",
    # What would go around the proxy.
    "--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--dns-prefetch-disable",
    "--proxy-bypass-list=<-loopback>",
    # Photos are fetched once, by the pipelines; fonts never.
    "--blink-settings=imagesEnabled=false", "--disable-remote-fonts", "--mute-audio",
    # A script that eats memory takes its own page down, not the machine.
    "--js-flags=--max-old-space-size=512",
)  # fmt: skip
_MARK = "--tidewaiter-pool="
"""An argument that Chromium ignores and that tells our process from others."""

_PAGES_A_CONTEXT = 40
_PAGES_A_BROWSER = 400
_QUIET_SECONDS = 0.3
"""With no request under way for so long, a page is taken to have loaded."""
_MOST_ROUNDS = 30
"""Times that a page is scrolled or asked for more."""
_MOST_RESPONSES = 60
_MOST_RESPONSE_BYTES = 4 << 20
_MOST_RESPONSES_BYTES = 12 << 20

_NO_INTERRUPTIONS = """
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => null;
window.open = () => null;
window.onbeforeunload = null;
Object.defineProperty(navigator, "serviceWorker", {value: undefined});
"""

_TWO_FRAMES = """() => new Promise((go) => { setTimeout(go, 1000); requestAnimationFrame(() => requestAnimationFrame(go)); })"""


def find_browser(settings: Settings) -> str | None:
    """Path of Chromium: the setting, one in PATH, one that playwright brought; None where there is none."""
    if settings.browser:
        return settings.browser if os.access(settings.browser, os.X_OK) else None
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"):
        if (path := shutil.which(name)) is not None:
            return path
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright").expanduser()
    found = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def need_browser(settings: Settings) -> str:
    """As `find_browser`. Raises `MissingPart` that says how to get one."""
    path = find_browser(settings)
    if path is None:
        where = f"{settings.browser}: no browser there" if settings.browser else "no Chromium was found on this machine"
        raise MissingPart(
            where, do="Install one (`apt-get install chromium`, or `playwright install chromium`), or set `browser`."
        )
    return path


@dataclass(slots=True)
class _Traffic:
    """What a page's scripts have under way, and the JSON that came."""

    under_way: int = 0
    asked: int = 0
    """Requests so far."""
    last: float = 0.0
    bytes_kept: int = 0
    reading: set[asyncio.Task[None]] = field(default_factory=set)
    responses: list[tuple[str, bytes]] = field(default_factory=list)
    revealed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Context:
    """A context and how it is used; closed by its last page once it is retired."""

    context: BrowserContext
    used: int = 0
    busy: int = 0
    retired: bool = False


class BrowserPool:
    """Renders pages, `browser_pages` at once. Contexts are kept by site and recycled, the browser too; a crash restarts it.

    Made and used within one event loop; close it at the end.
    """

    def __init__(self, settings: Settings, guard: AddressGuard, *, proxy: str | None = None) -> None:
        self._settings = settings
        self._proxy = GuardProxy(guard, upstream=proxy or settings.proxy or None)
        self._guard = guard
        self._places = asyncio.Semaphore(settings.browser_pages)
        self._starting = asyncio.Lock()
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._address = ""
        self._contexts: OrderedDict[tuple[str, str], _Context] = OrderedDict()
        self._showing = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._pages = 0
        self.restarts = 0
        """Times that the browser was started anew."""

    @property
    def refused(self) -> int:
        """Connections that the address guard refused."""
        return self._proxy.refused

    async def render(
        self, url: str, *, languages: str = "", max_bytes: int | None = None, session: Session | None = None
    ) -> Fetched:
        """The page as it is after its scripts ran, consent was dismissed, contacts were shown and the list was scrolled out.

        session: of an account; certificates are verified then. Raises `FetchFailed`, and `MissingPart` where there is no
        browser.
        """
        try:
            self._guard.check_url(url)
        except AddressNotAllowed as error:
            raise FetchFailed(url, "address", error.what) from error
        async with self._places:
            kept = await self._take(url, languages, session)
            try:
                return await self._rendered(kept.context, url, max_bytes or self._settings.max_page_bytes)
            finally:
                await self._give_back(kept)

    async def _rendered(self, context: BrowserContext, url: str, limit: int) -> Fetched:
        from playwright.async_api import Error

        begun = asyncio.get_running_loop().time()
        page: Page | None = None
        try:
            # Twice the page's own time: the actions end by themselves, this is for a browser that hangs.
            async with asyncio.timeout(2 * self._settings.browser_timeout):
                page = await context.new_page()
                return await self._show(page, url, limit, begun)
        except TimeoutError as error:
            await self._drop_browser()
            raise FetchFailed(url, "timeout", "the browser hangs") from error
        except Error as error:
            if self._browser is None or not self._browser.is_connected() or "crash" in str(error).lower():
                self._forget(context)
            raise FetchFailed(url, _reason(error), error.message) from error
        finally:
            if page is not None:
                await _quietly(page.close())

    async def _show(self, page: Page, url: str, limit: int, begun: float) -> Fetched:
        loop = asyncio.get_running_loop()
        deadline = begun + self._settings.browser_timeout
        traffic = _watch(page, loop)
        response = await page.goto(url, wait_until="domcontentloaded", timeout=1000 * self._settings.browser_timeout)
        waited = loop.time() - begun
        if response is not None and not _is_page(response):
            body = await response.body()
            return self._fetched(page.url, response.status, response.headers, body, limit, waited, ())
        await _settle(traffic, min(deadline, loop.time() + 8.0))
        if response is None or response.status < 400:
            await self._open_up(page, traffic, deadline)
        text = await page.content()
        if traffic.reading:
            await asyncio.wait(traffic.reading, timeout=2.0)
        status = response.status if response is not None else 200
        headers = {**(response.headers if response is not None else {}), "content-type": "text/html; charset=utf-8"}
        body = text.encode("utf-8", "replace")
        fetched = self._fetched(page.url, status, headers, body, limit, waited, tuple(traffic.responses))
        return replace(fetched, revealed=tuple(text[:200] for text in traffic.revealed[:10]))

    async def _open_up(self, page: Page, traffic: _Traffic, deadline: float) -> None:
        """Presses what shows more, and scrolls, until nothing new comes or the page's time is up."""
        loop = asyncio.get_running_loop()
        before: dict[str, Any] = await page.evaluate(_press(), {})
        for turn in range(_MOST_ROUNDS):
            if loop.time() >= deadline:
                return
            asked = traffic.asked
            wanted = {"consent": turn < 2, "reveal": turn < 3, "more": True}
            done: dict[str, Any] = await page.evaluate(_press(), wanted)
            # The page hears of being scrolled with its next frame, however late a busy machine draws that.
            await _quietly(page.evaluate(_TWO_FRAMES))
            if done["pressed"] or done["scrolled"] or traffic.asked > asked:
                traffic.last = loop.time()  # what was pressed asks for more a moment later
                await _settle(traffic, min(deadline, loop.time() + 4.0))
            now: dict[str, Any] = await page.evaluate(_press(), {})
            traffic.revealed = [text for text in now["revealed"] if isinstance(text, str)]
            if not (done["pressed"] and turn < 2) and all(now[key] <= before[key] for key in ("height", "links", "size")):
                return
            before = now

    def _fetched(
        self,
        url: str,
        status: int,
        headers: dict[str, str],
        body: bytes,
        limit: int,
        waited: float,
        responses: tuple[tuple[str, bytes], ...],
    ) -> Fetched:
        if len(body) > limit:
            raise FetchFailed(url, "too_large", f"{len(body)} bytes")
        shown = CIMultiDictProxy(CIMultiDict({name: value for name, value in headers.items() if name != "content-encoding"}))
        return Fetched(url, status, shown, body, len(body), waited, responses=responses)

    async def _take(self, url: str, languages: str, session: Session | None) -> _Context:
        """The site's context, so that its cookies (consent, session) hold from page to page; a new one now and then."""
        async with self._starting:
            await self._fresh_browser()
            # A page with an account's session never shares its context with one without.
            site = (session.source if session else "", urlsplit(url).netloc)
            kept = self._contexts.get(site)
            if kept is not None and kept.used >= _PAGES_A_CONTEXT:
                await self._retire(site)
                kept = None
            if kept is None:
                kept = self._contexts[site] = _Context(await self._new_context(url, languages, session))
            self._contexts.move_to_end(site)
            kept.used += 1
            kept.busy += 1
            self._pages += 1
            self._showing += 1
            self._idle.clear()
            while len(self._contexts) > 2 * self._settings.browser_pages + 2:
                await self._retire(next(iter(self._contexts)))
            return kept

    async def _give_back(self, kept: _Context) -> None:
        kept.busy -= 1
        self._showing -= 1
        if self._showing == 0:
            self._idle.set()
        if kept.retired and kept.busy == 0:
            await _quietly(kept.context.close())

    async def _retire(self, site: tuple[str, str]) -> None:
        kept = self._contexts.pop(site)
        kept.retired = True
        if kept.busy == 0:
            await _quietly(kept.context.close())

    async def _new_context(self, url: str, languages: str, session: Session | None) -> BrowserContext:
        from playwright.async_api import Error

        if self._browser is None:
            raise FetchFailed(url, "browser", "not running")
        try:
            context = await self._browser.new_context(
                user_agent=self._settings.user_agent,
                accept_downloads=False,
                # As without the browser: many a shop's certificate has run out, and nothing secret is sent.
                ignore_https_errors=session is None,
                storage_state=session.state() if session else None,
                service_workers="block",
                viewport={"width": 1280, "height": 900},
                extra_http_headers={"Accept-Language": languages} if languages else {},
            )
            await context.add_init_script(_NO_INTERRUPTIONS)
        except Error as error:
            raise FetchFailed(url, "browser", error.message) from error
        context.set_default_timeout(1000 * self._settings.browser_timeout)
        context.on("page", _close_popup)
        return context

    async def _fresh_browser(self) -> None:
        """Starts the browser; starts it anew where it died, has shown many pages or has grown too large."""
        if self._browser is not None:
            tired = self._pages >= _PAGES_A_BROWSER or (self._pages % 20 == 19 and self._is_too_large())
            if self._browser.is_connected() and not tired:
                return
            if self._browser.is_connected():
                await self._idle.wait()  # we hold the lock: no new page begins, and those that are shown end by their time
            await self._drop_browser()
        from playwright.async_api import Error, async_playwright

        path = need_browser(self._settings)
        if self._playwright is None:
            self._address = await self._proxy.start()
            self._playwright = await async_playwright().start()
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=path,
                args=[*FLAGS, _MARK + str(id(self))],
                proxy={"server": self._address, "bypass": "<-loopback>"},
                handle_sigint=False,  # Ctrl-C is ours to handle: what is on the wire goes back to the frontier first
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            raise MissingPart(
                f"{path}: the browser does not start: {error.message.splitlines()[0]}",
                do="Try it by hand; `tidewaiter doctor`.",
            ) from error

    def _is_too_large(self) -> bool:
        process = with_argument(_MARK + str(id(self)))
        return process is not None and memory_of(process) > self._settings.browser_memory << 20

    def _forget(self, context: BrowserContext) -> None:
        """A context whose page or browser crashed is not used again; its last page closes it."""
        for site, kept in list(self._contexts.items()):
            if kept.context is context:
                kept.retired = True
                del self._contexts[site]

    async def _drop_browser(self) -> None:
        self._contexts.clear()
        browser, self._browser = self._browser, None
        self._pages = 0
        self.restarts += 1
        if browser is not None:
            await _quietly(browser.close())

    async def close(self) -> None:
        """Ends the browser and its proxy."""
        self._contexts.clear()
        if self._browser is not None:
            await _quietly(self._browser.close())
        if self._playwright is not None:
            await _quietly(self._playwright.stop())
        await self._proxy.close()


@cache
def _press() -> str:
    return files("web").joinpath("press.js").read_text("utf-8")


def _is_page(response: Response) -> bool:
    kind = response.headers.get("content-type", "text/html").lower()
    return "html" in kind or not kind


def _reason(error: Any) -> Any:
    text = str(error.message)
    if "ERR_NAME_NOT_RESOLVED" in text:
        return "dns"
    if "ERR_TUNNEL_CONNECTION_FAILED" in text or "ERR_CONNECTION" in text or "ERR_EMPTY_RESPONSE" in text:
        return "connection"
    if "Timeout" in text or "ERR_TIMED_OUT" in text:
        return "timeout"
    if "ERR_TOO_MANY_REDIRECTS" in text:
        return "redirects"
    return "browser"


def _close_popup(page: Page) -> None:
    # The pages that we open have no opener; a popup has.
    async def close_if_popup() -> None:
        if await page.opener() is not None:
            await page.close()

    task = asyncio.ensure_future(_quietly(close_if_popup()))
    _POPUPS.add(task)
    task.add_done_callback(_POPUPS.discard)


_POPUPS: set[asyncio.Future[None]] = set()


def _watch(page: Page, loop: asyncio.AbstractEventLoop) -> _Traffic:
    """Follows the page's requests: how many are under way, and the JSON that its scripts get."""
    traffic = _Traffic(last=loop.time())

    def began(_: Any) -> None:
        traffic.under_way += 1
        traffic.asked += 1
        traffic.last = loop.time()

    def ended(_: Any) -> None:
        traffic.under_way -= 1
        traffic.last = loop.time()

    def came(response: Response) -> None:
        if len(traffic.reading) + len(traffic.responses) >= _MOST_RESPONSES:
            return
        if response.request.resource_type in {"xhr", "fetch"} and "json" in response.headers.get("content-type", ""):
            task = asyncio.ensure_future(_quietly(_keep(response, traffic)))
            traffic.reading.add(task)
            task.add_done_callback(traffic.reading.discard)

    page.on("request", began)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
    page.on("response", came)
    page.on("dialog", lambda dialog: asyncio.ensure_future(_quietly(dialog.dismiss())))
    return traffic


async def _keep(response: Response, traffic: _Traffic) -> None:
    body = await response.body()
    if len(body) <= _MOST_RESPONSE_BYTES and traffic.bytes_kept + len(body) <= _MOST_RESPONSES_BYTES:
        traffic.bytes_kept += len(body)
        traffic.responses.append((response.url, body))


async def _settle(traffic: _Traffic, until: float) -> None:
    """Waits until no request has been under way for a moment, or `until` (loop time)."""
    loop = asyncio.get_running_loop()
    while (now := loop.time()) < until:
        if traffic.under_way <= 0 and now - traffic.last >= _QUIET_SECONDS:
            return
        await asyncio.sleep(0.05)


async def _quietly(doing: Any) -> None:
    """Waits for something at the end of a page or browser that may already be gone."""
    from playwright.async_api import Error

    try:
        async with asyncio.timeout(5.0):
            await doing
    except (Error, TimeoutError):
        return
