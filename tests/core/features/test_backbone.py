import hashlib
from pathlib import Path

import numpy as np
import pytest

from core.errors import LitmusError
from core.features.backbone import ACCURATE, QUICK, backbone, backbones, bundled_backbones
from core.features.extractor import Extractor
from core.features.recipe import head_recipes
from tests.core.features.conftest import changed_description, some_pixels


def test_the_files_are_those_that_were_checked() -> None:
    for bundled in bundled_backbones():
        assert hashlib.sha256(bundled.litert_file.read_bytes()).hexdigest() == bundled.sha256
        provenance = (bundled.litert_file.parent / "PROVENANCE.md").read_text()
        for file in (bundled.litert_file, bundled.weights_file):
            assert file is not None
            assert f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" in provenance


def test_what_they_give() -> None:
    accurate = backbones(ACCURATE)
    assert [b.width for b in accurate] == [4544, 4288]
    assert accurate[0].last == (9, 9, 1280)
    assert [recipe.width for recipe in head_recipes(accurate)] == [2560, 4544]
    assert [recipe.width for recipe in head_recipes(accurate, middle=False)] == [2560, 1280]
    assert [recipe.width for recipe in head_recipes(backbones(QUICK))] == [1280, 4288]


def test_pooled_are_the_means_of_the_last_convolution() -> None:
    extractor = Extractor(backbone(QUICK[0]))
    features, last = extractor.features(some_pixels()), extractor.last(some_pixels())
    assert features.shape == (4288,)
    assert last.shape == (7, 7, 1280)
    assert features[:1280] == pytest.approx(last.mean(axis=(0, 1)), abs=1e-5)
    assert 0 <= features[:1280].min() < features[:1280].max() <= 6
    assert np.isfinite(features).all()


def test_a_picture_gives_the_same_numbers_whatever_came_before() -> None:
    extractor = Extractor(backbone(QUICK[0]))
    first = extractor.features(some_pixels(1))
    other = extractor.features(some_pixels(2))
    assert np.array_equal(extractor.features(some_pixels(1)), first)
    assert not np.allclose(first, other)


def test_threads_change_nothing_that_matters() -> None:
    chosen = backbone(QUICK[0])
    one, two = Extractor(chosen), Extractor(chosen, threads=2)
    pixels = some_pixels()
    assert one.features(pixels) == pytest.approx(two.features(pixels), abs=1e-4)


def test_pixels_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="260"):
        Extractor(backbone(QUICK[0])).features(np.zeros((224, 224, 3), np.uint8))


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(LitmusError, match="resnet") as caught:
        backbone("resnet")
    assert "efficientnet-lite0" in str(caught.value)


@pytest.mark.parametrize("spoil", ["missing", "cut", "flipped", "a folder"])
def test_a_spoiled_file_is_named(other_resources: Path, spoil: str) -> None:
    path = other_resources / "efficientnet-lite0.tflite"
    content = bytearray(path.read_bytes())
    path.unlink()
    match spoil:
        case "cut":
            path.write_bytes(content[:-100])
        case "flipped":
            content[len(content) // 2] ^= 1
            path.write_bytes(content)
        case "a folder":
            path.mkdir()
    with pytest.raises(LitmusError, match=r"efficientnet-lite0\.tflite"):
        Extractor(backbone("efficientnet-lite0"))


def test_what_is_no_model_is_told(other_resources: Path) -> None:
    path = other_resources / "efficientnet-lite0.tflite"
    path.write_bytes(b"no model")
    sha256 = hashlib.sha256(b"no model").hexdigest()
    changed_description(other_resources, "efficientnet-lite0", sha256={path.name: sha256})
    with pytest.raises(LitmusError, match="cannot be run on this computer"):
        Extractor(backbone("efficientnet-lite0"))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"efficientnet-lite0": {}}', b"\xff"])
def test_a_spoiled_description_is_told(other_resources: Path, content: bytes) -> None:
    (other_resources / "backbones.json").write_bytes(content)
    with pytest.raises(LitmusError, match=r"backbones\.json|There is no backbone"):
        backbone("efficientnet-lite0")
