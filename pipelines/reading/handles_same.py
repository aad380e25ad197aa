# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""Numbers and names that a text says are the same elsewhere: 微信同号, "same number on WhatsApp"."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.reading.handles_accounts import LENGTHS, plausible
from pipelines.reading.handles_alone import Alone
from pipelines.reading.handles_findings import DIALLED, Found
from pipelines.reading.handles_labels import Label
from pipelines.reading.handles_phones import as_dialled
from pipelines.reading.handles_tables import SAME_AFTER, SAME_BEFORE
from pipelines.reading.handles_text import MAX_FOUND

SAME_KINDS = ("wechat", "whatsapp", "viber", "zalo", "line", "telegram", "signal")
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
_SAME_NAME = re.compile(
    r"\W{0,3}(?:也?是?同(?:名|id|账号|一个|上)|同一个(?:名|id|账号)|一样|(?:is |the )?same (?:name|id|user|handle|nick)|same$|same\W|тот же ник|nama sama|id sama|ชื่อเดียวกัน|cùng tên|cùng id)"
)
_TOLD, _UNTOLD = re.compile(r"[^\W_号]"), re.compile(r"[\W_号]")
_SAME_HEADS = frozenset(wording[0] for wording in SAME_AFTER)
_QQ_MAIL = re.compile(r"[:：\s]?(?:就?是|为)?(?:我的)?(?:qq|扣扣)号?码?(?:加|\+)?\s?@qq\.com")
_AS_WECHAT = re.compile(r"\s?(?:也?同|就?是|和|跟)(?:微信?|v信?|vx|薇信?|威信?)号?(?:一样|一致)?(?![a-z0-9])")


class Same(Alone):
    """Findings, and what has the number or the name of another."""

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
            if label.kind not in SAME_KINDS:
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
