"""`predict` and `evaluate` of a run that lies in a project whose classes were renamed since."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.project.place import ProjectPlace, place_in
from core.project.project import Photos, Project
from core.project.project_file import write_project
from core.run.folder import Run, write_record
from core.run.record import SplitRecord
from tests.commands.running import Command, command
from tests.core.evaluation.test_photos import catalogue_of
from tests.fixtures.runs import make_colour_run
from tests.photos import make_photos

__all__ = ["command", "make_colour_run"]


class Place:
    """A project with a run that tells discs, squares and bars apart by their colours.

    Its folders have those names; the run learned their classes as red, green and blue.
    """

    def __init__(self, folder: Path, make_run: Callable[..., Run]) -> None:
        self.photos = make_photos(folder / "shapes", kinds=("bar", "disc", "square"), each=4)
        self.place: ProjectPlace = place_in(folder / "closet")
        made = make_run(("red", "green", "blue"))
        run = self.place.runs_folder / "run-001"
        self.place.runs_folder.mkdir(parents=True)
        shutil.move(made.folder, run)
        contents = {one.name: one.content.hex() for one in catalogue_of(self.photos).photos}
        split = SplitRecord(validation=0.2, test=0, seed=7, sides={Side.VALIDATION: contents})
        data = made.record.data.model_copy(
            update={
                "folder": os.path.realpath(self.photos),
                "split": split,
                "class_folders": (("disc",), ("square",), ("bar",)),
            }
        )
        self.run = write_record(run, made.record.model_copy(update={"data": data}))

    def correct(self, **edits: object) -> None:
        photos = Photos(
            source=PhotoSource(root=self.photos), edits=FolderEdits.model_validate(edits)
        )
        write_project(self.place, Project(photos=photos))


@pytest.fixture
def place(tmp_path: Path, make_colour_run: Callable[..., Run]) -> Place:
    return Place(tmp_path, make_colour_run)


def test_answers_have_the_names_of_now(command: Command, place: Place) -> None:
    place.correct(names={"disc": "Scheibe", "square": "square", "bar": "Scheibe"})
    told = command(
        "predict", place.run.folder, place.photos / "disc", place.photos / "square", "--json"
    )
    assert told.code == 0, told.error
    answers = json.loads(told.output)
    assert [a["class"] for a in answers] == ["Scheibe (red)"] * 4 + ["square"] * 4
    assert list(answers[0]["classes"])[:3] == ["Scheibe (red)", "square", "Scheibe (blue)"]
    lines = command("predict", place.run.folder, place.photos / "square")
    assert lines.output.count(": square ") == 4


def test_pictures_count_by_their_folders_whatever_these_are_called(
    command: Command, place: Place
) -> None:
    evaluate = ("evaluate", place.run.folder, f"--data={place.photos}", "--json")
    for names in ({}, {"disc": "red"}, {"disc": "blue", "bar": "red"}, {"disc": "bar"}):
        place.correct(names=names)
        told = command(*evaluate).content()
        assert (told["pictures"], told["skipped"], told["set"]) == (12, 0, "validation")
        assert told["accuracy"] == 1


def test_pictures_moved_or_left_out_by_hand_count_so(command: Command, place: Place) -> None:
    moved, out = place.photos / "disc" / "disc 1.jpg", place.photos / "bar" / "bar 1.jpg"
    place.correct(classes={str(moved): "square"}, left_out=[str(out)], names={"square": "box"})
    told = command("evaluate", place.run.folder, f"--data={place.photos}", "--json").content()
    assert told["pictures"] == 11
    assert told["accuracy"] == pytest.approx(10 / 11)
    # Without corrections, each counts where it lies.
    place.correct()
    told = command("evaluate", place.run.folder, f"--data={place.photos}", "--json").content()
    assert (told["pictures"], told["accuracy"]) == (12, 1)


@pytest.mark.slow
def test_an_export_has_the_names_of_now(command: Command, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "shapes", each=8)
    place = place_in(tmp_path / "closet")
    run = place.runs_folder / "run-001"
    net = ("--preset", "dense-128", "--image-size", "16", "--epochs", "1")
    learned = command("train", f"--data={photos}", *net, "--out", run)
    assert learned.code == 0, learned.error
    edits = FolderEdits(names={"disc": "Scheibe, „rund“"})
    project = Project(photos=Photos(source=PhotoSource(root=photos), edits=edits))
    write_project(place, project)
    out = tmp_path / "model"
    done = command("export", run, "--format", "litert", "--out", out, "--json")
    assert done.code == 0, done.error
    assert done.content()["agreeing"] == done.content()["checked_pictures"] == 16
    assert (out / "labels.txt").read_text(encoding="utf-8") == "Scheibe, „rund“\nsquare\n"
    readme = (out / "README.md").read_text(encoding="utf-8")
    assert "disc" not in readme
    # The run itself stays as it was.
    assert (run / "labels.txt").read_text(encoding="utf-8") == "disc\nsquare\n"
