"""A run's classes are called as the project calls them now."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.folder.edits import FolderEdits
from core.run.class_names import current_names
from core.run.record import DataRecord, RunRecord
from core.run.sides import folder_name
from tests.records import record


def learned(
    classes: Mapping[str, Iterable[str]], *, folder: str | None = "/photos/fruit"
) -> RunRecord:
    """A run of these classes, each made of these folders."""
    data = DataRecord(
        source="fruit",
        training=1,
        validation=1,
        test=0,
        folder=folder,
        class_folders=tuple(map(tuple, classes.values())),
    )
    return record(classes=tuple(classes)).model_copy(update={"data": data})


def edits(names: dict[str, str] | None = None, *, out: Iterable[str] = ()) -> FolderEdits:
    return FolderEdits(names=names or {}, left_out_classes=frozenset(out))


PLAIN = learned({"boots": ["boots"], "shoe": ["shoe"]})


@pytest.mark.parametrize(
    ("run", "now", "names"),
    [
        (PLAIN, edits(), ("boots", "shoe")),
        (PLAIN, edits({"shoe": "pump"}), ("boots", "pump")),
        (PLAIN, edits({"shoe": "boots", "boots": "shoe"}), ("shoe", "boots")),
        (PLAIN, edits({"shoe": "boots"}), ("boots", "boots (shoe)")),
        (PLAIN, edits({"shoe": "wear", "boots": "wear"}), ("wear (boots)", "wear (shoe)")),
        (PLAIN, edits({"other": "pump"}), ("boots", "shoe")),
        (PLAIN, edits({"shoe": "pump"}, out=["shoe"]), ("boots", "pump")),
        (learned({"pump": ["shoe"], "sock": ["sock"]}), edits(), ("shoe", "sock")),
        (learned({"wear": ["boots", "shoe"], "sock": ["sock"]}), edits(), ("wear", "sock")),
        (
            learned({"wear": ["boots", "shoe"], "sock": ["sock"]}),
            edits({"shoe": "pump"}, out=["boots"]),
            ("pump", "sock"),
        ),
        (
            learned({"wear": ["boots", "shoe"], "sock": ["sock"]}),
            edits({"shoe": "pump", "boots": "pump"}),
            ("pump", "sock"),
        ),
    ],
    ids=[
        "unchanged",
        "renamed",
        "names exchanged",
        "merged into the other",
        "merged under a new name",
        "another folder renamed",
        "renamed, then left out",
        "a renaming undone",
        "a merge undone",
        "a merge undone, and one part left out",
        "a merged class renamed",
    ],
)
def test_classes_are_known_by_their_folders(
    run: RunRecord, now: FolderEdits, names: tuple[str, ...]
) -> None:
    assert current_names(run, now) == names


def test_without_a_folder_the_names_are_those_learned() -> None:
    assert current_names(PLAIN, None) == ("boots", "shoe")
    assert current_names(record(), edits({"Bag": "Sack"})) == record().classes
    older = PLAIN.model_copy(update={"data": PLAIN.data.model_copy(update={"class_folders": ()})})
    assert current_names(older, edits({"shoe": "pump"})) == ("boots", "shoe")


@pytest.mark.parametrize(
    ("folder", "own"),
    [
        ("/photos/fruit", True),
        ("/somewhere else/fruit/", True),
        ("C:\\photos\\fruit", True),
        ("/photos/shoes", False),
        ("", False),
    ],
)
def test_corrections_of_another_folder_say_nothing(folder: str, own: bool) -> None:
    expected = ("boots", "pump" if own else "shoe")
    assert current_names(PLAIN, edits({"shoe": "pump"}), folders=[folder]) == expected


def test_a_folder_is_known_by_what_it_was_called() -> None:
    folders = ["/elsewhere/fruit 2025", "fruit"]
    assert current_names(PLAIN, edits({"shoe": "pump"}), folders=folders) == ("boots", "pump")


def test_class_folders_of_several_places_are_those_of_the_run() -> None:
    run = learned({"boots": ["boots"], "shoe": ["shoe"]}, folder="")
    assert current_names(run, edits({"shoe": "pump"}), folders=[""]) == ("boots", "pump")
    assert current_names(run, edits({"shoe": "pump"}), folders=["/photos"]) == ("boots", "shoe")


def test_a_folder_is_known_by_whatever_link_it_is_chosen(tmp_path: Path) -> None:
    there, link = tmp_path / "fruit", tmp_path / "link"
    there.mkdir()
    link.symlink_to(there)
    run = learned({"boots": ["boots"], "shoe": ["shoe"]}, folder=folder_name(str(there)))
    assert current_names(run, edits({"shoe": "pump"}), folders=[str(link)]) == ("boots", "pump")


_NAMES = st.sampled_from(["a", "b", "c", "d", "a (b)"])


@given(
    folders=st.lists(st.sets(_NAMES, min_size=1, max_size=2), min_size=2, max_size=4),
    names=st.dictionaries(_NAMES, _NAMES),
)
def test_names_are_always_distinct(folders: list[set[str]], names: dict[str, str]) -> None:
    run = learned({f"class {n}": sorted(f) for n, f in enumerate(folders)})
    now = current_names(run, edits(names))
    assert len(now) == len(folders) == len(set(now))
