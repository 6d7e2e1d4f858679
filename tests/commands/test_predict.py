"""`main.py predict` and `evaluate` on a run that is there already."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import main
from core.data.fashion_mnist import load
from core.run.folder import Run


@pytest.fixture
def shoe(tmp_path: Path) -> Path:
    """The first test picture, an ankle boot on black."""
    path = tmp_path / "a “shoe” #1 100% 👢.png"
    Image.fromarray(load().test.pixels[0, ..., 0]).save(path)
    return path


def _predict(
    capsys: pytest.CaptureFixture[str], run: Run, *arguments: Path | str
) -> tuple[int, list[dict[str, Any]]]:
    code = main.main(["predict", str(run.folder), *map(str, arguments), "--json"])
    answers: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return code, answers


def test_an_answer_names_class_confidence_and_all_classes(
    clothes_run: Run, shoe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, (answer,) = _predict(capsys, clothes_run, shoe)
    assert code == 0
    assert answer["file"] == str(shoe)
    assert answer["class"] == "Ankle boot"
    assert list(answer["classes"]) == list(clothes_run.record.classes)
    assert answer["confidence"] == max(answer["classes"].values())
    assert sum(answer["classes"].values()) == pytest.approx(1, abs=1e-5)


def test_a_file_without_an_answer_keeps_no_other_from_it(
    clothes_run: Run, shoe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    folder = tmp_path / "x.png"
    folder.mkdir()
    missing = tmp_path / "gone.jpg"
    code, answers = _predict(capsys, clothes_run, empty, shoe, folder, missing)
    assert code == 1
    assert ["error" in answer for answer in answers] == [True, False, True, True]
    assert "is empty" in answers[0]["error"]
    assert [answer["file"] for answer in answers] == [
        str(path) for path in (empty, shoe, folder, missing)
    ]


def test_a_light_background_is_made_dark_unless_told_otherwise(
    clothes_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "photo.jpg"
    boot = Image.fromarray(255 - load().test.pixels[0, ..., 0]).resize((400, 400))
    ground = Image.new("RGB", (900, 700), "white")
    ground.paste(boot, (300, 200))
    ground.save(photo, quality=95)
    code, (automatic,) = _predict(capsys, clothes_run, photo)
    assert code == 0
    assert automatic["class"] == "Ankle boot"
    assert "background made dark" in automatic["seen"]
    _, (as_is,) = _predict(capsys, clothes_run, photo, "--background", "as-is")
    assert as_is["background"] == "as-is"
    assert as_is["classes"] != automatic["classes"]


def test_evaluate_answers_the_whole_test_set(
    clothes_run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main.main(["evaluate", str(clothes_run.folder), "--data", "fashion-mnist", "--json"])
    measured = json.loads(capsys.readouterr().out)
    assert code == 0
    assert measured["pictures"] == 10_000
    assert measured["accuracy"] > 0.8
    assert np.isfinite(measured["loss"])


def test_without_json_it_is_a_line_a_file(
    clothes_run: Run, shoe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["predict", str(clothes_run.folder), str(shoe)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{shoe}: Ankle boot ")
    assert line.endswith("(28×28 grey, as it is)")
