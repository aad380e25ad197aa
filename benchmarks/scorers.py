"""The scorers that lie beside the real data, as modules."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType


def scorer(path: Path) -> ModuleType:
    """The module of one file; ends the program where there is none."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
