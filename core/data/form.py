"""The form in which a network gets its pictures."""

from enum import StrEnum

from pydantic import Field

from core.values import Value

LARGEST_SIDE = 4096
"""Pixels that a picture's width or height may have for a network."""


class Fit(StrEnum):
    """How a picture of another shape is brought to the form.

    Attributes:
        STRETCH: The whole picture, its sides scaled apart: it loses nothing.
        CROP: The largest part from the centre that has the form's shape.
        PAD: The whole picture, undistorted, with the ground beside it.
    """

    STRETCH = "stretch"
    CROP = "crop"
    PAD = "pad"


class Ground(StrEnum):
    """What shows through where a picture is transparent, and beside a padded one."""

    WHITE = "white"
    GREY = "grey"
    BLACK = "black"


class PictureForm(Value):
    """Size and colour of pixels 0-255, uint8, shape (height, width, channels).

    Attributes:
        height: Pixels.
        width: Pixels.
        channels: 1 for grey, 3 for colour.
        fit: How a picture of another shape is brought to it.
        ground: What shows where a picture is transparent or padded.
    """

    height: int = Field(default=28, ge=1, le=LARGEST_SIDE)
    width: int = Field(default=28, ge=1, le=LARGEST_SIDE)
    channels: int = Field(default=1, ge=1, le=3)
    fit: Fit = Fit.STRETCH
    ground: Ground = Ground.WHITE

    @property
    def shape(self) -> tuple[int, int, int]:
        """(height, width, channels)."""
        return (self.height, self.width, self.channels)
