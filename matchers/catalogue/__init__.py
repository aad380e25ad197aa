"""The catalogue of watched goods: what comes with the product, and the user's own copy of it."""

from __future__ import annotations

import shutil
import tempfile
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tidewaiter.errors import InvalidInput
from tidewaiter.goods import Goods, read_goods
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
