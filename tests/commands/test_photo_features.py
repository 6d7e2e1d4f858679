"""`train`, `evaluate`, `predict` and `features` with a backbone, as a person runs them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.commands.running import Command, command
from tests.photos import make_photos

__all__ = ["command"]

ROOT = Path(__file__).resolve().parent.parent.parent
TRAIN = ("--preset", "photo-features", "--quick")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes of eight."""
    return make_photos(tmp_path / "shapes", each=8)


def test_from_a_folder_to_answers(photos: Path, tmp_path: Path, command: Command) -> None:
    run = tmp_path / "run"
    trained = command("train", "--data", photos, *TRAIN, "--folds", "4", "--out", run)
    assert trained.code == 0, trained.error
    assert "4-fold cross-validated on 16 pictures" in trained.output
    content = json.loads((run / "run.json").read_text())
    assert content["cross_validation"]["folds"] == 4
    assert content["cross_validation"]["seed"] == content["settings"]["seed"]
    assert len(content["cross_validation"]["interval"]) == 2
    assert 0 <= content["calibration_error"] <= 1
    assert set(content["backbones"]) == {"efficientnet-lite0"}
    assert {"accuracy", "val_accuracy"} <= set(content["epochs"][0])

    evaluated = command("evaluate", run, "--data", photos, "--json").content()
    assert evaluated["set"] == "validation"
    assert evaluated["accuracy"] == pytest.approx(content["epochs"][0]["val_accuracy"])
    assert evaluated["loss"] == pytest.approx(content["epochs"][0]["val_loss"], abs=1e-4)

    predicted = command("predict", run, photos / "disc" / "disc 1.jpg", "--json")
    assert predicted.code == 0
    answer = json.loads(predicted.output)[0]
    assert answer["class"] == "disc"
    assert sum(answer["classes"].values()) == pytest.approx(1, abs=1e-5)


def test_json_is_all_there_is_on_stdout(photos: Path, tmp_path: Path, command: Command) -> None:
    run = tmp_path / "run"
    trained = command("train", "--data", photos, *TRAIN, "--folds", "0", "--json", "--out", run)
    assert trained.content()["cross_validation"] is None


def test_features_are_written_for_others(photos: Path, tmp_path: Path, command: Command) -> None:
    (photos / "disc" / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    out = tmp_path / "features.npz"
    written = command("features", photos, "--quick", "--out", out)
    assert written.code == 0, written.error
    assert "16 pictures, 4,288 numbers each" in written.output
    with np.load(out, allow_pickle=False) as arrays:
        assert arrays["features"].shape == (16, 4288)
        assert arrays["labels"].tolist() == [0] * 8 + [1] * 8
        assert arrays["classes"].tolist() == ["disc", "square"]
        assert arrays["files"][0] == "disc/disc 1.jpg"
        assert arrays["backbones"].tolist() == ["efficientnet-lite0"]
    again = command("features", photos, "--quick", "--out", out)
    assert again.code == 2
    assert "exists already" in again.error


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--preset", "photo-features", "--data", "fashion-mnist"), "is for photo folders"),
        (("--preset", "small-photo-cnn", "--quick", "--data", "FOLDER"), "--quick is for presets"),
        (("--preset", "dense-128", "--fine-tune", "--data", "FOLDER"), "--fine-tune is for"),
        (("--preset", "photo-features", "--folds", "21", "--data", "FOLDER"), "--folds must be"),
        (("--preset", "photo-features", "--image-size", "64", "--data", "FOLDER"), "260×260"),
        (("--preset", "photo-features", "--grey", "--data", "FOLDER"), "260×260"),
    ],
)
def test_what_cannot_be_is_told(
    photos: Path,
    tmp_path: Path,
    command: Command,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    given = [str(photos) if argument == "FOLDER" else argument for argument in arguments]
    result = command("train", *given, "--out", tmp_path / "run")
    assert result.code == 2
    assert said in result.error
    assert result.error.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_a_name_for_features_that_is_no_npz(photos: Path, tmp_path: Path, command: Command) -> None:
    result = command("features", photos, "--out", tmp_path / "features.csv")
    assert result.code == 2
    assert ".npz" in result.error


def test_neither_training_nor_predicting_loads_tensorflow(photos: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    code = (
        "import sys, main\n"
        f"assert main.main(['train', '--data', {str(photos)!r}, '--preset', 'photo-features',"
        f" '--quick', '--out', {str(run)!r}]) == 0\n"
        "assert 'tensorflow' not in sys.modules and 'keras' not in sys.modules\n"
    )
    trained = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert trained.returncode == 0, trained.stderr
    picture = str(photos / "disc" / "disc 1.jpg")
    code = (
        "import sys, main\n"
        f"assert main.main(['predict', {str(run)!r}, {picture!r}]) == 0\n"
        "assert not {'tensorflow', 'keras', 'sklearn', 'scipy'} & set(sys.modules)\n"
    )
    asked = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
