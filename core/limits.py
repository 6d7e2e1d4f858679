"""The range of a value's field, read from the value itself, so that it is written once."""

from dataclasses import dataclass
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, MaxLen
from pydantic.fields import FieldInfo

from core.values import Value


@dataclass(frozen=True)
class Limits:
    """The smallest and largest number a field takes; `low` itself only where `low_allowed`."""

    low: int | float
    high: int | float
    low_allowed: bool

    @property
    def words(self) -> str:
        """The range in words: "from 1 to 10,000", "above 0, up to 1"."""
        low, high = (f"{bound:,}" for bound in (self.low, self.high))
        return f"from {low} to {high}" if self.low_allowed else f"above {low}, up to {high}"


def limits_of(owner: type[Value], field: str) -> Limits:
    """The range of `owner`'s number `field`.

    Raises:
        ValueError: The field has no lower or no upper bound.
    """
    marks = _marks(owner.model_fields[field])
    allowed = [_number(mark.ge) for mark in marks if isinstance(mark, Ge)]
    above = [_number(mark.gt) for mark in marks if isinstance(mark, Gt)]
    highs = [_number(mark.le) for mark in marks if isinstance(mark, Le)]
    if not (allowed or above) or not highs:
        raise ValueError(f"{owner.__name__}.{field} has no range")
    return Limits((allowed or above)[0], highs[0], low_allowed=bool(allowed))


def longest(owner: type[Value], field: str) -> int:
    """How many entries `owner`'s `field` takes.

    Raises:
        ValueError: The field has no largest length.
    """
    for mark in owner.model_fields[field].metadata:
        if isinstance(mark, MaxLen):
            return mark.max_length
    raise ValueError(f"{owner.__name__}.{field} may be of any length")


def _marks(field: FieldInfo) -> list[object]:
    """The bounds of a field, also where they belong to one branch of a union."""
    return [*field.metadata, *_marks_within(field.annotation)]


def _marks_within(annotation: Any) -> list[object]:  # noqa: ANN401 - an annotation has no type
    found: list[object] = []
    for part in get_args(annotation):
        found += part.metadata if isinstance(part, FieldInfo) else _marks_within(part)
    return found


def _number(bound: object) -> int | float:
    if not isinstance(bound, int | float):
        raise TypeError(f"not a number: {bound!r}")
    return bound
