"""Sorting the pictures of a folder by likeness, and putting right what was found so."""

from pathlib import PurePath

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal

from core.data.folder.names import shown
from gui.data_tab import photo_edits
from gui.data_tab.likeness_row import LikenessRow
from gui.data_tab.likeness_words import AGAIN, STOP, progress_content, sentence
from gui.data_tab.lookalikes import FILTERS, Lookalikes, Sorted, Sorting
from gui.data_tab.photo_actions import PhotoActions
from gui.data_tab.pictures_card import PicturesCard
from gui.data_tab.source_cards import menu_text
from gui.document import ProjectDocument
from gui.similarity_session import SimilaritySession, SimilarityState


class LikenessCare(QObject):
    """Shows the pictures in the order that the person chose, as soon as it is known.

    Signals:
        order_changed: `order` is another one.
    """

    order_changed = Signal()

    def __init__(
        self,
        document: ProjectDocument,
        session: SimilaritySession,
        *,
        card: PicturesCard,
        row: LikenessRow,
        actions: PhotoActions,
    ) -> None:
        super().__init__(card)
        self._document = document
        self._session = session
        self._card = card
        self._row = row
        self._actions = actions
        self._most_like: Sorted | None = None
        self._wanted: int | None = None
        """The file that others are to be sorted by."""
        add = card.add_action
        self.most_like = add("&Most like this one first", "Ctrl+Alt+L", self._on_most_like)
        self.most_like.setToolTip("Sort all pictures by how like this one they look.")
        self.move = add(_move_words(None, []), "Ctrl+Shift+M", self._on_move)
        self.move.setToolTip(
            "Move each picture chosen into the class that it looks like. No file is moved, and "
            "Ctrl+Z takes it back."
        )
        row.move_button.setToolTip(self.move.toolTip())
        row.leave_button.setToolTip(actions.leave_out.toolTip())
        actions.offer_beside(self.most_like, self.move)
        self._connect()
        self.show()

    @property
    def order(self) -> Sorted | None:
        """By what the pictures are sorted now; None for the order of the folder."""
        found = self._session.found
        if found is None or self._row.sorting is Sorting.FOLDER:
            return None
        if self._row.sorting is Sorting.MOST_LIKE:
            return self._most_like
        return found.found[self._row.sorting]

    def show(self) -> None:
        """Bring the line above the pictures, and the actions, up to date."""
        found, view = self._session.found, self._actions.view
        counts = {sorting: found.count(sorting) for sorting in FILTERS} if found else {}
        self._row.offer(counts, one=self._name())
        sorting = self._row.sorting
        self._row.show_sorting(sorting, found=found is not None)
        self._row.setEnabled(view is not None and view.complete)
        content = progress_content(self._session)
        self._row.bar.show_content(content)
        self._row.say("" if content is not None else sentence(found, sorting))
        self._show_actions()

    def _connect(self) -> None:
        row, session = self._row, self._session
        row.sorting_chosen.connect(self._on_row_sorting_chosen)
        row.find_button.clicked.connect(self._on_row_find_clicked)
        row.spare_button.clicked.connect(self._on_row_spare_clicked)
        row.move_button.clicked.connect(self.move.trigger)
        row.leave_button.clicked.connect(self._actions.leave_out.trigger)
        row.bar.acted.connect(self._on_bar_acted)
        row.bar.closed.connect(self._on_bar_closed)
        session.state_changed.connect(self._on_session_state_changed)
        session.found_changed.connect(self._on_session_found_changed)
        session.sorted_made.connect(self._on_session_sorted_made)
        self._card.selection_changed.connect(self._show_actions)

    def _sort(self, sorting: Sorting) -> None:
        """Show the pictures in this order; find it out first where it is not known."""
        self._row.choose(sorting)
        if sorting is not Sorting.FOLDER and self._session.found is None:
            self._session.find()
        elif sorting is Sorting.MOST_LIKE and self._wanted is not None:
            self._session.ask_most_like(self._wanted)
        self.show()
        self.order_changed.emit()

    def _name(self) -> str:
        """The name of the picture that others are to be sorted by."""
        view = self._actions.view
        if view is None or self._wanted is None or self._wanted >= len(view.class_of):
            return ""
        return shown(PurePath(view.file(self._wanted).path).name)

    def _show_actions(self) -> None:
        found, chosen = self._session.found, self._card.selected.tolist()
        view, current = self._actions.view, self._card.current
        complete = view is not None and view.complete
        self.most_like.setEnabled(
            complete and current is not None and bool(chosen) and self._comparable(current)
        )
        movable = complete and found is not None and any(n in found.into for n in chosen)
        self.move.setEnabled(movable)
        self.move.setVisible(movable)
        self.move.setText(_move_words(found, chosen))
        self._row.move_button.setEnabled(movable)
        self._row.leave_button.setEnabled(complete and bool(chosen))

    def _comparable(self, number: int) -> bool:
        """Whether a picture is, or can be, compared with others."""
        found, view = self._session.found, self._actions.view
        if found is not None:
            return found.row_of(number) is not None
        return view is not None and int(view.class_of[number]) >= 0

    def _on_row_sorting_chosen(self) -> None:
        self._sort(self._row.sorting)

    def _on_row_find_clicked(self) -> None:
        self._sort(Sorting.LIKENESS)
        self._row.sortings.setFocus()

    def _on_row_spare_clicked(self) -> None:
        """Choose all pictures shown of each group but the best of them."""
        found = self._session.found
        if found is None:
            return
        model, selection = self._card.model, QItemSelection()
        for group in found.groups:
            rows = [row for number in group if (row := model.row_of(number)) is not None]
            for row in rows[1:]:
                selection.select(model.index(row, 0), model.index(row, 0))
        flags = QItemSelectionModel.SelectionFlag
        if not selection.isEmpty():
            first = selection.indexes()[0]
            self._card.grid.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self._card.grid.selectionModel().select(selection, flags.ClearAndSelect)
            self._card.grid.setFocus()

    def _on_most_like(self) -> None:
        current = self._card.current
        if current is not None:
            self._wanted, self._most_like = current, None
            self.show()
            self._sort(Sorting.MOST_LIKE)

    def _on_move(self) -> None:
        found, view = self._session.found, self._actions.view
        photos = self._document.project.photos
        if found is None or view is None or photos is None:
            return
        chosen = [n for n in self._card.selected.tolist() if found.into.get(n) in view.classes]
        into = {view.file(number).path: found.into[number] for number in chosen}
        if into:
            self._actions.apply(photo_edits.move_each(view, photos.edits, into))

    def _on_bar_acted(self, name: str) -> None:
        if name == STOP:
            self._session.stop()
            self._back_to_folder()
        elif name == AGAIN:
            self._session.find()

    def _on_bar_closed(self) -> None:
        self._session.dismiss()
        self._back_to_folder()

    def _back_to_folder(self) -> None:
        if self.order is None:
            self._sort(Sorting.FOLDER)

    def _on_session_state_changed(self) -> None:
        if self._session.state is SimilarityState.IDLE and self._session.found is None:
            self._row.choose(Sorting.FOLDER)
        self.show()

    def _on_session_found_changed(self) -> None:
        found = self._session.found
        if found is None or not _same_files(found, self._most_like, self._wanted):
            self._most_like = None
        if self._row.sorting is Sorting.MOST_LIKE and self._wanted is not None:
            self._session.ask_most_like(self._wanted)
        self.show()
        self.order_changed.emit()

    def _on_session_sorted_made(self, order: Sorted) -> None:
        again = self._most_like is not None
        self._most_like = order
        self.show()
        self.order_changed.emit()
        if not again and self._wanted is not None:
            self._card.go_to(self._wanted)


def _move_words(found: Lookalikes | None, chosen: list[int]) -> str:
    """What moving the pictures chosen is called in a menu."""
    into = {name for n in chosen if found and (name := found.into.get(n))}
    if len(into) == 1:
        return f"Put into “{menu_text(into.pop())}”"
    return "Put into the classes they &look like"


def _same_files(found: Lookalikes, order: Sorted | None, wanted: int | None) -> bool:
    """Whether an order still is of files that were compared."""
    if order is None or wanted is None:
        return False
    return found.row_of(wanted) is not None and bool(
        np.all(order.numbers < len(found.listing.files))
    )
