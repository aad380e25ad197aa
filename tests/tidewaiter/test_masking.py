"""What must not be shown whole."""

from __future__ import annotations

import pytest

from tidewaiter.masking import without_password


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://me:secret@host:9200/x", "https://host:9200/x"),
        ("redis://:se@cret@127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("me:secret@proxy:3128", "proxy:3128"),
        ("s3://bucket/folder", "s3://bucket/folder"),
        (
            "Tidewaiter (mail me@customs.example, +https://a.example/b)",
            "Tidewaiter (mail me@customs.example, +https://a.example/b)",
        ),
    ],
)
def test_a_password_in_an_address_is_never_shown(address: str, shown: str) -> None:
    assert without_password(address) == shown
