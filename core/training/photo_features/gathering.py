"""Bringing the features of a folder's pictures together, as far as memory goes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psutil

from core.cancellation import CancelToken
from core.data.class_weights import class_weights
from core.data.dataset import Labels
from core.data.folder.groups import group_numbers
from core.data.folder.photo_set import PhotoSet
from core.data.split import Indices
from core.features.backbone import Backbone, backbones
from core.features.photo_features import PhotoFeatures
from core.features.recipe import HeadRecipe, head_recipes
from core.model.network import NetworkSpec
from core.run.record import SetAside
from core.run.settings import TrainingSettings
from core.training.events import Noticed, Preparing
from core.training.opened_photos import OpenedPhotos, Report, tell_passing
from core.training.photo_features.examples import Examples
from core.training.photo_features.folds import fewer

_SHARE_OF_MEMORY = 0.6
"""Of what is free now; the rest is for what else happens meanwhile."""

_WORKING_BYTES = 12
"""For each number of a fit: double precision, and what scikit-learn needs beside."""


@dataclass(frozen=True, eq=False)
class Gathered:
    """Pictures, ready to be learned from.

    Attributes:
        examples: All of them.
        numbers: The number in the catalogue of each of them.
        training: Rows of those that the head learns from.
        validation: Rows of those that it is checked on.
        set_aside: What could not be used.
        seconds: What it took.
    """

    examples: Examples
    numbers: Indices
    training: Indices
    validation: Indices
    set_aside: tuple[SetAside, ...]
    seconds: float


def gather(
    photos: PhotoSet,
    network: NetworkSpec,
    settings: TrainingSettings,
    *,
    report: Report,
    cancel: CancelToken,
) -> Gathered:
    """Pass all pictures but those of the test set through the backbones.

    Raises:
        LitmusError: A backbone cannot be used, or too few pictures can be read.
        Cancelled: The token was set; the features made so far are kept.
    """
    began = time.perf_counter()
    report(Preparing("Loading the backbone"))
    if network.backbone is None:
        raise ValueError("the network has no backbone")
    chosen = backbones(network.backbone.names)
    stored = PhotoFeatures(photos.catalogue.photos, chosen, network.input)
    opened = OpenedPhotos(photos, report=report)
    opened.put_aside(stored.extract(opened.used(), report=tell_passing(report), cancel=cancel))
    if stored.problem:
        report(Noticed(stored.problem))
    used, recipes = _what_fits(opened, chosen, report)
    features, numbers = stored.read_all(used, _widths(recipes))
    lost = np.setdiff1d(used, numbers).astype(np.int32)
    opened.put_aside(stored.vanished(lost))
    opened.check_enough()
    labels = opened.labels[numbers]
    rows = np.arange(len(numbers), dtype=np.int32)
    training = rows[np.isin(numbers, opened.training)]
    classes = len(photos.classes)
    weights = class_weights(labels[training], classes) if settings.class_weights else None
    examples = Examples(
        features=features,
        labels=labels,
        groups=group_numbers([photos.catalogue.photos[number] for number in numbers]),
        classes=classes,
        recipes=recipes,
        class_weights=weights,
    )
    return Gathered(
        examples=examples,
        numbers=numbers,
        training=training,
        validation=np.setdiff1d(rows, training).astype(np.int32),
        set_aside=opened.set_aside,
        seconds=time.perf_counter() - began,
    )


def _widths(recipes: Sequence[HeadRecipe]) -> dict[str, int]:
    """Of each backbone as many numbers as the recipes take."""
    widths: dict[str, int] = {}
    for output in (output for recipe in recipes for output in recipe.inputs):
        widths[output.backbone] = max(output.width, widths.get(output.backbone, 0))
    return widths


def _what_fits(
    opened: OpenedPhotos, chosen: Sequence[Backbone], report: Report
) -> tuple[Indices, tuple[HeadRecipe, ...]]:
    """As many pictures and numbers of each as memory has room for; what is left out is told."""
    used = opened.used()
    room = _SHARE_OF_MEMORY * psutil.virtual_memory().available
    recipes = head_recipes(chosen)
    if _bytes(len(used), recipes) <= room:
        return used, recipes
    recipes = head_recipes(chosen, middle=False)
    sentence = (
        f"There is not enough free memory for all that the backbone says about {len(used):,} "
        "pictures, so its middle layers are left out."
    )
    fitting = int(len(used) * room / _bytes(len(used), recipes))
    if fitting < len(used):
        # Each by itself, so that no class is left with nothing to learn from.
        sets = (opened.training, opened.validation)
        share = fitting / len(used)
        used = np.concatenate([_part(part, opened.labels, share) for part in sets if len(part)])
        sentence += f" Even so only {len(used):,} of them are used, of each class its share."
    report(Noticed(sentence))
    return used, recipes


def _part(used: Indices, labels: Labels, share: float) -> Indices:
    """Spread evenly over each class, in the order of the catalogue."""
    shuffled = np.random.default_rng(0).permutation(used).astype(np.int32)
    return np.sort(fewer(shuffled, labels, share))


def _bytes(pictures: int, recipes: Sequence[HeadRecipe]) -> int:
    """What learning from so many pictures takes: their numbers, and one fit at a time."""
    widest = max(recipe.width for recipe in recipes)
    return pictures * (4 * sum(_widths(recipes).values()) + _WORKING_BYTES * widest)
