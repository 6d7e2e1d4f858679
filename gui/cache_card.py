"""The part of the preferences about decoded pictures that are kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QSpinBox

from gui.cache_care import CacheCare, size_words
from gui.jobs import Jobs
from gui.widgets.text import Card, Role, button, label

_WORDS = (
    "So that a training need not decode photos again, they are kept in the size they are trained "
    "at, and as thumbnails."
)
_QUESTION = "Clear the pictures kept ready?"
_MEANING = (
    "Pictures will be decoded again the next time they are needed. Nothing of yours is removed: "
    "your photos, runs and settings stay as they are."
)


class CacheCard(Card):
    """How much is kept, how much may be, and a way to clear it.

    Signals:
        limit_chosen: Another limit, in gigabytes.
    """

    limit_chosen = Signal(int)

    def __init__(self, jobs: Jobs, limit: int) -> None:
        super().__init__("Pictures kept ready")
        self._care = CacheCare(jobs, self)
        self.used = label("Measuring…", Role.NOTE)
        self.limit = _limit_field(limit)
        self.clear = button(
            "Cl&ear…", tooltip="Throw away what can be decoded again; your own files stay."
        )
        self._lay_out()
        self.clear.clicked.connect(self._on_clear_clicked)
        self.limit.valueChanged.connect(self.limit_chosen)
        self._care.measured.connect(self._on_care_measured)
        self._care.failed.connect(self._on_care_failed)
        self._care.measure()

    def _lay_out(self) -> None:
        self.content.addWidget(label(_WORDS, Role.NOTE, wrap=True))
        name = label("At &most")
        name.setBuddy(self.limit)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(self.limit)
        row.addStretch(1)
        row.addWidget(self.used)
        row.addWidget(self.clear)
        self.content.addLayout(row)

    def _on_clear_clicked(self) -> None:
        box = QMessageBox(self.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Litmus")
        box.setText(_QUESTION)
        box.setInformativeText(_MEANING)
        keep = box.addButton("&Keep them", QMessageBox.ButtonRole.RejectRole)
        clear = box.addButton("&Clear", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        clear.clicked.connect(self._on_clear_confirmed)
        box.open()

    def _on_clear_confirmed(self) -> None:
        self.clear.setEnabled(False)
        self.used.setText("Clearing…")
        self._care.clear()

    def _on_care_measured(self, size: int) -> None:
        self.used.setText(f"Now: {size_words(size)}")
        self.clear.setEnabled(size > 0)

    def _on_care_failed(self, error: BaseException) -> None:
        self.used.setText(str(error))
        self.clear.setEnabled(True)


def _limit_field(limit: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(1, 10_000)
    field.setSuffix(" GB")
    field.setValue(limit)
    field.setKeyboardTracking(False)
    field.setAccessibleName("Pictures kept ready: at most, in gigabytes")
    field.setToolTip(
        "1 to 10,000. Beyond this, what was not used for longest is thrown away and decoded again "
        "when it is needed. A smaller limit holds from the next training on."
    )
    return field
