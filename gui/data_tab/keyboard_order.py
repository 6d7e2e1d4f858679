"""The way that Tab goes through the Data tab."""

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gui.data_tab.data_tab import DataTab


def order_by_keyboard(tab: "DataTab") -> None:
    """Let Tab go from left to right; to be called when there are other rows of classes."""
    folder, pictures, split_card = tab.sources.folder, tab.pictures, tab.split
    stops: tuple[QWidget, ...] = (
        *(tab.sources.built_in, folder, folder.menu_button),
        *(*tab.classes.rows, tab.classes.new_class, *tab.classes.left_out_rows),
        *(pictures.classes, pictures.parts, *tab.likeness_row.stops),
        *(tab.bar.action, tab.bar.close_button, pictures.grid),
        *(split_card.validation, split_card.test_share, split_card.seed),
        *(*tab.form.fields, tab.problems.show_all, tab.problems.list, tab.next),
    )
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
