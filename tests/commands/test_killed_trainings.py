"""Trainings killed at any moment: the next one is as if nothing had happened."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from blake3 import blake3

from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from tests.photos import make_photos

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 20


def _command(photos: Path, out: Path) -> list[str]:
    options = ["--preset", "convolutional", "--image-size", "48", "--epochs", "2"]
    options += ["--fast-arithmetic", "off", "--augment", "light"]
    train = [sys.executable, str(ROOT / "main.py"), "train", "--data", str(photos)]
    return [*train, *options, "--out", str(out)]


def _outcome(run: Path) -> tuple[object, ...]:
    """What a training came to: its split, its curves, its model."""
    content = json.loads((run / "run.json").read_text(encoding="utf-8"))
    epochs = [(e["loss"], e["accuracy"], e["val_loss"]) for e in content["epochs"]]
    model = hashlib.sha256((run / "model.tflite").read_bytes()).hexdigest()
    return content["data"]["split"], content["data"]["set_aside"], epochs, model


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_twenty_kills_change_nothing(tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "shapes", each=300)
    calm = os.environ | {"LITMUS_HOME": str(tmp_path / "calm")}
    subprocess.run(_command(photos, tmp_path / "undisturbed"), env=calm, check=True)
    expected = _outcome(tmp_path / "undisturbed")
    rough = os.environ | {"LITMUS_HOME": str(tmp_path / "rough")}
    moments = random.Random(0)
    for number in range(KILLS):
        command = _command(photos, tmp_path / f"killed-{number}")
        with subprocess.Popen(command, env=rough, stdout=subprocess.DEVNULL) as process:
            # It scans and decodes from the first second on and trains from about the sixth.
            try:
                process.wait(moments.uniform(0.5, 9.0))
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
    subprocess.run(_command(photos, tmp_path / "after"), env=rough, check=True)
    assert _outcome(tmp_path / "after") == expected
    _assert_cache_is_that_of(tmp_path / "calm", tmp_path / "rough", photos)


def _assert_cache_is_that_of(calm: Path, rough: Path, photos: Path) -> None:
    """Every picture that a killed process kept is the one that an undisturbed one keeps."""
    form = PictureForm(height=48, width=48, channels=3)
    one, other = (PixelCache(home / "cache" / "pictures") for home in (calm, rough))
    files = sorted(photos.rglob("*.jpg"))
    assert len(files) == 600
    for file in files:
        content = blake3(file.read_bytes()).digest(16)
        expected, kept = one.get(content, form), other.get(content, form)
        assert expected is not None
        assert kept is not None
        assert (expected == kept).all()
