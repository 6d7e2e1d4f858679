"""Saves a project until it is killed, in processes of its own.

As a program it waits for lines on stdin. For each it forks a child that opens the project, edits
and saves it in a loop, and says each number when that is saved. What is forked has everything
imported already, so that little time passes between two kills.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from core.cancellation import CancelToken
from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.project.moving import save_as
from core.project.place import ProjectPlace, place_of
from core.project.project import Photos, Project
from core.project.project_file import keep_backup, read_project, write_project
from core.run.settings import TrainingSettings

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PICTURES = 400
LONGEST_S = 0.12
"""Several saves pass in this time."""


def numbered(number: int, folder: Path = Path("/photos")) -> Project:
    """The project after so many edits: its beginning, its middle and its end tell the number."""
    pins = {str(folder / f"{n:04d}.jpg"): list(Side)[(n + number) % 3] for n in range(PICTURES)}
    edits = FolderEdits(names={"class": str(number)}, pins=pins)
    return Project(
        photos=Photos(source=PhotoSource(root=folder), edits=edits),
        settings=TrainingSettings(seed=number),
        discarded_runs=frozenset({f"run-{number:03d}"}),
    )


def number_in(place: ProjectPlace) -> int:
    """How many edits the project on the disk has; it has each of them whole, or none of it."""
    project = read_project(place)
    number = project.settings.seed
    assert project == numbered(number)
    return number


class Saver:
    """A process whose children save or move a project until they are killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.core.project.savings"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def kill_one(self, what: str, path: Path, moments: random.Random) -> int:
        """Let a child begin, kill it at a random moment.

        Args:
            what: To "save" the project at `path`, or to "move" the one in it to and fro.
            path: Without line feeds.
            moments: Where the randomness comes from.

        Returns:
            The last number that it said to be saved; 0 where it came to none.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{what} {path}\n")
        child = int(self._process.stdout.readline())
        time.sleep(moments.uniform(0, LONGEST_S))
        os.kill(child, signal.SIGKILL)
        said = 0
        while (line := self._process.stdout.readline()) != "killed\n":
            said = int(line)
        return said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()


def _save(path: Path) -> None:
    place = place_of(path)
    number = number_in(place)
    _say(str(number))
    keep_backup(place)
    while True:
        number += 1
        write_project(place, numbered(number))
        _say(str(number))


def _move(path: Path) -> None:
    """Let the project wander from folder to folder in `path`; the last one said was whole."""
    (folder,) = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
    place = place_of(folder)
    number = number_in(place)
    _say(str(number))
    step = 0
    while True:
        step += 1
        target = path / f"{os.getpid()}-{step}"
        place = save_as(place, target, report=lambda _: None, cancel=CancelToken())
        _say(str(number))


def _say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def main() -> None:
    """Fork a child for each line on stdin, and say when it was killed."""
    for line in sys.stdin:
        what, _, path = line.rstrip("\n").partition(" ")
        child = os.fork()
        if not child:
            _say(str(os.getpid()))
            (_move if what == "move" else _save)(Path(path))
        _, status = os.waitpid(child, 0)
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise SystemExit(status)
        _say("killed")


if __name__ == "__main__":
    main()
