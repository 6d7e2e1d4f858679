"""Keras' own summary of the network, in a window of its own."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from core.cancellation import CancelToken
from core.model.building import summary_text
from core.model.network import NetworkSpec
from core.run.record import RunStatus
from core.training.loading import load_tensorflow
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report
from gui.theme import NOTE_PX, sized_font
from gui.widgets.text import Callout, button


class SummaryDialog(QDialog):
    """Asks Keras for `model.summary()` and shows it; the main window stays usable."""

    def __init__(self, document: ProjectDocument, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        network, classes = document.project.network, document.class_count
        self.text = QPlainTextEdit()
        self.message = Callout(_waiting_words(document))
        self.copy = button("&Copy", tooltip="Copy the summary as text")
        self._build()
        self._job = jobs.run_tensorflow(
            lambda _report, _cancel: _summary(network, classes, _report, _cancel)
        )
        self._job.succeeded.connect(self._on_job_succeeded)
        self._job.failed.connect(self._on_job_failed)

    @override
    def done(self, result: int) -> None:
        self._job.cancel()
        super().done(result)

    def _build(self) -> None:
        self.setWindowTitle("Keras summary")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 520)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.text.setFont(sized_font(fixed, NOTE_PX + 1))
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Keras summary")
        self.text.hide()
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._on_copy_clicked)
        close = button("C&lose", tooltip="Close this window (Esc)")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.message)
        column.addWidget(self.text, 1)
        column.addStretch(0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(close)
        column.addLayout(row)

    def _on_job_succeeded(self, summary: object) -> None:
        self.message.hide()
        self.text.setPlainText(str(summary))
        self.text.show()
        self.copy.setEnabled(True)
        self.text.setFocus()

    def _on_job_failed(self, error: object) -> None:
        self.message.show_text(f"Keras could not make the summary. {error}", warning=True)

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText("&Copied")


def _summary(network: NetworkSpec, classes: int, _report: Report, cancel: CancelToken) -> str:
    load_tensorflow()
    cancel.raise_if_cancelled()
    return summary_text(network, classes)


def _waiting_words(document: ProjectDocument) -> str:
    if any(run.record.status is RunStatus.RUNNING for run in document.runs):
        return "A training is using TensorFlow; the summary comes when it has ended."
    if "tensorflow" not in sys.modules:
        return "TensorFlow is loading…"
    return "Keras is writing the summary…"
