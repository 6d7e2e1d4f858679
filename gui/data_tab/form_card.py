"""Pictures become: size, colour, and how another shape is brought to it."""

from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QSizePolicy
from typing_extensions import override

from core.data.form import LARGEST_SIDE, Fit, Ground, PictureForm
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.text import ButtonRole, Card, Role, button, label

SIZES = (28, 64, 96, 128, 160, 224, 300, 384, 512)
_COLOURS = (
    Choice(3, "Colour", "Red, green and blue of every pixel."),
    Choice(1, "Grey", "One number a pixel: less to compute, and enough where colour says nothing."),
)
_FITS = (
    Choice(
        Fit.STRETCH, "Stretched", "The whole picture, its sides scaled apart: it loses nothing."
    ),
    Choice(Fit.CROP, "Cropped", "The largest part from the middle that has the right shape."),
    Choice(Fit.PAD, "Padded", "The whole picture, undistorted, with the ground beside it."),
)
_GROUNDS = (
    Choice(Ground.WHITE, "On white", "What shows where a picture is transparent or padded."),
    Choice(Ground.GREY, "On grey", "What shows where a picture is transparent or padded."),
    Choice(Ground.BLACK, "On black", "What shows where a picture is transparent or padded."),
)
_NO_COMPLETER = cast("QCompleter", None)
"""Qt takes none, of which the stub knows nothing: it would complete 20 to 200."""

_SIZE_TIP = (
    f"Width and height that every picture is brought to, in pixels: choose, or type 1 to "
    f"{LARGEST_SIDE:,}, such as 200 or 320×240. Larger shows more and takes longer: twice the size "
    "is four times the pixels."
)


_COLOUR_TIP = "Whether the network sees colours."
_GIVEN = "Size and colour are those that the network's backbone takes."
_MISFIT = "The network's backbone takes pictures of another size or colour than these."
_MEND_TIP = "Bring the pictures to the size and colour that the backbone takes"


class SizeField(QComboBox):
    """A size to choose, or to type: one number, or width × height.

    Signals:
        size_changed: Width and height in pixels.
        problem_changed: What is wrong with what was typed; empty when all is well.
    """

    size_changed = Signal(int, int)
    problem_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._size = (0, 0)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName("Size")
        self.setToolTip(_SIZE_TIP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for side in SIZES:
            self.addItem(size_text(side, side))
        self.activated.connect(self._on_activated)
        line = self.line = QLineEdit()
        line.setStyleSheet("border: none; background: transparent; padding: 0; min-height: 0")
        self.setLineEdit(line)
        line.setCompleter(_NO_COMPLETER)
        line.editingFinished.connect(self._on_editing_finished)
        line.textEdited.connect(self._on_line_edited)

    def show_size(self, width: int, height: int) -> None:
        """Show a size from elsewhere."""
        self._size = (width, height)
        with QSignalBlocker(self):
            self.setEditText(size_text(width, height))
            self.line.setCursorPosition(0)

    def _on_activated(self, row: int) -> None:
        self.problem_changed.emit("")
        self._take(SIZES[row], SIZES[row])

    def _on_editing_finished(self) -> None:
        size = parse_size(self.currentText())
        if size is None:
            self.problem_changed.emit(
                f"Size: 1 to {LARGEST_SIDE:,}, such as 200 or 320×240. "
                f"{size_text(*self._size)} was kept."
            )
            self.show_size(*self._size)
        else:
            self._take(*size)

    def _on_line_edited(self) -> None:
        self.problem_changed.emit("")

    def _take(self, width: int, height: int) -> None:
        changed = (width, height) != self._size
        self.show_size(width, height)
        if changed:
            self.size_changed.emit(width, height)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.show_size(*self._size)
        super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change what it passes.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FormCard(Card):
    """Edits the input of the document's network."""

    def __init__(self, document: ProjectDocument) -> None:
        super().__init__("Pictures become")
        self._document = document
        self.size_field = SizeField()
        self.colour = ChoiceField("Colour or grey", _COLOURS)
        self.fit = ChoiceField("How pictures of another shape are brought to it", _FITS)
        self.ground = ChoiceField("Ground", _GROUNDS)
        self.fit.setToolTip(explain("fit").html)
        self.ground.setToolTip(
            "What shows where a picture is transparent, and beside a padded one."
        )
        self.problem = label("", Role.PROBLEM, wrap=True)
        self.problem.hide()
        self.given = label("", Role.NOTE, wrap=True)
        self.mend = button("", ButtonRole.SMALL, tooltip=_MEND_TIP)
        self.mend.clicked.connect(document.mend_form)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, field in enumerate(self.fields):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(field, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        self.content.addLayout(grid)
        self.content.addWidget(self.problem)
        self.content.addWidget(self.given)
        self.content.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignLeft)
        self._connect()
        self._show_form()

    @property
    def fields(self) -> tuple[QComboBox, ...]:
        """Everything the keyboard can stand on, in order."""
        return (self.size_field, self.colour, self.fit, self.ground)

    def _connect(self) -> None:
        self.size_field.size_changed.connect(self._on_size_changed)
        self.size_field.problem_changed.connect(self._on_problem_changed)
        self.colour.value_changed.connect(lambda value: self._change("colour", channels=value))
        self.fit.value_changed.connect(lambda value: self._change("fit", fit=value))
        self.ground.value_changed.connect(lambda value: self._change("ground", ground=value))
        self._document.network_changed.connect(self._show_form)

    def _show_form(self) -> None:
        form = self._document.project.network.input
        self.size_field.show_size(form.width, form.height)
        self.colour.set_value(3 if form.channels == 3 else 1)
        self.fit.set_value(form.fit)
        self.ground.set_value(form.ground)
        self._show_given()

    def _show_given(self) -> None:
        """Size and colour are not to be chosen where a backbone decides about them."""
        given = self._document.project.network.backbone is not None
        wanted = self._document.wanted_form
        for field, tip in ((self.size_field, _SIZE_TIP), (self.colour, _COLOUR_TIP)):
            field.setEnabled(not given)
            field.setToolTip(_GIVEN if given else tip)
        self.given.setText(_GIVEN if wanted is None else _MISFIT)
        self.given.setVisible(given)
        self.mend.setVisible(wanted is not None)
        if wanted is not None:
            self.mend.setText(f"Use {wanted.width}×{wanted.height} in colour")

    def _change(self, words: str, **update: object) -> None:
        form: PictureForm = self._document.project.network.input
        self._document.set_form(form.model_copy(update=update), words=f"change {words} of pictures")

    def _on_size_changed(self, width: int, height: int) -> None:
        self._change("size", width=width, height=height)

    def _on_problem_changed(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))


def size_text(width: int, height: int) -> str:
    """A size as it is shown: "128×128"."""
    return f"{width}×{height}"


def parse_size(text: str) -> tuple[int, int] | None:
    """Width and height in `text`, such as "200" or "320×240"; None where there is no size."""
    parts = text.lower().replace("×", "x").replace("*", "x").split("x")
    numbers = [part.strip() for part in parts]
    if len(numbers) not in (1, 2) or not all(n.isascii() and n.isdigit() for n in numbers):
        return None
    if any(len(number) > 6 for number in numbers):
        return None
    width, height = int(numbers[0]), int(numbers[-1])
    allowed = range(1, LARGEST_SIDE + 1)
    return (width, height) if width in allowed and height in allowed else None
