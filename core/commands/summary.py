"""`main.py summary`."""

import argparse

from core.commands.output import say
from core.data.fashion_mnist import CLASSES
from core.model.building import summary_text
from core.model.presets import preset
from core.training.loading import load_tensorflow


def run(options: argparse.Namespace) -> int:
    """Print Keras' summary of a preset.

    Raises:
        LitmusError: There is no such preset.
    """
    chosen = preset(options.preset)
    load_tensorflow()
    say(summary_text(chosen.network, len(CLASSES)))
    return 0
