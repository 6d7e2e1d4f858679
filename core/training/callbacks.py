"""The Keras callback that feeds the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.training.steps import StepReporter

if TYPE_CHECKING:
    import keras


def callback_list(model: keras.Model, steps: StepReporter) -> keras.callbacks.CallbackList:
    """Keras' own list of callbacks for a training of `model`, with ours in it.

    `on_train_batch_end` is called after each chunk of batches; its logs hold the mean `loss` and
    `accuracy` of the chunk and its `size` in pictures.
    """
    from keras import callbacks

    class StepCallback(callbacks.Callback):  # type: ignore[misc] # Keras ships no types
        """Hands what Keras tells to the reporter."""

        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            del logs
            steps.begin_epoch(epoch + 1)

        def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            logs = logs or {}
            steps.steps_done(
                batch + 1,
                loss=logs["loss"],
                accuracy=logs["accuracy"],
                pictures=int(logs["size"]),
            )

    return callbacks.CallbackList([StepCallback()], model=model, add_history=False)
