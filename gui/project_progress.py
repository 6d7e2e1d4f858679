"""The dialog beside work that takes a while: how far it is, and a way out."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from gui.jobs import Job
from gui.widgets.text import Role, button, label

_PATIENCE_MS = 300
"""What is over by then needs no dialog."""


class ProgressDialog(QDialog):
    """Shown while a job goes on that reports how far it is as a share (0-1) or as words."""

    def __init__(self, parent: QWidget, words: str, job: Job) -> None:
        super().__init__(parent)
        self._job = job
        self.setWindowTitle("Litmus")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(400)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words)
        self.detail = label("", Role.DIM)
        self.cancel = button("&Cancel", tooltip="Stop this; nothing half-made is left behind.")
        self.cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.detail, 1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(words, Role.SUBTITLE))
        layout.addWidget(self.bar)
        layout.addLayout(row)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.show)
        self._patience.start(_PATIENCE_MS)
        job.reported.connect(self._on_job_reported)
        job.ended.connect(self._on_job_ended)

    @override
    def reject(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        self._job.cancel()
        self.cancel.setEnabled(False)
        self.detail.setText("Stopping…")

    def _on_job_reported(self, event: object) -> None:
        share = getattr(event, "share", None)
        if isinstance(share, float):
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(share * 1000))
        words = getattr(event, "words", "")
        if words and not self._job.cancelled:
            self.detail.setText(str(words))

    def _on_job_ended(self) -> None:
        self._patience.stop()
        self.done(0)
        self.deleteLater()
