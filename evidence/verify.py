"""Checks a snapshot with no network and no index: nothing in it changed since it was sealed; each failure is named.

Of any WACZ: the container, every digest, the signature, its certificate at the time of signing, the time stamp's imprint.
Of Tidewaiter's own: also that the file is laid out byte for byte as it was sealed, so that any changed byte fails.
"""

from __future__ import annotations

import binascii
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence.ledger import Ledger
from evidence.sealing import DATAPACKAGE, DIGEST, as_json
from evidence.signatures import check_signature
from evidence.zip_layout import laid_out

MAX_JSON_BYTES = 32 << 20


@dataclass(slots=True)
class Verification:
    """What was found. `ok`: no failure. `notes` are what holds but should be known (no signature, no time stamp ...)."""

    file: str
    sha256: str = ""
    url: str = ""
    captured: str = ""
    signed_by: str = ""
    """SHA-256 of the public key, or the domain of a domain signature."""
    stamped: str = ""
    """Time of the trusted time stamp."""
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def verify(path: Path, ledger: Path | None = None) -> Verification:
    """Checks one .wacz; with the folder of a ledger also that the ledger is whole and names this very file."""
    found = Verification(str(path))
    try:
        data = path.read_bytes()
    except OSError as error:
        found.failures.append(f"the file can't be read: {error.strerror or error}")
        return found
    found.sha256 = hashlib.sha256(data).hexdigest()
    members = _members(data, found)
    if members is not None:
        package = _datapackage(members, found)
        _digest_file(members, found)
        if package is not None and str(package.get("software", "")).startswith("tidewaiter "):
            _own_layout(data, members, package, found)
        _warcs(members, found)
    if ledger is not None:
        _ledger(Ledger(ledger), found)
    return found


def _members(data: bytes, found: Verification) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            names = [info.filename for info in infos]
            for name in sorted({name for name in names if names.count(name) > 1}):
                found.failures.append(f"{name}: stands in the file more than once")
            limit = 50 * len(data) + MAX_JSON_BYTES
            if sum(info.file_size for info in infos) > limit:
                found.failures.append("the file claims to unpack to far more than it holds: not read")
                return None
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, binascii.Error) as error:
        found.failures.append(f"not a whole ZIP file: {error}")
    except Exception as error:
        found.failures.append(f"a member can't be unpacked: {error}")
    return None


def _json(members: Mapping[str, bytes], name: str, found: Verification) -> dict[str, Any] | None:
    if name not in members:
        found.failures.append(f"{name}: is not there")
        return None
    try:
        data = json.loads(members[name]) if len(members[name]) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        found.failures.append(f"{name}: is no JSON object")
        return None
    return data


def _datapackage(members: Mapping[str, bytes], found: Verification) -> dict[str, Any] | None:
    package = _json(members, DATAPACKAGE, found)
    if package is None:
        return None
    found.url = str(package.get("mainPageUrl") or package.get("mainPageURL") or "")
    found.captured = str(package.get("mainPageDate") or package.get("created") or "")
    resources = package.get("resources")
    if not isinstance(resources, list) or not resources:
        found.failures.append(f"{DATAPACKAGE}: lists no resources")
        return package
    listed: set[str] = set()
    for resource in resources:
        if not isinstance(resource, dict) or not isinstance(resource.get("path"), str):
            found.failures.append(f"{DATAPACKAGE}: a resource has no path")
            continue
        path = resource["path"]
        listed.add(path)
        _resource(path, resource, members, found)
    for name in sorted(set(members) - listed - {DATAPACKAGE, DIGEST}):
        found.failures.append(f"{name}: is in the file but not listed in {DATAPACKAGE}")
    if not any(path.startswith("archive/") for path in listed):
        found.failures.append(f"{DATAPACKAGE}: lists no archive")
    return package


def _resource(path: str, resource: Mapping[str, Any], members: Mapping[str, bytes], found: Verification) -> None:
    if path not in members:
        found.failures.append(f"{path}: is listed but not in the file")
        return
    algorithm, _, digest = str(resource.get("hash", "")).partition(":")
    if algorithm not in {"sha256", "sha384", "sha512", "md5", "sha1"} or not digest:
        found.failures.append(f"{path}: has no digest in {DATAPACKAGE}")
        return
    if algorithm in {"md5", "sha1"}:
        found.failures.append(f"{path}: its digest is {algorithm}, which proves nothing today")
        return
    if hashlib.new(algorithm, members[path]).hexdigest() != digest.lower():
        found.failures.append(f"{path}: changed since it was sealed ({algorithm} does not fit)")
    elif resource.get("bytes") not in (None, len(members[path])):
        found.failures.append(f"{path}: has {len(members[path])} bytes, {resource['bytes']} are listed")


def _digest_file(members: Mapping[str, bytes], found: Verification) -> None:
    if DIGEST not in members:
        found.notes.append(f"no {DIGEST}: nothing vouches for {DATAPACKAGE} itself")
        return
    digest = _json(members, DIGEST, found)
    if digest is None or DATAPACKAGE not in members:
        return
    seen = f"sha256:{hashlib.sha256(members[DATAPACKAGE]).hexdigest()}"
    if digest.get("hash") != seen:
        found.failures.append(f"{DATAPACKAGE}: changed since it was sealed (its digest in {DIGEST} does not fit)")
    signed = digest.get("signedData")
    if signed is None:
        found.notes.append("not signed: the digests show damage, not who sealed it")
        return
    if not isinstance(signed, dict):
        found.failures.append(f"{DIGEST}: signedData is no object")
        return
    if signed.get("hash") != seen:
        found.failures.append(f"{DIGEST}: the signature is for another {DATAPACKAGE}")
    result = check_signature(signed)
    found.signed_by, found.stamped = result.signer, result.stamped
    found.failures += [f"signature: {failure}" for failure in result.failures]
    found.notes += result.notes


def _own_layout(data: bytes, members: Mapping[str, bytes], package: dict[str, Any], found: Verification) -> None:
    if DIGEST not in members:
        found.failures.append(f"{DIGEST}: is not there, though Tidewaiter seals with one")
        return
    if laid_out(list(members.items())) != data:
        found.failures.append("the container was changed: headers, order or gaps between the files are not as sealed")
    digest = _json(members, DIGEST, found)
    if digest is None:
        return
    for name, content in ((DATAPACKAGE, package), (DIGEST, digest)):
        if as_json(content) != members[name]:
            found.failures.append(f"{name}: is not written as it was sealed")
    signed = digest.get("signedData")
    if not isinstance(signed, dict):
        found.failures.append(f"{DIGEST}: holds no signature, though Tidewaiter signs")
        return
    for name in ("created", "software"):
        if signed.get(name) != package.get(name):
            found.failures.append(f"{DIGEST}: {name} differs from {DATAPACKAGE}")
    known = {"hash", "created", "software", "signature", "publicKey", "timeSignature"}
    if set(digest) != {"path", "hash", "signedData"} or digest.get("path") != DATAPACKAGE or not set(signed) <= known:
        found.failures.append(f"{DIGEST}: has fields that were not sealed")


def _warcs(members: Mapping[str, bytes], found: Verification) -> None:
    for name, data in members.items():
        if not name.startswith("archive/"):
            continue
        head = data[:2] == b"\x1f\x8b"
        try:
            first = gzip.GzipFile(fileobj=io.BytesIO(data)).read(5) if head else data[:5]
        except (OSError, EOFError) as error:
            found.failures.append(f"{name}: can't be unpacked: {error}")
            continue
        if first != b"WARC/":
            found.failures.append(f"{name}: is no WARC file")


def _ledger(ledger: Ledger, found: Verification) -> None:
    found.failures += ledger.failures()
    entries = [entry for entry, _ in ledger.entries() if entry is not None]
    if not entries:
        found.failures.append(f"the ledger {ledger.file} is empty or not there")
        return
    name = Path(found.file).name
    if any(entry.sha256 == found.sha256 and entry.what == "capture" for entry in entries):
        return
    named = next((entry for entry in entries if entry.snapshot == name and entry.what == "capture"), None)
    if named is not None:
        found.failures.append(f"the file is not the one that was sealed: ledger line {named.n} has SHA-256 {named.sha256}")
    else:
        found.failures.append("the ledger knows no capture of this file")
