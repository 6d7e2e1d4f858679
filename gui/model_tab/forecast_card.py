"""What the training will need: time and memory."""

from PySide6.QtWidgets import QGridLayout, QLabel

from core.model.network import NetworkSpec
from core.training.forecast import Forecast
from gui.durations import about
from gui.glossary import explain
from gui.model_tab.forecaster import Forecaster, Measurement, whole_seconds
from gui.widgets.text import Card, Role, label, set_role

_GIGABYTE = 1e9
_UNKNOWN = "–"
_DECODING = "decoding comes on top, once."


class ForecastCard(Card):
    """Time per epoch and memory for one network, kept up to date."""

    def __init__(self, forecaster: Forecaster) -> None:
        super().__init__("Forecast")
        self._forecaster = forecaster
        self._network: NetworkSpec | None = None
        self.time = label(wrap=True)
        self.memory = label(wrap=True)
        self.note = label("", Role.NOTE, wrap=True)
        self._time_name = self._name("Time per epoch", "time_per_epoch", self.time)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        names = (self._time_name, self._name("Memory", "memory", self.memory))
        for row, (name, value) in enumerate(zip(names, (self.time, self.memory), strict=True)):
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        self.content.setContentsMargins(16, 10, 16, 12)
        self.content.setSpacing(6)
        self.content.addLayout(grid)
        self.content.addWidget(self.note)
        forecaster.changed.connect(self._show)

    def show_network(self, network: NetworkSpec) -> None:
        """Forecast for this network."""
        self._network = network
        self._show()

    def _name(self, words: str, term: str, value: QLabel) -> QLabel:
        made = label(words, Role.DIM)
        _tell(made, value, words, term)
        return made

    def _show(self) -> None:
        if self._network is None:
            return
        known = self._forecaster.of(self._network)
        if self._network.by_regression:
            _tell(self._time_name, self.time, "Time", "time_in_all")
            self.time.setText(_time_in_all(known, measuring=self._forecaster.backbones.measuring))
        else:
            _tell(self._time_name, self.time, "Time per epoch", "time_per_epoch")
            self.time.setText(_time(known, self._forecaster.measurement))
        self.memory.setText(_memory(known))
        warnings = () if known is None else known.warnings
        set_role(self.note, Role.PROBLEM if warnings else Role.NOTE)
        note = "\n".join(warnings) or self._source(known)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _source(self, known: Forecast | None) -> str:
        """Where the time comes from, and what it leaves out."""
        if self._network is not None and self._network.backbone is not None:
            return "" if known is None else _passing(known)
        if known is None or known.seconds_per_epoch is None:
            return ""
        measured = known.source == "measured"
        words = "measured on this computer" if measured else known.source
        if not self._forecaster.decodes_first:
            return f"Time {words}."
        words = "measured" if measured else known.source
        return f"Time {words}; {_DECODING}"


def _tell(name: QLabel, value: QLabel, words: str, term: str) -> None:
    """Let a name and its value be about `term`."""
    name.setText(words)
    for shown in (name, value):
        shown.setToolTip(explain(term).html)
    value.setAccessibleName(words)


def _passing(known: Forecast) -> str:
    """What comes before everything else: the pictures' way through the backbone."""
    if known.waiting is None:
        return ""
    if known.waiting == 0:
        return "What the backbone makes of these pictures is known already."
    pictures = "1 picture passes" if known.waiting == 1 else f"{known.waiting:,} pictures pass"
    if known.passing_seconds is None:
        return f"{pictures} the backbone first, once."
    return f"{pictures} the backbone first, once: {about(known.passing_seconds)}."


def _time_in_all(known: Forecast | None, *, measuring: bool) -> str:
    if known is None:
        return _UNKNOWN
    seconds = whole_seconds(known)
    if seconds is not None:
        return about(seconds)
    return "measuring this computer…" if measuring else _UNKNOWN


def _time(known: Forecast | None, measurement: Measurement) -> str:
    if known is None:
        return _UNKNOWN
    if known.seconds_per_epoch is not None:
        return about(known.seconds_per_epoch)
    if measurement is Measurement.RUNNING:
        return "measuring this computer…"
    return "known after the first epoch"


def _memory(known: Forecast | None) -> str:
    if known is None:
        return _UNKNOWN
    needed, total = known.memory_bytes / _GIGABYTE, known.total_bytes / _GIGABYTE
    return f"{needed:,.1f} of {total:,.0f} GB"
