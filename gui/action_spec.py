"""What is said of one action of the window: menu, words, keys."""

from dataclasses import dataclass
from enum import StrEnum


class Menu(StrEnum):
    """The menus, in order. R, not T, for Training: Alt+T belongs to a button."""

    FILE = "&File"
    EDIT = "&Edit"
    MODEL = "&Model"
    TRAINING = "T&raining"
    VIEW = "&View"
    HELP = "&Help"


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        name: How handlers and tests call it.
        menu: Where it stands.
        text: Its words, with `&` before the mnemonic.
        keys: Its shortcuts; the first is shown.
        tip: One sentence: what it does.
        checkable: Whether it shows a state; those of one menu and neighbourhood exclude one
            another.
        separated: Whether a line stands before it.
    """

    name: str
    menu: Menu
    text: str
    keys: tuple[str, ...]
    tip: str
    checkable: bool = False
    separated: bool = False
