"""The drop zone: invites pictures, then shows one beside what the model sees of it."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gui.icons import icon
from gui.predict_tab.entry import Entry, Look, State
from gui.predict_tab.notice import Notice
from gui.theme import RADIUS, colours_of
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.picture_view import PictureView
from gui.widgets.text import Role, label

_SEEN_PX = 168
_SEEN_MOST_PX = 320
"""Heights of what the model sees: small pictures are enlarged towards the first, whole pixels
each; large ones are shown in their own size up to the second."""
_RADIUS = 8


class Stage(QFrame):
    """The large panel with the dashed border.

    Signals:
        train_requested: The person wants a model first.
    """

    train_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hovered = False
        self.setAccessibleName("Drop zone")
        self.notice = Notice()
        self.notice.acted.connect(self.train_requested)
        self.preview = PictureView(radius=_RADIUS)
        self.seen = PictureView(radius=_RADIUS)
        self._arrow = label()
        self._arrow.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.caption = ElidedLabel(role=Role.NOTE)
        self.seen_title = label("What the model sees", Role.NOTE)
        self.done = label("", Role.NOTE, wrap=True)
        self._pictures = self._build_pictures()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        self._stack = QStackedLayout()
        inside.addLayout(self._stack)
        self._stack.addWidget(self.notice)
        self._stack.addWidget(self._pictures)

    def invite(self) -> None:
        """Nothing was dropped yet."""
        self.notice.show_notice(
            "image-plus",
            "Drop a picture here",
            "Files, a whole folder, or a picture of a web page.\n"
            "Or paste one, open one, or drag one over from Data.",
        )
        self._stack.setCurrentWidget(self.notice)

    def ask_for_model(self) -> None:
        """There is no run with a model yet."""
        self.notice.show_notice(
            "play",
            "Train a model first",
            "As soon as a run has finished, it says here what a picture shows.",
            action="&Go to Train",
            action_tip="The tab where a model is trained (Ctrl+3)",
        )
        self._stack.setCurrentWidget(self.notice)

    def show_problem(self, title: str, message: str, advice: str) -> None:
        """Something could not be read."""
        words = f"{message} {advice}".strip()
        self.notice.show_notice("triangle-alert", title, words, warning=True)
        self._stack.setCurrentWidget(self.notice)

    def show_words(self, title: str, message: str) -> None:
        """Say how it stands with a picture that has no answer."""
        self.notice.show_notice("image", title, message)
        self._stack.setCurrentWidget(self.notice)

    def show_entry(self, entry: Entry, look: Look | None) -> None:
        """Show an answered picture; without a look what the strip has of it."""
        verdict = entry.verdict
        if verdict is None or entry.state is not State.ANSWERED:
            return
        width, height = verdict.size
        self.preview.show_image(look.preview if look else QImage())
        self.preview.setAccessibleName(f"The picture {entry.name}")
        seen = look.seen if look else verdict.thumbnail
        self.seen.show_image(seen)
        if look:
            self._make_room(seen.height())
        self.seen.setAccessibleName(f"What the model sees: {verdict.done}")
        self.caption.setText(f"{entry.name} · {width:,}×{height:,}")
        self.caption.setToolTip(str(entry.source) if not isinstance(entry.source, bytes) else "")
        self.done.setText(verdict.done)
        self._stack.setCurrentWidget(self._pictures)

    def set_hovered(self, *, hovered: bool) -> None:
        """Show that what is being dragged may be dropped."""
        self._hovered = hovered
        self.update()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_arrow()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.accent_soft if self._hovered else colours.panel))
        pen = QPen(QColor(colours.accent if self._hovered else colours.line), 2)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _make_room(self, seen_height: int) -> None:
        """Room for what the model sees, in whole multiples of its own height."""
        wanted = seen_height * max(1, _SEEN_PX // max(1, seen_height))
        self.seen.setMinimumHeight(min(wanted, _SEEN_PX))
        self.seen.setMaximumHeight(min(wanted, _SEEN_MOST_PX))

    def _build_pictures(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(2, 3)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.preview, 1)
        left.addWidget(self.caption)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addStretch(1)
        right.addWidget(self.seen, 100)
        right.addSpacing(4)
        for text in (self.seen_title, self.done):
            right.addWidget(text)
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        right.addStretch(1)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.seen.setFixedHeight(_SEEN_PX)
        self._draw_arrow()
        grid.addLayout(left, 0, 0)
        grid.addWidget(self._arrow, 0, 1)
        grid.addLayout(right, 0, 2)
        return page

    def _draw_arrow(self) -> None:
        self._arrow.setPixmap(icon("arrow-right", colours_of(self).dim).pixmap(24))
