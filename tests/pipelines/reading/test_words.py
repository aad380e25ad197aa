"""Words of the watched goods: names, code words, disguises, and what only looks like them."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchers.catalogue import load_goods
from pipelines.reading.words import WordReader
from pipelines.reading.words_scan import Phrases, stem
from tests.shared_data import shared
from tidewaiter.goods import CodeWord, Goods, read_goods
from tidewaiter.model import Word


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> WordReader:
    return WordReader(load_goods(tmp_path_factory.mktemp("home")))


def goods_of(words: Iterable[Word]) -> set[str]:
    return {word.goods for word in words if word.goods}


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("老料象牙手串一条", "elephant-ivory"),
        ("Raw ivory tips, two pieces", "elephant-ivory"),
        ("Продам бивни слона", "elephant-ivory"),
        ("ขายงาช้างแกะสลัก", "elephant-ivory"),
        ("gading gajah asli", "elephant-ivory"),
        ("Bán ngà voi", "elephant-ivory"),
        ("穿山甲片干货", "pangolin"),
        ("Vảy tê tê khô", "pangolin"),
        ("vay te te kho", "pangolin"),
        ("shkura, шкуру тигра продам", "tiger"),
        ("Cao hổ cốt nguyên chất", "tiger"),
        ("犀角杯残件", "rhino-horn"),
        ("鹤顶红 手把件", "helmeted-hornbill"),
        ("阿卡红珊瑚桶珠", "coral"),
        ("agarwood resin content high", "agarwood"),
        ("海南黄花梨手串", "rosewood"),
        ("солярка оптом", "diesel"),
        ("gold dust from the mine", "gold"),
        ("Cartons of Marlboro, duty free", "cigarettes"),
        ("电子烟 一次性", "e-cigarettes"),
        ("冻品一手，走边", "frozen-meat"),
        ("出土青铜鼎", "antiquities"),
    ],
)
def test_open_names(reader: WordReader, text: str, goods: str) -> None:
    assert goods_of(reader.read(text)) == {goods}


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        pytest.param("XY勒子三颗，白度好", "elephant-ivory", id="initials with context"),
        pytest.param("越南过来的大猫骨头，泡酒用", "tiger", id="big cat"),
        pytest.param("红油到港，吨价5800", "diesel", id="red oil"),
        pytest.param("一红二黑三白，这次到的是红，雕件", "helmeted-hornbill", id="colours by the saying"),
        pytest.param("Brother I have white gold from the savanna, 12 kg", "elephant-ivory", id="white gold"),
        pytest.param("Sisik 1 kg 3,5jt", "pangolin", id="scales by weight"),
    ],
)
def test_code_words_in_context(reader: WordReader, text: str, goods: str) -> None:
    found = [word for word in reader.read(text) if word.goods]

    assert goods in goods_of(found)
    assert {word.kind for word in found if word.goods == goods} == {"code"}


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        pytest.param("象☆牙素圈", "elephant-ivory", id="sign inside"),
        pytest.param("象 牙 手串", "elephant-ivory", id="spaces inside"),
        pytest.param("xiangya shouchuan", "elephant-ivory", id="pinyin"),
        pytest.param("穿衫甲片干货", "pangolin", id="homophone"),
        pytest.param("像牙手串，包浆好", "elephant-ivory", id="homophone of two, in context"),
        pytest.param("鱼支羽 干货", "shark-fin", id="split character"),
        pytest.param("蟒虫它皮", "python-skin", id="split character inside"),
        pytest.param("香煙 免稅", "cigarettes", id="traditional"),
        pytest.param("1v0ry bangle", "elephant-ivory", id="digits for letters"),
        pytest.param("i v o r y bangle", "elephant-ivory", id="spelled out"),
        pytest.param("ivo*ry beads", "elephant-ivory", id="broken up"),
        pytest.param("pangoiln scales", "pangolin", id="letters swapped"),
        pytest.param("#rhinohorn", "rhino-horn", id="hashtag"),
        pytest.param("🐘牙雕件", "elephant-ivory", id="emoji"),
        pytest.param("ＩＶＯＲＹ", "elephant-ivory", id="full width"),
    ],
)
def test_disguises(reader: WordReader, text: str, goods: str) -> None:
    assert goods_of(reader.read(text)) == {goods}


@pytest.mark.parametrize(
    "text",
    [
        "海马 S5 二手车",
        "树脂仿象牙摆件",
        "猛犸牙无事牌，有检测证书",
        "Vintage tiger print blanket",
        "Tiger beer 24 cans",
        "ivory white wedding dress",
        "Resin elephant, ivory coloured",
        "老虎玩偶一只",
        "骨瓷餐具 24 件套",
        "бивень мамонта",
        "плед с тигром",
        "红油抄手 15元",
        "珊瑚绒睡衣",
        "沉香线香 20支",
        "黄金周放假",
        "花椒 500g",
        "python programming book",
        "大象 牙科",
        "我的像牙齿一样",
        "XY染色体检测",
        "大猫 猫粮 2kg",
        "麝香葡萄 2斤",
        "шоколад золотой",
        "shark fin antenna",
        "replica bronze vessel",
        "烟灰缸",
        "lighter for cigarettes",
        "仿佛象牙般洁白",
        "鹤顶红金鱼",
        "diesel jeans",
        "elon musk book",
    ],
)
def test_look_alikes_give_no_goods(reader: WordReader, text: str) -> None:
    assert goods_of(reader.read(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("非树脂，真象牙手镯", id="denied"),
        pytest.param("not resin, real ivory bangle", id="denied in English"),
        pytest.param("高仿勿扰，象牙吊坠", id="turned away"),
        pytest.param("象牙手镯，外包装写玩具发货", id="what the parcel is called"),
    ],
)
def test_a_false_friend_that_is_denied_does_not_count(reader: WordReader, text: str) -> None:
    assert goods_of(reader.read(text)) == {"elephant-ivory"}


def test_news_gives_no_words_but_an_offer_that_quotes_it_does(reader: WordReader) -> None:
    assert reader.read("海关查获走私象牙12公斤") == []
    assert goods_of(reader.read("海关查获的那种象牙，现货，要的加微信")) == {"elephant-ivory"}


def test_context_counts_over_the_whole_listing(reader: WordReader) -> None:
    assert goods_of(reader.read({"title": "大猫", "text": "尺寸看图\n\n" + "详情私聊。" * 40 + "泡酒用"})) == {"tiger"}
    assert goods_of(reader.read({"title": "象牙手串", "text": "详情私聊。" * 40 + "材质：树脂"})) == set()


def test_service_words_have_no_goods(reader: WordReader) -> None:
    found = reader.read("外烟包税到门，水客过关")

    assert {word.word for word in found if word.kind == "service"} == {"包税", "水客"}
    assert all(word.goods is None for word in found if word.kind == "service")


def test_a_word_tells_where_it_stood(reader: WordReader) -> None:
    title, text = "新到一批", "🐘 象☆牙 手串，XY 勒子"

    found = reader.read({"title": title, "text": text})

    assert {(word.word, word.raw) for word in found} >= {("象牙", "象☆牙"), ("XY", "XY")}
    assert all(text[word.start : word.end] == word.raw and word.field == "text" for word in found)


def test_a_word_that_a_user_wrote_works_like_ours() -> None:
    mine = Goods(
        id="seahorse",
        name={"zh": "海马干", "en": "dried seahorse"},
        terms={"zh": ("海马干",), "en": ("dried seahorse",)},
        code_words=(CodeWord(word="h4im4"), CodeWord(word="水马", needs=("干货",), not_with=("公园",))),
        not_=("海马汽车", "胸针"),
    )
    reader = WordReader([mine])

    assert goods_of(reader.read("海马干 500克")) == {"seahorse"}
    assert goods_of(reader.read("dried seahorses for sale")) == {"seahorse"}
    assert goods_of(reader.read("h4im4 有货")) == {"seahorse"}
    assert goods_of(reader.read("水马 干货 一斤")) == {"seahorse"}
    assert goods_of(reader.read("水马 干货 公园")) == set()
    assert goods_of(reader.read("海马干造型胸针")) == set()
    assert goods_of(reader.read("象牙")) == set()


def test_the_goods_of_the_linking_world_are_read() -> None:
    folder = shared("linking") / "small" / "goods"
    reader = WordReader([read_goods(path) for path in sorted(folder.glob("*.yml"))])

    assert goods_of(reader.read("自留冻*货*走*边，每周发货")) == {"frozen-meat"}
    assert goods_of(reader.read("黑料 36，看图说话")) == {"rhino-horn"}
    assert goods_of(reader.read("tortoiseshell acetate glasses")) == set()


@given(st.text(alphabet="象牙🐘☆*仿非树脂ivory x虎骨泡酒 ，.1大猫ảtêvảy", max_size=80))
def test_spans_are_exact(text: str) -> None:
    for word in READER.read(text):
        assert text[word.start : word.end] == word.raw


@given(st.text(max_size=300))
def test_no_text_makes_it_raise(text: str) -> None:
    READER.read({"title": text, "text": text})


@pytest.mark.parametrize("piece", ["象", "象 ", "象牙", "ivory ", "a.", "i v o r y ", "仿", "🐘*", "犭良", "1v0ry "])
def test_time_is_linear_in_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))

    started = time.process_time()
    READER.read(text)

    assert time.process_time() - started < 20  # about 1 on an idle core; a quadratic step takes minutes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("scales", "scale"),
        ("bodies", "body"),
        ("сигареты", "сигарет"),
        ("бивень", "бивни"),
        ("шкура", "шкуру"),
        ("кость", "кости"),
    ],
)
def test_number_and_case_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_overlapping_phrases_are_all_found() -> None:
    phrases: Phrases[str] = Phrases()
    for phrase in ("象牙", "象牙白", "牙", "tiger bone", "bone"):
        phrases.add(phrase, phrase)

    assert sorted(found for _, _, found in phrases.characters("象牙白")) == ["牙", "象牙", "象牙白"]
    assert [found for _, _, found in phrases.words("tiger bones")] == ["tiger bone", "bone"]


def _small_reader() -> WordReader:
    ivory = Goods(
        id="ivory",
        name={"zh": "象牙"},
        terms={"zh": ("象牙",), "en": ("ivory",), "vi": ("vảy tê tê",)},
        code_words=(CodeWord(word="大猫", needs=("泡酒",)), CodeWord(word="🐘牙")),
        not_=("树脂", "象牙白"),
    )
    return WordReader([ivory])


READER = _small_reader()
