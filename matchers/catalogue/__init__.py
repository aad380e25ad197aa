"""The catalogue of watched goods: what comes with the product, the user's own copy of it, and what analysts add to it."""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tidewaiter.errors import InvalidInput
from tidewaiter.goods import CodeWord, Goods, read_goods
from tidewaiter.yamlfiles import yaml_files


def bundled_goods() -> list[Traversable]:
    """The goods files that come with the product, by name."""
    return sorted((file for file in files(__name__).iterdir() if file.name.endswith(".yml")), key=lambda file: file.name)


def goods_folder(home: Path) -> Path:
    """HOME/goods, with the catalogue copied into it on first use: from then on it is the user's to edit.

    A file that the user took away stays away: only a folder that doesn't exist yet is filled. The copy appears as a
    whole or not at all, so that two commands that start at once don't read half of it.
    """
    folder = home / "goods"
    if folder.is_dir():
        return folder
    home.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".goods-", dir=home))
    try:
        for file in bundled_goods():
            (staging / file.name).write_bytes(file.read_bytes())
        staging.chmod(0o755)
        staging.rename(folder)
    except OSError:
        shutil.rmtree(staging, ignore_errors=True)
        if not folder.is_dir():  # another command's copy came first: as good as ours
            raise
    return folder


def load_goods(home: Path) -> list[Goods]:
    """The user's goods in HOME/goods, by id.

    Raises `InvalidInput` that names the file and line of a mistake, or the two files that give one id.
    """
    found: dict[str, tuple[Path, Goods]] = {}
    for path in yaml_files(goods_folder(home)):
        goods = read_goods(path)
        if goods.id in found:
            raise InvalidInput(
                f"{path}: id: '{goods.id}' is already given in {found[goods.id][0]}", do="Rename or remove one of the two."
            )
        found[goods.id] = (path, goods)
    return [found[key][1] for key in sorted(found)]


def accept_code_word(home: Path, goods: str, code: CodeWord) -> Path:
    """Writes a code word into the user's file of those goods, comments and order kept; gives the file.

    Raises `InvalidInput` where there are no such goods, the word is there already, or the list is written in one line.
    """
    path = next((path for path in yaml_files(goods_folder(home)) if read_goods(path).id == goods), None)
    if path is None:
        raise InvalidInput(f"no goods '{goods}' in {goods_folder(home)}", do="`tidewaiter goods list` shows the ids.")
    if any(known.word == code.word for known in read_goods(path).code_words):
        raise InvalidInput(f"{path}: '{code.word}' is a code word already", do="Edit its context in that file.")
    given = {key: value for key, value in code.model_dump().items() if value}
    line = f"  - {json.dumps(given, ensure_ascii=False)}"
    text = path.read_text(encoding="utf-8")
    if "\ncode_words:\n" in text:
        text = text.replace("\ncode_words:\n", f"\ncode_words:\n{line}\n", 1)
    elif "\ncode_words:" in text:
        raise InvalidInput(f"{path}: code_words is written in one line", do="Write one code word a line, each with '- '.")
    else:
        text = f"{text.rstrip()}\ncode_words:\n{line}\n"
    trial = path.with_suffix(".trial")
    try:
        trial.write_text(text, encoding="utf-8")
        read_goods(trial)
        trial.replace(path)
    finally:
        trial.unlink(missing_ok=True)
    return path


def rejected_words(home: Path) -> list[str]:
    """Words that an analyst said are no code words, one a line in HOME/words-rejected.txt."""
    path = home / "words-rejected.txt"
    return path.read_text(encoding="utf-8").split("\n")[:-1] if path.is_file() else []


def reject_word(home: Path, word: str) -> None:
    """Remembers that a word is no code word."""
    if word not in rejected_words(home):
        home.mkdir(parents=True, exist_ok=True)
        with (home / "words-rejected.txt").open("a", encoding="utf-8") as file:
            file.write(f"{word}\n")
