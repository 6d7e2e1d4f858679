"""Whether a training goes on after an epoch, and why not."""

from collections.abc import Sequence
from math import isfinite

from core.run.record import Ending, EpochResult, StopReason
from core.run.settings import StopRules
from core.training.wording import epochs_phrase, exact_percent, percent


def best_epoch(epochs: Sequence[EpochResult], *, keep_best: bool) -> EpochResult:
    """The epoch whose weights are kept.

    It is the one with the lowest validation loss, the earlier of equals; the last one without a
    validation set or where the best are not wanted. A loss that is no number is never the lowest.
    """
    judged = [e for e in epochs if e.val_loss is not None and isfinite(e.val_loss)]
    if not keep_best or not judged:
        return epochs[-1]
    return min(judged, key=lambda e: e.val_loss if e.val_loss is not None else float("inf"))


def rule_that_ends(
    epochs: Sequence[EpochResult], rules: StopRules, *, planned: int
) -> Ending | None:
    """Why the training ends after the last of `epochs`; None where it goes on.

    A rule that was met before, and that the training was taken past by hand, ends it no more.

    Args:
        epochs: The finished ones, at least one.
        rules: Those a person switched on.
        planned: How many epochs there were to be.
    """
    last, rules = epochs[-1], _still_to_meet(rules, epochs[:-1])
    if rules.accuracy is not None and last.accuracy >= rules.accuracy:
        return Ending(
            reason=StopReason.ACCURACY,
            sentence=f"Stopped after epoch {last.epoch}: training accuracy reached "
            f"{exact_percent(rules.accuracy)} ({percent(last.accuracy)}).",
        )
    if rules.loss is not None and last.loss < rules.loss:
        return Ending(
            reason=StopReason.LOSS,
            sentence=f"Stopped after epoch {last.epoch}: training loss fell below "
            f"{rules.loss:g} ({last.loss:.3f}).",
        )
    if rules.patience is not None and _epochs_since_best(epochs) >= rules.patience:
        return _patience_ending(epochs, rules.patience)
    if last.epoch >= planned:
        sentence = f"Finished after {epochs_phrase(last.epoch)}, as planned."
        return Ending(reason=StopReason.EPOCHS, sentence=sentence)
    return None


def stopped_by_person(finished: int, unfinished: int, *, share: float) -> Ending:
    """The ending of a training that a person stopped when `share` of an epoch was done."""
    if finished:
        kept = f"in epoch {unfinished}; what {epochs_phrase(finished)} taught is kept"
    else:
        kept = f"after {percent(share)} of epoch 1; what it learned so far is kept"
    return Ending(reason=StopReason.PERSON, sentence=f"Stopped by you {kept}.")


def paused_by_person(finished: int, unfinished: int, *, share: float) -> Ending:
    """The ending of a training that a person paused when `share` of an epoch was done."""
    if share > 0:
        where = f"after {percent(round(share, 2))} of epoch {unfinished}"
    else:
        where = f"after {epochs_phrase(finished)}" if finished else "before its first step"
    return Ending(
        reason=StopReason.PAUSE,
        sentence=f"Paused by you {where}; it can be resumed there.",
    )


def diverged(epoch: int, finished: int) -> Ending:
    """The ending of a training whose loss in `epoch` is no longer a number."""
    kept = f" What {epochs_phrase(finished)} taught is kept." if finished else ""
    return Ending(
        reason=StopReason.DIVERGED,
        sentence=f"Stopped in epoch {epoch}: the training loss is no longer a number. "
        f"The learning rate is too high; try a tenth of it.{kept}",
    )


def no_pictures_left(finished: int) -> Ending:
    """The ending of a training whose pictures have all gone."""
    kept = f" What {epochs_phrase(finished)} taught is kept." if finished else ""
    return Ending(
        reason=StopReason.ERROR,
        sentence=f"Stopped: none of the pictures to learn from can be read any more.{kept}",
    )


def _still_to_meet(rules: StopRules, before: Sequence[EpochResult]) -> StopRules:
    """The rules without those that were met after an epoch of `before`."""
    met = {
        "accuracy": rules.accuracy is not None
        and any(e.accuracy >= rules.accuracy for e in before),
        "loss": rules.loss is not None and any(e.loss < rules.loss for e in before),
        "patience": rules.patience is not None and _longest_wait(before) >= rules.patience,
    }
    return rules.model_copy(update={name: None for name, is_met in met.items() if is_met})


def _longest_wait(epochs: Sequence[EpochResult]) -> int:
    """The most epochs after which the validation loss had not improved."""
    best, since, longest = float("inf"), 0, 0
    for epoch in epochs:
        loss = epoch.val_loss
        if loss is not None and isfinite(loss) and loss < best:
            best, since = loss, 0
        elif isfinite(best):
            since += 1
        longest = max(longest, since)
    return longest


def _epochs_since_best(epochs: Sequence[EpochResult]) -> int:
    if epochs[-1].val_loss is None:
        return 0
    return epochs[-1].epoch - best_epoch(epochs, keep_best=True).epoch


def _patience_ending(epochs: Sequence[EpochResult], patience: int) -> Ending:
    best = best_epoch(epochs, keep_best=True)
    return Ending(
        reason=StopReason.PATIENCE,
        sentence=f"Stopped after epoch {epochs[-1].epoch}: validation loss has not improved for "
        f"{epochs_phrase(patience)} (lowest: {best.val_loss:.3f}, epoch {best.epoch}).",
    )
