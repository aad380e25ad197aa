"""How well prices are read: python -m benchmarks.prices [--misses]

Three tables of ../shared/data, and the labelled lines of the tests:
the listing texts (main price exact; a quarter of the lines was kept aside while building), the
cases of price-parser (amount and currency both right), the currency specs of Recognizers-Text (all of a row's amounts, exact
span and value).
Prints Markdown rows for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.handles import BLIND, fields_of
from pipelines.reading.prices import read_prices
from pipelines.reading.prices_currency import Currencies
from pipelines.reading.prices_field import read_price_field
from tidewaiter.folding import fold_text
from tidewaiter.model import Price

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NO_COUNTRY = Currencies("", None, "en", in_field=True)


def rows(path: Path) -> list[dict[str, Any]]:
    """JSON Lines, or one JSON list."""
    text = path.read_text(encoding="utf-8-sig")
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines() if line.strip()]


def kept_aside(identity: str) -> bool:
    """A quarter of the lines, by hash, that nothing was built on."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 4 == 0


def key(price: Price | dict[str, Any] | None) -> tuple[Any, ...] | None:
    """What the scorer of the listing texts compares."""
    if price is None:
        return None
    get = price.get if isinstance(price, dict) else lambda name: getattr(price, name)
    parts = tuple(None if get(name) is None else round(float(get(name)), 2) for name in ("amount", "low", "high"))
    return (*parts, get("currency"))


def listing_texts() -> Iterator[tuple[str, bool, str]]:
    """(group, right, what was read) for each priced line."""
    for row in rows(SHARED / "listing-text" / "dev.jsonl"):
        found = read_prices(row["text"], country=row.get("country"), language=row["lang"])
        wanted = {key(price) for price in [row.get("price"), *row.get("price_ok", [])] if price}
        group = "listing texts, kept aside" if kept_aside(row["id"]) else "listing texts, built on"
        got = key(found[0]) if found else None
        if wanted:
            yield group, got in wanted, f"{row['text'][:90]!r}: {got}, wanted {wanted}"
        else:
            yield group + ", no price", got is None, f"{row['text'][:90]!r}: {got}, wanted none"


def labelled_lines() -> Iterator[tuple[str, bool, str]]:
    """The same for the labelled lines of the tests that others wrote (240 of the 310 in fourth and fifth at first sight)."""
    for name in ("fourth", "fifth"):
        for row in rows(BLIND / f"{name}.jsonl"):
            found = read_prices(fields_of(row), country=row.get("country"), language=row["lang"])
            wanted = {key(price) for price in [row.get("price"), *row.get("price_ok", [])] if price}
            got = key(found[0]) if found else None
            yield (
                f"blind, {name}" + ("" if wanted else ", no price"),
                got in wanted if wanted else got is None,
                f"{row['text'][:90]!r}: {got}, wanted {wanted}",
            )


def price_parser() -> Iterator[tuple[str, bool, str]]:
    """The same for price-parser's own cases."""
    for row in rows(SHARED / "specs" / "price-parser.jsonl"):
        price = read_price_field(
            row["price_raw"] or "", currency=row["currency_raw"], language="en", decimal_point=row["decimal_separator"]
        )
        wanted_sign = NO_COUNTRY.after(" " + fold_text(row["currency"]), 0) if row["currency"] else None
        wanted = (row["amount_float"], NO_COUNTRY.meant(wanted_sign[0]) if wanted_sign else row["currency"])
        got = (price.amount, price.currency) if price else (None, None)
        group = "price-parser, its known failures" if "XFAIL" in row["group"] else "price-parser, its cases"
        yield group, got == wanted, f"{row['price_raw']!r} | {row['currency_raw']!r}: {got}, wanted {wanted}"


def recognizers() -> Iterator[tuple[str, bool, str]]:
    """The same for the currency specs of Recognizers-Text: a row is right when each of its amounts is read where it stands."""
    hundredths = {"Cent", "Pence", "Sen"}
    for language in ("chinese", "english"):
        for row in rows(SHARED / "specs" / "recognizers-text" / f"numberwithunit-{language}-currency.json"):
            found = read_prices(row["Input"], language=language[:2].replace("ch", "zh"), every=True)
            got = {(price.spans[0].start, price.spans[0].end - 1, price.amount or price.low or price.high) for price in found}
            wanted = set()
            for result in row["Results"]:
                if (value := result["Resolution"]["value"]) is not None:
                    factor = 0.01 if result["Resolution"]["unit"] in hundredths else 1
                    wanted.add((result["Start"], result["End"], round(float(value) * factor, 4)))
            yield f"Recognizers-Text currency, {language}", wanted <= got, f"{row['Input'][:90]!r}: {got}, wanted {wanted}"


def main() -> None:
    """Scores all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--misses", action="store_true", help="show what was read wrong")
    options = arguments.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"{SHARED} is missing: this benchmark reads the shared data")
    table: dict[str, list[int]] = {}
    started = time.perf_counter()
    for group, right, shown in [*listing_texts(), *labelled_lines(), *price_parser(), *recognizers()]:
        counts = table.setdefault(group, [0, 0])
        counts[0] += right
        counts[1] += 1
        if options.misses and not right:
            print(f"{group}: {shown}")
    print("| table | right | of | share |\n| --- | --- | --- | --- |")
    for group, (right, count) in table.items():
        print(f"| {group} | {right} | {count} | {right / count:.3f} |")
    print(f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
