"""Writing what a training learned: `model.keras` and `model.tflite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.model.litert import litert_bytes
from core.run.atomic import replacing

if TYPE_CHECKING:
    import keras


def save_model(model: keras.Model, folder: Path) -> None:
    """Write `model` for Keras and for LiteRT into a run's folder.

    Raises:
        LitmusError: They could not be written.
    """
    with replacing(folder / "model.keras") as temporary:
        model.save(temporary)
    content = litert_bytes(model)
    with replacing(folder / "model.tflite") as temporary:
        temporary.write_bytes(content)
