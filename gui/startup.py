"""What is read in the background once the window is there: the pictures and earlier runs."""

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.data.dataset import Dataset
from core.data.fashion_mnist import SOURCE
from core.places import runs_folder
from core.run.shelf import Shelf, read_shelf
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report


class Startup(QObject):
    """Reads the document's data set and runs.

    Signals:
        dataset_failed: The pictures cannot be read.
        dataset_ended: They have been read, or not.
    """

    dataset_failed = Signal(object)
    dataset_ended = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs) -> None:
        super().__init__()
        self._document = document
        self._jobs = jobs

    def begin(self) -> None:
        """Start reading."""

        def load(_report: Report, _cancel: CancelToken) -> Dataset:
            from core.data.sources import load_dataset

            return load_dataset(SOURCE)

        loading = self._jobs.run_decoding(load)
        loading.succeeded.connect(self._on_loading_succeeded)
        loading.failed.connect(self.dataset_failed)
        loading.ended.connect(self.dataset_ended)
        shelf = self._jobs.run_decoding(_read_shelf)
        shelf.succeeded.connect(self._on_shelf_succeeded)

    def _on_loading_succeeded(self, dataset: object) -> None:
        if isinstance(dataset, Dataset):
            self._document.set_dataset(dataset)

    def _on_shelf_succeeded(self, shelf: object) -> None:
        if isinstance(shelf, Shelf):
            self._document.set_shelf(shelf)


def _read_shelf(_report: Report, _cancel: CancelToken) -> Shelf:
    return read_shelf(runs_folder())
