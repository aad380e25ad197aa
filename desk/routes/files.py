"""Files: our own static ones, and photos out of the store (never from a seller's server)."""

from __future__ import annotations

import asyncio
import io
import re
from functools import lru_cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from desk.page import desk_of
from tidewaiter.store import Store

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}
WIDTHS = (160, 480, 1200)
"""Pixels of the longer side in which a photo is shown."""
MAX_PIXELS = 100_000_000


async def static(request: Request) -> Response:
    """One of the desk's own files."""
    name = request.path_params["name"]
    file = files("desk").joinpath("static", name)
    kind = TYPES.get(name[name.rfind(".") :])
    if kind is None or not re.fullmatch(r"[\w.-]+", name) or not file.is_file():
        raise HTTPException(404)
    return Response(file.read_bytes(), media_type=kind, headers=FOREVER)


async def photo(request: Request) -> Response:
    """A photo of the store as a JPEG made anew: no byte of the seller's file reaches the browser."""
    sha256, size = request.path_params["sha256"], request.query_params.get("size", "480")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or not size.isdigit() or int(size) not in WIDTHS:
        raise HTTPException(404)
    data = await asyncio.to_thread(_jpeg, desk_of(request).store, sha256, int(size))
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/jpeg", headers=FOREVER)


@lru_cache(maxsize=512)
def _jpeg(store: Store, sha256: str, size: int) -> bytes | None:
    from PIL import Image, ImageOps

    data = store.get("photos", sha256)
    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                return None
            image.draft("RGB", (size, size))
            picture = ImageOps.exif_transpose(image).convert("RGB")
            picture.thumbnail((size, size))
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=82)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # what can't be decoded is shown as missing
    return out.getvalue()


ROUTES = [Route("/static/{name}", static), Route("/photos/{sha256}", photo)]
