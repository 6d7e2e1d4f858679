"""The epoch on the way: what a state needs to know of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from core.data.split import Indices
from core.training.feed import Order
from core.training.order import epoch_order
from core.training.state import Position, TrainingState
from core.training.sums import Sums


@dataclass(eq=False)
class EpochUnderWay:
    """An epoch, from its first step or from where it was left.

    Attributes:
        number: Counted from 1.
        training: Numbers of the pictures that its order is of.
        learning_rate: Of this epoch.
        sums: Of the pictures that have passed.
        waited_before: What it waited for pictures before it was left, and for their decoding.
    """

    number: int
    training: Indices
    learning_rate: float
    sums: Sums = field(default_factory=Sums)
    waited_before: float = 0.0
    _seconds_before: float = 0.0
    _began: float = field(default_factory=time.perf_counter)

    @classmethod
    def left_in(cls, state: TrainingState) -> EpochUnderWay | None:
        """The epoch in whose middle a training was left; None where it was between two."""
        position = state.progress.position
        if not position.taken or position.learning_rate is None:
            return None
        return cls(
            position.epoch,
            state.training,
            position.learning_rate,
            position.sums,
            position.waited,
            position.seconds,
        )

    @classmethod
    def starting(
        cls, number: int, training: Indices, learning_rate: float, *, before_s: float
    ) -> EpochUnderWay:
        """A whole epoch; `before_s` went by for its pictures already."""
        return cls(
            number, training, learning_rate, waited_before=before_s, _seconds_before=before_s
        )

    @property
    def seconds(self) -> float:
        """What it has taken so far, not counting what went by while it was left."""
        return self._seconds_before + time.perf_counter() - self._began

    @property
    def share(self) -> float:
        """How much of it is done, 0-1."""
        return self.sums.taken / max(len(self.training), 1)

    def batches_done(self, batch_size: int) -> int:
        """Batches that have passed, a begun one included."""
        return -(-self.sums.taken // batch_size)

    def batches(self, batch_size: int) -> int:
        """How many it has."""
        return -(-len(self.training) // batch_size)

    def order(self, seed: int) -> Order:
        """The numbers of the pictures that are still to pass, in order."""
        order = epoch_order(len(self.training), seed=seed, epoch=self.number)
        rest: Order = self.training[order][self.sums.taken :]
        return rest

    def all_taken(self) -> None:
        """Say that all pictures have passed, the last ones perhaps without being read."""
        sums = self.sums
        self.sums = Sums(sums.loss, sums.correct, sums.count, len(self.training))

    def position(self, waited: float) -> Position:
        """For a state; `waited` is what it waited for pictures since it began or was resumed."""
        return Position(
            epoch=self.number,
            taken=self.sums.taken,
            count=self.sums.count,
            loss=self.sums.loss,
            correct=self.sums.correct,
            seconds=self.seconds,
            waited=self.waited_before + waited,
            learning_rate=self.learning_rate,
        )
