# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Undoes what a text tells its reader to take out or to replace ("去掉汉字", "#换成@", "remove the stars")."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.reading.handles_labels import find_labels
from pipelines.reading.handles_numerals import SIGNS
from pipelines.reading.handles_tables import SPELLINGS
from pipelines.reading.handles_text import Change, Piece, apart
from pipelines.reading.triggers import Triggered

_TOLD = Triggered(
    r"去掉|删掉|删去|去除|剔除|忽略|拿掉|换|改成|改为|替|当成|当作|看成|等于|代表|表示|\?是|x是|=|字母|开头|打头|前缀|prefix|префикс|不要(?=[)）,，。]|$)|不算|跳过|无视|划掉|除去|删除|大写|小写|数字|天干|甲\s?[=是为代]|\(\s?[0-9零一二三四五六七八九]\s?[-+*x×/÷加减乘除]|\[\s?[0-9零一二三四五六七八九]\s?[-+*x×/÷加减乘除]|【\s?[0-9零一二三四五六七八九]\s?[-+*x×/÷加减乘除]|{\s?[0-9零一二三四五六七八九]\s?[-+*x×/÷加减乘除]|remove|ignore|delete|drop|replace|skip|without|take out|leave out|cut out|убрать|убери|замени|bỏ|xóa|thay|hapus|ganti|ลบ|แทน|[*#★☆○●△?$&%@~]\s?(?:là|nghĩa là|это|значит|คือ|แทน|adalah|itu|is|means|->|→|は)|\([^\w\s]\s?=\s?[@.]|（[^\w\s]\s?=\s?[@.]"
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
_REMOVE_BEFORE = re.compile(
    r"(?<![^\W_])(?:把|将|请把|都把|其中的?|里面的?|中间的?|the |all the |all )?[\"“'「]?(?P<literal>[^\w\s,，。.、()（）:：]️?|[\u3400-\u9fff]{1,2}?|[a-z])[\"”'」]?(?:字|号)?(?:都|全|全部|统统|请|要|自行|自己)?"
    r"(?:去掉|删掉|删去|删除|去除|剔除|忽略|拿掉|不要(?=[)）,，。]|$)|不算|跳过|无视|划掉|除去|去了|要去掉|убрать|уберите|убери)"
)
_CALLED_SO = {"点": "dots", "横": "dashes", "杠": "dashes", "横杠": "dashes", "横线": "dashes", "星": "stars", "星号": "stars", "空格": "blanks", "符号": "signs", "表情": "signs", "标点": "signs", "汉字": "han", "中文": "han", "文字": "han", "字母": "letters", "英文": "letters"}  # fmt: skip
_REPLACE = re.compile(
    r"(?:(?:把|将|replace|замените|thay|ganti)\s?(?:the )?)?[\"“'「]?(?P<old>星号|井号|句号|逗号|[^\w\s。，,（）()]|[a-z\u3400-\u9fff]|(?<=[把将(（的])[0-9]|(?<=replace )[0-9]|(?<=thay )[0-9]|(?<=ganti )[0-9])[\"”'」]?\s?(?:换成|换为|换|改成|改为|替换成|替换为|替换|代替成?|当成|当作|看成|等于|代表|表示|是(?=[0-9])|=|->|→|with|by|на|bằng|dengan|(?:nghĩa )?là|это|значит|คือ|แทน|adalah|itu|is|means|は|は数字の)\s?(?:成|为)?\s?[\"“'「]?(?P<new>@|\.|_|-|[0-9]|点|艾特|at\b|dot\b)"
)
_SIGN = {"星号": "*", "井号": "#", "句号": "。", "逗号": ",", "点": ".", "艾特": "@", "at": "@", "dot": "."}
_LETTERS_AND_FIGURES = re.compile(
    r"(?:字母|英文)[:：是\s]{0,2}([a-z_.]{2,20})[,，\s]{0,2}(?:加上|再加|后面加|加|和|\+|接)?[\s]?(?:数字)[:：是\s]{0,2}([0-9]{1,11})(?![0-9])"
)
_FIRST_LETTER = re.compile(
    r"(?:首字母|第一个字母|开头字母|开头)(?:是|为|大写|小写|的|字母){0,3}[:：\s]?([a-z])[,，\s]{0,2}(?:后面|后边|接着|然后|再|其余|剩下)(?:是|接|跟|加|的|[:：]|\s){0,3}([a-z0-9_]{3,18})(?![a-z0-9_])"
)
_HEAD_AND_TAIL = re.compile(
    r"(?:前缀|prefix|префикс)(?:是|为|[:：]|\s|is){0,3}([a-z0-9]{2,12})[,，;\s]{1,2}(?:后缀|suffix|суффикс)(?:是|为|[:：]|\s|is){0,3}([a-z0-9]{1,12})(?:[,，;\s]{0,2}(?:中间|between)(?:一个|加|用|是|个|an?|is|\s){0,3}(下划线|减号|横杠|点|underscore|dash|dot))?"
)
_NAMED_PARTS = re.compile(
    r"(?:(?:大写|小写|字母|英文|数字|字符)(?:的|是|:|：|字母|\s){0,3}[a-z0-9_]{1,12}(?:,|，|、|\s|再?加上?|和|\+|接着?|后面|然后)*){2,12}"
)
_NAMED_PART = re.compile(r"(?:大写|小写|字母|英文|数字|字符)(?:的|是|:|：|字母|\s){0,3}([a-z0-9_]{1,12})")
_STEMS = re.compile("[甲乙丙丁戊己庚辛壬癸]{5,11}")
_SUM = re.compile(
    r"(?<=\d)[(（\[【{]\s?([0-9零一二三四五六七八九])\s?([-+*x×/÷加减乘除])\s?([0-9零一二三四五六七八九])\s?(?:=\s?\?)?[)）\]】}]|[(（\[【{]\s?([0-9零一二三四五六七八九])\s?([-+*x×/÷加减乘除])\s?([0-9零一二三四五六七八九])\s?(?:=\s?\?)?[)）\]】}](?=\d)"
)
_UPRIGHT = re.compile(r"(?<![^\n\x1e])\w(?:\n\w){4,40}(?![^\n\x1e])")
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
    if not _TOLD.search(text) and not (text.count("\n") > 3 and _UPRIGHT.search(text)):
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
        if new.isdigit() and text[told.end() : told.end() + 1].isdigit():
            continue  # "xxxx=0013": not each of them
        found = _to_replace(text, told, old)
        changes += [(*match.span(), new, [match.span()]) for match in found]
        if found:
            changes.append((told.start(), told.end(), " ", [(told.start(), told.start())]))
            said.append(f"{old} replaced by {new} as told")
    for told in islice(_REMOVE_BEFORE.finditer(text), 5):
        literal = told["literal"]
        pattern = _CLASS[_CALLED_SO[literal]] if literal in _CALLED_SO else re.escape(literal)
        low = _value_start(text, told.start())
        sandwiched = re.compile(f"(?<=[a-z0-9_]){pattern}(?=[a-z0-9_])")
        found = list(islice(sandwiched.finditer(text, low, told.start()), _MAX))
        changes += [(*match.span(), "", ()) for match in found]
        if found:
            changes.append((told.start(), told.end(), " ", [(told.start(), told.start())]))
            said.append(f"taken out as told ({told[0].strip()}): {' '.join(match[0] for match in found[:8])}")
    more, explained = _worked_out(text)
    changes += more
    said += explained
    for told in islice(_HEAD_AND_TAIL.finditer(text), 5):
        sign = {"下": "_", "u": "_", "减": "-", "横": "-", "点": "."}.get(
            (told[3] or " ")[0], "-" if told[3] == "dash" else "." if told[3] else ""
        )
        places = [(at, at + 1) for at in range(*told.span(1))]
        places += [told.span(3)] * len(sign) + [(at, at + 1) for at in range(*told.span(2))]
        changes.append((*told.span(), told[1] + sign + told[2], places))
        said.append(f"put together as told: {told[1]}{sign}{told[2]}")
    for wording in (_LETTERS_AND_FIGURES, _BEGINS_AND_ENDS, _FIRST_LETTER):
        for told in islice(wording.finditer(text), 10):
            places = [place for group in (1, 2) for at in range(*told.span(group)) for place in [(at, at + 1)]]
            changes.append((*told.span(), told[1] + told[2], places))
            said.append(f"put together as told: {told[1]}{told[2]}")
    if not changes:
        return piece, []
    return piece.rewritten(apart(changes)), said


def _worked_out(text: str) -> tuple[list[Change], list[str]]:
    """Sums worked out ("138(2+3)04"), heavenly stems as digits, names told letter by letter, columns laid down."""
    changes: list[Change] = []
    said: list[str] = []
    for told in islice(_SUM.finditer(text), 11):
        first, sign, second = told.groups()[:3] if told[1] else told.groups()[3:]
        result = _result(int(SIGNS[first]), sign, int(SIGNS[second]))
        if result is not None:
            changes.append((*told.span(), result, [told.span()] * len(result)))
            said.append(f"worked out: {told[0]} is {result}")
    if "天干" in text or re.search("甲\\s?[=是为代]", text):
        for told in islice(_STEMS.finditer(text), 5):
            digits = "".join(str(("甲乙丙丁戊己庚辛壬癸".index(one) + 1) % 10) for one in told[0])
            changes.append((*told.span(), digits, [(at, at + 1) for at in range(*told.span())]))
            said.append(f"heavenly stems as digits: {digits}")
    for told in islice(_NAMED_PARTS.finditer(text), 5):
        parts = list(_NAMED_PART.finditer(told[0]))
        places = [(told.start() + at, told.start() + at + 1) for part in parts for at in range(*part.span(1))]
        whole = "".join(part[1] for part in parts)
        end = told.start() + parts[-1].end()
        changes.append((told.start(), end, whole, places))
        said.append(f"put together as told: {whole}")
    for told in islice(_UPRIGHT.finditer(text), 5):
        letters = list(range(told.start(), told.end(), 2))
        whole = "".join(text[at] for at in letters)
        head = max((size for size in range(1, 7) if whole[:size] in SPELLINGS), default=0)
        places = [(at, at + 1) for at in letters]
        if head:
            whole = f"{whole[:head]}:{whole[head:]}"
            places.insert(head, (letters[head - 1] + 1, letters[head - 1] + 2))
        changes.append((*told.span(), whole, places))
        said.append(f"read downwards: {whole}")
    return changes, said


def _result(first: int, sign: str, second: int) -> str | None:
    """What a sum of two digits comes to; None where it is no whole number of one or two digits."""
    if sign in "/÷除":
        return str(first // second) if second and first % second == 0 else None
    value = first + second if sign in "+加" else first - second if sign in "-减" else first * second
    return str(value) if 0 <= value < 100 else None


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
        if old.isdigit():
            for value in islice(re.finditer(r"[a-z0-9_.\-]{5,24}", text[low:high]), _MAX):
                found += sign.finditer(text, low + value.start(), low + value.end())
            continue
        if old.isascii() and old.isalpha() and told["new"].isdigit():
            for value in islice(re.finditer(r"(?<![a-z0-9])[0-9a-z]{7,20}(?![a-z0-9])", text[low:high]), _MAX):
                if sum(one.isdigit() for one in value[0]) >= 5:
                    found += sign.finditer(text, low + value.start(), low + value.end())
            continue
        if old.isalnum():
            found += islice(between.finditer(text, low, high), _MAX)
            continue
        apart = " ()" if told["new"].isdigit() else ""  # a number's groups
        for value in islice(re.finditer(f"(?:[a-z0-9._{apart}-]|{sign.pattern}){{5,40}}", text[low:high]), _MAX):
            if sum(one.isalnum() for one in value[0]) >= 3:
                found += sign.finditer(text, low + value.start(), low + value.end())
    return found
