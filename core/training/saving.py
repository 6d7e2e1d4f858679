"""Writing what a training learned: `model.keras` and `model.tflite`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.atomic import replacing
from core.model.litert import litert_bytes

if TYPE_CHECKING:
    import keras


def save_model(model: keras.Model, folder: Path) -> None:
    """Write `model` for LiteRT and for Keras into a run's folder.

    The LiteRT file comes first: it is a third of the other, which holds the optimizer's state too,
    and a run that has it can answer, should the disk be full after that.

    Raises:
        LitmusError: They could not be written.
    """
    content = litert_bytes(model)
    with replacing(folder / "model.tflite") as temporary:
        temporary.write_bytes(content)
    with replacing(folder / "model.keras") as temporary:
        model.save(temporary)
