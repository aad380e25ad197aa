"""What all sites of the demo's world share: photos, robots.txt, pages that are no listings, and pages that are broken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any, ClassVar
from urllib.parse import quote

import jinja2

from demo.world.altering import make_photo, make_thumbnail, shot_of
from demo.world.offers import Offer

_FOLDER = Path(__file__).parent / "templates"
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: decoded path and the first value of each query parameter."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str, default: int) -> int:
        """A query parameter as a number; the default where it is none."""
        value = self.query.get(name, "")
        return int(value) if value.isdecimal() and len(value) < 9 else default


@dataclass(frozen=True, slots=True)
class Response:
    """What is sent back."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Site:
    """One site. A subclass gives its pages in `page`; `address` is known once it is served."""

    name: ClassVar[str]
    language: ClassVar[str]
    title: ClassVar[str]
    encoding: ClassVar[str] = "utf-8"
    needs_script: ClassVar[bool] = False
    shows_posted: ClassVar[bool] = True
    """Whether its pages say when a listing was posted."""
    extra: ClassVar[dict[str, dict[str, str]]] = {
        "zh": {
            "about": "关于本站", "help": "帮助中心", "login": "用户登录", "rules": "发布规则", "missing": "页面不存在",
            "body": "本站为演示网站，所有内容均为虚构，仅供测试采集程序使用。用户发布的信息由用户自行负责，请注意交易安全。",
            "note": "演示网站，内容虚构，图片仅为替代物",
        },
        "en": {
            "about": "About us", "help": "Help", "login": "Sign in", "rules": "Posting rules", "missing": "Page not found",
            "body": "This is a demonstration site: all of it is invented and serves to test a crawler. Trade safely.",
            "note": "Demonstration site: everything is invented, photos are stand-ins",
        },
        "vi": {
            "about": "Giới thiệu", "help": "Trợ giúp", "login": "Đăng nhập", "rules": "Quy định đăng tin",
            "missing": "Không tìm thấy trang",
            "body": "Đây là trang minh họa, mọi nội dung đều hư cấu, dùng để thử chương trình thu thập. Hãy giao dịch an toàn.",
            "note": "Trang minh họa: nội dung hư cấu, hình chỉ để thay thế",
        },
    }  # fmt: skip

    def __init__(self, offers: Sequence[Offer], now: datetime, seed: int) -> None:
        self.now, self.seed = now, seed
        self.address = f"http://{self.name}.invalid"
        self.offers = list(offers)
        self.by_number = {offer.number: offer for offer in self.offers}
        for offer in self.offers:
            offer.path = self.path_of(offer)

    # What a subclass says

    def path_of(self, offer: Offer) -> str:
        """The address of a listing on the site, as its own pages name it (no tracking)."""
        raise NotImplementedError

    def page(self, request: Request) -> Response | None:
        """A page of the site's own, or None where it has none of that path."""
        raise NotImplementedError

    def shows_title(self, offer: Offer) -> bool:
        """Whether the page gives the listing a title of its own."""
        return True

    def seller_id(self, offer: Offer) -> str:
        """The seller's id as the site's pages give it."""
        return offer.account.id

    # What it gets

    @cached_property
    def words(self) -> dict[str, str]:
        """The site's words for its common pages."""
        return self.extra[self.language]

    @property
    def templates(self) -> Path:
        """Folder of the site's own templates and scripts."""
        return _FOLDER / self.name

    def render(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page out of the site's own templates, in its encoding."""
        text = TEMPLATES.get_template(f"{self.name}/{template}.html").render(site=self, words=self.words, **values)
        return Response(text.encode(self.encoding, "xmlcharrefreplace"), self.content_type, status)

    @property
    def content_type(self) -> str:
        """What the header says; old sites leave the encoding to the page."""
        return f"text/html; charset={self.encoding}"

    def posted(self, offer: Offer) -> datetime:
        """When a listing was posted, UTC."""
        return self.now - timedelta(minutes=offer.age_minutes)

    def session(self, *parts: object) -> str:
        """A session id as such sites put it into links: another one for each page."""
        return Random(f"{self.seed}/{parts}").randbytes(12).hex()

    def respond(self, request: Request) -> Response:
        """Answers any request; never raises."""
        return self._common(request) or self.page(request) or self._missing()

    def _common(self, request: Request) -> Response | None:
        path = request.path
        if path.startswith(("/photos/", "/thumbs/")):
            return self._photo(path)
        if path == "/robots.txt":
            rules = "User-agent: *\nDisallow: /private/\nDisallow: /search\n"
            return Response(rules.encode(), "text/plain")
        plain = path.strip("/").removesuffix(".html")
        if plain in {"about", "help", "login", "rules"}:
            return self.render("plain", heading=self.words[plain], kind=plain)
        if path.startswith("/private/") or path == "/search":
            return self.render("plain", heading="forbidden to crawlers", kind="private")
        return self._trouble(plain)

    def _trouble(self, plain: str) -> Response | None:
        """Pages that go wrong in the ways that pages do."""
        page = self.render("plain", heading=self.words["about"], kind="about")
        if plain == "broken":  # ends in the middle of a tag
            return Response(page.body[: len(page.body) * 2 // 3] + b'<div class="pri', page.type)
        if plain == "garbled":  # bytes that are no text in the encoding it claims
            return Response(page.body.replace(b"</h1>", b"\xff\xfe\x81</h1>\x00\xc3("), page.type)
        if plain == "error":
            return Response(b"Internal Server Error", "text/plain", 500)
        if plain == "loop/a":
            return self.redirect("/loop/b")
        if plain == "loop/b":
            return self.redirect("/loop/a")
        number = plain.removeprefix("old/")
        if plain.startswith("old/") and number.isdecimal() and (offer := self.by_number.get(int(number[:9]))):
            return self.redirect(offer.path, 301)
        return None

    def redirect(self, path: str, status: int = 302) -> Response:
        """Sends the visitor to another path of the site."""
        return Response(b"", "text/html", status, (("Location", self.address + quote(path, safe="/?=&#%")),))

    def _photo(self, path: str) -> Response | None:
        shot = shot_of(path.rsplit("/", 1)[-1].removesuffix(".jpg"))
        if shot is None:
            return None
        body = make_photo(shot) if path.startswith("/photos/") else make_thumbnail(shot)
        return Response(body, "image/jpeg", headers=(("Cache-Control", "max-age=3600"),))

    def _missing(self) -> Response:
        return self.render("plain", status=404, heading=self.words["missing"], kind="missing")


def json_response(value: object, status: int = 200) -> Response:
    """An answer of an interface that scripts read."""
    return Response(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8", status)


def utc_now() -> datetime:
    """The time, to the minute."""
    return datetime.now(UTC).replace(second=0, microsecond=0)
