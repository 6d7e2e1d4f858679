import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data import fashion_mnist
from core.data.dataset import Dataset, LabelledPictures
from core.errors import Cancelled, LitmusError
from core.evaluation.evaluate import accuracy, evaluate, loss
from core.run.folder import Run

ROOT = Path(__file__).parents[3]


@pytest.fixture
def small() -> Dataset:
    whole = fashion_mnist.load()
    return replace(whole, test=LabelledPictures(whole.test.pixels[:600], whole.test.labels[:600]))


def test_the_whole_test_set(clothes_run: Run) -> None:
    result = evaluate(clothes_run, fashion_mnist.load())
    assert result.pictures == 10_000
    assert result.set_name == "test"
    # What Keras' own evaluate() gives for this model (tests/fixtures/make_models.py says it).
    assert result.accuracy == pytest.approx(0.8315, abs=0.0005)
    assert result.loss == pytest.approx(0.48244, abs=0.0005)


def test_progress_rises_to_one(clothes_run: Run, small: Dataset) -> None:
    told: list[float] = []
    evaluate(clothes_run, small, report=told.append)
    assert told[-1] == 1
    assert len(told) == 3
    assert all(before < after for before, after in pairwise(told))


def test_it_can_be_cancelled(clothes_run: Run, small: Dataset) -> None:
    token, told = CancelToken(), list[float]()

    def report(share: float) -> None:
        told.append(share)
        token.cancel()

    with pytest.raises(Cancelled):
        evaluate(clothes_run, small, report=report, cancel=token)
    assert len(told) == 1


def test_another_data_set_is_refused(make_colour_run: Callable[..., Run], small: Dataset) -> None:
    with pytest.raises(LitmusError, match="learned other classes"):
        evaluate(make_colour_run(), small)


def test_pictures_of_another_size_are_refused(clothes_run: Run, small: Dataset) -> None:
    cut = LabelledPictures(small.test.pixels[:, :20], small.test.labels)
    with pytest.raises(LitmusError, match=r"has \(20, 28, 1\)"):
        evaluate(clothes_run, replace(small, test=cut))


def test_accuracy_and_loss_by_hand() -> None:
    answers = np.array([[0.5, 0.5, 0], [0.1, 0.9, 0], [1, 0, 0]], np.float32)
    labels = np.array([0, 1, 2], np.int32)
    assert accuracy(answers, labels) == pytest.approx(2 / 3)
    expected = -np.mean(np.log([0.5, 0.9, 1e-7]))
    assert loss(answers, labels) == pytest.approx(expected, rel=1e-6)


def test_it_needs_no_tensorflow() -> None:
    script = """
import sys
from pathlib import Path
from core.prediction.interpreter import LiteRTModel
import core.evaluation.evaluate, core.prediction.answer
LiteRTModel(Path("tests/fixtures/softmax_28x28x1.tflite"))
print(sorted({"tensorflow", "keras", "PySide6"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
