"""Making a person's own backbone: from a Keras network to the files that features are made with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from core import __version__
from core.atomic import replacing, write_text
from core.errors import LitmusError
from core.features.backbone import Backbone
from core.features.extractor import Extractor
from core.features.own_backbones import (
    discard,
    first_line,
    own_backbone,
    own_folder,
    why_no_name,
)
from core.model.backbone_cut import headless, multiplications_of
from core.model.backbone_source import Source
from core.model.litert import litert_bytes

if TYPE_CHECKING:
    import keras

Report = Callable[[str], None]

_FAR = 0.01
"""A difference between Keras and LiteRT, as a share of the largest number, that is an error."""


def refuse_name(name: str) -> None:
    """Let no backbone be made under a name that cannot be used.

    Raises:
        LitmusError: It cannot be one, or is taken.
    """
    problem = why_no_name(name)
    if problem:
        raise LitmusError(problem, "Choose another name.")
    if (own_folder() / f"{name}.json").exists():
        raise LitmusError(
            f"There is a backbone “{name}” already.",
            f"Choose another name, or remove it first: main.py backbone remove {name}",
        )


def add_backbone(
    source: Source, name: str, *, side: int | None = None, report: Report = lambda _stage: None
) -> Backbone:
    """Cut `source` at its pooling, convert it, check that, and keep it as `name`.

    Some ten seconds, or a minute for a large one.

    Args:
        source: The network.
        name: By which it will be chosen.
        side: Width and height of the pictures, where the network takes any.
        report: Told in words what is being done.

    Raises:
        LitmusError: The name or the network cannot be used, or the files cannot be written.
    """
    refuse_name(name)
    report("Cutting the network at its pooling")
    model = headless(source, side=side)
    report("Converting it for LiteRT")
    try:
        content = litert_bytes(model)
    except Exception as error:
        raise LitmusError(
            f"“{source.title}” cannot be converted for LiteRT: {first_line(error)}",
            "Choose another network.",
        ) from error
    try:
        report("Writing it")
        _write(model, content, source, name)
        report("Checking it")
        made = own_backbone(name)
        if made is None:
            raise LitmusError(f"The backbone “{name}” has vanished.", "Add it again.")
        _check(model, made)
    except BaseException:
        discard(name)
        raise
    return made


def _write(model: keras.Model, content: bytes, source: Source, name: str) -> None:
    """Write the three files; the description, which makes it a backbone, comes last.

    Raises:
        LitmusError: They could not be written.
    """
    folder = own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LitmusError(
            f"The folder “{folder}” could not be made: {error.strerror or error}.",
            "Free some space.",
        ) from error
    with replacing(folder / f"{name}.keras") as temporary:
        model.save(temporary)
    with replacing(folder / f"{name}.tflite") as temporary:
        temporary.write_bytes(content)
    about = _description(model, content, source, name)
    write_text(folder / f"{name}.json", json.dumps(about, indent=2, ensure_ascii=False) + "\n")


def _description(model: keras.Model, content: bytes, source: Source, name: str) -> dict[str, Any]:
    whole = (own_folder() / f"{name}.keras").read_bytes()
    _, height, width, _ = model.input_shape
    last = model.output["last"].shape if "last" in model.output else None
    return {
        "title": source.title,
        "origin": source.origin,
        "pixels": source.pixels.value,
        "litmus": __version__,
        "height": height,
        "width": width,
        "pooled": model.output["pooled"].shape[-1],
        "last": None if last is None else list(last[1:]),
        "parameters": model.count_params(),
        "multiplications": multiplications_of(model),
        "sha256": {
            f"{name}.tflite": hashlib.sha256(content).hexdigest(),
            f"{name}.keras": hashlib.sha256(whole).hexdigest(),
        },
    }


def _check(model: keras.Model, made: Backbone) -> None:
    """Compare what LiteRT and Keras make of two pictures.

    Raises:
        LitmusError: They differ, are no numbers, or are the same for both pictures.
    """
    pictures = np.random.default_rng(0).integers(0, 256, (2, *made.form.shape), np.uint8)
    pictures[1] //= 4
    extractor = Extractor(made, threads=2)
    given = np.stack([extractor.features(picture) for picture in pictures])
    wanted: npt.NDArray[np.float32] = np.asarray(
        model(pictures.astype(np.float32), training=False)["pooled"]
    )
    largest = float(np.abs(wanted).max())
    if not np.isfinite(wanted).all() or np.array_equal(wanted[0], wanted[1]):
        raise LitmusError(
            f"“{made.title}” says the same about every picture, or no numbers at all.",
            "Its weights are missing or broken; choose another network or other weights.",
        )
    if not np.abs(given - wanted).max() <= _FAR * largest:
        raise LitmusError(
            f"“{made.title}” says something else when LiteRT runs it than when Keras does.",
            "Choose another network.",
        )
