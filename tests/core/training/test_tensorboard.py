"""Logs for TensorBoard, read back with TensorFlow's own reader."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.run.folder import Run
from core.run.record import EpochResult
from core.training.events import EpochDone, Noticed, Preparing, TrainingEvent
from core.training.loading import load_tensorflow
from core.training.tensorboard import has_logs, logging
from tests.records import record

Points = dict[str, list[tuple[int, float]]]


@pytest.fixture(autouse=True, scope="module")
def tensorflow() -> None:
    """Loaded once: whoever trains has loaded it."""
    load_tensorflow()


def epoch(number: int, *, val: bool = True) -> EpochResult:
    return EpochResult(
        epoch=number,
        seconds=2.0,
        loss=1 / number,
        accuracy=0.5 + number / 20,
        val_loss=2 / number if val else None,
        val_accuracy=0.4 if val else None,
        learning_rate=0.001,
    )


def told(folder: Path, numbers: Sequence[int], *, val: bool = True) -> list[EpochDone]:
    """What a training tells after each of these epochs; all before it are in the record too."""
    events = []
    for number in numbers:
        epochs = tuple(epoch(n, val=val) for n in range(1, number + 1))
        made = record().model_copy(update={"epochs": epochs})
        events.append(EpochDone(epochs[-1], Run(folder, made), "Learning."))
    return events


def log(folder: Path, events: Sequence[TrainingEvent]) -> list[TrainingEvent]:
    passed: list[TrainingEvent] = []
    with logging(folder, passed.append) as report:
        for event in events:
            report(event)
    return passed


def written(folder: Path, name: str) -> Points:
    """The numbers in the files of one set, by tag: (step, value)."""
    import tensorflow as tf

    points: Points = {}
    for path in sorted((folder / "logs" / name).iterdir()):
        for raw in tf.data.TFRecordDataset(str(path)):
            event = tf.compat.v1.Event.FromString(raw.numpy())
            for value in event.summary.value:
                assert value.metadata.plugin_data.plugin_name == "scalars"
                number = float(tf.make_ndarray(value.tensor))
                points.setdefault(value.tag, []).append((event.step, number))
    return points


def test_each_epoch_is_written_for_training_and_validation(tmp_path: Path) -> None:
    assert not has_logs(tmp_path)
    events: list[TrainingEvent] = [Preparing("Preparing"), *told(tmp_path, [1, 2])]
    assert log(tmp_path, events) == events
    assert written(tmp_path, "train") == {
        "epoch_loss": [(1, 1.0), (2, 0.5)],
        "epoch_accuracy": [(1, pytest.approx(0.55)), (2, pytest.approx(0.6))],
        "epoch_learning_rate": [(1, pytest.approx(0.001)), (2, pytest.approx(0.001))],
    }
    assert written(tmp_path, "validation") == {
        "epoch_loss": [(1, 2.0), (2, 1.0)],
        "epoch_accuracy": [(1, pytest.approx(0.4)), (2, pytest.approx(0.4))],
    }
    assert has_logs(tmp_path)


def test_a_resumed_run_has_every_step_once_and_in_order(tmp_path: Path) -> None:
    log(tmp_path, told(tmp_path, [1, 2, 3]))
    # Epoch 3 was told of but its state was lost: it is trained again.
    log(tmp_path, told(tmp_path, [3, 4]))
    assert [step for step, _ in written(tmp_path, "train")["epoch_loss"]] == [1, 2, 3, 4]
    assert len(list((tmp_path / "logs" / "train").iterdir())) == 1


def test_switched_on_later_the_epochs_before_are_there_too(tmp_path: Path) -> None:
    log(tmp_path, told(tmp_path, [4]))
    assert [step for step, _ in written(tmp_path, "train")["epoch_loss"]] == [1, 2, 3, 4]


def test_files_of_others_stay(tmp_path: Path) -> None:
    others = tmp_path / "logs" / "train" / "events.out.tfevents.1.somebody"
    others.parent.mkdir(parents=True)
    others.write_bytes(b"")
    log(tmp_path, told(tmp_path, [1]))
    log(tmp_path, told(tmp_path, [2]))
    assert others.exists()


def test_without_validation_there_is_one_folder(tmp_path: Path) -> None:
    log(tmp_path, told(tmp_path, [1], val=False))
    assert [path.name for path in (tmp_path / "logs").iterdir()] == ["train"]


def test_what_goes_wrong_is_told_once_and_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way", encoding="utf-8")
    events = told(tmp_path, [1, 2])
    passed = log(tmp_path, events)
    noticed = [event for event in passed if isinstance(event, Noticed)]
    assert [event for event in passed if not isinstance(event, Noticed)] == events
    assert len(noticed) == 1
    assert "The training goes on" in noticed[0].sentence


def test_it_loads_no_tensorflow_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tensorflow")
    log(tmp_path, told(tmp_path, [1]))
    assert not (tmp_path / "logs").exists()
