"""What the classes of a run are called now: a run keeps the names under which it learned."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from core.data.folder.edits import FolderEdits
from core.data.folder.names import shown
from core.run.record import RunRecord
from core.run.sides import folder_name

_SEPARATORS = re.compile(r"[/\\]")


def current_names(
    record: RunRecord, edits: FolderEdits | None, *, folders: Sequence[str] = ()
) -> tuple[str, ...]:
    """The names of a run's classes as the project calls them now, one for each output, distinct.

    A class is known by the folders that it was made of. Where these have different names by now,
    because a merge was undone, it keeps the name under which it was learned. Two classes that were
    merged since then are still two outputs: those that learned under another name show it behind
    the new one, "boots (shoe)".

    Args:
        record: Of the run.
        edits: Of the project's folder; None where it has none, which leaves the names.
        folders: The folder that the edits are about, its path and names it had before; an empty
            text where class folders of several places were chosen. Those of another folder say
            nothing about this run. None at all where they are the run's own for sure.
    """
    class_folders = record.data.class_folders
    if edits is None or len(class_folders) != len(record.classes):
        return record.classes
    if folders and not any(_is_own(record, folder) for folder in folders):
        return record.classes
    names = [
        _name(made_of, learned, edits)
        for made_of, learned in zip(class_folders, record.classes, strict=True)
    ]
    return _distinct(names, record.classes)


def _name(made_of: Iterable[str], learned: str, edits: FolderEdits) -> str:
    """What the folders of a class are called now, unless they are called differently."""
    used = [folder for folder in made_of if folder not in edits.left_out_classes]
    names = {edits.names.get(folder, folder) for folder in used or made_of}
    return names.pop() if len(names) == 1 else learned


def _distinct(names: list[str], learned: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with what tells two classes of one name apart behind them."""
    times = Counter(names)
    told = [
        name if times[name] == 1 or name == before else f"{name} ({before})"
        for name, before in zip(names, learned, strict=True)
    ]
    # Whoever is called "boots (shoe)" already is rare enough to fall back for all.
    return tuple(told) if len(set(told)) == len(told) else learned


def _is_own(record: RunRecord, folder: str) -> bool:
    """Whether `folder` is the one that the run learned from, be it that it was moved since."""
    own = record.data.folder
    if own is None or not (own and folder):
        return own == folder
    return _last(own) == _last(shown(folder)) or own == folder_name(folder)


def _last(path: str) -> str:
    """The name of a folder, from a path of this system or another one."""
    return _SEPARATORS.split(path.rstrip("/\\"))[-1]
