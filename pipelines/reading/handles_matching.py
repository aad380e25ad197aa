# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Gives each number and name in a text to the platform that it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.reading.handles_accounts import DOTTED, LENGTHS, account_at, plausible
from pipelines.reading.handles_alone import Alone
from pipelines.reading.handles_findings import DIALLED, Found
from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_links import Link
from pipelines.reading.handles_negatives import called_dead, in_a_code, something_else
from pipelines.reading.handles_phones import as_dialled
from pipelines.reading.handles_tables import SAME_AFTER, SAME_BEFORE
from pipelines.reading.handles_text import MAX_FOUND

_SAME_KINDS = ("wechat", "whatsapp", "viber", "zalo", "line", "telegram", "signal")
_MARKS = re.compile(r"[:：@=→⇒>👉➡]|\bid\b|号|name|ник|id$|username|搜|ไอดี|账|帐|nick|handle|user")
_CONNECT = re.compile(
    r"(?:[^\w\x1e\x1d+@]|_){0,6}"
    r"(?:(?:号码|号|码|账号|帐号|账户|帐户|id号|昵称|名字|名称|名|搜索|搜一下|搜|查找|查|找我|找|加我|加一下|加上|加|添加|是我的|是|为|叫|联系|联络|咨询|私聊|私信|详聊|我的|我|请|可加|也可|都是|均为|频道|关注|微信|用户名|用户|本人|老板|备用|常用|主|"
    r"打|拨打|拨|或|和|及|与|至|到|给|也|即|同号|同步|同|看|发|在线|客服|专线|直线|商务|下单|拿货|订货|了解|要的|来|回复|扣|滴|敲|在|上|可|大号|小号|新|私人|工作|（|）|"
    r"เบอร์เดียวกัน|เบอร์|ไอดี|ใช้ชื่อว่า|ใช้ชื่อ|ชื่อว่า|ในชื่อ|ค้นหา|เสิร์ช|คือ|มา|ที่|ได้|หา|ชื่อ|แอด|ทัก|ค่ะ|ครับ|นะ|สอบถาม|ได้ที่|ติดต่อ|เพิ่มเพื่อน|มาที่)"
    r"|(?:as|under|find|called|named|như|как|sebagai|가|는|은|에서)(?=\s@?[a-z][a-z_]*[0-9_.][a-z0-9_]|\s(?:[a-z0-9][ .·*/~|-]){4}|은|는)"
    r"|i.?m(?=\s[\"'「【@]?[a-z][a-z_]*[0-9_.])"
    r"|(?:아이디|검색|추가|친추|는|은|에서|으로|로|이름|계정|の|は|で|を|検索|名前|アカウント|から|へ|に|が|も|まで)"
    r"|(?:yes|only|just|id|is|me|my|on|at|to|name|no|num|number|nick|nickname|user|username|account|acc|handle|search|add|contact|for|via|us|dm|by|plus|or|and|direct|anytime|through|under|the|using|now|plz|pls|please|here|msg|message|text|hit|up|"
    r"номер|ник|мой|мне|или|аккаунт|логин|на|в|по|юзер|это|пишите|писать|пиши|и|для|наш|связи|личку|канал|юзернейм|я|общий|один|под|ником|именем|найти|найдете|можно|ищите|ищи|меня|"
    r"số|là|qua|theo|tên|mình|em|anh|cho|ngay|tài|khoản|máy|chị|shop|của|tôi|hoặc|hotline|tìm|nick|nhà|nhắn|cùng|chung|kết bạn|với|gọi|bên|thêm|"
    r"nomor|di|ke|ya|akun|saya|aja|kami|admin|kak|nih|atau|adalah|kita|kamu|sini|sama|dengan|nama|namanya|pakai|pake|cari|carian|com|ao|hao|shi)(?![^\W\d_]))?",
)
_BACK = re.compile(
    r"(?:\s?(?:是|是我的|是我|我的|为|加|添加|=|on|at|is my|my|in|в|на|это|ở|di|ใน|—|-|,|，|~|·|/)\s?|[\s(（\[【《<「:：~、」』】》)）\]\"'”]){0,4}$"
)
_NAME_BEFORE = re.compile(r"(?<![a-z0-9_.\-])@?([a-z0-9_][a-z0-9_.\-]{3,40})$")
_BROKEN_NAME = re.compile(
    r"(?<![a-z0-9_.\-])([a-z0-9_](?P<sep>[ ·.\-*/~|])[a-z0-9_](?:(?P=sep)[a-z0-9_]){3,38}|[a-z0-9_]{2,20}(?:[^\w\s,.，。;；/|()（）\[\]【】「」、!！?？:：=\"'<>《》&+@\-\x1e\x1d]{1,3}[a-z0-9_]{2,20}){1,4})$"
)
"""A name with blanks, dots or pictures strewn into it, before its platform's name."""
_GOES_BEFORE = re.compile(r"[a-z0-9_][^\w\s,.，。;；/|()（）:：@]{1,3}$")
"""What stands before is the head of a name that a picture breaks."""
_AT_NAME = re.compile(r"(?<![a-z0-9_.@])@([a-z][a-z0-9_.]{3,31})(?![a-z0-9_@.])")
_CODED_NAME = re.compile(r"(?<![a-z0-9_@./-])@?(?=[a-z0-9_-]{0,30}[0-9_])[a-z][a-z0-9_-]{5,24}(?![a-z0-9_@./-])")
_CHAIN = re.compile(
    r"(?:[\s/、&+和或|兼及与()（）-]|or|and|или|и|hoặc|và|หรือ|และ|atau|dan|(?:me|us|on|at|my|this|the|same)(?=\s)|搜索|搜|查找|就是|号是|号|id|账号|手机){0,5}"
)
_GENERAL = frozenset({"号码", "number", "numbers", "номер", "nomor", "เบอร์", "หมายเลข", "phonenumber"})
_BEFORE_GENERAL = re.compile(r"[^\w/&+]{0,3}(?:(?:小号|大号|新号|新|的|私人|工作|备用)[^\w/&+]{0,3})?")
_SUCCESSOR = re.compile(
    r"[^\n\x1e]{0,16}?(?:新的|新号码|新号|新账号|新微信|现用|现在用|现在是|改用|改为|换成|换为|换到|new one|new|новый|новая|số mới|mới|yang baru|baru|ใหม่)\s?(?:的|号|是|为|is)?\s?[:：]?\s?@?"
)
_SAME_NAME = re.compile(
    r"\W{0,3}(?:也?是?同(?:名|id|账号|一个|上)|同一个(?:名|id|账号)|一样|(?:is |the )?same (?:name|id|user|handle|nick)|same$|same\W|тот же ник|nama sama|id sama|ชื่อเดียวกัน|cùng tên|cùng id)"
)
_SAME = re.compile(r"同号|同步|同手机|同电话|same|тот же|cùng số|เบอร์เดียวกัน|sama")
_TOLD, _UNTOLD = re.compile(r"[^\W_号]"), re.compile(r"[\W_号]")
_SIGNS = re.compile(r"[^\w\s]|_")
_SAME_HEADS = frozenset(wording[0] for wording in SAME_AFTER)
_CODED = re.compile(r"[0-9_]|[a-z]{2}\.[a-z]")
_CLAUSE_END = re.compile(r"\s*(?:$|[^\w\s]|[\u0400-\u9fff])")
_ONLY_A_VERB = re.compile(
    r"(?!.*\s(?:or|and|или|и|hoặc|và|atau|dan)\s)(?!.*(?:หรือ|และ))[^\W\u2e80-\u9fff][^\u2e80-\u9fff/&+,]*[\s:]+"
)
_HAN_NAMED = frozenset({"weibo", "xiaohongshu", "douyin", "kuaishou"})
_HAN_NAME = re.compile(r"(?P<at>@\s?)?(?P<name>(?=[a-z0-9_\-]*[\u3400-\u9fff])[\u3400-\u9fffa-z0-9_\-]{2,16})(?![\w\-])")
_CALLED = re.compile(r"(?:号|id|昵称|名|账号|用户名)[:：]\s?$")
_NO_NAMES = frozenset(
    {"同名", "同上", "看简介", "见简介", "搜同款", "同款", "私信", "私聊", "主页", "看主页", "暂无", "没有", "保密"}
)
_A_NAME = re.compile(r"https://(?!www\.)[^./]+\.(?!(?:com|cn|net|org|me|ru|vn)$)[^./]+")
_QQ_MAIL = re.compile(r"[:：\s]?(?:就?是|为)?(?:我的)?(?:qq|扣扣)号?码?(?:加|\+)?\s?@qq\.com")
_AS_WECHAT = re.compile(r"\s?(?:也?同|就?是|和|跟)(?:微信?|v信?|vx|薇信?|威信?)号?(?:一样|一致)?(?![a-z0-9])")
_COLON = re.compile(r"[^。！!？?；;\n\x1e:：]{1,28}[:：]\s?")
_COLON_REACH = 32
_REACH = 15
"""How far a name that can only be an account may stand from the name of the platform, where neither has another partner."""


class Matching(Alone):
    """One text: its names of platforms, runs of digits, links and wallets, and what belongs together."""

    def take_links(self, links: list[Link]) -> None:
        """Addresses, but for those that are names where dots are common: "insta: bone.art"."""
        dotted = [label for label in self.labels if label.kind in DOTTED] if any(one.kind == "url" for one in links) else []
        names = {self._value_place(label) for label in dotted}
        super().take_links([one for one in links if not (one.start in names and _A_NAME.fullmatch(one.value))])

    # Names of platforms

    def match_labels(self) -> None:
        """Each name of a platform with what stands after it, else before it."""
        self._drop_general()
        number = 0
        while number < len(self.labels) and len(self._found) < MAX_FOUND:
            group = [self.labels[number]]
            while number + 1 < len(self.labels) and self._chained(group[-1], self.labels[number + 1]):
                number += 1
                last = group[-1]
                if last.kind == "phone" and _ONLY_A_VERB.fullmatch(self.text, last.start, self.labels[number].start):
                    group.pop()  # "Liên hệ Zalo 09...", "hubungi WA 08...": Zalo and WhatsApp alone
                group.append(self.labels[number])
            number += 1
            if not self._after(group) and not self._same(group[-1]):
                self._unmatched += group
        previous: Label | None = None
        for label in list(self._unmatched):
            if label.kind in {"email", "qqmail", "contact"}:
                continue
            before, previous = previous, None
            if before is not None and self._chained(before, label) and (found := self._found_for.get(before)) is not None:
                if found.kind in DIALLED and label.kind in _SAME_KINDS:  # "159...（手机/微信）"
                    self._also(label, found)
                    self._found_for[label] = found
                    previous = label
                continue
            if self._before(label):
                self._found_for[label] = self._found[-1]
                previous = label
            else:
                self._near(label)

    def _drop_general(self) -> None:
        """Takes out "number" right behind a platform's name: "QQ小号 号码", "WhatsApp number"."""
        kept: list[Label] = []
        for label in self.labels:
            if (
                kept
                and label.kind == "phone"
                and kept[-1].kind not in {"phone", "contact"}
                and self.text[label.start : label.end] in _GENERAL
                and _BEFORE_GENERAL.fullmatch(self.text, kept[-1].end, label.start)
            ):
                continue
            kept.append(label)
        self.labels = kept
        self._label_starts = frozenset(label.start for label in kept)
        self._label_order = sorted(self._label_starts)

    def _chained(self, one: Label, other: Label) -> bool:
        if other.start - one.end > 8 or one.kind == other.kind:
            return (
                other.start - one.end <= 4
                and one.kind == other.kind
                and _CHAIN.fullmatch(self.text, one.end, other.start) is not None
            )
        return _CHAIN.fullmatch(self.text, one.end, other.start) is not None

    def _value_place(self, label: Label) -> int:
        """Where the value after a name would begin: past "号", "is", colons and the like."""
        if self.text.startswith("wxid_", label.end - 4):
            return label.end - 4  # the account is called so
        place = label.end
        for _ in range(7):
            match = _CONNECT.match(self.text, place)
            if match is None or match.end() == place or match.end() - label.end > 32:
                break
            following = bisect_left(self._label_order, place)
            if following < len(self._label_order) and self._label_order[following] < match.end():
                break
            place = match.end()
            if self._run_at(place) is not None:
                break
        return place

    def _after(self, group: list[Label]) -> bool:
        label = group[-1]
        place = self._value_place(label)
        between = self.text[label.end : place]
        run = self._run_at(place) or self._run_at(label.end)
        if run is not None and not self._free(run.start, run.start + 1):
            return False
        marked = _MARKS.search(between + self.text[place : place + 1]) is not None
        done = False
        if run is not None:
            for one in group:
                if one.kind != "contact" or len(group) == 1:
                    done |= self.number(one, run, marked)
        if done:
            if run is not None and _SAME.search(_SIGNS.sub("", between)) and all(one.kind in _SAME_KINDS for one in group):
                best = self._numbers.best(run, 0, labelled=True)
                if best is not None:
                    self._add_run("phone", best[1], run, 0, best[0], best[2] - 0.03)
            return True
        if not any(one.kind not in DIALLED | {"qq", "email", "qqmail", "contact"} for one in group):
            return False
        account = account_at(self.text, place, self._label_starts)
        if account is None:
            return self._han_name(label, place)
        name, end = account
        if not self._free(place, end) or (in_a_code(self.text, label.start)):
            return False
        chinese = (
            re.search("[\u3400-\u9fff]", self.text[max(0, label.start - 3) : place]) is not None
            or not self.text[label.start].isascii()
        )
        start = place + (self.text[place : place + 1] == "@")
        for one in group:
            if one.kind in DIALLED | {"qq", "email", "qqmail", "contact"}:
                continue
            confidence = plausible(one.kind, name, marked=marked, weak=one.weak, chinese=chinese)
            if confidence and not (marked or chinese or _CODED.search(name) or _CLAUSE_END.match(self.text, end)):
                continue  # "Facebook marketplace only": an ordinary word
            if confidence and called_dead(self.text, label.start, end):
                done |= self._successor(one, end)
            elif confidence:
                self._add(Found(one.kind, name, start, end, confidence))
                done = True
        return done

    def _han_name(self, label: Label, place: int) -> bool:
        """A name in Chinese characters, which only an @ or "ID:" tells from other words: 围脖@老木匠阿德."""
        if label.kind not in _HAN_NAMED:
            return False
        match = _HAN_NAME.match(self.text, place)
        called = _CALLED.search(self.text, max(label.start, place - 4), place)
        if match is None or not self._free(place, match.end()) or not (match["at"] or called):
            return False
        if match["name"] in _NO_NAMES or called_dead(self.text, label.start, match.end()):
            return False
        self._add(Found(label.kind, match["name"], match.start("name"), match.end(), 0.9))
        return True

    def _successor(self, label: Label, end: int) -> bool:
        """The account that took the place of a dead one that ends at `end`: "微信abc1被封，新的：abc2"."""
        new = _SUCCESSOR.match(self.text, end)
        if new is None:
            return False
        run = self._run_at(new.end())
        if run is not None and self._free(run.start, run.end):
            return self.number(Label(new.end(), new.end(), label.kind, False), run, marked=True)
        account = account_at(self.text, new.end(), self._label_starts)
        if account is None or not self._free(new.end(), account[1]):
            return False
        confidence = plausible(label.kind, account[0], marked=True, weak=False, chinese=True)
        if confidence:
            self._add(Found(label.kind, account[0], new.end(), account[1], min(confidence, 0.9)))
        return confidence > 0

    def _before(self, label: Label) -> bool:
        """A value that stands before its platform's name: "abc123（薇）", "13812345678 微信"."""
        text = self.text
        low = max(0, label.start - 60)
        gap = _BACK.search(text, max(low, label.start - 32), label.start)
        edge = gap.start() if gap else label.start
        if "\n" in text[edge : label.start] or "\x1e" in text[edge : label.start]:
            return False
        run = self._by_end.get(edge)
        run = None if run is None or run.masked or run.attached else run
        bracketed = re.search(r"[(（\[【《<「是=]", text[edge : label.start]) is not None
        if run is not None:
            if label.weak and not bracketed and edge < label.start:
                return False
            taken = self._found_by_end.get(run.end)
            if taken is not None:
                # A phone that its own label or plan has: the messenger's name behind it makes it that messenger's number.
                if label.kind in _SAME_KINDS and taken.kind == "phone" and edge - label.start < 3:
                    self._also(label, taken)
                    return True
                return False
            if label.kind in {"phone", "contact"} and something_else(text, run.start):
                return False
            return self.number(label, run, marked=bracketed)
        if label.kind in DIALLED | {"qq"} or (label.kind == "x" and label.weak):
            return False
        match = _NAME_BEFORE.search(text, low, edge) or _BROKEN_NAME.search(text, low, edge)
        if match is None or not self._free(match.start(1), match.end(1)):
            return False
        broken = _BROKEN_NAME.search(text, low, edge)
        if broken is not None and self._free(broken.start(), edge):
            account = account_at(text, broken.start(), self._label_starts)
            if account is None or account[1] != edge:
                return False  # no part of it is a name
            confidence = plausible(label.kind, account[0], marked=True, weak=label.weak and not bracketed, chinese=True)
            if confidence <= 0 or something_else(text, broken.start()) or called_dead(text, broken.start(), label.end):
                return False
            self._add(Found(label.kind, account[0], broken.start(), edge, confidence * 0.95))
            return True
        name = match[1].rstrip(".-")
        at = match[0].startswith("@")
        if not (at or bracketed or re.search("[0-9_]", name)) or something_else(text, match.start(1)):
            return False
        confidence = plausible(label.kind, name, marked=at or bracketed, weak=label.weak and not bracketed, chinese=True)
        if confidence <= 0 or called_dead(text, match.start(1), label.end):
            return False
        self._add(Found(label.kind, name, match.start(1), match.start(1) + len(name), confidence * 0.97))
        return True

    def _near(self, label: Label) -> bool:
        """A name that can only be an account, a few words on from the platform's name."""
        if label.weak:
            return False
        if self._behind_colon(label):
            return True
        if label.kind in DIALLED | {"qq"}:
            return False
        following = bisect_left(self._label_order, label.end)
        stop = self._label_order[following] if following < len(self._label_order) else len(self.text)
        end = min(stop, label.end + 40, len(self.text))
        sentence = re.search(r"[。！!?？;；\x1e]", self.text[label.end : end])
        end = label.end + sentence.start() if sentence else end
        match = _AT_NAME.search(self.text, label.end, end) or _CODED_NAME.search(
            self.text, label.end, min(end, label.end + _REACH + 20)
        )
        if match is None or match.start() - label.end > 24:
            return False
        name = match[0].lstrip("@")
        start = match.end() - len(name)
        if (
            not self._free(start, match.end())
            or _GOES_BEFORE.search(self.text, max(0, start - 4), start)
            or something_else(self.text, start)
            or called_dead(self.text, label.start, match.end())
        ):
            return False
        confidence = plausible(label.kind, name, marked=True, weak=False, chinese=False)
        if confidence <= 0:
            return False
        self._add(Found(label.kind, name, start, match.end(), 0.8))
        return True

    def _behind_colon(self, label: Label) -> bool:
        """A number behind a colon, some words on from the platform's name: "微信号倒着写的防封：139..."."""
        following = bisect_left(self._label_order, label.end)
        stop = self._label_order[following] if following < len(self._label_order) else len(self.text)
        colon = _COLON.match(self.text, label.end, min(stop, label.end + _COLON_REACH))
        run = self._run_at(colon.end()) if colon else None
        if colon and run is None and label.kind in LENGTHS:
            return self._name_at(label, colon.end())
        if run is None or run.guess or len(run.digits) < 7 or not self._free(run.start, run.end):
            return False
        if something_else(self.text, run.start) or called_dead(self.text, run.start, run.end):
            return False
        return self.number(label, run, marked=True)

    def _name_at(self, label: Label, place: int) -> bool:
        """A name that can only be an account, at `place`."""
        account = account_at(self.text, place, self._label_starts)
        if account is None or not _CODED.search(account[0]) or not self._free(place, account[1]):
            return False
        confidence = plausible(label.kind, account[0], marked=True, weak=False, chinese=False)
        if not confidence or something_else(self.text, place) or called_dead(self.text, place, account[1]):
            return False
        self._add(Found(label.kind, account[0], place, account[1], 0.8))
        return True

    # The same number

    def infer_same(self) -> None:
        """ "微信同号": the messenger has the phone's number."""
        for label in self.labels[:MAX_FOUND]:
            if label.kind in {"email", "qqmail"} and (self._same(label) or _QQ_MAIL.match(self.text, label.end)):
                numbers = [one for one in self._found if one.kind == "qq" and not one.inferred]
                self._found += [
                    Found("email", f"{one.value}@qq.com", one.start, one.end, 0.8, inferred=True) for one in numbers[-1:]
                ]
            if label.kind == "phone" and _AS_WECHAT.match(self.text, label.end):
                self._phone_of_wechat()
            if label.kind in {"phone", "email", "qqmail", "contact"} or not self._same(label):
                continue
            accounts = [one for one in self._found if one.kind in LENGTHS and not one.inferred and not one.value.isdigit()]
            named = _SAME_NAME.match(self.text, label.end) is not None
            if accounts and (named or not any(one.kind in DIALLED for one in self._found)):
                nearest = min(accounts, key=lambda one: abs(one.start - label.start))
                if plausible(label.kind, nearest.value, marked=True, weak=False, chinese=True):
                    self._found.append(Found(label.kind, nearest.value, nearest.start, nearest.end, 0.85, inferred=True))
                continue
            if label.kind not in _SAME_KINDS:
                continue
            phones = [one for one in self._found if one.kind in DIALLED and not one.inferred and one.piece is None]
            if not phones and label.kind == "wechat":
                numbers = [one for one in self._found if one.kind == "qq" and not one.inferred]
                if any(one.kind == "wechat" for one in self._found):
                    continue
                self._found += [Found("wechat", one.value, one.start, one.end, 0.8, inferred=True) for one in numbers[-1:]]
            if not phones:
                continue
            before = [one for one in phones if one.start < label.start]
            nearest = before[-1] if before else min(phones, key=lambda one: abs(one.start - label.start))
            self._also(label, nearest)
            if nearest.kind != "phone" and any(
                one.kind == "phone" and label.start - 12 < one.start <= label.start for one in self.labels
            ):
                self._found.append(Found("phone", nearest.value, nearest.start, nearest.end, 0.9, inferred=True))

    def _phone_of_wechat(self) -> None:
        """The phone's number is that of the account: "vx 138...，电话同微"."""
        accounts = [one for one in self._found if one.kind == "wechat" and one.value.isdigit() and not one.inferred]
        if len(accounts) != 1:
            return
        value = self._numbers.read(accounts[0].value, plus=False, labelled=True)[0]
        if value is not None and not any(one.kind == "phone" and one.value == value for one in self._found):
            self._found.append(Found("phone", value, accounts[0].start, accounts[0].end, 0.9, inferred=True))

    def _same(self, label: Label) -> bool:
        begun = _TOLD.search(self.text, label.end, label.end + 24)
        if begun and begun[0] in _SAME_HEADS:
            after = _UNTOLD.sub("", self.text[label.end : label.end + 24])
            if after.startswith(SAME_AFTER):
                # "同" alone must not be the head of another word (同城, 同款)
                return not (after.startswith("同") and after[1:2] in set("城款行类意学事价"))
        before = self.text[max(0, label.start - 26) : label.start].rstrip(" :(（")
        return before.endswith(SAME_BEFORE) and self._run_at(self._value_place(label)) is None

    def _also(self, label: Label, phone: Found) -> None:
        value = phone.value
        if label.kind == "wechat":
            value = value[3:] if value.startswith("+86") else value
        elif label.kind == "zalo":
            value = as_dialled(value)
        if not any(one.kind == label.kind and one.value == value for one in self._found):
            self._found.append(Found(label.kind, value, phone.start, phone.end, 0.93, inferred=True))
