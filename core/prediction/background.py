"""What is done about a picture's background before a network sees it."""

from enum import StrEnum


class Background(StrEnum):
    """A person's choice; stored by value.

    Fashion-MNIST shows white clothes on black, people photograph dark clothes on light ground.
    """

    AUTOMATIC = "automatic"
    """Light ground is made dark and the object is centred, for nets that learned from such."""
    AS_IS = "as-is"
    """The whole picture, only resized."""
    INVERTED = "inverted"
    """The whole picture, resized, light and dark exchanged."""
