"""Backbones that a person added: three files each in the user's data folder, and no more.

`NAME.json` describes one; `NAME.tflite` makes features, `NAME.keras` is for what only Keras can do.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.data.form import PictureForm
from core.errors import LitmusError
from core.features.backbone import Backbone, bundled_backbones, verified_content
from core.places import data_folder
from core.plain import read_plain

if TYPE_CHECKING:
    import keras

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,58}[a-z0-9])?")
# Names of devices, which Windows gives to no file whatever its ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_MOST_BYTES = 1_000_000
_MOST_NUMBERS = 1_000_000


def own_folder() -> Path:
    """Where they lie."""
    return data_folder() / "backbones"


def own_backbones() -> tuple[Backbone, ...]:
    """Those that can be read, by name; a damaged one hides no other."""
    found: list[Backbone] = []
    with suppress(OSError):
        for path in sorted(own_folder().glob("*.json")):
            with suppress(LitmusError):
                if (own := own_backbone(path.stem)) is not None:
                    found.append(own)
    return tuple(found)


def own_backbone(name: str) -> Backbone | None:
    """The one called `name`; None where there is none.

    Raises:
        LitmusError: Its description is damaged.
    """
    if why_no_name(name):
        return None
    path = own_folder() / f"{name}.json"
    try:
        about = json.loads(read_plain(path, most=_MOST_BYTES))
        return _described(name, about)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LitmusError(
            f"The description of the backbone “{name}”, “{path}”, cannot be read.",
            f"Remove it (main.py backbone remove {name}) and add it again.",
        ) from error


def why_no_name(name: str) -> str | None:
    """Why a backbone cannot be called `name`, in a sentence; None where it can."""
    if not _NAME.fullmatch(name) or _DEVICES.fullmatch(name):
        return (
            f"“{name}” cannot be the name of a backbone: small letters, digits and, between them, "
            "dots, hyphens and underscores can, 60 at most."
        )
    if name in {backbone.name for backbone in bundled_backbones()}:
        return f"“{name}” is a backbone that comes with Litmus."
    return None


def remove_own(name: str) -> None:
    """Remove one and its files; runs that stand on it cannot answer any more.

    Raises:
        LitmusError: There is none, or it cannot be removed.
    """
    problem = why_no_name(name)
    folder = own_folder()
    if problem or not (folder / f"{name}.json").is_file():
        raise LitmusError(
            problem or f"There is no backbone “{name}” that you added.",
            "See: main.py backbone list",
        )
    try:
        discard(name)
    except OSError as error:
        raise LitmusError(
            f"The backbone “{name}” could not be removed: {error.strerror or error}.",
            f"Its files lie in “{folder}”.",
        ) from error


def discard(name: str) -> None:
    """Unlink whatever there is of one.

    Raises:
        OSError: It cannot be done.
    """
    # First what makes it one: a rest of it is then no backbone any more.
    for ending in ("json", "tflite", "keras"):
        (own_folder() / f"{name}.{ending}").unlink(missing_ok=True)


def load_own(backbone: Backbone) -> keras.Model:
    """The network of one for Keras: pixels 0-255 to `pooled`, and `last` where there is one.

    Raises:
        LitmusError: Its file is missing or damaged.
    """
    import keras

    path = own_folder() / f"{backbone.name}.keras"
    try:
        about = json.loads(read_plain(path.with_suffix(".json"), most=_MOST_BYTES))
        verified_content(path, str(about["sha256"][path.name]))
        return keras.models.load_model(path, compile=False, safe_mode=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LitmusError(
            f"The backbone “{backbone.title}” cannot be loaded by Keras: {first_line(error)}",
            f"Remove it (main.py backbone remove {backbone.name}) and add it again.",
        ) from error


def first_line(error: BaseException) -> str:
    """What Keras says, without the pages that may follow."""
    text = " ".join(str(error).strip().partition("\n")[0].split())
    return text[:200] or type(error).__name__


def _described(name: str, about: dict[str, Any]) -> Backbone:
    """The value of a description.

    Raises:
        ValueError: A number is out of its range.
    """
    last = None
    if about["last"] is not None:
        rows, columns, channels = (_number(n) for n in about["last"])
        last = (rows, columns, channels)
    return Backbone(
        name=name,
        title=str(about["title"])[:100],
        sha256=str(about["sha256"][f"{name}.tflite"]),
        form=PictureForm(height=about["height"], width=about["width"], channels=3),
        pooled=_number(about["pooled"]),
        middle=0,
        last=last,
        parameters=int(about["parameters"]),
        multiplications=int(about["multiplications"]),
        litert_file=own_folder() / f"{name}.tflite",
        weights_file=own_folder() / f"{name}.keras",
    )


def _number(value: object) -> int:
    if not isinstance(value, int) or not 1 <= value <= _MOST_NUMBERS:
        raise ValueError(f"not a size: {value}")
    return value
