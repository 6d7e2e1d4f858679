"""What the session of a training is doing, and what an event makes of it."""

from enum import StrEnum

from core.training.events import Saving
from gui.training_news import learning_in, preparation_in


class TrainingState(StrEnum):
    """What the session is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    RUNNING = "running"
    PAUSING = "pausing"
    STOPPING = "stopping"
    SAVING = "saving"


def state_after(
    event: object, state: TrainingState, *, ending: bool
) -> tuple[TrainingState, str] | None:
    """What the session does after an event, and the stage in words; None where that is the same.

    Args:
        event: Of the training.
        state: What it did before.
        ending: Whether it was asked to stop or to pause; what was acknowledged stays so.
    """
    if isinstance(event, Saving):
        paused = state is TrainingState.PAUSING
        return TrainingState.PAUSING if paused else TrainingState.SAVING, event.stage
    if ending:
        return None
    if (stage := learning_in(event)) is not None:
        return TrainingState.RUNNING, stage
    # What is prepared after something was learned is only the next part of it.
    begun = state in (TrainingState.RUNNING, TrainingState.SAVING)
    stage = preparation_in(event, tuning=begun)
    if stage is None:
        return None
    return TrainingState.RUNNING if begun else TrainingState.PREPARING, stage
