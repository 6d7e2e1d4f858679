import os
from pathlib import Path
from unicodedata import normalize

import pytest

from core.cancellation import CancelToken
from core.data.folder import walk
from core.data.folder.listing import Layout, list_pictures
from core.data.folder.problem import ProblemKind
from core.data.folder.source import AddedPicture, PhotoSource
from core.data.side import Side
from core.errors import Cancelled, LitmusError
from tests.core.data.folder.trees import by_class, listed, of_kind, plant

links = pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege on Windows")
bytes_names = pytest.mark.skipif(os.name == "nt", reason="names are no bytes on Windows")


def test_classes_with_pictures_at_any_depth_in_natural_order(tmp_path: Path) -> None:
    plant(tmp_path, "10/a.jpg", "2/b10.jpg", "2/b2.jpg", "2/deep/er/c.PNG", "Ärzte/x", "猫/x.jpeg")
    listing = listed(tmp_path)
    assert listing.layout is Layout.CLASSES
    assert listing.problems == ()
    assert list(by_class(listing).items()) == [
        ("2", ["2/b2.jpg", "2/b10.jpg", "2/deep/er/c.PNG"]),
        ("10", ["10/a.jpg"]),
        ("Ärzte", ["Ärzte/x"]),
        ("猫", ["猫/x.jpeg"]),
    ]
    assert [file.folder for file in listing.files] == [0, 0, 0, 1, 2, 3]
    assert {Path(folder).name for folder in listing.watched} == {
        *(tmp_path.name, "2", "10", "deep", "er", "Ärzte", "猫")
    }
    status = (tmp_path / "10" / "a.jpg").stat()
    assert (listing.files[3].file_size, listing.files[3].modified_ns) == (1, status.st_mtime_ns)


@pytest.mark.parametrize(
    "names",
    [("train", "validation", "test"), ("Training", "VAL"), ("TRAIN", "Test"), ("train", "valid")],
)
def test_sets_that_hold_classes_are_the_split(tmp_path: Path, names: tuple[str, ...]) -> None:
    plant(tmp_path, *(f"{name}/{kind}/x.jpg" for name in names for kind in ("cat", "dog")))
    listing = listed(tmp_path)
    assert listing.layout is Layout.SPLIT
    assert listing.folders == ("cat", "dog")
    sides = [file.side for file in listing.files if file.folder == 0]
    assert sides[0] is Side.TRAINING
    assert len(set(sides)) == len(names)
    assert None not in sides


@pytest.mark.parametrize(
    "files",
    [
        ("validation/x.jpg", "cats/x.jpg", "dogs/x.jpg"),
        ("validation/cats/x.jpg", "cats/x.jpg"),
        ("train/x.jpg", "test/x.jpg", "bus/x.jpg"),
        ("train/2019/x.jpg", "test/2020/x.jpg", "bus/2019/x.jpg"),
        ("train/x.jpg", "train/red/x.jpg", "test/x.jpg"),
        ("train/cats/x.jpg", "train/dogs/x.jpg"),
        ("val/cats/x.jpg", "test/cats/x.jpg"),
    ],
)
def test_classes_may_be_called_like_sets(tmp_path: Path, files: tuple[str, ...]) -> None:
    listing = listed(plant(tmp_path, *files))
    assert listing.layout is Layout.CLASSES
    assert set(listing.folders) == {file.split("/")[0] for file in files}
    assert all(file.side is None for file in listing.files)


def test_a_test_set_without_classes_is_told_and_left(tmp_path: Path) -> None:
    listing = listed(plant(tmp_path, "train/a/1", "train/b/1", "test/1.jpg", "test/2.jpg"))
    assert listing.layout is Layout.SPLIT
    assert by_class(listing) == {"a": ["train/a/1"], "b": ["train/b/1"]}
    (problem,) = of_kind(listing, ProblemKind.FOLDER)
    assert (problem.file, len(problem.paths)) == ("test", 3)
    assert problem.reason.startswith("2 pictures lie in this folder, but in no class")


def test_what_lies_beside_the_sets_is_told(tmp_path: Path) -> None:
    listing = listed(plant(tmp_path, "train/a/1", "val/a/1", "docs/x.jpg", "__MACOSX/train/a/1"))
    assert by_class(listing) == {"a": ["train/a/1", "val/a/1"]}
    assert [problem.file for problem in of_kind(listing, ProblemKind.FOLDER)] == ["docs"]


def test_loose_pictures(tmp_path: Path) -> None:
    listing = listed(plant(tmp_path, "2.jpg", "10.jpg", "empty/"))
    assert listing.layout is Layout.LOOSE
    assert listing.folders == ()
    assert by_class(listing) == {"": ["2.jpg", "10.jpg"]}


def test_loose_pictures_beside_classes_come_last(tmp_path: Path) -> None:
    listing = listed(plant(tmp_path, "0.jpg", "a/1.jpg"))
    assert listing.layout is Layout.CLASSES
    assert [file.folder for file in listing.files] == [0, -1]


@pytest.mark.parametrize("names", [(), ("a/", "b/c/"), ("a/notes.txt", ".hidden/x.jpg")])
def test_nothing_that_could_be_a_picture(tmp_path: Path, names: tuple[str, ...]) -> None:
    listing = listed(plant(tmp_path, *names))
    assert (listing.layout, listing.files, listing.folders) == (Layout.EMPTY, (), ())


def test_a_class_without_pictures_is_no_class_and_told_once(tmp_path: Path) -> None:
    listing = listed(plant(tmp_path, "a/1.jpg", "b/", "c/readme.md", "d/e/"))
    assert listing.folders == ("a",)
    told = of_kind(listing, ProblemKind.FOLDER)
    assert [problem.file for problem in told] == ["b", "c", "d"]
    assert all("no class" in problem.reason for problem in told)


def test_litter_is_neither_class_nor_picture_and_each_kind_is_told_once(tmp_path: Path) -> None:
    litter: tuple[str, ...] = (
        ".ipynb_checkpoints/x.jpg",
        "__MACOSX/a/._1.jpg",
        "@eaDir/1.jpg",
        ".git/x.jpg",
    )
    litter += ("a/.DS_Store", "b/.DS_Store", "a/Thumbs.db", "a/._1.jpg", "b/._1.jpg", "a/.x.jpg")
    listing = listed(plant(tmp_path, "a/1.jpg", "b/1.jpg", "b/desktop.ini", *litter))
    assert by_class(listing) == {"a": ["a/1.jpg"], "b": ["b/1.jpg"]}
    hidden = {problem.file: len(problem.paths) for problem in of_kind(listing, ProblemKind.HIDDEN)}
    alone = (".ipynb_checkpoints", "__MACOSX", "@eaDir", ".git", "a/Thumbs.db", "a/.x.jpg")
    assert hidden == dict.fromkeys((*alone, "b/desktop.ini"), 1) | {
        "a/.DS_Store": 2,
        "a/._1.jpg": 2,
    }
    assert len(listing.problems) == len(hidden)


def test_what_surely_is_no_picture_is_told_unopened(tmp_path: Path) -> None:
    named = ("notes.txt", "film.MP4", "all.json")
    files = listed(plant(tmp_path, *(f"a/{name}" for name in (*named, "1.jpg", "2", "3.xyz"))))
    assert by_class(files) == {"a": ["a/1.jpg", "a/2", "a/3.xyz"]}
    told = {p.file: p.reason for p in of_kind(files, ProblemKind.NOT_A_PICTURE)}
    assert told["a/film.MP4"] == "It is a film, not a picture."
    assert len(told) == 3


@links
def test_links_lead_on_once_and_never_in_circles(tmp_path: Path) -> None:
    outside = plant(tmp_path / "elsewhere", "x.jpg")
    root = plant(tmp_path / "root", "a/1.jpg", "b/2.jpg")
    (root / "a" / "up").symlink_to(root)
    (root / "a" / "to b").symlink_to(root / "b")
    (root / "a" / "self").symlink_to(root / "a" / "self")
    (root / "a" / "gone.jpg").symlink_to(root / "nowhere.jpg")
    (root / "b" / "other").symlink_to(outside)
    (root / "c").symlink_to(outside)
    (root / "b" / "file.jpg").symlink_to(outside / "x.jpg")
    listing = listed(root)
    assert by_class(listing) == {"a": ["a/1.jpg"], "b": ["b/2.jpg", "b/file.jpg"], "c": ["c/x.jpg"]}
    told = {problem.file: problem.reason for problem in of_kind(listing, ProblemKind.LINK)}
    assert set(told) == {"a/up", "a/to b", "a/self", "a/gone.jpg", "b/other"}
    assert told["a/gone.jpg"] == "It is a link to something that is not there."
    assert told["a/to b"] == "It leads to “b”, which is looked at already."
    assert len(listing.problems) == 5


@links
def test_a_class_may_be_a_link(tmp_path: Path) -> None:
    plant(tmp_path / "elsewhere", "x.jpg", "deep/y.jpg")
    root = plant(tmp_path / "root", "a/1.jpg")
    (root / "b").symlink_to(tmp_path / "elsewhere")
    assert by_class(listed(root)) == {"a": ["a/1.jpg"], "b": ["b/x.jpg", "b/deep/y.jpg"]}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_told_unopened(tmp_path: Path) -> None:
    os.mkfifo(plant(tmp_path, "a/1.jpg") / "a" / "pipe.jpg")
    listing = listed(tmp_path)
    assert by_class(listing) == {"a": ["a/1.jpg"]}
    assert listing.problems[0].reason == "It is a pipe, not a picture."


def test_a_folder_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "a/1.jpg", "b/1.jpg", "b/locked/2.jpg", "c/3.jpg")
    scandir = os.scandir

    def locked(path: str) -> "os._ScandirIterator[str]":
        if path.endswith(("locked", f"{os.sep}c")):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    listing = listed(tmp_path)
    assert by_class(listing) == {"a": ["a/1.jpg"], "b": ["b/1.jpg"]}
    told = {problem.file: problem.reason for problem in listing.problems}
    assert told == dict.fromkeys(
        ("b/locked", "c"), "This folder may not be read; it was passed over."
    )


def test_names_that_are_easily_confused_stay_two_and_are_told(tmp_path: Path) -> None:
    names = ["Cats", "cats", normalize("NFC", "é"), normalize("NFD", "é"), "CON", "no", "null"]
    names += ["-x", "=x", "1", "2", "10", "x" * 250]
    plant(tmp_path, *(f"{name}/1.jpg" for name in names))
    if len(list(tmp_path.iterdir())) < len(names):
        pytest.skip("this disk takes some of these names for one another")
    listing = listed(tmp_path)
    assert set(listing.folders) == set(names)
    assert len(listing.files) == len(names)
    told = of_kind(listing, ProblemKind.NAME)
    assert [problem.file for problem in told] == ["cats", normalize("NFD", "é")] or len(told) == 2
    assert "“Cats”" in told[0].reason


@bytes_names
def test_names_that_are_no_text_are_shown_and_distinct(tmp_path: Path) -> None:
    for raw in (b"\xff", rb"\xff", b"new\nline"):
        folder = tmp_path / os.fsdecode(raw)
        folder.mkdir()
        (folder / os.fsdecode(b"\xfe.jpg")).write_bytes(b"x")
    listing = listed(tmp_path)
    assert set(listing.folders) == {r"\xff", r"\xff (2)", "new␊line"}
    assert all(Path(file.path).exists() for file in listing.files)
    assert {problem.kind for problem in listing.problems} == {ProblemKind.NAME}
    assert {problem.file for problem in listing.problems} == {r"\xff (2)", "new␊line"}


def test_class_folders_chosen_one_by_one(tmp_path: Path) -> None:
    plant(tmp_path, "x/cats/1.jpg", "x/dogs/2.jpg", "x/dogs/puppies/3.jpg", "y/cats/4.jpg")
    chosen = ("x/cats", "x/dogs", "x/dogs/puppies", "y/cats", "gone")
    listing = list_pictures(PhotoSource(class_folders=tuple(tmp_path / name for name in chosen)))
    names = [(listing.folders[f.folder], Path(f.path).name) for f in listing.files]
    expected = [("cats", "1.jpg"), ("cats", "4.jpg"), ("dogs", "2.jpg"), ("puppies", "3.jpg")]
    assert names == expected
    assert listing.root == ""
    assert [Path(problem.file).name for problem in listing.problems] == ["gone"]


def test_class_folders_side_by_side_are_named_from_where_they_lie(tmp_path: Path) -> None:
    plant(tmp_path, "cats/1.jpg", "dogs/2.txt")
    source = PhotoSource(class_folders=(tmp_path / "cats", tmp_path / "dogs"))
    listing = list_pictures(source)
    assert listing.root == str(tmp_path)
    assert {problem.file for problem in listing.problems} == {"dogs", "dogs/2.txt"}


def test_pictures_added_by_hand_make_classes_and_are_loose_no_more(tmp_path: Path) -> None:
    plant(tmp_path, "in/1.jpg", "in/2.jpg", "out/3.jpg")
    added = [("in/1.jpg", "new"), ("out/3.jpg", "new"), ("out/3.jpg", "new"), ("gone.jpg", "b")]
    source = PhotoSource(
        root=tmp_path / "in",
        added=tuple(AddedPicture(path=tmp_path / path, class_name=name) for path, name in added),
    )
    listing = list_pictures(source)
    assert listing.layout is Layout.CLASSES
    assert listing.folders == ("b", "new")
    found = [(file.folder, Path(file.path).name, file.file_size) for file in listing.files]
    assert found == [(0, "gone.jpg", 0), (1, "1.jpg", 1), (1, "3.jpg", 1), (-1, "2.jpg", 1)]
    assert str(tmp_path / "out") in listing.watched


@pytest.mark.parametrize(
    ("name", "told"), [("gone", "does not exist"), ("file", "is not a folder")]
)
def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, name: str, told: str) -> None:
    plant(tmp_path, "file")
    with pytest.raises(LitmusError, match=told):
        listed(tmp_path / name)
    if name == "gone":
        with pytest.raises(LitmusError, match=told):
            list_pictures(PhotoSource(class_folders=(tmp_path / name,)))


def test_a_whole_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, *(f"a/{number}" for number in range(600)))
    monkeypatch.setattr(walk, "MOST_FILES", 500)
    with pytest.raises(LitmusError, match="more than 500 files"):
        listed(tmp_path)


def test_it_reports_and_can_be_cancelled(tmp_path: Path) -> None:
    plant(tmp_path, *(f"a/{number}" for number in range(600)))
    told: list[int] = []
    assert len(list_pictures(PhotoSource(root=tmp_path), report=told.append).files) == 600
    assert told[0] == 1
    assert len(told) < 600
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        list_pictures(PhotoSource(root=tmp_path), cancel=cancel)


@pytest.mark.skipif(os.name == "nt", reason="paths are shorter on Windows")
def test_a_tree_deeper_than_python_recurses_and_paths_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "a/1.jpg")
    monkeypatch.chdir(tmp_path / "a")
    deeper, depth = Path("dddd"), 1200
    try:
        for _ in range(depth):
            deeper.mkdir()
            os.chdir(deeper)
        listing = listed(tmp_path)
    finally:
        for _ in range(depth):
            os.chdir("..")
            deeper.rmdir()
    assert by_class(listing) == {"a": ["a/1.jpg"]}
    assert "cannot be read (File name too long)" in listing.problems[0].reason
