# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""E-mail addresses, web addresses and links to profiles, also spelled out ("at", 艾特, 点, собака, hxxp, t·me)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from pipelines.reading.handles_numerals import SIGNS
from pipelines.reading.handles_phones import international, national
from pipelines.reading.handles_text import MAX_FOUND, Change, Piece, apart, word_set
from pipelines.reading.triggers import Headed, Triggered

TLDS = word_set(
    "com net org cn info biz edu gov mil int eu asia io co me app dev shop store online site xyz top club vip live link click work world ltd group wang ren pro tv cc ws mobi name cloud space website tech art fun ru su by ua kz uz vn th id sg my ph kh la mm hk tw mo jp kr in pk bd lk np uk de fr es it nl be at ch pl cz sk hu ro bg gr se no fi dk pt ie tr ae sa qa ir iq il eg za ke tz ug ng gh cm et zm zw mz ao cd us ca mx br ar cl pe ve au nz ac ai gg im is lv lt ee rs hr si md ge am az ml cf ga tk gl ly to so sh id buzz icu chat market trade bid sale gold email example test"
)
_PROVIDERS = word_set(
    "gmail qq 163 126 139 189 foxmail outlook hotmail live yahoo ymail proton protonmail icloud mail yandex rambler sina sohu yeah aliyun tom gmx zoho tutanota tuta pm mac me msn inbox list bk ya naver daum hanmail"
)
_DOMAIN_WORDS = {
    "扣扣": "qq",
    "谷歌": "gmail",
    "网易": "163",
    "新浪": "sina",
    "雅虎": "yahoo",
    "搜狐": "sohu",
    "腾讯": "qq",
    "企鹅": "qq",
    "康姆": "com",
    "抠母": "com",
}

_OPEN, _CLOSE = r"[\s(\[{<【「『《*_~\"'|-]", r"[\s)\]}>】」』》*_~\"'|-]"
_AT = r"@|at|艾特|爱特|埃特|圈a|a圈|小老鼠|老鼠号|花a|et|собака|сабака|гав|собачка|собачкa|a còng|a cong|a móc|a vòng|arroba|แอท|แอ็ท|แอดไซน์|à còng|알파벳|골뱅이"
_DOT = r"[,，](?=com|net|cn|ru|org)|[.·•‧∙。．｡・]|dot|d0t|点|點|point|період|точка|тчк|chấm|cham|titik|จุด|ดอท|닷"
_SLASH = "[/⁄∕／]|slash|斜杠|斜线|斜扛|左斜杠|右斜杠|反斜杠|слэш|слеш|gạch chéo|xuyệt|xẹt|garis miring|ทับ|สแลช"
_UNDER = (
    "下划线|下横线|底杠|下杠|底线|underscore|under score|under|подчеркивание|подчёркивание|нижнее|gạch dưới|garis bawah|ขีดล่าง"
)
_DASH = "减号|横杠|中划线|连字符|短横|杠|hyphen|dash|minus|дефис|тире|минус|gạch ngang|strip|ขีดกลาง"
_MAIL_HOSTS = "|".join(sorted(_PROVIDERS))
_SPELLED = Headed(
    rf"(?<=[a-z0-9一二三四五六七八九零扣歌易浪虎狐讯鹅姆母])(?:{_OPEN}{{0,3}}(?:(?P<at>(?<=[(\[{{])[aа](?=[)\]}}])|{_AT}|[#*&$%~^](?=(?:{_MAIL_HOSTS})\s?[.点]))|(?P<dot>{_DOT})|(?P<slash>{_SLASH})|(?P<under>{_UNDER})|(?P<dash>{_DASH})){_CLOSE}{{0,3}})"
    r"(?=[a-z0-9一二三四五六七八九零@~]|扣扣|谷歌|网易|新浪|雅虎|搜狐|腾讯|企鹅|康姆|抠母)",
    rf"[(\[{{][aа]|{_AT}|[#*&$%~^]|{_DOT}|{_SLASH}|{_UNDER}|{_DASH}",
    reach=3,
)
_HOSTS = "gmail|outlook|hotmail|foxmail|qq|163|126|139|yahoo|proton(?:mail)?|icloud|mail|yandex|sina|live"
_SPOKEN_HOSTS = {
    word: host
    for host, words in {
        "gmail": "гмейл гмэйл гмаил гмайл джимейл джимэйл джимайл жмейл гугл 谷歌 gờ_?meo gờ-meo gmeo ji_?meo gi_?meo gờ_?mêu จีเมล จีเมล์ จีเมลล์ 지메일 쥐메일 ジーメール gメール gimel jimel jimail g_?mail gee_?mail gmail",
        "yandex": "яндекс yandex", "mail": "мейл мэйл мейлру маил mail", "rambler": "рамблер rambler", "outlook": "аутлук оутлук ao_lúc เอาท์ลุค เอาต์ลุก 아웃룩 アウトルック out_?look", "list": "лист", "bk": "бк", "inbox": "инбокс",
        "hotmail": "хотмейл хотмэйл хотмайл ฮอตเมล ฮอทเมล ฮอตเมล์ 핫메일 ホットメール hot_?mail", "yahoo": "雅虎 яху йаху da_?hu ya_?hu yahu ยาฮู 야후 ヤフー ya_?hoo", "icloud": "айклауд ไอคลาวด์ 아이클라우드 アイクラウド 苹果 i_?cloud", "protonmail": "протонмейл",
        "proton": "протон proton 프로톤 プロトン โปรตอน", "naver": "네이버 naver", "daum": "다음 daum", "hanmail": "한메일 hanmail", "kakao": "카카오", "nate": "네이트", "docomo": "ドコモ docomo", "163": "网易 一六三 163", "126": "一二六 126",
        "139": "一三九 139", "qq": "扣扣 企鹅 腾讯 球球 qq", "sina": "新浪 sina", "sohu": "搜狐 sohu", "foxmail": "狐狸 狐狸邮箱 foxmail",
    }.items()
    for word in words.split()
}  # fmt: skip
"""How hosts of mail are said, `_?` a blank or none."""
_SPOKEN_TLDS = {
    word: tld
    for tld, words in {
        "com": "ком кам 康姆 抠母 康 肯姆 科姆 靠姆 คอม 컴 콤 コム com", "ru": "ру ru", "net": "нет нэт เน็ต 넷 ネット net", "org": "орг org", "ua": "юа", "kz": "кз", "by": "бай", "cn": "西恩 cn", "vn": "vn", "th": "th", "kr": "kr 케이알",
        "jp": "jp ジェーピー", "co": "co", "ne": "ne", "me": "me", "id": "id", "my": "my", "hk": "hk", "tw": "tw",
    }.items()
    for word in words.split()
}  # fmt: skip
_SAID_DOT = r"[.·・。．,，]|点|點|dot|точка|тчк|chấm|cham|titik|จุด|ดอท|ดอต|닷|점|쩜|ドット|どっと"
_AN_END = r"(?![^\W\d_\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7af])"
_SPOKEN = Triggered(
    rf"(?<=[a-z0-9_]){_OPEN}{{0,3}}(?P<at>{_AT}|アットマーク|アット|あっと|앳|แอด|แอดมาร์ค|et|ét|在){_CLOSE}{{0,3}}"
    rf"(?P<host>{'|'.join(sorted(_SPOKEN_HOSTS, key=len, reverse=True)).replace('_', ' ')})(?:邮箱|信箱|邮)?"
    rf"(?:{_OPEN}{{0,2}}(?:{_SAID_DOT}){_CLOSE}{{0,2}}|(?=닷|ดอท))(?:ดอท|닷)?(?P<tld>{'|'.join(_SPOKEN_TLDS)})(?:{_OPEN}{{0,2}}(?:{_SAID_DOT}){_CLOSE}{{0,2}}(?P<more>{'|'.join(_SPOKEN_TLDS)}){_AN_END})?{_AN_END}"
)
"""An address whose host is said in another script: "собака яндекс точка ру"."""
_PICTURED = Triggered(
    rf"(?<=[a-z0-9_])\s?(?P<at>[^\w\s.,，。;；:：/()（）|]️?)\s?(?P<host>{_HOSTS})\s?(?P<dot>[^\w\s,，;；]️?|点|dot|точка)\s?(?:com|net|cn|ru|org|me)(?![a-z])"
)
_SPACED_OUT = re.compile(
    r"(?<![a-z0-9])[a-z0-9](?: [a-z0-9@._\-/]){5,80}(?![a-z0-9])|(?<![a-z0-9])w w w(?![a-z0-9])|(?<=[.点])\s?(?:c o m|c n|n e t|r u|o r g|v n)(?![a-z0-9])"
)
_MAY_BE_SPACED = re.compile(r" @ |w w w|\. c|点 c|\. n|\. r|点 n| \. [a-z] ")
_WORDY = re.compile(r"[a-z]{2,}")
_MAY_LINK = Triggered(
    r"@|:\s?//|,(?:com|net|cn|ru)|，(?:com|net|cn|ru)|点|點|艾特|爱特|埃特|圈a|a圈|花a|老鼠|dot|d0t|point|точк|тчк|собак|сабак|гав|chấm|cham|a còng|a cong|a móc|arroba|titik|"
    r"จุด|ดอท|แอ|골뱅이|\[\.|\(\.|\{\.|\([aа]\)|\([.]?тчк|\[a\]|at(?<=[(\[{<_\s]at)[)\]}>_\s]|"
    + "|".join(
        f"{re.escape(one)}(?:qq|163|126|139|gmail|mail|outlook|hotmail|foxmail|yahoo|sina|yandex|icloud|proton)\\b"
        for one in "#*&$%~^"
    )
    + "|(?:gmail|outlook|hotmail|foxmail|yahoo|yandex|icloud|proton)[^a-z0-9_.]|(?:qq|163|126|139|sina|live|mail)[^a-z0-9_.,，:：/\\s-]+(?:com|net|cn|ru)"
)
_POINT = re.compile(r"[.·•‧∙。．｡・]\s{0,2}[a-z扣]")
"""What no address can do without, cheaply: one of the two."""
_AT_GMAIL = Triggered(
    r"gmail\s?[:：=]\s?(?P<after>[a-z0-9][a-z0-9._]{3,30}[a-z0-9])(?![@.\w]|\s?(?:@|at\b|艾特|собака))|(?<![\w@.])(?P<before>[a-z][a-z0-9._]{3,30}[a-z0-9])\s?(?:[(（\[]\s?|\son |\sна |在)gmail(?![.\w]|\s?(?:\.|dot|点))"
)
"""A name at the one host that goes without saying."""
_EMAIL = re.compile(
    r"(?<![a-z0-9._+-])[a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9_+-])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,12}(?![a-z0-9_-]|\.[a-z0-9])"
)
_GOES_ON = re.compile(r"(?:com|net|cn|org|ru|vn)(?![a-z])|me/")
"""What may stand after a dot and a blank in an address."""
_HAN_PARTS = re.compile(r"[一二三四五六七八九零〇幺]{3,}")
_TLD = "|".join(sorted(TLDS, key=len, reverse=True))
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}"
_PATH = r"(?:[/?#][a-z0-9\-._~%!$&'()*+,;=:@/?#]*)?"
_URL = re.compile(
    rf"(?:(?P<scheme>h\s?(?:tt|xx|\*\*|××)\s?p\s?(?P<secure>s?)|ftp)\s?[:]\s?(?://|/|\\\\)\s?(?P<full>(?:{_HOST}[a-z][a-z0-9-]{{1,20}}|localhost|(?:\d{{1,3}}\.){{3}}\d{{1,3}})(?::\d{{1,5}})?{_PATH})"
    rf"|(?<![a-z0-9@._/-])(?P<bare>{_HOST}(?:{_TLD})(?![a-z0-9_-]|\.[a-z0-9])(?::\d{{1,5}})?{_PATH}))"
)
_MAY_BE_WEB = re.compile(r"\.[a-z]{2}|:\s?[/\\]")
"""What no web address can do without."""
_TRAILING = ".,;:!?'\")]}*"

_NAME = r"@?(?P<name>[a-z0-9_.\-]{2,64})"
_PROFILES: list[tuple[str, re.Pattern[str]]] = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("telegram", rf"(?:t|telegram)\.(?:me|dog|im)/(?:s/)?{_NAME}"),
        ("telegram", rf"(?:tg|telegram)\s?://\s?resolve\?domain={_NAME}"),
        ("whatsapp", r"(?:wa\.me|whatsapp\.me)/\+?(?P<number>\d[\d\s\-]{6,18}\d)"),
        (
            "whatsapp",
            r"(?:(?:api|web|chat|m)\.)?whatsapp\.com/send/?\?(?:[a-z_]+=[^&\s]*&)*phone=(?:\+|%2b)?(?P<number>\d{7,15})",
        ),
        ("whatsapp", r"whatsapp\s?://\s?send/?\?phone=(?:\+|%2b)?(?P<number>\d{7,15})"),
        ("viber", r"viber\s?://\s?(?:chat|add)/?\?number=(?:\+|%2b)?(?P<number>\d{7,15})"),
        ("vk", rf"(?:m\.)?vk\.(?:com|me|ru)/{_NAME}"),
        ("instagram", rf"(?:instagram\.com|instagr\.am|ig\.me)/(?:m/)?{_NAME}"),
        ("facebook", r"(?:(?:m|www|web)\.)?(?:facebook|fb)\.com/profile\.php\?id=(?P<name>\d{5,20})"),
        ("facebook", rf"(?:(?:(?:m|web)\.)?(?:facebook|fb)\.(?:com|me)|m\.me)/{_NAME}"),
        ("weibo", r"(?:m\.)?weibo\.(?:com|cn)/n/(?P<name>[\u3400-\u9fff][\u3400-\u9fff\w\-]{1,29})"),
        ("weibo", rf"(?:m\.)?weibo\.(?:com|cn)/(?:u/|n/|profile/)?{_NAME}"),
        ("x", rf"(?:mobile\.)?(?:twitter\.com|(?<![a-z0-9.-])x\.com)/{_NAME}"),
        ("tiktok", rf"(?:www\.)?tiktok\.com/{_NAME}"),
        ("douyin", rf"(?:www\.)?douyin\.com/user/{_NAME}"),
        ("kuaishou", rf"(?:www\.)?kuaishou\.com/profile/{_NAME}"),
        ("xiaohongshu", rf"(?:www\.)?xiaohongshu\.com/user/profile/{_NAME}"),
        ("zalo", r"zalo\.me/(?P<digits>\d{8,15})"),
        ("line", rf"line\.me/(?:r/)?ti/p/~?{_NAME}"),
        ("signal", r"signal\.me/#p/\+?(?P<e164>\d{7,15})"),
        ("qq", r"(?:wpa\.qq\.com/msgrd\?[^\s]{0,30}|tencent\s?://\s?message/?\?[^\s]{0,30})uin=(?P<digits>[1-9]\d{4,10})"),
        ("skype", r"skype:(?P<name>[a-z][a-z0-9._:\-]{4,40})(?:\?|\b)"),
        ("wechat", r"weixin\s?://\s?(?:dl/chat|contacts/profile)/?\??(?P<name>[a-z0-9_\-]{5,20})"),
    )
]
_ENDS_IN_TLD = re.compile(rf"(?:\.|点|dot|точка|chấm|titik|จุด)\s?(?:{_TLD})$")
_PROFILE_SIGN = Triggered(
    r"(?<![a-z0-9])(?:t|telegram|wa|whatsapp|vk|instagram|instagr|ig|facebook|fb|m|weibo|twitter|x|tiktok|douyin|kuaishou|xiaohongshu|zalo|line|signal|api|web|www|mobile|wpa|chat)"
    r"\.(?:me|dog|im|com|cn|am|ru|qq|whatsapp|vk|facebook|weibo|twitter)|(?:tg|telegram|whatsapp|viber|tencent|weixin)\s?://|skype:"
)
_RESERVED = word_set(
    "joinchat share addstickers intent home explore p reel reels stories watch groups pages login hashtag search status tv messages photo sharer dialog iv c s send qr add proxy www com"
)
_SPACED = re.compile(
    r"(?<![a-z0-9])(t|wa|vk|zalo|line|instagram|facebook|fb)\s{0,2}\.\s{0,2}(me|com)(?:\s{0,2}/\s{0,2})(?=[a-z0-9@~+])"
)
_MAIL_TLDS = word_set(
    "com net org ru cn me info io co uk de fr vn id th hk tw sg my jp kr ua kz by edu gov biz xyz top club online site email mail ch eu us ke za ng"
)
_NOT_LOCAL = word_set(
    "me us meet available look shop contact now is email mail store sale find here them him her only buy order reach message write text call open located see sold get it at on or and the live sales arrive start ends available catalog catalogue website site page list listing photos pictures gallery menu portfolio more visit check online details prices pics full video videos browse log go"
)


_LEADS = word_set(
    "me us it look see find catalog catalogue website site page list listing photos pictures gallery menu portfolio more visit check online details prices pics videos browse"
)
_LAST_WORD = re.compile(r"(?<![a-z0-9._])[a-z]{2,12}$")


@dataclass(slots=True, frozen=True)
class Link:
    """An address or a profile at `text[start:end]` of `piece`."""

    kind: str
    value: str
    piece: Piece
    start: int
    end: int
    spelled: bool
    """Parts of it were words."""


def find_links(piece: Piece, country: str | None) -> list[Link]:
    """E-mail addresses, profiles and web addresses; none of the three inside another."""
    text = piece.text
    if not _MAY_LINK.search(text) and not _POINT.search(text) and not _SPOKEN.may_match(text) and not _AT_GMAIL.may_match(text):
        return []
    plain, spelled = piece, False
    changes = _changes(text)
    if changes:
        plain, spelled = piece.rewritten(changes), True
        text = plain.text
    found = []
    for match in islice(_EMAIL.finditer(text), MAX_FOUND) if "@" in text else ():
        by_words = spelled and match[0] not in piece.text
        if _real_mail(match[0], by_words):
            found.append(Link("email", match[0], plain, *match.span(), by_words))
    for match in _AT_GMAIL.finditer(text):
        name = match["after"] or match["before"]
        if match["after"] or re.search("[0-9_]", name):
            found.append(Link("email", f"{name}@gmail.com", plain, *match.span("after" if match["after"] else "before"), True))
    taken = [(one.start, one.end) for one in found]
    if _PROFILE_SIGN.search(text):
        for kind, pattern in _PROFILES:
            for match in islice(pattern.finditer(text), MAX_FOUND):
                value = _profile_value(kind, match, country)
                if value is not None and not _inside(match.start(), taken):
                    start = match.start()
                    prefix = re.search(r"(?:https?\s?:\s?//\s?)?(?:www\.)?$", text[max(0, start - 20) : start])
                    start -= len(prefix[0]) if prefix else 0
                    end = match.end() - (len(match[0]) - len(match[0].rstrip(".-")))
                    found.append(Link(kind, value, plain, start, end, spelled))
                    taken.append((start, end))
    for match in islice(_URL.finditer(text), MAX_FOUND) if _MAY_BE_WEB.search(text) else ():
        if _inside(match.start(), taken) or _inside(match.end() - 1, taken):
            continue
        link = _web_address(plain, match, spelled)
        if link is not None:
            found.append(link)
    return found


def _changes(text: str) -> list[Change]:
    """Words for signs, and spaces inside a link, as signs."""
    changes: list[Change] = []
    for match in _SPOKEN.finditer(text):
        if match["at"] == "@" and match["host"].isascii() and match["tld"].isascii():
            continue
        if match["at"] not in {"at", "et"} or not _leads_in(text, match.start()):
            host, ends = _spoken_host(match["host"]), [_SPOKEN_TLDS[one] for one in match.group("tld", "more") if one]
            new = "@" + ".".join([host, *ends])
            changes.append((*match.span(), new, [match.span()] * len(new)))
    for match in _SPELLED.finditer(text):
        kind = match.lastgroup or "dot"
        sign = {"at": "@", "dot": ".", "slash": "/", "under": "_", "dash": "-"}[kind]
        word = match[kind]
        if word == "at" and _leads_in(text, match.start()):
            continue  # "catalogue at ... dot com": an address of the web
        if match[0] == sign or (kind == "dash" and not _joins(text, match)):
            continue
        if _WORDY.fullmatch(word) and match[0] == word and kind != "slash":  # letters inside a word: "that", "adot"
            continue
        if (
            word == "."
            and match[0] != "."
            and ("\n" in match[0] or (" " in match[0] and not _GOES_ON.match(text, match.end())))
        ):
            continue  # the end of a sentence
        if word == "/" and match[0] != "/" and not _ENDS_IN_TLD.search(text, max(0, match.start() - 16), match.start()):
            continue
        changes.append((match.start(), match.end(), sign, [match.span(kind)]))
    for match in _SPACED_OUT.finditer(text) if _MAY_BE_SPACED.search(text) else ():
        if "w w w" in match[0] or len(match[0]) < 9 or ("@" in match[0] and "." in match[0]):
            changes += [(at, at + 1, "", ()) for at in range(*match.span()) if text[at] == " "]
    for match in _PICTURED.finditer(text):
        changes += [(*match.span("at"), "@", [match.span("at")]), (*match.span("dot"), ".", [match.span("dot")])]
    if any(change[2] == "@" for change in changes) or "@" in text:
        for match in re.finditer("|".join(_DOMAIN_WORDS), text):
            if (changes and any(change[1] == match.start() for change in changes)) or text[
                match.start() - 1 : match.start()
            ] == "@":
                word = _DOMAIN_WORDS[match[0]]
                changes.append((match.start(), match.end(), word, [match.span()] * len(word)))
        for match in _HAN_PARTS.finditer(text):
            beside = text[match.start() - 1 : match.start()] in ("@", "特", " ") or any(
                change[0] == match.end() or change[1] == match.start() for change in changes
            )
            if beside or text[match.end() : match.end() + 1] == "@":
                digits = "".join(SIGNS[one] for one in match[0])
                changes.append((match.start(), match.end(), digits, [(place, place + 1) for place in range(*match.span())]))
    return apart(changes)


def _spoken_host(word: str) -> str:
    """The host of mail that a word, or two, stand for."""
    return next(host for said, host in _SPOKEN_HOSTS.items() if re.fullmatch(said.replace("_", " "), word))


def _leads_in(text: str, end: int) -> bool:
    """Whether the word that ends at `end` leads to an address, and is no name before an @."""
    word = _LAST_WORD.search(text, max(0, end - 16), end)
    return word is not None and word[0] in _LEADS


def _joins(text: str, match: re.Match[str]) -> bool:
    """Whether a word for a dash stands in an account (letters on both sides), not in a number."""
    return text[match.start() - 1].isalpha() and text[match.end()].isascii()


def _real_mail(address: str, spelled: bool) -> bool:
    local, _, domain = address.partition("@")
    last = domain.rpartition(".")[2]
    if (spelled and last not in _MAIL_TLDS) or len(last) < 2:
        return False
    return not (spelled and local in _NOT_LOCAL) and ".." not in address


def _profile_value(kind: str, match: re.Match[str], country: str | None) -> str | None:
    groups = match.groupdict()
    if number := groups.get("number"):
        digits = re.sub(r"\D", "", number)
        return international(digits.removeprefix("00")) or national(digits, country, fixed=False)
    if e164 := groups.get("e164"):
        return "+" + e164
    if account := groups.get("digits"):
        return str(account)
    name = str(groups["name"]).rstrip(".-")
    if (
        name in _RESERVED
        or (len(name) < 3 and kind != "x")
        or (kind == "telegram" and not re.fullmatch(r"[a-z]\w{3,31}", name))
    ):
        return None
    return name


def _inside(place: int, taken: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in taken)


def _web_address(piece: Piece, match: re.Match[str], spelled: bool) -> Link | None:
    text = piece.text
    group = "full" if match["full"] else "bare"
    start, end = match.span(group)
    raw = text[start:end]
    while raw and (raw[-1] in _TRAILING) and not (raw[-1] == ")" and "(" in raw):
        raw = raw[:-1]
    end = start + len(raw)
    host = re.split("[/?#]", raw, maxsplit=1)[0]
    slash = len(host) < len(raw)
    name = host.partition(":")[0]
    if group == "bare":
        labels = name.split(".")
        # "7.am", "no.in", a file name, a decimal number are no addresses
        if (
            len(labels) == 2
            and not slash
            and (
                len(labels[0]) < 3
                or labels[1] in {"am", "in", "me", "to", "is", "at", "so", "it", "no", "be", "us", "my", "id", "la", "pm", "do"}
            )
        ):
            return None
        if labels[0] == "wechat" or (len(labels) == 2 and not slash and labels[0] in _PROVIDERS) or raw.count("/") > 12:
            return None
    elif "." in name and not re.fullmatch(r"[\d.]+", name) and name.rpartition(".")[2] not in TLDS:
        return None
    cased = piece.cased(start, end)
    tail = cased[len(host) :]
    scheme = (
        "ftp" if (match["scheme"] or "").startswith("ftp") else "http" if match["scheme"] and not match["secure"] else "https"
    )
    first = match.start() if group == "full" else start
    return Link(
        "url", f"{scheme}://{host}{tail}".rstrip("/") if tail == "/" else f"{scheme}://{host}{tail}", piece, first, end, spelled
    )
