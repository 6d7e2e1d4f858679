"""`train --continue-from RUN`: a class more next week."""

import os
from pathlib import Path

import pytest

from core.data.side import Side
from core.run.folder import read_run
from tests.commands.running import Command, command
from tests.photos import make_photos

__all__ = ["command"]

NET = ("--preset", "dense-128", "--image-size", "16", "--fast-arithmetic", "off")


@pytest.fixture
def fruit(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "shapes", each=16)


@pytest.mark.slow
def test_a_class_more(command: Command, fruit: Path, tmp_path: Path) -> None:
    data = f"--data={os.fspath(fruit)}"
    first, more, plain = (tmp_path / name for name in ("first", "more", "plain"))
    begun = command("train", data, *NET, "--epochs", "12", "--test", "0.1", "--out", first)
    assert begun.code == 0, begun.error
    (fruit / "disc" / "disc 1.jpg").unlink()
    make_photos(fruit, kinds=("bar",), each=16)
    grown = command("train", data, "--continue-from", first, "--epochs", "1", "--out", more)
    assert grown.code == 0, grown.error
    told = [line.strip() for line in grown.output.splitlines()]
    place = told.index("Continuing from “first”:")
    assert told[place + 1 : place + 4] == [
        "2 classes are known.",
        "New: bar.",
        "16 new pictures, 1 is gone.",
    ]
    assert told[place + 4].startswith("Epoch 1/1")
    record, before = read_run(more).record, read_run(first).record
    assert record.continued_from == "first"
    assert record.data.class_folders == (("bar",), ("disc",), ("square",))
    assert (record.preset, record.network.input) == ("dense-128", before.network.input)
    assert (record.settings.validation, record.settings.test) == (0.2, 0.1)
    # Nothing that was learned from is checked on.
    assert record.data.split
    assert before.data.split
    learned = before.data.split.sides[Side.TRAINING]
    checked = record.data.split.sides[Side.VALIDATION]
    assert not set(learned.values()) & set(checked.values())
    # It knows more after one epoch than a fresh one does.
    fresh = command("train", data, *NET, "--epochs", "1", "--out", plain)
    assert fresh.code == 0, fresh.error
    ahead, behind = record.epochs[0], read_run(plain).record.epochs[0]
    assert ahead.accuracy > behind.accuracy + 0.1
    assert ahead.loss < behind.loss


def test_json_alone_is_on_stdout(command: Command, fruit: Path, tmp_path: Path) -> None:
    data = f"--data={os.fspath(fruit)}"
    run, again = tmp_path / "run", tmp_path / "again"
    assert command("train", data, *NET, "--epochs", "1", "--out", run).code == 0
    make_photos(fruit, kinds=("bar",), each=4)
    told = command("train", data, "--continue-from", run, "--out", again, "--json")
    assert told.code == 0, told.error
    assert (told.content()["continued_from"], len(read_run(again).record.classes)) == ("run", 3)
    for sentence in ("2 classes are known.", "New: bar.", "4 new pictures."):
        assert sentence in told.error


def test_what_cannot_be_continued(command: Command, fruit: Path, tmp_path: Path) -> None:
    data = f"--data={os.fspath(fruit)}"
    run, out = tmp_path / "run", tmp_path / "out"
    assert command("train", data, *NET, "--epochs", "1", "--out", run).code == 0
    start = (data, "--continue-from", run, "--out", out)
    for options, sentence in (
        (("--preset", "dense-512", "--image-size", "16"), "Layer 2 differs: Dense, units 128"),
        (("--preset", "dense-128", "--image-size", "20"), "The pictures differ: “run” takes"),
        (("--image-size", "20"), "--image-size goes with --preset"),
        (("--grey",), "--grey goes with --preset"),
        (("--quick",), "--quick is for presets with a backbone"),
    ):
        told = command("train", *start, *options)
        assert told.code
        assert sentence in told.error
        assert not out.exists()
    told = command("train", data, "--continue-from", tmp_path, "--out", out)
    assert "is not a run" in told.error
    assert "Give a network to start from" in command("train", data, "--out", out).error
    (run / "model.keras").write_bytes(b"")
    told = command("train", *start)
    assert told.code
    assert "The weights of “run” cannot be read" in told.error
