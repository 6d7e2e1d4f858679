"""The command line's words and options."""

import argparse
from pathlib import Path
from typing import NoReturn

from core import __version__
from core.errors import LitmusError
from core.model.presets import PRESETS
from core.prediction.background import Background
from core.run.settings import Optimizer, TrainingSettings

_DEFAULT = TrainingSettings()


class UsageError(LitmusError):
    """A bad option; the text is one sentence."""


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:]}. See: {self.prog} --help")


def make_parser() -> argparse.ArgumentParser:
    """The parser of `main.py`; its result has `command`, None for the window.

    Raises:
        UsageError: From `parse_args`, on a bad option.
    """
    parser = _Parser(
        prog="main.py",
        description="Litmus trains image classifiers. Without a command it opens its window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Litmus {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_summary(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def _add_train(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "train", help="train a network and keep it in a folder", allow_abbrev=False
    ).add_argument
    add("--data", required=True, metavar="DATA", help="the pictures: fashion-mnist")
    names = [preset.name for preset in PRESETS]
    add("--preset", required=True, choices=names, help="the network to start from")
    add("--out", required=True, type=Path, metavar="RUN", help="a new folder for the run")
    add(
        "--epochs",
        type=int,
        default=_DEFAULT.epochs,
        help="how often every picture is seen (%(default)s)",
    )
    add("--batch-size", type=int, default=_DEFAULT.batch_size, help="pictures a step (%(default)s)")
    add(
        "--optimizer",
        choices=[o.value for o in Optimizer],
        default=_DEFAULT.optimizer.value,
        help="how the weights are moved (%(default)s)",
    )
    add("--learning-rate", type=float, default=_DEFAULT.learning_rate, help="how far (%(default)s)")
    add(
        "--validation",
        type=float,
        default=_DEFAULT.validation,
        metavar="SHARE",
        help="share of the training pictures kept aside to check on, 0 to 0.9 (%(default)s)",
    )
    add("--seed", type=int, default=_DEFAULT.seed, help="decides everything random (%(default)s)")
    add(
        "--stop-at-accuracy",
        type=float,
        metavar="X",
        help="stop when training accuracy (0-1) reaches X",
    )
    add("--stop-below-loss", type=float, metavar="X", help="stop when training loss falls below X")
    add(
        "--patience",
        type=int,
        metavar="N",
        help="stop when validation loss has not improved for N epochs",
    )
    add(
        "--fast-arithmetic",
        choices=["auto", "on", "off"],
        default="auto",
        help="compute in bfloat16 where the processor is faster with it (%(default)s)",
    )
    add("--json", action="store_true", help="print the run as JSON, and nothing else, on stdout")


def _add_evaluate(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "evaluate", help="measure a run on the test set", allow_abbrev=False
    ).add_argument
    add("run", type=Path, metavar="RUN", help="a folder that train made")
    add("--data", required=True, metavar="DATA", help="the pictures: fashion-mnist")
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")


def _add_predict(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "predict", help="say what pictures show", allow_abbrev=False
    ).add_argument
    add("run", type=Path, metavar="RUN", help="a folder that train made")
    add("files", type=Path, nargs="+", metavar="FILE", help="pictures")
    add(
        "--background",
        choices=[b.value for b in Background],
        default=Background.AUTOMATIC.value,
        help="for nets that learned white on black: make a light background dark (%(default)s)",
    )
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")


def _add_summary(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "summary", help="print Keras' summary of a preset", allow_abbrev=False
    ).add_argument
    names = [preset.name for preset in PRESETS]
    add("preset", choices=names, metavar="PRESET", help=", ".join(names))
