# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Undoes what a text tells its reader to take out or to replace ("去掉汉字", "#换成@", "remove the stars")."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.reading.handles_labels import find_labels
from pipelines.reading.handles_text import Change, Piece, apart

_TOLD = re.compile(
    r"去掉|删掉|删去|去除|剔除|忽略|拿掉|换|改成|改为|替|当成|当作|看成|等于|代表|表示|\?是|x是|=|字母|开头|打头|remove|ignore|delete|drop|replace|убрать|убери|замени|bỏ|xóa|thay|hapus|ganti|ลบ|แทน|\([^\w\s]\s?=\s?[@.]|（[^\w\s]\s?=\s?[@.]"
)
_OUT = r"(?:去掉|删掉|删去|去除|剔除|忽略|拿掉|remove|ignore|delete|drop|убрать|уберите|убери|bỏ|xóa|hapus|ลบ)\s?(?:其中|里面|中间|所有|全部|the|all(?: the)?|все|các|semua)?\s?的?\s?"
_WHAT = {
    "han": "汉字|中文|文字|chinese|иероглиф\\w*", "letters": "字母|英文|letters?|букв\\w*|chữ cái|huruf", "stars": "星号|星星|星|asterisks?|stars?|зв[её]здоч\\w*|dấu sao|bintang",
    "blanks": "空格|spaces?|пробел\\w*|dấu cách|spasi", "dashes": "横线|横杠|短横|减号|dash(?:es)?|hyphens?|тире|gạch", "dots": "句点|小数点|点|dots?|точк\\w*|dấu chấm|titik",
    "signs": "符号|标点|表情|emojis?|symbols?|punctuation|signs?|знак\\w*|смайл\\w*|ký tự|simbol",
}  # fmt: skip
_CLASS = {
    "han": "[\u3400-\u9fff]{1,4}", "letters": "[a-z]{1,3}", "stars": "[*☆★✱✳⭐]{1,3}", "blanks": " {1,3}", "dashes": "[-—–]{1,3}", "dots": "[.·。]{1,3}",
    "signs": r"[^\w\n]{1,4}",
}  # fmt: skip
_REMOVE = re.compile(
    _OUT
    + "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WHAT.items())
    + "|(?P<letter>[a-z])(?![a-z])"
    + "|[\"“'「](?P<literal>[^\"”'」\\x1e]{1,4})[\"”'」])"
)
_REPLACE = re.compile(
    r"(?:(?:把|将|replace|замените|thay|ganti)\s?(?:the )?)?[\"“'「]?(?P<old>星号|井号|句号|逗号|[^\w\s。，,（）()]|[a-z\u3400-\u9fff])[\"”'」]?\s?(?:换成|换为|换|改成|改为|替换成|替换为|替换|代替成?|当成|当作|看成|等于|代表|表示|是(?=[0-9])|=|with|by|на|bằng|dengan)\s?(?:成|为)?\s?[\"“'「]?(?P<new>@|\.|_|-|[0-9]|点|艾特|at\b|dot\b)"
)
_SIGN = {"星号": "*", "井号": "#", "句号": "。", "逗号": ",", "点": ".", "艾特": "@", "at": "@", "dot": "."}
_LETTERS_AND_FIGURES = re.compile(
    r"(?:字母|英文)[:：是\s]{0,2}([a-z_.]{2,20})[,，\s]{0,2}(?:加上|再加|后面加|加|和|\+|接)?[\s]?(?:数字)[:：是\s]{0,2}([0-9]{1,11})(?![0-9])"
)
_BEGINS_AND_ENDS = re.compile(
    r"(?<![0-9])([0-9]{2,9})\s?(?:开头|打头|起头)[,，、和\s]{0,3}([0-9]{2,9})\s?(?:结尾|收尾|末尾|尾)"
)
_MARK = re.compile(r"[@/:：\n\x1e]")
_MAX = 200
_NEAR = 64
"""So far from the words that tell it."""


def edited(piece: Piece) -> tuple[Piece, list[str]]:
    """The text as its author told the reader to change it, and a sentence for each change; the same piece where nothing was told."""
    text = piece.text
    if not _TOLD.search(text):
        return piece, []
    changes: list[Change] = []
    said: list[str] = []
    for told in islice(_REMOVE.finditer(text), 5):
        name = told.lastgroup or "literal"
        literal = told["literal"] or told["letter"]
        pattern = re.escape(literal) if literal else _CLASS[name]
        beside = "[0-9]" if name in {"letters", "letter"} else "[a-z0-9_]"
        sandwiched = re.compile(f"(?<={beside}){pattern}(?={beside})")
        found = [
            match
            for low, high in ((_value_start(text, told.start()), told.start()), (told.end(), told.end() + _NEAR))
            for match in islice(sandwiched.finditer(text, low, high), _MAX)
            if literal or not find_labels(match[0])
        ]
        changes += [(*match.span(), "", ()) for match in found]
        if found:
            changes.append((told.start(), told.end(), " ", [(told.start(), told.start())]))
            said.append(f"taken out as told ({told[0].strip()}): {' '.join(match[0] for match in found[:8])}")
    for told in islice(_REPLACE.finditer(text), 5):
        old, new = (_SIGN.get(told[name], told[name]) for name in ("old", "new"))
        found = _to_replace(text, told, old)
        changes += [(*match.span(), new, [match.span()]) for match in found]
        if found:
            changes.append((told.start(), told.end(), " ", [(told.start(), told.start())]))
            said.append(f"{old} replaced by {new} as told")
    for wording in (_LETTERS_AND_FIGURES, _BEGINS_AND_ENDS):
        for told in islice(wording.finditer(text), 10):
            places = [place for group in (1, 2) for at in range(*told.span(group)) for place in [(at, at + 1)]]
            changes.append((*told.span(), told[1] + told[2], places))
            said.append(f"put together as told: {told[1]}{told[2]}")
    if not changes:
        return piece, []
    return piece.rewritten(apart(changes)), said


def _value_start(text: str, end: int) -> int:
    """Where the value that stands before `end` may begin: after the last name of a platform, colon, @, slash or line break."""
    low = max(0, end - _NEAR)
    marks = [low, *(match.end() for match in _MARK.finditer(text, low, end))]
    labels = [low + label.end for label in find_labels(text[low:end]) if label.end - label.start > 1]
    return max(marks + labels)


def _to_replace(text: str, told: re.Match[str], old: str) -> list[re.Match[str]]:
    """Where a sign that is to be replaced stands: inside a value, and where it is no letter, at its ends too."""
    sign = re.compile(re.escape(old))
    between = re.compile(f"(?<=[a-z0-9]){sign.pattern}(?=[a-z0-9])")
    found: list[re.Match[str]] = []
    for low, high in ((max(0, told.start() - _NEAR), told.start()), (told.end(), told.end() + _NEAR)):
        if old.isascii() and old.isalpha() and told["new"].isdigit():
            for value in islice(re.finditer(r"(?<![a-z0-9])[0-9a-z]{7,20}(?![a-z0-9])", text[low:high]), _MAX):
                if sum(one.isdigit() for one in value[0]) >= 5:
                    found += sign.finditer(text, low + value.start(), low + value.end())
            continue
        if old.isalnum():
            found += islice(between.finditer(text, low, high), _MAX)
            continue
        for value in islice(re.finditer(f"(?:[a-z0-9._-]|{sign.pattern}){{5,40}}", text[low:high]), _MAX):
            if sum(one.isalnum() for one in value[0]) >= 3:
                found += sign.finditer(text, low + value.start(), low + value.end())
    return found
