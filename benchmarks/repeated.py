"""Memory of twenty trainings of one epoch in one process, each with its files written.

repeated.py same|different
"""

import gc
import sys
import tempfile
from pathlib import Path

import psutil
from measuring import computer

from core.cancellation import CancelToken
from core.data.fashion_mnist import load
from core.model.layers import Activation, Dense, Flatten
from core.model.network import NetworkSpec
from core.run.settings import TrainingSettings
from core.training.request import TrainingRequest
from core.training.training import train

TRAININGS = 20


def network(number: int, *, same: bool) -> NetworkSpec:
    """A dense net; each of another width where they are to differ."""
    units = 128 if same else 128 + 8 * number
    return NetworkSpec(
        layers=(
            Flatten(),
            Dense(units=units),
            Dense(units="classes", activation=Activation.SOFTMAX),
        )
    )


def main() -> None:
    same = sys.argv[1:] != ["different"]
    print(computer())
    memory: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TRAININGS):
            request = TrainingRequest(
                dataset=load(),
                network=network(number, same=same),
                settings=TrainingSettings(epochs=1, seed=number),
                preset="custom",
                folder=Path(folder) / f"run-{number:03d}",
                name=f"Run {number}",
            )
            train(request, report=lambda _event: None, cancel=CancelToken())
            gc.collect()
            memory.append(psutil.Process().memory_info().rss / 2**20)
            print(f"  training {number + 1}: {memory[-1]:.0f} MB", flush=True)
    growth = (memory[-1] - memory[2]) / (TRAININGS - 3)
    kind = "the same shape" if same else "differing shapes"
    print(f"{kind}: {growth:.1f} MB more a training from the 3rd on")


if __name__ == "__main__":
    main()
