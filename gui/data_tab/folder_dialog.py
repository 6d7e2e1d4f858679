"""The dialog that asks for a photo folder."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_for_photo_folder(
    parent: QWidget, then: Callable[[Path], None], *, beside: Path | None = None
) -> None:
    """Ask for a folder; `then` gets it, unless the person thinks better of it.

    Args:
        parent: The widget it belongs to.
        then: Takes the folder.
        beside: A folder chosen before: the dialog opens where it lies.
    """
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    places = [beside.parent] if beside is not None else []
    places += [Path(pictures), Path.home()] if pictures else [Path.home()]
    start = next((place for place in places if place.is_dir()), Path.home())
    dialog = QFileDialog(parent, "Choose a photo folder", str(start))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
