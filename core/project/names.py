"""What the classes of a run are called, as its project says."""

from core.errors import LitmusError
from core.project.place import project_of_run
from core.project.project import Project
from core.project.project_file import read_project
from core.run.class_names import current_names
from core.run.folder import Run
from core.run.record import RunRecord


def names_in(project: Project, record: RunRecord) -> tuple[str, ...]:
    """The names of a run's classes as `project` calls them now; one for each output, distinct.

    A run of another folder than the project has chosen now keeps the names it learned under.
    """
    photos = project.photos
    if photos is None:
        return record.classes
    root = photos.source.root
    folders = ("",) if root is None else (str(root), *photos.earlier_names)
    return current_names(record, photos.edits, folders=folders)


def names_now(run: Run) -> tuple[str, ...]:
    """The same for a run on the disk, by the project that it lies in; as learned without one."""
    project = project_around(run)
    return run.record.classes if project is None else names_in(project, run.record)


def project_around(run: Run) -> Project | None:
    """The project that a run on the disk lies in; None where it stands by itself.

    A project that cannot be read is told when it is opened; its runs answer all the same.
    """
    place = project_of_run(run.folder)
    try:
        return None if place is None else read_project(place)
    except LitmusError:
        return None
