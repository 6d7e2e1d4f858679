"""Variations of a training picture, so that a network learns what does not matter."""

from pydantic import Field

from core.values import Value


class Augmentation(Value):
    """How far a training picture may be changed, at random, each time it is seen.

    Attributes:
        flip_horizontal: Mirrored left to right, half of the time.
        flip_vertical: Mirrored top to bottom, half of the time.
        rotation: Turned by up to this many degrees either way.
        zoom: Made larger or smaller by up to this share.
        shift: Moved by up to this share of its width and of its height.
        brightness: Made lighter or darker by up to this share of white.
        contrast: Its contrast raised or lowered by up to this share.
    """

    flip_horizontal: bool = False
    flip_vertical: bool = False
    rotation: float = Field(default=0.0, ge=0, le=180)
    zoom: float = Field(default=0.0, ge=0, le=0.9)
    shift: float = Field(default=0.0, ge=0, le=0.5)
    brightness: float = Field(default=0.0, ge=0, le=0.9)
    contrast: float = Field(default=0.0, ge=0, le=0.9)

    @property
    def active(self) -> bool:
        """Whether it changes anything."""
        return self != Augmentation()


LIGHT = Augmentation(flip_horizontal=True, rotation=10, zoom=0.1, shift=0.1, brightness=0.1)
"""What a second photo of the same thing might look like."""

STRONG = Augmentation(
    flip_horizontal=True, rotation=25, zoom=0.25, shift=0.2, brightness=0.25, contrast=0.25
)
"""For few pictures and many epochs."""
