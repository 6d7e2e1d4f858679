"""Every format for every kind of preset: minutes. Formats join by being in the registry."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.export.formats import ExportFormat
from core.export.registry import format_module
from core.export.source import ExportSource
from core.prediction.answer import answer
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.run.folder import Run
from tests.core.export.conftest import MakeRun
from tests.core.export.exported import answers_of_example, exported
from tests.core.export.picture_files import picture_files, sized_pngs
from tests.core.export.real_runs import MAKERS

INEXACT = {ExportFormat.LITERT_INT8: 0.3, ExportFormat.LITERT_FLOAT16: 5e-3}
"""By how much a probability may differ where numbers are stored shorter."""

LEAST_OF_INT8 = 0.9
"""Share of the answers that agree at least: the pictures are drawn so that many are doubtful."""


MODELS = [f for f in ExportFormat if f not in (ExportFormat.SCRIPT, ExportFormat.NOTEBOOK)]
"""Formats that give a model, rather than a script that trains one."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("wanted", MODELS)
def test_a_format_answers_as_litmus_does(
    wanted: ExportFormat, kind: str, real_run: MakeRun, tmp_path: Path
) -> None:
    run = real_run(kind)
    done = exported(run, wanted, tmp_path / "out")
    found = done.agreement
    if found.largest_difference is None:
        assert found.note  # it can only be looked at on this computer
        return
    assert found.checked_pictures >= 100
    assert found.largest_difference <= INEXACT.get(wanted, 1e-3)
    least = LEAST_OF_INT8 if wanted is ExportFormat.LITERT_INT8 else 1
    assert found.agreeing >= least * found.checked_pictures
    if format_module(wanted).about(ExportSource(run, run.record.classes)).example is not None:
        check_example(run, wanted, tmp_path)
    if wanted is ExportFormat.SAVED_MODEL:
        check_encoded(run, tmp_path)


def check_example(run: Run, wanted: ExportFormat, folder: Path) -> None:
    """A hundred files, and as many PNGs of the model's own size, through `example.py`."""
    files = picture_files(folder / "files")
    shape = (100, *run.record.network.input.shape)
    pixels = np.random.default_rng(3).integers(0, 256, shape, np.uint8)
    files += sized_pngs(folder / "sized", pixels)
    expected, given = by_litmus(run, files), answers_of_example(folder / "out", files)
    same = [a == b for (a, _), (b, _) in zip(given, expected, strict=True)]
    if wanted is ExportFormat.LITERT_INT8:
        assert sum(same) >= LEAST_OF_INT8 * len(same)
        return
    assert all(same[:100])
    differences = [abs(a - b) for (_, a), (_, b) in zip(given, expected, strict=True)][100:]
    assert max(differences) <= INEXACT.get(wanted, 1e-3)


def check_encoded(run: Run, folder: Path) -> None:
    """A hundred files of the kinds that TensorFlow decodes, through the signature for bytes."""
    files = picture_files(folder / "plain", plain=True)
    code = (
        "import json, sys, tensorflow as tf\n"
        "model = tf.saved_model.load(sys.argv[1]).signatures['encoded']\n"
        "contents = tf.constant([open(name, 'rb').read() for name in sys.argv[2:]])\n"
        "print(json.dumps(model(pictures=contents)['probabilities'].numpy().tolist()))\n"
    )
    arguments = [sys.executable, "-c", code, str(folder / "out" / "saved_model"), *map(str, files)]
    given = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=True).stdout
    best = np.argmax(json.loads(given), axis=1)
    expected = by_litmus(run, files)
    same = sum(run.record.classes[b] == name for b, (name, _) in zip(best, expected, strict=True))
    assert same >= 98


def by_litmus(run: Run, files: list[Path]) -> list[tuple[str, float]]:
    """What Litmus says of each file as it is: class and confidence."""
    classifier = Classifier.load(run)
    given = [answer(classifier, file, background=Background.AS_IS) for file in files]
    return [(found.class_name, found.confidence) for found in given]
