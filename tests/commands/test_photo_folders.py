"""`train`, `evaluate` and `predict` on a photo folder, as a person runs them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.run.folder import read_run
from tests.photos import draw, make_photos

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = [sys.executable, str(ROOT / "main.py")]
QUICK = ("--preset", "convolutional", "--image-size", "24")


def _main(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LITMUS_HOME": str(home)}
    command = [*MAIN, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


class Place:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.photos = make_photos(folder / "shapes")
        (self.photos / "disc" / "torn.jpg").write_bytes(b"\xff\xd8\xff" + bytes(64))
        (self.photos / "disc" / "notes.txt").write_text("no picture")
        self.before = _digests(self.photos)

    def main(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return _main(*arguments, home=self.home)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A folder of two classes with a torn file, and a run trained on it."""
    place = Place(tmp_path_factory.mktemp("place"))
    result = place.main(
        *("train", "--data", place.photos, *QUICK, "--epochs", "20", "--test", "0.1"),
        *("--out", place.folder / "run"),
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    assert "40 pictures in 2 classes: " in result.stdout
    assert "torn.jpg" in result.stdout
    return place


def test_run_json_tells_folder_split_and_what_was_set_aside(place: Place) -> None:
    content = json.loads((place.folder / "run" / "run.json").read_text(encoding="utf-8"))
    data = content["data"]
    assert data["folder"] == str(place.photos)
    numbers = (data["training"], data["validation"], data["test"])
    # Near-copies stay together, so that a share may be missed by one.
    assert all(abs(n - wanted) <= 2 for n, wanted in zip(numbers, (28, 8, 4), strict=True))
    assert sum(numbers) == 40
    sides = data["split"]["sides"]
    assert tuple(len(sides[s]) for s in ("training", "validation", "test")) == numbers
    assert {entry["file"] for entry in data["set_aside"]} == {"disc/torn.jpg", "disc/notes.txt"}
    assert all(epoch["read_seconds"] >= 0 for epoch in content["epochs"])
    assert (
        content["network"]["input"] | {"height": 24, "width": 24, "channels": 3}
        == (content["network"]["input"])
    )


def test_its_own_folder_is_measured_on_the_test_set(place: Place) -> None:
    result = place.main("evaluate", place.folder / "run", "--data", place.photos, "--json")
    assert result.returncode == 0, result.stderr
    measured = json.loads(result.stdout)
    kept = read_run(place.folder / "run").record.data.test
    assert (measured["set"], measured["pictures"], measured["learned"]) == ("test", kept, 0)


def test_another_folder_is_measured_whole_and_by_the_names_of_classes(place: Place) -> None:
    other = place.folder / "other"
    for source, target in (("square", "square"), ("disc", "disc"), ("disc", "a new class")):
        shutil.copytree(place.photos / source, other / target)
    result = place.main("evaluate", place.folder / "run", "--data", other, "--json")
    assert result.returncode == 0, result.stderr
    measured = json.loads(result.stdout)
    assert (measured["set"], measured["pictures"], measured["skipped"]) == ("all", 40, 20)
    assert measured["learned"] == read_run(place.folder / "run").record.data.training
    assert measured["accuracy"] > 0.7


def test_both_classes_are_recognised_in_new_pictures(place: Place) -> None:
    new = place.folder / "new"
    new.mkdir()
    for kind in ("disc", "square"):
        for number in range(6):
            draw(kind, 9000 + number).save(new / f"{kind}-{number}.png")
    result = place.main("predict", place.folder / "run", new, "--json")
    assert result.returncode == 0, result.stderr
    answers = json.loads(result.stdout)
    assert len(answers) == 12
    right = [entry["class"] == Path(entry["file"]).name.split("-")[0] for entry in answers]
    assert sum(right) >= 9
    assert all(list(entry["classes"]) == ["disc", "square"] for entry in answers)
    assert all(sum(entry["classes"].values()) == pytest.approx(1) for entry in answers)


def test_the_persons_files_are_as_they_were(place: Place) -> None:
    assert _digests(place.photos) == place.before


@pytest.mark.slow
def test_a_layout_with_sets_brings_its_split(place: Place, tmp_path: Path) -> None:
    layout = tmp_path / "layout"
    make_photos(layout / "train", each=10)
    make_photos(layout / "val", each=4, seed=1)
    make_photos(layout / "test", each=3, seed=2)
    result = place.main(
        *("train", "--data", layout, *QUICK, "--epochs", "1", "--validation", "0.5"),
        *("--out", tmp_path / "run", "--test", "0.2"),
    )
    assert result.returncode == 0, result.stderr
    assert "--validation is ignored" in result.stdout
    assert "--test is ignored" in result.stdout
    data = read_run(tmp_path / "run").record.data
    assert (data.training, data.validation, data.test) == (20, 8, 6)


def test_what_cannot_be_trained_on_is_one_sentence(place: Place, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    make_photos(tmp_path / "one", kinds=("disc",), each=3)
    loose = tmp_path / "loose"
    shutil.copytree(place.photos / "disc", loose)
    for folder, words in (
        (tmp_path / "nowhere", "does not exist"),
        (place.photos / "disc" / "notes.txt", "is not a folder"),
        (tmp_path / "empty", "no pictures"),
        (tmp_path / "one", "two classes"),
        (loose, "no folders that say"),
    ):
        result = place.main("train", "--data", folder, *QUICK, "--out", tmp_path / "run")
        assert result.returncode == 2, (folder, result.stderr)
        assert words in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert not (tmp_path / "run").exists()


@pytest.mark.slow
def test_options_for_folders_are_refused_for_what_is_built_in(place: Place) -> None:
    for option in (("--image-size", "32"), ("--grey",), ("--fit", "pad"), ("--test", "0.1")):
        result = place.main(
            *("train", "--data", "fashion-mnist", "--preset", "dense-128", *option),
            *("--out", place.folder / "never"),
        )
        assert result.returncode == 2
        assert f"{option[0]} is for photo folders" in result.stderr
    for size in ("0", "x", "12x", "5000"):
        result = place.main("train", "--data", place.photos, "--preset", "dense-128",
                            "--image-size", size, "--out", place.folder / "never")  # fmt: skip
        assert result.returncode == 2, size
        assert "size" in result.stderr
