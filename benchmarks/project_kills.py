"""Kills a project's saving at random moments, and opens it each time.

project_kills.py [--kills N] [--seed N]

A process opens a project of 400 corrected pictures (30 kB), edits and saves it in a loop. It is
killed (SIGKILL) at a random moment; then the project must be as before or after the last edit.
Then the same while a project is moved from folder to folder, as by its first save: it must be
whole, at its old place or its new one.
"""

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from measuring import computer

from core.project.place import place_in, place_of
from core.project.project_file import write_project
from tests.core.project.savings import Saver, number_in, numbered


def saving(kills: int, moments: random.Random, folder: Path) -> Counter[str]:
    """How the project was after each kill of a save."""
    place = place_in(folder)
    write_project(place, numbered(1))
    number, found = 1, Counter[str]()
    with Saver() as saver:
        for _ in range(kills):
            said = max(number, saver.kill_one("save", place.file, moments))
            left = sum(file.name.startswith(".") for file in folder.iterdir())
            number = number_in(place)
            before_or_after = {said: "before the edit", said + 1: "after the edit"}
            found[before_or_after.get(number, "WRONG")] += 1
            found["in the middle of writing"] += left > 0
            for file in folder.glob(".*"):
                file.unlink()
    found["saves"] = number
    return found


def moving(kills: int, moments: random.Random, folder: Path) -> Counter[str]:
    """How the project was after each kill of a move."""
    place = place_in(folder / "begin")
    place.folder.mkdir()
    write_project(place, numbered(1))
    found = Counter[str]()
    with Saver() as saver:
        for _ in range(kills):
            saver.kill_one("move", folder, moments)
            (there,) = folder.iterdir()
            place = place_of(there)
            found["whole" if number_in(place) == 1 else "WRONG"] += 1
            found["its file not renamed yet"] += place.name != there.name
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(computer())
    for work in (saving, moving):
        with tempfile.TemporaryDirectory() as folder:
            found = work(options.kills, random.Random(options.seed), Path(folder))
        counts = ", ".join(f"{count} {what}" for what, count in found.items())
        print(f"{options.kills} kills while {work.__name__}: {counts}", flush=True)


if __name__ == "__main__":
    main()
