"""Core ML: by its specification; running it takes a Mac. `test_matrix` has the other presets."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Pixels
from core.export import coreml, coreml_specification
from core.export.formats import ExportFormat
from tests.core.export.conftest import MakeRun
from tests.core.export.made_here import made_here

NAMES = ('disc "round"', "\U0001f600 </script>\n/square")
PICTURES: Pixels = np.zeros((1, 24, 32, 3), np.uint8)


# coremltools leaves its temporary folders to the interpreter's end.
@pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_package_is_made_and_its_specification_checked(real_run: MakeRun, tmp_path: Path) -> None:
    run, out = real_run("binary"), tmp_path / "out"
    found = made_here(run, ExportFormat.COREML, out, classes=NAMES)
    assert found.checked_pictures == 0
    weights = 3 * 3 * 3 * 8 + 8 + 11 * 15 * 8 + 1
    assert "2 classes by name, pictures of 32×24 pixels in RGB" in found.sentence
    assert f"{weights:,} weights" in found.sentence
    assert "needs a Mac" in found.sentence
    package = out / coreml.MODEL
    check_specification(package)
    check_what_is_wrong_is_found(out, tmp_path)


def check_specification(package: Path) -> None:
    """An app is told the classes, and hands over a picture."""
    import coremltools

    specification = coremltools.utils.load_spec(str(package))
    description = specification.description
    assert description.predictedFeatureName == coreml_specification.CLASS
    assert description.predictedProbabilitiesName == coreml_specification.PROBABILITIES
    (taken,) = description.input
    image = taken.type.imageType
    assert (taken.name, image.width, image.height) == ("pixels", 32, 24)
    assert image.colorSpace == type(image).ColorSpace.Value("RGB")
    assert specification.specificationVersion == coremltools.target.iOS15.value


def check_what_is_wrong_is_found(out: Path, aside: Path) -> None:
    """Other classes, another size, weights that are cut short: each is an error of the check."""
    assert "2 classes" in coreml.answers(out, PICTURES)
    with pytest.raises(ValueError, match="32×24"):
        coreml.answers(out, np.zeros((1, 24, 24, 3), np.uint8))
    with pytest.raises(ValueError, match="colour"):
        coreml.answers(out, np.zeros((1, 24, 32, 1), np.uint8))
    other = shutil.copytree(out, aside / "other")
    (other / "labels.txt").write_text("disc\nsquare\n")
    with pytest.raises(ValueError, match=r"labels\.txt"):
        coreml.answers(other, PICTURES)
    cut = shutil.copytree(out, aside / "cut")
    (weights,) = (cut / coreml.MODEL).rglob("weight.bin")
    weights.write_bytes(weights.read_bytes()[:-200])
    with pytest.raises(ValueError, match="weights"):
        coreml.answers(cut, PICTURES)


def test_names_that_come_twice_are_told_apart() -> None:
    assert coreml.distinct(("a", "b", "a", "a")) == ["a", "b", "a (2)", "a (3)"]
    assert coreml.distinct(("a", "a", "a (2)")) == ["a", "a (2)", "a (2) (2)"]
    assert coreml.distinct(("a (2)", "a", "a")) == ["a (2)", "a", "a (3)"]
