"""Fixtures that several rooms use."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexers.index import Index
from tests.elastic_node import elastic_node
from tests.redis_node import RedisNode
from tests.s3_node import S3Node, s3_node
from tidewaiter.logs import ToStderr


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A node that runs until the tests end."""
    with elastic_node(tmp_path_factory.mktemp("elasticsearch")) as url:
        yield url


@pytest.fixture
def elastic_index(elasticsearch_url: str) -> Iterator[Index]:
    """An empty index on the node, deleted at the end."""
    from elasticsearch import Elasticsearch

    from indexers.elastic import ElasticIndex

    prefix = f"test-{secrets.token_hex(6)}"
    index = ElasticIndex(elasticsearch_url, prefix=prefix)
    yield index
    index.close()
    with Elasticsearch(elasticsearch_url) as node:
        for name in node.indices.get(index=f"{prefix}-*"):
            node.indices.delete(index=name)


@pytest.fixture
def embedded_index(tmp_path: Path) -> Iterator[Index]:
    """An empty index in a file."""
    from indexers.embedded import EmbeddedIndex

    index = EmbeddedIndex(tmp_path / "index.sqlite")
    yield index
    index.close()


@pytest.fixture(scope="session")
def redis_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisNode]:
    """A Redis that runs until the tests end."""
    node = RedisNode(tmp_path_factory.mktemp("redis"))
    try:
        yield node.start()
    finally:
        node.kill()


@pytest.fixture
def redis_url(redis_node: RedisNode) -> str:
    """An empty database on it."""
    from redis import Redis

    with Redis.from_url(redis_node.url) as client:
        client.flushdb()
    return redis_node.url


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Node]:
    """A store on S3 that runs until the tests end."""
    with s3_node(tmp_path_factory.mktemp("s3")) as node:
        yield node


@pytest.fixture
def s3_store(s3_server: S3Node, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address on it that nobody else uses, with the environment that leads there."""
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()
    for name, value in s3_server.environ.items():
        monkeypatch.setenv(name, value)
    return f"{s3_server.url}-{secrets.token_hex(6)}"


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command that a test runs sets up the logs; the next test must not hear of it."""
    yield
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, ToStderr)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
