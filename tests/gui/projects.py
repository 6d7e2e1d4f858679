"""A project kept by a session without a window, as often as a test wants to start."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from core.project.place import ProjectPlace, place_in
from core.project.project import Project
from core.project.project_file import write_project
from gui.document import ProjectDocument
from gui.jobs import Jobs
from gui.project_opening import Opened
from gui.project_session import ProjectSession
from gui.training_session import TrainingSession
from tests.gui.trainings import ScriptedTraining, record, tiny_dataset, written_run


class Kept:
    """A document, and the session that keeps it."""

    def __init__(self, qtbot: QtBot, jobs: Jobs, training: ScriptedTraining | None = None) -> None:
        self._qtbot = qtbot
        self.jobs = jobs
        self.document = ProjectDocument()
        self.training = TrainingSession(self.document, jobs, training or ScriptedTraining())
        self.session = ProjectSession(self.document, self.training)
        self.opened: list[Opened] = []
        self.errors: list[str] = []
        self.session.opened.connect(self.opened.append)
        self.session.failed.connect(lambda error: self.errors.append(str(error)))

    def begin(self, path: Path | None = None, *, last: Path | None = None) -> "Kept":
        """Start, and wait until a project is shown."""
        with self._qtbot.waitSignal(self.session.begun):
            self.session.begin(path, last=last)
        self.document.set_dataset(tiny_dataset())
        return self.rest()

    def rest(self) -> "Kept":
        """Wait until everything that was begun is done, saving included."""
        saver = self.session.saver
        self._qtbot.waitUntil(lambda: not self.jobs.active and saver.resting)
        return self

    def leave(self) -> None:
        """Leave the project as the window does when it closes."""
        if not self.session.finished:
            with self._qtbot.waitSignal(self.jobs.emptied):
                self.session.finish()
        self.document.undo_stack.clear()

    @property
    def place(self) -> ProjectPlace:
        """Where the project lies."""
        place = self.document.place
        assert place is not None
        return place

    def edit(self, epochs: int) -> None:
        """Edit something."""
        settings = self.document.project.settings.model_copy(update={"epochs": epochs})
        self.document.set_settings(settings, words="change epochs")

    def train(self, number: int, name: str = "Dense 128") -> Path:
        """Let there be one run more; its folder."""
        made = written_run(self.document.runs_folder, number, record(2, name=name))
        self.document.put_run(made)
        return made.folder


def saved_project(folder: Path, *, epochs: int = 5, runs: int = 0) -> ProjectPlace:
    """A project that was saved in `folder`."""
    place = place_in(folder)
    folder.mkdir(parents=True)
    settings = Project().settings.model_copy(update={"epochs": epochs})
    write_project(place, Project(settings=settings))
    for number in range(1, runs + 1):
        written_run(place.runs_folder, number, record(number))
    return place
