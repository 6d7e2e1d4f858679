"""The command line's words and options."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from core import __version__
from core.commands.backbone_parser import add_backbone_command
from core.commands.export_parser import add_export_command
from core.commands.project_parser import add_project_command
from core.data.augmentation import LIGHT, STRONG, Augmentation
from core.data.form import LARGEST_SIDE, Fit
from core.errors import LitmusError
from core.model.presets import PRESETS
from core.prediction.background import Background
from core.run.settings import Optimizer, TrainingSettings, epochs_of

_DEFAULT = TrainingSettings()
_DATA = "fashion-mnist, or a folder whose subfolders are the classes"

FOLDER_VALIDATION = 0.2
"""Share of a folder's pictures that is checked on unless something else is asked for."""

AUGMENTATIONS = {"none": Augmentation(), "light": LIGHT, "strong": STRONG}
"""What `--augment` offers."""


_NOT_GIVEN = object()


class UsageError(LitmusError):
    """A bad option; the text is one sentence."""


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of printing its usage and leaving.

    With `tells_given` its result has `given`: the names of the options that were given.

    Attributes:
        commands: The names of its commands.
    """

    commands: tuple[str, ...] = ()

    def __init__(self, *, tells_given: bool = False, **words: Any) -> None:  # noqa: ANN401
        super().__init__(**words)
        self._tells_given = tells_given

    def parse_known_args(  # type: ignore[override] # it has overloads that say no more
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        if not self._tells_given:
            return super().parse_known_args(args, namespace)
        defaults = {a.dest: a.default for a in self._actions if a.dest != "help"}
        options = argparse.Namespace(**dict.fromkeys(defaults, _NOT_GIVEN))
        options, rest = super().parse_known_args(args, options)
        options.given = {name for name in defaults if getattr(options, name) is not _NOT_GIVEN}
        for name in defaults.keys() - options.given:
            setattr(options, name, defaults[name])
        return options, rest

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:]}. See: {self.prog} --help")


def make_parser() -> "_Parser":
    """The parser of `main.py`; its result has `command`, None for the window.

    Raises:
        UsageError: From `parse_args`, on a bad option.
    """
    parser = _Parser(
        prog="main.py",
        description="Litmus trains image classifiers. Without a command it opens its window; with "
        "the path of a project (its .litmus file, its folder, or one that was packed) instead of a "
        "command, it opens that.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Litmus {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_scan(commands)
    _add_features(commands)
    _add_summary(commands)
    add_export_command(commands)
    add_backbone_command(commands, _Parser)
    add_project_command(commands, _Parser)
    parser.commands = tuple(commands.choices)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives its type no public name


def _add_train(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "train",
        help="train a network and keep it in a folder",
        allow_abbrev=False,
        tells_given=True,
    ).add_argument
    add("--data", metavar="DATA", help=_DATA)
    names = [preset.name for preset in PRESETS]
    add("--preset", choices=names, help="the network to start from")
    add(
        "--continue-from",
        type=Path,
        metavar="RUN",
        help="begin with what this run learned: the weights of the classes that it knows",
    )
    add("--out", type=Path, metavar="RUN", help="a new folder for the run")
    add(
        "--resume",
        type=Path,
        metavar="RUN",
        help="go on in this run's folder: one that was interrupted, or with more --epochs a "
        "finished one; nothing else need be given",
    )
    add(
        "--epochs",
        type=int,
        help=f"how often every picture is seen ({_epochs_words()})",
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
        metavar="SHARE",
        help="share of the training pictures kept aside to check on, 0 to 0.9 "
        f"({_DEFAULT.validation}; {FOLDER_VALIDATION} of a folder)",
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
    _add_photo_options(add)
    _add_backbone_options(add)
    add(
        "--tensorboard",
        action="store_true",
        help="write loss, accuracy and learning rate of each epoch to RUN/logs for TensorBoard",
    )
    add("--json", action="store_true", help="print the run as JSON, and nothing else, on stdout")


def _epochs_words() -> str:
    others = [f"{epochs_of(p)} for {p.name}" for p in PRESETS if p.epochs]
    return "; ".join([str(_DEFAULT.epochs), *others])


def _add_photo_options(add: Callable[..., object]) -> None:
    add(
        "--image-size",
        type=_size,
        metavar="N|WxH",
        help="for a folder: pixels that its pictures are brought to (the preset's)",
    )
    add(
        "--fit",
        choices=[f.value for f in Fit],
        help="for a folder: how pictures of another shape are brought there (stretch)",
    )
    add("--grey", action="store_true", help="for a folder: without colour")
    add(
        "--test",
        type=float,
        metavar="SHARE",
        help="for a folder: share of the pictures never shown to the training, 0 to 0.9 (0)",
    )
    add(
        "--augment",
        choices=list(AUGMENTATIONS),
        default="none",
        help="vary the training pictures each time they are seen (%(default)s)",
    )
    add(
        "--class-weights",
        choices=["auto", "off"],
        default="auto",
        help="let rare classes count for more where there are far fewer of them (%(default)s)",
    )


def _add_backbone_options(add: Callable[..., object]) -> None:
    add(
        "--quick",
        action="store_true",
        help="for a backbone: the smaller one alone, a third of the time",
    )
    add(
        "--backbone",
        metavar="NAME",
        help="for a backbone: this one instead (see: main.py backbone list)",
    )
    add(
        "--folds",
        type=int,
        default=_DEFAULT.folds,
        help="for photo-features: parts of the cross-validation, 0 for none (%(default)s)",
    )
    add(
        "--fine-tune",
        action="store_true",
        help="for photo-features: try whether training the end of the backbone makes it better",
    )


def _size(text: str) -> tuple[int, int]:
    """Width and height from "300" or "320x240"."""
    width, times, height = text.lower().replace("×", "x").partition("x")
    size = int(width), int(height if times else width)
    if not all(1 <= side <= LARGEST_SIDE for side in size):
        raise ValueError(text)
    return size


_size.__name__ = "size (such as 300 or 320x240)"  # argparse names the type so


def _add_evaluate(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "evaluate", help="measure a run on pictures it did not learn from", allow_abbrev=False
    ).add_argument
    add("run", type=Path, metavar="RUN", help="a folder that train made")
    add("--data", required=True, metavar="DATA", help=_DATA)
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")


def _add_predict(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "predict", help="say what pictures show", allow_abbrev=False
    ).add_argument
    add("run", type=Path, metavar="RUN", help="a folder that train made")
    add("files", type=Path, nargs="+", metavar="FILE", help="pictures, or folders of them")
    add(
        "--background",
        choices=[b.value for b in Background],
        default=Background.AUTOMATIC.value,
        help="for nets that learned white on black: make a light background dark (%(default)s)",
    )
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")


def _add_scan(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "scan", help="say what a folder of pictures holds and what is wrong", allow_abbrev=False
    ).add_argument
    add("folder", type=Path, metavar="FOLDER", help="a folder whose subfolders are the classes")
    add("--json", action="store_true", help="print JSON, and nothing else, on stdout")


def _add_features(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "features", help="write what the backbone makes of a folder of pictures", allow_abbrev=False
    ).add_argument
    add("folder", type=Path, metavar="FOLDER", help="a folder whose subfolders are the classes")
    add("--out", required=True, type=Path, metavar="FILE.npz", help="a new file")
    add("--quick", action="store_true", help="the smaller backbone alone")


def _add_summary(commands: "_Commands[_Parser]") -> None:
    add = commands.add_parser(
        "summary", help="print Keras' summary of a preset", allow_abbrev=False
    ).add_argument
    names = [preset.name for preset in PRESETS]
    add("preset", choices=names, metavar="PRESET", help=", ".join(names))
