"""The Elasticsearch engine: a node that is away, that refuses to write, other versions, several writers."""

from __future__ import annotations

import secrets
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from elasticsearch import Elasticsearch

from indexers.elastic import ElasticIndex
from indexers.elastic_client import document_id
from indexers.elastic_schema import SCHEMA
from indexers.index import Query
from tests.indexers.samples import DIMENSIONS, samples
from tidewaiter.errors import IndexMismatch, IndexUnavailable, InvalidInput
from tidewaiter.model import Lead, Listing, Match, Target


def test_no_node_at_the_address_is_unavailable() -> None:
    with pytest.raises(IndexUnavailable, match=r"http://127\.0\.0\.1:9: no Elasticsearch answers"):
        ElasticIndex("http://127.0.0.1:9")


def test_what_is_no_address_is_wrong_input() -> None:
    with pytest.raises(InvalidInput):
        ElasticIndex("http://")


def test_ids_of_any_length_have_a_document_id() -> None:
    assert document_id("a") == "a"
    assert len(document_id("象" * 400)) < 100
    assert document_id("象" * 400) != document_id("象" * 401)


pytest_elastic = pytest.mark.elastic


@pytest_elastic
def test_very_long_ids_work(elastic_index: ElasticIndex) -> None:
    id = "象" * 400
    elastic_index.write_listings([Listing(id=id, title="ivory")])
    elastic_index.put([Match(id, Target("case", "c"), -1.0, 0.9)])

    assert [hit.listing.id for hit in elastic_index.search(Query("ivory", cases=("c",))).hits] == [id]
    assert elastic_index.delete_listings([id]) == 1
    assert elastic_index.count(Match) == 0


@pytest_elastic
def test_a_node_that_refuses_to_write_is_unavailable(elastic_index: ElasticIndex, elasticsearch_url: str) -> None:
    """What a node does with its indices when its disk is nearly full."""
    name = f"{elastic_index._client.prefix}-listings"
    with Elasticsearch(elasticsearch_url) as node:
        node.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
        with pytest.raises(IndexUnavailable, match="refused"):
            elastic_index.write_listings([Listing(id="1")])
        node.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})

    elastic_index.write_listings([Listing(id="1")])

    assert elastic_index.count(Listing) == 1


@pytest_elastic
def test_a_newer_schema_is_refused(elastic_index: ElasticIndex, elasticsearch_url: str) -> None:
    set_schema(elastic_index, elasticsearch_url, SCHEMA + 1)

    with pytest.raises(IndexMismatch, match="newer"):
        ElasticIndex(elasticsearch_url, prefix=elastic_index._client.prefix)


@pytest_elastic
def test_an_older_schema_is_brought_up_to_date(elastic_index: ElasticIndex, elasticsearch_url: str) -> None:
    elastic_index.set_text_model("model", DIMENSIONS)
    elastic_index.write_listings(samples(20))
    first = samples(20)[0]
    elastic_index.put([Lead("l", "match", 0.5, "low"), Match(first.id, Target("case", "c"), -1.0, 0.9)])
    set_schema(elastic_index, elasticsearch_url, SCHEMA - 1)

    migrated = ElasticIndex(elasticsearch_url, prefix=elastic_index._client.prefix)

    assert [hit.listing.id for hit in migrated.search(Query(cases=("c",))).hits] == [first.id]
    assert migrated.find(Lead, {"status": "new"}) == [Lead("l", "match", 0.5, "low")]
    assert migrated.info()["vectors"] == 20
    with Elasticsearch(elasticsearch_url) as node:
        answer = node.indices.get_mapping(index=f"{elastic_index._client.prefix}-*")
        assert [index["mappings"]["_meta"]["schema"] for index in answer.values()] == [SCHEMA, SCHEMA]
    migrated.write_listings([Listing(id="new")])
    migrated.close()


def set_schema(index: ElasticIndex, url: str, schema: int) -> None:
    with Elasticsearch(url) as node:
        for what in ("listings", "records"):
            node.indices.put_mapping(index=f"{index._client.prefix}-{what}", meta={"schema": schema})


@pytest_elastic
def test_matches_written_by_many_at_once_all_stand_in_the_listing(elastic_index: ElasticIndex) -> None:
    elastic_index.write_listings([Listing(id="1")])
    failures: list[BaseException] = []

    def put(number: int) -> None:
        try:
            elastic_index.put([Match("1", Target("case", f"c{number}"), -1.0, 0.9)])
            elastic_index.write_listings([Listing(id="1", title=secrets.token_hex(4))])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=put, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    facets = elastic_index.search(Query(facets=("case",))).facets
    assert facets == {"case": [(f"c{number}", 1) for number in range(5)]}


class SomeOtherServer(BaseHTTPRequestHandler):
    """A web server that is no Elasticsearch."""

    def answer(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>")

    do_GET = do_PUT = do_POST = do_HEAD = answer

    def log_message(self, *args: object) -> None:
        """Says nothing on stderr."""


def test_a_server_that_is_no_elasticsearch_is_unavailable() -> None:
    with HTTPServer(("127.0.0.1", 0), SomeOtherServer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(IndexUnavailable):
                ElasticIndex(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()
