"""The pretrained networks that turn a picture into numbers, and the files they lie in."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.data.form import PictureForm
from core.errors import LitmusError
from core.places import RESOURCES

ACCURATE = ("efficientnet-lite2", "efficientnet-lite0")
"""The backbones that give the best answers, the better one first."""

QUICK = ("efficientnet-lite0",)
"""The backbone that takes a third of the time."""

_FOLDER = "backbones"
_SIDE = 260


@dataclass(frozen=True)
class Backbone:
    """A pretrained network, without the classes that it once told apart.

    Attributes:
        name: As run.json and the command line call it.
        title: As the window calls it.
        sha256: Of `litert_file`, in hexadecimal: the checksum by which a run knows it again.
        form: The pictures that it takes.
        pooled: How many means of its last convolution it gives.
        middle: How many means of earlier ones; 0 where none.
        last: Shape of the last convolution, (rows, columns, channels); None where it is not given.
        parameters: All of them.
        multiplications: For one picture.
        litert_file: The network for LiteRT: one picture, float32, 0-255, in.
        weights_file: Its weights for Keras; None where it is for LiteRT alone.
    """

    name: str
    title: str
    sha256: str
    form: PictureForm
    pooled: int
    middle: int
    last: tuple[int, int, int] | None
    parameters: int
    multiplications: int
    litert_file: Path
    weights_file: Path | None

    @property
    def width(self) -> int:
        """How many numbers it makes of a picture: those of `pooled`, then those of `middle`."""
        return self.pooled + self.middle

    @property
    def megabytes(self) -> float:
        """Size of the LiteRT file, in units of 1,000,000 bytes; 0 where it is missing."""
        try:
            return self.litert_file.stat().st_size / 1e6
        except OSError:
            return 0.0


def bundled_backbones() -> tuple[Backbone, ...]:
    """Those that come with Litmus.

    Raises:
        LitmusError: Their description is missing or damaged.
    """
    return tuple(_described().values())


def backbone(name: str) -> Backbone:
    """The backbone called `name`: one that comes with Litmus, or one that a person added.

    Raises:
        LitmusError: There is none.
    """
    # Imported here, since it builds on this module.
    from core.features.own_backbones import own_backbone, own_backbones

    found = _described().get(name) or own_backbone(name)
    if found is None:
        names = [*_described(), *(own.name for own in own_backbones())]
        raise LitmusError(
            f"There is no backbone “{name}” on this computer.",
            "Choose one of: " + ", ".join(names) + ".",
        )
    return found


def backbones(names: tuple[str, ...]) -> tuple[Backbone, ...]:
    """Several, in the order of `names`.

    Raises:
        LitmusError: There is none of such a name.
    """
    return tuple(backbone(name) for name in names)


def verified_content(path: Path, sha256: str) -> bytes:
    """The bytes of a backbone's file.

    Raises:
        LitmusError: It is missing, cannot be read, or is not the file that it should be.
    """
    if path.is_relative_to(RESOURCES):
        advice = "Install Litmus again: this file comes with it."
    else:
        advice = f"Remove it (main.py backbone remove {path.stem}) and add it again."
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise LitmusError(f"The backbone “{path}” is missing.", advice) from error
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"The backbone “{path}” cannot be read: {reason}.", advice) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LitmusError(f"The backbone “{path}” is damaged: its checksum differs.", advice)
    return content


@cache
def _described() -> dict[str, Backbone]:
    folder = RESOURCES / _FOLDER
    path = folder / "backbones.json"
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return {name: _bundled(name, fields, folder) for name, fields in about.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LitmusError(
            f"The description of the backbones, “{path}”, cannot be read: {error}.",
            "Install Litmus again: this file comes with it.",
        ) from error


def _bundled(name: str, fields: dict[str, Any], folder: Path) -> Backbone:
    rows, columns, channels = fields["last"]
    return Backbone(
        name=name,
        title=str(fields["title"]),
        sha256=fields["sha256"][f"{name}.tflite"],
        form=PictureForm(height=_SIDE, width=_SIDE, channels=3),
        pooled=int(fields["pooled"]),
        middle=int(fields["middle"]),
        last=(rows, columns, channels),
        parameters=int(fields["parameters"]),
        multiplications=int(fields["multiplications"]),
        litert_file=folder / f"{name}.tflite",
        weights_file=folder / f"{name}.npz",
    )
