"""What a fine-tuning says."""

from core.run.record import EpochResult
from core.training.wording import percent

STOPPED = "Fine-tuning was stopped by you: the run answers as it did without it."

PAUSED = (
    "Fine-tuning was paused by you: the run answers as it does without it. Resumed, it begins "
    "again."
)


def failed(message: str) -> str:
    """That it could not be done, and why."""
    return f"Fine-tuning could not be done: {message} The run answers as it did without it."


def epoch_sentence(number: int, result: EpochResult, without: float) -> str:
    """How it goes after its epoch `number`; `without` is the validation accuracy without it."""
    reached = percent(result.val_accuracy or 0.0)
    return (
        f"Fine-tuning, epoch {number}: validation accuracy {reached}; "
        f"without it {percent(without)}."
    )


def verdict(*, kept: bool, before: float, after: float, pictures: int) -> str:
    """Whether it was better.

    Args:
        kept: Whether the run answers with it.
        before: Share of the validation pictures (0-1) answered rightly without it.
        after: The same with it.
        pictures: How many these are.
    """
    shares = f"{percent(after)} of the {pictures:,} validation pictures right"
    if kept and after == before:
        return f"Fine-tuned and kept: {shares}, as many as before, and surer of them."
    if kept:
        return f"Fine-tuned and kept: {shares}, without it {percent(before)}."
    if after == before:
        return f"Fine-tuned, but not kept: {shares}, no more than without it."
    return f"Fine-tuned, but not kept: {shares}, without it {percent(before)}."
