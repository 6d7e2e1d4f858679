"""Seconds of `main.py export` for each format, its check included, for the whole process.

exporting.py [--run RUN] [--repeats N] [FORMAT…]

Without a run, the convolutional net is trained on Fashion-MNIST for an epoch first.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from measuring import ROOT, computer

from core.export.formats import ExportFormat

LIMIT_S = 8
"""For LiteRT, the format that Litmus itself answers by."""


def command(*arguments: str) -> str:
    """What a command of Litmus prints."""
    whole = [sys.executable, str(ROOT / "main.py"), *arguments]
    given = subprocess.run(whole, check=True, capture_output=True, encoding="utf-8")
    return given.stdout


def trained(folder: Path) -> Path:
    """The net that the limit is about."""
    run = folder / "run"
    options = ["--preset", "convolutional", "--epochs", "1", "--seed", "1"]
    command("train", "--data", "fashion-mnist", "--out", str(run), *options)
    return run


def measured(run: Path, wanted: str, folder: Path, repeats: int) -> tuple[list[float], str]:
    """Seconds of each export, and what the check of the last one found."""
    seconds, found = [], ""
    for number in range(repeats):
        target = folder / f"{wanted}-{number}"
        start = perf_counter()
        text = command("export", str(run), "--format", wanted, "--out", str(target), "--json")
        seconds.append(perf_counter() - start)
        told = json.loads(text)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        found = (
            f"{told['agreeing']} of {told['checked_pictures']} agree, "
            f"largest difference {told['largest_difference']}, {size / 1e6:.1f} MB"
        )
    return seconds, found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("formats", nargs="*", default=[wanted.value for wanted in ExportFormat])
    parser.add_argument("--run", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(computer())
    with tempfile.TemporaryDirectory() as name:
        run = options.run or trained(Path(name))
        for wanted in options.formats:
            seconds, found = measured(run, wanted, Path(name), options.repeats)
            limit = f" (limit {LIMIT_S} s)" if wanted == ExportFormat.LITERT else ""
            print(f"{wanted}: {statistics.median(seconds):.1f} s{limit}; {found}", flush=True)


if __name__ == "__main__":
    main()
