"""Compares names of people and firms across scripts, spellings, orders and legal forms."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import yaml

from tidewaiter.folding import fold_text

NameKind = Literal["person", "enterprise"]

_HAN = re.compile("[\u3400-\u9fff]")
_LEGAL_WORDS = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|株式会社|"
    r"\b(?:co|company|ltd|limited|llc|inc|incorporated|corp|corporation|plc|gmbh|ag|sa|srl|spa|bv|nv|oy|ab|as|kg|pte|pty|sdn|bhd|"
    r"jsc|ojsc|pjsc|tnhh|llp|lp)\b\.?|\bcông ty(?: tnhh| cổ phần)?\b|\b(?:ооо|оао|зао|пао|ао|ип)\b)"
)
_CITY = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?(?:省|市|县|区))+")

# Spellings of one sound in the commonest ways of writing Arabic, Slavic, Chinese and German names in Latin letters.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|sch|sh|x(?=i)|hs", "s"), ("tch|ch|tsch|cz|c(?=[iey])", "s"), ("ts|tz|z", "s"), ("kh|gh|q|ck|g|c", "k"),
        ("ph", "f"), ("w", "v"), ("th|dh|d", "t"), ("zh|dj|dzh|j", "j"), ("b", "p"), ("ou|oo|u", "o"),
        ("ee|ii|yi|ij|y|i", "e"), ("[ae]", "e"), ("h", ""),
    )
]  # fmt: skip


@dataclass(slots=True, frozen=True)
class NameWords:
    """What `name_words.yml` says."""

    written_out: tuple[tuple[re.Pattern[str], str], ...]
    legal: dict[str, str]
    vague: frozenset[str]
    titles: frozenset[str]
    same: dict[str, str]
    letters: dict[int, str]


@cache
def name_words() -> NameWords:
    """The words and letters that names are compared by."""
    data = yaml.safe_load(files("matchers").joinpath("name_words.yml").read_text("utf-8"))
    return NameWords(
        tuple((re.compile(rf"\b{written}\b"), short) for written, short in data["written_out"].items()),
        data["legal"],
        frozenset(data["vague"]),
        frozenset(data["titles"]),
        data["same"],
        {ord(letter): plain for letter, plain in data["letters"].items()},
    )


_NOT_WORD = re.compile(r"[^\w&%]+|_")
_ROMAN = re.compile(r"[ivx]+|\d+")


@lru_cache(maxsize=4096)
def pinyin_of(han: str) -> tuple[str, ...]:
    """The syllables of Chinese characters, without tones, lower case."""
    from pypinyin import lazy_pinyin

    return tuple(syllable.lower() for syllable in lazy_pinyin(han))


def core_of_enterprise(name: str) -> str:
    """A firm's name, folded, without legal form and a province or city that is marked as one."""
    folded = _LEGAL_WORDS.sub(" ", fold_text(name))
    return " ".join(_CITY.sub("", folded.strip()).split())


@dataclass(slots=True, frozen=True)
class Comparison:
    """What two names have in common, each figure from 0 to 1 (`unmatched` and `extra` by letters)."""

    mean: float
    """Likeness of the words that were paired, by length."""
    worst: float
    """Likeness of the least alike pair."""
    unmatched: float
    """Letters in words that found no partner, on the side that has fewer of them: both names say more than they share."""
    extra: float
    """The same on the other side: one name says more than the other."""
    joined: float
    """Likeness of the names with all their words run together."""
    sound: float
    """Likeness of how the names sound."""
    legal: float
    """1 where both say a legal form and not the same one."""
    initials: float
    """Share of words that are met by an initial only."""
    swapped: float
    """1 where father and son are swapped (X bin Y, Y bin X)."""


def same_name(a: str, b: str, kind: NameKind = "person") -> float:
    """How likely two spellings name the same person or firm, 0 to 1."""
    found = compare(a, b, kind)
    if found.mean == found.joined == 1.0 and not found.unmatched and not found.extra and not found.swapped and not found.legal:
        return 0.99
    weights = _WEIGHTS[kind]
    log_odds = weights[0] + sum(weight * value for weight, value in zip(weights[1:], astuple(found), strict=True))
    return 1 / (1 + math.exp(-log_odds))


def compare(a: str, b: str, kind: NameKind = "person") -> Comparison:
    """What the names have in common. Longer names than any real one are cut."""
    from rapidfuzz.distance import DamerauLevenshtein

    left, right = latin(a[:200]), latin(b[:200])
    words_a, legal_a = _words(left, kind)
    words_b, legal_b = _words(right, kind)
    if not words_a or not words_b:
        same = float(left == right)
        return Comparison(same, same, 1 - same, 1 - same, same, same, 0.0, 0.0, 0.0)
    if acronym(words_a, words_b) or acronym(words_b, words_a):
        words_b = words_a
    pairs = _paired(words_a, words_b)
    aligned_a, aligned_b = _aligned(words_a, words_b, pairs)
    joined = max(
        DamerauLevenshtein.normalized_similarity(x, y)
        for x, y in (
            ("".join(words_a), "".join(words_b)),
            (aligned_a, aligned_b),
            (left.replace(" ", ""), right.replace(" ", "")),
        )
    )
    heard = max(
        DamerauLevenshtein.normalized_similarity(sound(x), sound(y))
        for x, y in (("".join(words_a), "".join(words_b)), (aligned_a, aligned_b))
    )
    legal = float(bool(legal_a and legal_b and not legal_a & legal_b and not (legal_a | legal_b) <= name_words().vague))
    swapped = float(_swapped(left, right))
    if _run_together(words_a, words_b, joined, heard):
        alike = max(joined, 0.9 * heard)
        return Comparison(alike, alike, 0.0, 0.0, joined, heard, legal, 0.0, swapped)
    free_a = _letters_left_over(words_a, [i for i, _, _ in pairs])
    free_b = _letters_left_over(words_b, [j for _, j, _ in pairs])
    paired_letters = sum(len(words_a[i]) for i, _, _ in pairs)
    initials = sum(1 for i, j, _ in pairs if len(words_a[i]) == 1 or len(words_b[j]) == 1)
    return Comparison(
        mean=sum(len(words_a[i]) * s for i, _, s in pairs) / paired_letters if paired_letters else 0.0,
        worst=min((s for _, _, s in pairs), default=0.0),
        unmatched=min(1.0, min(free_a, free_b) / _A_WORD),
        extra=min(1.0, max(free_a, free_b) / (2 * _A_WORD)),
        joined=joined,
        sound=heard,
        legal=legal,
        initials=initials / len(pairs) if pairs else 0.0,
        swapped=swapped,
    )


_A_WORD = 6
"""Letters of an ordinary word of a name: as many on both sides that found no partner make two names as different as can be."""


def _run_together(a: Sequence[str], b: Sequence[str], joined: float, heard: float) -> bool:
    """Whether the names agree but for where their words are parted (vanderbilt, van der bilt; Tse-tung, Zedong)."""
    return len(a) != len(b) and (joined >= 0.9 or (heard >= 0.95 and joined >= 0.6))


def _aligned(a: Sequence[str], b: Sequence[str], pairs: Sequence[tuple[int, int, float]]) -> tuple[str, str]:
    """Both names run together in one order of their words; an initial counts as the word that it stands for."""
    left, right = [], []
    for i, j, _ in sorted(pairs):
        initial = len(a[i]) == 1 or len(b[j]) == 1
        left.append(max(a[i], b[j], key=len) if initial else a[i])
        right.append(max(a[i], b[j], key=len) if initial else b[j])
    left += [word for at, word in enumerate(a) if at not in {i for i, _, _ in pairs}]
    right += [word for at, word in enumerate(b) if at not in {j for _, j, _ in pairs}]
    return "".join(left), "".join(right)


def latin(name: str) -> str:
    """A name in lower-case Latin letters, as far as we know the script; words parted by single spaces."""
    import unicodedata

    folded = fold_text(name)
    if _HAN.search(folded):
        folded = _HAN.sub(lambda found: f" {pinyin_of(found[0])[0]} ", folded)
    folded = folded.translate(name_words().letters).replace("'", "").replace("’", "").replace(".", " ").replace("-", " ")
    plain = "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c) or ord(c) > 0x36F)
    plain = plain.translate(name_words().letters)
    return " ".join(_NOT_WORD.sub(" ", plain).split())


def _words(name: str, kind: NameKind) -> tuple[list[str], frozenset[str]]:
    """The words that tell the name from others, and its legal forms."""
    known = name_words()
    legal: set[str] = set()
    if kind == "enterprise":
        for written, short in known.written_out:
            name = written.sub(short, name)
    words = [known.same.get(word, word) for word in name.split()]
    words = _single_letters_joined(words) if kind == "enterprise" else words
    kept = []
    for word in words:
        if kind == "enterprise" and word in known.legal:
            legal.add(known.legal[word])
        elif word not in known.titles:
            kept.append(word)
    kept = list(dict.fromkeys(kept)) if kind == "person" else kept
    return kept or words, frozenset(legal)


def _single_letters_joined(words: Sequence[str]) -> list[str]:
    """`a b c company` as `abc company`, `j p morgan` as `jp morgan`: three letters in a row, or two that lead."""
    joined: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1 and word.isalpha():
            run += word
            continue
        joined += [run] if len(run) > 1 else list(run)
        run = ""
        joined += [word] if word else []
    return joined


_ALIKE = 0.66
"""Likeness of two words below which they are two words."""


def _paired(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, float]]:
    """The best pairing of words (greedy by likeness), only of those that are alike at all."""
    candidates = sorted(
        ((word_likeness(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)),
        key=lambda c: (-c[0], abs(c[1] - c[2]), c[1]),
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    pairs = []
    for likeness, i, j in candidates:
        if likeness < _ALIKE or i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        pairs.append((i, j, likeness))
    return pairs


def word_likeness(a: str, b: str) -> float:
    """How alike two words of a name are, 0 to 1, by spelling or by sound; an initial is alike to what it begins."""
    from rapidfuzz.distance import DamerauLevenshtein

    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.85 if a[0] == b[0] and not (a.isdigit() or b.isdigit()) else 0.0
    if a.isdigit() or b.isdigit():
        return 0.6 if len(a) == len(b) > 3 and sum(x != y for x, y in zip(a, b, strict=True)) == 1 else 0.0
    spelling = DamerauLevenshtein.normalized_similarity(a, b)
    if sound(a) == sound(b):
        return max(0.9, spelling)
    return spelling


@lru_cache(maxsize=16384)
def sound(word: str) -> str:
    """A rough form in which spellings of one sound agree."""
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return re.sub(r"(.)\1+", r"\1", word)


def acronym(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a single word (or the first of several) is made of the first letters of the other name's words."""
    return (
        len(words) > 2
        and len(short[0]) >= 3
        and short[0] == "".join(word[0] for word in words)[: len(short[0])]
        and len(short) <= 2
    )


def _letters_left_over(words: Sequence[str], used: Sequence[int]) -> int:
    """Letters of the words without a partner; a number counts as a whole word, for it tells one firm from its sister."""
    return sum(_A_WORD // 2 if _ROMAN.fullmatch(word) else len(word) for i, word in enumerate(words) if i not in used)


def _swapped(a: str, b: str) -> bool:
    for particle in (" bin ", " ibn ", " ben "):
        before_a, found_a, after_a = a.partition(particle)
        before_b, found_b, after_b = b.partition(particle)
        if found_a and found_b and before_a != before_b and before_a.split()[-1:] == after_b.split()[:1]:
            return True
        if found_a and found_b and before_a != before_b and after_a.split()[:1] == before_b.split()[-1:]:
            return True
    return False


_WEIGHTS: dict[NameKind, tuple[float, ...]] = {
    # constant, then the fields of `Comparison` in order: fitted by `benchmarks/names.py --fit` on half of the name pairs.
    "person": (-12.2, 3.8, 6.2, -5.9, 0.0, 3.2, 2.5, -1.0, 0.0, -5.6),
    "enterprise": (-9.7, 2.7, 4.5, -5.5, -1.5, 3.5, 2.7, -3.2, 0.0, 0.0),
}
