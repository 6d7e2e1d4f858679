"""The large card: the shown run's curves and the sentence about it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from core.run.record import CrossValidation
from gui.glossary import explain
from gui.theme import PADDING
from gui.train_tab.curves import RunCurves, View
from gui.train_tab.headline import Headline
from gui.train_tab.legend import Legend
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Callout, Card, Role, button, label

if TYPE_CHECKING:
    from gui.train_tab.learning_plot import LearningPlot
    from gui.train_tab.plots import TrainingPlots

_TITLE = "Nothing trained yet"
_WHAT_WILL_HAPPEN = (
    "Press Train. The network looks at all training pictures, a batch at a time, and after each "
    "batch moves its weights so that it is wrong a little less often. Two curves will grow here: "
    "accuracy, which should rise, and loss, which should fall. After every epoch it is checked on "
    "validation pictures, from which it does not learn."
)
_WITH_A_BACKBONE = (
    "Press Train. Each picture passes a pretrained backbone once, which takes the time; then a "
    "regression learns the classes in seconds. One curve will grow here: how often the network is "
    "right about pictures that it did not learn from, with fewer and with all pictures. Its end "
    "tells whether more photos would help."
)
_OTHER_VIEW = {View.EPOCHS: "Show the f&ine-tuning", View.PICTURES: "Show the lear&ning curve"}


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
        self._learning: LearningPlot | None = None
        self._shown: tuple[RunCurves | None, tuple[RunCurves, ...]] = (None, ())
        self._wanted: View | None = None
        self.headline = Headline()
        self._heading = ElidedLabel("", Role.TITLE)
        self._settings = ElidedLabel("", Role.NOTE)
        self.aside = button("", ButtonRole.LINK, tooltip=f"{explain('set_aside').html}")
        self.aside.clicked.connect(self.aside_wanted)
        self.aside.hide()
        self.other_view = button("", ButtonRole.LINK, tooltip=explain("learning_curve").html)
        self.other_view.clicked.connect(self._on_other_view_clicked)
        self.other_view.hide()
        self._apart = label("", Role.NOTE, wrap=True)
        self._apart.hide()
        self._legend = Legend()
        self._callout = Callout()
        self._stack = QStackedWidget()
        self._before = label(_WHAT_WILL_HAPPEN, Role.DIM, wrap=True)
        self._stack.addWidget(_empty_page(self._before))
        self._stack.addWidget(self._curves_page())
        self.content.addWidget(self._stack, 1)
        self.content.addWidget(self._callout)
        self.show_sentence("")

    @property
    def plots(self) -> "TrainingPlots | None":
        """The plots, once they are built."""
        return self._plots

    @property
    def learning(self) -> "LearningPlot | None":
        """The plot against the number of pictures, once it is built."""
        return self._learning

    @property
    def view(self) -> View:
        """Against what the shown run is drawn."""
        run, _ = self._shown
        views = run.views if run else (View.EPOCHS,)
        return self._wanted if self._wanted in views else views[0]

    @property
    def apart(self) -> str:
        """What is said of runs that cannot be drawn with the shown one."""
        return self._apart.text() if self._apart.isVisibleTo(self) else ""

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
        self._draw(growing=False)

    def show_nothing(self, *, with_backbone: bool = False) -> None:
        """Say what will happen when one trains."""
        self._before.setText(_WITH_A_BACKBONE if with_backbone else _WHAT_WILL_HAPPEN)
        self._stack.setCurrentIndex(0)

    def show_headline(self, result: CrossValidation | None, *, tuned: bool = False) -> None:
        """Show a cross-validated accuracy; `tuned` where the network was changed after it."""
        self.headline.show_result(result, tuned=tuned)

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
        before = self._shown[0]
        if before is None or before.number != run.number:
            self._wanted = None
        self._shown = (run, tuple(others))
        self._draw(growing=growing)

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
        below.addWidget(self.other_view)
        below.addWidget(self.aside)
        self._plots_place.addLayout(below)
        self._plots_place.addWidget(self.headline)
        self._plots_place.addWidget(self._apart)
        self._plots_place.addSpacing(4)
        return page

    def _draw(self, *, growing: bool) -> None:
        run, others = self._shown
        view = self.view
        fitting = [other for other in others if view in other.views]
        self._legend.show_lines(view, [other.number for other in fitting])
        self._show_apart([other for other in others if view not in other.views])
        self._show_other_view()
        if self._plots is None or run is None:
            return
        if view is View.PICTURES:
            self._learning_plot().show_runs(run, fitting)
        elif growing:
            self._plots.show_growth(run, fitting)
        else:
            self._plots.show_runs(run, fitting)
        self._plots.setVisible(view is View.EPOCHS)
        if self._learning is not None:
            self._learning.setVisible(view is View.PICTURES)

    def _learning_plot(self) -> "LearningPlot":
        """The plot against the number of pictures; made when it is needed first."""
        if self._learning is None:
            from gui.train_tab.learning_plot import LearningPlot

            self._learning = LearningPlot()
            self._plots_place.addWidget(self._learning, 1)
        return self._learning

    def _show_apart(self, apart: Sequence[RunCurves]) -> None:
        words = apart_words(self.view, [run.number for run in apart])
        run, _ = self._shown
        if run is not None and run.learning is not None:
            words = " ".join(filter(None, (run.learning.missing, words)))
        self._apart.setText(words)
        self._apart.setVisible(bool(words))

    def _show_other_view(self) -> None:
        run, _ = self._shown
        others = [view for view in run.views if view is not self.view] if run else []
        self.other_view.setVisible(bool(others))
        if others:
            self.other_view.setText(_OTHER_VIEW[others[0]])

    def _on_other_view_clicked(self) -> None:
        run, _ = self._shown
        if run is not None:
            self._wanted = next(view for view in run.views if view is not self.view)
            self._draw(growing=False)


def apart_words(view: View, numbers: Sequence[int]) -> str:
    """Why ticked runs are not drawn with the shown one; empty where all are."""
    if not numbers:
        return ""
    listed = ", ".join(str(number) for number in numbers[:-1])
    one = len(numbers) == 1
    runs = f"Run {numbers[0]}" if one else f"Runs {listed} and {numbers[-1]}"
    if view is View.PICTURES:
        learn = "learns" if one else "learn"
        return f"{runs} {learn} in epochs and cannot be drawn on this curve over pictures."
    have = "has a curve" if one else "have curves"
    return f"{runs} {have} over pictures and cannot be drawn over epochs."


def _empty_page(words: QLabel) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setSpacing(8)
    layout.addStretch(1)
    title = label(_TITLE, Role.TITLE)
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
