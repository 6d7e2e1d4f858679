"""What a person has set for Keras elsewhere changes nothing here, and is left alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
THEIRS = (
    '{"floatx": "float16", "epsilon": 0.1, "backend": "jax", "image_data_format": "channels_first"}'
)


@pytest.mark.slow
def test_settings_for_other_programs_are_neither_used_nor_touched(
    tmp_path: Path, litmus_home: Path
) -> None:
    settings = tmp_path / ".keras" / "keras.json"
    settings.parent.mkdir()
    settings.write_text(THEIRS, encoding="utf-8")
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "LITMUS_HOME": str(litmus_home)}

    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "summary", "convolutional"],
        env=os.environ | home | {"KERAS_BACKEND": "jax", "KERAS_HOME": str(settings.parent)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "(None, 26, 26, 64)" in done.stdout
    assert "243,786 (952.29 KB)" in done.stdout, "four bytes a parameter: float32"
    assert settings.read_text(encoding="utf-8") == THEIRS
    assert list(settings.parent.iterdir()) == [settings]
