"""The columns that all rows of the layer list share."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from core.model.shapes import Shape

WIDE_ENOUGH = 560
"""Pixels from which on the settings of a layer stand beside its name, else under it."""

LEFT_MARGIN = 42
"""Pixels for the drag handle and the colour bar."""

GAP = 8
REMOVE_WIDTH = 24

NO_SHAPE = "–"

UNLIMITED = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which takes a limit of width away."""


@dataclass(frozen=True)
class Columns:
    """Widths in pixels, and whether the settings have a column of their own.

    Attributes:
        wide: Settings beside the name; otherwise on a second line.
        name: Width of the layer's name.
        shape: Width of the output shape.
        parameters: Width of the number of parameters.
    """

    wide: bool
    name: int
    shape: int
    parameters: int


def columns_for(
    width: int, metrics: QFontMetrics, *, names: Iterable[str], numbers: Iterable[tuple[str, str]]
) -> Columns:
    """Columns as wide as their widest text.

    Args:
        width: Pixels that a row has.
        metrics: Of the rows' font.
        names: Of the layers, one word each where they may break.
        numbers: Output shape and parameters of each row, as texts.
    """
    wide = width >= WIDE_ENOUGH
    shapes, parameters = zip(("Output shape", "Parameters"), *numbers, strict=True)
    name = max((_advance(metrics, part) for n in names for part in n.split("\u200b")), default=0)
    return Columns(
        wide=wide,
        name=min(max(name, 96) + 2, 150),
        shape=max(_advance(metrics, text) for text in shapes) + 2,
        parameters=max(_advance(metrics, text) for text in parameters) + 2,
    )


def shape_text(shape: Shape | None) -> str:
    """An output shape as Keras writes it, without the batch: "26, 26, 64"."""
    return NO_SHAPE if shape is None else ", ".join(str(n) for n in shape)


def _advance(metrics: QFontMetrics, text: str) -> int:
    return metrics.horizontalAdvance(text)
