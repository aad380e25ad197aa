"""Checks the signature of a WACZ (wacz-auth 0.1.0): anonymous (a bare public key) or by a domain's certificate."""

from __future__ import annotations

import base64
import hashlib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import verification

from evidence.timestamp import check as check_stamp

STAMP_TOLERANCE = timedelta(minutes=10)
"""How far the trusted time may lie from the time that the signer claims: wacz-auth 0.1.0 asks for ten minutes."""


@dataclass(slots=True)
class Signed:
    """What a signature shows."""

    signer: str = ""
    stamped: str = ""
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_signature(signed: Mapping[str, Any]) -> Signed:
    """Checks `signedData` of a datapackage-digest.json."""
    found = Signed()
    signature, digest = signed.get("signature"), signed.get("hash")
    if not isinstance(signature, str) or not isinstance(digest, str):
        found.failures.append("there is none")
        return found
    created = _moment(signed.get("created"))
    if created is None:
        found.failures.append("it says no time")
        return found
    key = _key(signed, created, found)
    if key is None:
        return found
    if not _fits(key, signature, digest.encode()):
        found.failures.append("it does not fit: the digest or the key was changed")
    _stamp(signed, signature, created, found)
    return found


def _key(signed: Mapping[str, Any], created: datetime, found: Signed) -> Any:
    if domain := signed.get("domain"):
        return _domain_key(str(domain), signed.get("domainCert"), created, found)
    try:
        der = base64.b64decode(str(signed.get("publicKey", "")), validate=True)
        key = serialization.load_der_public_key(der)
    except ValueError as error:
        found.failures.append(f"its public key can't be read: {error}")
        return None
    found.signer = hashlib.sha256(der).hexdigest()
    found.notes.append(f"signed by the key {found.signer}: whose it is, the file can't say; compare it with the sealer's")
    return key


def _domain_key(domain: str, pem: object, created: datetime, found: Signed) -> Any:
    try:
        chain = x509.load_pem_x509_certificates(str(pem).encode())
    except ValueError as error:
        found.failures.append(f"its certificate can't be read: {error}")
        return None
    found.signer = domain
    try:
        builder = verification.PolicyBuilder().store(verification.Store(_roots())).time(created.replace(tzinfo=None))
        builder.build_server_verifier(x509.DNSName(domain)).verify(chain[0], chain[1:])
    except (verification.VerificationError, ValueError) as error:
        found.failures.append(f"the certificate of {domain} leads to no trusted authority at the time of signing: {error}")
    return chain[0].public_key()


def _roots() -> list[x509.Certificate]:
    import certifi

    pem = Path(certifi.where()).read_bytes()
    with warnings.catch_warnings():
        # One old root has a serial number that today's rules forbid; it is no reason to warn whoever verifies a snapshot.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(pem)


def _fits(key: Any, signature: str, message: bytes) -> bool:
    try:
        raw = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    if isinstance(key, ec.EllipticCurvePublicKey):
        # DER, or the two numbers side by side as browsers' WebCrypto gives them.
        half = (key.curve.key_size + 7) // 8
        forms = [raw]
        if len(raw) == 2 * half:
            forms.append(encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")))
        return any(_holds(lambda form=form: key.verify(form, message, ec.ECDSA(hashes.SHA256()))) for form in forms)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return _holds(lambda: key.verify(raw, message))
    if isinstance(key, rsa.RSAPublicKey):
        return _holds(lambda: key.verify(raw, message, padding.PKCS1v15(), hashes.SHA256()))
    return False


def _holds(check: Any) -> bool:
    try:
        check()
    except (InvalidSignature, ValueError):
        return False
    return True


def _stamp(signed: Mapping[str, Any], signature: str, created: datetime, found: Signed) -> None:
    stamp = signed.get("timeSignature")
    if not stamp:
        found.notes.append("no trusted time stamp: the time is the sealing machine's own")
        return
    stamped, wrong = check_stamp(str(stamp), signature.encode())
    if stamped is None:
        found.failures.append(wrong or "the time stamp can't be read")
        return
    found.stamped = stamped.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if abs(stamped - created) > STAMP_TOLERANCE:
        found.failures.append(f"the time stamp ({found.stamped}) is more than ten minutes from the time claimed")


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
