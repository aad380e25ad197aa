"""Wallet addresses with a valid checksum: Bitcoin, Tron, Ethereum; also cut up, or in parts with fillers between."""

from __future__ import annotations

import hashlib
import re

from pipelines.reading.handles_text import Piece
from pipelines.reading.triggers import Triggered

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUE58 = {letter: value for value, letter in enumerate(_BASE58)}
_BECH32 = {letter: value for value, letter in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_TOKEN = re.compile(r"[a-z0-9]+")
_NAMED = Triggered(
    r"btc|bitcoin|usdt|trc|erc|eth|tron|trx|wallet|钱包|地址|比特币|泰达|以太|波场|收u|u地址|биткоин|кошел|ví|dompet|กระเป๋า|address"
)
_LONG = re.compile(r"[13t0b][a-z0-9]{24}")
_MAX_TOKENS = 24
_MAX_STARTS = 400


def base58_valid(address: str, versions: tuple[int, ...]) -> bool:
    """Whether a base58check address of 25 bytes has one of the version bytes and the right checksum."""
    number = 0
    for letter in address:
        value = _VALUE58.get(letter)
        if value is None:
            return False
        number = number * 58 + value
    if number >= 256**25:
        return False
    raw = number.to_bytes(25, "big")
    zeros = len(raw) - len(raw.lstrip(b"\0"))
    if raw[0] not in versions or len(address) - len(address.lstrip("1")) != zeros:
        return False
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def bech32_valid(address: str) -> bool:
    """Whether a `bc1` address (lower case; version 0 or, as bech32m, later ones) has the right checksum."""
    if not 42 <= len(address) <= 62 or any(letter not in _BECH32 for letter in address[3:]):
        return False
    check = 1
    values = [_BECH32[letter] for letter in address[3:]]
    for value in [3, 3, 0, 2, 3, *values]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                check ^= generator
    return check == (1 if values[0] == 0 else 0x2BC830A3)


def ethereum_valid(address: str) -> bool:
    """Whether `0x` and 40 hex digits are in one case, or in the mixed case of EIP-55."""
    digits = address[2:]
    if not re.fullmatch("[0-9a-fA-F]{40}", digits):
        return False
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = _keccak256(digits.lower().encode()).hex()
    return all(one.isdigit() or one.isupper() == (int(digest[at], 16) >= 8) for at, one in enumerate(digits))


_ROUNDS = []
_lfsr = 1
for _ in range(24):
    _constant = 0
    for _bit in range(7):
        if _lfsr & 1:
            _constant |= 1 << ((1 << _bit) - 1)
        _lfsr = (_lfsr << 1) ^ (0x171 if _lfsr & 0x80 else 0)
    _ROUNDS.append(_constant)
_MASK = (1 << 64) - 1


def _keccak256(data: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it (the padding before SHA-3 was standardised); for one block only."""
    block = bytearray(136)
    block[: len(data)] = data
    block[len(data)] ^= 1
    block[-1] ^= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for number in range(17):
        lanes[number % 5][number // 5] = int.from_bytes(block[number * 8 : number * 8 + 8], "little")
    for constant in _ROUNDS:
        parity = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        mixed = [parity[(x - 1) % 5] ^ _rotated(parity[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lanes[x][y] ^ mixed[x] for y in range(5)] for x in range(5)]
        x, y, current = 1, 0, lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], _rotated(current, (step + 1) * (step + 2) // 2)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5] & _MASK)
        lanes[0][0] ^= constant
    return b"".join(lanes[number % 5][number // 5].to_bytes(8, "little") for number in range(4))


def _rotated(lane: int, by: int) -> int:
    by %= 64
    return (lane << by | lane >> (64 - by)) & _MASK


def wallet_kind(address: str) -> tuple[str, str] | None:
    """(kind, normal form) of an address with a right checksum, else None. Case counts, but for `bc1` and `0x`."""
    lower = address.lower()
    if lower.startswith("bc1"):
        return ("bitcoin", lower) if bech32_valid(lower) else None
    if lower.startswith("0x") and len(address) == 42:
        return ("ethereum", lower) if ethereum_valid(address) else None
    if not 25 <= len(address) <= 35:
        return None
    if address[0] in "13" and base58_valid(address, (0, 5)):
        return "bitcoin", address
    if address[0] == "T" and len(address) == 34 and base58_valid(address, (0x41,)):
        return "tron", address
    return None


def find_wallets(piece: Piece) -> list[tuple[int, int, str, str]]:
    """(start, end, kind, address) of every wallet in the text, also where separators cut it up."""
    text = piece.text
    named = _NAMED.search(text) is not None
    if not named and not _LONG.search(text):
        return []
    tokens = [match.span() for match in _TOKEN.finditer(text)]
    found: list[tuple[int, int, str, str]] = []
    starts = 0
    at = 0
    while at < len(tokens):
        low, high = tokens[at]
        size = high - low
        taken = 0
        if size <= 62 and text[low] in "13tb0" and (size >= 25 or (named and size < 62)):
            if size >= 25 and _may_be(text, tokens[at : at + 1], size) and (kind := wallet_kind(piece.cased(low, high))):
                found.append((low, high, *kind))
                taken = 1
            elif named and starts < _MAX_STARTS:
                starts += 1
                taken, joined = _put_together(piece, tokens, at)
                if joined is not None:
                    found.append(joined)
        at += max(taken, 1)
    return found


def _may_be(text: str, tokens: list[tuple[int, int]], size: int) -> bool:
    """Whether tokens of so many characters together may be a wallet, before their case is known (cheap)."""
    folded = "".join(text[low:high] for low, high in tokens)
    if folded.startswith("bc1"):
        return size >= 42
    if folded.startswith("0x"):
        return size == 42
    # Base58 has no zero.
    return "0" not in folded and (size == 34 if folded[0] == "t" else 25 <= size <= 35 and folded[0] in "13")


def _put_together(piece: Piece, tokens: list[tuple[int, int]], at: int) -> tuple[int, tuple[int, int, str, str] | None]:
    """A wallet cut up from token `at` on: how many tokens, and what it is."""
    text = piece.text
    size, low = 0, tokens[at][0]
    for number in range(at, min(at + _MAX_TOKENS, len(tokens))):
        start, end = tokens[number]
        if number > at:
            gap = text[tokens[number - 1][1] : start]
            if len(gap) > 5 or any(one.isalpha() for one in gap):
                break
        size += end - start
        if size > 62:
            break
        if size >= 25 and _may_be(text, tokens[at : number + 1], size):
            address = "".join(piece.cased(*token) for token in tokens[at : number + 1])
            if kind := wallet_kind(address):
                return number - at + 1, (low, end, *kind)
    return 0, None
