"""Fashion-MNIST, the built-in data set.

The files in `resources/fashion_mnist` have the IDX format of MNIST: a big-endian header (two zero
bytes, the type 8 for uint8, the number of axes, then the length of each axis as 32 bits), then the
values; all of it compressed by gzip. See `PROVENANCE.md` there.
"""

import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.data.dataset import Dataset, LabelledPictures
from core.errors import LitmusError
from core.places import RESOURCES

SOURCE = "fashion-mnist"
"""The name by which `--data` and `run.json` know it."""

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
"""Class names in the order of the label numbers."""

_GZIP_WITH_HEADER = 31
_SETS = (("train", 60_000), ("t10k", 10_000))


@cache
def load() -> Dataset:
    """The data set: pixels uint8 (60,000 and 10,000, 28, 28, 1), labels int32, read only.

    Loaded once and kept; about 0.2 s and 55 MB.

    Raises:
        LitmusError: A file of it is missing or damaged; the message names the file.
    """
    return read_folder(RESOURCES / "fashion_mnist")


def read_folder(folder: Path) -> Dataset:
    """The data set from its four files in `folder`.

    Raises:
        LitmusError: A file is missing or damaged; the message names the file.
    """
    # Inflating lets other threads run, so both sets are read at once.
    with ThreadPoolExecutor(len(_SETS), thread_name_prefix="fashion-mnist") as threads:
        training, test = threads.map(lambda part: _read_set(folder, *part), _SETS)
    return Dataset(SOURCE, "Fashion-MNIST", CLASSES, training, test)


def _read_set(folder: Path, prefix: str, pictures: int) -> LabelledPictures:
    pixels = _read_idx(folder / f"{prefix}-images-idx3-ubyte.gz", (pictures, 28, 28))
    path = folder / f"{prefix}-labels-idx1-ubyte.gz"
    numbers = _read_idx(path, (pictures,))
    if numbers.max() >= len(CLASSES):
        raise _damaged(path, f"class number {numbers.max()}")
    labels = numbers.astype(np.int32)
    labels.flags.writeable = False
    return LabelledPictures(pixels[..., np.newaxis], labels)


def _read_idx(path: Path, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """The values of one IDX file, read only, after checking that they have `shape`."""
    header = bytes((0, 0, 8, len(shape))) + b"".join(n.to_bytes(4, "big") for n in shape)
    size = len(header) + prod(shape)
    try:
        # The known size saves growing the buffer: 0.16 s instead of gzip.decompress' 0.20 s.
        content = zlib.decompress(path.read_bytes(), _GZIP_WITH_HEADER, size)
    except FileNotFoundError as error:
        raise LitmusError(f"“{path}” is missing.", "Install Litmus again.") from error
    except (OSError, zlib.error) as error:
        raise _damaged(path, str(error)) from error
    if len(content) != size or not content.startswith(header):
        raise _damaged(path, f"{len(content):,} bytes instead of {size:,}, or another header")
    return np.frombuffer(content, np.uint8, offset=len(header)).reshape(shape)


def _damaged(path: Path, reason: str) -> LitmusError:
    return LitmusError(f"“{path}” is damaged: {reason}.", "Install Litmus again.")
