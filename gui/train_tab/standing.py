"""How far a run came that is not over, and what can be done with one that rests."""

from core.holding import is_held
from core.run.folder import Run
from core.run.record import RunRecord, RunStatus, StopReason
from core.run.shelf import run_number

_IN_THE_MIDDLE = (RunStatus.RUNNING, RunStatus.PAUSED)

_BY_RULE = (StopReason.EPOCHS, StopReason.ACCURACY, StopReason.LOSS, StopReason.PATIENCE)


def unfinished(run: Run) -> bool:
    """Whether its training is not over, by its record: paused, broken off, or going on."""
    return run.record.status in _IN_THE_MIDDLE


def ended_by_rule(run: Run) -> bool:
    """Whether it ended as it was told to beforehand: only more epochs would let it go on."""
    ending = run.record.ending
    ended = run.record.status in (RunStatus.FINISHED, RunStatus.STOPPED)
    return ended and ending is not None and ending.reason in _BY_RULE


def left_off(run: Run) -> bool:
    """Whether it ended in the middle: a person stopped it, or it failed after it had learned."""
    record = run.record
    if record.ending is None or record.status not in (RunStatus.STOPPED, RunStatus.FAILED):
        return False
    failed = record.ending.reason is StopReason.ERROR and bool(record.epochs)
    return failed or record.ending.reason is StopReason.PERSON


def place_words(record: RunRecord) -> str:
    """Where a training goes on: "epoch 4 of 10"; empty for one that is not trained in epochs."""
    if record.network.by_regression:
        return ""
    planned = max(record.settings.epochs, len(record.epochs))
    return f"epoch {min(len(record.epochs) + 1, planned):,} of {planned:,}"


def unfinished_words(record: RunRecord) -> str:
    """How a run stands that is not over: "paused at epoch 4 of 10", "stopped at …"."""
    how = "paused" if record.status is RunStatus.PAUSED else "stopped"
    place = place_words(record)
    return f"{how} at {place}" if place else how


def unfinished_title(run: Run) -> str:
    """The same with its number: "Run 3 stopped at epoch 4 of 10"."""
    return f"Run {run_number(run.folder)} {unfinished_words(run.record)}"


def why_not_resumed(run: Run) -> str:
    """Why `run` cannot be gone on with, in one sentence; empty where it can. Looks at the disk."""
    if is_held(run.folder):
        return "It is being trained already, in another window or by a command."
    if not run.state_file.is_file():
        return "It cannot be resumed: the file from which it would go on is not there."
    return ""


def why_not_longer(run: Run) -> str:
    """Why `run` cannot be trained longer, in one sentence; empty where it can."""
    number = run_number(run.folder)
    if run.record.network.by_regression:
        return (
            f"Run {number} was fitted, not trained in epochs: it is as good as its pictures allow."
        )
    if not ended_by_rule(run):
        return f"Run {number} is not finished: it can only be resumed."
    return why_not_resumed(run)
