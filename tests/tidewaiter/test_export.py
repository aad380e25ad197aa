from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexers.index import Index
from indexers.opening import open_index
from pipelines.export_csv import safe_cell
from tidewaiter.cli.main import main
from tidewaiter.config import Settings
from tidewaiter.model import Handle, Identifier, Lead, Link, Listing, Match, Photo, Place, Seller, Series, Signal, Span, Target

WALLET = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
CARD = "6222021234567890123"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def index(home: Path) -> Iterator[Index]:
    index = open_index(Settings(home=home))
    text = f"收款 {CARD} 联系 a@b.cn"
    span = Span("text", 3, 3 + len(CARD), CARD)
    ivory = Listing(
        id="L1", source="s", url="https://s.example/1", title="=HYPERLINK(\"http://x\") 象牙", text=text, language="zh",
        seller=Seller("u1", "阿明", "https://s.example/u1"),
        handles=[Handle("email", "a@b.cn"), Handle("wechat", "amber_moon9"), Handle("bitcoin", WALLET)],
        identifiers=[Identifier("bank_card", CARD, CARD, (span,)), Identifier("uscc", "91110000600037341L")],
        photos=[Photo(sha256="a" * 64)], place=Place("Dongxing", "CN", 21.55, 107.97),
        first_seen="2026-11-01T00:00:00Z", last_seen="2026-11-02T00:00:00Z",
    )  # fmt: skip
    other = Listing(id="L2", source="s", url="https://s.example/2", title="显示器", first_seen="2026-11-01T00:00:00Z")
    index.write_listings([ivory, other])
    same = Signal("identifier.same", f"bank_card:{CARD}", f"bank_card:{CARD}", 5.0, f"The card {CARD} is the case's.")
    index.put(
        [
            Match("L1", Target("case", "C-1"), -3.0, 0.88, [same]),
            Match("L1", Target("goods", "elephant-ivory"), -2.0, 0.95),
            Match("L2", Target("goods", "coral"), -2.0, 0.01),
            Match("L2", Target("goods", "tiger"), -2.0, 0.005),
            Lead("d1", "match", 0.95, "high", listing="L1", matches=["L1|goods|elephant-ivory"]),
            Series("S1", ["L1", "L2"], ["C-1"], [Link("L1", "L2", (Signal("photo.same", "a", "a", 3.0, "Same photo."),))]),
        ]
    )
    yield index
    index.close()


def exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["export", *arguments]) == 0
    return capsys.readouterr().out


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in exported(capsys, *arguments).splitlines()]


def test_listings_come_in_the_contracts_shape(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = lines(capsys)

    assert (first["id"], second["id"]) == ("L1", "L2")
    assert first["place"] == {"name": "Dongxing", "country": "CN", "lat": 21.55, "lon": 107.97}
    assert not {"keys", "vector", "places", "page"} & first.keys()


@pytest.mark.parametrize("format", ["jsonl", "csv", "ftm", "stix", "geojson"])
def test_account_numbers_are_masked_in_every_format(index: Index, capsys: pytest.CaptureFixture[str], format: str) -> None:
    text = exported(capsys, "--format", format)

    assert CARD not in text
    assert "*" * 15 + CARD[-4:] in text


def test_account_numbers_are_masked_in_the_signals_of_matches(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert CARD not in exported(capsys, "--what", "matches")
    assert CARD not in exported(capsys, "--what", "matches", "--format", "csv")


def test_matches_go_down_to_one_in_a_hundred(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    matches = lines(capsys, "--what", "matches")

    assert [(m["listing"], m["target"]["id"], m["probability"]) for m in matches] == [  # type: ignore[index] # an object
        ("L1", "elephant-ivory", 0.95),
        ("L1", "C-1", 0.88),
        ("L2", "coral", 0.01),
    ]


def test_a_query_restricts_what_is_written(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert [line["id"] for line in lines(capsys, "象牙")] == ["L1"]
    assert {line["listing"] for line in lines(capsys, "显示器", "--what", "matches")} == {"L2"}
    assert lines(capsys, "显示器", "--what", "leads") == []
    assert [line["id"] for line in lines(capsys, "显示器", "--what", "series")] == ["S1"]


def test_leads_and_series_come_in_the_contracts_shape(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    (lead,) = lines(capsys, "--what", "leads")
    (series,) = lines(capsys, "--what", "series")

    assert (lead["kind"], lead["listing"], lead["status"]) == ("match", "L1", "new")
    assert series["links"][0]["signals"][0]["kind"] == "photo.same"  # type: ignore[index] # a list of objects


def test_csv_reads_back_and_holds_no_formula(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(capsys, "--format", "csv"))))

    assert rows[0]["title"].startswith("'=HYPERLINK")
    assert (rows[0]["lat"], rows[0]["seller_name"]) == ("21.55", "阿明")
    assert rows[1]["title"] == "显示器"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "　=1"])
def test_a_cell_that_begins_like_a_formula_is_quoted(cell: str) -> None:
    assert str(safe_cell(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["象牙", "a=1", "", -3.5, None])
def test_other_cells_stay(cell: object) -> None:
    assert safe_cell(cell) == cell


@pytest.mark.parametrize("what", ["matches", "leads", "series"])
def test_csv_has_a_column_for_each_value(index: Index, capsys: pytest.CaptureFixture[str], what: str) -> None:
    heading, *rows = csv.reader(io.StringIO(exported(capsys, "--what", what, "--format", "csv")))

    assert rows
    assert all(len(row) == len(heading) for row in rows)


def test_followthemoney_entities_are_tied_to_their_page(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    entities = {str(line["id"]): line for line in lines(capsys, "--format", "ftm")}

    schemas = [str(entity["schema"]) for entity in entities.values()]
    links = [entity["properties"] for entity in entities.values() if entity["schema"] == "UnknownLink"]
    assert {"HyperText", "UserAccount", "CryptoWallet", "Company", "UnknownLink"} == set(schemas)
    assert all(link["subject"][0] in entities and link["object"][0] in entities for link in links)  # type: ignore[index] # an object
    assert len(entities) == len(schemas)


def test_the_stix_bundle_refers_only_to_what_it_holds(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = json.loads(exported(capsys, "--format", "stix"))

    ids = [thing["id"] for thing in bundle["objects"]]
    assert bundle["type"] == "bundle"
    assert len(ids) == len(set(ids))
    for thing in bundle["objects"]:
        references = [*thing.get("object_refs", []), *filter(None, [thing.get("source_ref"), thing.get("target_ref")])]
        assert set(references) <= set(ids)


def test_stix_ids_of_observables_are_the_standards(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    bundle = json.loads(exported(capsys, "--format", "stix"))

    # UUID version 5 of {"value":"a@b.cn"} in the standard's namespace.
    import uuid

    wanted = uuid.uuid5(uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7"), '{"value":"a@b.cn"}')
    assert f"email-addr--{wanted}" in {thing["id"] for thing in bundle["objects"]}


def test_geojson_holds_listings_with_a_place(index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    collection = json.loads(exported(capsys, "--format", "geojson"))

    (feature,) = collection["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [107.97, 21.55]}


def test_geojson_of_matches_is_wrong_usage(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--what", "matches", "--format", "geojson"]) == 2
    assert "--what listings" in capsys.readouterr().err


@pytest.mark.parametrize(("format", "out"), [("jsonl", ""), ("stix", None), ("geojson", None)])
def test_an_empty_index_gives_an_empty_export(
    home: Path, capsys: pytest.CaptureFixture[str], format: str, out: str | None
) -> None:
    text = exported(capsys, "--format", format)

    assert text == out if out is not None else json.loads(text)


def test_a_file_appears_whole_or_not_at_all(index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"

    assert main(["export", "--out", str(out)]) == 0
    assert len(out.read_text("utf-8").splitlines()) == 2
    assert main(["export", "--out", str(tmp_path / "no" / "folder.jsonl")]) == 1
    assert "can't be written" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "out.jsonl"]
