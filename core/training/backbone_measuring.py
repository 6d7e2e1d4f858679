"""Measuring how long pictures take to be decoded and to pass backbones. Needs no TensorFlow."""

import io
import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import sqrt
from queue import SimpleQueue

import numpy as np
from PIL import Image

from core import __version__
from core.atomic import write_text
from core.cancellation import CancelToken
from core.data.fitting import read_fitted
from core.data.folder.decoding import on_all_cores
from core.data.form import PictureForm
from core.errors import LitmusError
from core.features.backbone import Backbone
from core.features.extractor import Extractor
from core.places import cache_folder
from core.training.backbone_forecast import FILE, MEGAPIXEL, PassSpeed, read_pass_speed
from core.training.forecast import this_computer

_MOST_THREADS = 8
_ROUNDS = 4
_AT_ONCE = 4
_JPEG_SIZE = (1155, 866)


def measure_passes(backbones: Sequence[Backbone], cancel: CancelToken) -> PassSpeed:
    """Measure what of these is not known yet (half a second each), and keep it.

    A backbone that cannot be run is left out: a training says why. Where the figures cannot be
    kept, they are measured again another time.

    Raises:
        Cancelled: The token was set.
    """
    known = read_pass_speed()
    passing = dict(known.passing) if known else {}
    decoding = known.decoding if known else _decoding_seconds()
    for backbone in backbones:
        if backbone.sha256 not in passing:
            with suppress(LitmusError):
                passing[backbone.sha256] = _passing_seconds(backbone, cancel)
    speed = PassSpeed(
        litmus=__version__, computer=this_computer(), decoding=decoding, passing=passing
    )
    if speed != known:
        _keep(speed)
    return speed


def _passing_seconds(backbone: Backbone, cancel: CancelToken) -> float:
    """For one blank picture, while all cores do the same.

    Raises:
        LitmusError: The backbone cannot be run.
        Cancelled: The token was set.
    """
    cores = os.cpu_count() or 1
    threads = min(cores, _MOST_THREADS)
    idle: SimpleQueue[Extractor] = SimpleQueue()
    for _ in range(threads):
        cancel.raise_if_cancelled()
        idle.put(Extractor(backbone))
    blank = np.zeros(backbone.form.shape, np.uint8)

    def several(_number: int) -> float:
        extractor = idle.get()
        took = _seconds_each(lambda: extractor.features(blank))
        idle.put(extractor)
        return took

    return min(on_all_cores(several, range(_ROUNDS * threads), cancel)) / cores


def _seconds_each(work: Callable[[], object]) -> float:
    """Of this thread's own time, so that what else the computer does meanwhile doesn't count."""
    began = time.thread_time()
    for _ in range(_AT_ONCE):
        work()
    return (time.thread_time() - began) / _AT_ONCE


def _decoding_seconds() -> float:
    rough = np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)
    encoded = io.BytesIO()
    picture = Image.fromarray(rough).resize(_JPEG_SIZE, Image.Resampling.BICUBIC)
    picture.save(encoded, "JPEG", quality=90)
    form = PictureForm(height=260, width=260, channels=3)
    content = encoded.getvalue()
    seconds = min(
        _seconds_each(lambda: read_fitted(content, form, name="measured")) for _ in range(_ROUNDS)
    )
    root = sqrt(_JPEG_SIZE[0] * _JPEG_SIZE[1] / MEGAPIXEL)
    return seconds / root / (os.cpu_count() or 1)


def _keep(speed: PassSpeed) -> None:
    folder = cache_folder()
    with suppress(OSError, LitmusError):
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / FILE, speed.model_dump_json(indent=2))
