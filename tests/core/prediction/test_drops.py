import os
from pathlib import Path

import pytest

from core.prediction.drops import expand


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _names(folder: Path, *paths: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in expand(paths or (folder,))]


def test_files_come_as_given_even_if_they_are_gone(tmp_path: Path) -> None:
    _touch(tmp_path, ".hidden.png", "b.txt")
    given = [tmp_path / name for name in ("gone.png", ".hidden.png", "b.txt", "gone.png")]
    assert list(expand(given)) == given


def test_a_folder_in_natural_order_files_before_folders(tmp_path: Path) -> None:
    _touch(
        tmp_path, "10.png", "2.png", "B.png", "a.png", "1.png", "a2/x.png", "a10/x.png", "a2/b/c"
    )
    expected = ["1.png", "2.png", "10.png", "a.png", "B.png", "a2/x.png", "a2/b/c", "a10/x.png"]
    assert _names(tmp_path) == expected


def test_hidden_files_and_litter_are_left_out(tmp_path: Path) -> None:
    litter = ("Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX/x.png", ".git/x.png", "@eaDir/x")
    _touch(tmp_path, "x.png", *litter)
    assert _names(tmp_path) == ["x.png"]


def test_a_folder_named_like_a_picture_is_a_folder(tmp_path: Path) -> None:
    _touch(tmp_path, "x.png/inside.jpg")
    assert _names(tmp_path, tmp_path / "x.png") == ["x.png/inside.jpg"]


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
def test_links_cannot_lead_in_circles(tmp_path: Path) -> None:
    _touch(tmp_path, "a/x.png")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    assert _names(tmp_path) == ["broken", "itself", "a/x.png"]


def test_it_looks_only_as_far_as_asked(tmp_path: Path) -> None:
    _touch(tmp_path, *(f"{n}.png" for n in range(9)))
    assert len(list(expand([tmp_path], most=4))) == 4
    files = expand([tmp_path])
    assert next(files).name == "0.png"


def test_odd_names(tmp_path: Path) -> None:
    names = ["50% #1.png", "it's.png", "two words.png", "ü👟.png"]
    _touch(tmp_path, *names)
    assert _names(tmp_path) == names


def test_it_says_where_there_were_more(tmp_path: Path) -> None:
    _touch(tmp_path, *(f"{n}.png" for n in range(4)))
    told: list[str] = []
    assert len(list(expand([tmp_path], most=4, cut_off=lambda: told.append("more")))) == 4
    assert told == []
    assert len(list(expand([tmp_path], most=3, cut_off=lambda: told.append("more")))) == 3
    assert told == ["more"]
