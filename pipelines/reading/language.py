# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""The language of a text: by its script first, by its words where several languages share the script."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_SCRIPTS = (
    ("th", re.compile("[\u0e00-\u0e7f]")), ("km", re.compile("[\u1780-\u17ff]")), ("lo", re.compile("[\u0e80-\u0eff]")), ("my", re.compile("[\u1000-\u109f]")),
    ("ko", re.compile("[\uac00-\ud7af]")), ("hi", re.compile("[\u0900-\u097f]")), ("bn", re.compile("[\u0980-\u09ff]")), ("ta", re.compile("[\u0b80-\u0bff]")),
    ("he", re.compile("[\u0590-\u05ff]")), ("el", re.compile("[\u0370-\u03ff]")), ("ka", re.compile("[\u10a0-\u10ff]")), ("hy", re.compile("[\u0530-\u058f]")), ("am", re.compile("[\u1200-\u137f]")),
)  # fmt: skip
_KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff\uff66-\uff9d]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0002ffff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_VIETNAMESE_SHARED = re.compile("[àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]")
_UKRAINIAN, _KAZAKH, _BELARUSIAN, _BULGARIAN_NOT = (
    re.compile("[іїєґІЇЄҐ]"),
    re.compile("[әғқңөұүһӘҒҚҢӨҰҮ]"),
    re.compile("[ўЎ]"),
    re.compile("[ыэёЫЭЁ]"),
)
_PERSIAN, _URDU = re.compile("[پچژگ]"), re.compile("[ٹڈڑںےھ]")
_NO_WORDS = re.compile(r"\S*[@/]\S*|\S*\d\S*")
_WORD = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff]+")
_SOME = 4000
"""Characters that are looked at."""

# Words that tell languages in Latin letters apart, also where marks are left out (romanised Vietnamese, pinyin).
_TELLING = {
    "en": "the and for with you is are of to in on this from we have new sale price available selling sell call email ship per size only please no not at my me your buyers serious private it now buy brands mixed carton each grade worldwide vintage print post two pieces real genuine available ready will can very good condition old used collection delivery free cash wanted wtb wts looking need any made box pair set large small",
    "id": "yang dan untuk dengan ini itu dari wa sisik kg jual beli harga stok barang asli ada bisa tidak sudah kirim minat hubungi banyak murah bekas baru ambil sendiri rokok tanpa cukai gading kering super terima kasih kak ready",
    "ms": "yang dan untuk dengan ini dijual harga boleh sahaja berminat barangan kami saya awak tak nak murah terpakai whatsapp sila hubungi jualan",
    "vi": "ban mua hang gia gia re lien he cho co khong va cac nhan ship tan noi cua moi cu xe dien thoai thuoc la nguyen chat si le ngoai zalo can ai loai lam bao dep uy tin ngay nay sdt",
    "zh": "weixin dianhua shouji jia wo you yao de hao huo zhen baozhen xianhuo pifa jiage lianxi xiangya shui lai mai mai laoban",
    "es": "el la los las de y en para con por venta vendo precio nuevo usado envio contacto es una del",
    "fr": "le la les des et pour avec vends prix neuf occasion livraison contact une est dans",
    "de": "der die das und mit für verkaufe preis neu versand nur ist nicht ein eine zu",
    "pt": "o a os as de e para com venda vendo preço novo usado envio contato um uma não do da",
    "sw": "na ya kwa ni wa nauza bei mpya piga simu pembe",
    "tr": "ve için ile satılık fiyat yeni bir bu kargo iletişim",
    "pl": "i w na z do sprzedam cena nowy wysyłka jest nie kontakt",
    "it": "il lo la gli di e per con vendo prezzo nuovo spedizione contatto una del",
    "nl": "de het een en van te koop prijs nieuw met voor verzenden",
    "tl": "ang ng sa mga po benta presyo ako para murang",
}  # fmt: skip


@cache
def _telling() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in _TELLING.items():
        for word in {word for word in words.split() if len(word) > 1}:
            table[word] = (*table.get(word, ()), language)
    return table


_LATIN_LANGUAGES = [
    "en",
    "id",
    "ms",
    "vi",
    "es",
    "fr",
    "de",
    "pt",
    "sw",
    "tr",
    "pl",
    "it",
    "nl",
    "tl",
    "ro",
    "cs",
    "hu",
    "sv",
    "da",
    "fi",
    "so",
]


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # numpy and a model: only where words don't tell

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN_LANGUAGES)
    return identifier


def language_of(text: str) -> str | None:
    """BCP 47 code of the language that most of the text is in; None where it has no words.

    A text of two scripts counts by what takes more room, a Han character as much as three letters: Chinese listings are
    full of Latin brand names.
    """
    text = text[:_SOME]
    if text.isascii():
        return _latin(text)
    weight: dict[str, float] = {}
    for language, pattern in _SCRIPTS:
        if count := len(pattern.findall(text)):
            weight[language] = count
    han = len(_HAN.findall(text))
    kana = len(_KANA.findall(text))
    if kana and kana * 8 >= han:
        weight["ja"] = kana * 2.0 + han * 3.0
    elif han:
        weight["zh"] = han * 3.0
    if cyrillic := len(_CYRILLIC.findall(text)):
        weight[_cyrillic(text)] = cyrillic
    if arabic := len(_ARABIC.findall(text)):
        weight["ur" if _URDU.search(text) else "fa" if _PERSIAN.search(text) else "ar"] = arabic
    latin = len(_LATIN.findall(text))
    if weight and latin <= max(weight.values()) * 1.5:
        return max(weight, key=lambda language: weight[language])
    if latin:
        return _latin(text) or (max(weight, key=lambda language: weight[language]) if weight else None)
    return max(weight, key=lambda language: weight[language]) if weight else None


def _cyrillic(text: str) -> str:
    if _KAZAKH.search(text):
        return "kk"
    if _BELARUSIAN.search(text):
        return "be"
    if _UKRAINIAN.search(text):
        return "uk"
    return "ru"


def _latin(text: str) -> str | None:
    """Of a text in Latin letters."""
    lower = text.lower()
    words = _WORD.findall(_NO_WORDS.sub(" ", lower))
    if not words:
        return None
    marked = len(_VIETNAMESE.findall(text))
    if marked and (marked + len(_VIETNAMESE_SHARED.findall(text))) * 12 >= len("".join(words)):
        return "vi"
    counts: dict[str, float] = {}
    table = _telling()
    for word in words:
        languages = table.get(word, ())
        for language in languages:
            counts[language] = counts.get(language, 0) + 1 / len(languages)
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if ranked and ranked[0][1] >= 1 and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
        return ranked[0][0]
    if len(words) < 3 and not ranked:
        return None
    if ranked and len(words) < 6:
        return ranked[0][0]
    language, probability = _identifier().classify(" ".join(words))
    return str(language) if probability > 0.5 or not ranked else ranked[0][0]
