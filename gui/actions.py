"""Every action of the window as one table: menu, words, shortcut, what it does."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from core.model.presets import PRESETS
from gui.action_spec import ActionSpec, Menu
from gui.export_actions import EXPORT_ACTIONS
from gui.project_actions import PROJECT_ACTIONS
from gui.step_header import Step
from gui.theme import Scheme
from gui.training_actions import TRAINING_ACTIONS


def _presets() -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            f"preset {preset.name}",
            Menu.MODEL,
            preset.title,
            (f"Ctrl+Shift+{number}",),
            f"Start from this network. {preset.why}",
            checkable=True,
        )
        for number, preset in enumerate(PRESETS, start=1)
    )


def _steps() -> tuple[ActionSpec, ...]:
    tips = {
        Step.DATA: "Look at the pictures.",
        Step.MODEL: "Choose the layers and how they are trained.",
        Step.TRAIN: "Watch the network learn.",
        Step.PREDICT: "See what the network says to pictures of yours.",
    }
    return tuple(
        ActionSpec(
            f"step {step}", Menu.VIEW, f"&{step.words}", (f"Ctrl+{n}",), tips[step], checkable=True
        )
        for n, step in enumerate(Step, start=1)
    )


def _schemes() -> tuple[ActionSpec, ...]:
    rows = (
        (Scheme.SYSTEM, "Colours of the &system", "Ctrl+Shift+Y", "Light or dark as the system."),
        (Scheme.LIGHT, "&Light colours", "Ctrl+Shift+L", "Dark text on a light ground."),
        (Scheme.DARK, "Da&rk colours", "Ctrl+Shift+D", "Light text on a dark ground."),
    )
    return tuple(
        ActionSpec(
            f"scheme {scheme}",
            Menu.VIEW,
            text,
            (keys,),
            tip,
            checkable=True,
            separated=scheme is Scheme.SYSTEM,
        )
        for scheme, text, keys, tip in rows
    )


ACTIONS: tuple[ActionSpec, ...] = (
    *PROJECT_ACTIONS,
    ActionSpec(
        "open folder",
        Menu.FILE,
        "Choose photo &folder…",
        ("Ctrl+Shift+F",),
        "Choose a folder of your own pictures to train on; each folder inside it is a class.",
        separated=True,
    ),
    ActionSpec(
        "open pictures",
        Menu.FILE,
        "Open pi&ctures…",
        ("Ctrl+Shift+O",),
        "Choose picture files and see what the network says to them.",
        separated=True,
    ),
    ActionSpec(
        "paste picture",
        Menu.FILE,
        "&Paste picture",
        ("Ctrl+V",),
        "See what the network says to the picture or the files in the clipboard.",
    ),
    ActionSpec(
        "save verdicts",
        Menu.FILE,
        "Save verdic&ts as CSV…",
        ("Ctrl+Shift+V",),
        "Write what the network said to a table that a spreadsheet opens.",
    ),
    *EXPORT_ACTIONS,
    ActionSpec(
        "preferences",
        Menu.FILE,
        "P&references…",
        ("Ctrl+,",),
        "Colours, and how large a picture may be.",
        separated=True,
    ),
    ActionSpec(
        "quit",
        Menu.FILE,
        "&Quit",
        ("Ctrl+Q",),
        "Close Litmus; a training in progress is asked about first.",
        separated=True,
    ),
    ActionSpec("undo", Menu.EDIT, "&Undo", ("Ctrl+Z",), "Take the last edit back."),
    ActionSpec(
        "redo", Menu.EDIT, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Make the edit again after all."
    ),
    *_presets(),
    ActionSpec(
        "add layer",
        Menu.MODEL,
        "&Add layer…",
        ("Ctrl+L",),
        "Choose a kind of layer to put into the network.",
        separated=True,
    ),
    ActionSpec(
        "summary",
        Menu.MODEL,
        "&Keras summary…",
        ("Ctrl+K",),
        "The table that model.summary() prints for this network.",
    ),
    *TRAINING_ACTIONS,
    *_steps(),
    *_schemes(),
    ActionSpec(
        "full screen",
        Menu.VIEW,
        "&Full screen",
        ("F11",),
        "Use the whole screen, or leave it again.",
        separated=True,
    ),
    ActionSpec(
        "shortcuts",
        Menu.HELP,
        "&Keyboard shortcuts",
        ("F1",),
        "Every action and the keys that start it.",
    ),
    ActionSpec(
        "log file",
        Menu.HELP,
        "Show &log file",
        ("Ctrl+Shift+F1",),
        "Open the file in which Litmus notes what went wrong.",
    ),
    ActionSpec(
        "about",
        Menu.HELP,
        "&About Litmus",
        ("Shift+F1",),
        "Versions, licence, and where Litmus keeps its files.",
        separated=True,
    ),
)


def fill_menu_bar(
    window: QMainWindow, handlers: Mapping[str, Callable[[], None]]
) -> dict[str, QAction]:
    """Give `window` the menus of `ACTIONS`.

    Args:
        window: Gets menu bar and shortcuts.
        handlers: What each action does, by name.

    Returns:
        The actions by name.

    Raises:
        KeyError: An action has no handler.
    """
    menus: dict[Menu, QMenu] = {}
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        if spec.menu not in menus:
            menus[spec.menu] = window.menuBar().addMenu(spec.menu.value)
            menus[spec.menu].setToolTipsVisible(True)
        if spec.separated:
            menus[spec.menu].addSeparator()
        made[spec.name] = _action(window, spec, handlers[spec.name])
        menus[spec.menu].addAction(made[spec.name])
    return made


def _action(window: QMainWindow, spec: ActionSpec, handler: Callable[[], None]) -> QAction:
    action = QAction(spec.text, window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
    action.setToolTip(spec.tip)
    action.setStatusTip("")
    action.setCheckable(spec.checkable)
    action.triggered.connect(lambda _checked=False: handler())
    return action
