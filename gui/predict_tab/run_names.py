"""The classes of the run that answers, called as the project calls them now."""

from PySide6.QtCore import QObject

from core.project.names import names_in
from gui.document import ProjectDocument
from gui.predict_tab.choices_card import ChoicesCard
from gui.predict_tab.gallery import Gallery


class RunNames(QObject):
    """Keeps what is shown of the verdicts to the names that the project has for the classes."""

    def __init__(self, document: ProjectDocument, choices: ChoicesCard, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._document = document
        self._choices = choices
        self._gallery = gallery
        document.photos_changed.connect(self.apply)

    @property
    def names(self) -> tuple[str, ...]:
        """What the classes of the run are called; none without a run."""
        run = self._choices.run
        return names_in(self._document.project, run.record) if run else ()

    def apply(self) -> None:
        """Call them so, also in what is answered already."""
        run = self._choices.run
        if run is not None:
            self._gallery.call_classes(run.record.classes, self.names)
