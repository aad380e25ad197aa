"""Each family of disguises in the languages of the trade; numbers and names that are no contacts."""

from __future__ import annotations

import pytest

from pipelines.reading.handles import read_handles
from tests.pipelines.reading.families import FAMILIES, TEMPTING


@pytest.mark.parametrize(("language", "country", "text", "wanted"), FAMILIES, ids=lambda value: str(value)[:40])
def test_a_disguise_is_read_in_each_language(language: str, country: str, text: str, wanted: str) -> None:
    read = sorted(f"{handle.kind}:{handle.value}" for handle in read_handles(text, country=country, language=language))

    assert read == sorted(wanted.split())


@pytest.mark.parametrize(("language", "country", "text"), TEMPTING, ids=lambda value: str(value)[:40])
def test_what_is_no_contact_gives_none(language: str, country: str, text: str) -> None:
    assert read_handles(text, country=country, language=language) == []


NOISE = "。\n包邮，七天无理由退换，支持验货；尺寸 13*80*13cm，2023年8月1日 ok thanks"


@pytest.mark.parametrize(("language", "country", "text", "wanted"), FAMILIES, ids=lambda value: str(value)[:40])
def test_noise_behind_loses_nothing(language: str, country: str, text: str, wanted: str) -> None:
    read = {f"{handle.kind}:{handle.value}" for handle in read_handles(text + NOISE, country=country, language=language)}

    assert set(wanted.split()) <= read
