"""`main.py backbone`: add, list and remove a person's own backbones."""

import argparse
import sys

from core.commands.output import say
from core.commands.parser import UsageError
from core.features.backbone import Backbone, bundled_backbones
from core.features.own_backbones import own_backbones, remove_own
from core.model.backbone_making import add_backbone, refuse_name
from core.model.backbone_source import PixelRange, Source, from_application, from_file, name_from
from core.training.loading import load_tensorflow


def run(options: argparse.Namespace) -> int:
    """Do what `options.action` says.

    Raises:
        LitmusError: The network cannot be a backbone, or there is none of that name.
        UsageError: The options do not go together.
    """
    match options.action:
        case "add":
            _add(options)
        case "remove":
            remove_own(options.name)
            say(f"Removed: {options.name}. Runs that stand on it cannot answer any more.")
        case _:
            for backbone in bundled_backbones():
                say(_words(backbone, "comes with Litmus"))
            for backbone in own_backbones():
                say(_words(backbone, "added by you"))
    return 0


def _add(options: argparse.Namespace) -> None:
    _check(options)
    name = options.name or name_from(options.application or options.file.stem)
    refuse_name(name)
    _note("Waiting for TensorFlow")
    load_tensorflow()
    made = add_backbone(_source(options), name, side=options.size, report=_note)
    say(_words(made, "added by you"))
    say(f"Train with it: main.py train --preset photo-features --backbone {name} …")


def _check(options: argparse.Namespace) -> None:
    """Refuse what does not go together.

    Raises:
        UsageError: It does not.
    """
    if (options.file is None) == (options.application is None):
        raise UsageError("Give either a .keras file or --application. See: backbone add --help")
    if options.application is None:
        for option in ("weights", "download"):
            if getattr(options, option):
                raise UsageError(f"--{option} is for --application.")
    elif options.pixels is not None:
        raise UsageError("--pixels is for a file: what an application expects is known.")
    elif options.size is not None:
        raise UsageError("--size is for a file: an application has the size it was trained on.")


def _source(options: argparse.Namespace) -> Source:
    if options.application is None:
        return from_file(options.file, PixelRange(options.pixels or PixelRange.BYTES))
    return from_application(options.application, weights=options.weights, download=options.download)


def _words(backbone: Backbone, whence: str) -> str:
    height, width, _ = backbone.form.shape
    return (
        f"{backbone.name}: {backbone.title}, {whence}; {width}×{height} pixels, "
        f"{backbone.pooled:,} numbers, {backbone.parameters:,} parameters, "
        f"{backbone.megabytes:.1f} MB"
    )


def _note(stage: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"{stage} …", file=sys.stderr, flush=True)  # noqa: T201 - the command line's own voice
