"""Seals a snapshot of a page: records it, packs it as one .wacz, signs and stamps it, writes the custody ledger."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from evidence.archive import members_of, redacted
from evidence.environment import environment, software
from evidence.ledger import Ledger
from evidence.recorder import record
from evidence.recording import Recording
from evidence.sealing import as_json, datapackage, sealed, sha256, signed_digest, signing_key
from evidence.timestamp import TimestampRefused, ask
from tidewaiter.config import Settings
from tidewaiter.errors import TidewaiterError
from tidewaiter.identity import host_of, time_ordered_id
from tidewaiter.model import Snapshot
from web.sessions import Session


class CaptureFailed(TidewaiterError):
    """The page could not be captured; nothing was sealed."""


def evidence_folder(settings: Settings) -> Path:
    """Folder of the snapshots, the signing key and `ledger/`."""
    return settings.home_path / "evidence"


def capture(
    settings: Settings,
    url: str,
    *,
    case: str | None = None,
    listing: str | None = None,
    operator: str | None = None,
    allowed: Sequence[str] = (),
    session: Session | None = None,
) -> Snapshot:
    """One page as one sealed `.wacz` in HOME/evidence, and a line in the ledger.

    allowed: literal `host:port` pairs on private networks that may be fetched (the address that the user typed). session: of
    an account that the page is opened with.
    Raises `CaptureFailed`, `NotAllowed`, `LedgerUnwritable`.
    """
    recording = asyncio.run(record(settings, url, allowed=allowed, session=session))
    if recording.main is None:
        raise CaptureFailed(
            f"{url}: {recording.gaps[0] if recording.gaps else 'the page gave nothing'}",
            do="Open the address in a browser to see whether it is there, then try again.",
        )
    return seal(settings, recording, case=case, listing=listing, operator=operator or settings.operator_name)


def seal(settings: Settings, recording: Recording, *, case: str | None, listing: str | None, operator: str) -> Snapshot:
    """Packs, signs, stamps and books a recording. The file is read-only and complete before the ledger names it."""
    folder = evidence_folder(settings)
    ledger = Ledger(folder / "ledger")
    id = time_ordered_id()
    program = software()
    record_of_capture = {
        "id": id,
        "url": recording.url,
        "final_url": recording.final_url,
        "case": case or "",
        "listing": listing or "",
        "operator": operator,
        "started": recording.started,
        "ended": recording.ended,
        "actions": recording.steps,
        "gaps": list(recording.gaps),
        "exchanges": [
            {
                "url": exchange.url, "method": exchange.method, "status": exchange.status, "at": exchange.at,
                "address": exchange.address or "", "bytes": len(exchange.body or b""),
                "sha256": sha256(exchange.body) if exchange.body is not None else "",
                "request_headers": [list(pair) for pair in redacted(exchange.request_headers)],
            }
            for exchange in recording.exchanges
        ],
        "tls": recording.tls,
        "clock": _clock(recording),
        "environment": environment(
            browser=recording.browser, proxy=settings.proxy, user_agent=settings.user_agent
        ),
        "settings": {"obey_robots": settings.obey_robots, "timestamp_authority": settings.timestamp_authority},
        "ledger_head": ledger.head(),
        "proves": "What this machine received from the addresses above at the times above. Not who wrote it.",
    }  # fmt: skip
    members = [*members_of(recording, program), ("evidence/capture.json", as_json(record_of_capture))]
    package = datapackage(
        members, title=recording.title or recording.final_url, url=recording.final_url, created=recording.ended,
        software=program,
    )  # fmt: skip
    digest = signed_digest(package, signing_key(folder), created=recording.ended, software=program)
    note = ""
    if settings.timestamp_authority:
        try:
            signature = str(digest["signedData"]["signature"])
            digest["signedData"]["timeSignature"] = ask(
                settings.timestamp_authority, signature.encode(), timeout=settings.download_timeout
            )
        except TimestampRefused as error:
            note = f"no time stamp: {error.what}"
    data = sealed(members, package, digest)
    path = folder / f"{id}-{host_of(recording.final_url).replace(':', '_')}.wacz"
    _write(path, data)
    digest_of_file = hashlib.sha256(data).hexdigest()
    ledger.append(
        who=operator, what="capture", snapshot=path.name, sha256=digest_of_file, url=recording.final_url,
        case=case or "", note=note,
    )  # fmt: skip
    return Snapshot(id, recording.final_url, str(path), digest_of_file, recording.ended, case, listing)


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.chmod(0o444)
        temporary.rename(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CaptureFailed(f"{path}: can't be written: {error}", do="Make room, or give the right to write.") from error


def _clock(recording: Recording) -> dict[str, str]:
    """How far this machine's clock is from the server's word (header Date, whole seconds)."""
    main = recording.main
    said = next((value for name, value in main.response_headers if name.lower() == "date"), "") if main else ""
    try:
        server = parsedate_to_datetime(said)
    except ValueError:
        return {"server_date": said, "offset_s": "unknown"}
    here = datetime.fromisoformat((main.at if main else recording.started).replace("Z", "+00:00"))
    server = server if server.tzinfo else server.replace(tzinfo=UTC)
    return {"server_date": said, "offset_s": f"{(here - server).total_seconds():.0f}"}
