"""Memory of a process and its children, from /proc (Linux; elsewhere nothing is known, and nothing is capped)."""

from __future__ import annotations

from pathlib import Path


def with_argument(argument: str) -> int | None:
    """The process of this machine that has the argument on its command line."""
    wanted = argument.encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "cmdline").read_bytes().split(b"\0"):
                return int(folder.name)
        except OSError:
            continue
    return None


def memory_of(process: int) -> int:
    """Bytes of memory of a process and all below it, what they share counted once (PSS where it may be read, else RSS)."""
    return sum(memory_alone(one) for one in tree_of(process))


def tree_of(process: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    found: list[int] = []
    waiting = [process]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def memory_alone(process: int) -> int:
    """As `memory_of`, without those below it; 0 for one that is gone."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{process}/{name}").read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(key):
                return int(line.split()[1]) << 10
    return 0
