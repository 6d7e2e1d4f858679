"""A run's epochs where TensorBoard reads them: `RUN/logs/train` and `RUN/logs/validation`.

The tags are those of Keras' own callback, `epoch_loss`, `epoch_accuracy` and
`epoch_learning_rate`; the step is the epoch, from 1. Event files are written directly, since
`tf.summary.scalar` needs TensorBoard to be installed, and since so each epoch has the time at which
it was over, also where it was over before the logs were begun.
"""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.run.record import EpochResult, RunRecord
from core.training.events import EpochDone, Noticed, TrainingEvent

if TYPE_CHECKING:
    import tensorflow as tf

Report = Callable[[TrainingEvent], None]

_OURS = ".litmus"
"""The end of the names of our files: what others wrote there is left alone."""

_VERSION = "brain.Event:2"

_SCALAR = 1
"""`DataClass.DATA_CLASS_SCALAR` of TensorFlow's `summary.proto`."""

_STOPPED = "The logs for TensorBoard could not be written any more: {}. The training goes on."


def has_logs(folder: Path) -> bool:
    """Whether logs of the run in `folder` were written; they are gone on with then."""
    return any((folder / "logs").glob(f"*/events.out.tfevents.*{_OURS}"))


def logged(folder: Path, report: Report, *, wanted: bool = True) -> AbstractContextManager[Report]:
    """`logging` where logs are wanted; else a context that gives `report` as it is."""
    return logging(folder, report) if wanted else nullcontext(report)


@contextmanager
def logging(folder: Path, report: Report) -> Iterator[Report]:
    """Write logs of the run in `folder` while it is trained.

    The first epoch that is told of brings those before it, so that a run that was taken up again
    has all of them, each once. What goes wrong ends the logs, never the training.

    Args:
        folder: Of the run.
        report: Takes the events of the training, and what goes wrong with the logs.

    Yields:
        What the training is to report to instead.
    """
    logs = _Logs(folder / "logs")

    def told(event: TrainingEvent) -> None:
        report(event)
        # What is trained without TensorFlow has no epochs worth a curve.
        if isinstance(event, EpochDone) and "tensorflow" in sys.modules:
            problem = logs.take(event.run.record)
            if problem:
                report(Noticed(_STOPPED.format(problem)))

    try:
        yield told
    finally:
        logs.close()


class _Logs:
    """The logs of one training."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _EventFile] | None = None
        self._written = 0
        self._failed = False

    def take(self, record: RunRecord) -> str:
        """Write the epochs that are not there yet; what went wrong in words, once."""
        if self._failed:
            return ""
        try:
            self._take(record)
        except Exception as error:  # noqa: BLE001 - whatever it is, no training fails of it
            self._failed = True
            self.close()
            return str(getattr(error, "strerror", None) or error)
        return ""

    def close(self) -> None:
        """Write nothing more."""
        for file in (self._files or {}).values():
            with suppress(Exception):
                file.close()
        self._files = {}

    def _take(self, record: RunRecord) -> None:
        if self._files is None:
            self._files = {}
            checked = any(epoch.val_loss is not None for epoch in record.epochs)
            for name in ("train", "validation")[: 1 + checked]:
                self._files[name] = _EventFile(self._folder / name)
        times = _times(record)
        for number, epoch in enumerate(record.epochs[self._written :], start=self._written):
            for name, file in self._files.items():
                file.write(epoch.epoch, times[number], _values(epoch, name))
        for file in self._files.values():
            file.flush()
        self._written = len(record.epochs)


class _EventFile:
    """One file of events; those that we wrote there before are replaced by it."""

    def __init__(self, folder: Path) -> None:
        import tensorflow as tf

        folder.mkdir(parents=True, exist_ok=True)
        before = list(folder.glob(f"events.out.tfevents.*{_OURS}"))
        name = f"events.out.tfevents.{time.time():017.6f}.{socket.gethostname()}{_OURS}"
        self._writer = tf.io.TFRecordWriter(str(folder / name))
        event = tf.compat.v1.Event
        self._put(event(wall_time=time.time(), file_version=_VERSION))
        # A TensorBoard that looks on forgets what it has read: all of it comes again.
        begins = tf.compat.v1.SessionLog(status=tf.compat.v1.SessionLog.START)
        self._put(event(wall_time=time.time(), step=0, session_log=begins))
        self._writer.flush()
        for path in before:
            path.unlink(missing_ok=True)

    def write(self, step: int, when: float, values: Sequence[tuple[str, float]]) -> None:
        """Write numbers of one epoch, by their tags."""
        import tensorflow as tf

        summary = tf.compat.v1.Summary()
        for tag, value in values:
            put = summary.value.add(tag=tag, tensor=tf.make_tensor_proto(value, tf.float32))
            put.metadata.plugin_data.plugin_name = "scalars"
            put.metadata.data_class = _SCALAR
        if values:
            self._put(tf.compat.v1.Event(wall_time=when, step=step, summary=summary))

    def flush(self) -> None:
        """Let others read what was written."""
        self._writer.flush()

    def close(self) -> None:
        """End the file."""
        self._writer.close()

    def _put(self, event: tf.compat.v1.Event) -> None:
        self._writer.write(event.SerializeToString())


def _values(epoch: EpochResult, name: str) -> list[tuple[str, float]]:
    """What is logged of an epoch for its training, or for its validation."""
    if name == "train":
        found = [("loss", epoch.loss), ("accuracy", epoch.accuracy)]
        return _tagged([*found, ("learning_rate", epoch.learning_rate)])
    return _tagged([("loss", epoch.val_loss), ("accuracy", epoch.val_accuracy)])


def _tagged(values: Sequence[tuple[str, float | None]]) -> list[tuple[str, float]]:
    return [(f"epoch_{name}", value) for name, value in values if value is not None]


def _times(record: RunRecord) -> list[float]:
    """When each epoch was over, in seconds since 1970: the last one now."""
    seconds = [epoch.seconds for epoch in record.epochs]
    now = time.time()
    try:
        began = datetime.fromisoformat(record.started).astimezone(UTC).timestamp()
    except (ValueError, OverflowError, OSError):  # a record edited by hand
        began = now - sum(seconds)
    over = [min(began + sum(seconds[: n + 1]), now) for n in range(len(seconds))]
    return [*over[:-1], now]
