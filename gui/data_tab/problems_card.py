"""How many problems there are, and the gravest of them."""

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from gui.data_tab.folder_view import FolderView
from gui.data_tab.problems_model import RowsModel, problem_row
from gui.data_tab.row_delegate import HEIGHT, RowList
from gui.data_tab.thumbnails import Thumbnails
from gui.widgets.text import ButtonRole, Card, Role, button, label

_MOST = 100
"""Lines in the card; the dialog has all of them."""


class ProblemsCard(Card):
    """As many lines as there is room for.

    Signals:
        all_asked: The person wants to see all; the number of the problem to begin with.
    """

    all_asked = Signal(int)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__("Problems")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.thumbnails = thumbnails
        self.model = RowsModel(thumbnails)
        self.list = RowList("Problems")
        self.list.setModel(self.model)
        self.list.setToolTip("What is worth knowing before training. Enter shows more.")
        self.list.activated.connect(self._on_list_activated)
        self.list.clicked.connect(self._on_list_activated)
        self.none = label("", Role.NOTE, wrap=True)
        self.show_all = button(
            "Show &all…", ButtonRole.SMALL, tooltip="All problems, by kind, with their files."
        )
        self.show_all.clicked.connect(lambda: self.all_asked.emit(0))
        self.title_row.addWidget(self.show_all)
        self.content.setContentsMargins(16, 12, 12, 12)
        self.content.addWidget(self.none)
        self.content.addWidget(self.list, 1)
        self._count = 0

    def show_view(self, view: FolderView | None) -> None:
        """Show what is wrong with a folder."""
        problems = view.problems if view else ()
        self._count = len(problems)
        self.title.setText(f"Problems ({self._count:,})" if self._count else "Problems")
        looked = view is not None and view.complete
        self.none.setText("None were found." if looked else "Told once all were looked at.")
        self.model.show([problem_row(problem, brief=True) for problem in problems[:_MOST]], view)
        self.show_all.setEnabled(self._count > 0)
        self._fit()

    def _fit(self) -> None:
        self.none.setVisible(not self._count)
        room = self.height() - self.title_row.sizeHint().height() - 32
        self.list.setVisible(self._count > 0 and room >= HEIGHT)

    def _on_list_activated(self, index: QModelIndex) -> None:
        self.all_asked.emit(index.row())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.title_row.sizeHint().height() + 24)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
