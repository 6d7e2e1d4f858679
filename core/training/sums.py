"""Losses and hits, added up over pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sums:
    """What some pictures added up to; divide by `count` for the means.

    `taken` is how many of an order have passed, those that could not be read among them.
    """

    loss: float = 0.0
    correct: int = 0
    count: int = 0
    taken: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.loss + other.loss,
            self.correct + other.correct,
            self.count + other.count,
            self.taken + other.taken,
        )

    @property
    def mean_loss(self) -> float:
        """Mean loss of a picture."""
        return self.loss / max(self.count, 1)

    @property
    def accuracy(self) -> float:
        """Share answered right, 0-1."""
        return self.correct / max(self.count, 1)
