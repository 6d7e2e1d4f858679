"""Runs to write training code for: real records, no training."""

import hashlib
from pathlib import Path

from core.data.side import Side
from core.model.network import NetworkSpec
from core.model.presets import photo_preset
from core.run.folder import Run
from core.run.record import DataRecord, RunRecord, SplitRecord
from core.run.settings import TrainingSettings
from tests.photos import make_photos
from tests.records import epoch, record


def clothes(folder: Path, network: NetworkSpec | None = None, **settings: object) -> Run:
    """A run on Fashion-MNIST."""
    made = record(epoch(1, val_loss=0.4, val_accuracy=0.85), network=network)
    return Run(folder, _with(made, settings))


def photo_run(
    folder: Path,
    preset: str = "small-photo-cnn",
    *,
    network: NetworkSpec | None = None,
    each: int = 10,
    **settings: object,
) -> Run:
    """A run on photos of discs and squares: of each, eight in ten to learn from."""
    photos = make_photos(folder / "photos", each=each)
    sides: dict[Side, dict[str, str]] = {side: {} for side in Side}
    for file in sorted(photos.rglob("*.jpg")):
        number = int(file.stem.split()[1])
        side = Side.VALIDATION if number % 10 in (0, 5) else Side.TRAINING
        content = hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
        sides[side][file.relative_to(photos).as_posix()] = content
    chosen = network or photo_preset(preset).network
    made = record(
        epoch(1, val_loss=0.4, val_accuracy=0.9), network=chosen, classes=("disc", "square")
    )
    split = SplitRecord(validation=0.2, test=0.0, seed=7, sides=sides)
    data = DataRecord(
        source=str(photos),
        folder=str(photos),
        training=len(sides[Side.TRAINING]),
        validation=len(sides[Side.VALIDATION]),
        test=0,
        split=split,
        class_folders=(("disc",), ("square",)),
    )
    made = made.model_copy(update={"data": data, "preset": preset})
    return Run(folder / "run", _with(made, settings))


def _with(made: RunRecord, settings: dict[str, object]) -> RunRecord:
    known = made.settings.model_dump() | settings
    return made.model_copy(update={"settings": TrainingSettings.model_validate(known)})
