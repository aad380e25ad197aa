"""Pages that stand in the way: log-in walls, captchas, blocks; and pages that are empty until their scripts have run."""

from __future__ import annotations

import re
from typing import Literal

from crawlers.reading.document import Document

Wall = Literal["login", "captcha", "blocked"]

_CAPTCHA_MARKS = (
    'form#challenge-form, #cf-challenge-running, .cf-browser-verification, #cf-wrapper .cf-captcha-container, [class*="nc_wrapper"], #nc_1_wrapper, '
    '#px-captcha, [class*="geetest"], #captcha-form, form[action*="captcha" i], form[action*="validateCaptcha"], iframe[src*="captcha-delivery"], '
    'iframe[src*="geo.captcha"], #challenge-running, #challenge-stage, .punish-component, img[src*="captcha" i], input[name*="captcha" i], .g-recaptcha, .h-captcha'
)
_CAPTCHA = re.compile(
    r"captcha|are you (?:a )?(?:human|robot)|not a robot|verify (?:that )?you are (?:a )?human|checking your browser|just a moment|security check|unusual traffic|enter the characters you see"
    r"|验证码|驗證碼|滑动验证|拖动滑块|人机验证|安全验证|訪問驗證|访问验证|请完成验证|按住滑块|点击验证|确认您是真人|không phải là (?:người máy|robot)|mã xác nhận|xác minh bạn là"
    r"|вы не робот|подтвердите, что|проверка браузера|введите символы|ไม่ใช่หุ่นยนต์|bukan robot|ロボットではありません|로봇이 아닙니다|보안문자|pas un robot|no (?:soy|eres) un robot|لست روبوت|kein roboter|não sou um robô",
    re.I,
)
_BLOCKED = re.compile(
    r"access (?:to this (?:page|site|resource) )?(?:has been |is )?(?:denied|blocked|forbidden|restricted)|you have been blocked|request (?:was )?blocked|403 forbidden|too many requests|rate limit(?:ed| exceeded)"
    r"|your ip (?:address )?(?:has been|is|was) (?:blocked|banned)|not available in your (?:country|region)|temporarily blocked|error 1020|pardon our interruption"
    r"|访问过于频繁|請求過於頻繁|操作过于频繁|访问受限|拒绝访问|禁止访问|您的ip|IP已被|请求被拦截|存在异常|被防火墙|bị chặn|truy cập bị từ chối|доступ (?:ограничен|запрещ[её]н|заблокирован)|слишком много запросов"
    r"|ถูกบล็อก|ถูกปฏิเสธ|akses ditolak|diblokir|アクセスが(?:拒否|制限)|차단되었|접근이 거부|accès (?:refusé|interdit|bloqué)|acceso denegado|acesso negado|تم حظر|تم رفض الوصول|zugriff verweigert",
    re.I,
)
_LOGIN = re.compile(
    r"(?:please |you (?:must|need to|have to) )(?:log|sign) ?in|log ?in (?:to (?:continue|view|see|your account)|required)|sign in to (?:continue|view|see)|members only|must be (?:logged in|a registered)|create an account to"
    r"|请(?:先)?登[录陆]|請(?:先)?登[入錄]|登[录陆]后(?:查看|可见|继续)|需要登[录陆]|扫码登[录陆]|您还未登录|没有权限访问|尚未登录|需要先登录|bạn (?:phải|cần) đăng nhập|vui lòng đăng nhập|đăng nhập để"
    r"|(?:необходимо|нужно|требуется) (?:войти|авторизоваться)|войдите,? чтобы|авторизуйтесь|пожалуйста,? (?:войдите|авторизуйтесь)|กรุณาเข้าสู่ระบบ|ต้องเข้าสู่ระบบ|silakan (?:masuk|login)|harus login|masuk untuk"
    r"|ログインしてください|ログインが必要|로그인이 필요|로그인 후|로그인해 ?주|veuillez vous (?:connecter|identifier)|connectez-vous pour|inicia(?:r)? sesión para|debes iniciar sesión|يجب (?:عليك )?تسجيل الدخول|سجل(?:ي)? الدخول|bitte (?:melden sie sich an|einloggen)|faça login",
    re.I,
)
_NOSCRIPT = re.compile(r"javascript|enable js|启用\s*js|开启\s*js|(?:浏览器).{0,12}脚本", re.I)
_SHELLS = '#app, #root, #__next, #__nuxt, [data-reactroot], app-root, #main-app, [ng-app], [data-server-rendered], [id$="-root"], [id$="-app"], #mount, #react-root, #svelte'
_LOADS = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|\baxios\b|\$\.(?:ajax|get|getJSON|post)\s*\(|createRoot\s*\(|ReactDOM|\bnew Vue\s*\(|createApp\s*\(|__webpack|IntersectionObserver|\.innerHTML\s*=|insertAdjacentHTML|appendChild"
)

MAX_WALL_TEXT = 3_000
"""Characters; a page with more to say is no wall, whatever words stand in it."""


def wall_of(document: Document, text: str, *, status: int, has_listing: bool) -> Wall | None:
    """Which wall a page is, None for a page that can be read. `text`: what the page shows."""
    if has_listing and status < 400:
        return None
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


def needs_javascript(document: Document, text: str, *, listings: int, listing_links: int) -> bool:
    """Whether the page has nothing to read until its scripts have run."""
    if document.page.rendered or document.page.status >= 400 or listings or listing_links >= 5:
        return False
    external = len(document.tree.css("script[src]")[:50])
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
