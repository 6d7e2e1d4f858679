"""What is killed: `main.py` in a process that is forked with TensorFlow loaded: it saves seconds.

A server of processes imports this module once; it has taken no step then, so that each process
begins as a fresh one would.
"""

import os
import sys
from pathlib import Path

import main
from core.training import checkpoints, engine
from core.training.loading import load_tensorflow

load_tensorflow()
# States every tenth of a second, chunks so short that most of them lie within an epoch.
checkpoints.EVERY_S, checkpoints.MOST_SHARE, engine._MOST_CHUNK_STEPS = 0.1, 1.0, 8


def run(words: list[str], home: Path) -> None:
    """Run a command quietly, and end with its code."""
    os.environ["LITMUS_HOME"] = str(home)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, sys.stdout.fileno())
    sys.exit(main.main(words))
