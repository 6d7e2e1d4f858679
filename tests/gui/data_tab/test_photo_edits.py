from pathlib import Path

import numpy as np
import pytest

from core.data.folder.edits import FolderEdits
from core.data.folder.listing import FoundFile, Layout, Listing
from core.data.folder.source import AddedPicture, PhotoSource
from core.data.side import Side
from gui.data_tab import photo_edits
from gui.data_tab.folder_view import LOOSE, FolderView, LeftOutClass, listed_view
from gui.data_tab.parts import Part

FOLDERS = ("cats", "dogs", "owls")


def listing(count: int = 2) -> Listing:
    """Some files of each folder, and one that is in none."""
    files = [
        FoundFile(f"/p/{name}/{number}.jpg", folder, None, 10, 0)
        for folder, name in enumerate(FOLDERS)
        for number in range(count)
    ]
    loose = FoundFile("/p/loose.jpg", -1, None, 10, 0)
    return Listing("p", "/p", Layout.CLASSES, FOLDERS, (*files, loose), (), ("/p",))


def view(edits: FolderEdits) -> FolderView:
    """The folder as it is seen with these corrections, as far as names go."""
    seen = listed_view(listing(), edits)
    named = dict.fromkeys(edits.names.get(name, name) for name in FOLDERS)
    return FolderView(
        seen.listing,
        None,
        edits,
        classes=tuple(sorted(named)),
        colours=tuple(range(len(named))),
        class_of=np.minimum(seen.class_of, len(named) - 1),
        side_of=seen.side_of,
    )


def test_what_was_listed_can_be_seen_before_it_is_looked_at() -> None:
    seen = listed_view(listing(), FolderEdits())

    assert seen.classes == FOLDERS
    assert seen.counts(Part.ALL) == (2, 2, 2)
    assert seen.size(Part.LOOSE) == 1
    assert seen.class_of[6] == LOOSE
    assert seen.indices(Part.ALL, 1).tolist() == [2, 3]
    assert seen.paths([2]) == ("/p/dogs/0.jpg",)
    assert not seen.complete
    assert seen.side(0) is None


def test_a_class_is_renamed_and_named_back() -> None:
    edits = FolderEdits(colours={"cats": 4})
    renamed = photo_edits.rename_class(view(edits), edits, "cats", "Katzen")
    assert renamed.edits.names == {"cats": "Katzen"}
    assert renamed.edits.colours == {"Katzen": 4}
    assert renamed.words == "rename class “cats”"

    back = photo_edits.rename_class(view(renamed.edits), renamed.edits, "Katzen", "cats")
    assert back.edits == edits


def test_renaming_to_a_name_that_is_there_merges_and_later_renames_move_both() -> None:
    edits = FolderEdits()
    merged = photo_edits.rename_class(view(edits), edits, "cats", "dogs")
    assert merged.words == "merge class “cats” into “dogs”"
    assert view(merged.edits).folders_of("dogs") == ("cats", "dogs")

    pets = photo_edits.rename_class(view(merged.edits), merged.edits, "dogs", "pets")
    assert pets.edits.names == {"cats": "pets", "dogs": "pets"}
    left = photo_edits.leave_out_class(view(pets.edits), pets.edits, "pets")
    assert left.edits.left_out_classes == {"cats", "dogs"}


def test_a_class_left_out_is_taken_back() -> None:
    edits = FolderEdits(left_out_classes=frozenset({"cats", "owls"}))
    left = LeftOutClass("cats", frozenset({"cats"}), 2)

    assert photo_edits.take_back_class(edits, left).edits.left_out_classes == {"owls"}


def test_pictures_are_left_out_and_taken_back() -> None:
    out = photo_edits.leave_out(FolderEdits(), ("/p/a", "/p/b"))
    assert out.words == "leave out 2 pictures"
    assert out.edits.left_out == {"/p/a", "/p/b"}

    back = photo_edits.take_back(out.edits, ("/p/a",))
    assert back.words == "take 1 picture back"
    assert back.edits.left_out == {"/p/b"}


def test_pins_are_set_and_let_go() -> None:
    pinned = photo_edits.pin(FolderEdits(), ("/p/a", "/p/b"), Side.TEST)
    assert pinned.edits.pins == {"/p/a": Side.TEST, "/p/b": Side.TEST}
    assert pinned.words == "put 2 pictures into test"

    assert photo_edits.pin(pinned.edits, ("/p/a",), None).edits.pins == {"/p/b": Side.TEST}


@pytest.mark.parametrize(
    ("names", "name", "key"),
    [({}, "dogs", "dogs"), ({"dogs": "Hunde"}, "Hunde", "dogs"), ({}, "new", "new")],
)
def test_pictures_move_to_a_class_by_its_folder(names: dict[str, str], name: str, key: str) -> None:
    edits = FolderEdits(names=names)
    moved = photo_edits.move(view(edits), edits, ("/p/cats/0.jpg",), name)

    assert moved.edits.classes == {"/p/cats/0.jpg": key}
    assert moved.edits.names == names


def test_a_new_class_may_be_called_like_a_folder_that_was_renamed() -> None:
    edits = FolderEdits(names={"dogs": "Hunde"})
    moved = photo_edits.move(view(edits), edits, ("/p/cats/0.jpg",), "dogs")

    (key,) = set(moved.edits.classes.values())
    assert key != "dogs"
    assert moved.edits.names[key] == "dogs"


def test_files_are_added_by_reference_once() -> None:
    edits, source = FolderEdits(), PhotoSource(root=Path("/p"))
    path = Path("/elsewhere/a.jpg")
    added = photo_edits.add(view(edits), edits, source, paths=[path], name="owls")
    assert added.source is not None
    assert added.source.added == (AddedPicture(path=path, class_name="owls"),)

    again = photo_edits.add(view(edits), edits, added.source, paths=[path], name="owls")
    assert again.source == added.source
