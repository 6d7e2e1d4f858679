"""What likeness says, in numbers of files; made-up vectors, no backbone."""

from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.catalogue import arrange
from core.data.folder.division import divide
from core.data.folder.edits import FolderEdits
from core.data.folder.facts import Facts
from core.data.folder.listing import list_pictures
from core.data.folder.photo_set import PhotoSet
from core.data.folder.scan import Scan
from core.data.folder.source import PhotoSource
from core.features.similarity.photo_space import PhotoSpace
from gui.data_tab.folder_view import FolderView, arranged_view
from gui.data_tab.lookalikes import (
    Lookalikes,
    Sorted,
    Sorting,
    arranged,
    compared,
    sorted_by_likeness_to,
)
from gui.data_tab.parts import Part
from tests.core.features.similarity.kinds import kinds, space_of

_EACH = 12


def _folder(folder: Path) -> Path:
    for name in ("ants", "bees"):
        (folder / name).mkdir(parents=True)
        for number in range(_EACH):
            (folder / name / f"{name} {number + 1}.png").write_bytes(b"x")
    return folder


def view_of(folder: Path, edits: FolderEdits | None = None) -> FolderView:
    """A folder whose files are taken for pictures, the n-th with the content n."""
    edits = edits or FolderEdits()
    listing = list_pictures(PhotoSource(root=folder))
    random = np.random.default_rng(0)
    facts = tuple(
        Facts(number.to_bytes(16, "little"), (100 + number, 50), "PNG", random.bytes(56))
        for number in range(len(listing.files))
    )
    scan = Scan(listing, facts, 0.1)
    catalogue = arrange(scan, edits)
    photos = PhotoSet(catalogue, divide(catalogue, validation=0.0, test=0.0, seed=0))
    return arranged_view(scan, edits, photos)


@pytest.fixture
def features() -> np.ndarray:
    """Ants and bees; the second ant is a bee, and the third bee is the first one, enlarged."""
    made = kinds((_EACH, _EACH + 1), spread=1.2)
    made[1] = made[-1]
    made[_EACH + 2] = made[_EACH]
    return made[:-1]


def found_in(view: FolderView, features: np.ndarray, *, known: int | None = None) -> Lookalikes:
    contents = [number.to_bytes(16, "little") for number in range(known or len(features))]
    space = PhotoSpace(
        space_of(features[: len(contents)]), {c: n for n, c in enumerate(contents)}, {}
    )
    return compared(space, view, tell=lambda _share: None, cancel=CancelToken())


def test_each_way_of_sorting_tells_its_pictures(tmp_path: Path, features: np.ndarray) -> None:
    view = view_of(_folder(tmp_path / "insects"))

    found = found_in(view, features)

    bee = _EACH
    assert found.missing == found.unreadable == 0
    assert sorted(found.found[Sorting.LIKENESS].numbers.tolist()) == list(range(2 * _EACH))
    misfits = found.found[Sorting.MISFITS]
    assert misfits.numbers.tolist() == [1]
    assert misfits.captions == {1: "→ bees"}
    assert "in “bees”" in misfits.reasons[1]
    assert found.into == {1: "bees"}
    odd = found.found[Sorting.ODD]
    assert odd.numbers.tolist()[:1] == [1]
    assert odd.captions[1] == "ants"
    assert "“ants”" in odd.reasons[1]
    copies = found.found[Sorting.COPIES]
    assert found.groups == ((bee + 2, bee),), "the one with more pixels first"
    assert copies.numbers.tolist() == [bee + 2, bee]
    assert copies.captions == {bee: "1 · bees", bee + 2: "1 · bees"}
    assert copies.reasons[bee] == "Nearly the same as “bees 3.png”."
    assert [found.count(s) for s in (Sorting.COPIES, Sorting.MISFITS)] == [2, 1]


def test_after_a_correction_the_same_vectors_give_other_findings(
    tmp_path: Path, features: np.ndarray
) -> None:
    folder = _folder(tmp_path / "insects")
    listing = view_of(folder).listing
    right = FolderEdits(
        classes={listing.files[1].path: "bees"}, left_out=frozenset({listing.files[_EACH].path})
    )

    found = found_in(view_of(folder, right), features)

    assert found.found[Sorting.MISFITS].numbers.tolist() == []
    assert found.groups == ()
    assert _EACH not in found.files
    assert found.row_of(_EACH) is None
    assert len(found.rows) == 2 * _EACH - 1


def test_pictures_that_were_not_compared_are_counted_and_come_last(
    tmp_path: Path, features: np.ndarray
) -> None:
    view = view_of(_folder(tmp_path / "insects"))

    found = found_in(view, features, known=20)

    assert (found.missing, found.unreadable) == (4, 0)
    order = found.found[Sorting.LIKENESS]
    shown = arranged(view, view.indices(Part.ALL), order)
    assert shown[-4:].tolist() == [20, 21, 22, 23]
    assert sorted(shown.tolist()) == list(range(24))


def test_most_like_one_of_them(tmp_path: Path, features: np.ndarray) -> None:
    view = view_of(_folder(tmp_path / "insects"))
    found = found_in(view, features)

    order = sorted_by_likeness_to(found, _EACH)

    assert order.numbers[:2].tolist() == [_EACH, _EACH + 2]
    assert order.key != sorted_by_likeness_to(found, 3).key
    with pytest.raises(ValueError, match="not compared"):
        sorted_by_likeness_to(found, 99)


def test_a_class_alone_keeps_the_order_of_the_whole(tmp_path: Path, features: np.ndarray) -> None:
    view = view_of(_folder(tmp_path / "insects"))
    order = sorted_by_likeness_to(found_in(view, features), 0)

    bees = arranged(view, view.indices(Part.ALL, 1), order)

    assert bees.tolist() == [n for n in order.numbers.tolist() if n >= _EACH]


def test_a_filter_shows_no_others(tmp_path: Path) -> None:
    view = view_of(_folder(tmp_path / "insects"))
    order = Sorted(Sorting.ODD, np.array([15, 2, 4], np.intp))

    assert arranged(view, view.indices(Part.ALL), order).tolist() == [15, 2, 4]
    assert arranged(view, view.indices(Part.ALL, 0), order).tolist() == [2, 4]


def test_where_nothing_is_found_it_says_what_that_means(tmp_path: Path) -> None:
    view = view_of(_folder(tmp_path / "insects"))
    same = np.repeat(kinds((1,)), 2 * _EACH, axis=0)

    found = found_in(view, same)

    assert "as like the rest" in found.found[Sorting.ODD].nothing
    assert found.found[Sorting.MISFITS].nothing
    assert len(found.groups) == 1
    tiny = FolderEdits(left_out=frozenset(f.path for f in view.listing.files[2:-2]))
    few = found_in(view_of(tmp_path / "insects", tiny), same)
    assert "fewer than four" in few.found[Sorting.ODD].nothing
