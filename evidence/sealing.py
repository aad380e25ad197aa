"""Seals a snapshot: digests of every file, a signature over them, a trusted time stamp where a service is set.

datapackage.json and datapackage-digest.json as in WACZ 1.1.1; the signature as in wacz-auth 0.1.0, anonymous form (ECDSA
over the digest's text, public key inside), with the time stamp of RFC 3161 over the signature's text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from evidence.zip_layout import laid_out
from tidewaiter.errors import InvalidInput

DATAPACKAGE = "datapackage.json"
DIGEST = "datapackage-digest.json"


def as_json(data: dict[str, Any]) -> bytes:
    """The one way in which a snapshot's own JSON is written: `verify` writes it again and compares."""
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def sha256(data: bytes) -> str:
    """`sha256:` and hex, as datapackages have it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def signing_key(folder: Path) -> ec.EllipticCurvePrivateKey:
    """The installation's signing key (`signing-key.pem` in the folder, for its owner's eyes), made on first use.

    Raises `InvalidInput` where the file is no such key.
    """
    file = folder / "signing-key.pem"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return signing_key(folder)  # another process was faster: its key is the key
        with os.fdopen(handle, "wb") as out:
            out.write(pem)
        return made
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (ValueError, TypeError) as error:
        raise InvalidInput(f"{file}: no private key: {error}", do="Put the right key back, or move the file away.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise InvalidInput(f"{file}: no elliptic-curve key", do="Put the right key back, or move the file away.")
    return key


def public_text(key: ec.EllipticCurvePublicKey) -> str:
    """Base64 of the public key (DER, SubjectPublicKeyInfo)."""
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def datapackage(members: list[tuple[str, bytes]], *, title: str, url: str, created: str, software: str) -> bytes:
    """datapackage.json for the members."""
    return as_json(
        {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "mainPageUrl": url,
            "mainPageDate": created,
            "created": created,
            "software": software,
            "resources": [
                {"name": path.rpartition("/")[2], "path": path, "hash": sha256(data), "bytes": len(data)}
                for path, data in members
            ],
        }
    )


def signed_digest(package: bytes, key: ec.EllipticCurvePrivateKey, *, created: str, software: str) -> dict[str, Any]:
    """datapackage-digest.json as data: the digest of datapackage.json, and the signature over that digest's text."""
    digest = sha256(package)
    signature = base64.b64encode(key.sign(digest.encode(), ec.ECDSA(hashes.SHA256()))).decode()
    return {
        "path": DATAPACKAGE,
        "hash": digest,
        "signedData": {
            "hash": digest,
            "created": created,
            "software": software,
            "signature": signature,
            "publicKey": public_text(key.public_key()),
        },
    }


def sealed(members: list[tuple[str, bytes]], package: bytes, digest: dict[str, Any]) -> bytes:
    """The bytes of the .wacz file."""
    return laid_out([*members, (DATAPACKAGE, package), (DIGEST, as_json(digest))])
