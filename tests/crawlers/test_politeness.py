"""One host of each kind of robots.txt, each asking for patience now and then, judges one crawl of them all by its log."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.polite_hosts import ROBOTS
from benchmarks.politeness import breaches, collect
from tests.web.serving import served


def test_no_host_has_anything_to_complain_of_and_all_that_may_be_fetched_is(tmp_path: Path) -> None:
    with served("benchmarks.polite_hosts", str(len(ROBOTS)), "2", "0.25", "7") as hosts:
        counts = collect(tmp_path, hosts, 0.25, None)
        logs = hosts.get("/__log", address=hosts.facts["hosts"][0])

    wrong: Counter[str] = Counter()
    for host in logs.values():
        pages = {one["path"] for one in host["asked"] if one["status"] == 200 and not one["path"].startswith("/robots")}
        assert len(pages - {"/"}) == host["wanted"], host["robots"]
        wrong += breaches(host, sorted(host["asked"], key=lambda one: one["at"]))[0]
    # Distances are for the benchmark: on a busy machine requests that left apart may arrive together.
    assert {kind: times for kind, times in wrong.items() if kind != "too near"} == {}
    assert counts["tidewaiter/pauses"] > 0
