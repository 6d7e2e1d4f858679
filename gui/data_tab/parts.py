"""The sets of pictures that a person can look at."""

from enum import StrEnum

from core.data.side import Side


class Part(StrEnum):
    """Pictures by where they go.

    Attributes:
        ALL: All that are used.
        TRAINING: Those that are learned from.
        VALIDATION: Those that are checked on after every epoch.
        TEST: Those that are never seen while training.
        LOOSE: Those that are in no class yet.
        LEFT_OUT: Those that a person left out.
    """

    ALL = "all"
    TRAINING = "training"
    VALIDATION = "validation"
    TEST = "test"
    LOOSE = "in no class"
    LEFT_OUT = "left out"


SIDES = {Part.TRAINING: Side.TRAINING, Part.VALIDATION: Side.VALIDATION, Part.TEST: Side.TEST}
"""The parts that are sets of a division."""

OUTSIDE = (Part.LOOSE, Part.LEFT_OUT)
"""The parts that belong to no class; they are offered where there are such pictures."""

PART_WORDS = {
    Part.ALL: "All sets",
    Part.TRAINING: "Training",
    Part.VALIDATION: "Validation",
    Part.TEST: "Test",
    Part.LOOSE: "In no class",
    Part.LEFT_OUT: "Left out",
}
"""What they are called where one of them is chosen."""
