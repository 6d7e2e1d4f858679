"""Damaged, foreign and newer runs on both ways in: found by the window, and given to a command."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import main
from core.places import runs_folder
from core.run.folder import Run
from core.run.shelf import read_shelf
from gui.damaged_runs_dialog import DamagedRunsDialog
from gui.predict_tab.entry import State
from gui.step_header import Step
from tests.e2e.conftest import Open
from tests.gui.predict_tab.conftest import piece, write_picture

_LOOP = "a link that leads to itself"


@dataclass(frozen=True)
class Spoiled:
    """A way in which a run can be of no use.

    Attributes:
        name: Of the way.
        spoil: Does it to a folder that holds a good run.
        told: Part of what is said of it.
    """

    name: str
    spoil: Callable[[Path], object]
    told: str


def _text(content: str | bytes) -> Callable[[Path], object]:
    raw = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / "run.json").write_bytes(raw)


def _record(**changes: object) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        path = folder / "run.json"
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(content | changes), encoding="utf-8")

    return spoil


def _cut(folder: Path) -> None:
    path = folder / "run.json"
    path.write_bytes(path.read_bytes()[:500])


def _without_record(folder: Path) -> None:
    (folder / "run.json").unlink()


def _folder_instead(folder: Path) -> None:
    _without_record(folder)
    (folder / "run.json").mkdir()


def _loop(folder: Path) -> None:
    _without_record(folder)
    (folder / "run.json").symlink_to(folder / "run.json")


RECORDS = (
    Spoiled("no record", _without_record, "has no run.json"),
    Spoiled("an empty record", _text(""), "cannot be read"),
    Spoiled("half a record", _cut, "cannot be read"),
    Spoiled("no JSON", _text("once upon a time"), "cannot be read"),
    Spoiled("no UTF-8", _text(b"\xff\xfe\x00"), "cannot be read"),
    Spoiled("other JSON", _text("[1, 2, 3]"), "is not a run of Litmus"),
    Spoiled("a folder for a record", _folder_instead, "cannot be read"),
    Spoiled("a newer version", _record(schema=2, hologram=True), "written by a newer Litmus"),
    Spoiled("an unknown status", _record(status="dreaming"), "status"),
    Spoiled("an impossible share", _record(settings={"validation": 7}), "validation"),
    Spoiled("a layer from elsewhere", _record(network={"layers": [{"kind": "Warp"}]}), "layers"),
    Spoiled(_LOOP, _loop, "cannot be read"),
)

MODELS = (
    Spoiled("no model", lambda f: (f / "model.tflite").unlink(), "is missing"),
    Spoiled("an empty model", lambda f: (f / "model.tflite").write_bytes(b""), "is damaged"),
    Spoiled("half a model", lambda f: os.truncate(f / "model.tflite", 9000), "is damaged"),
    Spoiled("other labels", lambda f: (f / "labels.txt").write_text("cat\n"), "other classes"),
)


def _name(spoiled: Spoiled) -> str:
    return spoiled.name


@pytest.mark.parametrize("command", ["predict", "evaluate"])
@pytest.mark.parametrize("spoiled", [*RECORDS, *MODELS], ids=_name)
def test_a_command_says_it_in_one_sentence(
    clothes_run: Run,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    spoiled: Spoiled,
    command: str,
) -> None:
    spoiled.spoil(clothes_run.folder)
    picture = str(write_picture(tmp_path / "a.png", piece(1)))
    rest = [picture] if command == "predict" else ["--data", "fashion-mnist"]

    code = main.main([command, str(clothes_run.folder), *rest, "--json"])

    output, errors = capfd.readouterr()
    assert (code, output) == (2, "")
    assert spoiled.told in errors
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


def test_what_is_no_folder_is_no_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    for run in (tmp_path / "file", tmp_path / "nowhere", tmp_path):
        assert main.main(["predict", str(run), "a.png"]) == 2
        output, errors = capfd.readouterr()
        assert (output, errors.count("\n")) == ("", 1)
        assert str(run) in errors


def test_the_window_tells_of_all_damaged_runs_and_works_with_the_good_one(
    clothes_run: Run, open_litmus: Open, tmp_path: Path
) -> None:
    for number, spoiled in enumerate(RECORDS, start=2):
        folder = runs_folder() / f"run-{number:03d}"
        shutil.copytree(clothes_run.folder, folder)
        spoiled.spoil(folder)
    person = open_litmus()
    person.wait_until(lambda: person.document.runs == (clothes_run,))

    assert f"{len(RECORDS)} earlier runs could not be read" in person.window.notice.text()
    person.click(person.window.notice.action)
    dialog = person.window.findChild(DamagedRunsDialog)
    assert isinstance(dialog, DamagedRunsDialog)
    shown = dialog.field.toPlainText()
    for number, spoiled in enumerate(RECORDS, start=2):
        assert f"run-{number:03d}" in shown
        assert spoiled.told in shown
    dialog.accept()
    person.drop_on_window([write_picture(tmp_path / "a.png", piece(1))])
    (entry,) = person.wait_for_answers(1)
    assert entry.state is State.ANSWERED


def test_a_run_whose_folder_goes_while_the_window_is_open(
    clothes_run: Run, open_litmus: Open, tmp_path: Path
) -> None:
    person = open_litmus()
    person.wait_until(lambda: person.document.runs == (clothes_run,))
    shutil.rmtree(clothes_run.folder)

    person.go_to(Step.TRAIN)
    assert person.window.train_tab.curves.heading == "Clothes · run 1"
    person.drop_on_window([write_picture(tmp_path / "a.png", piece(1))])
    person.wait_until(lambda: person.window.predict_tab.gallery.failure is not None)

    assert "is missing" in str(person.window.predict_tab.gallery.failure)
    person.train(epochs=1)
    run = person.wait_for_rest()
    assert run.has_model
    assert run in read_shelf(runs_folder()).runs
    (entry,) = person.wait_for_answers(1)
    assert entry.state is State.ANSWERED
