"""Going on with a run: resume it, train it longer, or begin a new one with what it learned."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from core.errors import LitmusError
from core.run.folder import Run
from core.training.growing import Growth
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.train_tab.growth_dialog import GrowthDialog
from gui.train_tab.growth_watch import comparing_work
from gui.train_tab.longer_dialog import LongerDialog
from gui.train_tab.run_offers import RunOffer
from gui.train_tab.standing import ended_by_rule, why_not_longer, why_not_resumed
from gui.training_requests import grown_request
from gui.training_session import TrainingSession


class Continuing(QObject):
    """Asks what has to be asked, then starts it.

    Signals:
        refused: It cannot be done; the `LitmusError` says why.
    """

    refused = Signal(object)

    def __init__(
        self, document: ProjectDocument, session: TrainingSession, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._session = session
        self._window = window

    def go_on(self, run: Run, how: RunOffer) -> None:
        """Go on with `run` in one of the ways offered."""
        match how:
            case RunOffer.RESUME:
                self.resume(run)
            case RunOffer.LONGER:
                self.ask_longer(run)
            case RunOffer.GROW:
                self.ask_growth(run)

    def resume(self, run: Run) -> None:
        """Go on with `run` where it was; one that is finished is asked about."""
        if ended_by_rule(run):
            self.ask_longer(run)
        elif obstacle := self._session.no_resuming or why_not_resumed(run):
            self.refused.emit(LitmusError(obstacle))
        else:
            self._begin(lambda: self._session.resume(run))

    def ask_longer(self, run: Run) -> None:
        """Ask how many more epochs `run` is to have, and go on with it."""
        if obstacle := self._session.no_resuming or why_not_longer(run):
            self.refused.emit(LitmusError(obstacle))
            return
        dialog = LongerDialog(run, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(
            lambda epochs: self._begin(lambda: self._session.resume(run, epochs=epochs))
        )
        dialog.open()

    def ask_growth(self, run: Run) -> None:
        """Show what a new run would take over from `run`, and start it."""
        dataset = self._document.dataset
        obstacle = self._session.no_resuming or self._document.obstacle
        if obstacle or dataset is None:
            self.refused.emit(LitmusError(obstacle or ""))
            return
        request = grown_request(self._document, dataset, run)
        job = self._session.jobs.run_decoding(comparing_work(request))
        job.succeeded.connect(lambda found: self._show_growth(request, found))
        job.failed.connect(self._on_job_failed)

    def _show_growth(self, request: TrainingRequest, found: Growth) -> None:
        run = request.start
        if run is None or not self._window.isVisible():
            return
        dialog = GrowthDialog(request, found, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(lambda: self._begin(lambda: self._session.continue_from(run)))
        dialog.open()

    def _begin(self, start: Callable[[], None]) -> None:
        try:
            start()
        except LitmusError as error:
            self.refused.emit(error)

    def _on_job_failed(self, error: BaseException) -> None:
        if not isinstance(error, LitmusError):
            raise error
        self.refused.emit(error)
