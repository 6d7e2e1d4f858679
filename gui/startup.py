"""The built-in pictures, read in the background once the window is there."""

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.fashion_mnist import SOURCE
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report
from gui.project_session import ProjectSession


class Startup(QObject):
    """Gives the document its pictures; never before it is clear which project is shown.

    Signals:
        dataset_failed: The pictures cannot be read.
        dataset_ended: They have been read, or not.
    """

    dataset_failed = Signal(object)
    dataset_ended = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs, projects: ProjectSession) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs
        self._dataset: Dataset | None = None
        self._begun = False
        projects.begun.connect(self._on_projects_begun)

    def begin(self) -> None:
        """Start reading."""

        def load(_report: Report, _cancel: CancelToken) -> Dataset:
            from core.data.sources import load_dataset

            return load_dataset(SOURCE)

        loading = self._jobs.run_decoding(load)
        loading.succeeded.connect(self._on_loading_succeeded)
        loading.failed.connect(self.dataset_failed)
        loading.ended.connect(self.dataset_ended)

    def _on_loading_succeeded(self, dataset: object) -> None:
        if isinstance(dataset, Dataset):
            self._dataset = dataset
            self._hand_over()

    def _on_projects_begun(self) -> None:
        self._begun = True
        self._hand_over()

    def _hand_over(self) -> None:
        if self._begun and self._dataset is not None:
            self._document.set_dataset(self._dataset)
            self._dataset = None
