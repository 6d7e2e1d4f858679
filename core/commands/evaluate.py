"""`main.py evaluate`."""

import argparse
import json

from core.commands.output import say
from core.data.sources import load_dataset
from core.evaluation.evaluate import evaluate
from core.run.folder import read_run
from core.training.wording import percent


def run(options: argparse.Namespace) -> int:
    """Measure a run on the test set.

    Raises:
        LitmusError: The run or the data cannot be read.
    """
    result = evaluate(read_run(options.run), load_dataset(options.data))
    if options.json:
        content = {
            "accuracy": result.accuracy,
            "loss": result.loss,
            "pictures": result.pictures,
            "set": result.set_name,
            "run": str(options.run),
            "data": options.data,
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        say(
            f"{percent(result.accuracy)} of {result.pictures:,} {result.set_name} pictures right, "
            f"loss {result.loss:.4f}."
        )
    return 0
