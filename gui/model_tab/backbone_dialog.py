"""Backbones of the person's own: those that are there, and one more."""

import sys
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from core.features.backbone import Backbone
from core.features.own_backbones import own_backbones
from gui.jobs import Job, Jobs
from gui.model_tab.backbone_form import BackboneForm
from gui.model_tab.backbone_work import add_own, remove
from gui.widgets.fitting_area import BAR_WIDTH, FittingArea
from gui.widgets.text import ButtonRole, Callout, Card, Role, button, label

_INTRODUCTION = (
    "Another pretrained network can turn pictures into numbers: one that you saved with Keras, or "
    "one of keras.applications. It is cut where its picture has become one row of numbers."
)
_WIDTH = 560
_ROW, _MOST_ROWS = 44, 4
"""Pixels for a backbone; more of them than so many are scrolled."""

_NONE = "None yet: those that come with Litmus are offered in the layers."
_REALLY = "Runs that stand on “{name}” will not answer any more. Press once more to remove it."


class BackboneDialog(QDialog):
    """Lists, adds and removes them; the main window stays usable.

    Signals:
        added: The name of a new one.
        removed: One has gone.
    """

    added = Signal(str)
    removed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        self._doomed = ""
        self.form = BackboneForm()
        self.message = Callout()
        self.add = button("&Add", ButtonRole.PRIMARY)
        self.removers: dict[str, QPushButton] = {}
        self._there = Card("On this computer")
        self._rows = QVBoxLayout()
        self._build()
        self.form.changed.connect(self._allow)
        self.add.clicked.connect(self._on_add_clicked)
        self._list()
        self._allow()

    @override
    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    @override
    def event(self, event: QEvent) -> bool:
        """What is there and what is said may get longer: the window follows."""
        kind = event.type()
        handled = super().event(event)
        # Not asked before: after another event there may be no window any more.
        if kind == QEvent.Type.LayoutRequest and (layout := self.layout()) is not None:
            wanted = layout.totalHeightForWidth(self.width())
            if wanted > self.height():
                self.resize(self.width(), wanted)
        return handled

    def _build(self) -> None:
        self.setWindowTitle("Backbones of your own")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self._rows.setSpacing(8)
        self._rows.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setLayout(self._rows)
        area = FittingArea(content, self._rows, least=_ROW)
        area.setMaximumHeight(_MOST_ROWS * _ROW)
        self._there.content.setContentsMargins(16, 14, 16 - BAR_WIDTH, 16)
        self._there.content.addWidget(area)
        another = Card("Another one")
        another.content.addWidget(label(_INTRODUCTION, Role.NOTE, wrap=True))
        another.content.addSpacing(4)
        another.content.addWidget(self.form)
        self.message.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        for part in (self._there, another, self.message):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        close = button("C&lose", tooltip="Close this window (Esc); what is being added is left")
        close.clicked.connect(self.reject)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.add)
        column.addLayout(row)

    def _list(self) -> None:
        """Show those that are there."""
        while (item := self._rows.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.removers = {}
        found = own_backbones()
        for backbone in found:
            self._rows.addWidget(self._row(backbone))
        if not found:
            self._rows.addWidget(label(_NONE, Role.NOTE, wrap=True))

    def _row(self, backbone: Backbone) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        same = backbone.name == backbone.title
        title = backbone.title if same else f"{backbone.title} ({backbone.name})"
        words.addWidget(label(title))
        words.addWidget(label(_about(backbone), Role.NOTE))
        row.addLayout(words, 1)
        gone = button("Remove", ButtonRole.SMALL, tooltip=f"Remove “{backbone.name}” and its files")
        gone.setAccessibleName(f"Remove {backbone.name}")
        gone.clicked.connect(partial(self._on_remove_clicked, backbone.name))
        row.addWidget(gone, 0, Qt.AlignmentFlag.AlignVCenter)
        self.removers[backbone.name] = gone
        return whole

    def _allow(self) -> None:
        """Enable what can be done."""
        busy = self._job is not None
        wish = self.form.wish
        self.form.setEnabled(not busy)
        self.add.setEnabled(not busy and wish is not None)
        missing = "Choose a file and a name first"
        self.add.setToolTip(missing if wish is None else "Make it a backbone: up to a minute")
        for gone in self.removers.values():
            gone.setEnabled(not busy)

    def _say(self, text: str, *, warning: bool = False) -> None:
        self.message.show_text(text, warning=warning)
        self.message.setVisible(bool(text))

    def _on_add_clicked(self) -> None:
        wish = self.form.wish
        if wish is None or self._job is not None:
            return
        loaded = "tensorflow" in sys.modules
        self._say("Waiting for TensorFlow…" if loaded else "TensorFlow is loading…")
        job = self._jobs.run_tensorflow(partial(add_own, wish))
        job.reported.connect(self._on_job_reported)
        job.succeeded.connect(self._on_adding_succeeded)
        self._follow(job)

    def _on_remove_clicked(self, name: str) -> None:
        if self._doomed != name:
            self._doomed = name
            self._say(_REALLY.format(name=name), warning=True)
            return
        self._doomed = ""
        self._say("")
        job = self._jobs.run_decoding(partial(remove, name))
        job.succeeded.connect(self._on_removing_succeeded)
        self._follow(job)

    def _follow(self, job: Job) -> None:
        self._job = job
        job.failed.connect(self._on_job_failed)
        job.ended.connect(self._on_job_ended)
        self._allow()

    def _on_job_reported(self, stage: object) -> None:
        self._say(f"{stage}…")

    def _on_adding_succeeded(self, made: object) -> None:
        if isinstance(made, Backbone):
            self._say(f"“{made.title}” is a backbone now, and the network stands on it.")
            self.form.clear()
            self._list()
            self.added.emit(made.name)

    def _on_removing_succeeded(self) -> None:
        self._list()
        self.removed.emit()

    def _on_job_failed(self, error: object) -> None:
        self._say(str(error), warning=True)

    def _on_job_ended(self) -> None:
        self._job = None
        self._allow()


def _about(backbone: Backbone) -> str:
    height, width, _ = backbone.form.shape
    return (
        f"{width}×{height} pixels · {backbone.pooled:,} numbers · "
        f"{backbone.parameters:,} parameters · {max(backbone.megabytes, 0.1):.1f} MB"
    )
