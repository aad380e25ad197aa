"""The language of short, mixed and romanised texts."""

from __future__ import annotations

import json

import pytest

from pipelines.reading.language import language_of
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("象牙手串", "zh"),
        ("iPhone 13 Pro Max 256G 国行 在保", "zh"),
        ("象牙 carved ivory piece for sale, two pieces only, serious buyers", "en"),
        ("Raw ivory tips, two pieces", "en"),
        ("Jual gading gajah asli", "id"),
        ("Bán ngà voi", "vi"),
        ("ban nga voi gia re, lien he zalo", "vi"),
        ("jia weixin you xiangya xianhuo", "zh"),
        ("Продам бивень", "ru"),
        ("Продаємо бурштин", "uk"),
        ("ขายงาช้าง", "th"),
        ("象牙の印鑑です", "ja"),
        ("상아 팝니다", "ko"),
        ("ivoire ancien à vendre, livraison dans toute la France avec les papiers", "fr"),
        ("Vendo marfil, precio a convenir, envío incluido", "es"),
        ("12345 !!! 😀", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.shared
def test_at_least_98_of_100_development_texts() -> None:
    lines = [json.loads(line) for line in (shared("listing-text") / "dev.jsonl").read_text(encoding="utf-8").splitlines()]

    right = sum(language_of(line["text"]) == line["lang"] for line in lines)

    assert right / len(lines) >= 0.98
