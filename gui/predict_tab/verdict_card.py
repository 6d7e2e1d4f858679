"""The card that says what the picture is, and how sure the model is."""

from collections.abc import Sequence
from math import ceil, isfinite

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from core.model.layers import Activation, ActivationLayer, Dense
from core.run.record import RunRecord
from gui.glossary import explain
from gui.predict_tab.entry import Verdict, percent, sureness
from gui.theme import colours_of
from gui.widgets.bars import ShareBar
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import ButtonRole, Card, Role, button, label

_SHOWN = 5
_BAR_PX = 10


class VerdictCard(Card):
    """The verdict in large letters, a sentence, and bars for the surest classes."""

    def __init__(self) -> None:
        super().__init__()
        self._ranking: tuple[tuple[str, float], ...] = ()
        self._all = False
        self.intro = label("This is", Role.NOTE)
        self.verdict = label("", Role.VERDICT, wrap=True)
        self.sentence = label("", Role.NOTE, wrap=True)
        self.caution = label("", Role.PROBLEM, wrap=True)
        self.more = button("", ButtonRole.LINK, tooltip="Show or hide the other classes")
        self.more.clicked.connect(self._on_more_clicked)
        self._bars: list[_ClassBar] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._list.setContentsMargins(0, 12, 8, 0)
        self.content.setSpacing(2)
        self.time = label("", Role.NOTE)
        first = QHBoxLayout()
        first.addWidget(self.intro, 1)
        first.addWidget(self.time)
        self.content.addLayout(first)
        for widget in (self.verdict, self.sentence, self.caution):
            self.content.addWidget(widget)
        self.content.addWidget(self._build_scroll(), 1)
        self.clear("Drop a picture to see what it is.")

    def clear(self, sentence: str) -> None:
        """There is no verdict to show, and this is why."""
        self._ranking = ()
        self.intro.hide()
        self.verdict.hide()
        self.sentence.setText(sentence)
        self.sentence.setToolTip("")
        self.caution.hide()
        self.time.hide()
        self._show_bars()

    def show_verdict(self, verdict: Verdict, *, caution: str = "", sure: str = "") -> None:
        """Show what the model said.

        Args:
            verdict: Of the model.
            caution: How the numbers are to be taken, where that is not as usual.
            sure: How far they can be relied on; shown where one points at the sentence.
        """
        self._ranking = verdict.ranking
        self.intro.show()
        self.verdict.show()
        winner = verdict.winner
        if is_unused(winner):
            winner = "none of the classes"
        self.verdict.setText(winner)
        self.verdict.setAccessibleName(f"This is {winner}")
        self.sentence.setText(sentence(verdict.ranking))
        self.sentence.setToolTip(sure)
        self.caution.setText(caution)
        self.caution.setVisible(bool(caution))
        self.time.setText(f"{max(1, round(verdict.milliseconds)):,} ms")
        self.time.setToolTip("How long the answer took, from the file to the verdict")
        self.time.show()
        self._show_bars()

    def shown_bars(self) -> tuple[tuple[str, str], ...]:
        """Class and percentage of every bar that is shown."""
        count = len(self._shown())
        return tuple((bar.name.text(), bar.share.text()) for bar in self._bars[:count])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_bars()

    def _shown(self) -> tuple[tuple[str, float], ...]:
        return self._ranking if self._all else self._ranking[:_SHOWN]

    def _show_bars(self) -> None:
        shown = self._shown()
        while len(self._bars) < len(shown):
            bar = _ClassBar()
            self._list.insertWidget(len(self._bars), bar)
            self._bars.append(bar)
        for number, bar in enumerate(self._bars):
            bar.setVisible(number < len(shown))
            if number < len(shown):
                bar.show_share(*shown[number], first=number == 0)
        rest = self._ranking[_SHOWN:]
        self.more.setVisible(bool(rest))
        self.more.setText(f"Only the first {_SHOWN}" if self._all else rest_words(rest))

    def _on_more_clicked(self) -> None:
        self._all = not self._all
        self._show_bars()

    def _build_scroll(self) -> QScrollArea:
        inside = QWidget()
        inside.setLayout(self._list)
        self._list.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        area.setAccessibleName("Share of every class")
        return area


class _ClassBar(QWidget):
    """One class: its name, its share, and a bar."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ElidedLabel()
        self.share = label("", Role.SUBTITLE)
        self._bar = ShareBar(_BAR_PX)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._bar)

    def show_share(self, name: str, share: float, *, first: bool) -> None:
        """Show this class and share (0-1)."""
        colours = colours_of(self)
        self.name.setText(name)
        self.share.setText(percent(share))
        width = min(1.0, max(0.0, share)) if isfinite(share) else 0.0
        self._bar.set_parts((width, QColor(colours.accent if first else colours.dim)))
        self._bar.setAccessibleName(f"{name} {percent(share)}")


def is_unused(name: str) -> bool:
    """Whether this names an output to which no class belongs, such as "(unused 11)"."""
    return name.startswith("(unused ")


def sentence(ranking: Sequence[tuple[str, float]]) -> str:
    """How sure the model is, and what else it might be."""
    winner, share = ranking[0]
    sure = sureness(share).replace("> ", "More than ")
    if is_unused(winner):
        number = winner.removeprefix("(unused ").removesuffix(")")
        best = next((name for name, _share in ranking if not is_unused(name)), "")
        words = f"Output {number} is the strongest, {sure}, and no class belongs to it."
        return f"{words} First choice among the classes: {best}." if best else words
    second = next((name for name, _share in ranking[1:] if not is_unused(name)), "")
    return f"{sure} sure. Second choice: {second}." if second else f"{sure} sure."


def rest_words(rest: Sequence[tuple[str, float]]) -> str:
    """The classes without a bar in a few words: how many, and below which share they all lie."""
    if not rest:
        return ""
    highest = max((share for _name, share in rest if isfinite(share)), default=0.0)
    limit = max(1, ceil(highest * 1000 + 1e-9)) / 1000
    classes = "1 more class" if len(rest) == 1 else f"{len(rest):,} more classes"
    return f"{classes} below {percent(limit)}"


def caution(record: RunRecord) -> str:
    """How the numbers of this run's model are to be taken; empty where they are as usual."""
    layers = record.network.layers
    last = layers[-1] if layers else None
    words = []
    if isinstance(last, Dense) and isinstance(last.units, int) and last.units > len(record.classes):
        words.append(f"This model has {last.units:,} outputs for {len(record.classes):,} classes.")
    if isinstance(last, Dense | ActivationLayer) and not _gives_shares(last, len(record.classes)):
        words.append(
            "Its last layer is not softmax: these are no shares of 100\N{NO-BREAK SPACE}%."
        )
    return " ".join(words)


def calibration(record: RunRecord) -> str:
    """How far the numbers of this run's model can be relied on; empty where nobody measured it."""
    tuned = record.fine_tuning is not None and record.fine_tuning.kept
    if record.calibration_error is None or tuned:
        return ""
    points = f"{record.calibration_error * 100:.1f}"
    return explain("calibration").html_with(
        f"Measured by cross-validation, they are off by {points} points on average."
    )


def _gives_shares(last: Dense | ActivationLayer, classes: int) -> bool:
    """Whether the outputs are shares of 100 %: softmax, or one sigmoid for two classes."""
    if last.activation is Activation.SIGMOID:
        return classes == 2 and (isinstance(last, ActivationLayer) or last.units == 1)
    return last.activation is Activation.SOFTMAX
