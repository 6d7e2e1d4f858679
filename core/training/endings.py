"""What a training's last word is in its record."""

from core.run.record import Ending, RunRecord, RunStatus, StopReason
from core.training.wording import closing_sentence


def closed(record: RunRecord, ending: Ending, *, learned: bool) -> RunRecord:
    """The record of a training that is over.

    Args:
        record: As it was after the last epoch.
        ending: Why it ended.
        learned: Whether an epoch was finished.
    """
    sentence = closing_sentence(ending.sentence, record.best, of_best=record.settings.keep_best)
    return record.model_copy(
        update={
            "status": _status(ending.reason, learned=learned),
            "ending": Ending(reason=ending.reason, sentence=sentence),
        }
    )


def _status(reason: StopReason, *, learned: bool) -> RunStatus:
    if reason is StopReason.PAUSE:
        return RunStatus.PAUSED
    if reason in (StopReason.DIVERGED, StopReason.ERROR) and not learned:
        return RunStatus.FAILED
    return RunStatus.FINISHED if reason is StopReason.EPOCHS else RunStatus.STOPPED
