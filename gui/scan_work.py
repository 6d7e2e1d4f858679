"""What the scan session lets a worker do: look at a folder, and lay corrections over it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.cancellation import CancelToken
from core.data.folder.catalogue import arrange
from core.data.folder.division import divide
from core.data.folder.edits import FolderEdits
from core.data.folder.listing import Listing, list_pictures
from core.data.folder.photo_set import PhotoSet
from core.data.folder.scan import Scan
from core.data.folder.source import PhotoSource
from core.data.form import PictureForm
from core.data.side import Side
from core.run.folder import Run
from core.run.sides import recorded_sides
from gui.collector import leave_alone, making_many
from gui.data_tab.folder_view import FolderView, arranged_view, listed_view
from gui.jobs import Report, Work

Sides = Mapping[bytes, Side]
"""The set of each picture, by the digest of its content."""


@dataclass(frozen=True)
class Found:
    """So many files have been found so far."""

    files: int


@dataclass(frozen=True)
class Arranged:
    """A folder as it can be seen and trained on.

    Attributes:
        view: Everything about it.
        photos: What can be trained on.
        sides: Where its pictures went, but for those that were put there by hand.
    """

    view: FolderView
    photos: PhotoSet
    sides: Sides


@dataclass(frozen=True)
class Shares:
    """How a folder is to be divided.

    Attributes:
        validation: Share (0-0.9) to check on.
        test: Share (0-0.9) never seen while training.
        seed: Decides which.
    """

    validation: float
    test: float
    seed: int


def scanning_work(
    source: PhotoSource, edits: FolderEdits, *, form: PictureForm, pixel_limit: int
) -> Work:
    """Work that looks at every file and gives a `Scan`.

    It reports `Found`, then a `FolderView` of the files found, then `ScanProgress`.
    """

    def work(report: Report, cancel: CancelToken) -> Scan:
        from core.data.folder.loading import scan_source

        def tell(listing: Listing) -> None:
            report(listed_view(listing, edits))
            leave_alone(len(listing.files))

        found = scan_source(
            source,
            form=form,
            report=report,
            cancel=cancel,
            pixel_limit=pixel_limit,
            found=lambda files: report(Found(files)),
            listed=tell,
        )
        leave_alone(len(found.facts))
        return found

    return work


def arranging_work(
    scan: Scan, edits: FolderEdits, shares: Shares, *, runs: tuple[Run, ...], sides: Sides
) -> Work:
    """Work that gives the `Arranged` of a scan.

    Args:
        scan: The files.
        edits: The corrections.
        shares: How to divide it.
        runs: Earlier runs: what went where in the newest of the same shares stays there.
        sides: What went where in this session, which counts for more.
    """

    def work(_report: Report, cancel: CancelToken) -> Arranged:
        with making_many(len(scan.facts)):
            return arranged(cancel)

    def arranged(cancel: CancelToken) -> Arranged:
        catalogue = arrange(scan, edits)
        cancel.raise_if_cancelled()
        validation, test, seed = shares.validation, shares.test, shares.seed
        earlier = recorded_sides(
            runs,
            folder=catalogue.folder,
            contents={photo.content for photo in catalogue.photos},
            validation=validation,
            test=test,
            seed=seed,
        )
        division = divide(
            catalogue, validation=validation, test=test, seed=seed, recorded={**earlier, **sides}
        )
        cancel.raise_if_cancelled()
        photos = PhotoSet(catalogue, division)
        return Arranged(arranged_view(scan, edits, photos), photos, _sides(photos))

    return work


@dataclass(frozen=True)
class Changes:
    """What happened to a folder since it was looked at, in numbers of files.

    Attributes:
        added: New files that may be pictures.
        removed: Files that are gone.
        altered: Files whose content is another.
    """

    added: int
    removed: int
    altered: int

    @property
    def any(self) -> bool:
        """Whether anything happened."""
        return bool(self.added or self.removed or self.altered)

    @property
    def words(self) -> str:
        """In a sentence: "3 pictures were added, 1 removed."."""
        told = [
            (count, words)
            for count, words in (
                (self.added, "added"),
                (self.removed, "removed"),
                (self.altered, "changed"),
            )
            if count
        ]
        first = told[0][0]
        noun = "picture was" if first == 1 else "pictures were"
        rest = "".join(f", {count:,} {words}" for count, words in told[1:])
        return f"{first:,} {noun} {told[0][1]}{rest}."


def comparing_work(source: PhotoSource, before: Listing) -> Work:
    """Work that lists a folder anew and gives the `Changes` since `before`."""

    def work(_report: Report, cancel: CancelToken) -> Changes:
        return changes(before, list_pictures(source, cancel=cancel))

    return work


def changes(before: Listing, after: Listing) -> Changes:
    """What happened between two looks at a folder."""
    old = {f.path: (f.file_size, f.modified_ns) for f in before.files}
    new = {f.path: (f.file_size, f.modified_ns) for f in after.files}
    both = old.keys() & new.keys()
    return Changes(
        added=len(new) - len(both),
        removed=len(old) - len(both),
        altered=sum(old[path] != new[path] for path in both),
    )


def _sides(photos: PhotoSet) -> Sides:
    division, catalogue = photos.division, photos.catalogue
    went = (
        (Side.TRAINING, division.training),
        (Side.VALIDATION, division.validation),
        (Side.TEST, division.test),
    )
    found = ((catalogue.photos[n], side) for side, numbers in went for n in numbers)
    return {photo.content: side for photo, side in found if photo.pin is None}
