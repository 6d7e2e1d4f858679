"""The form that asks for a backbone of the person's own."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from core.features.own_backbones import why_no_name
from core.model.backbone_source import OFFERED, PixelRange, name_from
from gui.model_tab.backbone_work import BackboneWish
from gui.widgets.choice_field import Choice, ChoiceField
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.text import Role, button, label

_OWN = ""
_SOURCES = [
    Choice(_OWN, "A Keras file of mine", "A network that was saved with model.save('NAME.keras')"),
    *(
        Choice(name, name, f"A network of keras.applications; its weights are {megabytes} MB")
        for name, megabytes in OFFERED.items()
    ),
]
_PIXELS = [
    Choice(PixelRange.BYTES, "0 to 255", "As they are; also where the network scales them itself"),
    Choice(PixelRange.UNIT, "0 to 1", "Divided by 255"),
    Choice(PixelRange.SIGNED, "−1 to 1", "Divided by 127.5, less 1"),
    Choice(
        PixelRange.IMAGENET,
        "ImageNet's mean and spread",
        "0 to 1, less ImageNet's mean of each colour, divided by its spread",
    ),
]
_NETWORKS = "Keras networks (*.keras)"
_WEIGHTS = "Weights (*.h5 *.keras)"
_DOWNLOADED = "downloaded by Keras: {megabytes} MB"


class BackboneForm(QWidget):
    """Where a backbone comes from, what it expects, and its name.

    Signals:
        changed: Something else is wished.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._file: Path | None = None
        self.source = ChoiceField("Where it comes from", _SOURCES)
        self.choose = button("Choose &file…")
        self.file = ElidedLabel(role=Role.NOTE)
        self.pixels = ChoiceField("Pixels it expects", _PIXELS)
        self.name = QLineEdit()
        self.problem = label("", Role.PROBLEM, wrap=True)
        self._pixels_name = label("E&xpects pixels")
        self._build()
        self.source.value_changed.connect(self._on_source_value_changed)
        self.choose.clicked.connect(self._on_choose_clicked)
        self.name.textChanged.connect(self._on_name_text_changed)
        self.pixels.value_changed.connect(self.changed)
        self._show()

    @property
    def wish(self) -> BackboneWish | None:
        """What is wished; None while something is missing or wrong."""
        name, application = self.name.text(), str(self.source.value)
        if why_no_name(name) or (not application and self._file is None):
            return None
        return BackboneWish(name, application, self._file, PixelRange(str(self.pixels.value)))

    def take_file(self, path: Path) -> None:
        """Use this file: the network, or the weights of the chosen one."""
        self._file = path
        if not self.source.value:
            self.name.setText(name_from(path.stem))
        self._show()

    def clear(self) -> None:
        """Ask anew."""
        self._file = None
        with QSignalBlocker(self.name):
            self.name.clear()
        self.source.set_value(_OWN)
        self._show()

    def _build(self) -> None:
        self.source.setToolTip("A network that you saved with Keras, or one that Keras knows")
        self.pixels.setToolTip("What the network was trained on; a wrong answer spoils its sight")
        self.name.setAccessibleName("Name")
        self.name.setToolTip("By which runs and the command line know it")
        self.name.setMaxLength(60)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        chosen = QHBoxLayout()
        chosen.setSpacing(8)
        chosen.addWidget(self.choose)
        chosen.addWidget(self.file, 1)
        for row, (name, field) in enumerate(
            (
                (label("Comes f&rom"), self.source),
                (self._pixels_name, self.pixels),
                (label("&Name"), self.name),
            )
        ):
            name.setTextFormat(QLabel().textFormat())
            name.setBuddy(field)
            grid.addWidget(name, 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
        grid.addLayout(chosen, 1, 1)
        grid.addWidget(self.problem, 5, 1)

    def _show(self) -> None:
        application = str(self.source.value)
        self.pixels.setVisible(not application)
        self._pixels_name.setVisible(not application)
        if self._file is not None:
            self.file.setText(self._file.name)
            self.file.setToolTip(str(self._file))
        else:
            words = _DOWNLOADED.format(megabytes=OFFERED[application]) if application else ""
            self.file.setText(words)
            self.file.setToolTip("From the server of Keras' makers, once" if application else "")
        what = "weights instead of downloading them" if application else "the .keras file"
        self.choose.setToolTip(f"Choose a file: {what}")
        name = self.name.text()
        problem = why_no_name(name) if name else None
        self.problem.setText(problem or "")
        self.problem.setVisible(bool(problem))
        self.changed.emit()

    def _on_source_value_changed(self, application: object) -> None:
        self._file = None
        with QSignalBlocker(self.name):
            self.name.setText(name_from(str(application)) if application else "")
        self._show()

    def _on_name_text_changed(self) -> None:
        self._show()

    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, "Choose a file", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_WEIGHTS if self.source.value else _NETWORKS, "All files (*)"])
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
