"""A project with its pictures as one zip that opens on another computer.

It holds one folder, called as the project is: its file, its runs, and the pictures in `pictures/`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.atomic import replacing
from core.cancellation import CancelToken
from core.data.folder.listing import list_pictures
from core.data.folder.names import shown
from core.project.content_index import index_text, read_index
from core.project.copying import PART_BYTES, Meter, Report, own_files
from core.project.packed_names import PackedNames, usable
from core.project.place import SUFFIX, ProjectPlace
from core.project.project import Project
from core.project.project_file import project_text
from core.project.stored_paths import with_moved_paths
from core.run.folder import refuse_existing

_TEXTS = (".json", ".txt", ".md")
"""What becomes smaller when it is compressed; pictures and weights do not."""


@dataclass(frozen=True)
class Packed:
    """What was packed.

    Attributes:
        file: The zip.
        pictures: How many are in it.
        missing: Those that were not, since they have gone or cannot be read: as they are shown.
    """

    file: Path
    pictures: int
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How it went, in words."""
        pictures = f"{self.pictures:,} picture{'s' * (self.pictures != 1)}"
        if not self.missing:
            return f"Packed with {pictures}."
        which = f"“{self.missing[0]}”"
        if len(self.missing) > 1:
            which += f" and {len(self.missing) - 1:,} more"
        return f"Packed with {pictures}; not with {which}, which cannot be read."


@dataclass(frozen=True)
class _Item:
    """A file and its name in the zip, below the project's folder."""

    file: Path
    name: str


def pack(
    place: ProjectPlace, project: Project, target: Path, *, report: Report, cancel: CancelToken
) -> Packed:
    """Pack a project with its runs and pictures.

    Args:
        place: Where it lies.
        project: What it holds; runs that were deleted are left out.
        target: The zip to write.
        report: Told how far it is.
        cancel: Ends it; nothing is left behind.

    Raises:
        LitmusError: There is something at `target`, the folder of the pictures has gone, or the
            disk is full.
        Cancelled: The token was set.
    """
    refuse_existing(target)
    runs = list(_runs(place, project))
    pictures, inside = _pictures(place, project, cancel)
    total = sum(_size(item.file) for item in (*runs, *pictures))
    meter = Meter("Packing", total, report=report, cancel=cancel)
    name = usable(place.name if place.saved else target.stem)
    missing = []
    with replacing(target) as temporary, ZipFile(temporary, "w") as archive:
        for file_name, text in _documents(place, inside, pictures, name):
            archive.writestr(_info(f"{name}/{file_name}"), text)
        for item in runs:
            # A training that goes on replaces its files, and removes older ones.
            with suppress(FileNotFoundError):
                _write(archive, item, name, meter)
        for item in pictures:
            try:
                _write(archive, item, name, meter)
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                missing.append(shown(str(item.file)))
    return Packed(target, len(pictures) - len(missing), tuple(missing))


def _pictures(
    place: ProjectPlace, project: Project, cancel: CancelToken
) -> tuple[list[_Item], Project]:
    """All files of the photo source, and the project that has them where they lie in the zip."""
    bare = project.model_copy(update={"discarded_runs": frozenset()})
    if project.photos is None:
        return [], bare
    source = project.photos.source
    names = PackedNames(source)
    listing = list_pictures(source, cancel=cancel)
    files = [file.path for file in listing.files]
    items = [_Item(Path(path), name) for path in files if (name := names.of(path))]

    def moved(path: str) -> str:
        name = names.of(path)
        return path if name is None else str(place.folder.joinpath(*name.split("/")))

    photos = with_moved_paths(project.photos, moved)
    update: dict[str, object] = {"edits": names.edits(photos.edits, listing.folders)}
    before, after = source.root, photos.source.root
    if before is not None and after is not None and shown(before.name) != after.name:
        update["earlier_names"] = (*photos.earlier_names, shown(before.name))
    return items, bare.model_copy(update={"photos": photos.model_copy(update=update)})


def _documents(
    place: ProjectPlace, project: Project, pictures: list[_Item], name: str
) -> tuple[tuple[str, str], ...]:
    """The project's file and its index."""
    known = read_index(place)
    index = {
        str(place.folder.joinpath(*item.name.split("/"))): known[str(item.file)]
        for item in pictures
        if str(item.file) in known
    }
    return (
        (f"{name}{SUFFIX}", project_text(project, place.folder)),
        ("pictures.json", index_text(index, place.folder)),
    )


def _runs(place: ProjectPlace, project: Project) -> Iterator[_Item]:
    """The files of all runs but those that were deleted; no links, which could lead anywhere."""
    for file in own_files(place.runs_folder):
        inside = file.relative_to(place.runs_folder)
        if inside.parts[0] not in project.discarded_runs and not file.is_symlink():
            yield _Item(file, "/".join(("runs", *map(usable, inside.parts))))


def _write(archive: ZipFile, item: _Item, folder: str, meter: Meter) -> None:
    info = ZipInfo.from_file(item.file, f"{folder}/{item.name}", strict_timestamps=False)
    info.compress_type = ZIP_DEFLATED if item.file.suffix in _TEXTS else ZIP_STORED
    if not item.file.is_file():
        raise FileNotFoundError(item.file)  # A pipe would be read for ever.
    left = info.file_size  # One that grows meanwhile is packed as it was.
    with item.file.open("rb") as given, archive.open(info, "w") as taken:
        while part := given.read(min(left, PART_BYTES)):
            taken.write(part)
            left -= len(part)
            meter.add(len(part))


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
