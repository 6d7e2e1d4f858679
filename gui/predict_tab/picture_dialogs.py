"""The dialogs that ask for pictures and for the place of a CSV file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from gui.predict_tab.offer import Offer

_PICTURES = (
    "Pictures (*.jpg *.jpeg *.jpe *.jfif *.png *.webp *.heic *.heif *.avif *.gif *.bmp *.dib *.tif "
    "*.tiff *.jp2 *.ico *.tga *.ppm *.pgm *.pbm *.qoi *.psd)"
)


def ask_for_pictures(parent: QWidget, then: Callable[[Offer], None]) -> None:
    """Ask for picture files; `then` gets them, unless the person thinks better of it."""
    dialog = _dialog(parent, "Open pictures", _pictures_folder())
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([_PICTURES, "All files (*)"])
    dialog.filesSelected.connect(lambda names: then(Offer(paths=tuple(map(Path, names)))))
    dialog.open()


def ask_for_folder(parent: QWidget, then: Callable[[Offer], None]) -> None:
    """Ask for a folder of pictures."""
    dialog = _dialog(parent, "Open a folder of pictures", _pictures_folder())
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.filesSelected.connect(lambda names: then(Offer(paths=tuple(map(Path, names)))))
    dialog.open()


def ask_for_csv(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask where the verdicts are to be saved; asks again before a file is replaced."""
    place = QStandardPaths.StandardLocation.DocumentsLocation
    dialog = _dialog(parent, "Save verdicts", QStandardPaths.writableLocation(place))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Table (*.csv)")
    dialog.setDefaultSuffix("csv")
    dialog.selectFile("verdicts.csv")
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def _dialog(parent: QWidget, title: str, folder: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, folder if Path(folder).is_dir() else str(Path.home()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _pictures_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
