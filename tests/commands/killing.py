"""Killing a training with checkpoints at random moments, resuming it, and comparing where it ends.

A small convolutional network learns a photo folder, varied, with class weights, its state kept
every tenth of a second. Each process is killed (SIGKILL) at a random moment; the next one resumes
the run. A run that gets to its end must have the weights of an undisturbed one to 1e-5, and at
every moment in between `run.json` and the state must be readable. Then the next run begins, until
there were so many kills.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np

from core.run.folder import read_run
from core.run.record import RunStatus
from core.training.state_file import read_state
from tests.photos import make_photos

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.commands.killed"])

EPOCHS = 8
OPTIONS = (
    *("--preset", "convolutional", "--image-size", "48", "--epochs", str(EPOCHS)),
    *("--fast-arithmetic", "off", "--augment", "light", "--batch-size", "4"),
)


_WHILE_LOADING = 0.2
"""So many of the kills come before the first step; the others while it trains."""


@dataclass
class Tally:
    """What happened so far."""

    kills: int = 0
    before: int = 0
    between: int = 0
    within: int = 0
    finished: int = 0
    largest: float = 0.0
    epochs: set[int] = field(default_factory=set)


def start(photos: Path, run: Path, home: Path) -> BaseProcess:
    """Begin the run, or go on with it."""
    if (run / "run.json").exists():
        words = ["train", "--resume", str(run), *OPTIONS]
    else:
        shutil.rmtree(run, ignore_errors=True)
        words = ["train", "--data", str(photos), "--out", str(run), *OPTIONS]
    process = _SERVER.Process(target=killed_run, args=(words, home))
    process.start()
    return process


def killed_run(words: list[str], home: Path) -> None:
    """In the process that may be killed."""
    from tests.commands import killed

    killed.run(words, home)


def wait_for_state(process: BaseProcess, run: Path) -> None:
    """Return when a process that trains `run` has kept its first state, or has ended."""
    state = run / "state.npz"
    begun = False
    before = _written(state)
    while process.is_alive() and not begun:
        time.sleep(0.01)
        now = _written(state)
        # The first one of a new run says only which pictures it has.
        begun = before not in (0, now)
        before = now


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def finish(photos: Path, run: Path, home: Path) -> None:
    """Let it end by itself.

    Raises:
        RuntimeError: It failed.
    """
    process = start(photos, run, home)
    process.join()
    if process.exitcode:
        raise RuntimeError(f"it ended with {process.exitcode}")


def look(run: Path, tally: Tally) -> None:
    """See that what a killed process left can be read, and remember how far it was."""
    if not (run / "run.json").exists():
        tally.before += 1
        return
    state = read_state(read_run(run))
    position = state.progress.position
    tally.epochs.add(position.epoch)
    if not state.begun:
        tally.before += 1
    elif position.taken:
        tally.within += 1
    else:
        tally.between += 1


def compare(run: Path, whole: Path) -> float:
    """The largest difference between the weights (and all else) of two runs that ended.

    Raises:
        RuntimeError: They ended otherwise, or not alike.
    """
    mine, theirs = read_run(run), read_run(whole)
    if mine.record.status is not RunStatus.FINISHED:
        raise RuntimeError(f"it ended otherwise: {mine.record.ending}")
    if mine.record.best_epoch != theirs.record.best_epoch:
        raise RuntimeError("another epoch was the best")
    one, other = read_state(mine), read_state(theirs)
    largest = 0.0
    for part in ("variables", "optimizer", "kept"):
        for left, right in zip(getattr(one, part), getattr(other, part), strict=True):
            difference = np.abs(left.astype(np.float64) - right.astype(np.float64))
            largest = max(largest, float(difference.max(initial=0.0)))
    if largest > 1e-5:
        raise RuntimeError(f"the weights differ by {largest}")
    return largest


def kill_often(
    folder: Path,
    *,
    kills: int,
    seed: int,
    report: Callable[[Tally], None] = lambda _tally: None,
) -> Tally:
    """Kill so many times, at random moments of what an undisturbed training takes.

    Args:
        folder: For the pictures and the runs.
        kills: How many.
        seed: Decides the moments.
        report: Told after each one.

    Raises:
        RuntimeError: A process failed, or a run did not end as the undisturbed one.
        LitmusError: What a killed process left cannot be read.
    """
    photos = make_photos(folder / "shapes", each=400)
    for path in sorted((photos / "square").iterdir())[150:]:
        path.unlink()
    home, whole = folder / "home", folder / "whole"
    finish(photos, whole, home)  # Fills the cache too.
    shutil.rmtree(whole)
    began = time.perf_counter()
    finish(photos, whole, home)
    training = sum(epoch.seconds for epoch in read_run(whole).record.epochs)
    loading = time.perf_counter() - began - training
    moments, tally, run = random.Random(seed), Tally(), folder / "run-001"
    while tally.kills < kills:
        process = start(photos, run, home)
        if moments.random() < _WHILE_LOADING:
            process.join(moments.uniform(0, loading))
        else:
            wait_for_state(process, run)
            process.join(moments.uniform(0, 0.6 * training))
        process.kill()
        process.join()
        if process.exitcode == -9:
            tally.kills += 1
            look(run, tally)
            report(tally)
        elif process.exitcode == 0:
            run = _ended(run, whole, tally)
        else:
            raise RuntimeError(f"it ended with {process.exitcode}")
    finish(photos, run, home)
    _ended(run, whole, tally)
    return tally


def _ended(run: Path, whole: Path, tally: Tally) -> Path:
    """Compare a run that ended; gives the folder for the next one."""
    tally.largest = max(tally.largest, compare(run, whole))
    tally.finished += 1
    return run.with_name(f"run-{tally.finished + 1:03d}")
