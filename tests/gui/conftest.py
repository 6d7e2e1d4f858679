"""Tests of the window: nothing of Qt is left behind either."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.jobs import Jobs
from gui.theme import Scheme, apply_scheme, prepare_application


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as a person sees it: our style, light."""
    prepare_application(qapp)
    apply_scheme(qapp, Scheme.LIGHT)
    return qapp


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:  # noqa: ARG001 - signals need an application
    """Worker threads that end with the test."""
    made = Jobs()
    yield made
    made.shut_down()


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a running timer or a top-level widget behind."""
    before = set(map(id, qapp.topLevelWidgets()))
    # What is there already is not this test's, and need not be gone through again after each.
    gc.freeze()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    timers = [t for t in _timers() if isValid(t) and t.isActive()]
    widgets = [
        w for w in qapp.topLevelWidgets() if id(w) not in before and isValid(w) and w.isVisible()
    ]
    assert not timers, f"timers left running: {timers}"
    assert not widgets, f"windows left open: {widgets}"


def _timers() -> list[QTimer]:
    """Timers made since the collector was frozen."""
    return [thing for thing in gc.get_objects() if isinstance(thing, QTimer)]
