"""Whether there is a validation set, and who decides about it."""

from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from gui.document import ProjectDocument


def has_validation(document: ProjectDocument) -> bool:
    """Whether a training would have pictures to check on.

    Photos say so themselves: a folder may bring the set, or be too small for one.
    """
    dataset = document.dataset
    if isinstance(dataset, PhotoSet):
        return len(dataset.division.validation) > 0
    return document.project.settings.validation > 0


def brings_validation(document: ProjectDocument) -> bool:
    """Whether the folder's own layout is the validation set, whatever the share says."""
    dataset = document.dataset
    if not isinstance(dataset, PhotoSet):
        return False
    photos = dataset.catalogue.photos
    checked = (photos[number] for number in dataset.division.validation)
    return any(photo.given is Side.VALIDATION for photo in checked)
