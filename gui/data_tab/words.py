"""Sentences of the Data tab about the pictures as a whole."""

from core.data.class_weights import BALANCED_UP_TO
from core.data.dataset import Dataset
from gui.data_tab.folder_view import FolderView
from gui.data_tab.parts import Part


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
