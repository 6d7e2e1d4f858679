"""What a person can do to folders, caches and runs of photo features, and what comes of it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.features.backbone import backbone
from tests.commands.running import Command, command
from tests.photos import draw, make_photos

__all__ = ["command"]

ROOT = Path(__file__).resolve().parent.parent.parent
TRAIN = ("--preset", "photo-features", "--quick", "--folds", "3")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes of six."""
    return make_photos(tmp_path / "shapes", each=6)


@pytest.mark.slow
def test_two_hundred_classes_of_two_small_pictures(tmp_path: Path, command: Command) -> None:
    chance = np.random.default_rng(0)
    for number in range(200):
        folder = tmp_path / "many" / f"class {number}"
        folder.mkdir(parents=True)
        colour = chance.integers(0, 256, 3)
        for picture in range(2):
            noise = chance.integers(-20, 20, (16, 16, 3))
            pixels = np.clip(colour + noise, 0, 255).astype(np.uint8)
            Image.fromarray(pixels).save(folder / f"{picture}.png")
    run = tmp_path / "run"
    # Cross-validating so many classes is tested where it takes less time.
    trained = command(
        "train", "--data", tmp_path / "many", *TRAIN[:3], "--folds", "0", "--out", run
    )
    assert trained.code == 0, trained.error
    record = json.loads((run / "run.json").read_text())
    assert len(record["classes"]) == 200
    answered = command("predict", run, tmp_path / "many" / "class 7" / "0.png", "--json")
    shares = json.loads(answered.output)[0]["classes"]
    assert len(shares) == 200
    assert sum(shares.values()) == pytest.approx(1, abs=1e-4)


def test_grey_tiny_transparent_and_panoramic_pictures(tmp_path: Path, command: Command) -> None:
    folder = make_photos(tmp_path / "odd", each=4)
    clear = Image.new("RGBA", (90, 70))
    clear.paste((200, 40, 40, 128), (20, 20, 60, 60))
    clear.save(folder / "disc" / "transparent.png")
    draw("disc", 1).convert("L").save(folder / "disc" / "grey.jpg")
    draw("square", 2).resize((16, 16)).save(folder / "square" / "tiny.png")
    draw("square", 3).resize((3000, 120)).save(folder / "square" / "panorama.jpg")
    draw("square", 4).convert("1").save(folder / "square" / "one bit.png")
    run = tmp_path / "run"
    trained = command("train", "--data", folder, *TRAIN, "--out", run)
    assert trained.code == 0, trained.error
    answered = command("predict", run, folder, "--json")
    assert answered.code == 0
    assert all("class" in entry for entry in json.loads(answered.output))


def test_features_of_another_backbone_are_not_taken(
    photos: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = tmp_path / "before.npz", tmp_path / "after.npz"
    assert command("features", photos, "--quick", "--out", before).code == 0
    real = backbone("efficientnet-lite0")
    # The same numbers under another checksum: what lies in the cache is another backbone's.
    from dataclasses import replace

    from core.features import extractor, photo_features

    other = replace(real, sha256="0" * 64)
    monkeypatch.setattr("core.commands.features.backbones", lambda _names: (other,))
    monkeypatch.setattr(extractor, "verified_content", lambda path, _sha256: path.read_bytes())
    made: list[int] = []
    original = photo_features.PhotoFeatures._make

    def counted(
        self: photo_features.PhotoFeatures, number: int, names: tuple[str, ...]
    ) -> dict[str, np.ndarray]:
        made.append(number)
        return original(self, number, names)

    monkeypatch.setattr(photo_features.PhotoFeatures, "_make", counted)
    assert command("features", photos, "--quick", "--out", after).code == 0
    assert sorted(made) == list(range(12))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"temperature": 0}, "temperature"),
        ({"temperature": "hot"}, "temperature"),
        ({"backbones": {}}, "another version of the backbone"),
        ({"cross_validation": {"accuracy": 1}}, "cross_validation"),
        ({"learning_curve": [{"pictures": 8, "accuracy": 7, "interval": [0, 1]}]}, "less than or"),
        ({"learning_curve": [{"pictures": 8, "accuracy": 1, "interval": [5, -3]}]}, "less than or"),
        ({"network": {"input": {"height": 28, "width": 260, "channels": 3}}}, "260"),
        ({"network": {"layers": [{"kind": "Backbone", "names": ["resnet"]}]}}, "resnet"),
    ],
)
def test_a_record_edited_by_hand_is_told(
    photos: Path, tmp_path: Path, command: Command, change: dict[str, object], said: str
) -> None:
    run = tmp_path / "run"
    assert command("train", "--data", photos, *TRAIN, "--out", run).code == 0
    record = json.loads((run / "run.json").read_text())
    for key, value in change.items():
        if isinstance(record[key], dict) and isinstance(value, dict) and value:
            record[key] = {**record[key], **value} if key == "network" else value
        else:
            record[key] = value
    (run / "run.json").write_text(json.dumps(record))
    answered = command("predict", run, photos / "disc" / "disc 1.jpg")
    assert answered.code == 2
    assert said in answered.error
    assert answered.error.count("\n") == 1


def test_the_head_of_another_run_is_told(photos: Path, tmp_path: Path, command: Command) -> None:
    three = make_photos(tmp_path / "three", kinds=("disc", "square", "bar"), each=4)
    assert command("train", "--data", photos, *TRAIN, "--out", tmp_path / "two").code == 0
    assert command("train", "--data", three, *TRAIN, "--out", tmp_path / "other").code == 0
    shutil.copy(tmp_path / "two" / "head.npz", tmp_path / "other" / "head.npz")
    answered = command("predict", tmp_path / "other", photos / "disc" / "disc 1.jpg")
    assert answered.code == 2
    assert "head.npz" in answered.error


def test_photos_that_vanish_while_others_pass(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_photos(tmp_path / "shapes", each=20)
    from core.features.extractor import Extractor

    real = Extractor.features
    gone = threading.Event()

    def features(self: Extractor, pixels: np.ndarray) -> np.ndarray:
        if not gone.is_set():
            gone.set()
            for number in range(15, 21):
                (folder / "disc" / f"disc {number}.jpg").unlink()
        return real(self, pixels)

    monkeypatch.setattr(Extractor, "features", features)
    # Nothing may be decoded beforehand: the scan would have kept the pixels.
    monkeypatch.setattr("core.data.folder.pixel_cache.PixelCache.put", lambda *_given: None)
    run = tmp_path / "run"
    trained = command("train", "--data", folder, *TRAIN, "--out", run)
    assert trained.code == 0, trained.error
    record = json.loads((run / "run.json").read_text())
    aside = {entry["file"] for entry in record["data"]["set_aside"]}
    assert aside
    assert aside <= {f"disc/disc {number}.jpg" for number in range(15, 21)}
    counted = record["data"]["training"] + record["data"]["validation"]
    assert counted + len(aside) == 40


def _start(folder: Path, run: Path, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "main.py"), "train", "--data", str(folder)]
    return subprocess.Popen(
        [*command, *TRAIN, "--out", str(run)],
        env=os.environ | {"LITMUS_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.slow
def test_killed_at_any_moment_the_next_training_is_whole(tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "shapes", each=30)
    whole = _start(folder, tmp_path / "whole", tmp_path / "undisturbed")
    assert whole.wait() == 0
    expected = (tmp_path / "whole" / "head.npz").read_bytes()
    chance = random.Random(3)
    for turn in range(12):
        process = _start(folder, tmp_path / f"killed {turn}", tmp_path / "home")
        time.sleep(chance.uniform(0.3, 4))
        process.send_signal(chance.choice([signal.SIGKILL, signal.SIGINT]))
        process.wait()
    after = _start(folder, tmp_path / "after", tmp_path / "home")
    assert after.wait() == 0
    assert (tmp_path / "after" / "head.npz").read_bytes() == expected


@pytest.mark.slow
def test_two_trainings_at_once_on_one_folder(tmp_path: Path) -> None:
    folder = make_photos(tmp_path / "shapes", each=30)
    both = [_start(folder, tmp_path / f"run {n}", tmp_path / "home") for n in range(2)]
    for process in both:
        process.wait()
        assert process.returncode == 0
    heads = [(tmp_path / f"run {n}" / "head.npz").read_bytes() for n in range(2)]
    assert heads[0] == heads[1]
