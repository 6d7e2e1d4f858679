"""All the code that trains a run's network again, and the files that it reads."""

import json
import shutil
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

from core.atomic import write_text
from core.data.fashion_mnist import SOURCE
from core.export.documents import LICENCE_NAME
from core.export.source import ExportSource
from core.export.training_code.cell import Cell, Part, lines
from core.export.training_code.features import (
    BACKBONE_FILE,
    features_cell,
    regression_cell,
    regression_result_cell,
    write_backbone,
)
from core.export.training_code.fitting import result_cell, training_cell
from core.export.training_code.listing import LIST_FILE, PictureList, list_pictures, write_list
from core.export.training_code.network import network_cell
from core.export.training_code.pictures import fashion_mnist_cell, photos_cell
from core.places import RESOURCES
from core.run.folder import Run
from core.run.record import RunRecord

KERAS_FOLDER = "keras"
"""Where Keras finds Fashion-MNIST beside the script, and its settings."""

_MUCH_BYTES = 2_000_000_000
_KERAS_SETTINGS = {
    "floatx": "float32",
    "epsilon": 1e-07,
    "backend": "tensorflow",
    "image_data_format": "channels_last",
}
_IMPORTS_WORDS = (
    "Needs Python with {packages}. The seed makes all that is left to chance come out alike each "
    "time, as far as the computer allows."
)


@dataclass(frozen=True)
class TrainingCode:
    """The code of a run.

    Attributes:
        run: Whose network it trains.
        cells: In order.
        photos: The list of photos; None for Fashion-MNIST.
        remarks: What a reader has to know, sentences.
    """

    run: Run
    cells: tuple[Cell, ...]
    photos: PictureList | None
    remarks: tuple[str, ...]

    def code_of(self, *parts: Part) -> str:
        """The code of some parts, in order."""
        return "\n\n".join(cell.code for cell in self.cells if cell.part in parts)


def training_code(run: Run, *, here: str, pictures_folder: Path | None = None) -> TrainingCode:
    """The code that trains the network of `run` as it was trained.

    Args:
        run: With at least one finished epoch.
        here: The expression for the folder that the code lies in.
        pictures_folder: Where its photos lie now; None for where its record says.

    Raises:
        LitmusError: Its pictures cannot be found.
    """
    record = run.record
    photos = None if record.data.source == SOURCE else list_pictures(run, pictures_folder)
    if photos is not None:
        record = _as_found(record, photos)
    sets = frozenset(("training", "validation", "test")) if photos is None else photos.sets
    cells = (
        _imports(record, here, photos),
        fashion_mnist_cell(record) if photos is None else photos_cell(record, photos),
        *_learning(record, sets),
    )
    return TrainingCode(run, cells, photos, _remarks(record, photos))


def write_files(code: TrainingCode, folder: Path, labels: tuple[str, ...]) -> None:
    """Write what the code reads: pictures or their list, and the backbone.

    Needs TensorFlow to be loaded where the network begins with a backbone.

    Raises:
        LitmusError: A file is missing or cannot be written.
        OSError: The disk is full.
    """
    write_text(folder / "labels.txt", "".join(f"{label}\n" for label in labels))
    if code.photos is None:
        _write_fashion_mnist(folder / KERAS_FOLDER)
    else:
        write_list(folder / LIST_FILE, code.photos, labels)
    if code.run.record.network.backbone is not None:
        write_backbone(code.run.record, folder)
        shutil.copyfile(RESOURCES / "backbones" / "LICENSE", folder / LICENCE_NAME)


def use_words(source: ExportSource, *more: str) -> str:
    """What the code needs and what lies beside it, for the README.

    Args:
        source: What it is made for.
        more: Packages that are needed beside those of the code.

    Raises:
        LitmusError: Its pictures cannot be found.
    """
    record = source.run.record
    if record.data.source == SOURCE:
        told = [f"Fashion-MNIST lies in `{KERAS_FOLDER}`, so that nothing is downloaded (MIT)."]
    else:
        told = [f"`{LIST_FILE}` lists the pictures, which are read where they lie."]
    if record.network.backbone is not None:
        told.append(f"`{BACKBONE_FILE}` is the pretrained backbone.")
    if not record.network.by_regression:
        told.append("What it has learned is left in `model.keras`.")
    photos = None
    if record.data.source != SOURCE:
        photos = list_pictures(source.run, source.pictures_folder)
    packages = " ".join((*_packages(record, photos), *more))
    return f"{' '.join(told)}\n\nIt needs Python with\n`pip install {packages}`."


def _as_found(record: RunRecord, photos: PictureList) -> RunRecord:
    """The record with the sets that are still there."""
    validation = record.data.validation if "validation" in photos.sets else 0
    data = record.data.model_copy(update={"validation": validation})
    return record.model_copy(update={"data": data})


def _imports(record: RunRecord, here: str, photos: PictureList | None) -> Cell:
    heif = photos is not None and photos.has_heif
    regression = record.network.by_regression
    home = f'os.environ["KERAS_HOME"] = str(FOLDER / "{KERAS_FOLDER}")'
    code = lines(
        "import csv" if photos else "import os",
        "from pathlib import Path\n",
        f"FOLDER = {here}",
        "" if photos else f"{home}  # Fashion-MNIST lies there",
    )
    named = (
        "import keras",
        "import numpy as np",
        "import pillow_heif" if heif else "",
        "" if regression else "from keras import layers",
        "from PIL import Image, ImageOps" if photos else "",
        "from sklearn.linear_model import LogisticRegression" if regression else "",
        "from sklearn.preprocessing import StandardScaler" if regression else "",
    )
    seed = "" if regression else f"SEED = {record.settings.seed}"
    seed += "\npillow_heif.register_heif_opener()  # Pillow learns to read HEIC" if heif else ""
    return Cell(
        Part.IMPORTS,
        "What it needs",
        _IMPORTS_WORDS.format(packages=", ".join(_packages(record, photos))),
        f"{code}\n\n{lines(*named)}\n\n{seed}".strip(),
    )


def _packages(record: RunRecord, photos: PictureList | None) -> tuple[str, ...]:
    """What has to be installed by pip for the code."""
    return (
        "tensorflow",
        "numpy",
        *(("pillow",) if photos else ()),
        *(("pillow-heif",) if photos and photos.has_heif else ()),
        *(("scikit-learn",) if record.network.by_regression else ()),
    )


def _learning(record: RunRecord, sets: frozenset[str]) -> tuple[Cell, ...]:
    """From the network to the result."""
    test = "test" in sets
    if record.network.by_regression:
        result = regression_result_cell(record, test=test)
        return features_cell(record, sets), regression_cell(record), result
    features = record.network.backbone is not None
    first = [replace(features_cell(record, sets), part=Part.PICTURES)] if features else []
    return (
        *first,
        network_cell(record),
        training_cell(record, features=features),
        result_cell(record, features=features, test=test),
    )


def _remarks(record: RunRecord, photos: PictureList | None) -> tuple[str, ...]:
    told = []
    if photos is not None and photos.missing:
        told.append(
            f"{photos.missing:,} of the run's pictures could not be used or are not where they "
            "were; they are left out."
        )
    if record.continued_from is not None:
        told.append("The run went on from the weights of an earlier run; this begins afresh.")
    if record.fine_tuning is not None and record.fine_tuning.kept:
        told.append("The fine-tuning of the backbone is not part of it.")
    held = len(photos.pictures) * prod(record.network.input.shape) if photos else 0
    if held > _MUCH_BYTES:
        told.append(f"It holds all pictures in memory, {held / 1e9:.0f} GB.")
    if record.settings.fast_arithmetic:
        told.append("Litmus computed in bfloat16, which is faster here; this uses float32.")
    return tuple(told)


def _write_fashion_mnist(home: Path) -> None:
    """Put Fashion-MNIST where Keras looks for it, so that nothing is downloaded."""
    target = home / "datasets" / "fashion-mnist"
    target.mkdir(parents=True)
    source = RESOURCES / "fashion_mnist"
    for file in (*sorted(source.glob("*.gz")), source / "LICENSE"):
        shutil.copyfile(file, target / file.name)
    settings = json.dumps(_KERAS_SETTINGS, indent=4)
    (home / "keras.json").write_text(settings + "\n", encoding="utf-8")
