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


def test_a_folder_around_the_right_one_will_do() -> None:
    new = {str(NEW / "sub" / Path(path).relative_to(OLD)): c for path, c in INDEX.items()}
    new |= {str(NEW / "other" / "x"): "dd", str(NEW / "other" / "a" / "1"): "ee"}
    found = relocate(PHOTOS, old=INDEX, new_base=NEW, new=new)
    assert found.photos.source.root == NEW / "sub"
    assert found.missing == ()
    assert found.photos.edits.left_out == {str(NEW / "sub" / "a/1")}


def test_what_has_the_right_names_is_not_left_for_copies_below_it() -> None:
    new = {str(NEW / Path(path).relative_to(OLD)): "changed" for path in INDEX}
    new |= {str(NEW / "backup" / Path(path).relative_to(OLD)): c for path, c in INDEX.items()}
    assert relocate(PHOTOS, old=INDEX, new_base=NEW, new=new).photos.source.root == NEW


def test_corrections_of_a_class_follow_its_folder() -> None:
    new = {str(NEW / "apples/1"): "aa", str(NEW / "apples/2"): "bb", str(NEW / "b/3"): "cc"}
    edits = PHOTOS.edits.model_copy(update={"left_out_classes": frozenset({"a", "b"})})
    photos = PHOTOS.model_copy(update={"edits": edits})
    after = relocate(photos, old=INDEX, new_base=NEW, new=new).photos.edits
    assert after.names == {"apples": "A"}
    assert after.left_out_classes == {"apples", "b"}
    assert after.classes == {str(NEW / "b/3"): "apples"}
    assert after.left_out == {str(NEW / "apples/1")}


def test_a_class_whose_pictures_went_apart_keeps_its_name() -> None:
    new = {str(NEW / "x/1"): "aa", str(NEW / "y/2"): "bb", str(NEW / "b/3"): "cc"}
    assert relocate(PHOTOS, old=INDEX, new_base=NEW, new=new).photos.edits.names == {"a": "A"}


def test_a_picture_that_was_moved_to_another_class_takes_no_name_along() -> None:
    new = {str(NEW / "b/1"): "aa", str(NEW / "a/2"): "bb", str(NEW / "b/3"): "cc"}
    assert relocate(PHOTOS, old=INDEX, new_base=NEW, new=new).photos.edits.names == {"a": "A"}
    new = {str(NEW / "b/1"): "aa", str(NEW / "b/2"): "bb", str(NEW / "b/3"): "cc"}
    assert relocate(PHOTOS, old=INDEX, new_base=NEW, new=new).photos.edits.names == {"a": "A"}
