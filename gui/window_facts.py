"""What the head and the foot of the window say, from the state of everything."""

import os

from PySide6.QtCore import QObject

from core.data.folder.names import shown
from core.data.folder.photo_set import PhotoSet
from core.model.presets import PRESETS
from core.model.shapes import examine
from core.run.folder import Run
from core.run.record import RunStatus
from gui.document import ProjectDocument
from gui.durations import duration
from gui.scan_session import ScanSession, ScanState
from gui.status_line import StatusLine
from gui.step_header import Step, StepHeader
from gui.tensorflow_loader import LoadState, TensorFlowLoader
from gui.training_session import TrainingSession, TrainingState

_MANY = 10_000
"""Arranging so many pictures takes long enough to be told."""

_GOING = (TrainingState.PREPARING, TrainingState.RUNNING)


class WindowFacts(QObject):
    """Keeps the step header and the status line true."""

    def __init__(
        self,
        header: StepHeader,
        status: StatusLine,
        *,
        document: ProjectDocument,
        session: TrainingSession,
        loader: TensorFlowLoader,
        scans: ScanSession,
    ) -> None:
        super().__init__(header)
        self._scans = scans
        self._header, self._status = header, status
        self._document, self._session, self._loader = document, session, loader
        self._visited: set[Step] = set()
        self._step = Step.DATA
        self._pace = 0.0
        self._tell_computes()
        for changed in (
            document.dataset_changed,
            document.photos_changed,
            document.network_changed,
            document.runs_changed,
            scans.state_changed,
        ):
            changed.connect(self._tell)
        session.state_changed.connect(self._tell_activity)
        session.reported.connect(self._on_session_event)
        loader.state_changed.connect(self._tell_activity)
        scans.state_changed.connect(self._tell_activity)
        loader.state_changed.connect(self._tell_computes)
        self._tell()
        self._tell_activity()

    def visit(self, step: Step) -> None:
        """A step has been shown."""
        self._step = step
        self._visited.add(step)
        self._tell()
        self._tell_activity()

    def tell_pace(self, milliseconds: float) -> None:
        """Pictures were answered, in so many milliseconds each."""
        self._pace = milliseconds
        self._header.set_done(Step.PREDICT, done=True)
        self._tell_activity()

    def _tell(self) -> None:
        document = self._document
        report = examine(document.project.network, document.class_count)
        self._header.set_done(Step.DATA, document.obstacle is None)
        model_done = Step.MODEL in self._visited and report.problem is None
        self._header.set_done(Step.MODEL, model_done)
        self._header.set_done(Step.TRAIN, any(_has_result(run) for run in document.runs))
        second = f"{preset_title(document.project.preset_name)}"
        if report.problem is None:
            second = f"{second} · {report.parameters:,} parameters"
        if document.project.photos is not None and self._step is Step.DATA:
            second = "Your files are only read"
        self._status.show_facts(self._data_words(), second)

    def _data_words(self) -> str:
        document, dataset = self._document, self._document.dataset
        if document.project.photos is not None and dataset is None:
            busy = self._scans.state in (ScanState.LISTING, ScanState.LOOKING, ScanState.ARRANGING)
            words = "being looked at…" if busy else "not ready yet"
            return f"{shown(document.project.photos.source.title)} · {words}"
        if dataset is None:
            return "The pictures are being read…"
        if isinstance(dataset, PhotoSet):
            count = f"{len(dataset.catalogue.photos):,} pictures"
            return f"{dataset.title} · {count}, {len(dataset.classes)} classes"
        return f"{dataset.title} · {len(dataset.classes)} classes"

    def _on_session_event(self, _event: object) -> None:
        self._tell_activity()

    def _tell_computes(self) -> None:
        threads = _threads()
        words = f"CPU · {threads} thread{'s' * (threads != 1)}"
        names = self._loader.graphics_processors
        if names:
            words = "GPU" if len(names) == 1 else f"{len(names)} GPUs"
        self._header.set_computes(
            words,
            "What computes: everything happens on this computer, nothing leaves it."
            + f" Training runs on {', '.join(names)}." * bool(names),
        )

    def _scan_words(self) -> str:
        """What the scan does, or has done, where that is what a person looks at."""
        scans = self._scans
        if self._document.project.photos is None:
            return ""
        if scans.state is ScanState.LOOKING and scans.progress is not None:
            left = duration(scans.progress.seconds_left)
            return f"Looking at the pictures · {left} left"
        if scans.state is ScanState.ARRANGING and scans.view is not None:
            many = len(scans.view.class_of) > _MANY
            return "Arranging the pictures…" if many else ""
        if scans.state is ScanState.READY and self._step is Step.DATA and scans.view is not None:
            return f"Scanned in {scan_time(scans.view.seconds)}"
        return ""

    def _tell_activity(self) -> None:
        session, loader = self._session, self._loader
        if session.state is TrainingState.IDLE and self._step is Step.PREDICT and self._pace:
            self._status.show_activity(f"{max(1, round(self._pace)):,} ms a picture")
        elif session.state is TrainingState.IDLE and (words := self._scan_words()):
            self._status.show_activity(words)
        elif session.state is TrainingState.IDLE:
            self._status.show_activity(loader.words, details=loader.state is LoadState.FAILED)
        elif session.state in _GOING and (left := session.news.seconds_left) is not None:
            self._status.show_activity(f"Training · {duration(left)} left")
        elif session.state is TrainingState.RUNNING and session.news.measuring:
            self._status.show_activity("Training · measuring how good it is")
        else:
            self._status.show_activity(f"Training · {session.stage}")


def preset_title(name: str) -> str:
    """The title of a preset by its name; "Custom" for edited layers."""
    return next((preset.title for preset in PRESETS if preset.name == name), "Custom")


def scan_time(seconds: float) -> str:
    """How long a scan took: "3 s"."""
    return duration(seconds) if seconds >= 1 else "less than 1 s"


def _has_result(run: Run) -> bool:
    paused_later = run.record.status is RunStatus.PAUSED and bool(run.record.epochs)
    return paused_later or run.record.status in (RunStatus.FINISHED, RunStatus.STOPPED)


def _threads() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
