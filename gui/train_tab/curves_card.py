"""The large card: the shown run's curves and the sentence about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gui.glossary import explain
from gui.theme import PADDING
from gui.train_tab.curves import RunCurves
from gui.train_tab.legend import Legend
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Callout, Card, Role, button, label

if TYPE_CHECKING:
    from gui.train_tab.plots import TrainingPlots

_TITLE = "Nothing trained yet"
_WHAT_WILL_HAPPEN = (
    "Press Train. The network looks at all training pictures, a batch at a time, and after each "
    "batch moves its weights so that it is wrong a little less often. Two curves will grow here: "
    "accuracy, which should rise, and loss, which should fall. After every epoch it is checked on "
    "validation pictures, from which it does not learn."
)


class CurvesCard(Card):
    """Title, legend, plots and sentence; before any training, what will happen.

    Signals:
        aside_wanted: A person wants to see which pictures were set aside.
    """

    aside_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.content.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        self._plots: TrainingPlots | None = None
        self._shown: tuple[RunCurves | None, tuple[RunCurves, ...]] = (None, ())
        self._heading = ElidedLabel("", Role.TITLE)
        self._settings = ElidedLabel("", Role.NOTE)
        self.aside = button("", ButtonRole.LINK, tooltip=f"{explain('set_aside').html}")
        self.aside.clicked.connect(self.aside_wanted)
        self.aside.hide()
        self._legend = Legend()
        self._callout = Callout()
        self._stack = QStackedWidget()
        self._stack.addWidget(_empty_page())
        self._stack.addWidget(self._curves_page())
        self.content.addWidget(self._stack, 1)
        self.content.addWidget(self._callout)
        self.show_sentence("")

    @property
    def plots(self) -> "TrainingPlots | None":
        """The plots, once they are built."""
        return self._plots

    @property
    def heading(self) -> str:
        """What the shown run is called; empty where none is shown."""
        return self._heading.text() if self._stack.currentIndex() == 1 else ""

    @property
    def sentence(self) -> str:
        """The sentence about the shown run, or about what went wrong."""
        return self._callout.text() if self._callout.isVisibleTo(self) else ""

    def build_plots(self) -> None:
        """Import pyqtgraph and make the plots (half a second, once)."""
        if self._plots is not None:
            return
        from gui.train_tab.plots import TrainingPlots

        self._plots = TrainingPlots()
        self._plots_place.addWidget(self._plots, 1)
        self._plots.show_runs(*self._shown)

    def show_nothing(self) -> None:
        """Say what will happen when one trains."""
        self._stack.setCurrentIndex(0)

    def show_heading(self, title: str, settings: str) -> None:
        """Name the shown run and how it was trained."""
        self._stack.setCurrentIndex(1)
        self._heading.setText(title)
        self._settings.setText(settings)
        self._settings.setToolTip(settings)

    def show_aside(self, words: str) -> None:
        """Say how many pictures were set aside; empty where none were."""
        self.aside.setText(words)
        self.aside.setVisible(bool(words))

    def show_curves(
        self, run: RunCurves, others: Sequence[RunCurves], *, growing: bool = False
    ) -> None:
        """Draw `run`, and `others` behind it; `growing` for more of the same run."""
        self._shown = (run, tuple(others))
        self._legend.show_others([other.number for other in others])
        if self._plots is not None and growing:
            self._plots.show_growth(run, others)
        elif self._plots is not None:
            self._plots.show_runs(run, others)

    def show_sentence(self, text: str, *, warning: bool = False) -> None:
        """Say `text` under the plots."""
        self._callout.setVisible(bool(text))
        self._callout.show_text(text, warning=warning)

    def _curves_page(self) -> QWidget:
        page = QWidget()
        top = QHBoxLayout()
        top.setSpacing(PADDING)
        top.addWidget(self._heading, 1)
        top.addWidget(self._legend)
        self._plots_place = QVBoxLayout(page)
        self._plots_place.setContentsMargins(0, 0, 0, 0)
        self._plots_place.setSpacing(4)
        self._plots_place.addLayout(top)
        below = QHBoxLayout()
        below.setSpacing(PADDING)
        below.addWidget(self._settings, 1)
        below.addWidget(self.aside)
        self._plots_place.addLayout(below)
        self._plots_place.addSpacing(4)
        return page


def _empty_page() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(8)
    layout.addStretch(1)
    title = label(_TITLE, Role.TITLE)
    words = label(_WHAT_WILL_HAPPEN, Role.DIM, wrap=True)
    words.setMaximumWidth(520)
    for text in (title, words):
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(_centred(text))
    layout.addStretch(1)
    return page


def _centred(text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(text, 100)
    row.addStretch(1)
    return row
