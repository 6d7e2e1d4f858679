"""The words and options of `main.py backbone`."""

import argparse
from pathlib import Path
from typing import Any

from core.data.form import LARGEST_SIDE
from core.model.backbone_source import PixelRange

# What an application is not asked: its own preprocessing is known.
_OFFERED = (PixelRange.BYTES, PixelRange.UNIT, PixelRange.SIGNED, PixelRange.IMAGENET)


def add_backbone_command(commands: Any, parser: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse gives it no public name
    """Add `backbone` with its own words to `commands`, made by `parser`."""
    backbone = commands.add_parser(
        "backbone", help="add, list or remove backbones of your own", allow_abbrev=False
    )
    actions = backbone.add_subparsers(
        dest="action", metavar="ACTION", parser_class=parser, required=True
    )
    actions.add_parser("list", help="those on this computer", allow_abbrev=False)
    remove = actions.add_parser("remove", help="one that you added", allow_abbrev=False)
    remove.add_argument("name", metavar="NAME", help="as list has it")
    _add_add(actions)


def _add_add(actions: Any) -> None:  # noqa: ANN401
    add = actions.add_parser(
        "add", help="a network that Keras saved, or one of keras.applications", allow_abbrev=False
    ).add_argument
    add("file", type=Path, nargs="?", metavar="FILE.keras", help="a network that Keras saved")
    add("--name", help="by which it is chosen (made of what it is called)")
    add(
        "--pixels",
        choices=[kind.value for kind in _OFFERED],
        help="for a file: what it expects of the pixels; signed is -1 to 1, 0-255 also where it "
        "scales them itself (0-255)",
    )
    add(
        "--size",
        type=_side,
        metavar="N",
        help="for a file that takes pictures of any size: width and height (224)",
    )
    add("--application", metavar="CLASS", help="of keras.applications, such as MobileNetV3Small")
    add("--weights", type=Path, metavar="FILE", help="for an application: a file of weights")
    add(
        "--download",
        action="store_true",
        help="for an application: let Keras download its weights from their makers' server",
    )


def _side(text: str) -> int:
    side = int(text)
    if not 1 <= side <= LARGEST_SIDE:
        raise ValueError(text)
    return side


_side.__name__ = "size"  # argparse names the type so
