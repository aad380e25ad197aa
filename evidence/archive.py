"""From a recording to the members of a WACZ file: WARC with request and response, index, pages, screenshot, text.

WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/), WARC 1.1 (ISO 28500:2017).
"""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime
from http.client import responses as reasons
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from evidence.recording import Exchange, Recording
from tidewaiter.identity import canonical_url

WARC = "archive/data.warc.gz"
SECRET_HEADERS = frozenset({"cookie", "authorization", "proxy-authorization"})
CODING_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def members_of(recording: Recording, software: str) -> list[tuple[str, bytes]]:
    """The files of the snapshot but for datapackage.json and its digest: (path, bytes)."""
    warc, index = _warc(recording, software)
    page = {
        "id": hashlib.sha256(recording.url.encode()).hexdigest()[:16],
        "url": recording.final_url,
        "ts": recording.started,
        "title": recording.title,
        "text": recording.text,
    }
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    pages = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (head, page))
    members = [(WARC, warc), ("indexes/index.cdx", index), ("pages/pages.jsonl", pages.encode())]
    if recording.screenshot:
        members.append(("evidence/screenshot.png", recording.screenshot))
    members.append(("evidence/text.txt", recording.text.encode()))
    if recording.dom:
        members.append(("evidence/dom.html", recording.dom.encode()))
    return members


def redacted(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Headers with what would open an account replaced by its SHA-256: it can be compared, not used."""
    return [
        (name, f"redacted sha256:{hashlib.sha256(value.encode()).hexdigest()}" if name.lower() in SECRET_HEADERS else value)
        for name, value in headers
    ]


def _warc(recording: Recording, software: str) -> tuple[bytes, bytes]:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
    lines: list[str] = []

    def write(record: Any, url: str, at: str, mime: str, status: int) -> None:
        offset = buffer.tell()
        _write(writer, record)
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        entry = {
            "url": url, "mime": mime, "status": str(status), "digest": digest,
            "length": str(buffer.tell() - offset), "offset": str(offset), "filename": WARC.rpartition("/")[2],
        }  # fmt: skip
        lines.append(f"{surt(url)} {_compact(at)} {json.dumps(entry, ensure_ascii=False)}")

    info = {"software": software, "format": "WARC File Format 1.1", "conformsTo": "ISO 28500:2017"}
    warcinfo = writer.create_warcinfo_record("data.warc.gz", info)
    warcinfo.rec_headers.replace_header("WARC-Date", recording.started)
    _write(writer, warcinfo)
    for exchange in recording.exchanges:
        response, request = _records(writer, exchange)
        mime = next((v for n, v in exchange.response_headers if n.lower() == "content-type"), "application/octet-stream")
        write(response, exchange.url, exchange.at, mime.partition(";")[0].strip(), exchange.status)
        _write(writer, request)
    resources = [
        ("urn:fullPage:", "image/png", recording.screenshot),
        ("urn:text:", "text/plain", recording.text.encode()),
        ("urn:dom:", "text/html", recording.dom.encode()),
    ]
    for prefix, mime, data in resources:
        if data:
            url = prefix + recording.final_url
            record = writer.create_warc_record(
                url, "resource", payload=io.BytesIO(data), warc_content_type=mime,
                warc_headers_dict={"WARC-Date": recording.ended},
            )  # fmt: skip
            write(record, url, recording.ended, mime, 200)
    return buffer.getvalue(), ("\n".join(sorted(lines)) + "\n").encode()


def _write(writer: WARCWriter, record: Any) -> None:
    writer.write_record(record)
    record.raw_stream.close()  # a temporary file, where warcio had to read the payload twice


def _records(writer: WARCWriter, exchange: Exchange) -> tuple[Any, Any]:
    body = exchange.body or b""
    headers = []
    for name, value in exchange.response_headers:
        # The bodies are decoded, so headers that describe the coding on the wire are kept under another name.
        headers.append((f"X-Archive-Orig-{name}" if name.lower() in CODING_HEADERS else name, value.replace("\n", ", ")))
    headers.append(("Content-Length", str(len(body))))
    status = f"{exchange.status} {exchange.reason or reasons.get(exchange.status, '')}".strip()
    extra = {"WARC-Date": exchange.at}
    if exchange.address:
        extra["WARC-IP-Address"] = exchange.address.rpartition(":")[0].strip("[]")
    if exchange.body is None:
        extra["WARC-Truncated"] = "unspecified"
    response = writer.create_warc_record(
        exchange.url, "response", payload=io.BytesIO(body),
        http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"), warc_headers_dict=extra,
    )  # fmt: skip
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = writer.create_warc_record(
        exchange.url, "request", payload=io.BytesIO(exchange.request_body),
        http_headers=StatusAndHeaders(
            f"{exchange.method} {target} HTTP/1.1",
            [(n, v.replace("\n", ", ")) for n, v in redacted(exchange.request_headers) if not n.startswith(":")],
            is_http_request=True,
        ),
        warc_headers_dict={"WARC-Date": exchange.at, "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID")},
    )  # fmt: skip
    return response, request


def surt(url: str) -> str:
    """Sort-friendly form of a URL, as CDX indexes have it: `example,shop)/path?query`, lower case."""
    parts = urlsplit(canonical_url(url))
    if not parts.hostname:
        return url.lower().replace(" ", "%20")
    labels = parts.hostname.removeprefix("www.").split(".")
    literal = ":" in parts.hostname or labels[-1].isdigit()
    host = parts.hostname if literal else ",".join(reversed(labels))
    port = f":{parts.port}" if parts.port else ""
    return f"{host}{port}){parts.path or '/'}{'?' + parts.query if parts.query else ''}".lower()


def _compact(at: str) -> str:
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC)
    return moment.strftime("%Y%m%d%H%M%S")
