"""Any order of edits, undoing, saving, reopening, deleting: the project equals a plain model."""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QFile
from pytestqt.qtbot import QtBot

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.project.project import Project
from core.project.project_file import read_project
from core.run.shelf import read_shelf
from gui.jobs import Jobs
from gui.train_tab.run_care import RunCare
from tests.gui.projects import Kept

FOLDERS = ("fruit", "shoes")
CLASSES = ("apple", "pear", "a “quoted”\nname 🍐")


@dataclass(frozen=True)
class Plain:
    """What a project is, in the plainest words."""

    epochs: int = 5
    folder: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    validation: float = 0.1
    deleted: frozenset[str] = frozenset()


@dataclass
class Model:
    """What should be: the project, what can be undone, and the runs on the disk."""

    now: Plain = field(default_factory=Plain)
    opened: Plain = field(default_factory=Plain)
    written: Plain = field(default_factory=Plain)
    runs: dict[str, str] = field(default_factory=dict)
    past: list[tuple[object, object]] = field(default_factory=list)
    done: int = 0

    def edit(self, after: Plain) -> None:
        if after != self.now:
            self._push(self.now, after)
            self.now = after

    def rename(self, run: str, name: str) -> None:
        if name != self.runs[run]:
            self._push((run, self.runs[run]), (run, name))
            self.runs[run] = name

    def go(self, by: int) -> None:
        number = self.done - 1 if by < 0 else self.done
        if not 0 <= number < len(self.past):
            return
        self.done += by
        state = self.past[number][0 if by < 0 else 1]
        if isinstance(state, Plain):
            self.now = state
        elif isinstance(state, tuple):
            self.runs[state[0]] = state[1]

    def reopen(self, on_disk: Plain) -> None:
        for run in on_disk.deleted:
            self.runs.pop(run, None)
        self.now = self.opened = self.written = replace(on_disk, deleted=frozenset())
        self.past, self.done = [], 0

    def _push(self, before: object, after: object) -> None:
        self.past[self.done :] = [(before, after)]
        self.done += 1


class Machine(RuleBasedStateMachine):
    """A person who does anything in any order."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, folder: Path) -> None:
        super().__init__()
        self._qtbot, self._jobs, self._folder = qtbot, jobs, folder
        shutil.rmtree(folder, ignore_errors=True)
        self._pictures = folder / "pictures"
        self.model = Model()
        self.kept: Kept | None = None
        self._moves = 0

    @initialize()
    def start(self) -> None:
        self._begin(None)

    @rule(epochs=st.integers(101, 104))
    def edit(self, epochs: int) -> None:
        self._there.edit(epochs)
        self.model.edit(replace(self.model.now, epochs=epochs))

    @rule(folder=st.sampled_from(FOLDERS))
    def choose_photos(self, folder: str) -> None:
        self._there.document.choose_photos(PhotoSource(root=self._pictures / folder))
        if self.model.now.folder != folder or self.model.now.names:
            after = replace(self.model.now, folder=folder, names=(), validation=0.2)
            self.model.edit(after)

    @rule()
    def choose_built_in(self) -> None:
        self._there.document.choose_built_in()
        if self.model.now.folder is not None:
            self.model.edit(replace(self.model.now, folder=None, names=(), validation=0.1))

    @precondition(lambda self: self.model.now.folder is not None)
    @rule(old=st.sampled_from(CLASSES), new=st.sampled_from(CLASSES))
    def rename_class(self, old: str, new: str) -> None:
        names = {**dict(self.model.now.names), old: new}
        self._there.document.set_photos(
            words=f"rename class “{old}”", edits=FolderEdits(names=names)
        )
        self.model.edit(replace(self.model.now, names=tuple(sorted(names.items()))))

    @precondition(lambda self: len(self.model.runs) < 4)
    @rule()
    def train(self) -> None:
        number = 1 + max((int(run[4:]) for run in self.model.runs), default=0)
        self._there.train(number)
        self.model.runs[f"run-{number:03d}"] = "Dense 128"

    @rule(data=st.data())
    def delete_run(self, data: st.DataObject) -> None:
        shown = [run for run in self.model.runs if run not in self.model.now.deleted]
        if shown:
            run = data.draw(st.sampled_from(shown))
            self._there.document.discard_run(self._there.place.runs_folder / run)
            deleted = self.model.now.deleted | {run}
            self.model.edit(replace(self.model.now, deleted=deleted))

    @rule(data=st.data(), name=st.sampled_from(("Best", "Worst")))
    def rename_run(self, data: st.DataObject, name: str) -> None:
        shown = [run for run in self.model.runs if run not in self.model.now.deleted]
        if shown:
            run = data.draw(st.sampled_from(shown))
            self._care.rename(self._there.place.runs_folder / run, name)
            self._rest()
            self.model.rename(run, name)

    @rule()
    def undo(self) -> None:
        self._there.document.undo_stack.undo()
        self.model.go(-1)
        self._rest()

    @rule()
    def redo(self) -> None:
        self._there.document.undo_stack.redo()
        self.model.go(+1)
        self._rest()

    @rule()
    def revert(self) -> None:
        self._there.session.revert()
        self.model.edit(self.model.opened)

    @rule()
    def wait_until_saved(self) -> None:
        self._there.session.saver.save()
        self._rest()
        assert not self._there.session.saver.dirty

    @rule()
    def save_as(self) -> None:
        kept = self._there
        if not kept.place.saved:
            self._moves += 1
            kept.session.move(self._folder / f"saved-{self._moves}")
            self._rest()
            assert not kept.errors
            assert self._there.place.folder.name == f"saved-{self._moves}"

    @rule()
    def close_and_open_again(self) -> None:
        kept, place = self._there, self._there.place
        kept.leave()
        left = set(self.model.runs) - self.model.now.deleted
        empty = replace(self.model.now, deleted=frozenset()) == Plain() and not left
        gone = empty and not place.saved
        assert place.folder.exists() != gone
        self.model.reopen(self.model.now)
        self._begin(None if gone else place.file)

    @rule()
    def be_killed_and_start_again(self) -> None:
        kept, place = self._there, self._there.place
        on_disk = Plain() if not place.file.exists() else self._plain(read_project(place))
        assert on_disk in (self.model.written, self.model.now)
        assert kept.session._held is not None
        kept.session._held.release()
        kept.session.saver.pause()
        kept.document.undo_stack.clear()
        self.model.reopen(on_disk)
        self._begin(place.file if place.file.exists() else None)

    @invariant()
    def the_document_is_what_it_should_be(self) -> None:
        if self.kept is None:
            return
        document, model = self._there.document, self.model
        assert self._plain(document.project) == model.now
        names = {run.folder.name: run.record.name for run in document.runs}
        assert names == {r: n for r, n in model.runs.items() if r not in model.now.deleted}
        assert document.undo_stack.canUndo() == (model.done > 0)
        assert document.undo_stack.canRedo() == (model.done < len(model.past))

    @invariant()
    def what_is_on_the_disk_is_what_it_should_be(self) -> None:
        if self.kept is None:
            return
        place, document = self._there.place, self._there.document
        if not self._there.session.saver.dirty and place.file.exists():
            assert read_project(place) == document.project
            self.model.written = self.model.now
        shelf = read_shelf(place.runs_folder)
        assert not shelf.damaged
        assert {run.folder.name: run.record.name for run in shelf.runs} == self.model.runs

    def teardown(self) -> None:
        if self.kept is not None:
            self.kept.leave()
            self._rest()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _there(self) -> Kept:
        assert self.kept is not None
        return self.kept

    def _begin(self, path: Path | None) -> None:
        self.kept = Kept(self._qtbot, self._jobs)
        self._care = RunCare(self.kept.document, self._jobs)
        self.kept.begin(path)
        assert not self.kept.errors

    def _rest(self) -> None:
        self._qtbot.waitUntil(lambda: not self._jobs.active)

    def _plain(self, project: Project) -> Plain:
        photos = project.photos
        root = photos.source.root if photos else None
        return Plain(
            epochs=project.settings.epochs,
            folder=root.name if root else None,
            names=tuple(sorted(photos.edits.names.items())) if photos else (),
            validation=project.settings.validation,
            deleted=project.discarded_runs,
        )


def _run(qtbot: QtBot, jobs: Jobs, home: Path, *, examples: int, steps: int) -> None:
    # All examples begin with an empty home; the machine's own folder lies in it.
    def made() -> Machine:
        shutil.rmtree(home, ignore_errors=True)
        return Machine(qtbot, jobs, home / "work")

    run_state_machine_as_test(
        made,  # type: ignore[arg-type] # whatever makes a machine will do
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def gone_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wastebasket that keeps nothing."""

    def throw(path: str) -> tuple[bool, str]:
        shutil.rmtree(path)
        return True, ""

    monkeypatch.setattr(QFile, "moveToTrash", throw)


@pytest.mark.usefixtures("gone_for_good")
def test_the_project_always_equals_a_plain_model(
    qtbot: QtBot, jobs: Jobs, litmus_home: Path
) -> None:
    _run(qtbot, jobs, litmus_home, examples=14, steps=20)


@pytest.mark.slow
@pytest.mark.usefixtures("gone_for_good")
def test_the_project_equals_a_plain_model_for_long(
    qtbot: QtBot, jobs: Jobs, litmus_home: Path
) -> None:
    _run(qtbot, jobs, litmus_home, examples=150, steps=50)
