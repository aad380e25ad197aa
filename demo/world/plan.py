"""The sites of the demo's world, and how many listings of what kind each gets."""

from __future__ import annotations

from dataclasses import dataclass

GOODS = ("elephant-ivory", "pangolin", "helmeted-hornbill", "sea-turtle", "cigarettes", "diesel")
"""The kinds of watched goods that are planted: ids of the catalogue."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site: its languages, and how many listings it has, how many of them of interest or looking like it."""

    name: str
    languages: tuple[str, ...]
    listings: int
    interest: int
    look_alikes: int
    needs_script: bool = False


PLANS = (
    SitePlan("zh-classifieds", ("zh",), 120, 17, 16),
    SitePlan("jsonld-shop", ("en",), 70, 4, 9),
    SitePlan("microdata-shop", ("vi",), 60, 6, 8),
    SitePlan("forum", ("zh", "en"), 80, 11, 9),
    SitePlan("channel", ("zh",), 60, 11, 5),
    SitePlan("script-shop", ("zh",), 40, 4, 6, needs_script=True),
    SitePlan("classifieds", ("en", "vi"), 80, 9, 10),
)
SITES = {plan.name: plan for plan in PLANS}


@dataclass(frozen=True, slots=True)
class CasePlan:
    """A known case: who it names, and where that actor sells."""

    id: str
    language: str
    kind: str
    title: str
    opened: str
    goods: tuple[str, ...]
    sites: tuple[str, ...]
    places: tuple[str, ...]
    text: str


CASES = (
    CasePlan(
        "demo-2026-01", "zh", "person", "闽南象牙、盔犀鸟制品网售案", "2026-03-12", ("elephant-ivory", "helmeted-hornbill"),
        ("zh-classifieds", "forum", "channel"), ("莆田", "厦门"),
        "嫌疑人在多个平台用不同账号发布牙料、红料，图片相同，联系方式略作变形；成交后以工艺品名义快递，不写真名。",
    ),
    CasePlan(
        "demo-2026-02", "vi", "enterprise", "Tê tê và đồi mồi qua cửa khẩu", "2026-05-20", ("pangolin", "sea-turtle"),
        ("microdata-shop", "classifieds"), ("Móng Cái", "Hà Tiên"),
        "Một cửa hàng bán hàng khô làm bình phong, giao vảy tê tê và đồ đồi mồi bằng xe khách, gói chung với bánh kẹo.",
    ),
    CasePlan(
        "demo-2026-03", "zh", "person", "粤西无税烟、红油走私团伙", "2026-07-02", ("cigarettes", "diesel"),
        ("channel", "script-shop", "zh-classifieds"), ("湛江", "东兴"),
        "团伙用渔船在夜间过驳，香烟整箱散货、柴油按吨出售，均无票，联系人以多个账号轮流发布广告。",
    ),
)  # fmt: skip

PLACES = {
    "zh": ("成都", "昆明", "厦门", "湛江", "莆田", "南宁", "武汉", "西安", "青岛", "佛山", "苏州", "东兴", "长沙", "哈尔滨"),
    "en": ("Portland", "Boston", "Chicago", "Seattle", "Austin", "Denver", "Tacoma", "Oakland", "Newark", "Baltimore"),
    "vi": ("Hà Nội", "Đà Nẵng", "Cần Thơ", "Hải Phòng", "Móng Cái", "Hà Tiên", "Biên Hòa", "Huế", "Vũng Tàu"),
}
NAMES = {
    "zh": (
        "海边拾货人", "老街二掌柜", "木鱼书房", "阿强杂货铺", "南山闲人", "小满的仓库", "西关旧物", "长乐阿陈",
        "青石板", "半亩田", "码头老周", "陈记山货", "林间小鹿", "风铃草", "石头记", "顺丰里弄", "江南一叶",
        "老吴收藏", "豆豆妈妈", "阿珍家的店", "北门王师傅", "拾光旧书", "大鹏一日", "莲花山下", "三水阿坤",
        "暖阳花房", "旧城故事", "梅子黄时", "渔火", "听雨轩",
    ),
    "en": (
        "harbour_attic", "OldMillFinds", "granite_joe", "secondbloom", "quietshed", "northlane", "copperkettle",
        "foxglove77", "tidy_tom", "marshlight", "oakandiron", "penny_lane_goods", "brambleside", "willowbarn",
        "rustyhinge", "stonebridge", "amber_room", "lanternlight", "mapleyard", "driftwood_dan", "velvetcrate",
        "bluegate", "cedar_and_co", "hollowlane",
    ),
    "vi": (
        "Minh Tâm", "Hoàng Phát Store", "Biển Xanh", "cô Ba Cần Thơ", "Tiệm đồ cũ An", "anh Tú xe đạp",
        "Nhà vườn Sáu Lý", "Bếp của Mai", "Quốc Bảo", "Thanh Đạt", "Sông Hậu", "bé Na shop", "Lan Anh",
        "chú Năm Rạch Giá", "Gốm Việt", "Kho bãi Nhật", "Phú Lộc", "Gia Hân", "Tuấn dụng cụ", "Hạnh Nguyên",
    ),
}  # fmt: skip
REAL_NAMES = {
    "zh": ("陈国栋", "林美珠", "黄志强", "吴海峰", "许文彬", "梁亚福"),
    "en": ("Colin Marsh", "Dana Whitlock", "Peter Kovacs"),
    "vi": ("Công ty TNHH Hoàng Phát Tâm", "Trần Văn Lực", "Công ty TNHH Biển Nam Hải"),
}

INTEREST_PHOTOS = (
    "bucket", "cup", "pan", "nailcutter", "plier", "wrench", "bellflower", "phacelia", "orchid-bud", "catfish", "moon",
    "windblown-tree", "igloo", "roof", "multimeter",
)  # fmt: skip
"""Bases kept for actors of interest: stand-ins for the goods (demo/photos/PHOTOS.md), shown whole."""
ORDINARY_PHOTOS = (
    "gravel", "grass", "deep-field", "meadow", "cliff-ruins", "parthenon", "marsh-birds", "hibiscus", "sunflower", "anthurium",
    "dandelion", "building", "windmill", "hammer", "dam", "solar-panels", "solar-cooker", "goldfish",
)  # fmt: skip
"""Bases of everybody else's photos, each cut into many windows."""
