"""Numbers and states of a training in plain words."""

from collections.abc import Sequence

from core.run.record import EpochResult

_GUESSING = 1.25
"""So many times the share that guessing would get right is not yet worth a word of praise."""


def percent(share: float) -> str:
    """A share (0-1) as "95 %" or "90.8 %"."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def exact_percent(share: float) -> str:
    """A share (0-1) that a person chose, with all the digits they gave: "99.99 %"."""
    return f"{share * 100:g} %"


def epochs_phrase(count: int) -> str:
    """A number of epochs: "1 epoch", "3 epochs"."""
    return "1 epoch" if count == 1 else f"{count:,} epochs"


def progress_sentence(epochs: Sequence[EpochResult], classes: int) -> str:
    """One plain sentence on how a training of so many classes goes after the last of `epochs`."""
    last = epochs[-1]
    if last.val_accuracy is None or last.val_loss is None:
        return (
            f"Training accuracy {percent(last.accuracy)} after epoch {last.epoch}. Without a "
            "validation set nobody can say how it does on pictures it has not seen."
        )
    accuracy = f"Validation accuracy {percent(last.val_accuracy)} after epoch {last.epoch}"
    risen = _epochs_risen(epochs)
    if risen >= 2:
        best = min(epochs, key=lambda e: e.val_loss or 0.0)
        return (
            f"Validation loss has risen for {risen} epochs while training loss falls: it is "
            f"memorising. The lowest was in epoch {best.epoch}. {accuracy}."
        )
    if last.val_accuracy <= _GUESSING / classes:
        return f"{accuracy}: no better than guessing among {classes} classes yet."
    if len(epochs) == 1:
        return f"{accuracy}: a first idea. The next epochs refine it."
    highest = max(epochs[:-1], key=lambda e: e.val_accuracy or 0.0)
    so_far = highest.val_accuracy or 0.0
    if last.val_accuracy > so_far:
        return f"Learning well: {accuracy[0].lower()}{accuracy[1:]}, still rising."
    if last.val_accuracy > (epochs[-2].val_accuracy or 0.0):
        return (
            f"{accuracy}, higher than the epoch before. The highest so far was {percent(so_far)}, "
            f"in epoch {highest.epoch}."
        )
    return f"{accuracy}, not higher than the epoch before."


def closing_sentence(ending: str, best: EpochResult | None, *, of_best: bool) -> str:
    """The last sentence of a training: why it ended, which weights are kept, how good they are."""
    if best is None:
        return ending
    if best.val_accuracy is None:
        return f"{ending} Training accuracy {percent(best.accuracy)}."
    which = "best weights, of" if of_best else "weights of the last,"
    kept = f"The {which} epoch {best.epoch}, are kept"
    return f"{ending} {kept}: validation accuracy {percent(best.val_accuracy)}."


def _epochs_risen(epochs: Sequence[EpochResult]) -> int:
    """For how many epochs in a row the validation loss rose while the training loss fell."""
    count = 0
    for before, after in zip(reversed(epochs[:-1]), reversed(epochs[1:]), strict=True):
        if before.val_loss is None or after.val_loss is None:
            break
        if after.val_loss <= before.val_loss or after.loss >= before.loss:
            break
        count += 1
    return count
