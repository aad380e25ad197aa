"""Sessions of accounts: what a browser kept after a login, encrypted on disk, and sent to that source's domains only."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tidewaiter.config import Settings
from tidewaiter.errors import InvalidInput
from tidewaiter.identity import now

_MOST_SENT = 16 << 10
"""Bytes of one Cookie header."""


@dataclass(slots=True, frozen=True)
class Session:
    """One account's state, as playwright gives it: cookies, and what scripts keep by origin."""

    source: str
    saved: str
    """RFC 3339."""
    cookies: tuple[dict[str, Any], ...] = ()
    origins: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    def state(self) -> Any:
        """For a browser's context."""
        return {"cookies": list(self.cookies), "origins": list(self.origins)}

    def header(self, url: str, *, clock: Callable[[], float] = time.time) -> str:
        """The Cookie header for a URL: what a browser would send there; empty where that is nothing."""
        parts = urlsplit(url)
        sent: list[str] = []
        for cookie in self.cookies:
            expires = float(cookie.get("expires", -1))
            if (
                _reaches(str(cookie.get("domain", "")), parts.hostname or "")
                and _below(str(cookie.get("path") or "/"), parts.path or "/")
                and (parts.scheme == "https" or not cookie.get("secure"))
                and (expires < 0 or expires > clock())
            ):
                sent.append(f"{cookie['name']}={cookie['value']}")
        header = "; ".join(sent)
        return header if len(header) <= _MOST_SENT else ""

    def has_expired(self, *, clock: Callable[[], float] = time.time) -> bool:
        """Whether nothing of it is valid any more."""
        return not self.origins and all(0 <= float(cookie.get("expires", -1)) <= clock() for cookie in self.cookies)


class Sessions:
    """HOME/sessions: one encrypted file a source, for this user's eyes only. The key is `session_key` or HOME/session.key."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.home_path / "sessions"

    def save(self, source: str, state: Any, *, domains: Sequence[str]) -> Session:
        """Keeps what a browser's `storage_state` gave, as far as it belongs to the source's domains; replaces what was kept."""
        cookies = [one for one in state.get("cookies", []) if _within(str(one.get("domain", "")), domains)]
        origins = [
            one for one in state.get("origins", []) if _within(urlsplit(str(one.get("origin", ""))).hostname or "", domains)
        ]
        session = Session(source, now(), tuple(cookies), tuple(origins))
        text = json.dumps({"source": source, "saved": session.saved, "cookies": cookies, "origins": origins})
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._folder / source, self._cipher().encrypt(text.encode()))
        self._ended(source).unlink(missing_ok=True)
        return session

    def load(self, source: str) -> Session | None:
        """The session of a source; None where nobody logged in. Raises `InvalidInput` where the key does not fit."""
        from cryptography.fernet import InvalidToken

        try:
            sealed = (self._folder / source).read_bytes()
        except OSError:
            return None
        try:
            data = json.loads(self._cipher().decrypt(sealed))
        except InvalidToken as error:
            raise InvalidInput(
                f"{self._folder / source}: the key does not fit: it was saved with another one, or the file was changed",
                do=f"Set the `session_key` that it was saved with, or log in again: `tidewaiter login {source}`.",
            ) from error
        return Session(source, data["saved"], tuple(data["cookies"]), tuple(data["origins"]))

    def names(self) -> list[str]:
        """Sources that somebody logged in to."""
        if not self._folder.is_dir():
            return []
        return sorted(path.name for path in self._folder.iterdir() if path.is_file() and not path.name.startswith("."))

    def forget(self, source: str) -> bool:
        """Deletes a session; whether there was one."""
        self._ended(source).unlink(missing_ok=True)
        known = (self._folder / source).exists()
        (self._folder / source).unlink(missing_ok=True)
        return known

    def note_ended(self, source: str) -> None:
        """The site asks for a login again: until somebody does, the source is left alone."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(self._ended(source), now().encode())

    def ended(self, source: str) -> str | None:
        """Since when the site asks for a login again (RFC 3339); None where it does not."""
        try:
            return self._ended(source).read_text("utf-8")
        except OSError:
            return None

    def _ended(self, source: str) -> Path:
        return self._folder / f".{source}.ended"

    def _cipher(self) -> Any:
        from cryptography.fernet import Fernet

        given = self._settings.session_key.get_secret_value()
        key = given.encode() if given else _key_in(self._settings.home_path / "session.key")
        try:
            return Fernet(key)
        except ValueError as error:
            where = "session_key" if given else str(self._settings.home_path / "session.key")
            raise InvalidInput(
                f"{where}: this is no key: 32 random bytes in URL-safe base64 are one",
                do="Make one with `head -c 32 /dev/urandom | base64 | tr '+/' '-_'`.",
            ) from error


def _key_in(file: Path) -> bytes:
    from cryptography.fernet import Fernet

    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, Fernet.generate_key() + b"\n")
    return file.read_bytes().strip()


def _write(file: Path, content: bytes) -> None:
    """Writes the file whole or not at all, for this user's eyes only."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.part")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
    temporary.replace(file)


def _within(domain: str, domains: Sequence[str]) -> bool:
    """Whether a cookie's domain is one of these, or below one."""
    return any(_reaches("." + one.lower(), domain.lstrip(".").lower()) for one in domains)


def _reaches(domain: str, host: str) -> bool:
    if not domain.startswith("."):
        return host == domain
    return host == domain[1:] or host.endswith(domain)


def _below(place: str, path: str) -> bool:
    return path == place or path.startswith(place if place.endswith("/") else place + "/")
