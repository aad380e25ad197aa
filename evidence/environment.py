"""The machine that captured: what a court asks about it (docs/evidence.md): system, tools, time, cleanliness."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tidewaiter.masking import without_password

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def software() -> str:
    """Name and version of this program."""
    try:
        return f"tidewaiter {version('tidewaiter')}"
    except PackageNotFoundError:
        return "tidewaiter (not installed)"


def environment(*, browser: str, proxy: str, user_agent: str) -> dict[str, str]:
    """What the capture ran on, as flat texts. Proxy addresses lose their passwords."""
    here = datetime.now().astimezone()
    found = {
        "software": software(),
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.version()}",
        "machine": platform.machine(),
        "host": platform.node(),
        "browser": browser or "none",
        "user_agent": user_agent,
        "proxy": without_password(proxy) or "none",
        "local_time": here.isoformat(timespec="milliseconds"),
        "time_zone": str(here.tzinfo),
        "monotonic_resolution_s": repr(time.get_clock_info("monotonic").resolution),
        "hosts_file_sha256": _digest(Path("/etc/hosts")),
        "resolver_file_sha256": _digest(Path("/etc/resolv.conf")),
    }
    for name in PROXY_VARIABLES:
        if value := os.environ.get(name) or os.environ.get(name.upper()):
            found[f"variable_{name}"] = without_password(value)
    return found


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "not there"
