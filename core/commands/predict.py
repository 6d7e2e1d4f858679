"""`main.py predict`."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from core.commands.output import say
from core.errors import LitmusError
from core.prediction.answer import answer
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.prediction.drops import cut_off_words, expand
from core.project.names import names_now
from core.run.folder import read_run
from core.training.wording import percent

SOME_UNANSWERED = 1
"""The exit code when some file has no answer."""


def run(options: argparse.Namespace) -> int:
    """Say what each file shows; one that cannot be answered never keeps the others from it.

    Returns:
        0, or 1 when some file has no answer.

    Raises:
        LitmusError: The run cannot be read.
    """
    run = read_run(options.run)
    classifier = Classifier.load(run).called(names_now(run))
    background = Background(options.background)
    entries: list[dict[str, object]] = []
    for file in _files(options.files):
        entries.append(_entry(classifier, file, background))
        if not options.json:
            say(_line(entries[-1]))
    if options.json:
        say(json.dumps(entries, indent=2, ensure_ascii=False))
    return SOME_UNANSWERED if any("error" in entry for entry in entries) else 0


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files asked about; a folder without any comes as itself, so that it is answered too."""
    for path in paths:
        found = None
        for found in expand((path,), cut_off=_tell_cut_off):
            yield found
        if found is None:
            yield path


def _tell_cut_off() -> None:
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"{cut_off_words()}\n")


def _entry(classifier: Classifier, file: Path, background: Background) -> dict[str, object]:
    if os.path.isdir(file):  # noqa: PTH112 - no error where the path is too long
        return {"file": str(file), "error": f"“{file.name}” is a folder without pictures."}
    try:
        given = answer(classifier, file, background=background)
    except LitmusError as error:
        return {"file": str(file), "error": str(error)}
    shares = dict(given.ranking)
    return {
        "file": str(file),
        "class": given.class_name,
        "confidence": given.confidence,
        "classes": {name: shares[name] for name in classifier.names},
        "background": background.value,
        "seen": given.done,
    }


def _line(entry: dict[str, object]) -> str:
    if "error" in entry:
        return f"{entry['file']}: {entry['error']}"
    confidence = percent(float(str(entry["confidence"])))
    return f"{entry['file']}: {entry['class']} {confidence} ({entry['seen']})"
