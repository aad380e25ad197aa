"""Labelled lines for reading tests: carrier sentences, platform names and disguises put together by a seeded script.

    python -m tests.pipelines.reading.blind.generate

Written without a look at the readers' code. All values are random and belong to nobody that is known.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

from tests.pipelines.reading.blind import first, second, third

Shape = Callable[[random.Random, str], str]
HERE = Path(__file__).parent
CALLING = {"zh": "+86", "vi": "+84", "ru": "+7", "th": "+66", "id": "+62", "en": "+44"}


def number(r: random.Random, lang: str) -> str:
    """A mobile number as written at home."""
    tail = "".join(r.choice("0123456789") for _ in range(8))
    if lang in ("zh", "hant"):
        return r.choice(["138", "159", "186", "177", "133", "152", "199", "135"]) + tail
    if lang == "vi":
        return r.choice(["091", "097", "086", "070", "033"]) + tail[:7]
    if lang == "ru":
        return "89" + r.choice("01256") + tail
    if lang == "th":
        return r.choice(["081", "089", "062", "095"]) + tail[:7]
    if lang == "id":
        return "081" + r.choice("2357") + tail
    return "0" + r.choice(["7911", "7400", "7700"]) + tail[:6]


def international(lang: str, digits: str) -> str:
    """E.164 of a number written at home."""
    if lang in ("zh", "hant"):
        return "+86" + digits
    if lang == "ru":
        return "+7" + digits[1:]
    return CALLING[lang] + digits[1:]


def account(r: random.Random) -> str:
    """A made-up account name of letters and digits."""
    name = r.choice(
        [
            "lanhai",
            "mufeng",
            "qiuyue",
            "hanxu",
            "dayong",
            "chuanqi",
            "yutang",
            "ruibao",
            "zhouji",
            "fengye",
            "meilin",
            "kunpeng",
            "tianshu",
        ]
    )
    return name + r.choice(["", "_", ""]) + r.choice(["88", "2019", "666", "520", "vip7", "x9", "3721"])


def build(seed: int, source: object, count: int, written: str) -> list[dict[str, object]]:
    """`count` lines: those written one by one, then carriers filled in."""
    r = random.Random(seed)
    lines: list[dict[str, object]] = []
    templates = [tuple(line.split("|||")) for line in source.WRITTEN]  # type: ignore[attr-defined]
    carriers = [(lang, text) for lang, texts in source.CARRIERS.items() for text in texts]  # type: ignore[attr-defined]
    weights = [{"zh": 8, "hant": 3}.get(lang, 3) for lang, _ in carriers]
    while len(templates) < count:
        lang, text = r.choices(carriers, weights)[0]
        templates.append((lang, {"en": "GB"}.get(lang, ""), text))
    for position, parts in enumerate(templates):
        lang, country, text = parts[0].strip(), parts[1].strip(), parts[2].strip().replace("\\n", "\n")
        handles: list[dict[str, object]] = []
        words: list[dict[str, str]] = []
        identifiers: list[dict[str, str]] = []
        price: list[dict[str, object]] = []

        def contact(_: re.Match[str], lang: str = lang, handles: list[dict[str, object]] = handles) -> str:
            kind, labels = r.choice(source.LABELS[lang])  # type: ignore[attr-defined]
            label = r.choice(labels)
            numeric = kind in ("phone", "whatsapp", "viber", "zalo", "signal") or (kind == "wechat" and r.random() < 0.6)
            how = []
            if kind == "qq":
                plain = value = str(r.randrange(10**8, 10**10))
                numeric = True
            elif numeric:
                plain = number(r, lang)
                value = plain if kind in ("wechat", "zalo", "signal") else international(lang, plain)
            else:
                plain = value = account(r)
            table = source.DIGITS if numeric else source.NAMES  # type: ignore[attr-defined]
            usable = [name for name, (langs, _) in table.items() if not langs or lang in langs.split()]
            shown = plain
            if r.random() < 0.75:
                name = r.choice(usable)
                shown = table[name][1](r, plain)
                how.append(name)
            handles.append({"kind": kind, "value": value, "raw": shown, "how": [*how, "label:" + label.strip()]})
            return label + shown

        def wanted(match: re.Match[str], lang: str = lang, handles: list[dict[str, object]] = handles) -> str:
            kind, value, shown, how = match[1].split(";")
            handles.append({"kind": kind, "value": value or shown, "raw": shown, "how": [h for h in how.split(",") if h]})
            return shown

        def priced(match: re.Match[str], price: list[dict[str, object]] = price) -> str:
            amount, currency, shown = match[1].split(";")
            if "-" in amount:
                low, high = amount.split("-")
                one: dict[str, object] = {"currency": currency}
                if low:
                    one["low"] = float(low)
                if high:
                    one["high"] = float(high)
            else:
                one = {"amount": float(amount), "currency": currency}
            price.append(one)
            return shown

        def worded(match: re.Match[str], words: list[dict[str, str]] = words) -> str:
            word, goods, kind = match[1].split(";")
            words.append({"word": word, "kind": kind, **({"goods": goods} if goods else {})})
            return word

        def identified(match: re.Match[str], identifiers: list[dict[str, str]] = identifiers) -> str:
            kind, value = match[1].split(";")[:2]
            identifiers.append({"kind": kind, "value": value})
            return match[1].split(";")[-1]

        def trap(_: re.Match[str], lang: str = lang) -> str:
            return r.choice(source.TRAPS[lang])(r)  # type: ignore[attr-defined]

        text = re.sub(r"\[w:([^\]]+)\]", worded, text)
        text = re.sub(r"\[p:([^\]]+)\]", priced, text)
        text = re.sub(r"\[i:([^\]]+)\]", identified, text)
        text = re.sub(r"\[h:((?:[^;]*;){3}[^;\]]*)\]", wanted, text)
        text = re.sub(r"\{c\}", contact, text)
        text = re.sub(r"\{n\}", trap, text)
        line: dict[str, object] = {
            "id": f"{written}-{position + 1:04}",
            "lang": "zh" if lang == "hant" else lang,
            "text": text,
            "handles": handles,
            "price": price[0] if price else None,
            "identifiers": identifiers,
            "words": words,
            "disguise": sorted({how for one in handles for how in one["how"]}),  # type: ignore[attr-defined]
            "negative": not handles,
            "note": "written" if position < len(source.WRITTEN) else "carrier",  # type: ignore[attr-defined]
        }
        if country:
            line["country"] = country
        lines.append(line)
    return lines


def main() -> None:
    """Writes the files."""
    lines = build(20261, first, 260, "one")
    random.Random(5).shuffle(lines)
    cut = len(lines) * 6 // 10
    for name, part in (
        ("learn", lines[:cut]),
        ("aside", lines[cut:]),
        ("second", build(77, second, 120, "two")),
        ("third", build(3, third, len(third.WRITTEN), "three")),
    ):
        (HERE / f"{name}.jsonl").write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in part), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
