"""Which runs have something that can be taken along."""

from core.run.folder import Run
from core.run.record import RunStatus


def can_export(run: Run) -> bool:
    """Whether a run has ended, be it for a while, and left a model."""
    return run.record.status is not RunStatus.RUNNING and run.has_model
