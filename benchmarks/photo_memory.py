"""Anonymous memory of a training on many photos, as the system counts it (RssAnon).

photo_memory.py [--pictures N] [--preset NAME] [--size N] [--minutes N]

Makes a folder of N JPEGs (300×300, two classes), trains one epoch on it from the command line, and
prints the peak. The decoded pictures (N × 270 kB) go to the cache on the disk. With `--minutes` the
training is stopped that long after its first step.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
from measuring import ROOT, computer
from PIL import Image

_SIDE = 300


def make_folder(folder: Path, pictures: int) -> None:
    """Write distinct JPEGs: a few smooth fields, mixed anew for each."""
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (64, 9, 9, 3), np.uint8)
    fields = [
        np.asarray(Image.fromarray(field).resize((_SIDE, _SIDE), Image.Resampling.BICUBIC))
        for field in coarse
    ]
    for number in range(pictures):
        one, other = random.choice(len(fields), 2, replace=False)
        share = random.uniform(0.2, 0.8)
        mixed = fields[one] * share + fields[other] * (1 - share)
        target = folder / ("a", "b")[number % 2] / f"{number}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(mixed.astype(np.uint8)).save(target, quality=80)


def anonymous_megabytes(pid: int) -> float:
    """What the process holds that is not mapped from a file."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def watch(process: subprocess.Popen[str], minutes: float | None) -> float:
    """The peak of a training's memory; stops it when its time is over."""
    peak, waited, pause = 0.0, 0.0, threading.Event()
    while process.poll() is None:
        try:
            peak = max(peak, anonymous_megabytes(process.pid))
        except (OSError, StopIteration):
            break
        pause.wait(0.1)
        waited += 0.1
        if minutes is not None and waited > minutes * 60:
            process.send_signal(signal.SIGINT)
            minutes = None
    process.wait()
    return peak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=int, default=20_000)
    parser.add_argument("--preset", default="horse-or-human")
    parser.add_argument("--size", type=int, default=_SIDE)
    parser.add_argument("--minutes", type=float)
    options = parser.parse_args()
    print(computer())
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        make_folder(home / "photos", options.pictures)
        command = [sys.executable, str(ROOT / "main.py"), "train", "--data", str(home / "photos")]
        command += ["--preset", options.preset]
        if options.preset != "photo-features":  # its backbones have a size of their own
            command += ["--image-size", str(options.size)]
        command += ["--epochs", "1", "--out", str(home / "run")]
        environment = os.environ | {"LITMUS_HOME": str(home / "litmus")}
        with subprocess.Popen(command, env=environment, text=True) as process:
            peak = watch(process, options.minutes)
    print(f"{options.pictures:,} pictures at {options.size}×{options.size}: {peak:,.0f} MB RssAnon")


if __name__ == "__main__":
    main()
