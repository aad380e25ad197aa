"""Pictures with contacts on them, from a seed: what sellers write across photos, on price tags and in chats."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts")
HAN_FONTS = [
    FONTS / "opentype/noto" / name
    for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc")
]
LATIN_FONTS = [
    FONTS / "truetype" / name
    for name in (
        "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSansMono.ttf",
        "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSans-Italic.ttf", "liberation/LiberationSerif-Regular.ttf",
        "liberation/LiberationMono-Bold.ttf", "liberation/LiberationSansNarrow-Regular.ttf",
    )
]  # fmt: skip
SIMPLIFIED = 2
"""Which face of the CJK collections is the simplified Chinese one."""
COLOURS = ("white", "black", "yellow", "red", "#ff2d55", "#00c853", "#1565c0", "#ff9800", "cyan", "#eeeeee")
CHATTER = (
    "老料象牙手串 支持复检", "在吗 还有货吗", "有的 今天发货", "多少钱一斤", "实物拍摄 假一赔十", "包税清关 到付",
    "Genuine, 3 left", "Is it still available?", "ship worldwide, cash only", "今晚到一批 需要的抓紧",
    "可以看实物吗", "诚信第一",
)  # fmt: skip

Contact = tuple[str, str]
"""Kind and normal form."""
Draw = Callable[[random.Random, Sequence[Path]], tuple[Image.Image, list[str]]]


@dataclass(slots=True, frozen=True)
class Picture:
    """A picture as a site would serve it, what kind it is, and the contacts that stand on it."""

    kind: str
    data: bytes
    contacts: tuple[Contact, ...]
    lines: tuple[str, ...]
    """Its lines with contacts, as written."""


def picture(seed: int, photos: Sequence[Path]) -> Picture:
    """The picture of a seed, from some photos."""
    rng = random.Random(seed)
    kind = rng.choice(list(MAKERS))
    contacts = [contact(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
    lines = [line for line, _ in contacts]
    image = MAKERS[kind](rng, photos, lines)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(60, 92))
    return Picture(kind, buffer.getvalue(), tuple(found for _, found in contacts), tuple(lines))


def contact(rng: random.Random) -> tuple[str, Contact]:
    """A line as a seller writes it, and the contact in it."""
    kind = rng.choice(("phone", "phone", "wechat", "wechat", "qq", "telegram", "whatsapp", "email"))
    if kind == "phone":
        number = rng.choice(("138", "139", "156", "177", "188", "199")) + _digits(rng, 8)
        shown = rng.choice((number, f"{number[:3]} {number[3:7]} {number[7:]}", f"{number[:3]}-{number[3:7]}-{number[7:]}"))
        return rng.choice(("电话 ", "手机:", "联系电话:", "Tel: ", "热线 ", "TEL ")) + shown, ("phone", "+86" + number)
    if kind == "wechat":
        name = account(rng)
        label = rng.choice(("微信:", "加微信 ", "V信: ", "VX:", "wechat: ", "WeChat ID: ", "薇信 "))
        return label + name, ("wechat", name.lower())
    if kind == "qq":
        number = str(rng.randint(1, 9)) + _digits(rng, rng.randint(7, 9))
        return rng.choice(("QQ:", "QQ ", "扣扣 ")) + number, ("qq", number)
    if kind == "telegram":
        name = account(rng)
        return rng.choice(("Telegram: @", "TG @", "t.me/")) + name, ("telegram", name.lower())
    if kind == "whatsapp":
        number = "849" + _digits(rng, 8)
        shown = rng.choice((f"+{number}", f"+{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}"))
        return rng.choice(("WhatsApp: ", "WhatsApp ", "WA: ")) + shown, ("whatsapp", "+" + number)
    name = account(rng)
    host = rng.choice(("qq.com", "163.com", "gmail.com"))
    return rng.choice(("Email: ", "邮箱 ", "")) + f"{name}@{host}", ("email", f"{name}@{host}".lower())


def account(rng: random.Random) -> str:
    """An account name: mostly a word and figures as people choose them, at times any letters and figures."""
    word = rng.choice(("lucky", "xiaoli", "panda", "gold", "ivory", "wang", "chenjie", "mei", "laoshi", "Tiger", "jade", "hk"))
    if rng.random() < 0.25:  # as random as a generated id: l, 1, o and 0 side by side
        return rng.choice("abcdefghijkmnpqrstuvwxyz") + "".join(
            rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(9)
        )
    return word + rng.choice(("", "_", "")) + rng.choice((_digits(rng, 4), "shop" + _digits(rng, 2), "88" + _digits(rng, 3)))


def overlay(rng: random.Random, photos: Sequence[Path], lines: Sequence[str]) -> Image.Image:
    """Lines across a photo, with or without an outline."""
    image = background(rng, photos)
    size, colour = rng.randint(24, 64), rng.choice(COLOURS)
    outline = rng.choice((0, 2, 3))
    y = rng.randint(10, image.height // 2)
    written = [*lines] if rng.random() < 0.5 else [rng.choice(CHATTER), *lines]
    for line in written:
        layer = text_layer(rng, line, size, colour, outline=outline)
        image.paste(layer, (_room(rng, image.width, layer.width), y), layer)
        y += int(size * 1.7)
    return image


def watermark(rng: random.Random, photos: Sequence[Path], lines: Sequence[str]) -> Image.Image:
    """Lines half transparent, at times turned."""
    image = background(rng, photos)
    angle = rng.choice((0, 0, rng.uniform(-30, 30)))
    y = rng.randint(40, image.height // 3)
    for line in lines:
        layer = text_layer(rng, line, rng.randint(32, 60), rng.choice(("white", "white", "black")), alpha=rng.randint(90, 170))
        layer = layer.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        image.paste(layer, (_room(rng, image.width, layer.width), y), layer)
        y += layer.height + 20
    return image


def turned(rng: random.Random, photos: Sequence[Path], lines: Sequence[str]) -> Image.Image:
    """An overlay that is slightly turned, as in a photo of a note."""
    image = background(rng, photos)
    angle, y = rng.uniform(-12, 12), 60
    for line in lines:
        layer = text_layer(rng, line, rng.randint(28, 56), rng.choice(COLOURS), outline=2)
        layer = layer.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        image.paste(layer, (_room(rng, image.width, layer.width), y), layer)
        y += layer.height + 10
    return image


def price_tag(rng: random.Random, photos: Sequence[Path], lines: Sequence[str]) -> Image.Image:
    """A coloured tag with a price above the contacts."""
    image = background(rng, photos)
    size = rng.randint(24, 44)
    written = [rng.choice(("¥2800/条", "特价 980元", "$120 each", "680元/斤 包邮")), *lines]
    layers = [text_layer(rng, line, size, rng.choice(("black", "#b00020"))) for line in written]
    width, height = max(layer.width for layer in layers) + 40, int(size * 1.6) * len(layers) + 30
    x, y = _room(rng, image.width, width), _room(rng, image.height, height)
    ground = rng.choice(("white", "#ffeb3b", "#fff3e0"))
    ImageDraw.Draw(image).rounded_rectangle((x, y, x + width, y + height), 16, fill=ground)
    for number, layer in enumerate(layers):
        image.paste(layer, (x + 20, y + 15 + number * int(size * 1.6)), layer)
    return image


def chat(rng: random.Random, photos: Sequence[Path], lines: Sequence[str]) -> Image.Image:
    """A screenshot of a chat: bubbles left and right on grey."""
    image = Image.new("RGB", rng.choice(((720, 1280), (828, 1472), (1080, 1920))), rng.choice(("#ededed", "white", "#111111")))
    size = image.width // rng.randint(22, 27)
    said = [*rng.sample(CHATTER, rng.randint(2, 5)), *lines]
    rng.shuffle(said)
    y = image.height // 10
    font = rng.choice(HAN_FONTS[:2])
    for line in said:
        layer = text_layer(rng, line, size, "black", han=font, latin=font)
        mine = rng.random() < 0.5
        x = image.width - layer.width - 90 if mine else 90
        box = (x - 20, y, x + layer.width + 20, y + int(size * 2.1))
        ImageDraw.Draw(image).rounded_rectangle(box, 14, fill="#95ec69" if mine else "#f8f8f8")
        image.paste(layer, (x, y + int(size * 0.35)), layer)
        y += int(size * 2.8)
    return image


MAKERS: dict[str, Callable[[random.Random, Sequence[Path], Sequence[str]], Image.Image]] = {
    "overlay": overlay, "watermark": watermark, "turned": turned, "price tag": price_tag, "chat": chat,
}  # fmt: skip


def background(rng: random.Random, photos: Sequence[Path]) -> Image.Image:
    """A photo of about one megapixel."""
    with Image.open(rng.choice(photos)) as photo:
        image = photo.convert("RGB")
    scale = (1_000_000 / (image.width * image.height)) ** 0.5
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)


def text_layer(
    rng: random.Random,
    line: str,
    size: int,
    colour: str,
    *,
    alpha: int = 255,
    outline: int = 0,
    han: Path | None = None,
    latin: Path | None = None,
) -> Image.Image:
    """One line on nothing, as wide as it is: Chinese in one font, the rest in another, as applications do."""
    fonts = {
        True: ImageFont.truetype(str(han or rng.choice(HAN_FONTS)), size, index=SIMPLIFIED),
        False: ImageFont.truetype(str(latin or rng.choice(LATIN_FONTS)), size),
    }
    runs = re.findall("[\u2e80-\uffef]+|[^\u2e80-\uffef]+", line)
    width = int(sum(fonts["\u2e80" <= run[0] <= "\uffef"].getlength(run) for run in runs)) + 8
    layer = Image.new("RGBA", (width, int(size * 1.5)), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    x = 4.0
    fringe = "black" if colour != "black" else "white"
    for run in runs:
        font = fonts["\u2e80" <= run[0] <= "\uffef"]
        draw.text((x, size * 1.15), run, fill=colour, font=font, anchor="ls", stroke_width=outline, stroke_fill=fringe)
        x += font.getlength(run)
    if alpha < 255:
        layer.putalpha(layer.getchannel("A").point(lambda value: value * alpha // 255))
    return layer


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _room(rng: random.Random, whole: int, part: int) -> int:
    return rng.randint(0, max(0, whole - part))
