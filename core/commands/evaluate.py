"""`main.py evaluate`."""

import argparse
import json
import os
import sys

from core.cancellation import CancelToken
from core.commands.folder import photo_source
from core.commands.output import say
from core.commands.progress import TrainingProgress
from core.data.fashion_mnist import SOURCE
from core.data.folder.edits import FolderEdits
from core.data.folder.loading import load_catalogue
from core.data.folder.source import PhotoSource
from core.data.sources import load_dataset
from core.evaluation.evaluate import Evaluation, evaluate
from core.evaluation.photos import evaluate_photos
from core.prediction.classifier import Classifier
from core.project.names import project_around
from core.run.folder import Run, read_run
from core.training.wording import percent


def run(options: argparse.Namespace) -> int:
    """Measure a run on pictures that it did not learn from.

    Raises:
        LitmusError: The run or the data cannot be read.
    """
    result = _evaluation(read_run(options.run), options.data)
    if options.json:
        content = {
            "accuracy": result.accuracy,
            "loss": result.loss,
            "pictures": result.pictures,
            "set": result.set_name,
            "skipped": result.skipped,
            "learned": result.learned,
            "run": str(options.run),
            "data": options.data,
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        say(_sentence(result))
    return 0


def _evaluation(run: Run, data: str) -> Evaluation:
    if data == SOURCE:
        return evaluate(run, load_dataset(data))
    Classifier.load(run)  # a run without a model is told before a folder is scanned
    source, edits = _pictures(run, photo_source(data))
    with TrainingProgress(sys.stderr if sys.stderr and sys.stderr.isatty() else None) as progress:
        catalogue = load_catalogue(
            source,
            form=run.record.network.input,
            report=progress.show_scan,
            cancel=CancelToken(),
            edits=edits,
        )
        return evaluate_photos(run, catalogue)


def _pictures(run: Run, source: PhotoSource) -> tuple[PhotoSource, FolderEdits]:
    """The pictures of a folder; those of the project's own as the person corrected them.

    But for the names: folders that were merged since were two classes when the run learned them.
    """
    project = project_around(run)
    photos = project.photos if project else None
    root = photos.source.root if photos else None
    if photos is None or root is None or os.path.realpath(root) != str(source.root):
        return source, FolderEdits()
    return photos.source, photos.edits.model_copy(update={"names": {}, "colours": {}})


def _sentence(result: Evaluation) -> str:
    which = "" if result.set_name == "all" else f"{result.set_name} "
    pictures = "picture" if result.pictures == 1 else "pictures"
    text = (
        f"{percent(result.accuracy)} of {result.pictures:,} {which}{pictures} right, "
        f"loss {result.loss:.4f}."
    )
    if result.skipped:
        text += f" {result.skipped:,} were not asked: unreadable, or of a class it never learned."
    if result.learned:
        text += f" {result.learned:,} of them it had learned from, so this is no fair measure."
    return text
