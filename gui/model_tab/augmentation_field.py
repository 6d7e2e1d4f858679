"""How training pictures are varied: a few usual ways, or one's own."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton

from core.data.augmentation import LIGHT, STRONG, Augmentation
from gui.document import ProjectDocument
from gui.glossary import explain
from gui.model_tab.settings_fields import set_setting
from gui.widgets.choice_field import Choice, ChoiceField

_CUSTOM = "custom"
USUAL = (
    ("None", Augmentation(), "augment_none"),
    ("Light", LIGHT, "augment_light"),
    ("Strong", STRONG, "augment_strong"),
)
"""Name, value and term of each way that is offered."""

_LOOK = "See what the pictures become, and set each strength"


class AugmentationField(ChoiceField):
    """None, Light, Strong or one's own.

    Signals:
        details_wanted: The person wants to see the pictures, or to set each strength.
    """

    details_wanted = Signal()

    def __init__(self, document: ProjectDocument) -> None:
        usual = [Choice(value, name, explain(term).html) for name, value, term in USUAL]
        own = Choice(_CUSTOM, "Custom…", "Set each strength, and see what the pictures become.")
        super().__init__("Augmentation", [*usual, own])
        self._document = document
        self.look = QToolButton()
        self.look.setIconSize(QSize(16, 16))
        self.look.setToolTip(_LOOK)
        self.look.setAccessibleName("Show augmented pictures")
        self.look.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.look.clicked.connect(self.details_wanted)
        self.activated.connect(self._on_activated)
        document.settings_changed.connect(self._show)
        self._show()

    def set_icon(self, icon: QIcon) -> None:
        """Show the icon in the colours of another scheme."""
        self.look.setIcon(icon)

    def _show(self) -> None:
        self.set_value(choice_of(self._document.project.settings.augmentation))

    def _on_activated(self, _row: int) -> None:
        if isinstance(self.value, Augmentation):
            set_setting(self._document, "augmentation", self.value)
        else:
            # What is chosen stays what it is until a strength is another.
            self._show()
            self.details_wanted.emit()


def choice_of(augmentation: Augmentation) -> object:
    """The value of the choice that stands for `augmentation`."""
    usual = any(value == augmentation for _name, value, _term in USUAL)
    return augmentation if usual else _CUSTOM
