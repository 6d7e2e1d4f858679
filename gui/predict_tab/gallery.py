"""The dropped pictures and what is going on with them; no widget."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from core.errors import LitmusError
from core.prediction.background import Background
from core.run.folder import Run
from gui.jobs import Jobs
from gui.predict_tab.answer_slice import Question
from gui.predict_tab.answering import Answering, Progress
from gui.predict_tab.entry import Entry, Look, Outcome, State
from gui.predict_tab.intake import Found, Intake
from gui.predict_tab.offer import Offer
from gui.predict_tab.pictures_model import PicturesModel

_LOOKS_KEPT = 12
_PATIENCE_SECONDS = 0.5
_NO_PROGRESS = Progress()


class Gallery(QObject):
    """Takes pictures in, has them answered, and keeps what is shown of them.

    Small pictures are kept of all, the large ones of the last looked at: thousands may come.

    Signals:
        arrived: The key of the first picture of a new drop.
        changed: Keys (a frozenset) of pictures about which more is known now.
        refused: A sentence: why nothing came of a drop.
        failed: The chosen run cannot answer; `failure` says why.
        advanced: `progress`, `left_out` or the number of pictures may have changed.
    """

    arrived = Signal(int)
    changed = Signal(object)
    refused = Signal(str)
    failed = Signal()
    advanced = Signal()

    def __init__(self, jobs: Jobs, *, pixel_limit: int) -> None:
        super().__init__()
        self.model = PicturesModel(self)
        self.failure: LitmusError | None = None
        self._answering = Answering(jobs, pixel_limit=pixel_limit)
        self._intake = Intake(jobs)
        self._keys = count(1)
        self._last_drop = 0
        self._looks: OrderedDict[int, Look] = OrderedDict()
        self._names: dict[str, str] = {}
        self._busy_since: float | None = None
        self._intake.found.connect(self._on_intake_found)
        self._intake.refused.connect(self.refused)
        self._intake.advanced.connect(self._on_advanced)
        self._answering.answered.connect(self._on_answering_answered)
        self._answering.failed.connect(self._on_answering_failed)
        self._answering.advanced.connect(self._on_advanced)

    @property
    def progress(self) -> Progress:
        """How far answering is; nothing where it rests or has only just begun."""
        late = self._busy_since is not None and (
            perf_counter() - self._busy_since > _PATIENCE_SECONDS
        )
        return self._answering.progress if late else _NO_PROGRESS

    @property
    def searching(self) -> bool:
        """Whether more pictures may be found."""
        return self._intake.busy

    @property
    def left_out(self) -> int:
        """How many pictures were not answered because somebody cancelled."""
        return sum(e.state is State.SKIPPED for e in self.model.entries)

    def take(self, offer: Offer) -> None:
        """Find the pictures in `offer` and answer them."""
        self._intake.take(offer)

    def use(self, run: Run | None, background: Background, *, first: int | None) -> None:
        """From now on let this run answer; every picture is answered again, `first` first."""
        self._answering.use(run, background)
        self._looks.clear()
        self.failure = None
        if first is not None:
            self.want(first)
        self._ask([entry.waiting() for entry in self.model.entries])

    def call_classes(self, learned: tuple[str, ...], names: tuple[str, ...]) -> None:
        """Call the classes of the run so from now on, also in what is answered already.

        Args:
            learned: Their names in the run.
            names: What to call each of them; distinct.
        """
        before, self._names = self._names, dict(zip(learned, names, strict=True))
        if before.keys() != self._names.keys():
            return
        changed = {before[name]: now for name, now in self._names.items() if before[name] != now}
        if changed:
            self.model.replace([entry.called(changed) for entry in self.model.entries])
            self.changed.emit(frozenset(entry.key for entry in self.model.entries))

    def warm_up(self) -> None:
        """Load the model already, so that the first picture need not wait for it."""
        if not self.failure:
            self._answering.warm_up()

    def set_pixel_limit(self, pixels: int) -> None:
        """Refuse pictures with more pixels than this from now on."""
        self._answering.set_pixel_limit(pixels)

    def look(self, key: int) -> Look | None:
        """The large pictures of an entry, if they are at hand."""
        look = self._looks.get(key)
        if look:
            self._looks.move_to_end(key)
        return look

    def want(self, key: int) -> None:
        """See that the large pictures of this entry come soon."""
        entry = self.model.entry(key)
        if entry and key not in self._looks and not self.failure:
            self._answering.ask_now(Question(key, entry.name, entry.source, look=True))

    def remove(self, keys: frozenset[int]) -> tuple[Entry, ...]:
        """Take pictures out; returns them, to be put back by `restore`."""
        taken = self.model.remove(keys)
        self._answering.forget(keys)
        for key in keys:
            self._looks.pop(key, None)
        self.advanced.emit()
        return taken

    def restore(self, entries: Iterable[Entry]) -> None:
        """Put pictures back and answer them, since another run may be chosen by now."""
        again = [entry.waiting() for entry in entries]
        self.model.add(again)
        self._ask(again)
        self.advanced.emit()

    def cancel(self) -> None:
        """Answer no more; what is answered stays."""
        self._intake.stop()
        self._answering.stop()
        self._skip_waiting()
        self._on_advanced()

    def resume(self) -> None:
        """Answer what was left out."""
        self._ask([e.waiting() for e in self.model.entries if e.state is State.SKIPPED])
        self.advanced.emit()

    def _ask(self, entries: list[Entry], drop: int | None = None) -> None:
        self.model.replace(entries)
        number = self._intake.next_drop() if drop is None else drop
        self._answering.ask(number, [Question(e.key, e.name, e.source) for e in entries])
        self.changed.emit(frozenset(e.key for e in entries))

    def _on_intake_found(self, found: Found) -> None:
        entries = [Entry(next(self._keys), p.name, p.source) for p in found.pictures]
        if self.failure:
            entries = [entry.skipped() for entry in entries]
        self.model.add(entries)
        if found.drop != self._last_drop:
            self._last_drop = found.drop
            self.arrived.emit(entries[0].key)
        if not self.failure:
            self._ask(entries, found.drop)
        self._on_advanced()

    def _on_answering_answered(self, outcomes: tuple[Outcome, ...]) -> None:
        updated = []
        for outcome in outcomes:
            entry = self.model.entry(outcome.key)
            if entry is None:
                continue
            updated.append(entry.with_outcome(outcome).called(self._names))
            if outcome.look:
                self._looks[outcome.key] = outcome.look
                self._looks.move_to_end(outcome.key)
        while len(self._looks) > _LOOKS_KEPT:
            self._looks.popitem(last=False)
        self.model.replace(updated)
        self.changed.emit(frozenset(e.key for e in updated))

    def _on_answering_failed(self, error: LitmusError) -> None:
        self.failure = error
        self._skip_waiting()
        self.failed.emit()

    def _skip_waiting(self) -> None:
        waiting = [e for e in self.model.entries if e.state is State.WAITING]
        self.model.replace([replace(e, state=State.SKIPPED) for e in waiting])
        self.changed.emit(frozenset(e.key for e in waiting))

    def _on_advanced(self) -> None:
        busy = self._answering.busy or self._intake.busy
        if not busy:
            self._busy_since = None
        elif self._busy_since is None:
            self._busy_since = perf_counter()
        self.advanced.emit()
