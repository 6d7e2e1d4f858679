"""Which picture is answered next, and by which run.

Pictures are answered in short slices, one job each, so that a newer drop, a selected picture or
another model never waits for more than the picture just being read.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.prediction.background import Background
from core.run.folder import Run
from gui.jobs import Job, Jobs, Report
from gui.predict_tab.answer_slice import Classifiers, Question, Slice, answer_slice
from gui.predict_tab.entry import Outcome, Problem

_SLICE = 256


@dataclass(frozen=True)
class Progress:
    """How many of the pictures asked for since the last rest are done."""

    done: int = 0
    total: int = 0


class Answering(QObject):
    """Asks the model of one run about pictures, the newest drop first.

    Signals:
        answered: A tuple of `Outcome`.
        failed: The `LitmusError` because of which this run cannot answer at all.
        advanced: `progress` has changed.
    """

    answered = Signal(object)
    failed = Signal(object)
    advanced = Signal()

    def __init__(self, jobs: Jobs, *, pixel_limit: int) -> None:
        super().__init__()
        self._jobs = jobs
        self._classifiers = Classifiers()
        self._pixel_limit = pixel_limit
        self._run: Run | None = None
        self._background = Background.AUTOMATIC
        self._drops: dict[int, deque[Question]] = {}
        self._urgent: Question | None = None
        self._job: Job | None = None
        self._asked: tuple[Question, ...] = ()
        self.progress = Progress()

    @property
    def busy(self) -> bool:
        """Whether something is being answered."""
        return self._job is not None

    def use(self, run: Run | None, background: Background) -> None:
        """From now on answer with this; what was asked before is forgotten."""
        self.stop()
        self._run, self._background = run, background

    def set_pixel_limit(self, pixels: int) -> None:
        """Refuse pictures with more pixels than this from now on."""
        self._pixel_limit = pixels

    def ask(self, drop: int, questions: Iterable[Question]) -> None:
        """Answer these after what else is left of the same drop, before older drops."""
        waiting = self._drops.setdefault(drop, deque())
        count = len(waiting)
        waiting.extend(questions)
        self._count(total=len(waiting) - count)
        self._start()

    def ask_now(self, question: Question) -> None:
        """Answer this before anything else; only the last such question counts."""
        self._urgent = question
        if self._job and question not in self._asked:
            self._job.cancel()
        self._start()

    def forget(self, keys: frozenset[int]) -> None:
        """Don't answer these any more."""
        for drop, waiting in self._drops.items():
            kept = deque(q for q in waiting if q.key not in keys)
            self._count(total=len(kept) - len(waiting))
            self._drops[drop] = kept
        if self._urgent and self._urgent.key in keys:
            self._urgent = None
        self._rest()

    def stop(self) -> None:
        """Answer nothing more of what was asked."""
        self._drops.clear()
        self._urgent = None
        self._asked = ()
        if self._job:
            self._job.reported.disconnect(self._on_job_reported)
            self._job.failed.disconnect(self._on_job_failed)
            self._job.ended.disconnect(self._on_job_ended)
            self._job.cancel()
            self._job = None
        self._rest()

    def warm_up(self) -> None:
        """Load the model of the run, if nothing else does."""
        if self._run and not self._job:
            self._run_slice(self._run, ())

    def _start(self) -> None:
        if self._job or self._run is None:
            return
        questions = self._next()
        if questions:
            self._run_slice(self._run, questions)
        else:
            self._rest()

    def _run_slice(self, run: Run, questions: tuple[Question, ...]) -> None:
        self._asked = questions
        whole = Slice(questions, run, self._background, self._pixel_limit)
        classifiers = self._classifiers

        def work(report: Report, cancel: CancelToken) -> None:
            answer_slice(whole, classifiers, report=report, cancel=cancel)

        self._job = self._jobs.run_prediction(work)
        self._job.reported.connect(self._on_job_reported)
        self._job.failed.connect(self._on_job_failed)
        self._job.ended.connect(self._on_job_ended)

    def _next(self) -> tuple[Question, ...]:
        """The urgent question, else the next ones of the newest drop."""
        if self._urgent:
            return (self._urgent,)
        while self._drops:
            newest = max(self._drops)
            if self._drops[newest]:
                return tuple(islice(self._drops[newest], _SLICE))
            del self._drops[newest]
        return ()

    def _on_job_reported(self, outcomes: tuple[Outcome, ...]) -> None:
        self._settle(outcomes)

    def _settle(self, outcomes: tuple[Outcome, ...]) -> None:
        keys = {o.key for o in outcomes}
        if self._urgent and self._urgent.key in keys and self._urgent in self._asked:
            self._urgent = None
        for waiting in self._drops.values():
            while waiting and waiting[0].key in keys:
                waiting.popleft()
                self._count(done=1)
        self.answered.emit(outcomes)

    def _on_job_failed(self, error: BaseException) -> None:
        if isinstance(error, LitmusError):
            self.stop()
            self.failed.emit(error)
            return
        # A mistake of ours: this picture is set aside, the rest goes on, and the window is told.
        question = self._unanswered()
        if question:
            reason = Problem("failed", f"“{question.name}” could not be answered: {error!r}.")
            self._settle((Outcome(question.key, problem=reason),))
        raise error

    def _unanswered(self) -> Question | None:
        if self._urgent in self._asked:
            return self._urgent
        heads = {waiting[0].key for waiting in self._drops.values() if waiting}
        return next((q for q in self._asked if q.key in heads), None)

    def _on_job_ended(self) -> None:
        self._job = None
        self._start()
        self.advanced.emit()

    def _count(self, *, total: int = 0, done: int = 0) -> None:
        now = self.progress
        self.progress = Progress(now.done + done, now.total + total)

    def _rest(self) -> None:
        if not any(self._drops.values()):
            self.progress = Progress()
            self.advanced.emit()
