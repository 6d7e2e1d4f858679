"""Unpacking a packed project; nothing is ever written outside its new folder."""

import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from core.cancellation import CancelToken
from core.data.folder.names import shown
from core.errors import LitmusError
from core.project.copying import PART_BYTES, Meter, Report
from core.project.moving import folder_aside, refuse_target
from core.project.packed_names import alike
from core.project.place import SUFFIX, ProjectPlace, place_in
from core.project.project_file import MOST_BYTES, project_of

_MOST_GROWTH = 200
"""Weights and texts do not shrink to less than a two-hundredth; a bomb does."""

_SMALL_BYTES = 100_000_000
"""So little may grow as it likes."""

_DAMAGES = (BadZipFile, LargeZipFile, EOFError, struct.error, zlib.error, ValueError, OverflowError)
"""What Python's module raises where a zip is not what it says."""

_MOST_FILES = 2_000_000


def unpack(packed: Path, target: Path, *, report: Report, cancel: CancelToken) -> ProjectPlace:
    """Unpack the zip that `packing.pack` made.

    Args:
        packed: The zip.
        target: The folder of the project; it is made.
        report: Told how far it is.
        cancel: Ends it; nothing is left behind.

    Raises:
        LitmusError: It is no packed project, damaged, would write elsewhere or be too large, or
            `target` is there already.
        Cancelled: The token was set.
    """
    refuse_target(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LitmusError(
            f"“{target.parent}” could not be made: {error.strerror or error}.",
            "Choose another folder.",
        ) from error
    with _opened(packed) as archive, folder_aside(target) as aside:
        files = _files(archive, packed)
        _check_size(files, packed, target.parent)
        name = _project_name(files, packed)
        project_of(_text(archive, name), ProjectPlace(target / name))
        total = sum(info.file_size for info in files.values())
        meter = Meter("Unpacking", total, report=report, cancel=cancel)
        aside.mkdir()
        for path, info in files.items():
            _extract(archive, info, aside.joinpath(*path.parts[1:]), meter)
        place = place_in(target)
        (aside / PurePosixPath(name).name).rename(aside / place.file.name)
    return place


@contextmanager
def _opened(packed: Path) -> Iterator[ZipFile]:
    if packed.exists() and not packed.is_file():
        raise _refused(packed, "it is not a file")
    try:
        with ZipFile(packed) as archive:
            yield archive
    except FileNotFoundError as error:
        raise LitmusError(f"“{packed}” is not there.") from error
    except NotImplementedError as error:
        raise _refused(packed, f"it is packed in a way that is not known here ({error})") from error
    except RuntimeError as error:
        raise _refused(packed, "a part of it is encrypted") from error
    except _DAMAGES as error:
        raise _refused(packed, f"it is no zip, or damaged ({error})") from error
    except MemoryError as error:
        raise _refused(packed, "there is not enough memory for it") from error
    except OSError as error:
        raise _refused(packed, error.strerror or str(error)) from error


def _files(archive: ZipFile, packed: Path) -> dict[PurePosixPath, ZipInfo]:
    """The files in it by their path, all of which lie in one folder.

    Raises:
        LitmusError: One of them would lie elsewhere, or twice, or is no plain file.
    """
    entries = archive.infolist()
    if len(entries) > _MOST_FILES:
        raise _refused(packed, f"it holds {len(entries):,} files")
    files: dict[PurePosixPath, ZipInfo] = {}
    seen: set[str] = set()
    for info in entries:
        reason = _reason_against(info)
        if not reason and alike(info.filename) in seen:
            reason = "it is there twice"
        if reason:
            name = shown(info.filename)
            raise _refused(packed, f"“{name}” in it is not allowed: {reason}")
        seen.add(alike(info.filename))
        if not info.is_dir() and not _is_left_by_macos(info.filename):
            files[PurePosixPath(info.filename)] = info
    return files


def _reason_against(info: ZipInfo) -> str:
    """Why a file is not unpacked; empty where it is."""
    # The zip's own word, before Python's module made it fit for this system.
    name = info.orig_filename
    parts = name.rstrip("/").split("/")
    mode = info.external_attr >> 16
    if name.startswith("/") or any(sign in name for sign in ("\\", "\0", ":")):
        return "it names a place of its own"
    # Windows leaves dots and spaces at the end away.
    if any(not part.rstrip(". ") for part in parts):
        return "it leads out of the folder"
    if S_ISLNK(mode):
        return "it is a link"
    if mode and not (S_ISREG(mode) or S_ISDIR(mode) or mode < 0o1000):
        return "it is no plain file"
    return ""


def _is_left_by_macos(name: str) -> bool:
    """Whether it comes with every zip that is made there of a folder."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1] == ".DS_Store"


def _check_size(files: dict[PurePosixPath, ZipInfo], packed: Path, folder: Path) -> None:
    total = sum(info.file_size for info in files.values())
    if total > _SMALL_BYTES and total > _MOST_GROWTH * packed.stat().st_size:
        raise _refused(
            packed, f"unpacked it would take {total / 1e9:,.1f} GB, which no project does"
        )
    free = shutil.disk_usage(folder).free
    if total > free:
        raise LitmusError(
            f"“{packed.name}” takes {total / 1e9:,.1f} GB, and {free / 1e9:,.1f} GB are free.",
            "Free some space, or choose a folder on another disk.",
        )


def _project_name(files: dict[PurePosixPath, ZipInfo], packed: Path) -> str:
    """The path of the project's file in the zip."""
    found = [path for path in files if path.suffix == SUFFIX and len(path.parts) == 2]
    folders = {path.parts[0] for path in files}
    if len(found) != 1 or len(folders) != 1:
        raise _refused(packed, "it is no project that Litmus has packed")
    return str(found[0])


def _text(archive: ZipFile, name: str) -> bytes:
    """The project's file, unless it is larger than one can be.

    Raises:
        BadZipFile: It is.
    """
    if archive.getinfo(name).file_size > MOST_BYTES:
        raise BadZipFile(f"“{name}” is larger than a project can be")
    return archive.read(name)


def _extract(archive: ZipFile, info: ZipInfo, path: Path, meter: Meter) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(info) as given, path.open("xb") as taken:
        left = info.file_size
        while part := given.read(PART_BYTES):
            left -= len(part)
            if left < 0:
                raise BadZipFile(f"“{info.filename}” is larger than it says")
            taken.write(part)
            meter.add(len(part))


def _refused(packed: Path, reason: str) -> LitmusError:
    return LitmusError(
        f"“{packed.name}” was not unpacked: {reason}.",
        "Choose a file that Litmus has packed; nothing was written.",
    )
