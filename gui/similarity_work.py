"""What the similarity session lets a worker do: make features, and compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.features.backbone import ACCURATE
from core.features.similarity.photo_space import PhotoSpace
from core.model.network import NetworkSpec
from core.model.standing import input_taken
from gui.data_tab.folder_view import FolderView
from gui.data_tab.lookalikes import Lookalikes, Sorted, compared, sorted_by_likeness_to
from gui.jobs import Report, Work


@dataclass(frozen=True)
class Comparing:
    """How far a comparison is, as a share."""

    share: float


def space_work(
    photos: Sequence[Photo],
    *,
    network: NetworkSpec,
    pixel_limit: int,
) -> Work:
    """Work that passes photos through backbones and gives their `PhotoSpace`.

    It reports `DecodingProgress`, then `Comparing`.

    Args:
        photos: The photos.
        network: What it stands on is used, so that a training has nothing more to do; the best
            backbones where it stands on none.
        pixel_limit: Photos with more pixels are not used.
    """

    def work(report: Report, cancel: CancelToken) -> PhotoSpace:
        from core.features.similarity.photo_space import photo_space

        backbone = network.backbone
        return photo_space(
            photos,
            names=backbone.names if backbone else ACCURATE,
            form=input_taken(network),
            report=report,
            tell=lambda share: report(Comparing(share)),
            cancel=cancel,
            pixel_limit=pixel_limit,
        )

    return work


def comparing_work(space: PhotoSpace, view: FolderView) -> Work:
    """Work that gives the `Lookalikes` of a folder; it reports `Comparing`."""

    def work(report: Report, cancel: CancelToken) -> Lookalikes:
        return compared(space, view, tell=lambda share: report(Comparing(share)), cancel=cancel)

    return work


def most_like_work(found: Lookalikes, number: int) -> Work:
    """Work that gives all pictures `Sorted` by how like they are to the file `number`."""

    def work(_report: Report, _cancel: CancelToken) -> Sorted:
        return sorted_by_likeness_to(found, number)

    return work
