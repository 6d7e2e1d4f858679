"""`main.py scan` as a person runs it."""

import hashlib
import json
import os
from pathlib import Path

import pytest

import main
from tests.photos import make_photos

Outcome = tuple[int, str, str]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = make_photos(tmp_path / "shapes", each=3)
    disc = folder / "disc"
    (disc / "torn.jpg").write_bytes((disc / "disc 1.jpg").read_bytes()[:700])
    (disc / "notes.txt").write_text("no picture")
    (disc / "again.jpg").write_bytes((disc / "disc 1.jpg").read_bytes())
    (folder / "nothing").mkdir()
    (folder / ".DS_Store").touch()
    return folder


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Outcome:
    code = main.main(["scan", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def _digests(folder: Path) -> dict[Path, str]:
    return {
        file: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_json_says_what_there_is(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _digests(photos)
    code, output, error = _run(capsys, photos, "--json")
    assert (code, error) == (0, "")
    content = json.loads(output)
    assert list(content) == ["folder", "layout", "classes", "pictures", "problems", "seconds"]
    assert content["folder"] == os.path.realpath(photos)
    assert content["layout"] == "classes"
    assert content["classes"] == [
        {"name": "disc", "pictures": 4},
        {"name": "square", "pictures": 3},
    ]
    assert content["pictures"] == 7
    assert content["seconds"] >= 0
    problems = {(entry["file"], entry["kind"]): entry["reason"] for entry in content["problems"]}
    assert problems["disc/torn.jpg", "unreadable"] == "It is cut short."
    assert problems["disc/notes.txt", "not a picture"] == "It is a text file, not a picture."
    assert {("nothing", "folder"), (".DS_Store", "hidden")} <= set(problems)
    assert "duplicate" in {kind for _, kind in problems}
    assert _digests(photos) == before


def test_a_second_scan_finds_the_same(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contents = [json.loads(_run(capsys, photos, "--json")[1]) for _ in range(2)]
    for content in contents:
        del content["seconds"]
    assert contents[0] == contents[1]


def test_text_is_for_people(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, output, error = _run(capsys, photos)
    assert (code, error) == (0, "")
    lines = output.splitlines()
    assert lines[0].startswith(f"{os.path.realpath(photos)}: 7 pictures in 2 classes, ")
    assert lines[1].split() == ["disc", "4"]
    assert "Unreadable (1):" in lines
    assert "  disc/torn.jpg: It is cut short." in lines


def test_many_problems_of_a_kind_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_photos(tmp_path / "shapes", each=1)
    for number in range(25):
        (folder / "disc" / f"{number}.txt").touch()
    lines = _run(capsys, folder)[1].splitlines()
    assert "Not a picture (25):" in lines
    assert "  … and 5 more; --json lists all" in lines


@pytest.mark.skipif(os.name == "nt", reason="names are no bytes on Windows")
def test_names_of_any_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_photos(tmp_path / os.fsdecode(b"\xff\n"), each=1)
    (folder / "disc").rename(folder / os.fsdecode(b"-\xfe\n"))
    content = json.loads(_run(capsys, folder, "--json")[1])
    assert content["folder"].endswith(r"\xff␊")
    assert [entry["name"] for entry in content["classes"]] == [r"-\xfe␊", "square"]
    assert "square" in _run(capsys, folder)[1]


@pytest.mark.parametrize(
    ("make", "layout", "told"),
    [
        ("loose", "loose", "holds pictures, but no folders"),
        ("empty", "empty", "There are no pictures"),
    ],
)
def test_without_classes_it_says_what_there_is_and_what_is_missing(
    make: str, layout: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_photos(tmp_path / "shapes", each=1) / "disc"
    if make == "empty":
        (folder / "disc 1.jpg").unlink()
    code, output, error = _run(capsys, folder, "--json")
    assert code == 2
    assert json.loads(output)["layout"] == layout
    assert told in error
    assert len(error.splitlines()) == 1


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, output, error = _run(capsys, tmp_path / "gone", "--json")
    assert (code, output) == (2, "")
    assert "does not exist" in error
    assert len(error.splitlines()) == 1
