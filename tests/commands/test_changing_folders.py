"""Folders that change, caches that are spoiled: the commands go on, and come to the same."""

import os
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.listing import Layout, Listing, list_pictures
from core.data.folder.loading import scan_source
from core.data.folder.problem import ProblemKind
from core.data.folder.source import PhotoSource
from core.places import cache_folder
from core.run.folder import read_run
from tests.commands.running import Command, command, learn
from tests.photos import draw, make_photos

__all__ = ["command"]


def test_a_folder_that_goes_while_it_is_looked_at(tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "photos", each=4)

    def unplug(_listing: Listing) -> None:
        folder.rename(tmp_path / "unplugged")

    found = scan_source(
        PhotoSource(root=folder),
        form=None,
        report=lambda _progress: None,
        cancel=CancelToken(),
        listed=unplug,
    )
    assert len(found.facts) == 8
    assert {facts.problem for facts in found.facts} == {ProblemKind.UNREADABLE}
    assert {facts.reason for facts in found.facts} == {"no longer exists"}


def test_pictures_moved_to_another_class_between_two_trainings(
    command: Command, tmp_path: Path
) -> None:
    folder = make_photos(tmp_path / "photos", each=8)
    assert learn(command, folder, tmp_path / "first").code == 0
    for number in (1, 2, 3):
        shutil.move(folder / "disc" / f"disc {number}.jpg", folder / "square" / f"{number}.jpg")
    (folder / "bar").mkdir()
    shutil.move(folder / "disc" / "disc 4.jpg", folder / "bar" / "disc 4.jpg")

    second = learn(command, folder, tmp_path / "second")
    measured = command("evaluate", tmp_path / "first", "--data", folder, "--json")

    assert (second.code, second.error) == (0, "")
    record = read_run(tmp_path / "second").record
    assert record.classes == ("bar", "disc", "square")
    sides = record.data.split
    assert sides is not None
    names = [name for side in sides.sides.values() for name in side]
    assert sorted(n for n in names if n.startswith("square/") and "square " not in n) == [
        *("square/1.jpg", "square/2.jpg", "square/3.jpg")
    ]
    assert len(names) == 16
    assert (measured.code, measured.error) == (0, "")
    assert measured.content()["set"] == "validation"
    assert measured.content()["learned"] == 0


def test_caches_full_of_noise_cut_short_or_impossible_change_nothing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_photos(tmp_path / "photos", each=8)
    weights = [learned_with(command, folder, tmp_path / "0")]
    for number, spoil in enumerate((noise, cut_short, nothing_but_a_file), start=1):
        spoil(cache_folder())
        weights.append(learned_with(command, folder, tmp_path / str(number)))
    monkeypatch.setenv("LITMUS_HOME", os.fspath(folder / "disc" / "disc 1.jpg"))
    weights.append(learned_with(command, folder, tmp_path / "last"))
    for other in weights[1:]:
        for one, another in zip(weights[0], other, strict=True):
            np.testing.assert_array_equal(one, another)


def learned_with(command: Command, folder: Path, run: Path) -> list[np.ndarray]:
    import keras

    outcome = learn(command, folder, run)
    assert (outcome.code, outcome.error) == (0, "")
    return list(keras.models.load_model(read_run(run).keras_file).get_weights())


def noise(cache: Path) -> None:
    random_bytes = random.Random(1).randbytes
    for file in files_of(cache):
        file.write_bytes(random_bytes(file.stat().st_size))


def cut_short(cache: Path) -> None:
    for file in files_of(cache):
        os.truncate(file, file.stat().st_size // 3)


def nothing_but_a_file(cache: Path) -> None:
    shutil.rmtree(cache)
    cache.touch()


def files_of(cache: Path) -> list[Path]:
    found = [file for file in cache.rglob("*") if file.is_file()]
    assert {".sqlite", ".index", ".pixels"} <= {file.suffix for file in found}
    return found


@pytest.mark.slow
def test_a_hundred_thousand_files_are_listed(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    first = folder / "disc" / "0.jpg"
    first.parent.mkdir(parents=True)
    draw("disc", 1).save(first)
    (folder / "square").mkdir()
    for number in range(1, 100_000):
        (folder / ("disc", "square")[number % 2] / f"{number}.jpg").touch()
    try:
        listing = list_pictures(PhotoSource(root=folder))
    finally:
        shutil.rmtree(folder)  # nobody wants a hundred thousand files kept
    assert listing.layout is Layout.CLASSES
    assert len(listing.files) == 100_000
    assert [Path(file.path).name for file in listing.files[:3]] == ["0.jpg", "2.jpg", "4.jpg"]
