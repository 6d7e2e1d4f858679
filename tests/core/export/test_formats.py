"""Each format from the run to the checked folder, one preset each; `test_matrix` has the rest."""

from pathlib import Path

import pytest

from core.data import fashion_mnist
from core.export import keras_format, litert_float16, litert_int8
from core.export.formats import ExportFormat
from core.prediction.classifier import Classifier
from tests.core.export.conftest import MakeRun
from tests.core.export.exported import answers_of_example, exported
from tests.core.export.picture_files import sized_pngs


@pytest.fixture
def written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formats are written in this process, which has loaded TensorFlow for the runs already.

    That saves seconds each; the SavedModel is written by a process of its own.
    """
    for module in (keras_format, litert_float16, litert_int8):
        monkeypatch.setattr(module, "in_own_process", lambda _source: False)


@pytest.mark.usefixtures("written_here")
def test_an_export_to_keras_answers_as_litmus_does(real_run: MakeRun, tmp_path: Path) -> None:
    done = exported(real_run("dense"), ExportFormat.KERAS, tmp_path / "out")
    assert done.files == ("README.md", "example.py", "labels.txt", "model.keras")
    assert done.agreement.agreeing == done.agreement.checked_pictures == 200
    assert (done.agreement.largest_difference or 1) < 1e-3


def test_a_sigmoid_becomes_two_probabilities_of_a_saved_model(
    real_run: MakeRun, tmp_path: Path
) -> None:
    done = exported(real_run("binary"), ExportFormat.SAVED_MODEL, tmp_path / "out")
    assert "saved_model/saved_model.pb" in done.files
    assert (tmp_path / "out" / "labels.txt").read_text() == "disc\nsquare\n"
    assert done.agreement.agreeing == done.agreement.checked_pictures == 200
    assert (done.agreement.largest_difference or 1) < 1e-3
    assert "pictures of Fashion-MNIST" in done.agreement.sentence


def test_litert_is_the_very_file_of_the_run(real_run: MakeRun, tmp_path: Path) -> None:
    run = real_run("convolutional")
    done = exported(run, ExportFormat.LITERT, tmp_path / "out")
    assert (tmp_path / "out" / "model.tflite").read_bytes() == run.litert_file.read_bytes()
    assert done.agreement.agreeing == done.agreement.checked_pictures == 200
    assert done.agreement.largest_difference == 0


@pytest.mark.usefixtures("written_here")
def test_litert_in_float16_is_half_as_large(real_run: MakeRun, tmp_path: Path) -> None:
    run = real_run("dense")
    done = exported(run, ExportFormat.LITERT_FLOAT16, tmp_path / "out")
    size = (tmp_path / "out" / "model.tflite").stat().st_size
    assert size < 0.55 * run.litert_file.stat().st_size
    assert done.agreement.agreeing == done.agreement.checked_pictures == 200
    assert (done.agreement.largest_difference or 1) < 1e-2


@pytest.mark.usefixtures("written_here")
def test_litert_in_int8_is_a_quarter_and_its_agreement_is_told(
    real_run: MakeRun, tmp_path: Path
) -> None:
    run = real_run("convolutional")
    done = exported(run, ExportFormat.LITERT_INT8, tmp_path / "out")
    size = (tmp_path / "out" / "model.tflite").stat().st_size
    assert size < 0.3 * run.litert_file.stat().st_size
    assert done.agreement.agreeing >= 190
    # Were it not of integers, it would be as exact as the others.
    assert 1e-3 < (done.agreement.largest_difference or 0) < 0.3


def test_the_example_answers_as_litmus_does(real_run: MakeRun, tmp_path: Path) -> None:
    run = real_run("convolutional")
    exported(run, ExportFormat.LITERT, tmp_path / "out")
    pixels = fashion_mnist.load().test.pixels[:20]
    given = answers_of_example(tmp_path / "out", sized_pngs(tmp_path / "pictures", pixels))
    expected = Classifier.load(run).probabilities(pixels)
    best = expected.argmax(axis=1)
    assert [name for name, _ in given] == [run.record.classes[number] for number in best]
    assert [share for _, share in given] == pytest.approx(expected.max(axis=1), abs=1e-3)
