"""What a person changed about the classes and pictures of a folder, without touching the disk."""

from pydantic import Field

from core.data.side import Side
from core.values import Value


class FolderEdits(Value):
    """Corrections laid over what the folder says.

    Attributes:
        names: New name of a class, by the name of its folder; two with one name are merged.
        colours: Number of the colour of a class, by the class's (new) name.
        left_out_classes: Folder names of classes that are not used.
        left_out: Paths of pictures that are not used.
        pins: The set a picture was put into by hand, by the picture's path.
        classes: New class of a picture, by the picture's path: the class's folder name.
    """

    names: dict[str, str] = Field(default_factory=dict)
    colours: dict[str, int] = Field(default_factory=dict)
    left_out_classes: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    pins: dict[str, Side] = Field(default_factory=dict)
    classes: dict[str, str] = Field(default_factory=dict)
