"""Pages that stand in the way: log-in walls, captchas, blocks; and pages that are empty until their scripts have run."""

from __future__ import annotations

import re
from typing import Literal

from crawlers.reading.document import Document
from crawlers.reading.words import pattern

Wall = Literal["login", "captcha", "blocked"]

_CAPTCHA_MARKS = (
    "form#challenge-form, #cf-challenge-running, .cf-browser-verification, #cf-wrapper .cf-captcha-container,"
    ' [class*="nc_wrapper"], #nc_1_wrapper, '
    '#px-captcha, [class*="geetest"], #captcha-form, form[action*="captcha" i],'
    ' form[action*="validateCaptcha"], iframe[src*="captcha-delivery"], '
    'iframe[src*="geo.captcha"], #challenge-running, #challenge-stage, .punish-component,'
    ' img[src*="captcha" i], input[name*="captcha" i], .g-recaptcha, .h-captcha'
)
_CAPTCHA, _BLOCKED, _LOGIN = pattern("captcha"), pattern("blocked"), pattern("login")
_NOSCRIPT = re.compile(r"javascript|enable js|启用\s*js|开启\s*js|(?:浏览器).{0,12}脚本", re.I)
_SHELLS = (
    "#app, #root, #__next, #__nuxt, [data-reactroot], app-root, #main-app, [ng-app], [data-server-rendered],"
    ' [id$="-root"], [id$="-app"], #mount, #react-root, #svelte'
)
_LOADS = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|\baxios\b|\$\.(?:ajax|get|getJSON|post)\s*\(|createRoot\s*\(|ReactDOM"
    r"|\bnew Vue\s*\(|createApp\s*\(|__webpack|IntersectionObserver|\.innerHTML\s*=|insertAdjacentHTML"
    r"|appendChild"
)

MAX_WALL_TEXT = 3_000
"""Characters; a page with more to say is no wall, whatever words stand in it."""


def wall_of(document: Document, *, status: int, has_listing: bool) -> Wall | None:
    """Which wall a page is, None for a page that can be read."""
    if has_listing and status < 400:
        return None
    text = document.visible
    short = len(text) <= MAX_WALL_TEXT
    if short and (
        document.tree.css_first(_CAPTCHA_MARKS) is not None
        and (_CAPTCHA.search(text + " " + document.title) or len(text) < 600)
    ):
        return "captcha"
    head = f"{document.title}\n{text[:MAX_WALL_TEXT]}"
    if short and _CAPTCHA.search(head) and (status in (403, 405, 429, 503) or len(text) < 800):
        return "captcha"
    password = document.tree.css_first('input[type="password" i]') is not None
    if status == 401 or (short and (_LOGIN.search(head) and (password or len(text) < 1_200))):
        return "login"
    if (
        password
        and len(text) < 1_200
        and re.search(
            r"/(?:login|signin|sign-in|log-in|passport|auth|sso|account)\b|logging\.php|member\.php", document.url, re.I
        )
    ):
        return "login"
    if status in (403, 429, 451) or (short and _BLOCKED.search(head) and len(text) < 1_500):
        return "blocked"
    return None


def needs_javascript(document: Document, *, listings: int, listing_links: int) -> bool:
    """Whether the page has nothing to read until its scripts have run."""
    if document.page.rendered or document.page.status >= 400 or listings or listing_links >= 5:
        return False
    text = document.visible
    external = sum("src" in script.attributes for script in document.tree.css("script")[:50])
    loads = external > 0 or any(
        _LOADS.search(script.text[:100_000]) for script in document.scripts[:50] if "json" not in script.kind
    )
    if not loads:
        return False
    if len(text) < 200:
        return True
    shell = document.tree.css_first(_SHELLS)
    if shell is not None and len(shell.text()[:400].strip()) < 60:
        return True
    noscript = document.tree.css_first("noscript")
    if noscript is not None and len(text) < 1_500 and _NOSCRIPT.search((noscript.text() or noscript.html or "")[:2_000]):
        return True
    fetches = any(_LOADS.search(script.text[:100_000]) for script in document.scripts[:50] if "json" not in script.kind)
    return fetches and len(text) < 1_200
