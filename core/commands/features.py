"""`main.py features`."""

import argparse
import sys

import numpy as np

from core.atomic import replacing
from core.cancellation import CancelToken
from core.commands.folder import photo_source
from core.commands.output import say
from core.commands.parser import UsageError
from core.commands.progress import TrainingProgress
from core.data.folder.loading import load_catalogue
from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, backbones
from core.features.photo_features import PhotoFeatures
from core.run.folder import refuse_existing
from core.training.opened_photos import tell_passing


def run(options: argparse.Namespace) -> int:
    """Write what the backbones make of the pictures of a folder, as NumPy arrays.

    The file holds `features` (float32, a row a picture: of each backbone the pooled outputs, then
    the middle ones), `labels` (class numbers), `classes`, `files` and `backbones`.

    Raises:
        LitmusError: The folder or a backbone cannot be used, or the file cannot be written.
        UsageError: The file exists, or is not called `.npz`.
    """
    if options.out.suffix != ".npz":
        raise UsageError("--out must be called FILE.npz")
    refuse_existing(options.out)
    stream = sys.stderr if sys.stderr and sys.stderr.isatty() else None
    with TrainingProgress(stream) as progress:
        catalogue = load_catalogue(
            photo_source(str(options.folder)),
            form=None,
            report=progress.show_scan,
            cancel=CancelToken(),
        )
        chosen = backbones(QUICK if options.quick else ACCURATE)
        made = PhotoFeatures(catalogue.photos, chosen, chosen[0].form)

        numbers = np.arange(len(catalogue.photos), dtype=np.int32)
        broken = made.extract(numbers, report=tell_passing(progress.show), cancel=CancelToken())
        widths = {backbone.name: backbone.width for backbone in chosen}
        features, numbers = made.read_all(numbers, widths)
    if not len(numbers):
        raise LitmusError(f"None of the pictures of “{catalogue.title}” can be read.")
    with replacing(options.out) as temporary, temporary.open("wb") as file:
        np.savez(
            file,
            features=np.hstack(list(features.values())),
            labels=catalogue.labels[numbers],
            classes=np.array(catalogue.classes),
            files=np.array([catalogue.photos[number].name for number in numbers]),
            backbones=np.array([backbone.name for backbone in chosen]),
        )
    skipped = f"; {len(broken):,} could not be read" if broken else ""
    numbers_each = sum(widths.values())
    say(f"{len(numbers):,} pictures, {numbers_each:,} numbers each{skipped}.")
    return 0
