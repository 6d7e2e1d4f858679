"""Networks to start from, as cards."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from core.model.presets import PRESETS, Preset
from core.model.shapes import examine
from gui.document import ProjectDocument
from gui.model_tab.forecaster import Forecaster, time_words
from gui.widgets.text import Role, label

_OWN = "These layers are your own. Choosing a card replaces them; Undo brings them back."


class PresetCard(QPushButton):
    """One network to start from; checked while the layers are exactly its own."""

    def __init__(self, preset: Preset) -> None:
        super().__init__()
        self.preset = preset
        self._note = label(preset.why, Role.NOTE, wrap=True)
        self.setProperty("role", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setToolTip(f"Start from this network. {preset.why}")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for part in (label(preset.title, Role.SUBTITLE), self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        self.setAccessibleName(preset.title)

    def show_note(self, parameters: int, time: str) -> None:
        """Show how large it is and how long an epoch takes."""
        size = f"{parameters / 1000:,.0f}k parameters"
        text = " · ".join(part for part in (f"{self.preset.why} {size}", time) if part)
        self._note.setText(text)
        self.setAccessibleDescription(text)

    @override
    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    @override
    def nextCheckState(self) -> None:
        """The document decides whether it is checked."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class PresetCards(QWidget):
    """The cards, one under the other."""

    def __init__(self, document: ProjectDocument, forecaster: Forecaster) -> None:
        super().__init__()
        self._document = document
        self._forecaster = forecaster
        self.cards = [PresetCard(preset) for preset in PRESETS]
        self._own = label(_OWN, Role.NOTE, wrap=True)
        self._build()
        document.network_changed.connect(self._on_document_network_changed)
        forecaster.changed.connect(self.show_notes)
        self._on_document_network_changed()
        self.show_notes()

    def show_notes(self) -> None:
        """Bring sizes and times up to date."""
        for card in self.cards:
            network = card.preset.network.model_copy(
                update={"input": self._document.project.network.input}
            )
            report = examine(network, self._document.class_count)
            card.show_note(report.parameters, time_words(self._forecaster.of(network)))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        heading = label("Start from", Role.TITLE)
        heading.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading)
        for card in self.cards:
            card.clicked.connect(
                lambda _checked=False, name=card.preset.name: self._document.choose_preset(name)
            )
            column.addWidget(card)
        column.addWidget(self._own)
        column.addStretch(1)

    def _on_document_network_changed(self) -> None:
        name = self._document.project.preset_name
        for card in self.cards:
            card.setChecked(card.preset.name == name)
        self._own.setVisible(name == "custom")
