"""Native code greets nobody."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.native_noise import silent_stderr

ROOT = Path(__file__).parents[2]


def test_what_native_code_writes_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with silent_stderr():
        os.write(2, b"hello from C\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_where_the_block_fails_it_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with silent_stderr():
            os.write(2, b"why it failed\n")
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert capfd.readouterr().err == "why it failed\n"


def test_two_threads_that_leave_in_the_order_they_came(capfd: pytest.CaptureFixture[str]) -> None:
    entered, leave = threading.Event(), threading.Event()

    def first() -> None:
        with silent_stderr():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with silent_stderr():
        leave.set()
        thread.join()
        os.write(2, b"still inside\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_without_a_stderr_nothing_is_done() -> None:
    code = (
        "import os; os.close(2); from core.native_noise import silent_stderr as s\nwith s(): pass"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
