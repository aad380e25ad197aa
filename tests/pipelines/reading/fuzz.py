"""Fuzzes all text readers with atheris (`pip install atheris`): `python -m tests.pipelines.reading.fuzz -max_total_time=300`.

Not run by pytest. Bytes choose marks that the readers look for, or are text themselves; `properties.py` says what must hold.
Besides, no text may take longer than its length explains.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipelines.reading", "tidewaiter.folding"]):
    from matchers.catalogue import load_goods
    from pipelines.reading.reader import TextReader

from tests.pipelines.reading.properties import MARKS, check

_SECONDS_A_CHARACTER = 2e-3
"""Some hundred times what a character takes, instrumented: only a superlinear step is over it."""


def main() -> None:
    """Runs until the time is over or something fails; arguments are libFuzzer's."""
    with tempfile.TemporaryDirectory() as home:
        reader = TextReader(load_goods(Path(home)))

    def one(data: bytes) -> None:
        source = atheris.FuzzedDataProvider(data)
        parts = []
        while source.remaining_bytes() > 1:
            if source.ConsumeBool():
                parts.append(MARKS[source.ConsumeIntInRange(0, len(MARKS) - 1)])
            else:
                parts.append(source.ConsumeUnicodeNoSurrogates(source.ConsumeIntInRange(1, 8)))
        text = "".join(parts)
        started = time.process_time()
        check(reader, {"title": text[: len(text) // 3], "text": text[len(text) // 3 :]})
        taken = time.process_time() - started
        assert taken < 1 + _SECONDS_A_CHARACTER * len(text), f"{taken:.1f} s for {len(text)} characters"

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
