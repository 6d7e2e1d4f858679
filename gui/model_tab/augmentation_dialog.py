"""The strengths of the augmentation, and one picture as eight epochs will show it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from core.errors import LitmusError
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.jobs import Jobs
from gui.model_tab.augmentation_preview import EPOCHS, AugmentationPreview, Variations, Wish
from gui.model_tab.augmentation_strengths import AugmentationStrengths
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.picture_view import PictureView
from gui.widgets.text import Card, Role, button, label

_COLUMNS = 4
_SIDE = 112
_SIZE = QSize(940, 490)
_WAITING = "The pictures are still being looked at."
_INTRODUCTION = (
    "One training picture, as the network will see it in epochs 1 to 8. Validation and test "
    "pictures stay as they are."
)


class AugmentationDialog(QDialog):
    """What is changed here holds at once; the main window stays usable."""

    def __init__(self, document: ProjectDocument, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._turn = 0
        self._preview = AugmentationPreview(jobs, self)
        self.strengths = AugmentationStrengths(document)
        self.pictures = [PictureView(radius=4) for _ in range(EPOCHS)]
        self.name = ElidedLabel(role=Role.NOTE)
        self.problem = label("", Role.PROBLEM, wrap=True)
        self.another = button(
            "&Another picture", tooltip="Show another picture of the training set"
        )
        self._build()
        self._connect()
        self._draw()

    @override
    def done(self, result: int) -> None:
        self._preview.stop()
        super().done(result)

    def _build(self) -> None:
        self.setWindowTitle("Augmentation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE)
        strengths = Card("Strengths")
        strengths.title.setToolTip(explain("augmentation").html)
        strengths.content.addWidget(self.strengths)
        strengths.setFixedWidth(272)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(strengths)
        row.addWidget(self._pictures_card(), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(row, 1)
        column.addLayout(self._buttons())

    def _pictures_card(self) -> Card:
        card = Card("The same picture in eight epochs")
        card.content.addWidget(label(_INTRODUCTION, Role.NOTE, wrap=True))
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, view in enumerate(self.pictures):
            view.setMinimumSize(_SIDE, _SIDE)
            view.setAccessibleName(f"As epoch {number + 1} will show it")
            view.setToolTip(f"Epoch {number + 1}")
            grid.addWidget(view, number // _COLUMNS, number % _COLUMNS)
        card.content.addLayout(grid, 1)
        card.content.addWidget(self.name)
        card.content.addWidget(self.problem)
        self.problem.hide()
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        stack = self._document.undo_stack
        for action, keys in (
            (stack.createUndoAction(self, "Undo"), "Ctrl+Z"),
            (stack.createRedoAction(self, "Redo"), "Ctrl+Shift+Z"),
        ):
            action.setShortcut(keys)
            self.addAction(action)
        row.addWidget(self.another)
        row.addStretch(1)
        close = button("C&lose", tooltip="Close; what was changed holds already (Esc)")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        return row

    def _connect(self) -> None:
        document = self._document
        for changed in (
            document.settings_changed,
            document.network_changed,
            document.dataset_changed,
        ):
            changed.connect(self._draw)
        self.another.clicked.connect(self._on_another_clicked)
        self._preview.made.connect(self._on_preview_made)
        self._preview.failed.connect(self._on_preview_failed)

    def _draw(self) -> None:
        dataset, project = self._document.dataset, self._document.project
        self.another.setEnabled(dataset is not None)
        if dataset is None:
            self._say(_WAITING)
        else:
            self._preview.want(Wish(dataset, project.network.input, project.settings, self._turn))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _on_another_clicked(self) -> None:
        self._turn += 1
        self._draw()

    def _on_preview_made(self, made: Variations) -> None:
        self._say("")
        self.name.setText(made.original.name)
        for view, image in zip(self.pictures, made.images, strict=True):
            view.show_image(image)

    def _on_preview_failed(self, error: LitmusError) -> None:
        self._say(f"{error} Choose another picture.")
