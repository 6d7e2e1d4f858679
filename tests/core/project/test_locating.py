"""Pictures are found again by name, then by content; the corrections follow them."""

from pathlib import Path

from core.data.folder.edits import FolderEdits
from core.data.folder.source import PhotoSource
from core.data.side import Side
from core.project.content_index import read_index, write_index
from core.project.locating import base_of, relocate
from core.project.place import place_in
from core.project.project import Photos

OLD, NEW = Path("/old/photos"), Path("/new/pictures")
INDEX = {
    str(OLD / name): content for name, content in (("a/1", "aa"), ("a/2", "bb"), ("b/3", "cc"))
}
PHOTOS = Photos(
    source=PhotoSource(root=OLD),
    edits=FolderEdits(
        names={"a": "A"},
        left_out=frozenset({str(OLD / "a/1")}),
        pins={str(OLD / "a/2"): Side.TEST},
        classes={str(OLD / "b/3"): "a"},
    ),
)


def test_by_name_by_content_and_not_at_all() -> None:
    new = {str(NEW / "a/1"): "aa", str(NEW / "sub/two"): "bb", str(NEW / "b/9"): "zz"}
    found = relocate(PHOTOS, old=INDEX, new_base=NEW, new=new)
    assert found.found == 2
    assert found.missing == ("b/3",)
    assert found.photos.source.root == NEW
    edits = found.photos.edits
    assert edits.names == {"a": "A"}
    assert edits.left_out == {str(NEW / "a/1")}
    assert edits.pins == {str(NEW / "sub/two"): Side.TEST}
    assert edits.classes == {str(NEW / "b/3"): "a"}


def test_a_changed_picture_of_the_same_name_is_the_same() -> None:
    new = {str(NEW / name): "other" for name in ("a/1", "a/2", "b/3")}
    assert relocate(PHOTOS, old=INDEX, new_base=NEW, new=new).missing == ()


def test_copies_are_given_out_once() -> None:
    old = {str(OLD / name): "aa" for name in ("1", "2", "3")}
    new = {str(NEW / name): "aa" for name in ("x", "y")}
    photos = Photos(
        source=PhotoSource(root=OLD),
        edits=FolderEdits(left_out=frozenset(old)),
    )
    found = relocate(photos, old=old, new_base=NEW, new=new)
    assert found.found == 2
    assert found.missing == ("3",)
    assert {str(NEW / "x"), str(NEW / "y")} < found.photos.edits.left_out


def test_without_an_index_names_are_enough() -> None:
    found = relocate(PHOTOS, old={}, new_base=NEW, new={str(NEW / "a/1"): "aa"})
    assert found.found == 1
    assert found.missing == ("a/2", "b/3")


def test_class_folders_of_one_place_move_together() -> None:
    folders = (Path("/old/x/figs"), Path("/old/y/plums"))
    photos = Photos(source=PhotoSource(class_folders=folders))
    assert base_of(photos) == Path("/old")
    found = relocate(photos, old={}, new_base=Path("/new"), new={})
    assert found.photos.source.class_folders == (Path("/new/x/figs"), Path("/new/y/plums"))


def test_the_index_lies_beside_the_project(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    assert read_index(place) == {}
    index = {str(tmp_path / "in" / "a\udcff.jpg"): "00", "/far/b.jpg": "11"}
    write_index(place, index)
    assert read_index(place) == index
    assert '"in/a' in place.pictures_file.read_text()
    for noise in ("", "[]", '{"a": 1}', "\0"):
        place.pictures_file.write_text(noise)
        assert read_index(place) == {}
