from __future__ import annotations

from pathlib import Path

import pytest

from tidewaiter.case import read_case
from tidewaiter.errors import InvalidInput
from tidewaiter.goods import read_goods
from tidewaiter.yamlfiles import MAX_BYTES, yaml_files


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "ivory.yml"
    file.write_text(text, "utf-8")
    return file


def mistakes(file: Path) -> list[str]:
    with pytest.raises(InvalidInput) as raised:
        read_goods(file)
    return [line.removeprefix(str(file)) for line in raised.value.what.splitlines()]


def test_every_mistake_is_shown_with_its_line(tmp_path: Path) -> None:
    file = write(tmp_path, "id: Ivory\nname: {en: ivory}\ncolour: red\nprice:\n  currency: yuan\n")

    found = mistakes(file)

    assert ":1: id: 'Ivory' is no id: write lower-case letters, digits and hyphens, as in 'elephant-ivory'" in found
    assert any(line.startswith(":3: colour: no such field; known are id, name, severity") for line in found)
    assert any(line.startswith(":5: price.currency:") for line in found)


def test_a_field_deep_inside_is_shown_with_its_own_line(tmp_path: Path) -> None:
    file = write(tmp_path, "id: ivory\nname: {en: ivory}\ncode_words:\n  - word: XY\n  - word: 血牙\n    need: [牙]\n")

    assert mistakes(file) == [":6: code_words.1.need: no such field here"]


def test_a_missing_field_says_so(tmp_path: Path) -> None:
    assert mistakes(write(tmp_path, "name: {en: ivory}\n")) == [":1: id: missing; it must be given"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("id: ivory\nid: horn\n", ":2: not valid YAML: 'id' stands here twice", id="doubled key"),
        pytest.param("a: &x [1]\nb: *x\n", ":2: not valid YAML: aliases (*name) are not allowed", id="alias bomb"),
        pytest.param("id: [ivory\n", "not valid YAML", id="bracket left open"),
        pytest.param("- id\n", ":1: this is no mapping", id="a list"),
        pytest.param("", ":1: this is no mapping", id="empty"),
        pytest.param("id: !!python/object/apply:os.system [ls]\n", "not valid YAML", id="code in a tag"),
        pytest.param("[" * 5000, "not valid YAML", id="nested without end"),
    ],
)
def test_what_is_no_yaml_mapping_is_refused(tmp_path: Path, text: str, part: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_goods(write(tmp_path, text))

    assert part in raised.value.what


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes("id: 象牙".encode("gb18030"))

    with pytest.raises(InvalidInput, match="not UTF-8 at byte 4"):
        read_goods(file)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))

    with pytest.raises(InvalidInput, match="too much for a YAML file"):
        read_goods(file)


def test_dates_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "c.yml"
    file.write_text("id: C-1\ntitle: t\nopened: 2024-10-07\n", "utf-8")

    assert read_case(file).opened == "2024-10-07"


def test_photos_are_relative_to_the_file(tmp_path: Path) -> None:
    file = write(tmp_path, "id: ivory\nname: {en: ivory}\nphotos: [p/a.jpg]\n")

    assert read_goods(file).photos == (str(tmp_path.resolve() / "p/a.jpg"),)


def test_a_wrong_kind_of_handle_lists_the_right_ones(tmp_path: Path) -> None:
    file = tmp_path / "c.yml"
    file.write_text("id: C-1\ntitle: t\nhandles:\n  - {kind: wechatt, value: a}\n", "utf-8")

    with pytest.raises(InvalidInput) as raised:
        read_case(file)

    assert ":4: handles.0.kind: 'wechatt' is no kind of handle: write one of phone, whatsapp" in raised.value.what


def test_a_folder_gives_its_yaml_files_sorted(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "note.txt"):
        (tmp_path / name).write_text("")

    assert [file.name for file in yaml_files(tmp_path)] == ["a.yaml", "b.yml"]


def test_a_folder_without_yaml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no YAML file there"):
        list(yaml_files(tmp_path))


@pytest.mark.parametrize(
    ("hs", "right"), [("05", True), ("0507.10", True), ("0507101000", True), ("abc", False), ("507", False)]
)
def test_a_heading_of_the_harmonized_system_has_two_to_ten_digits(tmp_path: Path, hs: str, right: bool) -> None:
    file = write(tmp_path, f"id: ivory\nname: {{en: ivory}}\nhs: ['{hs}']\n")

    if right:
        assert read_goods(file).hs == (hs,)
    else:
        assert mistakes(file)[0].startswith(f":3: hs.0: '{hs}' is no heading of the Harmonized System")


@pytest.mark.parametrize("opened", ["2024", "2024-10", "2024-10-07", "2024-10-07T09:30:00Z"])
def test_a_case_is_opened_in_a_year_a_month_or_on_a_day(tmp_path: Path, opened: str) -> None:
    assert read_case(write(tmp_path, f"id: C-1\ntitle: t\nopened: {opened}\n")).opened == opened


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("opened: someday", "'someday' is no date: write a year"),
        ("opened: 2024-13", "'2024-13' is no date"),
        ("handles: [{kind: phone, value: hello}]", "'hello' is no number of kind phone"),
    ],
)
def test_what_cant_be_right_in_a_case_is_said(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_case(write(tmp_path, f"id: C-1\ntitle: t\n{line}\n"))
