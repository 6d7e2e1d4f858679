import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError
from core.export.own_process import run_module

MODULE = "tests.core.export.misbehaving"


def run(what: str, folder: Path, limit_s: float = 30, cancel: CancelToken | None = None) -> int:
    """Runs it; gives the id of the process, which is over by now."""
    told: list[dict[str, Any]] = []

    def listen(words: dict[str, Any]) -> None:
        told.append(words)
        if cancel is not None:
            cancel.cancel()

    try:
        run_module(
            MODULE,
            [what],
            folder=folder,
            what="The check",
            limit_s=limit_s,
            cancel=cancel or CancelToken(),
            told=listen,
        )
    finally:
        assert told or limit_s < 1
        assert {words["temporary"] for words in told} <= {str(folder)}
        assert not [words for words in told if psutil.pid_exists(words["pid"])]
    return int(told[0]["pid"])


def test_what_ends_well_ends_well_wherever_it_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("nothing", tmp_path) != os.getpid()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("crash", r"^The check broke off \(its process ended with code -6\)"),
        ("sentence", r"^It is damaged\. Train again\.$"),
        ("unexpected", r"^The check failed: RuntimeError: boom\.$"),
        ("memory", "^There is not enough memory"),
    ],
)
def test_failures_become_sentences(what: str, sentence: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and what == "crash":
        pytest.skip("another code there")
    with pytest.raises(LitmusError, match=sentence):
        run(what, tmp_path)


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(LitmusError, match="did not end within 0"):
        run("sleep", tmp_path, limit_s=0.1)


def test_cancelling_ends_it_at_once(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run("sleep", tmp_path, cancel=CancelToken())


def test_it_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.touch()
    command = [sys.executable, "-m", MODULE, "sleep", str(words)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=Path.cwd())
    try:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 3
    finally:
        process.kill()
        process.wait()
