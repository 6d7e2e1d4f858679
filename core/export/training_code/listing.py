"""The list of a run's photos, `pictures.csv`: file, class, its number, and set."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from core.atomic import write_text
from core.data.side import Side
from core.errors import LitmusError
from core.run.folder import Run
from core.run.record import RunRecord, SplitRecord
from core.training.state_file import read_state

_HEIF = (".heic", ".heif", ".hif")

LIST_FILE = "pictures.csv"
"""What the list is called."""


@dataclass(frozen=True)
class ListedPicture:
    """A picture of the list.

    Attributes:
        file: From the folder of the photos on, with slashes; whole where it lies elsewhere.
        number: Of its class.
        side: Its set.
    """

    file: str
    number: int
    side: Side


@dataclass(frozen=True)
class PictureList:
    """The photos of a run that are still there.

    Attributes:
        folder: Where they lie; empty where there is no single folder.
        pictures: In the order of the record.
        missing: How many are not there any more, or were not used to the end.
    """

    folder: str
    pictures: tuple[ListedPicture, ...]
    missing: int

    @property
    def sets(self) -> frozenset[str]:
        """The sets that have pictures."""
        return frozenset(picture.side.value for picture in self.pictures)

    @property
    def has_heif(self) -> bool:
        """Whether there are some that Pillow reads with the help of pillow-heif alone."""
        return any(picture.file.lower().endswith(_HEIF) for picture in self.pictures)


def list_pictures(run: Run, where: Path | None = None) -> PictureList:
    """Find the photos that a run's record names.

    Args:
        run: With a photo folder.
        where: Where the photos lie now; None for where the record says.

    Raises:
        LitmusError: None of those it learned from can be found, or not which class they belong to.
    """
    data = run.record.data
    if data.split is None:
        raise LitmusError(
            "The record of this run does not say which pictures it used.",
            "Train again; newer runs remember it.",
        )
    folder, found, missing = str(where or data.folder or ""), [], 0
    numbers, folders = _numbers_by_content(run), _numbers_by_folder(run.record)
    unused = {aside.file for aside in data.set_aside}
    for side, name, content in _named(data.split):
        number = numbers.get(content, _number_of_folder(name, folders))
        if number is None or name in unused or not (Path(folder) / name).is_file():
            missing += 1
        else:
            found.append(ListedPicture(name, number, side))
    listed = PictureList(folder, tuple(found), missing)
    if Side.TRAINING.value not in listed.sets:
        raise LitmusError(
            f"The pictures that this run learned from are not in “{folder}” any more."
            if folder
            else "The pictures that this run learned from are not where they were.",
            "Bring them back; a training needs its pictures.",
        )
    return listed


def write_list(path: Path, listed: PictureList, classes: tuple[str, ...]) -> None:
    """Write the list.

    Raises:
        LitmusError: It cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "class", "number", "set"))
    for picture in listed.pictures:
        name = classes[picture.number]
        writer.writerow((picture.file, name, picture.number, picture.side.value))
    write_text(path, text.getvalue())


def _named(split: SplitRecord) -> list[tuple[Side, str, str]]:
    """Set, name and digest of every picture."""
    named = ((side, split.sides.get(side, {})) for side in Side)
    return [(side, *picture) for side, pictures in named for picture in pictures.items()]


def _numbers_by_content(run: Run) -> dict[str, int]:
    """The class of each picture by its digest, also of those put into a class by hand.

    Empty for runs of older versions, and where the state is damaged: it costs only that.
    """
    try:
        manifest = read_state(run).manifest
    except LitmusError:
        return {}
    digests = (row.tobytes().hex() for row in manifest.digests)
    return dict(zip(digests, manifest.labels.tolist(), strict=True)) if len(manifest) else {}


def _numbers_by_folder(record: RunRecord) -> dict[str, int]:
    """The class of each folder that classes were made of."""
    numbers: dict[str, int] = {}
    for number, learned in enumerate(record.classes):
        made_of = record.data.class_folders[number] if record.data.class_folders else (learned,)
        numbers.update(dict.fromkeys(made_of, number))
    return numbers


def _number_of_folder(name: str, folders: dict[str, int]) -> int | None:
    """The class of a picture, by the folder that it lies in."""
    return next((folders[part] for part in name.split("/")[:-1] if part in folders), None)
