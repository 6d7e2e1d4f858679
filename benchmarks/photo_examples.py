"""What the measurements of heads need: a folder's features, and a part of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.data.folder.groups import group_numbers
from core.data.folder.loading import load_catalogue
from core.data.folder.source import PhotoSource
from core.data.split import Indices
from core.features.backbone import ACCURATE, backbones
from core.features.photo_features import PhotoFeatures
from core.features.recipe import head_recipes
from core.training.photo_features.examples import Examples


def examples_of(folder: Path) -> Examples:
    """All pictures of class folders, passed through both backbones or found in the cache."""
    both = backbones(ACCURATE)
    form, token = both[0].form, CancelToken()
    source = PhotoSource(root=folder)
    catalogue = load_catalogue(source, form=form, report=lambda _progress: None, cancel=token)
    made = PhotoFeatures(catalogue.photos, both, form)
    everything = np.arange(len(catalogue.photos), dtype=np.int32)
    made.extract(everything, report=lambda _progress: None, cancel=token)
    features, numbers = made.read_all(everything, {b.name: b.width for b in both})
    return Examples(
        features=features,
        labels=catalogue.labels[numbers],
        groups=group_numbers([catalogue.photos[number] for number in numbers]),
        classes=len(catalogue.classes),
        recipes=head_recipes(both),
    )


def part_of(examples: Examples, rows: Indices) -> Examples:
    """Some of the pictures."""
    return replace(
        examples,
        features={name: features[rows] for name, features in examples.features.items()},
        labels=examples.labels[rows],
        groups=examples.groups[rows],
    )


def about(name: str, examples: Examples) -> str:
    """A set in a line."""
    counts = np.bincount(examples.labels)
    return (
        f"{name}: {len(examples)} pictures, {len(np.unique(examples.groups))} that are no "
        f"near-copies, {examples.classes} classes of {counts.min()} to {counts.max()}"
    )
