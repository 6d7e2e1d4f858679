"""The card with the strip of dropped pictures, their order, CSV and Clear."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QPushButton, QWidget

from gui.predict_tab.pictures_model import Order, PicturesModel
from gui.predict_tab.pictures_strip import PicturesStrip
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Card, Role, button, label


class PicturesCard(Card):
    """All dropped pictures, and what can be done with them.

    Signals:
        cancel_requested: Answer no more.
        resume_requested: Answer what was left out.
        export_requested: Save the verdicts.
        clear_requested: Take all pictures out.
        undo_requested: Bring back what was taken out last.
    """

    cancel_requested = Signal()
    resume_requested = Signal()
    export_requested = Signal()
    clear_requested = Signal()
    undo_requested = Signal()

    def __init__(self, model: PicturesModel) -> None:
        super().__init__("Dropped pictures")
        self._model = model
        self.strip = PicturesStrip(model)
        self._count = label("", Role.DIM)
        self.note = ElidedLabel(role=Role.NOTE)
        self.undo_button = button(
            "&Undo", ButtonRole.SMALL, tooltip="Bring these pictures back (Ctrl+Z)"
        )
        self.undo_button.clicked.connect(self.undo_requested)
        self.resume_button = button(
            "Ans&wer the rest", ButtonRole.SMALL, tooltip="Go on with the pictures left out"
        )
        self.resume_button.clicked.connect(self.resume_requested)
        self.order = _order_box()
        self.order.currentTextChanged.connect(lambda text: model.set_order(Order(text)))
        self._export = button(
            "E&xport CSV",
            ButtonRole.SMALL,
            tooltip="Save file, class, confidence and every class's share as a table (CSV)",
        )
        self._export.clicked.connect(self.export_requested)
        self.clear_button = button("&Clear", ButtonRole.SMALL, tooltip="Take all pictures out")
        self.clear_button.setAccessibleDescription("The files themselves stay where they are.")
        self.clear_button.clicked.connect(self.clear_requested)
        self._build_progress()
        self._build_layout()
        self.show_removed("")

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All buttons."""
        return (self.undo_button, self.resume_button, self._export, self.clear_button)

    def show_count(self) -> None:
        """Follow the model's number of pictures."""
        count = self._model.rowCount()
        self._count.setText(f"{count:,}")
        self.strip.setVisible(count > 0)
        self.clear_button.setVisible(count > 0)
        self._make_room()

    def show_progress(self, done: int, total: int, *, looking: bool = False) -> None:
        """Show how many are done; a total of 0 hides it. `looking`: more may be found."""
        self._progress.setVisible(total > 0)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._progress_text.setText(f"{done:,} of {total:,}{'…' if looking else ''}")
        self._make_room()

    def show_left_out(self, count: int) -> None:
        """Offer to answer pictures that were left out."""
        self.resume_button.setVisible(count > 0)
        self._make_room()

    def show_removed(self, text: str) -> None:
        """Say what was taken out and offer to undo it; an empty text ends the offer."""
        self.undo_button.setVisible(bool(text))
        self.note.setText(text)
        self._make_room()

    def _make_room(self) -> None:
        """While there is something to cancel or to go on with, the rest can wait."""
        some = self._model.rowCount() > 0
        waits = not self._progress.isHidden()
        self._export.setVisible(some and not waits)
        offers = not (self.resume_button.isHidden() and self.undo_button.isHidden())
        self.order.setVisible(some and not waits and not offers)

    def _build_progress(self) -> None:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        self._progress_text = label("", Role.NOTE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(80)
        self._bar.setAccessibleName("Pictures answered")
        cancel = button("Cancel", ButtonRole.SMALL, tooltip="Stop; what is answered stays")
        cancel.clicked.connect(self.cancel_requested)
        for widget in (self._progress_text, self._bar, cancel):
            row.addWidget(widget)
        self._progress.hide()

    def _build_layout(self) -> None:
        row = self.title_row
        row.setStretch(0, 0)
        row.addWidget(self._count)
        row.addSpacing(8)
        row.addWidget(self.note, 1)
        row.addWidget(self.undo_button)
        for widget in (
            self._progress,
            self.resume_button,
            self.order,
            self._export,
            self.clear_button,
        ):
            row.addWidget(widget)
        self.content.setAlignment(row, Qt.AlignmentFlag.AlignTop)
        self.content.addWidget(self.strip)
        self.content.setContentsMargins(16, 12, 16, 4)
        self.resume_button.hide()


def _order_box() -> QComboBox:
    box = QComboBox()
    box.setProperty("role", "small")
    box.addItems([order.value for order in Order])
    box.setAccessibleName("Order of the pictures")
    box.setToolTip("In which order the pictures stand; those without a verdict come last")
    return box
