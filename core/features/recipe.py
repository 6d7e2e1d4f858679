"""What is fitted to the features of photos: which outputs, scaled how, held back how much.

The recipe was chosen by measuring; `docs/decisions/0006-photo-features.md` has the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.features.backbone import Backbone


@dataclass(frozen=True)
class Output:
    """Some of what a backbone gives.

    Attributes:
        backbone: Its name.
        width: How many of its numbers, from the first on: the pooled ones come before the middle.
    """

    backbone: str
    width: int


@dataclass(frozen=True)
class HeadRecipe:
    """One logistic regression; the answers of several are averaged.

    Attributes:
        inputs: What it takes, put side by side.
        standardised: Whether each number is brought to mean 0 and spread 1 over the training
            pictures.
        c: How little its weights are held back: the C of scikit-learn.
        rooted: Whether the square root is taken of each number first, its sign kept: a few large
            numbers then say less, and many small ones more.
    """

    inputs: tuple[Output, ...]
    standardised: bool
    c: float
    rooted: bool = False

    @property
    def width(self) -> int:
        """How many numbers it takes."""
        return sum(output.width for output in self.inputs)


def head_recipes(backbones: Sequence[Backbone], *, middle: bool = True) -> tuple[HeadRecipe, ...]:
    """The regressions to be fitted on what `backbones` give, the best one first.

    Args:
        backbones: At least one.
        middle: Whether to use the means of earlier layers too, which more than doubles the numbers.
    """
    pooled = tuple(Output(backbone.name, backbone.pooled) for backbone in backbones)
    best = backbones[0]
    whole = Output(best.name, best.width if middle else best.pooled)
    return (
        HeadRecipe(pooled, standardised=False, c=1.0),
        HeadRecipe((whole,), standardised=True, c=0.01, rooted=True),
    )
