"""The pictures that are used: what was found, with the person's corrections laid over it."""

from dataclasses import dataclass

from core.data.dataset import Labels
from core.data.folder.problem import Problem
from core.data.side import Side


@dataclass(frozen=True, slots=True)
class Photo:
    """A readable picture of a class.

    Attributes:
        path: Full path, as the system knows it.
        name: As it is shown: relative to the folder chosen, printable.
        file_size: Bytes of the file when it was looked at.
        modified_ns: When it had last been changed then, in nanoseconds.
        content: Digest of its bytes then, 16 bytes.
        look: For near-copies; see `core.data.folder.likeness`.
        size: Width and height, upright, in pixels.
        class_number: Its class.
        given: The set that the layout puts it into; None where it is to be divided.
        pin: The set it was put into by hand; None where it was not.
    """

    path: str
    name: str
    file_size: int
    modified_ns: int
    content: bytes
    look: bytes
    size: tuple[int, int]
    class_number: int
    given: Side | None = None
    pin: Side | None = None


@dataclass(frozen=True)
class Catalogue:
    """Classes and their pictures.

    Attributes:
        title: What to call it.
        folder: The folder chosen, as text; empty where there is no single one.
        classes: Names, distinct, in the order of the model's outputs.
        colours: Number of each class's colour.
        photos: All that are used, class by class, in natural order.
        labels: Their class numbers, int32, shape (photos,). Read only.
        problems: Everything worth knowing, the gravest kinds first.
    """

    title: str
    folder: str
    classes: tuple[str, ...]
    colours: tuple[int, ...]
    photos: tuple[Photo, ...]
    labels: Labels
    problems: tuple[Problem, ...]
