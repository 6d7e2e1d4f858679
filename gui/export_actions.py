"""The action *Export model*: what it says, for which run, and when it can be done."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from core.run.folder import Run
from gui.action_spec import ActionSpec, Menu
from gui.document import ProjectDocument
from gui.exportable import can_export
from gui.step_header import Step
from gui.training_session import TrainingSession, TrainingState

if TYPE_CHECKING:
    from gui.export_dialog import ExportDialog
    from gui.main_window import MainWindow

EXPORT_ACTIONS = (
    ActionSpec(
        "export model",
        Menu.FILE,
        "&Export model…",
        ("Ctrl+E",),
        "Take the network along: for phones, servers, a web page, another program or a script.",
    ),
)


class ExportActions(QObject):
    """Opens the dialog, and remembers where the last exports went."""

    def __init__(
        self, window: "MainWindow", *, document: ProjectDocument, session: TrainingSession
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._session = session
        self._folder: Path | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does, by name."""
        return {"export model": self.export_shown}

    def show_states(self, actions: Mapping[str, QAction]) -> None:
        """Offer it where there is a model."""
        actions["export model"].setEnabled(any(map(can_export, self._document.runs)))

    def export_shown(self) -> None:
        """Export the model that the person is looking at; the newest where it is none."""
        run = self._looked_at()
        known = [r for r in self._document.runs if can_export(r)]
        if run is None or run not in known:
            run = known[-1] if known else None
        if run is not None:
            self.export(run)

    def export(self, run: Run) -> "ExportDialog":
        """Let the person export `run`."""
        from gui.export_dialog import ExportDialog
        from gui.export_session import ExportSession

        dialog = ExportDialog(
            self._window,
            self._document,
            ExportSession(self._session.jobs),
            run=run,
            folder=self._folder,
            training=lambda: self._session.state is not TrainingState.IDLE,
        )
        dialog.went_to.connect(self._on_dialog_went_to)
        dialog.open()
        return dialog

    def _looked_at(self) -> Run | None:
        if self._window.step is Step.PREDICT:
            return self._window.predict_tab.choices.run
        return self._window.train_tab.runs.chosen if self._window.step is Step.TRAIN else None

    def _on_dialog_went_to(self, folder: Path) -> None:
        self._folder = folder
