"""The door to Elasticsearch: one client, bulk writes whose every item is checked, and its errors as ours."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch, helpers

from tidewaiter.errors import IndexUnavailable, InvalidInput
from tidewaiter.masking import without_password

TIMEOUT = 60.0
"""Seconds for one request."""
CHUNK = 500
"""Documents in one bulk request."""
CHUNK_BYTES = 20 << 20
"""Bytes in one bulk request; a node refuses 100 MB."""


class Client:
    """What the parts of the engine need of Elasticsearch. Thread safe."""

    def __init__(self, url: str, *, prefix: str) -> None:
        """Takes the node's address (user and password may stand in it) and the prefix of our indices."""
        self.address = without_password(url)
        self.prefix = prefix
        # What it warns of (with tracebacks) is what we raise.
        logging.getLogger("elastic_transport").setLevel(logging.ERROR)
        try:
            self.node = Elasticsearch(url, request_timeout=TIMEOUT, max_retries=2, retry_on_timeout=True)
        except ValueError as error:
            raise InvalidInput(
                f"index: {self.address} is no address: {error}", do="Write one as in http://127.0.0.1:9200."
            ) from error

    def name(self, what: str) -> str:
        """The alias of `listings` or `records`."""
        return f"{self.prefix}-{what}"

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turns the client library's errors into `IndexUnavailable`."""
        try:
            yield
        except (elasticsearch.TransportError, elasticsearch.ApiError, helpers.BulkIndexError) as error:
            raise self._unavailable(error) from error

    def refresh(self, what: str, *, index: str | None = None) -> None:
        """Makes all that was written, by whatever process, visible to searches; cheap where nothing was."""
        self.node.indices.refresh(index=index or self.name(what))

    def write(
        self,
        what: str,
        actions: Iterable[Mapping[str, Any]],
        *,
        missing_is_fine: bool = False,
        conflict_is_fine: bool = False,
        index: str | None = None,
    ) -> list[tuple[str, str]]:
        """Does bulk actions (of the `helpers` kind); (document id, result) of each: also `not_found`, `conflict` where fine.

        Durable when it returns (the translog is on the disk). Raises `IndexUnavailable` for the first that was refused.
        """
        fine_failures = {404: "not_found"} if missing_is_fine else {}
        if conflict_is_fine:
            fine_failures[409] = "conflict"
        results: list[tuple[str, str]] = []
        index = index or self.name(what)
        for fine, item in helpers.streaming_bulk(
            self.node,
            ({"_index": index, **action} for action in actions),
            chunk_size=CHUNK,
            max_chunk_bytes=CHUNK_BYTES,
            raise_on_error=False,
        ):
            answer = next(iter(item.values()))
            if not fine and answer["status"] not in fine_failures:
                raise self._refused(answer)
            results.append((answer["_id"], answer["result"] if fine else fine_failures[answer["status"]]))
        return results

    def check(self, answer: Mapping[str, Any]) -> None:
        """Raises `IndexUnavailable` where one answer of several is an error."""
        if "error" in answer:
            raise self._refused(answer)

    def _refused(self, answer: Mapping[str, Any]) -> IndexUnavailable:
        error = answer.get("error")
        reason = error.get("reason", error) if isinstance(error, Mapping) else error
        return IndexUnavailable(
            f"{self.address}: refused {answer.get('_id', 'a search')!r:.80}: {reason!s:.300}",
            do="See whether the node's disk is full (it then makes indices read-only) or its log says more.",
        )

    def _unavailable(self, error: Exception) -> IndexUnavailable:
        if isinstance(error, elasticsearch.ConnectionError | elasticsearch.ConnectionTimeout):
            return IndexUnavailable(
                f"{self.address}: no Elasticsearch answers there ({error!s:.200})",
                do="Start it, or correct `index` (TIDEWAITER_INDEX); 'embedded' needs no server.",
            )
        if isinstance(error, elasticsearch.AuthenticationException | elasticsearch.AuthorizationException):
            return IndexUnavailable(
                f"{self.address}: Elasticsearch does not let us in",
                do="Write user and password into the address: https://USER:PASSWORD@HOST:9200",
            )
        return IndexUnavailable(
            f"{self.address}: Elasticsearch failed: {error!s:.300}", do="See whether its disk is full; its log says more."
        )


def document_id(id: str) -> str:
    """An `_id` for any id: Elasticsearch takes at most 512 bytes, and not the empty one."""
    import hashlib

    return id if 0 < len(id.encode()) <= 400 else "sha256-" + hashlib.sha256(id.encode()).hexdigest()
