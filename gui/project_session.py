"""The project that the window shows: opened, saved by itself, moved, left."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.holding import Hold
from core.project.place import ProjectPlace
from core.project.project import Project
from gui.document import ProjectDocument
from gui.jobs import Job, Jobs, Report
from gui.project_moving import Moved, Stayed, copy_place, move_place
from gui.project_opening import (
    Leaving,
    Opened,
    close_place,
    open_first,
    open_new,
    open_place,
    place_named,
)
from gui.project_saver import ProjectSaver
from gui.training_session import TrainingSession, TrainingState

if TYPE_CHECKING:
    from core.project.packing import Packed

_TRAINS = "A training is going on. Stop or pause it first."


class ProjectSession(QObject):
    """Opens one project after the other, and keeps what is edited.

    All of it happens in worker threads, one thing after the other; what fails changes nothing.

    Signals:
        opened: Another project is about to be shown: how it was `Opened`.
        moved: The project lies elsewhere now.
        failed: Something that was asked for could not be done: the `LitmusError`.
        finish_failed: The project could not be written when it was to be left for good.
        begun: At the start: a project is shown, or it is clear that there is none.
    """

    opened = Signal(object)
    moved = Signal(object)
    failed = Signal(object)
    finish_failed = Signal(object)
    begun = Signal()

    def __init__(
        self, document: ProjectDocument, session: TrainingSession, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._session = session
        self._jobs: Jobs = session.jobs
        self._held: Hold | None = None
        self._at_opening = Project()
        self._switching: Job | None = None
        self._finishing: Job | None = None
        self._finished = False
        self._abandoned = False
        self.saver = ProjectSaver(document, self._jobs, self)

    @property
    def place(self) -> ProjectPlace | None:
        """Where the project lies; None before one was opened."""
        return self._document.place

    @property
    def at_opening(self) -> Project:
        """The project as it was when it was opened."""
        return self._at_opening

    @property
    def obstacle(self) -> str:
        """Why no other project can be shown now; empty where one can."""
        return "" if self._session.state is TrainingState.IDLE else _TRAINS

    @property
    def finished(self) -> bool:
        """Whether the project has been left for good, or there was none."""
        return self._finished or self._document.place is None

    def begin(self, path: Path | None, *, last: Path | None = None) -> None:
        """Open the project of `path`, or what a start without one shows.

        Args:
            path: A `.litmus` file or a project's folder; None where none was named.
            last: The file of the project that was open last.
        """

        def work(_report: Report, _cancel: CancelToken) -> Opened:
            if path is None:
                return open_first(last)
            try:
                return open_place(place_named(path))
            except LitmusError as error:
                return replace(open_first(last), problem=error)

        job = self._switch(work)
        job.ended.connect(self.begun)

    def new(self, *, whatever_happens: bool = False) -> None:
        """Show an empty project that is not saved anywhere yet.

        Args:
            whatever_happens: Edits that cannot be written are lost.
        """
        self._leave_for(open_new, whatever_happens=whatever_happens)

    def open(self, path: Path, *, whatever_happens: bool = False) -> None:
        """Show the project of a `.litmus` file, or of a folder that holds one.

        Args:
            path: Of either.
            whatever_happens: Edits that cannot be written are lost.
        """
        self._leave_for(lambda: open_place(place_named(path)), whatever_happens=whatever_happens)

    def revert(self) -> None:
        """Go back to what the project was when it was opened; this can be undone."""
        self._document.set_project(self._at_opening, words="revert to opened")

    def move(self, target: Path) -> Job | None:
        """Save a project that is not saved anywhere yet: let it lie at `target`."""
        if self._refuses() or (leaving := self.leaving) is None:
            return None

        def work(report: Report, cancel: CancelToken) -> Moved | Stayed:
            return move_place(leaving, target, report=report, cancel=cancel)

        self.saver.pause()
        self._switching = self._jobs.run_saving(work)
        self._switching.succeeded.connect(self._on_move_succeeded)
        self._switching.failed.connect(self._on_job_failed)
        self._switching.ended.connect(self._on_switching_ended)
        return self._switching

    def copy(self, target: Path, *, then: Callable[[ProjectPlace], None]) -> Job | None:
        """Copy the project with its runs to `target`; `then` gets its place."""
        if (leaving := self.leaving) is None:
            return None

        def work(report: Report, cancel: CancelToken) -> ProjectPlace:
            return copy_place(leaving, target, report=report, cancel=cancel)

        return self._run(work, then)

    def pack(self, target: Path, *, then: "Callable[[Packed], None]") -> Job | None:
        """Pack the project with its pictures into one file."""
        if (leaving := self.leaving) is None:
            return None

        def work(report: Report, cancel: CancelToken) -> "Packed":
            from core.project.packing import pack

            return pack(leaving.place, leaving.project, target, report=report, cancel=cancel)

        return self._run(work, then)

    def unpack(self, packed: Path, folder: Path, *, then: Callable[[ProjectPlace], None]) -> Job:
        """Unpack a packed project into `folder`; `then` gets its place."""

        def work(report: Report, cancel: CancelToken) -> ProjectPlace:
            from core.project.unpacking import unpack

            return unpack(packed, folder, report=report, cancel=cancel)

        return self._run(work, then)

    def finish(self, *, whatever_happens: bool = False) -> None:
        """Leave the project for good; `finished` is true when that is done.

        Args:
            whatever_happens: What cannot be written is lost.
        """
        leaving = self.leaving
        if self._finishing is not None or leaving is None:
            return
        self.saver.pause()
        self._finishing = self._jobs.run_saving(
            lambda _report, _cancel: close_place(leaving, whatever_happens=whatever_happens)
        )
        self._finishing.succeeded.connect(self._on_finishing_succeeded)
        self._finishing.failed.connect(self._on_finishing_failed)

    @property
    def leaving(self) -> Leaving | None:
        """The project as it would be left now; None before one was opened."""
        place = self._document.place
        if place is None:
            return None
        return Leaving(place, self._document.project, self._held, dirty=self.saver.dirty)

    def _left(self) -> Leaving | None:
        """The project that another takes the place of."""
        leaving = self.leaving
        return replace(leaving, dirty=False) if leaving and self._abandoned else leaving

    def _refuses(self) -> bool:
        """Whether no other project can be shown now; says why."""
        if self._switching is not None:
            return True
        if self.obstacle:
            self.failed.emit(LitmusError(self.obstacle))
        return bool(self.obstacle)

    def _leave_for(self, opening: Callable[[], Opened], *, whatever_happens: bool) -> None:
        """Open another project; the one that is shown is written before."""
        if self._refuses():
            return
        self._abandoned = whatever_happens
        leaving = None if whatever_happens else self.leaving

        def work(_report: Report, _cancel: CancelToken) -> Opened:
            if leaving is not None:
                leaving.write()
            return opening()

        self._switch(work)

    def _switch(self, work: Callable[[Report, CancelToken], Opened]) -> Job:
        job = self._switching = self._jobs.run_saving(work)
        job.succeeded.connect(self._on_opening_succeeded)
        job.failed.connect(self._on_job_failed)
        job.ended.connect(self._on_switching_ended)
        return job

    def _run(self, work: Callable[[Report, CancelToken], object], then: Callable[..., None]) -> Job:
        job = self._jobs.run_decoding(work)
        job.succeeded.connect(then)
        job.failed.connect(self._on_job_failed)
        return job

    def _on_opening_succeeded(self, opened: Opened) -> None:
        if self.obstacle:
            # A training was started while the project was being read.
            if opened.held is not None:
                opened.held.release()
            self.failed.emit(LitmusError(self.obstacle))
            return
        leaving = self._left()
        if leaving is not None:
            closing = self._jobs.run_saving(lambda _report, _cancel: close_place(leaving))
            closing.failed.connect(self._on_job_failed)
        self.opened.emit(opened)
        self._held, self._at_opening = opened.held, opened.project
        self.saver.begin(opened.project)
        self._document.open_project(
            opened.place, opened.project, shelf=opened.shelf, read_only=opened.read_only
        )

    def _on_move_succeeded(self, moved: Moved | Stayed) -> None:
        self._held = moved.held
        # Others may have come while nobody held it.
        self._document.set_read_only(moved.read_only)
        if isinstance(moved, Stayed):
            if moved.error is not None:
                self.failed.emit(moved.error)
            self.saver.go_on()
            return
        self.saver.begin(None)
        self._document.move_to(moved.place, moved.shelf)
        self.saver.save()
        self.moved.emit(moved.place)

    def _on_switching_ended(self) -> None:
        self._switching = None
        if self._finishing is None:
            self.saver.go_on()  # A move that was called off before it began has paused it.

    def _on_finishing_succeeded(self) -> None:
        self._finished = True

    def _on_finishing_failed(self, error: BaseException) -> None:
        self._finishing = None
        self.saver.go_on()
        if not isinstance(error, LitmusError):
            self._finished = True
            raise error
        self.finish_failed.emit(error)

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.failed.emit(error)
