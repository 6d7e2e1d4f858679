"""Everything in the window that takes the keyboard tells what it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.jobs import Jobs
from gui.step_header import Step
from tests.gui.trainings import ScriptedTraining
from tests.gui.windows import Parts

_TERMS = (QAbstractSpinBox, QComboBox, QAbstractButton)
"""What changes or does something: its tooltip says what, or what its term means."""


@pytest.fixture
def parts(qtbot: QtBot, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setattr("gui.model_tab.forecaster.Forecaster.start", lambda _self: None)
    made = Parts(jobs, ScriptedTraining())
    made.load()
    made.document.choose_preset("convolutional")
    made.window.show()
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: not made.window.isVisible())
    made.window.deleteLater()


def focusable(window: QWidget) -> list[QWidget]:
    """What Tab or a click can give the keyboard to, but for the inside of other widgets."""
    found = [w for w in window.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    return [
        w
        for w in found
        if not w.objectName().startswith("qt_")
        and not isinstance(w.parent(), QAbstractSpinBox | QComboBox)
    ]


def told(widget: QWidget) -> str:
    """The name that a screen reader tells."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def explained(widget: QWidget) -> bool:
    """Whether its tooltip, or that of the chip around it, says what it is."""
    around = widget.parentWidget()
    return bool(widget.toolTip() or (around is not None and around.toolTip()))


def proxied(widget: QWidget) -> bool:
    return isinstance(widget.focusProxy(), QWidget)


@pytest.mark.parametrize("step", list(Step))
def test_every_control_has_a_name(parts: Parts, step: Step) -> None:
    parts.window.show_step(step)
    widgets = [w for w in focusable(parts.window) if w.isVisible() and not proxied(w)]
    assert len(widgets) > 7
    nameless = [w for w in widgets if not told(w)]
    assert not nameless, nameless


@pytest.mark.parametrize("step", list(Step))
def test_every_control_explains_itself(parts: Parts, step: Step) -> None:
    parts.window.show_step(step)
    widgets = [w for w in focusable(parts.window) if w.isVisible() and isinstance(w, _TERMS)]
    assert len(widgets) > 6
    mute = [(told(w), w) for w in widgets if not explained(w)]
    assert not mute, mute


@pytest.mark.parametrize("step", list(Step))
def test_tab_reaches_every_control_and_comes_back(parts: Parts, step: Step) -> None:
    parts.window.activateWindow()
    parts.window.show_step(step)
    first = QApplication.focusWidget()
    assert first is not None
    seen: list[QWidget] = []
    widget: QWidget | None = first
    while widget is not None and widget not in seen and len(seen) < 200:
        seen.append(widget)
        parts.window.focusNextChild()
        widget = QApplication.focusWidget()
    assert widget is first, "Tab is caught somewhere"
    tab_stops = [
        w
        for w in focusable(parts.window)
        if w.isVisible()
        and w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not proxied(w)
        and not isinstance(w, QScrollArea | QAbstractItemView)
    ]
    assert not [w for w in tab_stops if w not in seen]
