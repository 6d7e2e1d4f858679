"""Test accuracy after 5 epochs on all 60,000 pictures, over 3 seeds, beside the textbook script.

accuracy.py [--epochs N] [--seeds N] [NET…]
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import ROOT, computer, run_script

from core.data.fashion_mnist import load
from core.evaluation.evaluate import evaluate
from core.run.folder import read_run


def litmus_accuracy(net: str, *, epochs: int, seed: int) -> float:
    """Train by the command line, without a validation set, and measure on the test set."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        options = ["--preset", net, "--epochs", str(epochs), "--seed", str(seed)]
        command = [sys.executable, str(ROOT / "main.py"), "train", "--data", "fashion-mnist"]
        command += ["--validation", "0", "--out", str(run), *options]
        subprocess.run(command, check=True, capture_output=True)
        return evaluate(read_run(run), load()).accuracy


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("nets", nargs="*", default=["dense-128", "dense-512", "convolutional"])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    print(computer())
    for net in options.nets:
        theirs: list[float] = []
        ours: list[float] = []
        for seed in range(1, options.seeds + 1):
            command = ("textbook.py", net, "--epochs", str(options.epochs), "--seed", str(seed))
            theirs.append(run_script(*command)["accuracy"])
            ours.append(litmus_accuracy(net, epochs=options.epochs, seed=seed))
            print(
                f"  {net}, seed {seed}: textbook {theirs[-1]:.4f}, Litmus {ours[-1]:.4f}",
                flush=True,
            )
        means = statistics.mean(theirs), statistics.mean(ours)
        difference = (means[1] - means[0]) * 100
        print(f"{net}: textbook {means[0]:.4f}, Litmus {means[1]:.4f}: {difference:+.2f} points")


if __name__ == "__main__":
    main()
