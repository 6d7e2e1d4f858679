"""Which pictures a person chose, as a value: where they lie, never what is in them."""

from pathlib import Path

from core.values import Value


class AddedPicture(Value):
    """A picture put into a class by hand, by reference: the file stays where it is."""

    path: Path
    class_name: str


class PhotoSource(Value):
    """Where the pictures lie.

    Attributes:
        root: The folder whose subfolders are the classes; None where class folders were chosen one
            by one.
        class_folders: Folders that each are a class, beside those of `root`.
        added: Loose pictures put into classes by hand.
    """

    root: Path | None = None
    class_folders: tuple[Path, ...] = ()
    added: tuple[AddedPicture, ...] = ()

    @property
    def title(self) -> str:
        """What to call it: the name of the folder."""
        if self.root is not None:
            return self.root.name or str(self.root)
        return ", ".join(folder.name for folder in self.class_folders[:3]) or "Pictures"
