"""The catalogue: what comes with the product, and the user's copy of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from matchers.catalogue import accept_code_word, bundled_goods, goods_folder, load_goods, reject_word, rejected_words
from tests.shared_data import shared
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import CodeWord, Goods

CONTRACT = [
    "agarwood", "antiquities", "bear-bile", "cigarettes", "coral", "diesel", "e-cigarettes", "elephant-ivory", "fish-maw",
    "frozen-meat", "gold", "helmeted-hornbill", "musk", "pangolin", "python-skin", "rhino-horn", "rosewood", "sea-turtle",
    "shark-fin", "tiger",
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> list[Goods]:
    return load_goods(tmp_path_factory.mktemp("home"))


def test_it_holds_the_goods_that_the_contract_names(catalogue: list[Goods]) -> None:
    assert [goods.id for goods in catalogue] == CONTRACT


def test_each_goods_is_named_in_the_four_languages_of_the_sources(catalogue: list[Goods]) -> None:
    for goods in catalogue:
        assert {"zh", "en", "vi", "ru"} <= goods.name.keys(), goods.id
        assert {"zh", "en", "vi", "ru"} <= goods.terms.keys(), goods.id
        assert goods.not_, goods.id
        assert goods.price, goods.id


def test_a_cites_listing_says_the_date_of_its_list(catalogue: list[Goods]) -> None:
    for goods in catalogue:
        if goods.cites:
            assert goods.cites.as_of == "2015-02-05", goods.id


def test_a_code_word_that_is_an_everyday_word_needs_context(catalogue: list[Goods]) -> None:
    everyday = {"白", "红", "黑", "烟", "果冻", "红油", "gold", "scales", "阿卡", "甲片"}

    seen = {code.word: code.needs for goods in catalogue for code in goods.code_words if code.word in everyday}

    assert seen.keys() == everyday
    assert all(seen.values())


def test_every_hs_heading_stands_in_the_harmonized_system(catalogue: list[Goods]) -> None:
    with (shared("reference") / "harmonized-system.csv").open(encoding="utf-8", newline="") as file:
        known = {row["hscode"] for row in csv.DictReader(file)}

    headings = {(goods.id, heading) for goods in catalogue for heading in goods.hs}

    assert headings
    assert {(name, heading) for name, heading in headings if heading.replace(".", "") not in known} == set()


def test_every_cites_taxon_stands_in_the_list_of_that_date(catalogue: list[Goods]) -> None:
    with (shared("reference") / "cites-appendices-2015.csv").open(encoding="utf-8", newline="") as file:
        listed = {(row["taxon"].strip(), row["appendix"]) for row in csv.DictReader(file)}
    names = {taxon for taxon, _ in listed}

    for goods in catalogue:
        for taxon in goods.cites.taxa if goods.cites else ():
            assert goods.cites
            if taxon not in names:  # listed through its family, as Dermochelys is
                continue
            assert {appendix for name, appendix in listed if name == taxon} <= set((goods.cites.appendix or "").split("/")), (
                goods.id,
                taxon,
            )


def test_the_first_use_copies_the_catalogue_and_the_next_keeps_what_the_user_did(tmp_path: Path) -> None:
    load_goods(tmp_path)
    (tmp_path / "goods" / "gold.yml").unlink()
    mine = tmp_path / "goods" / "mine.yml"
    mine.write_text("id: mine\nname: {en: mine}\nterms: {en: [minery]}\n", encoding="utf-8")

    ids = [goods.id for goods in load_goods(tmp_path)]

    assert "mine" in ids
    assert "gold" not in ids


def test_the_copy_has_every_bundled_file(tmp_path: Path) -> None:
    copied = {path.name: path.read_bytes() for path in goods_folder(tmp_path).iterdir()}

    assert copied == {file.name: file.read_bytes() for file in bundled_goods()}
    assert [path.name for path in tmp_path.iterdir()] == ["goods"]


def test_two_files_with_one_id_are_named(tmp_path: Path) -> None:
    folder = goods_folder(tmp_path)
    (folder / "zz.yml").write_text("id: gold\nname: {en: other}\n", encoding="utf-8")

    with pytest.raises(InvalidInput) as caught:
        load_goods(tmp_path)

    assert "zz.yml: id: 'gold' is already given in" in caught.value.what
    assert "gold.yml" in caught.value.what


def test_a_mistake_in_the_users_copy_is_shown_with_its_line(tmp_path: Path) -> None:
    (goods_folder(tmp_path) / "gold.yml").write_text("id: gold\nname: {en: gold}\nseverity: grave\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match=r"gold\.yml:3: severity: "):
        load_goods(tmp_path)


def test_an_accepted_code_word_stands_in_the_users_file_with_its_source(tmp_path: Path) -> None:
    code = CodeWord(word="琶翠", needs=("墓",), source="words discover", since="2026")

    path = accept_code_word(tmp_path, "antiquities", code)

    goods = next(one for one in load_goods(tmp_path) if one.id == "antiquities")
    assert code in goods.code_words
    assert "source: trade" in path.read_text(encoding="utf-8")  # what stood there before stands there still
    assert sorted(file.suffix for file in path.parent.iterdir()) == [".yml"] * 20


def test_a_code_word_goes_into_a_file_that_has_none_yet(tmp_path: Path) -> None:
    (goods_folder(tmp_path) / "clam.yml").write_text("id: clam\nname: {en: clam}\n", encoding="utf-8")

    accept_code_word(tmp_path, "clam", CodeWord(word="海玉"))

    assert [code.word for one in load_goods(tmp_path) if one.id == "clam" for code in one.code_words] == ["海玉"]


def test_a_code_word_is_not_accepted_twice_or_for_goods_that_do_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is a code word already"):
        accept_code_word(tmp_path, "elephant-ivory", CodeWord(word="XY"))
    with pytest.raises(InvalidInput, match="no goods 'unicorn'"):
        accept_code_word(tmp_path, "unicorn", CodeWord(word="XY"))


def test_rejected_words_are_remembered_once(tmp_path: Path) -> None:
    for word in ("隐私发货", "隐私发货", "换号勿怪"):
        reject_word(tmp_path, word)

    assert rejected_words(tmp_path) == ["隐私发货", "换号勿怪"]
