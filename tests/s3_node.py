"""A stand-in for an S3-compatible store: moto's server on loopback, which keeps its buckets in memory.

What differs from a real one: no signatures are checked, and nothing outlives the process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.web.serving import free_port

START_SECONDS = 60.0


@dataclass(frozen=True)
class S3Node:
    """A server that runs, with one bucket."""

    environ: dict[str, str]
    """What leads a process to it."""
    url: str = "s3://tidewaiter/store"


@contextmanager
def s3_node(folder: Path) -> Iterator[S3Node]:
    """Runs one until the end. Skipped where moto is not installed, or fails if TIDEWAITER_REQUIRE_S3=1."""
    if find_spec("moto") is None or find_spec("s3fs") is None:
        message = "NO S3: moto[server] and s3fs are not installed"
        if os.environ.get("TIDEWAITER_REQUIRE_S3") == "1":
            pytest.fail(message)
        pytest.skip(message)
    port = free_port()
    environ = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "s3.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _make_bucket(environ, folder)
            yield S3Node(environ)
        finally:
            process.kill()


def _make_bucket(environ: dict[str, str], folder: Path) -> None:
    import botocore.session
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    client = botocore.session.get_session().create_client(
        "s3", endpoint_url=environ["AWS_ENDPOINT_URL"], aws_access_key_id="test", aws_secret_access_key="test",
        region_name="us-east-1", config=Config(retries={"max_attempts": 0}),
    )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            client.create_bucket(Bucket="tidewaiter")
        except BotoCoreError:
            if time.monotonic() > deadline:
                pytest.fail(f"moto did not start: {(folder / 's3.log').read_text()[-500:]}")
            time.sleep(0.1)
        else:
            client.close()
            return
