"""Invented ways to reach somebody, and how sellers write them: plainly, or lightly disguised."""

from __future__ import annotations

from random import Random

from demo.world.offers import Contact

KINDS = {"zh": ("phone", "wechat", "qq"), "en": ("phone", "email", "telegram", "whatsapp"), "vi": ("phone", "zalo", "telegram")}
_PARTS = {
    "zh": ("laowang", "xiaochen", "yunnan", "nanhai", "gangwan", "qingshan", "haodian", "dongxing", "muyu", "changle"),
    "en": ("oak", "river", "harbour", "fox", "granite", "lantern", "willow", "copper", "north", "meadow"),
    "vi": ("minhtam", "hoangphat", "bienxanh", "thanhdat", "saigon", "mekong", "phuloc", "anhtu", "quocbao", "songhau"),
}
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def make_contact(kind: str, language: str, rng: Random) -> Contact:
    """A new contact of the kind. The US numbers are of the range for fiction; the others are random digits."""
    word = rng.choice(_PARTS[language])
    tail = f"{rng.randrange(1000):03d}"
    if kind in {"phone", "whatsapp"}:
        return kind, _number(language, rng)
    if kind == "zalo":  # an account name, which there is the number as it is dialled at home
        return kind, _national(_number(language, rng))
    if kind == "qq":
        return kind, str(rng.randrange(10**8, 10**9 * 3))
    if kind == "email":
        return kind, f"{word}.{rng.choice(_PARTS[language])}{tail}@{rng.choice(('example.com', 'example.net', 'example.org'))}"
    return (
        kind,
        f"{word}_{rng.choice(_PARTS[language])}{tail}" if kind == "telegram" else f"{word}{rng.choice(('_', ''))}{tail}",
    )


def _number(language: str, rng: Random) -> str:
    if language == "zh":
        return f"+861{rng.choice(('36', '38', '39', '51', '58', '77', '86', '88'))}{rng.randrange(10**8):08d}"
    if language == "vi":
        return f"+849{rng.choice('0134678')}{rng.randrange(10**7):07d}"
    return f"+1{rng.choice(('202', '303', '312', '415', '503', '512', '617', '206'))}55501{rng.randrange(100):02d}"


def write_contact(contact: Contact, language: str, rng: Random, *, disguised: bool) -> str:
    """The contact as a seller writes it, with its label, without a full stop."""
    kind, value = contact
    plain, sly = _STYLES[kind, language] if (kind, language) in _STYLES else _STYLES[kind, "en"]
    style = rng.choice(sly if disguised else plain)
    national = _national(value) if value.startswith("+") else value
    return style.format(
        v=value if not value.startswith("+") else national,
        spaced=_spaced(national),
        dashed=_spaced(national, "-"),
        wide=national.translate(_WIDE),
        circled=national[:3] + national[3:7].translate(_CIRCLED) + national[7:],
        yao=national.replace("1", "幺"),
        e164=value,
        at=value.replace("@", " (at) ").replace(".", " dot ") if kind == "email" else value,
    )


def _national(value: str) -> str:
    if value.startswith("+86"):
        return value[3:]
    if value.startswith("+84"):
        return "0" + value[3:]
    return value[2:]


def _spaced(digits: str, gap: str = " ") -> str:
    if digits.startswith("0"):
        return gap.join((digits[:4], digits[4:7], digits[7:]))
    cut = (3, 7) if len(digits) == 11 else (3, 6)
    return gap.join((digits[: cut[0]], digits[cut[0] : cut[1]], digits[cut[1] :]))


_STYLES: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("phone", "zh"): (
        ("电话：{v}", "手机{v}", "联系电话 {spaced}", "打电话{v}，短信也行"),
        ("电：{wide}", "☎ {circled}", "电话 {yao}", "手机 {dashed}", "打这个 {spaced}"),
    ),
    ("wechat", "zh"): (
        ("微信：{v}", "加微信 {v}", "微信号{v}"),
        ("薇信：{v}", "➕V：{v}", "VX {v}", "卫星 {v}", "加v {v}", "威❤: {v}"),
    ),
    ("qq", "zh"): (("QQ：{v}", "QQ号 {v}", "加QQ{v}"), ("扣扣 {v}", "Q：{wide}", "企鹅号 {v}", "扣{v}")),
    ("phone", "en"): (("Call {dashed}", "Phone: +1 {spaced}", "Text me on {e164}"), ("ring me {spaced}", "tel. ({e164})")),
    ("whatsapp", "en"): (("WhatsApp {e164}", "WhatsApp: +1 {spaced}"), ("Whats app {e164}", "WA: {e164}")),
    ("email", "en"): (("Email {v}", "Write to {v}"), ("mail: {at}", "e-mail me at {at}")),
    ("telegram", "en"): (("Telegram @{v}", "Telegram: t.me/{v}"), ("TG @{v}", "tele gram: {v}", "✈️ @{v}")),
    ("phone", "vi"): (("Điện thoại: {v}", "Gọi {spaced}", "LH {v}"), ("sđt {dashed}", "alo em {spaced}", "☎ {circled}")),
    ("zalo", "vi"): (("Zalo {v}", "Zalo: {spaced}"), ("Za lo {v}", "zl {v}", "nhắn zalo {dashed}")),
    ("telegram", "vi"): (("Telegram @{v}", "nhắn Telegram: @{v}"), ("tele @{v}", "tele: {v}")),
    ("telegram", "zh"): (("Telegram：@{v}", "TG @{v}"), ("电报 @{v}", "纸飞机 @{v}", "飞机：{v}")),
}
