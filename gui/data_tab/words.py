"""Sentences of the Data tab about the pictures as a whole."""

from core.data.class_weights import BALANCED_UP_TO
from core.data.dataset import Dataset
from gui.data_tab.folder_view import FolderView
from gui.data_tab.lookalikes import Sorted
from gui.data_tab.parts import OUTSIDE, Part


def why_none(part: Part, order: Sorted | None, *, photos: bool, alone: bool) -> str:
    """Why no picture is shown.

    Args:
        part: The set that is shown.
        order: What the pictures are sorted by.
        photos: Whether they are those of a folder.
        alone: Whether one class is shown alone.
    """
    if order is not None and not order.rest and part not in OUTSIDE:
        elsewhere = len(order.numbers) > 0 and (alone or part is not Part.ALL)
        return "There are some in other classes or sets only." if elsewhere else order.nothing
    if part is Part.VALIDATION and not photos:
        return "No validation pictures: the validation share is 0 %."
    if part is Part.VALIDATION:
        return "There are no validation pictures. Their share stands under Split."
    if part is Part.TEST and photos:
        return "There are no test pictures. Their share stands under Split."
    return "There are no pictures here."


def imbalance_sentence(view: FolderView, *, weighted: bool) -> str:
    """What is said where one class is much rarer than another; empty where none is.

    Args:
        view: The folder.
        weighted: Whether the training lets pictures of rare classes count for more.
    """
    counts = view.counts(Part.ALL)
    if not view.complete or len(counts) < 2 or max(counts) <= BALANCED_UP_TO * min(counts):
        return ""
    rarest = view.classes[counts.index(min(counts))]
    if not weighted:
        return f"“{rarest}” has few pictures; more would help."
    return f"“{rarest}” has few pictures. Litmus gives each of them more weight; more would help."


def built_in_about(dataset: Dataset) -> str:
    """What is known of the built-in data set, in a line or two."""
    count = len(dataset.training) + len(dataset.test)
    _, height, width, channels = dataset.training.pixels.shape
    colour = "grey" if channels == 1 else "colour"
    return (
        f"Built in · {count:,} {colour} pictures of clothing, {width}×{height}, "
        f"{len(dataset.classes)} classes"
    )
