import json
import shutil
import signal
from pathlib import Path

import pytest

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.export import litert_float32
from core.project.place import place_in
from core.project.project import Photos, Project
from core.project.project_file import write_project
from core.run.folder import Run, write_labels, write_record
from tests.commands.running import Command, command

__all__ = ["command"]


def test_an_export_says_what_its_check_found(
    command: Command, clothes_run: Run, tmp_path: Path
) -> None:
    given = command("export", clothes_run.folder, "--format=litert", "--out", tmp_path / "a")
    assert given.code == 0
    assert given.error == ""
    lines = given.output.splitlines()
    assert lines[0] == f"LiteRT (TFLite): {tmp_path / 'a'}"
    assert lines[-1] == "200 of 200 answers agree, largest difference below 0.00001."
    given = command(
        "export", clothes_run.folder, "--format=litert", "--json", "--out", tmp_path / "b"
    )
    assert given.content() == {
        "format": "litert",
        "files": ["README.md", "example.py", "labels.txt", "model.tflite"],
        "checked_pictures": 200,
        "agreeing": 200,
        "largest_difference": 0.0,
    }


def test_an_export_that_exists_is_left_alone(
    command: Command, clothes_run: Run, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    given = command("export", clothes_run.folder, "--format=keras", "--out", tmp_path / "here")
    assert given.code == 2
    assert given.error.startswith(f"“{tmp_path / 'here'}” exists already.")
    given = command("export", tmp_path / "none", "--format=keras", "--out", tmp_path / "out")
    assert given.code == 2
    assert "is not a run" in given.error
    given = command("export", clothes_run.folder, "--format=exe", "--out", tmp_path / "out")
    assert given.code == 2
    assert "invalid choice" in given.error


def test_ctrl_c_leaves_nothing(
    command: Command, clothes_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = litert_float32.write

    def interrupted(*arguments: object, **others: object) -> None:
        signal.raise_signal(signal.SIGINT)
        write(*arguments, **others)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(litert_float32, "write", interrupted)
    (tmp_path / "here").mkdir()
    given = command(
        "export", clothes_run.folder, "--format=litert", "--out", tmp_path / "here" / "out"
    )
    assert given.code == 130
    assert given.error == "Stopped; nothing was left behind.\n"
    assert list((tmp_path / "here").iterdir()) == []


def test_classes_are_called_as_the_project_calls_them_now(
    command: Command, clothes_run: Run, tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    place = place_in(tmp_path / "fruit")
    place.runs_folder.mkdir(parents=True)
    folder = place.runs_folder / "run-001"
    shutil.copytree(clothes_run.folder, folder)
    record = clothes_run.record
    data = record.data.model_copy(
        update={
            "source": "photos",
            "folder": str(photos),
            "class_folders": tuple((name,) for name in record.classes),
        }
    )
    write_record(folder, record.model_copy(update={"data": data}))
    write_labels(folder, record.classes)
    edits = FolderEdits(names={"Bag": "Sack"})
    write_project(place, Project(photos=Photos(source=PhotoSource(root=photos), edits=edits)))
    given = command("export", folder, "--format=litert", "--out", tmp_path / "out", "--json")
    assert given.code == 0
    assert json.loads(given.output)["agreeing"] == 200
    names = (tmp_path / "out" / "labels.txt").read_text().splitlines()
    assert names == ["Sack" if name == "Bag" else name for name in record.classes]
    place.file.write_text("nonsense")
    given = command("export", folder, "--format=litert", "--out", tmp_path / "out2")
    assert given.code == 0
    assert "Classes are called as when they were learned" in given.output
