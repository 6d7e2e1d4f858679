"""What the classes of a run are called, as the project beside it says."""

from pathlib import Path

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.project.locating import relocate
from core.project.names import names_in, names_now, project_around
from core.project.place import place_in
from core.project.project import Photos, Project
from core.project.project_file import write_project
from core.run.folder import Run
from core.run.record import DataRecord
from tests.records import record

DATA = DataRecord(
    source="fruit",
    training=1,
    validation=1,
    test=0,
    folder="/photos/fruit",
    class_folders=(("boots",), ("shoe",)),
)
RECORD = record(classes=("boots", "shoe")).model_copy(update={"data": DATA})


def project(root: str | None, **names: str) -> Project:
    source = PhotoSource(root=None if root is None else Path(root))
    return Project(photos=Photos(source=source, edits=FolderEdits(names=names)))


def test_names_are_those_of_the_folder_that_is_chosen() -> None:
    assert names_in(project("/photos/fruit", shoe="pump"), RECORD) == ("boots", "pump")
    assert names_in(project("/moved/fruit", shoe="pump"), RECORD) == ("boots", "pump")
    assert names_in(project("/photos/animals", shoe="pump"), RECORD) == ("boots", "shoe")
    assert names_in(project(None, shoe="pump"), RECORD) == ("boots", "shoe")
    assert names_in(Project(), RECORD) == ("boots", "shoe")


def test_a_folder_that_was_found_under_another_name_is_the_same() -> None:
    photos = project("/photos/fruit", shoe="pump").photos
    assert photos
    for place in ("/photos/fruit 2025", "/elsewhere/obst"):
        photos = relocate(photos, old={}, new_base=Path(place), new={}).photos
        assert names_in(Project(photos=photos), RECORD) == ("boots", "pump")
    assert photos.earlier_names == ("fruit", "fruit 2025")


def test_a_run_on_the_disk_is_called_as_its_project_says(tmp_path: Path) -> None:
    place = place_in(tmp_path / "closet")
    run = Run(place.runs_folder / "run-001", RECORD)
    run.folder.mkdir(parents=True)
    assert project_around(run) is None
    assert names_now(run) == ("boots", "shoe")
    write_project(place, project("/photos/fruit", shoe="pump"))
    assert names_now(run) == ("boots", "pump")
    place.file.write_text("{", encoding="utf-8")
    assert names_now(run) == ("boots", "shoe")
