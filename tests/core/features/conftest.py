import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from blake3 import blake3
from PIL import Image

from core import places
from core.data.folder.catalogue import Photo
from core.features import backbone
from tests.photos import draw


def photo_of(path: Path, number: int = 0) -> Photo:
    """A photo as the scan would have found it."""
    status = path.stat()
    with Image.open(path) as image:
        size = image.size
    return Photo(
        path=str(path),
        name=path.name,
        file_size=status.st_size,
        modified_ns=status.st_mtime_ns,
        content=blake3(path.read_bytes()).digest(16),
        look=number.to_bytes(4, "big"),
        size=size,
        class_number=0,
    )


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Six different JPEGs."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(6):
        kind = ("disc", "square", "bar")[number % 3]
        draw(kind, number, size=(320, 280)).save(folder / f"{number}.jpg", quality=92)
    return [photo_of(folder / f"{number}.jpg", number) for number in range(6)]


@pytest.fixture
def other_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the folder of backbones that a test may spoil."""
    source = places.RESOURCES / "backbones"
    copy = tmp_path / "resources" / "backbones"
    copy.mkdir(parents=True)
    for path in source.iterdir():
        if path.name.endswith((".json", "lite0.tflite")):
            (copy / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(backbone, "RESOURCES", copy.parent)
    backbone._described.cache_clear()
    yield copy
    backbone._described.cache_clear()


def changed_description(folder: Path, name: str, **fields: object) -> None:
    """Change what backbones.json says about one backbone."""
    path = folder / "backbones.json"
    about = json.loads(path.read_text())
    about[name] |= fields
    path.write_text(json.dumps(about))


def some_pixels(seed: int = 0) -> np.ndarray:
    """Pixels in the form of the bundled backbones."""
    pixels: np.ndarray = np.random.default_rng(seed).integers(0, 256, (260, 260, 3), np.uint8)
    return pixels
