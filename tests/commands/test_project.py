"""`main.py project`: make, look into, pack and unpack without a window."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.commands.running import Command, command

__all__ = ["command"]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    for number, name in enumerate(("fig/a.png", "fig/b.png", "kiwi/a.png", "kiwi/b.png")):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((4, 4, 3), 50 * number, np.uint8)).save(path)
    return tmp_path / "photos"


def test_new_info_pack_unpack(command: Command, photos: Path, tmp_path: Path) -> None:
    made = command("project", "new", tmp_path / "fruit", "--data", photos)
    assert made.code == 0
    assert made.output == f"{tmp_path}/fruit/fruit.litmus\n"
    told = command("project", "info", tmp_path / "fruit").output
    assert f"Pictures: {photos}\n" in told
    assert "No runs yet." in told
    packed = tmp_path / "out.zip"
    made = command("project", "pack", tmp_path / "fruit", "--out", packed, "--json")
    assert made.content() == {"made": str(packed), "pictures": 4, "missing": []}
    out = command("project", "unpack", packed, "--out", tmp_path / "two", "--json")
    assert out.content() == {"made": f"{tmp_path}/two/two.litmus"}
    info = command("project", "info", tmp_path / "two" / "two.litmus", "--json").content()
    assert info == {
        "project": "two",
        "file": f"{tmp_path}/two/two.litmus",
        "data": f"{tmp_path}/two/pictures/photos",
        "pictures_there": True,
        "preset": "photo-features",
        "runs": [],
        "damaged_runs": [],
    }


def test_fashion_mnist_is_what_a_new_one_has(command: Command, tmp_path: Path) -> None:
    command("project", "new", tmp_path / "clothes")
    info = command("project", "info", tmp_path / "clothes", "--json").content()
    assert (info["data"], info["preset"]) == ("fashion-mnist", "dense-128")


def test_a_run_in_pieces_is_told(command: Command, tmp_path: Path) -> None:
    command("project", "new", tmp_path / "clothes")
    run = tmp_path / "clothes" / "runs" / "run-001"
    run.mkdir()
    (run / "run.json").write_text("{")
    told = command("project", "info", tmp_path / "clothes")
    assert told.code == 0
    assert "Damaged: " in told.output


def test_what_cannot_be_done_is_one_sentence(
    command: Command, photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    cases: tuple[tuple[tuple[str | Path, ...], str], ...] = (
        (("new", tmp_path / "there"), "exists already"),
        (("new", photos / "fig" / "a.png" / "x"), "could not be made"),
        (("new", tmp_path / "n", "--data", tmp_path / "gone"), "does not exist"),
        (("info", tmp_path / "there"), "is not a project"),
        (("info", tmp_path / "gone"), "is not there"),
        (("pack", tmp_path / "there", "--out", tmp_path / "a.zip"), "is not a project"),
        (("unpack", photos / "fig" / "a.png", "--out", tmp_path / "n"), "was not unpacked"),
    )
    for arguments, words in cases:
        outcome = command("project", *arguments)
        assert (outcome.code, outcome.output) == (2, ""), arguments
        assert words in outcome.error
        assert len(outcome.error.splitlines()) == 1
    assert not (tmp_path / "n").exists()
