"""Commands run in this process, and what they gave."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import main

# What is measured of a busy computer must not decide what is compared.
QUICK = (
    *("--preset", "convolutional", "--image-size", "24", "--epochs", "1"),
    *("--fast-arithmetic", "off"),
)


class Outcome:
    """What a command gave."""

    def __init__(self, code: int, output: str, error: str) -> None:
        self.code = code
        self.output = output
        self.error = error

    def content(self) -> dict[str, object]:
        return dict(json.loads(self.output))


Command = Callable[..., Outcome]


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command, listening to what libraries write past Python too."""

    def run(*arguments: str | Path) -> Outcome:
        capfd.readouterr()
        code = main.main([os.fspath(argument) for argument in arguments])
        captured = capfd.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(code, captured.out, captured.err)

    return run


def learn(command: Command, folder: Path, run: Path, *options: str) -> Outcome:
    return command("train", f"--data={os.fspath(folder)}", *QUICK, "--out", run, *options)
