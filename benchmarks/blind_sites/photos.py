"""Small JPEGs, each unlike the others, made from their names."""

from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter


def _shade(rng: Random) -> tuple[int, int, int]:
    return rng.randrange(256), rng.randrange(256), rng.randrange(256)


@lru_cache(maxsize=2000)
def jpeg(name: str, width: int, height: int) -> bytes:
    """The picture of that name at that size: the same scene at every size."""
    rng = Random(name)
    picture = Image.new("RGB", (480, 360), _shade(rng))
    pen = ImageDraw.Draw(picture)
    for _ in range(rng.randint(9, 16)):
        left, top = rng.randrange(440), rng.randrange(330)
        box = (left, top, left + rng.randint(20, 220), top + rng.randint(20, 180))
        rng.choice((pen.ellipse, pen.rectangle))(box, fill=_shade(rng), outline=_shade(rng))
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.6))).resize((width, height))
    out = BytesIO()
    picture.save(out, "JPEG", quality=78)
    return out.getvalue()
