# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Which characters and words stand for digits, language by language."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice

SIGNS = {one: one for one in "0123456789"} | {
    sign: digit
    for digit, signs in {
        "0": "零〇○◯⭕洞영공", "1": "一幺么壹壱弌일丨", "2": "二两贰弍弐俩이", "3": "三叁参弎仨삼", "4": "四肆사", "5": "五伍오", "6": "六陆육륙",
        "7": "七柒拐칠", "8": "八捌팔", "9": "九玖勾구", "10": "🔟", "20": "廿", "30": "卅",
    }.items()
    for sign in signs
}  # fmt: skip
"""One character, one digit (or two), after folding."""

SOUNDS = {
    sign: digit
    for digit, signs in {
        "0": "另令灵铃凌龄邻陵菱玲岭凛您林淋临灵领洞动栋伶聆羚怜", "1": "要邀衣依医伊妖腰邀夭吆咿揖壹易亿艺耀意忆仪疑哟", "2": "而耳儿尔饵爱鹅哎洱迩", "3": "伞散山叁珊杉闪姗", "4": "死寺丝思私司斯嘶似肆撕饲嗣",
        "5": "舞无吴屋午武物捂悟雾务污乌呜勿吾梧坞芜侮巫诬", "6": "溜刘留流柳榴陆遛牛瘤硫浏", "7": "起其器气妻期欺奇骑棋旗漆凄戚齐企", "8": "爸把吧巴扒拔霸叭芭坝发疤捌", "9": "狗久酒旧救就舅韭灸揪究钩臼咎鸠",
    }.items()
    for sign in signs
}  # fmt: skip
"""Characters that sound like a digit: read only where they make up a whole valid number."""

LEET = {
    "o": "0", "d": "0", "i": "1", "l": "1",  "z": "2", "e": "3", "a": "4", "h": "4", "s": "5", "$": "5", "b": "8", "g": "9", "q": "9", "t": "7",
    "о": "0", "з": "3", "ч": "4", "б": "6", "в": "8", "і": "1", "ο": "0", "օ": "0",
}  # fmt: skip
"""Letters in place of digits (folded; a small b is a 6, a capital one an 8: `handles_digits` looks)."""

_WORDS = {
    "en": "zero=0 oh=0 o=0 nil=0 nought=0 naught=0 null=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 niner=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 "
    "fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20+ thirty=30+ forty=40+ fourty=40+ fifty=50+ sixty=60+ seventy=70+ eighty=80+ ninety=90+ hundred=H "
    "won=1 too=2 fore=4 ate=8 tree=3 fife=5 wun=1 zeros=p0 zeroes=p0 ones=p1 twos=p2 threes=p3 fours=p4 fives=p5 sixes=p6 sevens=p7 eights=p8 nines=p9",
    "vi": "không=0 hông=0 một=1 mốt=1 hai=2 ba=3 bốn=4 tư=4 năm=5 lăm=5 nhăm=5 sáu=6 bảy=7 bẩy=7 tám=8 chín=9 mười=10+ mươi=T trăm=H linh=0 lẻ=0",
    "vi0": "khong=0 hong=0 ko=0 mot=1 hai=2 ba=3 bon=4 tu=4 nam=5 lam=5 sau=6 bay=7 tam=8 chin=9 muoi=T",
    "ru": "ноль=0 нуль=0 нол=0 ноля=0 один=1 одна=1 единица=1 раз=1 два=2 две=2 двойка=2 три=3 тройка=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 восем=8 девять=9 десять=10 одиннадцать=11 "
    "двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать=20+ тридцать=30+ сорок=40+ пятьдесят=50+ "
    "шестьдесят=60+ семьдесят=70+ восемьдесят=80+ девяносто=90+ сто=100+ двести=200+ триста=300+ четыреста=400+ пятьсот=500+ шестьсот=600+ семьсот=700+ восемьсот=800+ девятьсот=900+ "
    "двойной=x2 дважды=x2 пара=x2 пару=x2 нолик=0 единичка=1 двоечка=2 троечка=3 четвёрка=4 четверка=4 четвёрочка=4 пятёрка=5 пятерка=5 пятёрочка=5 шестёрка=6 шестерка=6 шестёрочка=6 семёрка=7 семерка=7 "
    "семёрочка=7 восьмёрка=8 восьмерка=8 восьмёрочка=8 девятка=9 девяточка=9 нуля=p0 нули=p0 нолика=p0 нулей=p0 единицы=p1 единички=p1 единиц=p1 двойки=p2 двоек=p2 тройки=p3 троек=p3 четвёрки=p4 четверки=p4 "
    "четвёрок=p4 пятёрки=p5 пятерки=p5 пятёрок=p5 шестёрки=p6 шестерки=p6 шестёрок=p6 семёрки=p7 семерки=p7 семёрок=p7 семерок=p7 восьмёрки=p8 восьмерки=p8 восьмёрок=p8 девятки=p9 девяток=p9",
    "ja": "ゼロ=0 れい=0 まる=0 マル=0 いち=1 に=2 さん=3 よん=4 し=4 ご=5 ろく=6 なな=7 しち=7 はち=8 きゅう=9 きゅー=9 く=9 イチ=1 ニ=2 ニー=2 サン=3 ヨン=4 ゴ=5 ゴー=5 ロク=6 ナナ=7 シチ=7 ハチ=8 キュウ=9 キュー=9 ク=9",
    "th": "ศูนย์=0 ศูน=0 หนึ่ง=1 เอ็ด=1 นึง=1 สอง=2 สาม=3 สี่=4 ห้า=5 หก=6 เจ็ด=7 แปด=8 เก้า=9 สิบ=T",
    "id": "nol=0 kosong=0 satu=1 dua=2 tiga=3 empat=4 lima=5 enam=6 tujuh=7 delapan=8 lapan=8 sembilan=9 puluh=T ratus=H belas=B sepuluh=10 sebelas=11 sifar=0 dobel=x2",
    "py": "ling=0 dong=0 yi=1 yao=1 er=2 liang=2 san=3 si=4 wu=5 liu=6 qi=7 guai=7 ba=8 jiu=9 gou=9",
    "es": "cero=0 uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9",
    "fr": "zéro=0 un=1 deux=2 trois=3 quatre=4 cinq=5 sept=7 huit=8 neuf=9",
    "sw": "sifuri=0 moja=1 mbili=2 tatu=3 nne=4 tano=5 sita=6 saba=7 nane=8 tisa=9",
    "de": "null=0 eins=1 zwei=2 zwo=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8 neun=9",
}  # fmt: skip

MANY = {
    "double": 2,
    "dbl": 2,
    "triple": 3,
    "treble": 3,
    "quadruple": 4,
    "đôi": 2,
    "kép": 2,
    "двойная": 2,
    "тройная": 3,
    "dobel": 2,
    "ganda": 2,
    "คู่": 2,
    "เบิ้ล": 2,
    "ดับเบิ้ล": 2,
    "ดับเบิล": 2,
    "ตอง": 3,
}
"""Words before a digit that say how often it stands."""

_ENOUGH = 4
"""So many number words before a text's words are read as digits at all."""


@cache
def _words(language: str) -> dict[str, str]:
    return dict(entry.split("=") for entry in _WORDS[language].split())


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Number words of a language, anywhere, the longest first."""
    names = sorted([*_words(language), *MANY], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    """Number word to the languages that have it."""
    table: dict[str, tuple[str, ...]] = {}
    for language in _WORDS:
        for word in _words(language):
            table[word] = (*table.get(word, ()), language)
    return table


def spelled_digits(words: str) -> str | None:
    """The digits that words of one language stand for, a digit each; None where one of them is something else."""
    for language in _WORDS:
        known = _words(language)
        digits = [known.get(word, "") for word in words.split()]
        if all(len(digit) == 1 and digit.isdigit() for digit in digits):
            return "".join(digits)
    return None


@lru_cache(maxsize=8192)
def _made_up(language: str, word: str) -> bool:
    """Whether a word is nothing but number words of a language, run together (the same words stand in most listings)."""
    return not _pattern(language).sub("", word)


_TONES = re.compile("[āǎēěīǐōǒūǔǖǘǚǜ]")
_TONELESS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuvvvv")
_RUN_TOGETHER = re.compile("[a-z0-9]{11,60}")
_DIGIT = "".join(SIGNS).replace("🔟", "")
# Begins with a letter, not with a look behind: `re` passes over all other places at once then.
_GLUED = re.compile(f"[a-z](?<![a-z].)(?:[a-z]{{3,23}}(?=[{_DIGIT}])|(?<=[{_DIGIT}].)[a-z]{{3,23}}(?![a-z]))")
"""Letters that touch figures or numerals."""
_MAX_WORDS = 2_000
_MIXED_IN = ("py", "en", "id")
"""Languages whose number words are run together with figures."""
_FIGURES = "0-9〇零一二三四五六七八九"
_BESIDE_FIGURE = re.compile(rf"[{_FIGURES}][^\w]{{0,3}}$")
_FIGURE = re.compile(rf"[^\w]{{0,3}}[{_FIGURES}]")
_LETTERS = re.compile(r"[^\W\d_]+")
_KANA = re.compile("[ぁ-ヿ]{5,}")
_RUNS = {"th": re.compile("[\u0e00-\u0e7f]+"), "py": re.compile("[a-z]+"), "ja": re.compile("[ぁ-ヿ]+")}
"""What is a word, where that is not any letters."""
_THAI = re.compile("[\u0e00-\u0e7f]")


def number_words(text: str) -> list[tuple[int, int, str]]:
    """(start, end, what it stands for) of the words that are digits, in the one language that has most of them.

    What it stands for: digits; with a `+` where smaller ones may be added to it (`60+`); `x2` doubles the next.
    """
    if _TONES.search(text):  # pinyin with its tone marks
        text = text.translate(_TONELESS)
    mixed = [one for match in islice(_RUN_TOGETHER.finditer(text), 50) for one in _mixed(match)]
    if mixed:
        return mixed
    counts: dict[str, int] = {}
    vocabulary = _vocabulary()
    letters = _LETTERS.findall(text)
    for word in filter(vocabulary.__contains__, letters):
        for language in vocabulary[word] if len(word) > 1 else ():
            counts[language] = counts.get(language, 0) + 1
    if not counts and "o" in letters:
        counts["en"] = letters.count("o")
    for glued in islice(_GLUED.finditer(text), 50):  # "yiwuyi零三七六"
        if _made_up("py", glued[0]):
            counts["py"] = counts.get("py", 0) + 2
    longest = max(map(len, letters), default=0)
    if _THAI.search(text):
        counts["th"] = len(_pattern("th").findall(text))
    elif _KANA.search(text) and (kana := [word for word in _KANA.findall(text) if _made_up("ja", word)]):
        counts["ja"] = sum(map(len, kana))
    elif longest >= 12 and not any(count >= _ENOUGH for count in counts.values()):
        # "onethreeeight": words run together
        for language in ("en", "py", "id", "ru"):
            if any(len(word) >= 12 and _made_up(language, word) for word in letters):
                counts[language] = 11
    if not counts:
        return []
    best = max(counts, key=lambda language: counts[language])
    few = counts[best] < _ENOUGH
    words = _words(best)
    found: list[tuple[int, int, str]] = []
    pattern = _pattern(best)
    for run in _RUNS.get(best, _LETTERS).finditer(text):
        word = run[0]
        if not (word in words or word in MANY or best == "th" or (len(word) >= 6 and _made_up(best, word))):
            continue
        if len(found) >= _MAX_WORDS:
            break
        if (
            best == "ja"
            and len(word) < 5
            and (text[run.start() - 1 : run.start()].isalpha() or text[run.end() : run.end() + 1].isalpha())
        ):
            continue  # 田中さん, 電話に: no words by themselves
        if len(word) == 1 and (text[run.start() - 1 : run.start()].isdigit() or text[run.end() : run.end() + 1].isdigit()):
            continue  # the o of o7700 is a figure, no word
        if word in words:
            found.append((run.start(), run.end(), words[word]))
        elif word in MANY:
            found.append((run.start(), run.end(), f"x{MANY[word]}"))
        else:
            found += [
                (run.start() + one.start(), run.start() + one.end(), words.get(one[0]) or f"x{MANY[one[0]]}")
                for one in pattern.finditer(word)
            ]
    return _in_company(text, found) if few else found


@cache
def _mixed_heads() -> frozenset[str]:
    """The first two letters of the number words that are run together with figures."""
    return frozenset(word[:2] for language in _MIXED_IN for word in _words(language))


def _mixed(match: re.Match[str]) -> list[tuple[int, int, str]]:
    """Number words and figures run together ("yisan8liu...")."""
    if match[0].isdigit() or match[0].isalpha() or match.string[match.start() - 1 : match.start()] in {"@", ".", "_"}:
        return []
    if match[0].lstrip("0123456789")[:2] not in _mixed_heads():
        return []
    for language in _MIXED_IN:
        words = _words(language)
        found = []
        place = match.start()
        while place < match.end():
            if match.string[place].isdigit():
                place += 1
                continue
            word = _pattern(language).match(match.string, place, match.end())
            if word is None or word[0] not in words or len(word[0]) < 2:
                break
            found.append((place, word.end(), words[word[0]]))
            place = word.end()
        else:
            figures = sum(one.isdigit() for one in match[0])
            if len(found) + figures >= 7:
                return found
    return []


def _in_company(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of a few number words, those that stand beside figures, or beside others that do."""
    kept = [bool(_BESIDE_FIGURE.search(text[max(0, start - 4) : start]) or _FIGURE.match(text, end)) for start, end, _ in found]
    for order in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for at in order:
            other = at - 1 if order.step > 0 else at + 1
            gap = text[found[min(at, other)][1] : found[max(at, other)][0]]
            if kept[other] and len(gap) <= 3 and not any(one.isalnum() for one in gap):
                kept[at] = True
    return [one for one, keep in zip(found, kept, strict=True) if keep]
