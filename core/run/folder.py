"""A run on disk: `run.json`, `labels.txt` and the model in one folder.

The model is `model.keras` and `model.tflite`; for a network that is fitted by regression it is
`head.npz`, and the backbones that the record names.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from core.atomic import write_text
from core.errors import LitmusError
from core.holding import is_held
from core.plain import read_plain
from core.run.record import SCHEMA, RunRecord, RunStatus
from core.run.shared_splits import SharedSplits, with_split

_MOST_RECORD_BYTES = 100_000_000
"""Ten thousand epochs take 2.5 MB."""


@dataclass(frozen=True)
class Run:
    """A run's folder and what its record says."""

    folder: Path
    record: RunRecord

    @property
    def keras_file(self) -> Path:
        """The model for Keras."""
        return self.folder / "model.keras"

    @property
    def litert_file(self) -> Path:
        """The model for LiteRT; what predictions use."""
        return self.folder / "model.tflite"

    @property
    def head_file(self) -> Path:
        """The regressions on top of a backbone."""
        return self.folder / "head.npz"

    @property
    def state_file(self) -> Path:
        """All that a training needs to go on from where it was."""
        return self.folder / "state.npz"

    @property
    def interrupted(self) -> bool:
        """Whether it ended in the middle: paused, killed or crashed. Looks at the disk."""
        in_the_middle = self.record.status in (RunStatus.RUNNING, RunStatus.PAUSED)
        return in_the_middle and not is_held(self.folder)

    @property
    def resumable(self) -> bool:
        """Whether there is a state to go on from, and nobody trains it. Looks at the disk.

        True for a finished run too, which can be trained longer; a finished regression has no
        state.
        """
        return self.state_file.is_file() and not is_held(self.folder)

    @property
    def by_head(self) -> bool:
        """Whether `head_file` answers, rather than `litert_file`."""
        return self.record.network.by_regression and not self.answers_from_pixels

    @property
    def answers_from_pixels(self) -> bool:
        """Whether `litert_file` takes pixels, rather than what a backbone makes of them."""
        if self.record.network.backbone is None:
            return True
        return self.record.fine_tuning is not None and self.record.fine_tuning.kept

    @property
    def has_model(self) -> bool:
        """Whether there is something to predict with."""
        return (self.head_file if self.by_head else self.litert_file).is_file()


def refuse_existing(folder: Path) -> None:
    """Let no run be written where there is something already, be it a broken link.

    Raises:
        LitmusError: There is.
    """
    if os.path.lexists(folder):
        raise LitmusError(
            f"“{folder}” exists already.", "Choose another folder; nothing was changed."
        )


def create_run_folder(folder: Path) -> None:
    """Make the folder of a new run.

    Raises:
        LitmusError: It exists already, or cannot be made.
    """
    refuse_existing(folder)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise LitmusError(
            f"The folder “{folder}” could not be made: {error.strerror or error}.",
            "Choose another folder.",
        ) from error


def write_labels(folder: Path, classes: Sequence[str]) -> None:
    """Write `labels.txt`: one class a line, in the order of the model's outputs.

    Raises:
        LitmusError: It could not be written.
    """
    write_text(folder / "labels.txt", "".join(f"{name}\n" for name in classes))


def write_record(folder: Path, record: RunRecord) -> Run:
    """Write `run.json`.

    Raises:
        LitmusError: It could not be written.
    """
    text = record.model_dump_json(by_alias=True, indent=2)
    write_text(folder / "run.json", text + "\n")
    return Run(folder, record)


def read_run(folder: Path, splits: SharedSplits | None = None) -> Run:
    """The run in `folder`.

    Args:
        folder: It.
        splits: Known from the runs that were read before it.

    Raises:
        LitmusError: There is none, it is damaged, or a newer Litmus wrote it.
    """
    path = folder / "run.json"
    try:
        raw, split = read_plain(path, most=_MOST_RECORD_BYTES), None
        if splits is not None:
            raw, split = splits.taken_out(raw)
        content = json.loads(raw)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LitmusError(
            f"“{folder}” is not a run: it has no run.json.", "Choose a folder that train made."
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise LitmusError(f"“{path}” cannot be read: {reason}.", "Choose another run.") from error
    except (ValueError, RecursionError) as error:
        raise LitmusError(f"“{path}” cannot be read: {error}.", "The run is damaged.") from error
    record = _record(content, path)
    if split is not None:
        return Run(folder, with_split(record, split))
    if splits is not None:
        splits.learn(raw, content, record)
    return Run(folder, record)


def _record(content: object, path: Path) -> RunRecord:
    schema = content.get("schema") if isinstance(content, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        raise LitmusError(f"“{path}” was written by a newer Litmus.", "Update Litmus to open it.")
    try:
        return RunRecord.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise LitmusError(
            f"“{path}” is not a run of Litmus: {place}: {first['msg']}.", "The run is damaged."
        ) from error
