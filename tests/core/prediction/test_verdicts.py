import csv
from pathlib import Path

import pytest

from core.errors import LitmusError
from core.prediction.verdicts import VerdictRow, write_verdicts

CLASSES = ("Bag", "Dress")
BAG = (("Bag", 0.75), ("Dress", 0.25))
DRESS = (("Dress", 0.9), ("Bag", 0.1))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_one_line_a_picture_with_the_classes_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    write_verdicts(path, [VerdictRow("a.png", BAG), VerdictRow("b.png", DRESS)], CLASSES)
    assert read(path) == [
        ["file", "class", "confidence", "Bag", "Dress"],
        ["a.png", "Bag", "0.750000", "0.750000", "0.250000"],
        ["b.png", "Dress", "0.900000", "0.100000", "0.900000"],
    ]


def test_a_picture_without_an_answer_says_why(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    write_verdicts(path, [VerdictRow("a.png", BAG), VerdictRow("b.png", error="is empty")], CLASSES)
    header, first, second = read(path)
    assert header[-1] == "error"
    assert first[-1] == ""
    assert second == ["b.png", "", "", "", "", "is empty"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_becomes_a_formula(tmp_path: Path, start: str) -> None:
    path = tmp_path / "verdicts.csv"
    name = f"{start}cmd|'/C calc'!A0"
    write_verdicts(path, [VerdictRow(name, ((name, 1.0),), error=name)], (name,))
    header, row = read(path)
    assert header[3] == f"'{name}"
    assert [row[0], row[1], row[-1]] == [f"'{name}"] * 3


def test_negative_outputs_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    write_verdicts(path, [VerdictRow("a.png", (("Bag", 2.5), ("Dress", -1.5)))], CLASSES)
    assert read(path)[1][3:] == ["2.500000", "-1.500000"]


def test_names_with_quotes_commas_and_odd_bytes_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    rows = [VerdictRow('a, "b"\n👟.png', BAG), VerdictRow("caf\udce9.png", BAG)]
    write_verdicts(path, rows, CLASSES)
    assert [row[0] for row in read(path)[1:]] == ['a, "b"\n👟.png', "caf?.png"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(LitmusError, match="could not be written"):
        write_verdicts(tmp_path / "missing" / "verdicts.csv", [], CLASSES)
    assert list(tmp_path.iterdir()) == []
