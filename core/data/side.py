"""The three sets that pictures are divided into."""

from enum import StrEnum


class Side(StrEnum):
    """Where a picture goes: to be learned from, to be checked on, or never seen while training."""

    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
