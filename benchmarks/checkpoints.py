"""What keeping a training's state on the disk costs it: with and without, in turn, in one training.

checkpoints.py [--blocks N] [dense-512 convolutional]

A preset learns Fashion-MNIST; in every other block of epochs its states are kept, in the others
not. The first epoch of a block is left out, since the state before it may still be being written.
Told are the medians of an epoch's time, and of the processor's time that it took, which is less
disturbed by what else the machine does; and what was measured directly: the time that copying took
in the training's own thread, and the processor's time that writing took in the other one.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from unittest.mock import patch

from measuring import computer

from core.cancellation import CancelToken
from core.data.fashion_mnist import load
from core.model.presets import preset
from core.run.settings import TrainingSettings
from core.training import running
from core.training.checkpoints import Checkpoints
from core.training.events import EpochDone, TrainingEvent
from core.training.request import TrainingRequest
from core.training.state import TrainingState
from core.training.training import train

BLOCK = {"dense-512": 5, "convolutional": 3}


class Watched(Checkpoints):
    """Keeps states where `on`, and adds up what it costs."""

    on = False
    copying_s = writing_s = 0.0
    count = 0

    @property
    def due(self) -> bool:
        """Every epoch is followed by a state, so that the full price is paid."""
        return self.on

    def keep(self, take: Callable[[], TrainingState]) -> None:
        """Keep a state, and say what that took."""
        began = time.perf_counter()
        super().keep(take)
        Watched.copying_s += time.perf_counter() - began
        Watched.count += 1

    def _write(self) -> None:
        began = time.thread_time()
        super()._write()
        Watched.writing_s += time.thread_time() - began


def measure(name: str, blocks: int, folder: Path) -> dict[str, object]:
    """Train, and tell what an epoch took with and without."""
    marks: list[tuple[float, float]] = []
    block = BLOCK[name]
    taken: dict[bool, list[tuple[float, float]]] = {True: [], False: []}

    def report(event: TrainingEvent) -> None:
        if not isinstance(event, EpochDone):
            return
        marks.append((time.perf_counter(), time.process_time()))
        number = event.result.epoch
        if number > 1 and (number - 1) % block:
            before, now = marks[-2:]
            taken[Watched.on].append((now[0] - before[0], now[1] - before[1]))
        if number % block == 0:
            Watched.on = not Watched.on

    request = TrainingRequest(
        dataset=load(),
        network=preset(name).network,
        settings=TrainingSettings(epochs=2 * blocks * block),
        preset=name,
        folder=folder,
        name="measured",
    )
    Watched.on, Watched.count, Watched.copying_s, Watched.writing_s = False, 0, 0.0, 0.0
    with patch.object(running, "Checkpoints", Watched):
        run = train(request, report=report, cancel=CancelToken())
    times, processor = (
        [[pair[part] for pair in taken[on]] for on in (False, True)] for part in (0, 1)
    )
    return {
        "preset": name,
        "epochs": len(run.record.epochs),
        "megabytes": round(run.state_file.stat().st_size / 1e6, 1),
        "epoch_seconds": [round(median(kind), 3) for kind in times],
        "epoch_processor_seconds": [round(median(kind), 3) for kind in processor],
        "more_time": round(median(times[1]) / median(times[0]) - 1, 4),
        "more_processor_time": round(median(processor[1]) / median(processor[0]) - 1, 4),
        "copying_ms": round(1000 * Watched.copying_s / Watched.count, 2),
        "writing_processor_ms": round(1000 * Watched.writing_s / Watched.count, 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("presets", nargs="*", default=list(BLOCK))
    parser.add_argument("--blocks", type=int, default=4)
    options = parser.parse_args()
    print(computer())
    for name in options.presets:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(name, options.blocks, Path(folder) / "run")), flush=True)


if __name__ == "__main__":
    main()
