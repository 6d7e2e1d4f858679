"""Whether the pictures are others than those of the last run, so that it can be continued from."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.data.folder.photo_set import PhotoSet
from core.run.folder import Run
from core.training.growing import Growth, growth
from core.training.request import TrainingRequest
from gui.document import ProjectDocument
from gui.jobs import Jobs, Report, Work
from gui.newest_job import NewestJob
from gui.training_requests import grown_request


class GrowthWatch(QObject):
    """Compares the document's pictures with those of its last run, in a worker thread.

    Signals:
        changed: `run` or `what` are others.
    """

    changed = Signal()

    def __init__(self, document: ProjectDocument, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._dataset: object = None
        self._folder: Path | None = None
        self.run: Run | None = None
        self.what = ""
        self._job = NewestJob(jobs, self)
        self._job.made.connect(self._on_job_made)
        document.dataset_changed.connect(self.look)
        document.runs_changed.connect(self.look)

    def look(self) -> None:
        """Compare, where there is something new to compare."""
        dataset = self._document.dataset
        run = next((run for run in reversed(self._document.runs) if run.record.epochs), None)
        folder = run.folder if run else None
        known = self._dataset is dataset and self._folder == folder
        if self._document.obstacle is not None or known:
            return
        self._dataset, self._folder = dataset, folder
        self._show(None, "")
        of_photos = run is not None and run.record.data.split is not None
        if run is None or not isinstance(dataset, PhotoSet) or not of_photos:
            return
        request = grown_request(self._document, dataset, run)
        self._job.want(lambda: comparing_work(request))

    def _on_job_made(self, found: Growth) -> None:
        run = self._document.run_in(self._folder) if self._folder else None
        self._show(run, news_words(found) if run else "")

    def _show(self, run: Run | None, what: str) -> None:
        if (run, what) != (self.run, self.what):
            self.run, self.what = run, what
            self.changed.emit()


def comparing_work(request: TrainingRequest) -> Work:
    """The work of finding out what a training takes over from the run that it begins with."""

    def work(_report: Report, _cancel: CancelToken) -> Growth | None:
        run, settings = request.start, request.settings
        if run is None:
            return None
        return growth(run, request.network, dataset=request.dataset, settings=settings)

    return work


def news_words(found: Growth) -> str:
    """What is new since the run, in a sentence such as “New: cat; 40 new pictures.”.

    Empty where nothing is, and where nothing is gained by continuing.
    """
    if found.problem or found.fitted_anew or not found.kept + tuple(found.renamed):
        return ""
    news = []
    if found.fresh:
        news.append(f"new: {_named(found.fresh)}")
    if found.dropped:
        news.append(f"gone: {_named(found.dropped)}")
    if found.renamed:
        news.append(f"renamed: {_named(tuple(after for _, after in found.renamed))}")
    if found.new_pictures:
        news.append(f"{found.new_pictures:,} new picture{'s' * (found.new_pictures != 1)}")
    if not news:
        return ""
    words = "; ".join(news)
    return f"{words[0].upper()}{words[1:]}."


def _named(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3:,} more" if len(names) > 3 else shown
