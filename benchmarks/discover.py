"""Finds planted code words: python -m benchmarks.discover [--listings 50000] [--seed 1]

A world of its own: sellers of eight kinds of goods, in a tenth of the listings, use open words, known code words, or one of
30 hidden words (two to four rare characters, each in 8 to 25 listings); the rest sells ordinary things in partly the same
sentences.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from matchers.catalogue import load_goods
from matchers.discover import discover
from pipelines.reading.words import WordReader
from tidewaiter.model import Listing, Seller

OPEN = [
    "刚到一批{w}，先到先得",
    "出{w}，看图说话",
    "家里老人留下的{w}",
    "朋友托我出{w}",
    "新到{w}，数量不多",
    "自用{w}转让",
    "{w}便宜出",
    "清柜子，{w}低价",
    "攒了好久的{w}",
    "海外带回{w}",
]
CLOSE = [
    "非诚勿扰",
    "有意私信",
    "懂的来",
    "看到就回",
    "同行绕道",
    "谢谢支持",
    "顺丰包邮",
    "可视频看货",
    "价格面议",
    "不退不换",
    "晚上在线",
    "同城自提",
    "支持验货",
    "先款后货",
]
SECRET = [
    "隐私发货",
    "走专线包税到手",
    "外包装写工艺品",
    "只走熟人",
    "口岸每天过",
    "水客带过关",
    "加密聊天",
    "阅后即焚",
    "不留记录",
    "换号勿怪",
]
ORDINARY = [
    "自行车",
    "电冰箱",
    "耳机",
    "羽绒服",
    "登山包",
    "电饭煲",
    "书桌",
    "瑜伽垫",
    "婴儿车",
    "键盘",
    "显示器",
    "跑步机",
    "三脚架",
    "茶具",
    "运动鞋",
    "路由器",
    "咖啡机",
    "钓鱼竿",
    "吉他",
    "窗帘",
]
KINDS = {
    "elephant-ivory": (["象牙", "牙雕", "血牙"], ["无裂无补", "白度好", "笋纹清晰", "圈口合适", "包浆自然"]),
    "pangolin": (["穿山甲片", "山甲"], ["干货整袋", "鳞片完整", "炮制好的", "下奶专用", "按斤走"]),
    "tiger": (["虎骨", "喵骨"], ["泡酒用", "整副骨架", "熬胶膏", "东北过来", "包金吊坠"]),
    "rhino-horn": (["犀角", "犀牛角"], ["天沟明显", "透光鱼子纹", "磨粉", "杯形", "药香味"]),
    "cigarettes": (["免税香烟", "外烟"], ["整条原箱", "爆珠口味", "细支硬盒", "一条起批", "免税渠道货"]),
    "diesel": (["走私柴油", "无票柴油"], ["到港提货", "吨价", "油船过驳", "闪点合格", "海上交货"]),
    "agarwood": (["沉香", "奇楠"], ["沉水级", "油线清晰", "上炉凉韵", "野生结香", "加里曼丹"]),
    "antiquities": (["出土青铜器", "生坑玉器"], ["土沁到位", "墓里出来", "锈色自然", "包老到代", "地下货"]),
}  # fmt: skip
RARE = "麒麟翡翠琥珀珐琅琉璃苜蓿蔷薇芙蓉杜鹃枇杷柠檬荔枝菩提琵琶玫瑰鹦鹉鸳鸯蝴蝶蜻蜓骆驼狐狸葡萄橄榄"


def world(count: int, seed: int) -> tuple[list[Listing], dict[str, str]]:
    """The listings, and the goods of each hidden word."""
    r = random.Random(seed)
    hidden: dict[str, str] = {}
    while len(hidden) < 30:
        word = "".join(r.sample(RARE, r.choice((2, 2, 3, 4))))
        hidden.setdefault(word, r.choice(list(KINDS)))
    left = [word for word in hidden for _ in range(r.randrange(8, 26))]
    r.shuffle(left)
    listings = []
    for number in range(count):
        if number < len(left) or r.random() < 0.1:
            word = left[number] if number < len(left) else None
            kind = hidden[word] if word else r.choice(list(KINDS))
            words, marks = KINDS[kind]
            item = word or r.choice(words)
            parts = [
                r.choice(OPEN).format(w=item),
                *r.sample(marks, 2),
                *r.sample(SECRET, r.choice((0, 1, 1, 2))),
                *r.sample(CLOSE, 2),
            ]
        else:
            item = r.choice(ORDINARY)
            parts = [r.choice(OPEN).format(w=item), *r.sample(CLOSE, 3)]
            if r.random() < 0.03:
                parts.append(r.choice(SECRET))
            if r.random() < 0.01:
                parts.append("".join(r.sample(RARE, 3)))
        seller = Seller(id=str(r.randrange(count // 2)))
        listings.append(
            Listing(
                id=f"L{number}", source="bench", title=item if r.random() < 0.3 else "", text="，".join(parts), seller=seller
            )
        )
    r.shuffle(listings)
    return listings, hidden


def main() -> None:
    """Reads the world's words, asks for proposals, counts what was found."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--listings", type=int, default=50_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", action="store_true")
    options = arguments.parse_args()
    listings, hidden = world(options.listings, options.seed)
    with tempfile.TemporaryDirectory() as home:
        reader = WordReader(load_goods(Path(home)))
    started = time.perf_counter()
    for listing in listings:
        listing.words = reader.read({"title": listing.title, "text": listing.text})
    read = time.perf_counter() - started
    proposals = discover(listings, limit=60)
    seconds = time.perf_counter() - started - read
    found = [proposal for proposal in proposals if proposal.word in hidden]
    right = sum(proposal.goods == hidden[proposal.word] for proposal in found)
    if options.show:
        for proposal in proposals:
            print(
                proposal.word,
                proposal.goods,
                proposal.score,
                proposal.listings,
                proposal.sentences[:1],
                hidden.get(proposal.word, "-"),
            )
        print("missed", [word for word in hidden if word not in {proposal.word for proposal in proposals}])
    print(f"{len(found)} of {len(hidden)} hidden words among the first {len(proposals)} proposals; goods right for {right}")
    print(f"{seconds:.1f} s to find them")
    print(f"({read:.1f} s to read the words of {len(listings)} listings)")


if __name__ == "__main__":
    main()
