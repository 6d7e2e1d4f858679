"""At the start, the offer to go on with the last training, where it did not come to its end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from core.run.folder import Run
from core.run.record import RunStatus
from core.run.shelf import run_number
from gui.document import ProjectDocument
from gui.notice import Notice
from gui.train_tab.standing import place_words, unfinished, why_not_resumed
from gui.training_session import TrainingSession, TrainingState


class InterruptedNotice(QObject):
    """Tells once of the last run that was paused, killed or broken off before this start."""

    def __init__(
        self,
        notice: Notice,
        *,
        document: ProjectDocument,
        session: TrainingSession,
        resume: Callable[[Run], None],
    ) -> None:
        super().__init__(notice)
        self._notice = notice
        self._document = document
        self._session = session
        self._resume = resume
        self._told: frozenset[Path] = frozenset()
        self._run: Path | None = None
        self._words = ""
        document.runs_changed.connect(self._on_document_runs_changed)
        session.state_changed.connect(self._on_session_state_changed)

    def _on_document_runs_changed(self) -> None:
        runs, session = self._document.runs, self._session
        if self._run is not None and self._document.run_in(self._run) is None:
            self._notice.withdraw(self._words)
        if not runs or session.no_resuming:
            return
        run = runs[-1]
        known = run.folder in self._told or run.folder == session.last_folder
        if known or not unfinished(run) or why_not_resumed(run):
            return
        self._told |= {run.folder}
        self._run = run.folder
        number, place = run_number(run.folder), place_words(run.record)
        paused = run.record.status is RunStatus.PAUSED
        self._words = f"Run {number} {'is paused' if paused else 'did not come to its end'}."
        button = " at ".join(filter(None, (f"Resume run {number}", place)))
        self._notice.ask(self._words, button, lambda: self._resume(run), first=True)

    def _on_session_state_changed(self) -> None:
        # However it was resumed, or another one started: the offer is out of date.
        if self._session.state is not TrainingState.IDLE:
            self._notice.withdraw(self._words)
