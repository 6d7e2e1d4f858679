"""Asking a finished export: `python -m core.export.checking FORMAT FOLDER IN.npz OUT.npz WORDS`.

Its own process loads the model as any other program would, in the format's own runtime, and may
crash alone.
"""

import os
import sys
from pathlib import Path

import numpy as np

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.export.formats import ExportFormat
from core.export.own_process import Told, run_module, speaking
from core.export.pictures import CheckPictures
from core.export.registry import format_module
from core.export.request import Agreement
from core.prediction.interpreter import Probabilities

LIMIT_S = 120.0
"""Seconds that a check may take."""

_NO_NUMBERS = "The exported model answers with something that is no number."


def check(
    wanted: ExportFormat,
    folder: Path,
    pictures: CheckPictures,
    *,
    aside: Path,
    cancel: CancelToken,
    limit_s: float = LIMIT_S,
) -> Agreement:
    """Load the export in `folder` in another process, ask it, and compare.

    Args:
        wanted: Its format.
        folder: Where it lies.
        pictures: What to ask, and what Litmus answers.
        aside: A folder for what passes between the processes.
        cancel: Ends it.
        limit_s: Seconds it may take.

    Raises:
        LitmusError: It cannot be loaded, does not answer, or answers with what is no answer.
        Cancelled: The token was set.
    """
    asked, answered = aside / "asked.npz", aside / "answered.npz"
    np.savez(asked, pixels=pictures.pixels)
    sentences: list[str] = []
    run_module(
        "core.export.checking",
        [wanted.value, folder.absolute(), asked, answered],
        folder=aside,
        what="The check of the exported model",
        limit_s=limit_s,
        cancel=cancel,
        told=lambda words: sentences.append(words["unchecked"]),
    )
    if sentences:
        return Agreement(
            checked_pictures=0, agreeing=0, largest_difference=None, note=sentences[-1]
        )
    with np.load(answered, allow_pickle=False) as content:
        return compare(content["answers"], pictures)


def compare(answers: Probabilities, pictures: CheckPictures) -> Agreement:
    """How an export's answers stand to those of Litmus.

    Raises:
        LitmusError: They are no answers.
    """
    expected = pictures.expected
    if answers.shape != expected.shape:
        raise LitmusError(
            f"The exported model gives numbers of shape {answers.shape}, "
            f"where {expected.shape} are expected.",
        )
    if not np.isfinite(answers).all():
        raise LitmusError(_NO_NUMBERS)
    return Agreement(
        checked_pictures=len(expected),
        agreeing=int(np.count_nonzero(answers.argmax(axis=1) == expected.argmax(axis=1))),
        largest_difference=float(np.abs(answers - expected).max()),
        note=pictures.note,
    )


def main(wanted: str, folder: Path, asked: Path, answered: Path, words: Path) -> int:
    """Ask, and write the answers."""

    def work(tell: Told) -> None:
        with np.load(asked, allow_pickle=False) as content:
            pixels = content["pixels"]
        answers = format_module(ExportFormat(wanted)).answers(folder, pixels)
        if isinstance(answers, str):
            tell({"unchecked": answers})
        else:
            np.savez(answered, answers=np.asarray(answers, np.float32))

    return speaking(work, words)


if __name__ == "__main__":
    # Not by sys.exit: taking TensorFlow down takes a second, and all is written.
    os._exit(main(sys.argv[1], *map(Path, sys.argv[2:6])))
