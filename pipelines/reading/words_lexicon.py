"""What the word reader looks for: the goods' names and code words, their false friends, and what all goods share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from pipelines.reading.words_disguised import Homophones
from pipelines.reading.words_phrase import GENERAL, Entry, Kind, Phrase
from pipelines.reading.words_scan import Phrases, has_spaces
from pipelines.reading.words_variants import variants_of
from tidewaiter.folding import fold_text
from tidewaiter.goods import CodeWord, Goods


class CommonWords(BaseModel):
    """What `common_words.yml` says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: tuple[CodeWord, ...]
    imitation: tuple[str, ...]
    imitation_not: tuple[str, ...]
    news: tuple[str, ...]
    seller: tuple[str, ...]
    negation: tuple[str, ...]
    denial: tuple[str, ...]
    declared: tuple[str, ...]
    ordinary: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]


@cache
def common_words() -> CommonWords:
    """The words that every kind of goods shares."""
    text = files(__package__).joinpath("common_words.yml").read_text(encoding="utf-8")
    return CommonWords.model_validate(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - safe both


class Lexicon:
    """All phrases of some goods and of `common_words`, ready to be looked for."""

    def __init__(self, goods: Iterable[Goods]) -> None:
        self.phrases: Phrases[Phrase] = Phrases()
        self._by_sound: list[tuple[str, Entry]] = []
        self._groups = common_words().groups
        for one in goods:
            self._add_goods(one)
        self._add_common(common_words())
        contexts = self._context([f"@{name}" for name in self._groups])
        ordinary = frozenset(common_words().ordinary)
        self.homophones = Homophones(self._by_sound, contexts, ordinary, self.phrases)

    def _at(self, phrase: str) -> Phrase:
        found = self.phrases.get(phrase)
        if found is None:
            found = Phrase()
            self.phrases.add(phrase, found)
        return found

    def _context(self, words: Sequence[str]) -> frozenset[str]:
        """Keys of context words, each of which is looked for from now on; '@group' stands for a group of words."""
        keys = set()
        for word in words:
            group = word.removeprefix("@")
            if word.startswith("@") and group in self._groups:
                for member in self._groups[group]:
                    self._at(fold_text(member)).keys.add(word)
                keys.add(word)
            elif folded := fold_text(word).strip():
                self._at(folded).keys.add(folded)
                keys.add(folded)
        return frozenset(keys)

    def _add_word(self, code: CodeWord, goods: str | None, kind: Kind, confidence: float) -> None:
        folded = fold_text(code.word).strip()
        entry = Entry(code.word, goods, kind, self._context(code.needs), self._context(code.not_with), confidence)
        _put(self._at(folded), entry)
        if goods and kind == "name":
            self._by_sound.append((folded, entry))
        for form, trust in variants_of(folded):
            variant = Entry(code.word, goods, "code" if goods else kind, entry.needs, entry.not_with, confidence * trust)
            _put(self._at(form), variant)

    def _add_goods(self, goods: Goods) -> None:
        terms = dict.fromkeys(term for some in goods.terms.values() for term in some)
        terms |= dict.fromkeys(name for tongue, name in goods.name.items() if tongue not in goods.terms and _plain_name(name))
        coded = {code.word for code in goods.code_words}
        for term in terms:
            if term not in coded:  # where a word is both, the code word's context counts
                self._add_word(CodeWord(word=term), goods.id, "name", 0.9)
        for code in goods.code_words:
            self._add_word(code, goods.id, "code", 0.8 if code.needs else 0.7)
        own = [fold_text(word) for word in (*terms, *coded)]
        for friend in goods.not_:
            folded = fold_text(friend).strip()
            if any(len(word) > 1 and _inside(word, folded) for word in own):
                self._at(folded).shadows.add(goods.id)
            else:
                self._at(folded).forbids.add(goods.id)

    def _add_common(self, common: CommonWords) -> None:
        for service in common.service:
            self._add_word(service, None, "service", 0.8)
        for word in common.imitation:
            self._at(fold_text(word)).forbids.add(GENERAL)
        for word in common.imitation_not:
            self._at(fold_text(word)).shadows.add(GENERAL)
        for word in common.news:
            self._at(fold_text(word)).news = True
        for word in common.seller:
            self._at(fold_text(word)).seller = True


def _put(phrase: Phrase, entry: Entry) -> None:
    for number, other in enumerate(phrase.entries):
        if other.goods == entry.goods:
            if entry.confidence > other.confidence:  # a word as written counts before another's variant
                phrase.entries[number] = entry
            return
    phrase.entries.append(entry)


def _plain_name(name: str) -> bool:
    """Whether a goods' name can stand in a text as it is: not one character, no list, no explanation in brackets."""
    return len(name) > 1 and not any(mark in name for mark in "（(、,，/")


def _inside(word: str, phrase: str) -> bool:
    if has_spaces(word) and has_spaces(phrase):
        return word != phrase and f" {word} " in f" {phrase} "
    return word != phrase and word in phrase
