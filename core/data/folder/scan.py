"""Looking at every file once."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic

from core.cancellation import CancelToken
from core.data.fitting import working_size
from core.data.folder.crew import Crew
from core.data.folder.facts import Facts
from core.data.folder.facts_store import FactsStore
from core.data.folder.inspection import Inspected, Inspector
from core.data.folder.listing import FoundFile, Listing
from core.data.form import Ground, PictureForm
from core.data.picture import PIXEL_LIMIT, Picture

_INTERVAL = 0.1
"""Seconds between two reports."""

_LOOKS_FOR_CANCEL = 0.05


@dataclass(frozen=True)
class Scan:
    """A listing and what a look at each of its files gave.

    Attributes:
        listing: The files, as they were when they were looked at.
        facts: One for each file of the listing, in the same order.
        seconds: How long it took.
    """

    listing: Listing
    facts: tuple[Facts, ...]
    seconds: float


@dataclass(frozen=True)
class ScanProgress:
    """How far a scan is; about ten a second at most.

    Attributes:
        done: Files looked at.
        files: How many there are.
        bad: How many of them cannot be used.
        seconds_left: At this speed; 0 while it is not known.
        seen: Numbers of the files looked at since the last event, for their thumbnails.
    """

    done: int
    files: int
    bad: int
    seconds_left: float
    seen: tuple[int, ...]


def scan(
    listing: Listing,
    *,
    store: FactsStore,
    report: Callable[[ScanProgress], None],
    cancel: CancelToken,
    pixel_limit: int = PIXEL_LIMIT,
    form: PictureForm | None = None,
    take: Callable[[Facts, Picture], None] | None = None,
) -> Scan:
    """Look at every file: is it a picture, which one, and how does it look.

    Files that have not changed since an earlier scan are not opened. A file that cannot be read,
    or is gone by now, has the reason in its facts.

    Args:
        listing: The files.
        store: What is known from earlier scans; what is learned is kept there as it goes.
        report: Takes the progress, in this thread.
        cancel: Ends it within a fifth of a second; what was learned is kept.
        pixel_limit: Pictures with more pixels are too large.
        form: What a network will take: pictures are decoded large enough for it.
        take: Is handed each picture decoded for `form`, in other threads; not called where the
            form asks for another ground than white, since facts are learned from white.

    Raises:
        Cancelled: The token was set.
    """
    if form is not None and form.ground is not Ground.WHITE:
        take = None
    course = _Course(listing, store, report, pixel_limit)
    waiting = course.recall(cancel)
    inspector = Inspector(working_size(form), pixel_limit, lambda: crew.stopped, take)
    crew = Crew(listing.files, waiting, inspector.look, threads=os.cpu_count() or 1)
    with crew:
        try:
            last = False
            while not last:
                cancel.raise_if_cancelled()
                seen, last = crew.collect(_LOOKS_FOR_CANCEL)
                course.take(seen, last=last)
        finally:
            course.keep()
    store.trim()
    return course.result()


class _Course:
    """How far a scan has come."""

    def __init__(
        self,
        listing: Listing,
        store: FactsStore,
        report: Callable[[ScanProgress], None],
        pixel_limit: int,
    ) -> None:
        self._listing = listing
        self._store = store
        self._report = report
        self._pixel_limit = pixel_limit
        self._started = monotonic()
        self._looking_since = self._started
        self._due = self._started
        self._facts: list[Facts | None] = [None] * len(listing.files)
        self._changed: dict[int, FoundFile] = {}
        self._unkept: list[tuple[int, Inspected]] = []
        self._seen: list[int] = []
        self._done = self._bad = self._looked_at = 0

    def recall(self, cancel: CancelToken) -> list[int]:
        """Take what is known from earlier; returns the numbers of the other files.

        Raises:
            Cancelled: The token was set.
        """
        for number, facts in self._store.known(self._listing.files):
            if facts.size[0] * facts.size[1] > self._pixel_limit:
                continue
            self._note(number, facts)
            if monotonic() >= self._due:
                cancel.raise_if_cancelled()
                self._tell()
        self._looking_since = monotonic()
        return [number for number, facts in enumerate(self._facts) if facts is None]

    def take(self, seen: list[tuple[int, Inspected]], *, last: bool) -> None:
        """Add what was seen; about ten times a second it is kept and told."""
        for number, inspected in seen:
            self._note(number, inspected.facts)
            if inspected.file != self._listing.files[number]:
                self._changed[number] = inspected.file
        self._looked_at += len(seen)
        self._unkept += seen
        if last or monotonic() >= self._due:
            self.keep()
            self._tell()

    def keep(self) -> None:
        """Keep what is not kept yet."""
        unkept, self._unkept = [look for _, look in self._unkept], []
        self._store.add(
            [(look.file, look.facts) for look in unkept if look.lasting],
            [(look.facts.content, look.thumbnail) for look in unkept if look.thumbnail],
        )

    def result(self) -> Scan:
        """The whole scan."""
        listing = self._listing
        if self._changed:
            files = [self._changed.get(n, file) for n, file in enumerate(listing.files)]
            listing = replace(listing, files=tuple(files))
        facts = tuple(facts for facts in self._facts if facts is not None)
        return Scan(listing, facts, monotonic() - self._started)

    def _note(self, number: int, facts: Facts) -> None:
        self._facts[number] = facts
        self._seen.append(number)
        self._done += 1
        self._bad += facts.problem is not None

    def _tell(self) -> None:
        files, now = len(self._facts), monotonic()
        self._due = now + _INTERVAL
        each = (now - self._looking_since) / self._looked_at if self._looked_at else 0.0
        seen, self._seen = tuple(self._seen), []
        self._report(ScanProgress(self._done, files, self._bad, each * (files - self._done), seen))
