"""The store: photos, raw pages and snapshots by content hash, in a folder or any place that fsspec reaches (S3)."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tidewaiter.errors import TidewaiterError


class StoreFull(TidewaiterError):
    """The store can't be written: no room, no right, no connection."""


class Store:
    """Content-addressed bytes: `kind` (photos, pages, snapshots) and SHA-256 -> bytes. What is there is never rewritten."""

    def __init__(self, url: str) -> None:
        """Takes a folder or an fsspec URL (`s3://bucket/prefix`)."""
        import fsspec

        self.url = url
        self._files: Any
        self._files, self._root = fsspec.core.url_to_fs(url)

    def put(self, kind: str, data: bytes, *, suffix: str = "", compress: bool = False) -> str:
        """Keeps the bytes; gives their SHA-256 (of the bytes as given, also when stored compressed). Atomic, idempotent.

        Raises `StoreFull`.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        try:
            if self._files.exists(path):
                return sha256
            folder, _, name = path.rpartition("/")
            self._files.makedirs(folder, exist_ok=True)
            temporary = f"{folder}/.{name}.{os.getpid()}.{secrets.token_hex(4)}"
            with self._files.open(temporary, "wb") as file:
                file.write(gzip.compress(data, 6, mtime=0) if compress else data)
            self._files.mv(temporary, path)
        except OSError as error:
            raise StoreFull(f"{path}: can't be written: {error}", do="Make room, or set `store` to another place.") from error
        return sha256

    def get(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bytes | None:
        """The bytes, or None where they are not there (never stored, or purged)."""
        try:
            data: bytes = self._files.cat_file(self.path(kind, sha256, suffix=suffix, compress=compress))
        except FileNotFoundError:
            return None
        return gzip.decompress(data) if compress else data

    def has(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bool:
        """Whether the bytes are there."""
        return bool(self._files.exists(self.path(kind, sha256, suffix=suffix, compress=compress)))

    def delete(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bool:
        """Takes the bytes away; whether they were there."""
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        if not self._files.exists(path):
            return False
        self._files.rm_file(path)
        return True

    def entries(self, kind: str, *, suffix: str = "") -> Iterator[tuple[str, datetime]]:
        """SHA-256 and time of storing of all bytes of a kind whose file ends in `suffix`. Raises `StoreFull`."""
        try:
            found = self._files.find(f"{self._root}/{kind}", detail=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreFull(f"{self.url}: can't be read: {error}", do="See that the store is there.") from error
        for path, info in found.items():
            name = path.rpartition("/")[2]
            if name.endswith(suffix) and not name.startswith("."):
                stored = info.get("mtime") or info.get("LastModified") or info.get("created")
                moment = datetime.fromtimestamp(stored, UTC) if isinstance(stored, int | float) else stored
                if isinstance(moment, datetime):
                    yield name[:64], moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def path(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> str:
        """Where the bytes lie (or would)."""
        return f"{self._root}/{kind}/{sha256[:2]}/{sha256}{suffix}{'.gz' if compress else ''}"
