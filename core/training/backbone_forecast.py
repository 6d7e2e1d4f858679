"""What it takes to let photos pass a backbone, told beforehand.

Each core decodes a photo and passes it through all backbones, so the times of one picture add up
and are shared by the cores. They come from one short measurement of this computer, which is kept;
what lies in the cache costs nothing.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from core import __version__
from core.data.folder.catalogue import Photo
from core.data.form import PictureForm
from core.data.split import Indices
from core.features.backbone import Backbone, backbones
from core.features.feature_cache import FeatureCache, feature_kind
from core.features.recipe import head_recipes
from core.model.network import NetworkSpec
from core.places import cache_folder
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.forecast import Forecast, this_computer
from core.values import Value

FILE = "backbone-speed.json"
MEGAPIXEL = 1_000_000

# What a head costs on one core, measured: its coordinates and its iterations grow with the square
# of the pictures, the directions with the third power; more pictures than this are fitted as they
# are. A curve costs a third more than its last point.
_MOST_SPANNED = 2500
_GRAM_S = 1.5e-10
_STEPS_S = 2.3e-8
_EIGEN_S = 1.2e-10
_CURVE_FITS = 4 / 3
_TURN_S = 0.1
_START_S = 1.0


class PassSpeed(Value):
    """What was measured on this computer, in seconds for one picture while all cores work.

    Attributes:
        litmus: The version that measured.
        computer: What it was measured on; another one measures again.
        decoding: Of a JPEG of one megapixel.
        passing: Through a backbone, by the checksum of its file.
    """

    litmus: str
    computer: str
    decoding: float
    passing: dict[str, float]


@dataclass(frozen=True, eq=False)
class Passes:
    """What has yet to pass.

    Attributes:
        pictures: How many are to be known.
        roots: The square roots of their megapixels, float64, shape (pictures,).
        lacking: By the checksum of a backbone: the places among them of those whose features are
            not in the cache.
    """

    pictures: int
    roots: npt.NDArray[np.float64]
    lacking: Mapping[str, Indices]

    def waiting(self, backbones: Sequence[Backbone]) -> int | None:
        """How many pictures have yet to pass one of these backbones; None if not counted."""
        if not all(backbone.sha256 in self.lacking for backbone in backbones):
            return None
        return len(self._waiting(backbones))

    def seconds(self, backbones: Sequence[Backbone], speed: PassSpeed) -> float | None:
        """How long that takes; None where one of them was not measured, or not counted.

        JPEGs are decoded no larger than is needed, so that time grows about with the root of their
        pixels.
        """
        known = speed.passing.keys() & self.lacking.keys()
        if not all(backbone.sha256 in known for backbone in backbones):
            return None
        passing = sum(speed.passing[b.sha256] * len(self.lacking[b.sha256]) for b in backbones)
        return float(passing + speed.decoding * self.roots[self._waiting(backbones)].sum())

    def _waiting(self, backbones: Sequence[Backbone]) -> Indices:
        places = np.concatenate([self.lacking[backbone.sha256] for backbone in backbones])
        return np.unique(places).astype(np.int32)


def yet_to_pass(
    photos: Sequence[Photo],
    backbones: Sequence[Backbone],
    form: PictureForm,
    *,
    cache: FeatureCache | None = None,
) -> Passes:
    """Which photos are not in the cache; looks only at what lies where.

    Args:
        photos: Those that a training needs.
        backbones: Those that are asked about.
        form: How the photos are fitted; its size is that of each backbone.
        cache: By default that of the platform.
    """
    cache = cache or FeatureCache()
    lacking: dict[str, Indices] = {}
    for backbone in backbones:
        size = {name: getattr(backbone.form, name) for name in ("height", "width", "channels")}
        kind = feature_kind(backbone, form.model_copy(update=size))
        missing = [n for n, photo in enumerate(photos) if not cache.holds(photo.content, kind)]
        lacking[backbone.sha256] = np.array(missing, np.int32)
    pixels = [photo.size[0] * photo.size[1] for photo in photos]
    return Passes(len(photos), np.sqrt(np.array(pixels, np.float64) / MEGAPIXEL), lacking)


def with_passes(
    known: Forecast,
    network: NetworkSpec,
    settings: TrainingSettings,
    *,
    classes: int,
    passes: Passes | None,
    speed: PassSpeed | None,
    runs: Sequence[Run] = (),
) -> Forecast:
    """A forecast, and what the pictures' way through the network's backbones adds to it.

    Args:
        known: The forecast of the rest; given back as it is where there is no backbone.
        network: What is to be trained.
        settings: How.
        classes: Of the data set.
        passes: What has yet to pass; None until it was counted.
        speed: What was measured on this computer; None until it was.
        runs: Earlier runs; the newest one that was fitted alike gives its own figure.
    """
    if network.backbone is None:
        return known
    found = backbones(network.backbone.names)
    waiting = passes.waiting(found) if passes else None
    if passes is None or waiting is None:
        return known
    fitting = None
    seconds = 0.0 if waiting == 0 else passes.seconds(found, speed) if speed else None
    if network.by_regression:
        numbers = {"pictures": passes.pictures, "classes": classes}
        own = _own_seconds(found, settings, runs, **numbers)
        fitting = own or _fitting_seconds(found, folds=settings.folds, **numbers)
    return replace(known, passing_seconds=seconds, waiting=waiting, fitting_seconds=fitting)


def read_pass_speed() -> PassSpeed | None:
    """What was measured on this computer; None where nothing (or something damaged) was kept."""
    try:
        text = (cache_folder() / FILE).read_text(encoding="utf-8")
        speed = PassSpeed.model_validate_json(text)
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    return speed if (speed.litmus, speed.computer) == (__version__, this_computer()) else None


def _fitting_seconds(
    found: Sequence[Backbone], *, folds: int, pictures: int, classes: int
) -> float:
    """Of the regressions, and of those that measure how good they are, one on each core."""
    width = sum(recipe.width for recipe in head_recipes(found))
    once = _fit_seconds(pictures, width, classes)
    if not folds:
        return _START_S + once
    learned = pictures * (1 - 1 / folds)
    turns = _fit_seconds(learned, width, classes) * _CURVE_FITS + _TURN_S
    return _START_S + once + folds * turns / (os.cpu_count() or 1)


def _fit_seconds(pictures: float, width: int, classes: int) -> float:
    """Of one head: its coordinates, their directions, and the iterations of scikit-learn."""
    spanned = min(pictures, _MOST_SPANNED)
    square = spanned**2 * (_GRAM_S * width + _STEPS_S * classes) + spanned**3 * _EIGEN_S
    return square * max(1.0, pictures / _MOST_SPANNED)


def _own_seconds(
    found: Sequence[Backbone],
    settings: TrainingSettings,
    runs: Sequence[Run],
    *,
    pictures: int,
    classes: int,
) -> float | None:
    """What the newest run took that was fitted alike, for another number of pictures perhaps."""
    names = tuple(backbone.name for backbone in found)
    for run in reversed(runs):
        record = run.record
        backbone = record.network.backbone
        alike = backbone is not None and backbone.names == names and record.network.by_regression
        if alike and record.epochs and record.settings.folds == settings.folds:
            first = record.epochs[0]
            took = first.seconds - (first.read_seconds or 0.0)
            before = record.data.training + record.data.validation
            foreseen, then = (
                _fitting_seconds(found, folds=settings.folds, pictures=n, classes=k)
                for n, k in ((pictures, classes), (before, len(record.classes)))
            )
            return took * foreseen / then
    return None
