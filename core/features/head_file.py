"""A head on disk: `head.npz`, plain arrays that any program with NumPy can read.

For part 0, 1, … it holds `weights_0`, `bias_0`, `inputs_0`: texts such as
"efficientnet-lite2:4544", a backbone and how many of its numbers are taken; and `rooted_0`: whether
of each number the square root is taken, its sign kept.
"""

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from core.atomic import replacing
from core.errors import LitmusError
from core.features.head import Head, LinearHead
from core.features.recipe import Output
from core.plain import read_plain

_MOST_BYTES = 2**31
_MOST_PARTS = 16
_MADE_AGAIN = "Train again, or choose another run."


def write_head(path: Path, head: Head) -> None:
    """Write `head`.

    Raises:
        LitmusError: It could not be written.
    """
    arrays: dict[str, np.ndarray] = {}
    for number, part in enumerate(head.parts):
        arrays[f"weights_{number}"] = part.weights
        arrays[f"bias_{number}"] = part.bias
        arrays[f"rooted_{number}"] = np.array(part.rooted)
        names = [f"{output.backbone}:{output.width}" for output in part.inputs]
        arrays[f"inputs_{number}"] = np.array(names)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type] # a name is no option


def read_head(path: Path) -> Head:
    """The head in `path`.

    Raises:
        LitmusError: It is missing or damaged.
    """
    try:
        content = read_plain(path, most=_MOST_BYTES)
    except FileNotFoundError as error:
        raise LitmusError(f"The model “{path}” is missing.", _MADE_AGAIN) from error
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"The model “{path}” cannot be read: {reason}.", _MADE_AGAIN) from error
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            count = sum(name.startswith("weights_") for name in arrays.files)
            if not 1 <= count <= _MOST_PARTS:
                raise ValueError("parts")
            parts = tuple(_part(arrays, number) for number in range(count))
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise LitmusError(f"The model “{path}” is damaged.", _MADE_AGAIN) from error
    if len({part.bias.shape for part in parts}) != 1:
        raise LitmusError(f"The model “{path}” is damaged.", _MADE_AGAIN)
    return Head(parts)


def _part(arrays: np.lib.npyio.NpzFile, number: int) -> LinearHead:
    inputs = tuple(_output(str(text)) for text in arrays[f"inputs_{number}"].ravel())
    weights, bias = arrays[f"weights_{number}"], arrays[f"bias_{number}"]
    width = sum(output.width for output in inputs)
    if not inputs or weights.shape != (width, *bias.shape) or bias.ndim != 1:
        raise ValueError("shapes")
    if not all(array.dtype.kind == "f" and np.isfinite(array).all() for array in (weights, bias)):
        raise ValueError("no numbers")
    rooted = bool(arrays[f"rooted_{number}"])
    return LinearHead(inputs, weights.astype(np.float32), bias.astype(np.float32), rooted)


def _output(text: str) -> Output:
    name, _, width = text.rpartition(":")
    return Output(name, int(width))
