"""One picture, one answer."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from PIL import Image

from core.data.dataset import Pixels
from core.data.fitting import GROUNDS, working_size
from core.data.picture import PIXEL_LIMIT, Picture, decode
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.prediction.prepare import prepare

PREVIEW_SIDE = 1024
"""Longest side of the preview, pixels."""

_ENOUGH = 720
"""Shorter side to decode at least: it halves or quarters a camera's 12 megapixels, and leaves
enough for the preview and for finding an object that fills a small part of the picture."""


@dataclass(frozen=True)
class Answer:
    """What a network says about a picture.

    Attributes:
        name: The picture's name.
        ranking: (name of the class, probability), the most probable first.
        seen: Exactly what the network saw: uint8, (height, width, channels). Read only.
        done: What was done to the picture for that, in a short phrase.
        preview: The picture itself: uint8, (height, width, 1 or 3), no side over `PREVIEW_SIDE`.
            Read only.
        size: Width and height of the whole picture, pixels.
        milliseconds: From the file to the answer.
    """

    name: str
    ranking: tuple[tuple[str, float], ...]
    seen: Pixels
    done: str
    preview: Pixels
    size: tuple[int, int]
    milliseconds: float

    @property
    def class_name(self) -> str:
        """The most probable class."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """Its probability (0-1)."""
        return self.ranking[0][1]


def answer(
    classifier: Classifier,
    source: Path | bytes | Pixels,
    *,
    background: Background = Background.AUTOMATIC,
    name: str | None = None,
    pixel_limit: int = PIXEL_LIMIT,
) -> Answer:
    """Ask the network what a picture shows. Thread-safe.

    Args:
        classifier: The network.
        source: A file, its content, or pixels: uint8, (height, width) or (height, width, 1 or 3).
        background: What is done about the background.
        name: What to call the picture; by default the file's name.
        pixel_limit: Pictures with more pixels are refused.

    Raises:
        PictureError: The picture cannot be read.
        LitmusError: The network's answer is no number.
    """
    start = perf_counter()
    with ThreadPoolExecutor(1, thread_name_prefix="preview") as beside:
        taken, showing = _pictures(source, name, classifier, pixel_limit, beside)
        prepared = prepare(
            taken,
            classifier.network_input,
            background=background,
            dark_background=classifier.dark_background,
        )
        shares = classifier.probabilities(prepared.pixels)[0]
        preview = showing.result()
    order = np.argsort(-shares, kind="stable")
    return Answer(
        name=taken.name,
        ranking=tuple((classifier.names[i], float(shares[i])) for i in order),
        seen=prepared.pixels,
        done=prepared.done,
        preview=preview,
        size=taken.size,
        milliseconds=(perf_counter() - start) * 1000,
    )


def _pictures(
    source: Path | bytes | Pixels,
    name: str | None,
    classifier: Classifier,
    pixel_limit: int,
    beside: ThreadPoolExecutor,
) -> tuple[Picture, Future[Pixels]]:
    """The picture that the network's pixels are made of, and the preview that is on its way.

    What is shown needs more detail than most networks: a photo is decoded for it once more, in
    another thread.
    """
    if isinstance(source, np.ndarray):
        pixels = source[..., np.newaxis] if source.ndim == 2 else source
        picture = Picture(name or "The picture", pixels, (pixels.shape[1], pixels.shape[0]), "")
        return picture, beside.submit(_preview, picture.pixels)
    wanted = classifier.network_input
    width, height = working_size(wanted)
    detailed = (max(_ENOUGH, width), max(_ENOUGH, height))
    if classifier.dark_background:
        picture = decode(source, name=name, target=detailed, pixel_limit=pixel_limit)
        return picture, beside.submit(_preview, picture.pixels)

    def show() -> Pixels:
        return _preview(decode(source, name=name, target=detailed, pixel_limit=pixel_limit).pixels)

    showing = beside.submit(show)
    ground = GROUNDS[wanted.ground]
    size = (width, height)
    taken = decode(source, name=name, target=size, pixel_limit=pixel_limit, ground=ground)
    return taken, showing


def _preview(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = PREVIEW_SIDE / max(height, width)
    if scale >= 1:
        return pixels
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    preview = np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
    preview = preview[..., np.newaxis] if preview.ndim == 2 else preview
    preview.flags.writeable = False
    return preview
