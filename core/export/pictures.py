"""The pictures that an export is checked with, and those that int8 is calibrated on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.data.fitting import fit, read_fitted
from core.data.folder.contents import read_content
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.picture_error import PictureError
from core.data.side import Side
from core.prediction.classifier import Classifier
from core.prediction.interpreter import Probabilities
from core.run.folder import Run
from core.run.record import RunRecord

MOST_CHECKED = 200
"""Pictures that an export is checked with."""

_MOST_BYTES = 256_000_000
"""Pixels held at once: fewer pictures are taken where they are very large."""

_STEP = 16
"""Pictures between two looks at the token."""

_BORROWED = "The pictures of this run are gone, so it was checked with pictures of Fashion-MNIST"


@dataclass(frozen=True)
class CheckPictures:
    """Pictures with the answers that Litmus gives.

    Attributes:
        pixels: uint8, shape (pictures, height, width, channels), in the network's form.
        names: What each is called.
        expected: float32, shape (pictures, outputs): two for a sigmoid.
        note: Where these are not the run's own pictures, a sentence without a full stop; else
            empty.
    """

    pixels: Pixels
    names: tuple[str, ...]
    expected: Probabilities
    note: str = ""


def check_pictures(
    run: Run,
    *,
    most: int = MOST_CHECKED,
    folder: Path | None = None,
    cancel: CancelToken | None = None,
    report: Callable[[float], None] | None = None,
) -> CheckPictures:
    """Up to `most` pictures and what Litmus answers to them.

    Of the run's test set, then its validation set, then those it learned from.

    Args:
        run: With a model.
        most: How many at most.
        folder: Where the run's photos lie now; None for where its record says.
        cancel: Ends it.
        report: Told the share (0-1) of the pictures that were asked about.

    Raises:
        LitmusError: The run cannot answer.
        Cancelled: The token was set.
    """
    classifier = Classifier.load(run)
    sides = (Side.TEST, Side.VALIDATION, Side.TRAINING)
    names, pixels, own = _gathered(run.record, sides, _fitting(run.record, most), folder)
    expected = _answered(classifier, pixels, cancel or CancelToken(), report)
    return CheckPictures(pixels, names, expected, "" if own else _BORROWED)


def learned_pictures(run: Run, *, most: int, folder: Path | None = None) -> Pixels:
    """Up to `most` pictures that the run learned from, spread over all: uint8, as `CheckPictures`.

    Where they are gone, any of the run's, else pictures of Fashion-MNIST in the network's form.
    """
    sides = (Side.TRAINING, Side.VALIDATION, Side.TEST)
    return _gathered(run.record, sides, _fitting(run.record, most), folder)[1]


def _fitting(record: RunRecord, most: int) -> int:
    return max(1, min(most, _MOST_BYTES // int(np.prod(record.network.input.shape))))


def _gathered(
    record: RunRecord, sides: tuple[Side, ...], most: int, folder: Path | None
) -> tuple[tuple[str, ...], Pixels, bool]:
    """Names and pixels, and whether they are the run's own."""
    found: list[tuple[str, Pixels]] = []
    if record.data.split is not None:
        for side in sides:
            found += _some(_photos(record, side, folder), most - len(found))
    if found:
        names = tuple(name for name, _ in found)
        return names, np.stack([pixels for _, pixels in found]), True
    own = record.data.source == fashion_mnist.SOURCE
    names, pixels = _built_in(record.network.input, sides[0], most)
    return names, pixels, own


def _built_in(form: PictureForm, side: Side, most: int) -> tuple[tuple[str, ...], Pixels]:
    dataset = fashion_mnist.load()
    part = dataset.training if side is Side.TRAINING else dataset.test
    pixels = part.pixels[:most]
    if pixels.shape[1:] != form.shape:
        pixels = np.stack([fit(picture, form) for picture in pixels])
    return tuple(f"{side.value} picture {n}" for n in range(1, len(pixels) + 1)), pixels


_Way = Callable[[], Pixels | None]


def _photos(record: RunRecord, side: Side, folder: Path | None) -> list[tuple[str, _Way]]:
    """The photos of a side in an order that mixes the classes, each with the way to its pixels."""
    split = record.data.split
    pictures = list((split.sides if split else {}).get(side, {}).items())
    order = np.random.default_rng(0).permutation(len(pictures))
    cache, form = PixelCache(), record.network.input
    learned = Path(record.data.folder or "")
    # The project may be about another folder by now.
    roots = (learned,) if folder in (None, learned) else (folder, learned)
    return [
        (name, partial(_pixels, [root / name for root in roots], content, form, cache))
        for name, content in (pictures[number] for number in order)
    ]


def _some(photos: Iterable[tuple[str, _Way]], most: int) -> Iterator[tuple[str, Pixels]]:
    """The first `most` that can be had; after as many failures as that, no more are tried."""
    left, failures = most, 0
    for name, way in photos:
        if left <= 0 or failures > 2 * most:
            return
        pixels = way()
        if pixels is None:
            failures += 1
        else:
            left -= 1
            yield name, pixels


def _pixels(
    paths: Sequence[Path], content: str, form: PictureForm, cache: PixelCache
) -> Pixels | None:
    """A photo by the digest of its content: from the cache, else from a file if it is the one."""
    try:
        digest = bytes.fromhex(content)
    except ValueError:
        return None
    kept = cache.get(digest, form)
    if kept is not None:
        return kept
    return next((found for p in paths if (found := _read(p, digest, form)) is not None), None)


def _read(path: Path, digest: bytes, form: PictureForm) -> Pixels | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb", buffering=0) as stream:
            whole, found = read_content(stream, path.stat().st_size)
        return read_fitted(whole or path, form, name=path.name) if found == digest else None
    except (OSError, ValueError, PictureError):
        return None


def _answered(
    classifier: Classifier,
    pixels: Pixels,
    cancel: CancelToken,
    report: Callable[[float], None] | None,
) -> Probabilities:
    answers = []
    for start in range(0, len(pixels), _STEP):
        cancel.raise_if_cancelled()
        answers.append(classifier.probabilities(pixels[start : start + _STEP]))
        if report is not None:
            report(min(1.0, (start + _STEP) / len(pixels)))
    return np.concatenate(answers)
