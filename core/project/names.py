"""What the classes of a run are called, as its project says."""

from core.project.project import Project
from core.run.class_names import current_names
from core.run.record import RunRecord


def names_in(project: Project, record: RunRecord) -> tuple[str, ...]:
    """The names of a run's classes as `project` calls them now; one for each output, distinct.

    A run of another folder than the project has chosen now keeps the names it learned under.
    """
    photos = project.photos
    if photos is None:
        return record.classes
    root = photos.source.root
    return current_names(record, photos.edits, folder="" if root is None else str(root))
