"""Whole trainings with real Keras on real pictures."""

import json
import resource
import signal
from pathlib import Path

import numpy as np
import pytest

from core.errors import Cancelled, LitmusError
from core.model.layers import Activation, Dense, Flatten
from core.model.network import InputSpec, NetworkSpec
from core.run.folder import read_run
from core.run.record import RunStatus, StopReason
from core.training.events import (
    EpochDone,
    Preparing,
    Saving,
    StepsDone,
    TrainingDone,
    TrainingEvent,
)
from core.training.live import LiveSettings
from tests.core.training.conftest import Trainer

SMALL = NetworkSpec(
    layers=(Flatten(), Dense(units=8), Dense(units="classes", activation=Activation.SOFTMAX))
)


def test_a_training_leaves_a_run_that_answers_the_same_in_keras_and_litert(
    trainer: Trainer,
) -> None:
    run = trainer("dense-128", epochs=2)
    assert sorted(p.name for p in run.folder.iterdir()) == [
        ".litmus-lock",
        "labels.txt",
        "model.keras",
        "model.tflite",
        "run.json",
        "state.npz",
    ]
    record = read_run(run.folder).record
    assert record == run.record
    assert record.status is RunStatus.FINISHED
    assert (record.data.training, record.data.validation) == (1441, 160)
    assert record.parameters == 101_770
    assert set(record.versions) == {"python", "tensorflow", "keras", "numpy"}
    assert record.epochs[1].accuracy > record.epochs[0].accuracy > 0.3
    best = min(record.epochs, key=lambda e: e.val_loss or 9)
    assert record.best_epoch == best.epoch
    assert record.ending is not None
    assert record.ending.sentence.startswith("Finished after 2 epochs, as planned. The best")

    import keras
    from ai_edge_litert.interpreter import Interpreter

    model = keras.models.load_model(run.keras_file, safe_mode=True)
    pixels = trainer.dataset.test.pixels[:20]
    expected = model.predict(pixels, verbose=0)
    interpreter = Interpreter(str(run.litert_file))
    interpreter.allocate_tensors()
    for picture, answer in zip(pixels, expected, strict=True):
        interpreter.set_tensor(
            interpreter.get_input_details()[0]["index"], picture[None].astype(np.float32)
        )
        interpreter.invoke()
        got = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]
        np.testing.assert_allclose(got, answer, atol=1e-5)


def test_events_come_in_order_and_every_epoch_is_on_disk_when_it_is_told(trainer: Trainer) -> None:
    told: list[int] = []

    def look(event: TrainingEvent) -> None:
        if isinstance(event, EpochDone):
            content = json.loads((event.run.folder / "run.json").read_text())
            assert content["status"] == "running"
            told.append(len(content["epochs"]))

    trainer.on_event = look
    trainer(SMALL, epochs=3)
    assert told == [1, 2, 3]
    kinds = [type(event) for event in trainer.events]
    assert kinds[0] is Preparing
    assert kinds[-2:] == [Saving, TrainingDone]
    steps = [event for event in trainer.events if isinstance(event, StepsDone)]
    assert [e.batch for e in steps if e.batch == e.batches] == [46, 46, 46]


def test_without_validation_the_last_epoch_is_kept(trainer: Trainer) -> None:
    run = trainer(SMALL, validation=0.0)
    assert run.record.best_epoch == 2
    assert run.record.epochs[0].val_loss is None
    assert run.record.data.validation == 0


def test_training_accuracy_stops_a_real_training_at_the_right_epoch(trainer: Trainer) -> None:
    whole = trainer(SMALL, epochs=4).record.epochs
    target = whole[1].accuracy
    run = trainer(SMALL, epochs=4, stop={"accuracy": target})
    assert [e.epoch for e in run.record.epochs] == [1, 2]
    assert run.record.status is RunStatus.STOPPED
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.ACCURACY
    assert run.record.epochs[1].accuracy == target


def test_training_loss_stops_a_real_training_at_the_right_epoch(trainer: Trainer) -> None:
    whole = trainer(SMALL, epochs=4).record.epochs
    run = trainer(SMALL, epochs=4, stop={"loss": (whole[1].loss + whole[2].loss) / 2})
    assert len(run.record.epochs) == 3
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.LOSS


def test_patience_stops_a_real_training_and_the_best_weights_are_kept(trainer: Trainer) -> None:
    run = trainer("dense-128", epochs=60, learning_rate=0.003, stop={"patience": 2})
    record = run.record
    assert record.ending is not None
    assert record.ending.reason is StopReason.PATIENCE
    losses = [e.val_loss for e in record.epochs if e.val_loss is not None]
    assert record.best_epoch == int(np.argmin(losses)) + 1
    assert len(losses) == record.best_epoch + 2

    import keras

    model = keras.models.load_model(run.keras_file)
    held = _validation(trainer)
    loss, _ = model.evaluate(*held, verbose=0)
    assert loss == pytest.approx(min(losses), abs=1e-4)


def _validation(trainer: Trainer) -> tuple[np.ndarray, np.ndarray]:
    from core.data.split import split

    pictures = trainer.dataset.training
    rows = split(pictures.labels, validation=0.1, seed=7).validation
    return pictures.pixels[rows], pictures.labels[rows]


def test_stop_in_mid_training_keeps_the_finished_epochs(trainer: Trainer) -> None:
    def stop_in_third(event: TrainingEvent) -> None:
        if isinstance(event, StepsDone) and event.epoch == 3:
            trainer.cancel.cancel()

    trainer.on_event = stop_in_third
    run = trainer(SMALL, epochs=500)
    assert len(run.record.epochs) in (2, 3)
    assert run.record.status is RunStatus.STOPPED
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.PERSON
    assert run.has_model


def test_stop_in_the_first_epoch_keeps_what_was_learned(trainer: Trainer) -> None:
    trainer.on_event = lambda event: (
        trainer.cancel.cancel() if "Compiling" in getattr(event, "stage", "") else None
    )
    run = trainer("convolutional", epochs=2)
    assert run.record.epochs == ()
    assert run.record.best_epoch is None
    assert run.has_model
    assert run.record.ending is not None
    assert "of epoch 1; what it learned so far is kept" in run.record.ending.sentence


def test_stop_before_the_start_leaves_no_folder(trainer: Trainer) -> None:
    trainer.cancel.cancel()
    with pytest.raises(Cancelled):
        trainer(SMALL)
    assert list(trainer.folder.glob("run-*")) == []


def test_epochs_and_learning_rate_change_in_mid_training(trainer: Trainer) -> None:
    live = LiveSettings(9, 0.001)

    def change(event: TrainingEvent) -> None:
        if isinstance(event, StepsDone) and event.epoch == 1:
            live.epochs, live.learning_rate = 2, 0.01

    trainer.on_event = change
    run = trainer(SMALL, epochs=9, live=live)
    assert [e.learning_rate for e in run.record.epochs] == [0.001, 0.01]
    assert run.record.settings.epochs == 2
    assert run.record.settings.learning_rate == 0.01
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.EPOCHS


def test_a_loss_that_is_no_number_ends_the_training_with_advice(trainer: Trainer) -> None:
    unbounded = (Dense(units=8, activation=Activation.LINEAR),) * 2
    layers = (Flatten(), *unbounded, Dense(units="classes", activation=Activation.SOFTMAX))
    raw = NetworkSpec(input=InputSpec(rescale=False), layers=layers)
    run = trainer(raw, optimizer="sgd", learning_rate=10.0, epochs=3)
    assert run.record.ending is not None
    assert run.record.ending.reason is StopReason.DIVERGED
    assert "learning rate is too high" in run.record.ending.sentence
    assert not run.has_model
    assert run.record.status is RunStatus.FAILED


def test_a_second_training_starts_from_fresh_weights(trainer: Trainer) -> None:
    first, second = trainer(SMALL), trainer(SMALL)
    assert [e.loss for e in first.record.epochs] == [e.loss for e in second.record.epochs]
    other = trainer(SMALL, seed=8)
    assert other.record.epochs[0].loss != first.record.epochs[0].loss


def test_an_existing_folder_is_refused(trainer: Trainer) -> None:
    (trainer.folder / "run-001").mkdir()
    with pytest.raises(LitmusError, match="exists already"):
        trainer(SMALL)


def test_a_network_with_a_problem_is_refused_before_anything_is_written(trainer: Trainer) -> None:
    with pytest.raises(LitmusError, match="10 classes need 10 outputs; this layer has 3"):
        trainer(NetworkSpec(layers=(Flatten(), Dense(units=3, activation=Activation.SOFTMAX))))
    assert list(trainer.folder.iterdir()) == []


def test_more_outputs_than_classes_train(trainer: Trainer) -> None:
    run = trainer(NetworkSpec(layers=(Flatten(), Dense(units=12, activation=Activation.SOFTMAX))))
    assert len(run.record.classes) == 10
    assert run.has_model


def test_a_full_disk_is_told_and_the_record_says_that_it_failed(trainer: Trainer) -> None:
    """A limit on the size of files stands for the full disk: the model does not fit."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def shrink(event: TrainingEvent) -> None:
        if isinstance(event, Saving):
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))

    trainer.on_event = shrink
    try:
        with pytest.raises(LitmusError, match=r"model\.tflite.* could not be written"):
            trainer("dense-128")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    run = read_run(Path(trainer.folder / "run-001"))
    assert run.record.status is RunStatus.FAILED
    assert len(run.record.epochs) == 2
    assert not run.has_model


def test_ended_at_once_before_the_first_epoch_leaves_no_folder(trainer: Trainer) -> None:
    def end_at_once(event: TrainingEvent) -> None:
        if isinstance(event, StepsDone):
            raise SystemExit(130)

    trainer.on_event = end_at_once
    with pytest.raises(SystemExit):
        trainer(SMALL)
    assert list(trainer.folder.iterdir()) == []


def test_ended_at_once_later_the_record_says_so(trainer: Trainer) -> None:
    def end_at_once(event: TrainingEvent) -> None:
        if isinstance(event, StepsDone) and event.epoch == 2:
            raise KeyboardInterrupt

    trainer.on_event = end_at_once
    with pytest.raises(KeyboardInterrupt):
        trainer(SMALL)
    record = read_run(trainer.folder / "run-001").record
    assert record.status is RunStatus.STOPPED
    assert [epoch.epoch for epoch in record.epochs] == [1]
    assert record.ending is not None
    assert record.ending.reason is StopReason.PERSON


@pytest.mark.parametrize("kind", ["MemoryError", "ResourceExhaustedError"])
def test_too_little_memory_is_a_sentence_with_advice(trainer: Trainer, kind: str) -> None:
    def run_out(event: TrainingEvent) -> None:
        if isinstance(event, StepsDone):
            import tensorflow as tf

            raise (
                MemoryError
                if kind == "MemoryError"
                else tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")
            )

    trainer.on_event = run_out
    with pytest.raises(LitmusError, match="not enough memory") as caught:
        trainer(SMALL)
    assert "batch size smaller" in caught.value.advice
    record = read_run(trainer.folder / "run-001").record
    assert record.status is RunStatus.FAILED
    assert record.ending is not None
    assert record.ending.sentence == "Failed: There is not enough memory for this training."


def test_something_of_somebody_else_in_the_folder_is_left_alone(trainer: Trainer) -> None:
    def put(_event: TrainingEvent) -> None:
        folder = trainer.folder / "run-001"
        if folder.is_dir() and not trainer.cancel.cancelled:
            (folder / ".DS_Store").touch()
            trainer.cancel.cancel()

    trainer.on_event = put
    with pytest.raises(Cancelled):
        trainer(SMALL)
    assert [path.name for path in (trainer.folder / "run-001").iterdir()] == [".DS_Store"]


def test_a_training_in_bfloat16_leaves_a_model_in_single_precision_to_train_on(
    trainer: Trainer,
) -> None:
    run = trainer(SMALL, fast_arithmetic=True, epochs=1)
    import keras

    model = keras.models.load_model(run.keras_file)  # with a warning, were the optimizer unknown
    assert {layer.compute_dtype for layer in model.layers} == {"float32"}
    assert int(model.optimizer.iterations) == 46
