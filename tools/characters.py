"""Makes pipelines/reading/syllables.tsv and parts.tsv: python -m tools.characters REFERENCE

How the characters of GB 2312 sound (package pypinyin, MIT) and into which two or three parts they split
(chaizi-simplified.txt of kfcd/chaizi in REFERENCE, CC BY 3.0).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin import lazy_pinyin

OUT = Path(__file__).resolve().parent.parent / "pipelines" / "reading"


def simplified() -> list[str]:
    """The characters of GB 2312, in its order."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [character for row in rows if len(character := row.decode("gb2312", "ignore")) == 1]


def main(reference: Path) -> None:
    """Writes both tables."""
    characters = simplified()
    sounds: dict[str, list[str]] = defaultdict(list)
    for character in characters:
        sounds[lazy_pinyin(character)[0].replace("ü", "v")].append(character)
    lines = [f"{sound}\t{''.join(found)}\n" for sound, found in sorted(sounds.items())]
    (OUT / "syllables.tsv").write_text(
        "# Syllable without tone, and the characters that are read so\n" + "".join(lines), encoding="utf-8"
    )

    known = set(characters)
    lines = []
    for line in (reference / "chaizi-simplified.txt").read_text(encoding="utf-8").splitlines():
        character, *splits = line.split("\t")
        short = [split.split() for split in splits if 2 <= len(split.split()) <= 3]
        if character in known and short:
            lines.append(f"{character}\t{' '.join(dict.fromkeys(''.join(split) for split in short))}\n")
    (OUT / "parts.tsv").write_text(
        "# Character, and the parts that it is split into in writing\n" + "".join(lines), encoding="utf-8"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
