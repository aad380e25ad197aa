"""The store: photos, raw pages and snapshots by content hash, in a folder or any place that fsspec reaches (S3)."""

from __future__ import annotations

import gzip
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tidewaiter.errors import InvalidInput, MissingPart, TidewaiterError

_DRIVERS = frozenset({"botocore", "aiobotocore", "aiohttp"})


class StoreFull(TidewaiterError):
    """The store can't be written: no room, no right, no connection."""


class Store:
    """Content-addressed bytes: `kind` (photos, pages, snapshots) and SHA-256 -> bytes. What is there is never rewritten."""

    def __init__(self, url: str) -> None:
        """Takes a folder or an fsspec URL (`s3://bucket/prefix`). Raises `MissingPart` where its driver is not installed."""
        import fsspec

        self.url = url
        self._files: Any
        self._is_folder = "://" not in url or url.startswith("file://")
        # Other machines write to the same place: what was listed a while ago says nothing.
        options = {} if self._is_folder else {"use_listings_cache": False}
        try:
            self._files, self._root = fsspec.core.url_to_fs(url, **options)
        except ImportError as error:
            raise MissingPart(f"store: '{url}' can't be reached: {error}", do="Run `pip install tidewaiter[s3]`.") from error
        except ValueError as error:
            raise InvalidInput(
                f"store: '{url}': {error}", do="Give a folder, or a place as in 's3://bucket/prefix'."
            ) from error

    def put(self, kind: str, data: bytes, *, suffix: str = "", compress: bool = False) -> str:
        """Keeps the bytes; gives their SHA-256 (of the bytes as given, also when stored compressed). Atomic, idempotent.

        Raises `StoreFull`.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        with self._clear_errors(f"{path}: can't be written"):
            if not self._files.exists(path):
                self._write(path, gzip.compress(data, 6, mtime=0) if compress else data)
        return sha256

    def _write(self, path: str, data: bytes) -> None:
        if not self._is_folder:
            self._files.pipe_file(path, data)  # there at once and whole, or not at all
            return
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        try:
            temporary.write_bytes(data)
            temporary.replace(file)
        except OSError:
            with suppress(OSError):  # a full disk needs the room
                temporary.unlink()
            raise

    def get(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bytes | None:
        """The bytes, or None where they are not there (never stored, or purged). Raises `StoreFull`."""
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        with self._clear_errors(f"{path}: can't be read"):
            try:
                data: bytes = self._files.cat_file(path)
            except FileNotFoundError:
                return None
        return gzip.decompress(data) if compress else data

    def has(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bool:
        """Whether the bytes are there."""
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        with self._clear_errors(f"{path}: can't be read"):
            return bool(self._files.exists(path))

    def delete(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> bool:
        """Takes the bytes away; whether they were there."""
        path = self.path(kind, sha256, suffix=suffix, compress=compress)
        with self._clear_errors(f"{path}: can't be taken away"):
            if not self._files.exists(path):
                return False
            self._files.rm_file(path)
        return True

    def entries(self, kind: str, *, suffix: str = "") -> Iterator[tuple[str, datetime]]:
        """SHA-256 and time of storing of all bytes of a kind whose file ends in `suffix`. Raises `StoreFull`."""
        with self._clear_errors(f"{self.url}: can't be read"):
            try:
                found = self._files.find(f"{self._root}/{kind}", detail=True)
            except FileNotFoundError:
                return
        for path, info in found.items():
            name = path.rpartition("/")[2]
            if name.endswith(suffix) and not name.startswith("."):
                stored = info.get("mtime") or info.get("LastModified") or info.get("created")
                moment = datetime.fromtimestamp(stored, UTC) if isinstance(stored, int | float) else stored
                if isinstance(moment, datetime):
                    yield name[:64], moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @contextmanager
    def _clear_errors(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            # Beside OSError what the driver's own libraries raise, which are loaded only where a store is on S3.
            if not isinstance(error, OSError) and type(error).__module__.partition(".")[0] not in _DRIVERS:
                raise
            do = "Make room, or set `store` to another place." if self._is_folder else "See that it is there and lets us in."
            raise StoreFull(f"{what}: {error}", do=do) from error

    def path(self, kind: str, sha256: str, *, suffix: str = "", compress: bool = False) -> str:
        """Where the bytes lie (or would)."""
        return f"{self._root}/{kind}/{sha256[:2]}/{sha256}{suffix}{'.gz' if compress else ''}"
