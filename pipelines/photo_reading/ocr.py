"""Reads text in photos, Chinese and English, with the models that the package `rapidocr` brings (PP-OCRv6), in onnxruntime.

Only its model files are used, not its code: nothing is ever fetched or logged, work is done in the calling thread, and the
probability of each character is known.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.photo_reading.boxes import Box, boxes_of, crop_of, in_rows, joined
from tidewaiter.errors import MissingPart

if TYPE_CHECKING:
    from pipelines.photo_reading.pixels import Pixels

DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"

DETECTED_SIDE = 960
"""Pixels of the longer side that text is looked for at."""
DETECTED_SHORT_SIDE = 544
"""Pixels that the shorter side is not scaled below for it."""
MOST_LINES = 120
"""Lines that are read of one photo, the tallest ones: a hostile photo has thousands."""
LINE_HEIGHT = 48
"""Pixels: what the recogniser takes."""
WIDEST_LINE = 1600
"""Pixels at `LINE_HEIGHT`; a longer line is squeezed."""
BATCH_PIXELS = 2400
"""Width of all lines in one batch, so that little is spent on padding."""
LEAST_SCORE = 0.5
"""Mean probability of a line's characters; what is below is no text."""

SURE_SCORE = 0.9
"""What a line of one or two characters needs."""
UPRIGHT_SCORE = 0.88
"""What a line that stands on its head hardly reaches: seldom 0.8, when upright above 0.95."""


@dataclass(slots=True, frozen=True)
class Line:
    """A line of text: its mean probability per character and where it stands in the pixels given."""

    text: str
    score: float
    box: Box


class Ocr:
    """The two models; one object serves any number of threads, each of which computes by itself."""

    def __init__(self) -> None:
        """Raises `MissingPart` where a package or its models are not installed."""
        folder = models_folder()
        self._detector, self._recogniser = _session(folder / DETECTOR), _session(folder / RECOGNISER)
        # As the recogniser numbers them: 0 is the blank between characters, the last one the space.
        characters: str = self._recogniser.get_modelmeta().custom_metadata_map["character"]
        self._characters = ["", *characters.splitlines(), " "]

    def read(self, pixels: Pixels) -> list[Line]:
        """The lines, the tallest first. Raises what onnxruntime raises when memory ends."""
        tallest = sorted(self._detect(pixels), key=lambda box: -box.height)[:MOST_LINES]
        boxes = sorted(joined(tallest), key=lambda box: -box.height)
        if not boxes:
            return []
        crops = [crop_of(pixels, box, LINE_HEIGHT, WIDEST_LINE) for box in boxes]
        read = self._recognise(crops)
        doubtful = [number for number, (_, score) in enumerate(read) if score < UPRIGHT_SCORE]
        if len(doubtful) * 2 >= len(read):  # most of it is illegible: it may stand on its head
            turned = self._recognise([crops[number][::-1, ::-1] for number in doubtful])
            for number, again in zip(doubtful, turned, strict=True):
                read[number] = max(read[number], again, key=lambda one: one[1])
        return [
            Line(text.strip(), score, box)
            for (text, score), box in zip(read, boxes, strict=True)
            if _says_something(text.strip(), score)
        ]

    def _detect(self, pixels: Pixels) -> list[Box]:
        import cv2
        import numpy as np

        height, width = pixels.shape[:2]
        scale = max(DETECTED_SIDE / max(width, height), DETECTED_SHORT_SIDE / min(width, height))
        scale = min(scale, (DETECTED_SIDE * DETECTED_SIDE * 2 / (width * height)) ** 0.5, 2.0)
        size = (max(32, round(width * scale / 32) * 32), max(32, round(height * scale / 32) * 32))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(pixels, size, interpolation=way)
        blob = (small.astype(np.float32).transpose(2, 0, 1)[None] / 127.5) - 1
        heat = self._detector.run(None, {self._detector.get_inputs()[0].name: blob})[0][0, 0]
        return boxes_of(heat, width / size[0], height / size[1])

    def _recognise(self, crops: list[Pixels]) -> list[tuple[str, float]]:
        import numpy as np

        name = self._recogniser.get_inputs()[0].name
        read: list[tuple[str, float]] = [("", 0.0)] * len(crops)
        order = sorted(range(len(crops)), key=lambda number: crops[number].shape[1])
        while order:
            widest = 0
            some: list[int] = []
            while order:
                widest_then = max(widest, crops[order[0]].shape[1])
                if some and widest_then * (len(some) + 1) > BATCH_PIXELS:
                    break
                widest = widest_then
                some.append(order.pop(0))
            blob = np.zeros((len(some), 3, LINE_HEIGHT, widest), np.float32)
            for row, number in enumerate(some):
                crop = crops[number]
                blob[row, :, :, : crop.shape[1]] = crop.transpose(2, 0, 1) / np.float32(127.5) - 1
            for number, probabilities in zip(some, self._recogniser.run(None, {name: blob})[0], strict=True):
                read[number] = self._decoded(probabilities)
        return read

    def _decoded(self, probabilities: Any) -> tuple[str, float]:
        """Text and mean probability from (steps, characters): of equal steps in a row one counts, blanks none."""
        import numpy as np

        best = probabilities.argmax(axis=1)
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        if not kept.any():
            return "", 0.0
        text = "".join(self._characters[number] for number in best[kept])
        return text, float(np.mean(probabilities.max(axis=1)[kept]))


def _says_something(text: str, score: float) -> bool:
    # What is short and doubtful is a pattern that looks like a letter; one letter alone says nothing anyway.
    shortest_sure = 2 if text.isascii() else 1
    return score >= LEAST_SCORE and (len(text) > 2 or (len(text) >= shortest_sure and score >= SURE_SCORE))


def text_of(lines: list[Line]) -> str:
    """The lines as one text: what stands side by side is parted by a space, what stands below by a line break."""
    rows = in_rows([line.box for line in lines])
    return "\n".join(" ".join(lines[number].text for number in row) for row in rows)


@cache
def engine_version() -> str:
    """What reads, for the record of a reading: whether a later version could read better."""
    return f"{DETECTOR.split('_')[0]}-small (rapidocr {importlib.metadata.version('rapidocr')})"


def models_folder() -> Path:
    """Where the models lie. Raises `MissingPart`."""
    found = importlib.util.find_spec("rapidocr")
    folder = Path(next(iter(found.submodule_search_locations or ()), "")) / "models" if found else Path()
    if (
        importlib.util.find_spec("onnxruntime") is None
        or not (folder / DETECTOR).is_file()
        or not (folder / RECOGNISER).is_file()
    ):
        raise MissingPart("text in photos can't be read: a package is missing", do="pip install 'rapidocr>=3.10' onnxruntime")
    return folder


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps the memory of the largest photo for good
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
