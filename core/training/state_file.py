"""Writing and reading `state.npz`: plain arrays, nothing in it is ever run.

It is what `numpy.savez` writes, so that `numpy.load` opens it. Reading it trusts nothing: members
are stored as they are, so that none can be larger than the file; each has its checksum; a header
that promises more than there is, is refused.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any

import numpy as np
import numpy.typing as npt

from core.atomic import replacing
from core.data.split import Indices
from core.errors import LitmusError
from core.run.folder import Run
from core.training.manifest import Manifest
from core.training.state import Progress, TrainingState, run_key

VERSION = 1
"""Of the form of the file; a higher one is refused."""

_ADVICE = "What the run has learned so far stays as it is; train it anew to go further."
_PARTS = ("variable", "optimizer", "kept")

_Array = npt.NDArray[Any]


def write_state(path: Path, state: TrainingState) -> None:
    """Replace the state at `path` by this one.

    Raises:
        LitmusError: It could not be written; the one before is still there.
    """
    with replacing(path) as temporary:
        np.savez(temporary, allow_pickle=False, **_arrays(state))


def read_state(run: Run) -> TrainingState:
    """The state of `run`.

    Raises:
        LitmusError: There is none, it is damaged, or it belongs to another run.
    """
    path = run.state_file
    try:
        arrays = _read(path)
    except FileNotFoundError as error:
        raise LitmusError(
            f"“{run.folder}” holds no state to go on from: an older Litmus trained it, or the "
            "file state.npz was removed.",
            _ADVICE,
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"“{path}” cannot be read: {reason}.", _ADVICE) from error
    except Exception as error:
        raise _damaged(path) from error
    try:
        state = _state(arrays, path)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    labels = state.manifest.labels
    if len(labels) and not 0 <= int(labels.min()) <= int(labels.max()) < len(run.record.classes):
        raise _damaged(path)
    if state.progress.run != run_key(run.record):
        raise LitmusError(f"“{path}” belongs to another run.", _ADVICE)
    return state


def _damaged(path: Path) -> LitmusError:
    return LitmusError(f"“{path}” is damaged, or no state of a training.", _ADVICE)


def _arrays(state: TrainingState) -> dict[str, _Array]:
    text = state.progress.model_dump_json().encode()
    arrays: dict[str, _Array] = {
        "version": np.array(VERSION),
        "progress": np.frombuffer(text, np.uint8),
        "digests": state.manifest.digests,
        "labels": state.manifest.labels,
        "sides": state.manifest.sides,
        "source": np.frombuffer(state.manifest.source.encode(), np.uint8),
        "training": state.training,
        "validation": state.validation,
    }
    for part, values in zip(_PARTS, (state.variables, state.optimizer, state.kept), strict=True):
        arrays |= {f"{part}-{number:04d}": value for number, value in enumerate(values)}
    return arrays


def _state(arrays: dict[str, _Array], path: Path) -> TrainingState:
    if int(arrays["version"]) > VERSION:
        raise LitmusError(f"“{path}” was written by a newer Litmus.", "Update Litmus to go on.")
    progress = Progress.model_validate_json(arrays["progress"].tobytes())
    manifest = Manifest(
        digests=_of(arrays["digests"], np.uint8, (-1, 16)),
        labels=_of(arrays["labels"], np.int32, (-1,)),
        sides=_of(arrays["sides"], np.uint8, (-1,)),
        source=arrays["source"].tobytes().decode(),
    )
    if not len(manifest.digests) == len(manifest.labels) == len(manifest.sides):
        raise ValueError("the pictures, their classes and their sets are of different number")
    training, validation = (_of(arrays[name], np.int32, (-1,)) for name in _USED)
    if manifest.source == "":
        _check_places(training, validation, pictures=len(manifest))
    position = progress.position
    if position.epoch != len(progress.epochs) + 1 or position.taken > len(training):
        raise ValueError("an epoch that is none")
    variables, optimizer, kept = (tuple(_numbered(arrays, part)) for part in _PARTS)
    return TrainingState(progress, manifest, training, validation, variables, optimizer, kept)


_USED = ("training", "validation")


def _check_places(*used: Indices, pictures: int) -> None:
    """Refuse places outside the list of pictures.

    Raises:
        ValueError: There is one.
    """
    for places in used:
        if len(places) and not 0 <= int(places.min()) <= int(places.max()) < pictures:
            raise ValueError("a picture that is none")


def _numbered(arrays: dict[str, _Array], part: str) -> Iterator[_Array]:
    number = 0
    while (name := f"{part}-{number:04d}") in arrays:
        yield arrays[name]
        number += 1


def _of(array: _Array, dtype: type[np.generic], shape: tuple[int, ...]) -> Any:  # noqa: ANN401
    """`array`, if it has this dtype and so many dimensions.

    Raises:
        ValueError: It has not.
    """
    lengths = [n for n in shape if n >= 0]
    if array.dtype != dtype or array.ndim != len(shape) or list(array.shape[1:]) != lengths:
        raise ValueError(f"{array.dtype} {array.shape} instead of {dtype} {shape}")
    return array


def _read(path: Path) -> dict[str, _Array]:
    """All arrays of the file.

    Raises:
        OSError: It is not there, or may not be read.
        Exception: It is no such file.
    """
    if not S_ISREG(path.stat().st_mode):
        raise ValueError("not a file")
    with path.open("rb") as file, zipfile.ZipFile(file) as archive:
        size = os.fstat(file.fileno()).st_size
        members = archive.infolist()
        if any(m.compress_type != zipfile.ZIP_STORED for m in members):
            raise ValueError("compressed")
        if sum(m.file_size for m in members) > size:
            raise ValueError("larger than it can be")
        return {m.filename.removesuffix(".npy"): _array(archive.read(m)) for m in members}


def _array(content: bytes) -> _Array:
    """The array in a member of the archive, without a copy.

    Raises:
        ValueError: It is none, or not of plain numbers.
    """
    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError("an array of another form")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    if dtype.kind not in "fiub" or (fortran and len(shape) > 1):
        raise ValueError("not an array of plain numbers")
    count = int(np.prod(shape, dtype=object))
    if min(shape, default=0) < 0 or count * dtype.itemsize != len(content) - stream.tell():
        raise ValueError("not as long as it says")
    array: _Array = np.frombuffer(content, dtype, offset=stream.tell(), count=count)
    return array.reshape(shape)
