"""The code of a training in epochs, and of what is said afterwards."""

from core.export.training_code.cell import Cell, Part, lines, list_code
from core.run.record import EpochResult, RunRecord, RunStatus, StopReason

MODEL_FILE = "model.keras"
"""What the script leaves in the folder it is run in."""

_BROKEN_OFF = (StopReason.PERSON, StopReason.DIVERGED, StopReason.ERROR)


def epochs_to_train(record: RunRecord) -> int:
    """As many epochs as the run was to have; as it had, where something else ended it."""
    reason = record.ending.reason if record.ending else None
    by_rule = record.status is RunStatus.STOPPED and reason not in _BROKEN_OFF
    if record.status is RunStatus.FINISHED or by_rule:
        return record.settings.epochs
    return max(1, len(record.epochs))


def training_cell(record: RunRecord, *, features: bool) -> Cell:
    """The training: callbacks and `fit`.

    Args:
        record: Of the run.
        features: Whether what comes in was made by a backbone.
    """
    code = lines(_callbacks(record), _fit(record, features=features), _keeping(record))
    words = (
        "The loss falls and the accuracy rises, on the training pictures more than on the others. "
        "What may end it early, or changes on the way, are *callbacks*."
    )
    return Cell(Part.TRAINING, "The training", words, code)


def result_cell(record: RunRecord, *, features: bool, test: bool) -> Cell:
    """The accuracies, printed."""
    words = "How often it is right about pictures it has not learned from."
    given = "features" if features else "x"
    parts = []
    if record.data.validation:
        parts.append(_measured("validation", f"{given}_val", "y_val"))
    else:
        parts.append(_measured("training", f"{given}_train", "y_train"))
    if test:
        parts.append(_measured("test", f"{given}_test", "y_test"))
    return Cell(Part.RESULT, "The result", words, "\n".join(parts))


def _measured(name: str, pixels: str, labels: str) -> str:
    return f"""\
_, accuracy = model.evaluate({pixels}, {labels}, verbose=0)
print(f"{name.capitalize()} accuracy: {{accuracy:.4f}} ({{len({labels})}} pictures)")"""


def _callbacks(record: RunRecord) -> str:
    rules, rates = record.settings.stop, _rates(record.epochs)
    made = []
    if rules.accuracy is not None or rules.loss is not None:
        made.append("StopEarly()")
    if record.data.validation and rules.patience is not None:
        made.append(f'keras.callbacks.EarlyStopping("val_loss", patience={rules.patience})')
    if _keeps_best(record):
        best = f'"{MODEL_FILE}", monitor="val_loss", save_best_only=True'
        made.append(f"keras.callbacks.ModelCheckpoint({best})")
    if rates:
        made.append("keras.callbacks.LearningRateScheduler(learning_rate)")
    whole = "".join(f"    {callback},\n" for callback in made)
    return lines(
        _stopping(record),
        _rate_function(rates),
        f"callbacks = [\n{whole}]" if made else "",
    )


def _stopping(record: RunRecord) -> str:
    """The callback of a course: it stops where accuracy or loss is good enough."""
    rules = record.settings.stop
    conditions, told = [], []
    if rules.accuracy is not None:
        conditions.append(f'logs["accuracy"] >= {rules.accuracy!r}')
        told.append(f"accuracy has reached {rules.accuracy * 100:g} %")
    if rules.loss is not None:
        conditions.append(f'logs["loss"] < {rules.loss!r}')
        told.append(f"loss is below {rules.loss:g}")
    if not conditions:
        return ""
    return f'''
class StopEarly(keras.callbacks.Callback):
    """Ends the training when its {" or its ".join(told)}."""

    def on_epoch_end(self, epoch, logs=None):
        if {" or ".join(conditions)}:
            print("The training is good enough, so it stops.")
            self.model.stop_training = True

'''


def _rates(epochs: tuple[EpochResult, ...]) -> tuple[float, ...]:
    """The learning rate of each epoch, where a person changed it on the way."""
    rates = tuple(e.learning_rate for e in epochs if e.learning_rate is not None)
    return rates if len(set(rates)) > 1 else ()


def _rate_function(rates: tuple[float, ...]) -> str:
    if not rates:
        return ""
    changes = [(n, rate) for n, rate in enumerate(rates) if n == 0 or rates[n - 1] != rate]
    return f'''
CHANGES = {changes!r}  # from which epoch on which learning rate


def learning_rate(epoch, rate):
    """The learning rate was changed while it trained."""
    return [rate for first, rate in CHANGES if first <= epoch][-1]

'''


def _fit(record: RunRecord, *, features: bool) -> str:
    given = "features" if features else "x"
    weights = record.data.class_weights
    counts = f"epochs={epochs_to_train(record)}, batch_size={record.settings.batch_size}"
    checked = f", validation_data=({given}_val, y_val)" if record.data.validation else ""
    more = [
        *(["class_weight=dict(enumerate(class_weights))"] if weights else []),
        *(["callbacks=callbacks"] if _callback_count(record) else []),
        "verbose=2,  # one line an epoch",
    ]
    return lines(
        list_code("class_weights", weights) if weights else "",
        "history = model.fit(",
        f"    {given}_train, y_train, {counts}{checked},",
        f"    {', '.join(more)}",
        ")",
    )


def _keeping(record: RunRecord) -> str:
    if _keeps_best(record):
        load = f'model = keras.models.load_model("{MODEL_FILE}")'
        return f"{load}  # of the epoch with the lowest validation loss"
    return f'model.save("{MODEL_FILE}")'


def _keeps_best(record: RunRecord) -> bool:
    return record.settings.keep_best and record.data.validation > 0


def _callback_count(record: RunRecord) -> int:
    rules = record.settings.stop
    patience = rules.patience is not None and record.data.validation > 0
    wanted = (rules.accuracy is not None, rules.loss is not None, patience)
    return sum((*wanted, _keeps_best(record), bool(_rates(record.epochs))))
