"""The actions about the project as a table, and when they can be done."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from gui.action_spec import ActionSpec, Menu
from gui.document import ProjectDocument

if TYPE_CHECKING:
    from gui.locate_care import LocateCare
    from gui.project_care import ProjectCare

PROJECT_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "new project",
        Menu.FILE,
        "&New project",
        ("Ctrl+N",),
        "Begin with an empty project; the one that is open is kept.",
    ),
    ActionSpec(
        "open project",
        Menu.FILE,
        "&Open project…",
        ("Ctrl+O",),
        "Choose a project: its .litmus file, or one that was packed.",
    ),
    ActionSpec(
        "save project",
        Menu.FILE,
        "&Save project",
        ("Ctrl+S",),
        "Give the project a name and a place. Once it has them, it saves itself after each edit.",
        separated=True,
    ),
    ActionSpec(
        "save project as",
        Menu.FILE,
        "Save project &as…",
        ("Ctrl+Shift+S",),
        "Save the project under another name, and go on with that one.",
    ),
    ActionSpec(
        "duplicate project",
        Menu.FILE,
        "&Duplicate project…",
        ("Ctrl+Shift+N",),
        "Make a copy of the project with its runs, and go on with this one.",
    ),
    ActionSpec(
        "revert project",
        Menu.FILE,
        "Re&vert to opened",
        ("Ctrl+Alt+Z",),
        "Go back to what the project was when it was opened. This can be undone.",
    ),
    ActionSpec(
        "locate pictures",
        Menu.FILE,
        "&Locate pictures…",
        ("Ctrl+Alt+O",),
        "Say where the photo folder lies now, where it was moved or renamed.",
        separated=True,
    ),
    ActionSpec(
        "pack project",
        Menu.FILE,
        "Pac&k with pictures…",
        ("Ctrl+Shift+P",),
        "Put the project, its runs and its pictures into one file for another computer.",
    ),
)
"""What stands first in the File menu."""

_EDITING = ("open folder", "add layer")
_TRAINING = ("train", "resume", "train longer", "continue from run")
"""What cannot be done to a project that is read-only."""


def project_handlers(care: "ProjectCare", locating: "LocateCare") -> dict[str, Callable[[], None]]:
    """What each of these actions does, by name."""
    return {
        "new project": care.new,
        "open project": care.ask_for_project,
        "save project": care.save,
        "save project as": care.places.save_as,
        "duplicate project": care.places.duplicate,
        "revert project": care.revert,
        "locate pictures": locating.ask,
        "pack project": care.places.pack,
    }


def show_project_states(actions: Mapping[str, QAction], document: ProjectDocument) -> None:
    """Let those be chosen that can be done now."""
    there, writable = document.place is not None, not document.read_only
    for name in ("save project", "save project as", "duplicate project", "pack project"):
        actions[name].setEnabled(there)
    actions["revert project"].setEnabled(there and writable)
    actions["locate pictures"].setEnabled(document.project.photos is not None and writable)
    for name, action in actions.items():
        if name in _EDITING or name.startswith("preset "):
            action.setEnabled(writable)
    if not writable:
        for name in _TRAINING:
            actions[name].setEnabled(False)
