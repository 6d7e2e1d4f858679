"""An export from its request to the finished folder: written aside, checked, then renamed."""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.export.checking import check
from core.export.documents import write_documents
from core.export.labels import labels
from core.export.pictures import check_pictures
from core.export.registry import check_packages, most_checked, own_check
from core.export.request import Agreement, Exported, ExportProgress, ExportRequest
from core.export.source import ExportSource
from core.export.target import check_target, working_folder
from core.export.writing import write_model

_ANOTHER = "Choose another folder; nothing was left behind."
_SPACE = "Free some space or choose another folder; nothing was left behind."
_FULL_BYTES = 100_000
"""A disk with less is full: whoever failed there failed for that."""


def export(
    request: ExportRequest, *, report: Callable[[ExportProgress], None], cancel: CancelToken
) -> Exported:
    """Let a run's model leave as `request` says, and check it in the format's own runtime.

    Args:
        request: What, in which form, where to.
        report: Takes how far it is, in this thread.
        cancel: Ends it, at once but for a moment; nothing is left behind.

    Returns:
        The finished folder, with what the check found.

    Raises:
        LitmusError: It cannot be made, written or loaded again; nothing is left behind.
        Cancelled: The token was set; nothing is left behind.
    """
    _check_request(request)
    run = request.run
    source = ExportSource(run, labels(run.record, request.classes), request.pictures_folder)
    with working_folder(request.folder) as folder, _aside() as aside, _in_words(folder):
        report(ExportProgress("Making the model", 0.0))
        write_model(
            request.format,
            source,
            folder,
            aside=aside,
            report=lambda told: report(_within(told, 0.0, 0.5)),
            cancel=cancel,
        )
        write_documents(request.format, source, folder)
        agreement = _checked(request, source, folder, aside, report=report, cancel=cancel)
        cancel.raise_if_cancelled()
        files = tuple(sorted(p.relative_to(folder).as_posix() for p in _files(folder)))
        check_target(request.folder, run)
        folder.rename(request.folder)
    report(ExportProgress("Done", 1.0))
    return Exported(request.format, request.folder, files, agreement)


def _check_request(request: ExportRequest) -> None:
    run = request.run
    check_packages(request.format)
    check_target(request.folder, run)
    if len(request.classes) != len(run.record.classes):
        raise ValueError(f"{len(run.record.classes)} classes expected. Received: {request.classes}")
    if not run.has_model:
        raise LitmusError(
            f"“{run.record.title}” has no model yet.", "Train it for an epoch at least."
        )


def _checked(
    request: ExportRequest,
    source: ExportSource,
    folder: Path,
    aside: Path,
    *,
    report: Callable[[ExportProgress], None],
    cancel: CancelToken,
) -> Agreement:
    own = own_check(request.format)
    if own is not None:
        return own(
            source, folder, report=lambda told: report(_within(told, 0.5, 1.0)), cancel=cancel
        )
    stage = "Asking Litmus about the pictures to check it with"
    report(ExportProgress(stage, 0.5))
    pictures = check_pictures(
        request.run,
        most=most_checked(request.format, source),
        folder=request.pictures_folder,
        cancel=cancel,
        report=lambda share: report(ExportProgress(stage, 0.5 + 0.2 * share)),
    )
    report(ExportProgress("Loading the export and asking it the same", 0.7))
    return check(request.format, folder, pictures, aside=aside, cancel=cancel)


def _within(told: ExportProgress, low: float, high: float) -> ExportProgress:
    if told.share is None:
        return told
    return ExportProgress(told.stage, low + (high - low) * told.share)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder for what passes between the processes; gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="litmus-export-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Say of errors what a person can do about them."""
    try:
        yield
    except LitmusError as error:
        if _is_full(folder) or os.strerror(errno.ENOSPC) in error.message:
            raise _full(folder) from error
        raise LitmusError(error.message, error.advice or _ANOTHER) from error
    except OSError as error:
        if _is_full(folder):
            raise _full(folder) from error
        raise LitmusError(
            f"The export could not be written: {error.strerror or error}.", _SPACE
        ) from error


def _is_full(folder: Path) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free < _FULL_BYTES
    return False


def _full(folder: Path) -> LitmusError:
    return LitmusError(f"The disk of “{folder.parent}” is full: the export needs more.", _SPACE)
