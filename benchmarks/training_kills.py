"""Kills trainings at random moments and resumes them, as `tests.commands.killing` tells.

training_kills.py [--kills N] [--seed N]
"""

import argparse
import tempfile
from pathlib import Path

from measuring import computer

from tests.commands.killing import Tally, kill_often


def main() -> None:
    """Kill and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(computer())

    def told(tally: Tally) -> None:
        print(tally, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        tally = kill_often(Path(folder), kills=options.kills, seed=options.seed, report=told)
    print(
        f"{tally.kills} kills: {tally.before} before the first step, {tally.between} between two "
        f"epochs, {tally.within} within one; {tally.finished} runs ended, largest difference from "
        f"an undisturbed one {tally.largest:g}"
    )


if __name__ == "__main__":
    main()
