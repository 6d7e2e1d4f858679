"""A project with its pictures as one zip that opens on another computer.

It holds one folder, called as the project is: its file, its runs, and the pictures in `pictures/`.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.atomic import replacing
from core.cancellation import CancelToken
from core.data.folder.listing import list_pictures
from core.data.folder.names import shown
from core.data.folder.source import PhotoSource
from core.project.content_index import index_text, read_index
from core.project.copying import PART_BYTES, Meter, Report, own_files
from core.project.place import SUFFIX, ProjectPlace
from core.project.project import Project
from core.project.project_file import project_text
from core.project.stored_paths import with_moved_paths
from core.run.folder import refuse_existing

PICTURES = "pictures"

_TEXTS = (".json", ".txt", ".md")
"""What becomes smaller when it is compressed; pictures and weights do not."""


@dataclass(frozen=True)
class _Packed:
    """A file and its name in the zip, below the project's folder."""

    file: Path
    name: str


def pack(
    place: ProjectPlace, project: Project, target: Path, *, report: Report, cancel: CancelToken
) -> None:
    """Pack a project with its runs and pictures.

    Args:
        place: Where it lies.
        project: What it holds; runs that were deleted are left out.
        target: The zip to write.
        report: Told how far it is.
        cancel: Ends it; nothing is left behind.

    Raises:
        LitmusError: There is something at `target`, a folder cannot be read, or the disk is full.
        Cancelled: The token was set.
    """
    refuse_existing(target)
    pictures = _pictures(project, cancel)
    runs = _runs(place, project)
    total = sum(_size(packed.file) for packed in (*runs, *pictures))
    meter = Meter("Packing", total, report=report, cancel=cancel)
    name = _usable(place.name if place.saved else target.stem)
    with replacing(target) as temporary, ZipFile(temporary, "w") as packed:
        for file_name, text in _documents(place, project, pictures, name):
            packed.writestr(_info(f"{name}/{file_name}", compressed=True), text)
        for run in runs:
            _write(packed, run, name, meter)
        for picture in pictures:
            # One that has gone, or may not be read, is one that the project does without.
            with suppress(FileNotFoundError, PermissionError):
                _write(packed, picture, name, meter)


def _documents(
    place: ProjectPlace, project: Project, pictures: tuple[_Packed, ...], name: str
) -> tuple[tuple[str, str], ...]:
    """The project's file and its index, with the pictures where they lie in the zip."""
    folder = Path("/") / name
    places = {str(p.file): str(folder / p.name) for p in pictures}
    places |= {str(old): str(folder / new) for old, new in _folders(project)}

    def moved(path: str) -> str:
        return places.get(path) or _moved_with_folder(path, project, folder)

    photos = project.photos and with_moved_paths(project.photos, moved)
    inside = project.model_copy(update={"photos": photos, "discarded_runs": frozenset()})
    index = {moved(path): content for path, content in read_index(place).items() if path in places}
    return (
        (f"{name}{SUFFIX}", project_text(inside, folder)),
        ("pictures.json", index_text(index, folder)),
    )


def _moved_with_folder(path: str, project: Project, folder: Path) -> str:
    """Where a picture that is not packed would lie: a correction of it is kept all the same."""
    for old, new in _folders(project):
        if path.startswith(os.path.join(old, "")):  # noqa: PTH118 - ends in a separator
            return str(folder / new / os.path.relpath(path, old))
    return path


def _folders(project: Project) -> tuple[tuple[Path, str], ...]:
    """The folders that a person chose, and what they are called in the zip."""
    if project.photos is None:
        return ()
    source = project.photos.source
    chosen = (*((source.root,) if source.root else ()), *source.class_folders)
    names = _Names()
    return tuple(
        (folder, names.distinct(f"{PICTURES}/{_usable(folder.name)}")) for folder in chosen
    )


def _pictures(project: Project, cancel: CancelToken) -> tuple[_Packed, ...]:
    """All files of the photo source; a folder that has gone is left out."""
    if project.photos is None:
        return ()
    source = project.photos.source
    names = _Names()
    packed = []
    for folder, name in _folders(project):
        if not folder.is_dir():
            continue
        is_root = folder == source.root
        part = PhotoSource(root=folder) if is_root else PhotoSource(class_folders=(folder,))
        for found in list_pictures(part, cancel=cancel).files:
            below = "/".join(_usable(p) for p in Path(found.path).relative_to(folder).parts)
            packed.append(_Packed(Path(found.path), names.distinct(f"{name}/{below}")))
    for added in source.added:
        name = f"{PICTURES}/added/{_usable(added.path.name)}"
        packed.append(_Packed(added.path, names.distinct(name)))
    return tuple(packed)


def _runs(place: ProjectPlace, project: Project) -> tuple[_Packed, ...]:
    """The files of all runs but those that were deleted."""
    packed = []
    for file in own_files(place.runs_folder):
        inside = file.relative_to(place.runs_folder)
        if inside.parts[0] not in project.discarded_runs and not file.is_symlink():
            packed.append(_Packed(file, f"runs/{inside.as_posix()}"))
    return tuple(packed)


class _Names:
    """Gives each name once, however many ask for it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def distinct(self, name: str) -> str:
        """The name, with a number where it is taken; systems differ in whether case matters."""
        stem, dot, suffix = name.rpartition(".")
        if "/" in suffix:
            stem, dot, suffix = name, "", ""
        tried, number = name, 1
        while tried.casefold() in self._given:
            number += 1
            tried = f"{stem or suffix} {number}{dot if stem else ''}{suffix if stem else ''}"
        self._given.add(tried.casefold())
        return tried


def _usable(name: str) -> str:
    """A file's name without what another system could not bear."""
    return shown(name).replace("\\", "_").replace("/", "_").replace(":", "_") or "_"


def _write(packed: ZipFile, item: _Packed, folder: str, meter: Meter) -> None:
    info = ZipInfo.from_file(item.file, f"{folder}/{item.name}", strict_timestamps=False)
    info.compress_type = ZIP_DEFLATED if item.file.suffix in _TEXTS else ZIP_STORED
    with item.file.open("rb") as given, packed.open(info, "w") as taken:
        while part := given.read(PART_BYTES):
            taken.write(part)
            meter.add(len(part))


def _info(name: str, *, compressed: bool) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED if compressed else ZIP_STORED
    info.external_attr = 0o644 << 16
    return info


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
