"""Opens a browser for a person to log in, and gives what the browser then keeps."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from tidewaiter.config import Settings
from tidewaiter.errors import MissingPart, TidewaiterError
from web.browser import FLAGS, need_browser
from web.guard import AddressGuard
from web.proxy import GuardProxy

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext

_LOOK = 1.0
"""Seconds between two looks at what the browser keeps: a window that is closed can't be asked any more."""


class LoginFailed(TidewaiterError):
    """The browser ended before anything could be kept."""


def has_display() -> bool:
    """Whether a window can be opened."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def log_in(settings: Settings, url: str, guard: AddressGuard, *, proxy: str | None, debugging_port: int | None) -> Any:
    """The browser's `storage_state` after the person pressed Enter or closed the window.

    debugging_port: no window, but a port of 127.0.0.1 at which another Chromium (chrome://inspect) shows and steers the page.
    Raises `MissingPart` where there is neither window nor port, or no browser.
    """
    from playwright.async_api import Error, async_playwright

    if debugging_port is None and not has_display():
        raise MissingPart(
            "this machine has no display to open a window on",
            do="Use a virtual one (`xvfb-run` with a VNC server, or `ssh -X`), or --remote-debugging PORT and a browser"
            " elsewhere: docs/collecting.md says how.",
        )
    path = need_browser(settings)
    ours = GuardProxy(guard, upstream=proxy)
    address = await ours.start()
    flags = [flag for flag in FLAGS if "imagesEnabled" not in flag and flag != "--disable-remote-fonts"]
    if debugging_port is not None:
        flags += [f"--remote-debugging-port={debugging_port}", "--remote-debugging-address=127.0.0.1"]
    try:
        with tempfile.TemporaryDirectory(prefix="tidewaiter-login-") as profile:
            async with async_playwright() as playwright:
                context = await playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=path,
                    headless=debugging_port is not None,
                    args=flags,
                    user_agent=settings.user_agent,
                    proxy={"server": address, "bypass": "<-loopback>"},
                    accept_downloads=False,
                )
                try:
                    page = context.pages[0] if context.pages else await context.new_page()
                    with contextlib.suppress(Error):  # the person sees what is wrong, and may go elsewhere from there
                        await page.goto(url)
                    return await _state_when_done(context)
                finally:
                    with contextlib.suppress(Error):  # closed by the person
                        await context.close()
    except Error as error:
        raise LoginFailed(f"the browser ended: {error.message.splitlines()[0]}", do="Try again.") from error
    finally:
        await ours.close()


async def _state_when_done(context: BrowserContext) -> Any:
    from playwright.async_api import Error

    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    context.on("close", lambda _: done.set())
    state: Any = None
    with contextlib.suppress(OSError, ValueError):  # nobody at a keyboard: then closing the window ends it
        loop.add_reader(sys.stdin.fileno(), done.set)
    try:
        while not done.is_set() and context.pages:
            state = await context.storage_state()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), _LOOK)
        state = await context.storage_state()
    except Error:
        if state is None:
            raise
    finally:
        with contextlib.suppress(OSError, ValueError):
            loop.remove_reader(sys.stdin.fileno())
    return state
