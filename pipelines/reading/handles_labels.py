# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Finds the names of platforms in a folded text, however they are broken up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from rapidfuzz.distance import OSA

from pipelines.reading.characters import Sieve
from pipelines.reading.handles_tables import SPELLINGS, Spelling
from pipelines.reading.handles_text import IS_LETTER

_SIGNS = frozenset("+\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e") | {
    one for text in SPELLINGS for one in text if ord(one) > 0x2000 and not one.isalnum()
}
"""What names are made of beside letters and digits: pictures that stand for a platform, Thai vowel signs."""
# Between the characters of one name: hearts, stars, dots, a space; never the end of a sentence or line.
_GAP = re.compile(r"[^\w。！？!?\n;；,，、:：\x1e]{0,3}|[ _-]")
_LATIN = re.compile(r"[a-z0-9]")
# What follows a platform's name when no account is meant.
_NO_LABEL_AFTER = re.compile(
    r"\W{0,2}(?:支付|付款|收款|转账|转帐|红包|钱包|零钱|扫码|扫一扫|小程序|公众号|朋友圈|分期|立减|官方|登录|认证|读书|豆(?![a-z0-9:：])|小店|小商店|视频号|小游戏|支付分|零钱通|音乐|飞车|炫舞|农场|空间|浏览器|宠物|堂|糖|币(?![a-z0-9:：])|极速版|月付|团购|外卖|超话|表情|皮肤|主题|机器人|输入法|阅读|"
    r"pay\b|payment|stickers|оплат|pay$|(?:dance|dancing|friends|webtoon|premium|stars|ads?|jammers?|boosters?|generators?|repeaters?|amplifiers?|lamps?|poles?|posts?|music|api|sdk|bot api|pixel|wallet)(?![\w@:]))"
)
_ADD = re.compile(r"(?:加|\+|➕|加个|加我|我的?)\s?$")
_GLUED = re.compile(r"[加➕+]v(?![xv])(?=[a-z]{2,16}[0-9_])")
"""A name right behind the letter: "加Vtiger_88"."""
_GOES_ON = re.compile(r"(?:[^\w:：][a-z0-9_]){2}(?![a-z0-9_])")
_IN_A_NAME = re.compile(r"[a-z0-9][_.\-]$")
_CALLED = re.compile(
    r"\.(?:get|set|request|create|open|show|choose|on|off|scan|check|login|navigate|switch|upload|download|connect|config|cloud|hide|start|stop)[a-z]*(?![a-z0-9_.])"
)
_SPELLED_OUT = re.compile(r"[ \-.·*/_]?[a-z](?![a-z])")
LONG_NAMES = {
    "telegram": "telegram", "whatsapp": "whatsapp", "instagram": "instagram", "facebook": "facebook", "wechat": "wechat", "weixin": "wechat", "kakaotalk": "kakaotalk",
    "xiaohongshu": "xiaohongshu", "kuaishou": "kuaishou", "twitter": "x", "tiktok": "tiktok", "телеграм": "telegram", "вотсап": "whatsapp", "ватсап": "whatsapp",
}  # fmt: skip
"""Names long enough to be known with one letter wrong."""
SHORT_NAMES = {
    "viber": "viber", "skype": "skype", "zalo": "zalo", "insta": "instagram", "signal": "signal", "telega": "telegram", "tele": "telegram", "line": "line", "weibo": "weibo",
    "douyin": "douyin", "kakao": "kakaotalk", "wapp": "whatsapp", "vchat": "wechat", "weixin": "wechat", "email": "email", "gmail": "email", "phone": "phone", "facebook": "facebook",
}  # fmt: skip
"""Names known with figures and signs for some of their letters (V!ber, skyp3, z@lo), and not otherwise misspelled."""
# Both begin with what stands there, not with a look behind: `re` passes over all other places at once then.
_SHORT_WORD = re.compile(
    r"[a-z@$!|€£](?<![\w@.!$|-].)(?:(?<=[@$!|€£])|(?=[a-z]*[@$!|0134578€£]))[a-z0-9@$!|€£]{3,8}(?![\w@.|$€£])"
)
_LEET_LETTERS = str.maketrans("0134578@$!|€£", "oleastbasilel")
_LONG_HEADS = frozenset(name[0] for name in LONG_NAMES) | frozenset("071")
_STRAIGHT = str.maketrans("0134578@$!|", "oieastbasil".replace("i", "l", 1))
_LONG_WORD = re.compile(r"[a-zа-я0-9@$!|](?<![\w@.].)[a-zа-я0-9@$!|]{5,11}(?![\w@.])")
_NOT_BEFORE = re.compile(
    r"(?:不加|不用|不像|不是|not|aren.t|没有|不要加|禁止加|拒绝|勿加|不支持|no|not on|no more|без|нет|không dùng|ไม่มี|tanpa)\s{0,2}$"
)


@dataclass(slots=True, frozen=True)
class Label:
    """The name of a platform at `text[start:end]` (folded)."""

    start: int
    end: int
    kind: str
    weak: bool


def _in_names(one: str) -> bool:
    """Whether a character may be part of a name."""
    return one.isalnum() or one in _SIGNS


_NAMES = Sieve(_in_names)
_MAX_LABELS = 2000
_TONES = re.compile("[āǎēěīǐōǒūǔǖǘǚǜ]")
_TONELESS = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuvvvv")
_ASCII_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


@cache
def _automaton() -> tuple[AhoCorasick, list[Spelling]]:
    """Finds every spelling in a text of names' characters only."""
    spellings = list(SPELLINGS.values())
    return AhoCorasick([one.text for one in spellings], matchkind=MatchKind.Standard, store_patterns=False), spellings


def _longest_first(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


def find_labels(text: str) -> list[Label]:
    """Names of platforms in order, not overlapping, the longest where several begin together.

    text: folded. Names are found across fillers ("微❤信", "v-x", "w e c h a t").
    """
    automaton, spellings = _automaton()
    squeezed, places = _NAMES.sift(text)
    if _TONES.search(squeezed):  # pinyin with its tone marks
        squeezed = squeezed.translate(_TONELESS)
    hits = automaton.find_matches_as_indexes(squeezed, overlapping=True)
    if not hits:
        return _with_misspelled(text, [])
    kept = places()
    hits.sort(key=_longest_first)
    found: list[Label] = []
    free = 0  # in squeezed: what lies before is taken
    for number, at, last in hits:
        if at < free:
            continue
        place = kept[at]
        before = text[place - 1] if place else " "
        first = squeezed[at]
        # The middle of a word, the commonest case, or a single letter that begins one.
        if first in _ASCII_LETTERS and (
            before in _ASCII_LETTERS
            or (last - at == 1 and text[place + 1 : place + 2] in _ASCII_LETTERS and not _GLUED.match(text, place - 1))
        ):
            continue
        if IS_LETTER[first] and IS_LETTER[before]:
            continue
        label = _label_at(text, kept, at, spellings[number])
        if label is not None:
            found.append(label)
            if len(found) >= _MAX_LABELS:
                return found
            free = last
    return _with_misspelled(text, found)


@lru_cache(maxsize=4096)
def _misspelled(word: str) -> str | None:
    """The platform of which a word is the long name, as it should be or not (the same words stand in most listings)."""
    straight = word.translate(_STRAIGHT)
    kind = LONG_NAMES.get(word) or LONG_NAMES.get(straight) or LONG_NAMES.get(straight.replace("l", "i"))
    if kind is None and straight.isalpha():
        return next((LONG_NAMES[name] for name in LONG_NAMES if OSA.distance(straight, name, score_cutoff=1) <= 1), None)
    return kind


def _with_misspelled(text: str, labels: list[Label]) -> list[Label]:
    """Also long Latin names with figures for letters ("te1egram") or one slip ("telegarm")."""
    more: list[Label] = []
    for match in _LONG_WORD.finditer(text):
        word = match[0]
        if (word in LONG_NAMES or word[0] in _LONG_HEADS) and (kind := _misspelled(word)) is not None:
            more.append(Label(match.start(), match.end(), kind, False))
    for match in _SHORT_WORD.finditer(text):
        straight = match[0].translate(_LEET_LETTERS)
        kind = SHORT_NAMES.get(straight) or SHORT_NAMES.get(
            match[0].replace("!", "l").replace("1", "i").translate(_LEET_LETTERS)
        )
        if kind is not None and any(one.isalpha() for one in match[0]):
            more.append(Label(match.start(), match.end(), kind, False))
    if not more:
        return labels
    # A name found as written wins over a misspelled one, that over a weak one.
    ranked = sorted(labels + more, key=lambda label: (label.start, label.weak, -label.end))
    kept: list[Label] = []
    for label in ranked:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def _label_at(text: str, kept: list[int], at: int, spelling: Spelling) -> Label | None:
    size = len(spelling.text)
    start, end = kept[at], kept[at + size - 1] + 1
    if end - start > size:  # broken up
        gaps = [(kept[i] + 1, kept[i + 1]) for i in range(at, at + size - 1) if kept[i + 1] > kept[i] + 1]
        if not all(_GAP.fullmatch(text, low, high) for low, high in gaps):
            return None
        # "for us a ..." must not read "sa": Latin letters are broken up either everywhere or at one joint between words.
        if spelling.text.isascii() and size < 6 and " " in text[start:end] and len(gaps) not in {1, size - 1}:
            return None
        if spelling.text.isascii() and size <= 3 and len(gaps) != size - 1:
            return None
        if spelling.text.isascii() and len(gaps) == size - 1 and _GOES_ON.match(text, end) and text[end] == text[gaps[0][0]]:
            return None  # the q-i-u of q-i-u-y-u-e
    if (
        size == 1
        and spelling.text.isascii()
        and _LATIN.match(text[start - 1 : start])
        and not _ADD.search(text, max(0, start - 3), start)
    ):
        return None  # the w of 5.8w
    if size == 1 and spelling.text.isascii() and text[start - 1 : start] in {"'", "’"}:
        return None  # I'm
    if size == 1 and spelling.text.isascii() and _IN_A_NAME.search(text, max(0, start - 2), start):
        return None  # the x of kunpeng_x9
    if size == 1 and spelling.text.isascii() and _SPELLED_OUT.match(text, end):
        return None  # the q of q-a-f-a-n-g
    if (spelling.text == "x" and _LATIN.match(text, end)) or (spelling.text == "sk" and text[end : end + 1] in {"-", "_"}):
        return None  # x5_pro, sk-...
    if spelling.text.isascii() and _CALLED.match(text, end):
        return None  # wx.getPhoneNumber: a program's
    broken = end - start > size and not text[start].isascii() and any(not one.isascii() for one in text[start + 1 : end - 1])
    weak = spelling.weak and not (broken and size > 1) and not _ADD.search(text, max(0, start - 3), start)
    last = text[end - 1]
    after = text[end : end + 1]
    if IS_LETTER[last] and IS_LETTER[after] and not _GLUED.match(text, end - 2):
        return None
    if last.isdigit() and after.isdigit():
        return None
    if _NO_LABEL_AFTER.match(text, end) or (not weak and _NOT_BEFORE.search(text[max(0, start - 12) : start])):
        return None
    return Label(start, end, spelling.kind, weak)
