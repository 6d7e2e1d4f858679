"""ONNX: in ONNX Runtime, and what the file tells of itself. `test_matrix` has the other presets."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.export.formats import ExportFormat
from core.export.onnx_format import MODEL, OPSET
from core.prediction.classifier import Classifier
from core.run.folder import Run
from tests.core.export.conftest import MakeRun
from tests.core.export.exported import answers_of_example
from tests.core.export.made_here import made_here
from tests.core.export.picture_files import sized_pngs

NAMES = ('"quoted"', "two\nlines", "\U0001f600", "a/b\\c", "</script>", "ü", "7", "8", "9", "10")


def test_an_export_answers_as_litmus_does_and_says_what_it_takes(
    real_run: MakeRun, tmp_path: Path
) -> None:
    run = real_run("convolutional")
    found = made_here(run, ExportFormat.ONNX, tmp_path / "out", classes=NAMES)
    assert found.agreeing == found.checked_pictures == 200
    assert (found.largest_difference or 1) < 1e-3
    check_metadata(tmp_path / "out" / MODEL)
    check_batches(run, tmp_path / "out" / MODEL)
    check_example(run, tmp_path)


def check_metadata(file: Path) -> None:
    """The file names its classes, its input and its opset."""
    import onnx

    model = onnx.load(file)
    told = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(told.pop("labels")) == [name.replace("\n", " ") for name in NAMES]
    assert told == {
        "input_size": "28x28",
        "input_layout": "batch, height, width, channels",
        "colour_order": "grey",
        "value_range": "0-255",
    }
    assert {entry.domain: entry.version for entry in model.opset_import}[""] == OPSET


def check_batches(run: Run, file: Path) -> None:
    """It takes any number of pictures."""
    import onnxruntime

    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    (taken,), (given,) = session.get_inputs(), session.get_outputs()
    assert (taken.name, taken.type, taken.shape) == (
        "pixels",
        "tensor(float)",
        ["batch", 28, 28, 1],
    )
    assert (given.name, given.shape) == ("probabilities", ["batch", 10])
    pixels = np.random.default_rng(2).integers(0, 256, (7, 28, 28, 1), np.uint8)
    expected = Classifier.load(run).probabilities(pixels)
    for count in (1, 7):
        (rows,) = session.run(None, {"pixels": pixels[:count].astype(np.float32)})
        assert rows == pytest.approx(expected[:count], abs=1e-4)


def check_example(run: Run, folder: Path) -> None:
    """`example.py` finds the classes by the names they have now."""
    pixels = np.random.default_rng(4).integers(0, 256, (5, 28, 28, 1), np.uint8)
    given = answers_of_example(folder / "out", sized_pngs(folder / "pictures", pixels))
    expected = Classifier.load(run).probabilities(pixels)
    labels = [name.replace("\n", " ") for name in NAMES]
    assert [name for name, _ in given] == [labels[best] for best in expected.argmax(axis=1)]
    assert [share for _, share in given] == pytest.approx(expected.max(axis=1), abs=1e-3)
