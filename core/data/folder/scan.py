"""Looking at every file once."""

from dataclasses import dataclass

from core.data.folder.facts import Facts
from core.data.folder.listing import Listing


@dataclass(frozen=True)
class Scan:
    """A listing and what a look at each of its files gave.

    Attributes:
        listing: The files.
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
        seconds_left: At this speed.
        seen: Numbers of the files looked at since the last event, for their thumbnails.
    """

    done: int
    files: int
    bad: int
    seconds_left: float
    seen: tuple[int, ...]
