"""`main.py train --resume RUN`, in this process."""

import json
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest

from core.commands.progress import TrainingProgress
from core.run.folder import read_run
from core.training.events import EpochDone, TrainingEvent
from core.training.state_file import read_state
from tests.commands.running import Command, command, learn
from tests.photos import make_photos

__all__ = ["command"]

EPOCHS = "--epochs=3"


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "shapes", each=12)


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Ctrl-C comes in the second epoch, until it is undone."""
    show = TrainingProgress.show

    def show_and_strike(self: TrainingProgress, event: TrainingEvent) -> None:
        show(self, event)
        if isinstance(event, EpochDone) and event.result.epoch == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(TrainingProgress, "show", show_and_strike)
    return monkeypatch


def test_after_ctrl_c_a_training_is_gone_on_with_and_ends_as_it_would(
    command: Command, photos: Path, tmp_path: Path, interrupted: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    stopped = learn(command, photos, run, EPOCHS)
    assert stopped.code == 130
    assert json.loads((run / "run.json").read_text())["status"] == "stopped"
    interrupted.undo()

    # What was begun may be said again; what differs is refused by its name.
    said = ("--preset", "convolutional", "--image-size", "24", EPOCHS, "--fast-arithmetic", "off")
    for option, complaint in {
        "--batch-size=64": "--batch-size is 32 in this run, not 64.",
        "--seed=8": "--seed is 7 in this run, not 8.",
        "--image-size=32x24": "--image-size is 24x24 in this run, not 32x24.",
        "--preset=dense-128": "--preset is convolutional in this run, not dense-128.",
        "--patience=2": "--patience is not set in this run; it goes on as it was begun.",
        "--grey": "--grey is not set in this run; it goes on as it was begun.",
        "--epochs=2": "--epochs is 3 in this run, not 2; more of them would train it longer.",
        "--epochs=100000": "--epochs must be from 1 to 10,000. Received: 100000",
        "--data=fashion-mnist": f"--data is “{photos}” in this run, not “fashion-mnist”.",
        f"--out={tmp_path / 'other'}": f"--out is “{run}” in this run, not “{tmp_path / 'other'}”.",
        f"--continue-from={run}": "--continue-from is not set in this run; it goes on as it was",
    }.items():
        refused = command("train", "--resume", run, *said, option)
        assert refused.code == 2
        assert complaint in refused.error
    assert json.loads((run / "run.json").read_text())["status"] == "stopped"

    resumed = command(
        "train", "--resume", run, "--data", photos, *said, "--out", run, "--fast-arithmetic", "auto"
    )
    assert resumed.code == 0, resumed.error
    lines = resumed.output.splitlines()
    assert lines[0] == "Resumed in epoch 2 of 3."
    assert lines[1].startswith("Epoch 2/3: ")
    assert lines[-1].startswith("Finished after 3 epochs, as planned.")

    whole = tmp_path / "whole"
    assert learn(command, photos, whole, EPOCHS).code == 0
    for mine, theirs in zip(_kept(run), _kept(whole), strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-5, rtol=0)


def _kept(folder: Path) -> tuple[np.ndarray, ...]:
    return read_state(read_run(folder)).kept


def test_a_finished_run_says_so_and_trains_longer_wherever_its_pictures_are(
    command: Command, photos: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    assert learn(command, photos, run, "--tensorboard").code == 0
    logs = {name: list((run / "logs" / name).iterdir()) for name in ("train", "validation")}
    assert [len(files) for files in logs.values()] == [1, 1]
    before = (run / "run.json").read_bytes()
    told = command("train", "--resume", run)
    assert (told.code, told.error) == (0, "")
    assert told.output.startswith("“run” is finished already: Finished after 1 epoch, as planned.")
    told = command("train", "--resume", run, "--json", "--epochs", "1")
    assert told.code == 0
    assert told.content() == json.loads(before)
    assert (run / "run.json").read_bytes() == before

    moved = tmp_path / "moved" / "pictures"
    shutil.move(photos, moved)
    lost = command("train", "--resume", run, "--epochs", "2")
    assert lost.code == 2
    assert "shapes” does not exist. Give the folder of its pictures by --data." in lost.error
    empty = make_photos(tmp_path / "others", each=2, seed=5)
    other = command("train", "--resume", run, "--epochs", "2", "--data", empty)
    assert other.code == 2
    assert "others” holds only 0 of the 24 pictures that “run” learns from." in other.error
    assert (run / "run.json").read_bytes() == before

    longer = command("train", "--resume", run, "--epochs", "2", "--data", moved, "--json")
    assert longer.code == 0, longer.error
    content = longer.content()
    assert content["status"] == "finished"
    assert [epoch["epoch"] for epoch in content["epochs"]] == [1, 2]  # type: ignore[attr-defined]
    assert content["data"]["folder"] == str(moved)  # type: ignore[index]
    # Logs that were begun are gone on with.
    (longer_logs,) = (run / "logs" / "train").iterdir()
    assert longer_logs not in logs["train"]


def test_what_is_no_run_and_what_is_missing(command: Command, tmp_path: Path) -> None:
    nothing = command("train", "--resume", tmp_path)
    assert nothing.code == 2
    assert "is not a run: it has no run.json" in nothing.error
    missing = command("train", "--preset", "dense-128", "--out", tmp_path / "run")
    assert missing.code == 2
    assert "The following arguments are required: --data. See: " in missing.error
