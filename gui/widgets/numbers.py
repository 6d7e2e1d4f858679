"""How a number is written, read, checked and stepped in a field. No Qt."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Number = int | float


class Stepping(StrEnum):
    """What one press of Up does."""

    ADD = "add"
    """Add `step`."""
    DOUBLE = "double"
    """Twice as much; down is half."""
    ONE_TWO_FIVE = "1-2-5"
    """The next of … 0.1, 0.2, 0.5, 1, 2, 5 …"""


@dataclass(frozen=True, kw_only=True)
class NumberForm:
    """What numbers a field takes.

    Attributes:
        name: What the number is called, for "Units: 1 to 65,536".
        low: The smallest allowed; itself only where `low_allowed`.
        high: The largest allowed.
        low_allowed: Whether `low` itself may be chosen.
        whole: Whether only whole numbers are taken.
        percent: Whether a share (0-1) is written in percent.
        unit: Written right behind the number, such as "°"; may be left out when typing.
        stepping: What one press of Up does.
        step: How much `Stepping.ADD` adds.
    """

    name: str
    low: Number
    high: Number
    low_allowed: bool = True
    whole: bool = True
    percent: bool = False
    unit: str = ""
    stepping: Stepping = Stepping.ADD
    step: Number = 1

    @property
    def range_words(self) -> str:
        """The range in words: "1 to 65,536"."""
        low, high = self._range_text(self.low), self._range_text(self.high)
        return f"{low} to {high}" if self.low_allowed else f"above {low}, up to {high}"

    @property
    def complaint(self) -> str:
        """What is said to a number that cannot be taken."""
        kind = "a whole number, " if self.whole else ""
        return f"{self.name}: {kind}{self.range_words}."

    def text(self, value: Number) -> str:
        """`value` as it stands in the field; `parse` reads it back as the same number."""
        if self.percent:
            return f"{plain_number(round(value * 100, 6))} %"
        return f"{plain_number(value)}{self.unit}"

    def parse(self, text: str) -> Number | None:
        """The number in `text`; None where there is none or it is out of range."""
        bare = re.sub(r"\s", "", text).removesuffix(self.unit)
        if self.percent:
            bare = bare.removesuffix("%")
        number = _whole(bare) if self.whole else _decimal(bare)
        if number is not None and self.percent:
            number = number / 100
        return number if number is not None and self._allows(number) else None

    def stepped(self, value: Number, presses: int) -> Number:
        """`value` after so many presses of Up (negative: Down), within the range."""
        result = value
        for _ in range(abs(presses)):
            result = self._next(result, up=presses > 0)
        if self.whole:
            result = round(result)
        result = min(max(result, self.low), self.high)
        return result if self._allows(result) else value

    def _next(self, value: Number, *, up: bool) -> Number:
        match self.stepping:
            case Stepping.DOUBLE:
                return value * 2 if up else value // 2
            case Stepping.ONE_TWO_FIVE:
                return _one_two_five(value, up=up)
            case _:
                return _rounded(value + (self.step if up else -self.step))

    def _allows(self, number: Number) -> bool:
        above = number >= self.low if self.low_allowed else number > self.low
        return above and number <= self.high

    def _range_text(self, value: Number) -> str:
        if self.percent:
            return self.text(value)
        return f"{value:,}{self.unit}" if self.whole else self.text(value)


def plain_number(value: Number) -> str:
    """`value` without an exponent where a person can still count the zeros: 0.001, 3, 1e-09."""
    if isinstance(value, int):
        return str(value)
    if value != 0 and not 1e-7 <= abs(value) < 1e15:
        return repr(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _whole(text: str) -> int | None:
    if not re.fullmatch(r"[+-]?(\d{1,20}|\d{1,3}(,\d{3}){1,6})", text):
        return None
    return int(text.replace(",", ""))


def _decimal(text: str) -> float | None:
    """A number with a point or a comma before its decimals, or an exponent."""
    if not re.fullmatch(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,4})?", text):
        return None
    return float(text.replace(",", "."))


def _rounded(value: Number) -> Number:
    """`value` without what binary arithmetic adds in the 13th digit."""
    return value if isinstance(value, int) else float(f"{value:.12g}")


def _one_two_five(value: Number, *, up: bool) -> float:
    if value <= 0:
        return float(value)
    exponent = math.floor(math.log10(value))
    series = sorted(
        float(f"{digit}e{power}")
        for power in range(exponent - 1, exponent + 2)
        for digit in (1, 2, 5)
    )
    if up:
        return next(number for number in series if number > value * (1 + 1e-9))
    return next(number for number in reversed(series) if number < value * (1 - 1e-9))
