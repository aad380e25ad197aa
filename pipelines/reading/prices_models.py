# ruff: noqa: E501 - a table of words reads better in long lines
"""Numbers that name a model, not a price: 国窖1573, 保时捷911, 技嘉显卡3060."""

from __future__ import annotations

import re

from pipelines.reading.handles_text import word_set

_BRANDS = word_set(
    "索尼 松下 佳能 尼康 富士 徕卡 宾得 美能达 理光 柯达 柯尼卡 禄来 哈苏 海鸥 凤凰 大疆 小米 红米 华为 荣耀 苹果 三星 诺基亚 摩托罗拉 魅族 一加 真我 联想 戴尔 惠普 华硕 技嘉 微星 七彩虹 影驰 英伟达 英特尔 罗技 雷蛇 "
    "海盗船 金士顿 西数 希捷 飞利浦 西门子 博世 海尔 美的 格力 海信 康佳 长虹 创维 熊猫 牡丹 红灯 春雷 九阳 苏泊尔 三角牌 老板牌 方太 戴森 夏普 东芝 日立 爱普生 兄弟牌 蝴蝶 飞人 劳力士 帝舵 欧米茄 浪琴 天梭 卡西欧 精工 "
    "西铁城 卡地亚 百达翡丽 宝珀 万国 沛纳海 豪雅 百年灵 积家 罗西尼 飞亚达 梅花牌 上海牌 上海手表 北京手表 钟山 宝石花 英雄 永生 派克 万宝龙 百利金 凌美 白金牌 写乐 国窖 五粮液 茅台 习酒 郎酒 剑南春 洋河 汾酒 西凤 泸州老窖 水井坊 舍得 "
    "酒鬼 人头马 轩尼诗 马爹利 芝华士 杰克丹尼 尊尼获加 奔富 芙蓉王 黄鹤楼 利群 玉溪 云烟 红塔山 中华烟 七匹狼 黄山 南京烟 万宝路 七星 长白山 大益 下关 老班章 中茶 八角亭 班章 易武 普洱茶 勐海 保时捷 奔驰 宝马 奥迪 标致 雪铁龙 雷诺 沃尔沃 "
    "马自达 铃木 雅马哈 川崎 本田 哈雷 杜卡迪 贝纳利 春风 法拉利 兰博基尼 迈凯伦 波音 空客 解放 东风 乐高 万代 捷安特 永久 凤凰车 美利达 斯伯丁 双喜 红双喜 蝴蝶牌 尤尼克斯 李宁 耐克 阿迪达斯 新百伦 亚瑟士 匡威 万斯 回力 芬达 吉普森 雅马哈 马丁 泰勒 卡瓦依"
)
_LONGEST = max(map(len, _BRANDS))
_DEVICE = re.compile(r"(?:显卡|主板|处理器|芯片|声卡|打印机|硒鼓|墨盒|轴承|三极管|电池|机芯|合金)$")
_CLAUSE = re.compile(r"[，。；;!！？?\n|、…]")
_NEAR = 10


def names_a_model(text: str, start: int, figures: str) -> bool:
    """Whether figures right behind a word, with no sign, are the number of a model: by the brand before, and by their look.

    Prices are round: behind a brand and its goods only 海尔冰箱600 is one, 海尔冰箱218 is not.
    """
    if not figures.isdigit() or len(figures) < 3:
        return False
    before = text[max(0, start - _LONGEST - _NEAR) : start].rstrip(" ")
    before = _CLAUSE.split(before)[-1]
    if any(before[-size:] in _BRANDS for size in range(2, _LONGEST + 1)):
        return True
    value = int(figures)
    round_enough = value % 100 == 0 or (value < 1000 and value % 10 in {0, 8, 9})
    if not round_enough and _DEVICE.search(before):
        return True
    if not round_enough and any(before[at : at + size] in _BRANDS for at in range(len(before)) for size in (2, 3, 4)):
        return True
    return figures[-1] in "12347" and value > 100
