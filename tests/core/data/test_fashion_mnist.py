import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.data import fashion_mnist
from core.data.sources import load_dataset
from core.errors import LitmusError
from core.places import RESOURCES

FILES = RESOURCES / "fashion_mnist"
LABELS = "t10k-labels-idx1-ubyte.gz"


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def _not_gzip(path: Path) -> None:
    path.write_bytes(b"hello")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _fewer(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-1]))


def _unknown_class(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-1] + b"\x0a"))


def test_all_pictures_are_there() -> None:
    dataset = fashion_mnist.load()
    assert dataset.source == "fashion-mnist"
    assert len(dataset.classes) == 10
    for pictures, count in ((dataset.training, 60_000), (dataset.test, 10_000)):
        assert pictures.pixels.shape == (count, 28, 28, 1)
        assert pictures.pixels.dtype == np.uint8
        assert pictures.labels.dtype == np.int32
        assert np.bincount(pictures.labels).tolist() == [count // 10] * 10
    assert dataset.classes[dataset.training.labels[0]] == "Ankle boot"
    assert dataset.training.pixels[0].sum() == 76_247
    assert dataset.test.pixels[0].sum() == 33_456


def test_arrays_are_read_only() -> None:
    dataset = fashion_mnist.load()
    with pytest.raises(ValueError, match="read-only"):
        dataset.training.pixels[0, 0, 0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        dataset.training.labels[0] = 1


def test_loaded_once() -> None:
    assert load_dataset("fashion-mnist") is fashion_mnist.load()


def test_unknown_source() -> None:
    with pytest.raises(LitmusError, match="no data set “cifar”"):
        load_dataset("cifar")


@pytest.mark.parametrize(
    "damage", [_cut_short, _flip_a_byte, _not_gzip, _empty, _fewer, _unknown_class]
)
def test_a_damaged_file_is_named(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = tmp_path / "fashion_mnist"
    shutil.copytree(FILES, folder)
    damage(folder / LABELS)
    with pytest.raises(LitmusError, match=rf"{LABELS}” is damaged"):
        fashion_mnist.read_folder(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LitmusError, match=r"train-images-idx3-ubyte.gz” is missing"):
        fashion_mnist.read_folder(tmp_path)
