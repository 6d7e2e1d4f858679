"""What a person wishes of a backbone of their own, and the work that it is."""

from dataclasses import dataclass
from pathlib import Path

from core.cancellation import CancelToken
from core.features.backbone import Backbone
from core.features.own_backbones import remove_own
from core.model.backbone_making import add_backbone, refuse_name
from core.model.backbone_source import PixelRange, Source, from_application, from_file
from core.training.loading import load_tensorflow
from gui.jobs import Report


@dataclass(frozen=True)
class BackboneWish:
    """A backbone to be added.

    Attributes:
        name: By which it will be chosen.
        application: Of keras.applications; empty for a file of the person's own.
        file: The network that Keras saved, or the weights of an application; None lets Keras
            download these.
        pixels: What a network of the person's own expects.
    """

    name: str
    application: str
    file: Path | None
    pixels: PixelRange


def add_own(wish: BackboneWish, report: Report, cancel: CancelToken) -> Backbone:
    """Add it; for the worker that has TensorFlow.

    Raises:
        LitmusError: It cannot be a backbone.
        Cancelled: The token was set between two stages.
    """

    def tell(stage: str) -> None:
        cancel.raise_if_cancelled()
        report(stage)

    refuse_name(wish.name)
    tell("Waiting for TensorFlow")
    load_tensorflow()
    downloads = wish.application and wish.file is None
    tell("Downloading the weights" if downloads else "Reading the network")
    return add_backbone(_source(wish), wish.name, report=tell)


def remove(name: str, _report: Report, _cancel: CancelToken) -> None:
    """Remove one.

    Raises:
        LitmusError: It cannot be removed.
    """
    remove_own(name)


def _source(wish: BackboneWish) -> Source:
    if wish.application:
        return from_application(wish.application, weights=wish.file, download=wish.file is None)
    if wish.file is None:
        raise ValueError("a network of one's own comes from a file")
    return from_file(wish.file, wish.pixels)
