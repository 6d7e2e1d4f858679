"""Peak memory of a dense training from the command line, against the textbook script's.

memory.py [--rounds N]
"""

import argparse
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil
from measuring import ROOT, computer

NET = "dense-512"


def peak_megabytes(command: list[str]) -> float:
    """Run a command and watch its resident memory, at the system's own high-water mark."""
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        pause = threading.Event()
        while process.poll() is None:
            try:
                status = Path(f"/proc/{watched.pid}/status").read_text()
            except OSError:
                break
            marks = [line for line in status.splitlines() if line.startswith("VmHWM")]
            peak = max([peak, *(int(line.split()[1]) / 1024 for line in marks)])
            pause.wait(0.05)
    return peak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    print(computer())
    textbook = [sys.executable, str(ROOT / "benchmarks" / "textbook.py"), NET, "--epochs", "2"]
    sides: dict[str, list[float]] = {"textbook": [], "Litmus": []}
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            litmus = [sys.executable, str(ROOT / "main.py"), "train", "--data", "fashion-mnist"]
            litmus += ["--preset", NET, "--epochs", "2", "--out", str(Path(folder) / "run")]
            for name, command in (("textbook", textbook), ("Litmus", litmus)):
                sides[name].append(peak_megabytes(command))
    theirs, ours = (max(values) for values in sides.values())
    print(f"{NET}: textbook {theirs:.0f} MB, Litmus {ours:.0f} MB at most: {ours / theirs:.2f}×")


if __name__ == "__main__":
    main()
