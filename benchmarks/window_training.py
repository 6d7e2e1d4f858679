"""A training in the real window with its live plot, beside a 10 ms timer in the window's thread.

    window_training.py dense-128|dense-512|convolutional [--epochs N] [--seed N] [--fast]

Prints one line of JSON: seconds per epoch, test accuracy, and the gaps of the timer in ms.
"""

import argparse
import json
import os
import sys
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LITMUS_HOME", tempfile.mkdtemp())

import numpy as np
from measuring import computer
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.data.fashion_mnist import load
from core.evaluation.evaluate import evaluate
from core.model.presets import preset
from core.run.folder import Run
from core.training.events import EpochDone, Preparing, Saving, StepsDone
from gui.application import Litmus
from gui.step_header import Step
from gui.tensorflow_loader import LoadState

INTERVAL_MS = 10


class Gaps:
    """Milliseconds between the beats of a 10 ms timer, by phase."""

    def __init__(self) -> None:
        self.phase = "start"
        self.of: dict[str, list[float]] = {}
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(INTERVAL_MS)

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.of.setdefault(self.phase, []).append((now - self._last) * 1000)
        self._last = now

    def summary(self) -> dict[str, dict[str, float]]:
        """p99 and the worst of each phase."""
        return {
            phase: {
                "beats": len(gaps),
                "p50": round(float(np.percentile(gaps, 50)), 1),
                "p99": round(float(np.percentile(gaps, 99)), 1),
                "worst": round(max(gaps), 1),
            }
            for phase, gaps in self.of.items()
        }


class Watch:
    """Starts a training as soon as TensorFlow is ready, and tells which phase it is in."""

    def __init__(self, litmus: Litmus, options: argparse.Namespace) -> None:
        self._litmus = litmus
        self._options = options
        self.gaps = Gaps()
        self.run: Run | None = None
        self.ready = self.first_point = 0.0
        self.gaps.phase = "TensorFlow loads"
        litmus.loader.state_changed.connect(self._on_loader_changed)
        litmus.session.reported.connect(self._on_session_reported)
        litmus.session.finished.connect(self._on_session_finished)
        litmus.session.failed.connect(lambda error: sys.exit(str(error)))

    def _on_loader_changed(self) -> None:
        if self._litmus.loader.state is not LoadState.READY or self.ready:
            return
        self.ready = time.perf_counter()
        document = self._litmus.document
        document.set_network(preset(self._options.net).network, words="choose a preset")
        settings = {
            "epochs": self._options.epochs,
            "validation": 0.0,
            "seed": self._options.seed,
            "fast_arithmetic": self._options.fast,
        }
        document.set_settings(
            document.project.settings.model_copy(update=settings), words="change settings"
        )
        self._litmus.window.show_step(Step.TRAIN)
        self._litmus.session.start()

    def _on_session_reported(self, event: object) -> None:
        match event:
            case Preparing():
                self.gaps.phase = "the network is compiled"
            case StepsDone() if event.epoch == 1:
                self.first_point = self.first_point or time.perf_counter()
            case EpochDone() if event.result.epoch == 1:
                self.gaps.phase = "training"
            case Saving():
                self.gaps.phase = "the model is converted"

    def _on_session_finished(self, run: Run) -> None:
        self.run = run
        QApplication.quit()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("net")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--fast", action="store_true", help="compute in bfloat16")
    options = parser.parse_args()
    application = QApplication([])
    litmus = Litmus(application)
    watch = Watch(litmus, options)
    litmus.show()
    application.exec()
    litmus.window.close()
    litmus.end()
    if watch.run is None:
        sys.exit("the training gave no run")
    answer = {
        "computer": computer(),
        "seconds": [epoch.seconds for epoch in watch.run.record.epochs],
        "accuracy": evaluate(watch.run, load()).accuracy,
        "first_point": round(watch.first_point - watch.ready, 2),
        "gaps": watch.gaps.summary(),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
