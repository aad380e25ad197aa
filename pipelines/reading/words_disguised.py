"""Words that are disguised in the text itself.

Signs between the letters (象☆牙, i.v.o.r.y), digits for letters (1vory), characters of the same sound (像牙).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from pipelines.reading.characters import Changed
from pipelines.reading.words_phrase import Entry, Phrase
from pipelines.reading.words_scan import Phrases
from pipelines.reading.words_variants import one_of_each_sound

_HAN = "\u3400-\u9fff"
_QUIET = " \t/\\\\|_\\-"
"""Signs that also stand between words that have nothing to do with each other."""
_LOUD = "*#^&~+=·.•●○◆◇★☆♡♥❤※→`%@$°\u2190-\u2bff\U0001f300-\U0001faff"
_BETWEEN = re.compile(f"[{_QUIET}{_LOUD}](?<=[{_HAN}].)[{_QUIET}{_LOUD}]{{0,2}}(?=[{_HAN}])")
_IS_HAN = re.compile(f"[{_HAN}]")
_IS_QUIET = re.compile(f"[{_QUIET}]+")
# What no disguised Latin word does without, cheaply: a lone letter between signs, a sign between letters, a digit beside one.
_LONE = re.compile(r"[ .*_\-·~|+/][a-z0-9](?=[ .*_\-·~|+/])")
_SIGN_INSIDE = re.compile(r"[*._·~|+☆★•](?<=[a-z].)(?=[a-z])")
_DIGIT_BESIDE = re.compile(r"[0-9@$!](?:(?<=[a-z].)|(?=[a-z]))")
_SPELLED = re.compile(r"[a-z0-9](?<![a-z0-9].)(?:[ .*_\-·~|+/]{1,2}[a-z0-9]){4,30}(?![a-z0-9])")
_BROKEN = re.compile(r"[a-z](?<![a-z0-9].)[a-z]*(?:[*._·~|+☆★•][a-z]+){1,6}(?![a-z0-9@])")
_LEET = re.compile(
    r"[a-z0-9@$!](?<![a-z0-9@.].)(?:(?<=[0-9@$!])(?=[a-z0-9@$!]*[a-z])|(?=[a-z]*[0-9@$!]))[a-z0-9@$!]{4,19}(?![a-z0-9@])"
)
_STRETCH = re.compile(r"([a-z])\1\1")
_STRETCHED = re.compile(r"[a-z](?<![a-z0-9].)[a-z]{4,39}(?![a-z0-9])")
_RUN_OF_THREE, _RUN = re.compile(r"([a-z])\1{2,}"), re.compile(r"([a-z])\1+")
_DIGITS = [str.maketrans("0134578@$!", f"o{one}eastbasi") for one in "il"]
_NO_DIGITS = str.maketrans("", "", "0123456789")
_SEPARATORS = re.compile("[^a-z0-9]")

Hit = tuple[int, int, Phrase]


def unbroken(text: str, phrases: Phrases[Phrase]) -> Iterator[Hit]:
    """Words of scripts without spaces that have signs between their characters."""
    gaps = [gap.span() for gap in _BETWEEN.finditer(text)]
    if not gaps:
        return
    parts: list[str] = []
    joints: list[int] = []  # where in the squeezed text something was left out
    left_out: list[int] = [0]  # how many characters up to there
    last = 0
    for start, end in gaps:
        parts.append(text[last:start])
        joints.append(start - left_out[-1])
        left_out.append(left_out[-1] + end - start)
        last = end
    parts.append(text[last:])
    for start, end, phrase in phrases.characters("".join(parts)):
        if not phrase.entries:
            continue
        first, after = bisect_right(joints, start), bisect_left(joints, end)
        if first < after and _one_word(text, start + left_out[first], end + left_out[after]):
            yield start + left_out[first], end + left_out[after], phrase


def _one_word(text: str, start: int, end: int) -> bool:
    """Whether signs inside text[start:end] break a word, and don't part two: 大象 牙科 is no 象牙."""
    gaps = [text[gap.start() : gap.end()] for gap in _BETWEEN.finditer(text, start, end)]
    if len(gaps) > 1 or not all(_IS_QUIET.fullmatch(gap) for gap in gaps):
        return True
    left = start > 0 and _IS_HAN.match(text[start - 1])
    right = end < len(text) and _IS_HAN.match(text[end])
    return not (left and right)


def respelled(text: str, phrases: Phrases[Phrase]) -> Iterator[Hit]:
    """Latin words spelled out (i v o r y), broken up (ivo*ry), with digits in them (1v0ry) or stretched (ivooory)."""
    for needed, pattern in ((_LONE, _SPELLED), (_SIGN_INSIDE, _BROKEN)):
        for found in pattern.finditer(text) if needed.search(text) else ():
            phrase = phrases.word(_SEPARATORS.sub("", found[0]))
            if phrase and phrase.entries:
                yield found.start(), found.end(), phrase
    for found in _LEET.finditer(text) if _DIGIT_BESIDE.search(text) else ():
        written = found[0]
        if 2 * len(written.translate(_NO_DIGITS)) < len(written):
            continue  # a code; a word has letters left
        for digits in _DIGITS:
            phrase = phrases.word(written.translate(digits))
            if phrase and phrase.entries:
                yield found.start(), found.end(), phrase
                break
    for found in _STRETCHED.finditer(text) if _STRETCH.search(text) else ():
        word = found[0]
        if _STRETCH.search(word):
            forms = _RUN_OF_THREE.sub(r"\1", word), _RUN_OF_THREE.sub(r"\1\1", word), _RUN.sub(r"\1", word)
            phrase = next((phrase for form in forms if (phrase := phrases.word(form)) and phrase.entries), None)
            if phrase is not None:
                yield found.start(), found.end(), phrase


class Homophones:
    """Finds words of which characters were replaced by others of the same sound.

    A word of two keeps one character and needs a context, or half the language would be ivory (像牙, 向牙); one of three or
    more keeps at least one.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, Entry]],
        contexts: frozenset[str],
        ordinary: frozenset[str],
        known: Phrases[Phrase],
    ) -> None:
        self._ordinary, self._known = ordinary, known
        self._sounds: Phrases[list[tuple[str, Phrase]]] = Phrases()
        self._table = one_of_each_sound()
        self._to_sounds = Changed(self._table)
        for word, entry in entries:
            if not 2 <= len(word) <= 5 or any(ord(character) not in self._table for character in word):
                continue
            needs = entry.needs or (contexts if len(word) == 2 else frozenset())
            phrase = Phrase([Entry(entry.word, entry.goods, "code", needs, entry.not_with, entry.confidence * 0.6)])
            sound = word.translate(self._table)
            same = self._sounds.get(sound)
            if same is None:
                self._sounds.add(sound, same := [])
            same.append((word, phrase))

    def find(self, text: str) -> Iterator[Hit]:
        """Words by sound, but not those that are written as they should be."""
        if text.isascii() or not _IS_HAN.search(text):
            return
        for start, end, words in self._sounds.characters(self._to_sounds.change(text)):
            written = text[start:end]
            for word, phrase in words:
                same = sum(map(str.__eq__, written, word))
                if 0 < same < len(word) and written not in self._ordinary and self._known.get(written) is None:
                    yield start, end, phrase
