"""Trusted time stamps (RFC 3161): asked for when sealing, checked when verifying."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from tidewaiter.errors import TidewaiterError

MAX_ANSWER_BYTES = 1 << 20


class TimestampRefused(TidewaiterError):
    """The service can't be reached or gave no stamp; the snapshot records the gap."""


def ask(service: str, message: bytes, *, timeout: float) -> str:
    """Base64 of the service's answer for the message. Raises `TimestampRefused`."""
    import httpx
    from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response

    request = TimestampRequestBuilder().data(message).build()
    do = "Check the setting timestamp_authority, or leave it empty."
    try:
        answer = httpx.post(
            service, content=request.as_bytes(), headers={"Content-Type": "application/timestamp-query"}, timeout=timeout
        )
        answer.raise_for_status()
        if len(answer.content) > MAX_ANSWER_BYTES:
            raise ValueError("the answer is too long for a time stamp")
        token = decode_timestamp_response(answer.content)
        if token.tst_info.message_imprint.message != hashlib.new(_algorithm(token), message).digest():
            raise ValueError("the stamp is for another message")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise TimestampRefused(f"{service} gave no time stamp: {error}", do=do) from error
    return base64.b64encode(answer.content).decode()


def check(stamp: str, message: bytes) -> tuple[datetime | None, str | None]:
    """(time of the stamp, what is wrong with it or None). Says nothing about whom to trust: see `authority`."""
    from rfc3161_client import decode_timestamp_response

    try:
        token = decode_timestamp_response(base64.b64decode(stamp, validate=True))
        imprint = token.tst_info.message_imprint
        if imprint.message != hashlib.new(_algorithm(token), message).digest():
            return None, "the time stamp is for another signature"
    except ValueError as error:
        return None, f"the time stamp can't be read: {error}"
    return token.tst_info.gen_time, None


def _algorithm(token: object) -> str:
    names = {
        "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
    }  # fmt: skip
    oid = token.tst_info.message_imprint.hash_algorithm.dotted_string  # type: ignore[attr-defined]
    if oid not in names:
        raise ValueError(f"hash algorithm {oid} is not one to rely on")
    return names[oid]
