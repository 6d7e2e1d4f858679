"""What every test stands on: no screen, a home of its own, and nothing left behind."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


@pytest.fixture(autouse=True)
def litmus_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Litmus keeps its own files in the test's folder."""
    home = tmp_path / "litmus-home"
    monkeypatch.setenv("LITMUS_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a Python thread of ours behind."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {[t.name for t in left]}"
