"""The exported script trains what was trained: the same network, to the same accuracy."""

from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.fashion_mnist import load
from core.data.sources import AnyDataset
from core.export.exporting import export
from core.export.formats import ExportFormat
from core.export.request import ExportRequest
from core.export.training_code.cell import Part
from core.export.training_code.composing import training_code
from core.model.building import build
from core.model.presets import PRESETS, photo_preset, preset
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.loading import load_tensorflow
from core.training.request import TrainingRequest
from core.training.training import train
from tests.core.export.training_runs import photo_run
from tests.core.training.test_photo_training import photos_of
from tests.photos import make_photos

pytestmark = pytest.mark.slow


def _trained(dataset: AnyDataset, name: str, folder: Path, **settings: object) -> Run:
    network = (preset if name == "dense-128" else photo_preset)(name).network
    request = TrainingRequest(
        dataset=dataset,
        network=network,
        settings=TrainingSettings.model_validate(settings),
        preset=name,
        folder=folder / "run",
        name="Run 1",
    )
    return train(request, report=lambda _event: None, cancel=CancelToken())


def _told(run: Run, wanted: ExportFormat, folder: Path) -> str:
    request = ExportRequest(run, wanted, folder / wanted.value, run.record.classes)
    exported = export(request, report=lambda _progress: None, cancel=CancelToken())
    assert "README.md" in exported.files
    return exported.agreement.sentence


def test_a_dense_net_reaches_the_accuracy_of_the_run(tmp_path: Path) -> None:
    run = _trained(load(), "dense-128", tmp_path, epochs=3)

    told = _told(run, ExportFormat.SCRIPT, tmp_path)

    assert "the same within 1.5 points" in told


@pytest.mark.parametrize("name", ["photo-features", "keras-head", "small-photo-cnn"])
def test_photos_are_told_apart_as_well_as_by_the_run(name: str, tmp_path: Path) -> None:
    photos = photos_of(make_photos(tmp_path / "photos", kinds=("disc", "square", "bar"), each=40))
    run = _trained(photos, name, tmp_path, epochs=10, validation=0.25)

    told = _told(run, ExportFormat.NOTEBOOK, tmp_path)

    assert "the same within 1.5 points" in told


@pytest.mark.parametrize("name", [p.name for p in PRESETS if p.name != "photo-features"])
def test_the_code_builds_the_network_with_the_weights_it_began_with(
    name: str, tmp_path: Path
) -> None:
    load_tensorflow()
    run = photo_run(tmp_path, name, augmentation={"rotation": 10, "zoom": 0.2})
    code = training_code(run, here="Path('.')").code_of(Part.IMPORTS, Part.NETWORK)

    names: dict[str, object] = {}
    exec(compile(code, "train.py", "exec"), names)  # noqa: S102 - it is ours

    made, own = names["model"], build(run.record.network, 2, seed=run.record.settings.seed)
    weights, expected = made.get_weights(), own.get_weights()  # type: ignore[attr-defined] # Keras
    assert [w.shape for w in weights if w.dtype.kind == "f"] == [w.shape for w in expected]
    learned = [w for w in weights if w.dtype.kind == "f"]
    assert all(np.array_equal(a, b) for a, b in zip(learned, expected, strict=True))
