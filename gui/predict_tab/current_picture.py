"""What the drop zone and the verdict show of the selected picture."""

from PySide6.QtCore import QObject, QTimer

from core.errors import LitmusError
from core.run.folder import Run
from gui.predict_tab.entry import Entry, Look, State
from gui.predict_tab.stage import Stage
from gui.predict_tab.verdict_card import VerdictCard, calibration, caution

_PATIENCE_MS = 150
"""A picture that is read sooner replaces the one before at once, without a word in between."""


class CurrentPicture(QObject):
    """Keeps the drop zone and the verdict telling of the same thing."""

    def __init__(self, stage: Stage, verdict: VerdictCard) -> None:
        super().__init__(stage)
        self._stage = stage
        self._verdict = verdict
        self._waiting_for = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE_MS)
        self._wait.timeout.connect(self._on_wait_timeout)

    def show_entry(
        self,
        entry: Entry | None,
        *,
        look: Look | None,
        run: Run | None,
        failure: LitmusError | None,
    ) -> None:
        """Show how it stands with this picture.

        Args:
            entry: The selected one; None where there is none.
            look: Its large pictures, if they are at hand.
            run: The run that answers; None where there is none.
            failure: Why that run cannot answer.
        """
        self.rest()
        if entry is None:
            self._show_empty(run)
        elif entry.problem:
            self._stage.show_problem(entry.name, entry.problem.message, entry.problem.advice)
            self._verdict.clear("No verdict: the picture could not be read.")
        elif entry.verdict:
            self._stage.show_entry(entry, look)
            self._verdict.show_verdict(
                entry.verdict,
                caution=caution(run.record) if run else "",
                sure=calibration(run.record) if run else "",
            )
        elif run is None:
            self._show_empty(run)
        elif failure:
            self._stage.show_problem("This model cannot be used", failure.message, failure.advice)
            self._verdict.clear("No verdict: choose another model below.")
        elif entry.state is State.SKIPPED:
            self._stage.show_words(entry.name, "Not answered, since it was cancelled.")
            self._verdict.clear("No verdict yet.")
        else:
            self._waiting_for = entry.name
            self._wait.start()

    def rest(self) -> None:
        """Wait for no picture any more."""
        self._wait.stop()

    def _show_empty(self, run: Run | None) -> None:
        if run is None:
            self._stage.ask_for_model()
            self._verdict.clear("There is no model yet that could say what a picture shows.")
        else:
            self._stage.invite()
            self._verdict.clear("Drop a picture to see what it is.")

    def _on_wait_timeout(self) -> None:
        self._stage.show_words(self._waiting_for, "Looking at it…")
        self._verdict.clear("The verdict comes in a moment.")
