"""The preferences as a form; what is changed holds at once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.errors import LitmusError
from gui.cache_card import CacheCard
from gui.jobs import Jobs
from gui.preferences import PreferenceStore
from gui.theme import Scheme
from gui.training_actions import TENSORBOARD_WORDS
from gui.widgets.text import Card, Role, button, label, set_role

_SCHEMES = {
    Scheme.SYSTEM: "As the system",
    Scheme.LIGHT: "Light",
    Scheme.DARK: "Dark",
}


class PreferencesDialog(QDialog):
    """Colours, how large a picture may be, how many are kept ready, and logs of trainings."""

    def __init__(self, parent: QWidget, store: PreferenceStore, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(480)
        self._store = store
        self.scheme = self._scheme_field()
        self.limit = self._limit_field()
        self.tensorboard = self._tensorboard_field()
        self.cache = CacheCard(jobs, store.current.cache_limit_gigabytes)
        self.cache.limit_chosen.connect(self._on_field_changed)
        self._problem = label(role=Role.PROBLEM, wrap=True)
        set_role(self._problem, Role.PROBLEM)
        self._problem.hide()
        card = Card()
        form = QGridLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        rows = (("Co&lours", self.scheme), ("Largest &picture", self.limit))
        for number, (words, field) in enumerate(rows):
            name = QLabel(words)
            name.setBuddy(field)
            form.addWidget(name, number, 0)
            form.addWidget(field, number, 1)
        card.content.addLayout(form)
        card.content.addSpacing(4)
        card.content.addWidget(self.tensorboard)
        card.content.addWidget(label(TENSORBOARD_WORDS, Role.NOTE, wrap=True))
        close = button("&Close", tooltip="Close; what was changed holds already.")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(card)
        layout.addWidget(self.cache)
        layout.addWidget(self._problem)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _scheme_field(self) -> QComboBox:
        field = QComboBox()
        for scheme, words in _SCHEMES.items():
            field.addItem(words, scheme)
        field.setCurrentIndex(list(_SCHEMES).index(self._store.current.scheme))
        field.setAccessibleName("Colours")
        field.setToolTip("Light or dark, or whatever the system uses.")
        field.currentIndexChanged.connect(self._on_field_changed)
        return field

    def _limit_field(self) -> QSpinBox:
        field = QSpinBox()
        field.setRange(1, 10_000)
        field.setSuffix(" megapixels")
        field.setValue(self._store.current.pixel_limit_megapixels)
        field.setKeyboardTracking(False)
        field.setAccessibleName("Largest picture, in megapixels")
        field.setToolTip(
            "1 to 10,000. A picture with more pixels is refused, since some files are made to "
            "fill all of the memory."
        )
        field.valueChanged.connect(self._on_field_changed)
        return field

    def _tensorboard_field(self) -> QCheckBox:
        field = QCheckBox("Write logs for &TensorBoard")
        field.setChecked(self._store.current.tensorboard)
        field.setToolTip(TENSORBOARD_WORDS)
        field.toggled.connect(self._on_field_changed)
        return field

    def _on_field_changed(self) -> None:
        chosen = self._store.current.model_copy(
            update={
                "scheme": list(_SCHEMES)[self.scheme.currentIndex()],
                "pixel_limit_megapixels": self.limit.value(),
                "cache_limit_gigabytes": self.cache.limit.value(),
                "tensorboard": self.tensorboard.isChecked(),
            }
        )
        try:
            self._store.change(chosen)
        except LitmusError as error:
            self._problem.setText(str(error))
            self._problem.show()
