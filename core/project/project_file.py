"""Reading and writing a project's file, `NAME.litmus`: readable JSON, checked as a whole."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from core import __version__
from core.atomic import is_half_written, replacing
from core.errors import LitmusError
from core.model.network import NetworkSpec
from core.plain import read_plain
from core.project.place import ProjectPlace
from core.project.project import DiscardedRuns, Photos, Project
from core.project.stored_paths import photos_from_file, photos_to_file
from core.run.settings import TrainingSettings
from core.values import Value

SCHEMA = 1
"""Version of the file. A project with a higher one is refused with a sentence."""

PROGRAM = "Litmus"

MOST_BYTES = 200_000_000
"""A hundred thousand pictures, each moved by hand, take 20 MB."""

_MIGRATIONS: dict[int, Callable[[dict[str, object]], dict[str, object]]] = {}
"""By version: what makes the content of the next one of it."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Content(Value):
    """What the file holds.

    Attributes:
        program: Tells it from other programs' files.
        schema_version: `SCHEMA` of the Litmus that wrote it (`schema` in the file).
        litmus: Version of Litmus.
        photos: As in `Project`, the paths as `stored_paths` keeps them.
        network: As in `Project`.
        settings: As in `Project`.
        discarded_runs: As in `Project`.
    """

    program: Literal["Litmus"]
    schema_version: int = Field(alias="schema")
    litmus: str
    photos: Photos | None
    network: NetworkSpec
    settings: TrainingSettings
    discarded_runs: DiscardedRuns = frozenset()


def read_project(place: ProjectPlace) -> Project:
    """The project at `place`; an empty one where nothing was written yet and it is not saved.

    Returns:
        Its paths are absolute.

    Raises:
        LitmusError: There is no file, it is damaged, of another program or of a newer Litmus.
    """
    try:
        raw = read_plain(place.file, most=MOST_BYTES)
    except FileNotFoundError as error:
        if not place.saved and place.folder.is_dir():
            return Project()
        raise LitmusError(
            f"“{place.file}” is not there.", "Look whether it was moved or renamed."
        ) from error
    except OSError as error:
        raise LitmusError(
            f"“{place.file}” cannot be read: {error.strerror or error}.", "Choose another project."
        ) from error
    return project_of(raw, place)


def project_of(raw: bytes, place: ProjectPlace) -> Project:
    """The project whose file holds `raw`; errors as `read_project`."""
    if not raw.strip():
        raise _damaged(place, "it is empty")
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        # What was saved once may be anything after a power cut.
        if not (raw.lstrip().startswith(b"{") or place.backup_file.is_file()):
            raise _of_another_program(place) from error
        raise _damaged(place, str(error)) from error
    except MemoryError as error:
        raise _damaged(place, "it takes more memory than there is") from error
    if not isinstance(content, dict) or content.get("program") != PROGRAM:
        raise _of_another_program(place)
    try:
        found = _Content.model_validate(_migrated(content, place))
        photos = found.photos and photos_from_file(found.photos, place.folder)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise _damaged(place, f"{where}: {first['msg']}") from error
    except ValueError as error:
        raise _damaged(place, f"photos: {error}") from error
    return Project(
        photos=photos,
        network=found.network,
        settings=found.settings,
        discarded_runs=found.discarded_runs,
    )


def write_project(place: ProjectPlace, project: Project) -> None:
    """Write the project at `place`; a reader sees the old content or the new.

    Raises:
        LitmusError: The disk is full, the folder cannot be written or is gone, or so much was
            corrected that the file could not be read again.
    """
    _write(place, project_text(project, place.folder))


def write_to_move(place: ProjectPlace, project: Project) -> None:
    """Write the project so that it reads the same wherever its folder goes next.

    Raises:
        LitmusError: As `write_project`.
    """
    _write(place, project_text(project, place.folder, beside=False))


def keep_backup(place: ProjectPlace) -> None:
    """Keep the file as it is now beside it, as `NAME.litmus.bak`; for who has just opened it.

    What a Litmus that was killed while saving has left is removed; nobody else may save now.

    Raises:
        LitmusError: It could not be written.
    """
    _remove_half_written(place)
    try:
        raw = place.file.read_bytes()
    except OSError:
        return
    with replacing(place.backup_file) as temporary:
        temporary.write_bytes(raw)


def _remove_half_written(place: ProjectPlace) -> None:
    try:
        left = [file for file in place.folder.iterdir() if is_half_written(file.name)]
    except OSError:
        return
    for file in left:
        with suppress(OSError):  # a folder, or one that must not be removed
            file.unlink()


def _write(place: ProjectPlace, text: str) -> None:
    raw = text.encode()
    if len(raw) > MOST_BYTES:
        raise LitmusError(
            f"“{place.file}” would be larger than a project can be; it stays as it was.",
            "Divide the pictures among several projects.",
        )
    with replacing(place.file) as temporary:
        temporary.write_bytes(raw)


def project_text(project: Project, folder: Path, *, beside: bool = True) -> str:
    """The content of a project's file: equal projects give equal texts.

    Args:
        project: What it holds.
        folder: Where it is to lie.
        beside: Whether paths beside the folder are relative, too.
    """
    photos = project.photos and photos_to_file(project.photos, folder, beside=beside)
    content = {
        "program": PROGRAM,
        "schema": SCHEMA,
        "litmus": __version__,
        "photos": photos and photos.model_dump(),
        "network": project.network.model_dump(),
        "settings": project.settings.model_dump(),
        "discarded_runs": project.discarded_runs,
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, default=_plain)
    if text.isascii():
        return text + "\n"
    # A name whose bytes are no UTF-8 holds surrogates, which a file in UTF-8 cannot.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: object) -> object:
    """What JSON has no word for: sets, in a fixed order, and paths."""
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value)


def _migrated(content: dict[str, object], place: ProjectPlace) -> dict[str, object]:
    """The content as this Litmus writes it."""
    schema = content.get("schema")
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise _damaged(place, "schema: it should be a number from 1 on")
    if schema > SCHEMA:
        raise LitmusError(
            f"“{place.file}” was saved by a newer Litmus ({content.get('litmus', 'unknown')}).",
            "Update Litmus to open it; nothing was changed.",
        )
    try:
        for version in range(schema, SCHEMA):
            content = {**_MIGRATIONS[version](content), "schema": version + 1}
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise _damaged(place, f"it lacks what version {schema} has: {error}") from error
    return content


def _of_another_program(place: ProjectPlace) -> LitmusError:
    return LitmusError(
        f"“{place.file}” is not a project of Litmus.", "Choose a file that Litmus has saved."
    )


def _damaged(place: ProjectPlace, reason: str) -> LitmusError:
    advice = "Nothing was changed; its runs lie in the folder “runs” beside it."
    if place.backup_file.is_file():
        advice = (
            f"Nothing was changed. “{place.backup_file.name}” beside it holds the project as it "
            "was when it was last opened: rename that to open it."
        )
    return LitmusError(f"“{place.file}” is damaged: {reason}.", advice)
