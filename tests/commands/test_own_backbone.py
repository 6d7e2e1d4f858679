"""A person's own backbone, from their Keras file to an answer and away again."""

import json
from pathlib import Path

import pytest

from core.features.own_backbones import own_folder
from core.training.loading import load_tensorflow
from tests.commands.running import Command, command
from tests.photos import make_photos

__all__ = ["command"]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A small network with weights of its own, for pictures of 48×48."""
    load_tensorflow()
    from keras import Input, Sequential, layers, utils

    utils.set_random_seed(1)
    model = Sequential(
        [
            Input((48, 48, 3)),
            layers.Conv2D(16, 5, strides=2, activation="relu"),
            layers.Conv2D(32, 3, strides=2, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(7, activation="softmax"),
        ]
    )
    path = tmp_path / "My Network (2).keras"
    model.save(path)
    return path


def test_from_a_file_to_an_answer(network: Path, tmp_path: Path, command: Command) -> None:
    photos = make_photos(tmp_path / "shapes", each=10)
    added = command("backbone", "add", network, "--pixels", "0-1")
    assert added.code == 0, added.error
    assert "my-network-2: My Network (2), added by you; 48×48 pixels, 32 numbers" in added.output
    listed = command("backbone", "list").output.splitlines()
    assert len(listed) == 3
    assert "comes with Litmus" in listed[0]
    assert listed[2] == added.output.splitlines()[0]

    for preset in ("photo-features", "keras-head"):
        run = tmp_path / preset
        options = ("--backbone", "my-network-2", "--folds", "0", "--epochs", "2", "--out", run)
        trained = command("train", "--data", photos, "--preset", preset, *options)
        assert trained.code == 0, trained.error
        content = json.loads((run / "run.json").read_text())
        assert set(content["backbones"]) == {"my-network-2"}
        assert (content["network"]["input"]["height"], content["network"]["layers"][0]) == (
            48,
            {"kind": "Backbone", "names": ["my-network-2"]},
        )
        predicted = command("predict", run, photos / "disc" / "disc 1.jpg", "--json")
        assert predicted.code == 0, predicted.error
        answer = json.loads(predicted.output)[0]
        assert sum(answer["classes"].values()) == pytest.approx(1, abs=1e-5)

    removed = command("backbone", "remove", "my-network-2")
    assert removed.code == 0
    assert not list(own_folder().iterdir())
    lost = command("predict", run, photos / "disc" / "disc 1.jpg")
    assert lost.code == 2
    assert "my-network-2" in lost.error


def test_a_wish_for_fine_tuning_is_answered(
    network: Path, tmp_path: Path, command: Command
) -> None:
    photos = make_photos(tmp_path / "shapes", each=4)
    command("backbone", "add", network, "--name", "mine")
    options = ("--backbone", "mine", "--fine-tune", "--out", tmp_path / "run")
    refused = command("train", "--data", photos, "--preset", "photo-features", *options)
    assert refused.code == 2
    assert "can only be used as it is" in refused.error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "ACTION"),
        (("add",), "either a .keras file or --application"),
        (("add", "a.keras", "--application", "Xception"), "either"),
        (("add", "a.keras", "--download"), "--download is for --application"),
        (("add", "a.keras", "--weights", "w.h5"), "--weights is for --application"),
        (("add", "--application", "Xception", "--pixels", "0-1"), "--pixels is for a file"),
        (("add", "--application", "Xception", "--size", "90"), "--size is for a file"),
        (("add", "a.keras", "--size", "none"), "invalid size"),
        (("add", "none.keras"), "is not there"),
        (("add", "none.h5"), "no .keras file"),
        (("add", "a.keras", "--name", "../a"), "cannot be the name"),
        (("add", "--application", "Nothing", "--download"), "no network “Nothing”"),
        (("add", "--application", "Xception"), "needs weights"),
        (("remove", "efficientnet-lite0"), "comes with Litmus"),
        (("remove", "none"), "no backbone “none”"),
    ],
)
def test_wrong_words_are_answered_in_a_sentence(
    arguments: tuple[str, ...], words: str, command: Command
) -> None:
    refused = command("backbone", *arguments)
    assert refused.code == 2
    assert words in refused.error
    assert len(refused.error.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--backbone", "none"), "no backbone “none”"),
        (("--backbone", "efficientnet-lite0", "--quick"), "give one"),
        (("--backbone", "efficientnet-lite0", "--image-size", "64"), "--image-size is 260x260"),
    ],
)
def test_wrong_choices_for_a_training(
    options: tuple[str, ...], words: str, tmp_path: Path, command: Command
) -> None:
    photos = make_photos(tmp_path / "shapes", each=4)
    start = ("train", "--data", photos, "--preset", "photo-features", "--out", tmp_path / "run")
    refused = command(*start, *options)
    assert refused.code == 2
    assert words in refused.error
    refused = command("train", "--data", photos, "--preset", "dense-128", "--out", "x", *options)
    assert "for presets with a backbone" in refused.error
