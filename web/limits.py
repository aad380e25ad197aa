"""Limits on what a server may send: decompression that stops at a size, however small the bomb was packed."""

from __future__ import annotations

import zlib
from collections.abc import Callable

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
MAX_LAYERS = 3
"""Content-Encoding may name several codings; no honest server sends more than two."""

_STEP = 64 << 10


class TooLarge(Exception):
    """What was sent, or what it unpacks to, is over the limit."""


class BadCoding(Exception):
    """The bytes are not what Content-Encoding says."""


def decompress(data: bytes, coding: str, *, max_bytes: int) -> bytes:
    """The bytes unpacked by the codings that a Content-Encoding header names, last one first.

    What breaks off in the middle gives the part that arrived. Raises `TooLarge` as soon as more than `max_bytes` come
    out, `BadCoding` where nothing can be unpacked or the coding is unknown.
    """
    names = [name.strip().lower() for name in coding.split(",") if name.strip()]
    names = [name for name in names if name not in {"identity", "none", "utf-8"}]
    if len(names) > MAX_LAYERS:
        raise BadCoding(f"{len(names)} codings")
    for name in reversed(names):
        if (unpack := _CODINGS.get(name)) is None:
            raise BadCoding(name[:40])
        if data:
            data = unpack(data, max_bytes)
    return data


def _gzip(data: bytes, max_bytes: int) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data  # said to be gzip and isn't: servers behind a cache do that, and browsers take it as it is
    return _zlib(data, max_bytes, zlib.MAX_WBITS | 16)


def _deflate(data: bytes, max_bytes: int) -> bytes:
    try:
        return _zlib(data, max_bytes, zlib.MAX_WBITS)
    except BadCoding:
        return _zlib(data, max_bytes, -zlib.MAX_WBITS)  # many servers send it without the header that the standard asks for


def _zlib(data: bytes, max_bytes: int, wbits: int) -> bytes:
    out = bytearray()
    while data:
        unpacker = zlib.decompressobj(wbits)
        try:
            out += unpacker.decompress(data, max_bytes - len(out) + 1)
        except zlib.error as error:
            if out:
                break  # rubbish after a good member
            raise BadCoding(str(error)) from error
        if len(out) > max_bytes:
            raise TooLarge
        if not unpacker.eof or unpacker.unused_data == data:
            break
        data = unpacker.unused_data
    return bytes(out)


def _brotli(data: bytes, max_bytes: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    return _by_steps(lambda piece: bytes(unpacker.process(piece, output_buffer_limit=_STEP)), data, max_bytes, brotli.error)


def _zstd(data: bytes, max_bytes: int) -> bytes:
    from backports import zstd

    # The window that a frame asks for is memory too: 8 MB is what browsers grant.
    unpacker = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})

    def step(piece: bytes) -> bytes:
        return b"" if unpacker.eof else bytes(unpacker.decompress(piece, max_length=_STEP))

    return _by_steps(step, data, max_bytes, zstd.ZstdError)


def _by_steps(step: Callable[[bytes], bytes], data: bytes, max_bytes: int, error: type[Exception]) -> bytes:
    """Feeds the data once, then asks for more until nothing comes: each step gives a bounded piece."""
    out = bytearray()
    piece = data
    try:
        while chunk := step(piece):
            piece = b""
            out += chunk
            if len(out) > max_bytes:
                raise TooLarge
    except error as problem:
        if not out:
            raise BadCoding(str(problem)[:80]) from problem
    return bytes(out)


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
