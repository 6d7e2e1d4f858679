"""Numbers and states of a training in plain words."""

from collections.abc import Sequence

from core.run.record import CrossValidation, CurvePoint, EpochResult, Interval

_GUESSING = 1.25
"""So many times the share that guessing would get right is not yet worth a word of praise."""

_SLANT = 0.015
"""So much (a share) the two sides of an interval may differ and still be told as one "±"."""

_HARDLY = 0.01
"""A gain below this (a share) is hardly one, whatever it costs to get it."""

_BLURRED = 0.03
"""Where the interval reaches so far (a share) to either side, a small gain would not be seen."""

_NEARLY_ALL = 0.985
"""From this share on there is hardly anything left to gain."""


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


def share_with_interval(share: float, interval: Interval) -> str:
    """A share and how sure it is: "88 % ± 4"; near an end "97 % (92–99)", which is no "±"."""
    low, high = interval
    half = (high - low) / 2
    digits = 0 if half >= 0.01 else 1
    number = f"{share * 100:.{digits}f}"
    lopsided = abs((high - share) - (share - low)) > _SLANT
    if lopsided or not half <= share <= 1 - half:
        ends = f"{low * 100:.{digits}f}–{high * 100:.{digits}f}"
        return f"{number} % ({ends})"
    return f"{number} % ± {half * 100:.{digits}f}"


def cross_validation_words(result: CrossValidation) -> str:
    """How a cross-validated accuracy came about: "5-fold cross-validated on 308 pictures"."""
    return f"{result.folds}-fold cross-validated on {result.pictures:,} pictures"


def more_pictures(curve: Sequence[CurvePoint], classes: int) -> str:
    """One sentence on whether more pictures would help.

    The accuracy with all pictures is compared with that for about half of them. Both were asked
    about the same pictures, so that their difference is about as sure as the accuracy itself: a
    gain within half the interval may be chance, and is told as such.

    Args:
        curve: Ascending; empty where nothing was measured.
        classes: How many there are to choose from.
    """
    if len(curve) < 2:
        return "There are too few pictures to measure whether more of them would help."
    last = curve[-1]
    half = min(curve[:-1], key=lambda point: abs(2 * point.pictures - last.pictures))
    gain, unsure = last.accuracy - half.accuracy, (last.interval[1] - last.interval[0]) / 2
    so_far = f"With {last.pictures:,} pictures it was right in {_whole(last.accuracy, unsure)}"
    if last.interval[0] <= 1 / classes or last.accuracy <= _GUESSING / classes:
        return (
            f"{so_far}, hardly better than guessing among {classes} classes: look whether the "
            "pictures show what tells the classes apart, before you add more."
        )
    if last.accuracy >= _NEARLY_ALL:
        return f"{so_far}: more photos of the same kind have hardly anything left to improve."
    rise = (
        f"With {half.pictures:,} pictures it was right in {_whole(half.accuracy, unsure)}, "
        f"with {last.pictures:,} in {_whole(last.accuracy, unsure)}"
    )
    if gain > unsure:
        return f"{rise}: more photos will still help."
    return _of_small_gain(gain, unsure, rise, last=last, half=half)


def _of_small_gain(
    gain: float, unsure: float, rise: str, *, last: CurvePoint, half: CurvePoint
) -> str:
    """What a gain that may be chance says."""
    doubled = 1.6 <= last.pictures / max(1, half.pictures) <= 2.5
    step = (
        "The last doubling"
        if doubled
        else f"The step from {half.pictures:,} to {last.pictures:,} pictures"
    )
    brought = f"brought {_points(gain)}" if gain >= 0.0005 else "brought nothing"
    margin = f"± {unsure * 100:.0f}"
    if gain >= _HARDLY:
        return f"{rise}, which may be chance ({margin} points): more photos may help a little."
    if unsure > _BLURRED:
        return (
            f"{step} {brought}, but so few pictures cannot tell a small gain from chance "
            f"({margin} points): more photos will at least measure it better."
        )
    return f"{step} {brought}: more photos of the same kind will hardly help."


def _points(gain: float) -> str:
    """A difference of shares: "1 point", "0.4 points"."""
    number = f"{gain * 100:.1f}".removesuffix(".0")
    return "1 point" if number == "1" else f"{number} points"


def _whole(share: float, unsure: float) -> str:
    """A share with no more digits than are sure."""
    return f"{share * 100:.{0 if unsure >= 0.01 else 1}f} %"
