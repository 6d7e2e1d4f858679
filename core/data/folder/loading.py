"""A photo folder from its path to what can be trained on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.cancellation import CancelToken
from core.data.fitting import fit
from core.data.folder.catalogue import Catalogue, arrange
from core.data.folder.division import divide
from core.data.folder.edits import FolderEdits
from core.data.folder.facts import Facts
from core.data.folder.facts_store import FactsStore
from core.data.folder.listing import Layout, Listing, list_pictures
from core.data.folder.photo_set import PhotoSet
from core.data.folder.pixel_cache import PixelCache
from core.data.folder.scan import Scan, ScanProgress, scan
from core.data.folder.source import PhotoSource
from core.data.form import PictureForm
from core.data.picture import PIXEL_LIMIT, Picture
from core.data.side import Side
from core.errors import LitmusError


@dataclass(frozen=True)
class Shares:
    """How a folder is to be divided.

    Attributes:
        validation: Share (0-0.9) to check on.
        test: Share (0-0.9) never seen while training.
        seed: Decides which.
        recorded: Sides of earlier trainings, by the digest of the content.
    """

    validation: float
    test: float
    seed: int
    recorded: Mapping[bytes, Side] = field(default_factory=dict)


def scan_source(
    source: PhotoSource,
    *,
    form: PictureForm | None,
    report: Callable[[ScanProgress], None],
    cancel: CancelToken,
    pixel_limit: int = PIXEL_LIMIT,
    found: Callable[[int], None] | None = None,
    listed: Callable[[Listing], None] | None = None,
) -> Scan:
    """List a folder and look at every file.

    Args:
        source: Where the pictures lie.
        form: Where it is known, the pictures are kept in this form too, by the same decoding.
        report: Takes the progress.
        cancel: Ends it; what was learned is kept in the cache.
        pixel_limit: Pictures with more pixels are not used.
        found: Told how many files were met so far.
        listed: Told which files there are, before any of them is opened.

    Raises:
        LitmusError: The folder cannot be read.
        Cancelled: The token was set.
    """
    listing = list_pictures(source, report=found, cancel=cancel)
    if listed is not None:
        listed(listing)
    take = None if form is None else _keeper(form)
    return scan(
        listing,
        store=FactsStore(),
        report=report,
        cancel=cancel,
        pixel_limit=pixel_limit,
        form=form,
        take=take,
    )


def load_catalogue(
    source: PhotoSource,
    *,
    form: PictureForm | None,
    report: Callable[[ScanProgress], None],
    cancel: CancelToken,
    edits: FolderEdits | None = None,
) -> Catalogue:
    """The pictures of a folder, ready to be divided; arguments and errors as `scan_source`.

    Raises:
        LitmusError: The folder cannot be read, or there are no classes in it.
    """
    found = scan_source(source, form=form, report=report, cancel=cancel)
    check_layout(found.listing)
    return arrange(found, edits or FolderEdits())


def load_photos(
    source: PhotoSource,
    shares: Shares,
    *,
    form: PictureForm | None,
    report: Callable[[ScanProgress], None],
    cancel: CancelToken,
) -> PhotoSet:
    """A folder, scanned and divided; further arguments and errors as `load_catalogue`."""
    catalogue = load_catalogue(source, form=form, report=report, cancel=cancel)
    division = divide(
        catalogue,
        validation=shares.validation,
        test=shares.test,
        seed=shares.seed,
        recorded=shares.recorded,
    )
    return PhotoSet(catalogue, division)


def check_layout(listing: Listing) -> None:
    """Refuse a folder without classes.

    Raises:
        LitmusError: It is empty, or holds loose pictures alone.
    """
    if listing.layout is Layout.EMPTY:
        raise LitmusError(
            f"There are no pictures in “{listing.title}”.",
            "Choose a folder whose subfolders are the classes, such as “cats” and “dogs”.",
        )
    if listing.layout is Layout.LOOSE:
        raise LitmusError(
            f"“{listing.title}” holds pictures, but no folders that say what they show.",
            "Make a folder for each class inside it, such as “cats” and “dogs”, and sort the "
            "pictures into them.",
        )


def _keeper(form: PictureForm) -> Callable[[Facts, Picture], None]:
    cache = PixelCache()

    def keep(facts: Facts, picture: Picture) -> None:
        cache.put(facts.content, form, fit(picture.pixels, form))

    return keep
