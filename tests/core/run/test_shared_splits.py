"""Runs of the same pictures are read as each by itself, and share what is the same."""

import json
from pathlib import Path

import pytest

from core.data.side import Side
from core.errors import LitmusError
from core.run import shared_splits
from core.run.folder import read_run, write_record
from core.run.record import RunRecord, SplitRecord
from core.run.shelf import read_shelf
from tests.records import epoch, record


def _record(number: int, *, pictures: int, seed: int = 1, classes: tuple[str, ...]) -> RunRecord:
    contents = {f"class/“{n}” \\ é.jpg": f"{n * seed:032x}" for n in range(pictures)}
    split = SplitRecord(validation=0.2, test=0, seed=seed, sides={Side.TRAINING: contents})
    plain = record(epoch(number), name=f"Run {number}", classes=classes)
    return plain.model_copy(update={"data": plain.data.model_copy(update={"split": split})})


@pytest.mark.parametrize("pictures", [3, 2000])
def test_a_shelf_holds_what_each_run_holds_by_itself(pictures: int, tmp_path: Path) -> None:
    classes = ("a", '"split": {')
    seeds = (1, 1, 2, 1, 3, 4, 5, 6, 1, 6)
    written = []
    for number, seed in enumerate(seeds, 1):
        one = _record(number, pictures=pictures, seed=seed, classes=classes)
        folder = tmp_path / f"run-{number:03d}"
        folder.mkdir()
        write_record(folder, one)
        written.append(one)
    assert [run.record for run in read_shelf(tmp_path).runs] == written
    assert [read_run(run.folder).record for run in read_shelf(tmp_path).runs] == written


def test_the_same_is_kept_once(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        folder = tmp_path / f"run-{number:03d}"
        folder.mkdir()
        write_record(folder, _record(number, pictures=2000, classes=("a", "b")))
    one, two, three = (run.record.data.split for run in read_shelf(tmp_path).runs)
    assert one is two is three


def test_what_stands_beside_a_known_split_is_checked(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / f"run-{number:03d}"
        folder.mkdir()
        write_record(folder, _record(number, pictures=2000, classes=("a", "b")))
    second = tmp_path / "run-002" / "run.json"
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace('"split": ', '"other": 0, "split": '), encoding="utf-8")
    shelf = read_shelf(tmp_path)
    assert (len(shelf.runs), len(shelf.damaged)) == (1, 1)


def test_what_follows_a_known_split_is_not_trusted(tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / f"run-{number:03d}"
        folder.mkdir()
        write_record(folder, _record(number, pictures=2000, classes=("a", "b")))
    second = tmp_path / "run-002" / "run.json"
    second.write_bytes(second.read_bytes()[:-30])
    with pytest.raises(LitmusError, match="cannot be read"):
        read_run(tmp_path / "run-002")
    assert len(read_shelf(tmp_path).damaged) == 1


@pytest.mark.parametrize("indent", [None, 0, 1, 4])
def test_a_record_laid_out_otherwise_is_read_all_the_same(
    indent: int | None, tmp_path: Path
) -> None:
    written = [_record(number, pictures=2000, classes=("a", "b")) for number in (1, 2, 3)]
    for number, one in enumerate(written, 1):
        folder = tmp_path / f"run-{number:03d}"
        folder.mkdir()
        file = write_record(folder, one).folder / "run.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        content["data"] = dict(sorted(content["data"].items(), reverse=True))
        file.write_text(json.dumps(content, indent=indent), encoding="utf-8")
    assert [run.record for run in read_shelf(tmp_path).runs] == written


def test_small_records_are_not_looked_through() -> None:
    assert shared_splits._start(b'{"split": {}}') == 0
