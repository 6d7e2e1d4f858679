"""What a person corrected, and what is told of a folder."""

from collections.abc import Iterable
from hashlib import blake2b

import pytest

from core.data.folder.catalogue import Catalogue, arrange
from core.data.folder.edits import FolderEdits
from core.data.folder.facts import Facts
from core.data.folder.listing import FoundFile, Layout, Listing
from core.data.folder.problem import Problem, ProblemKind
from core.data.folder.scan import Scan
from core.data.side import Side
from tests.core.data.folder.photo_lists import look


def good(content: object, looks: bytes | None = None) -> Facts:
    """Of a readable file; equal contents are exact copies."""
    digest = blake2b(repr(content).encode(), digest_size=16).digest()
    number = int.from_bytes(digest[:7], "big")
    return Facts(digest, (40, 30), "JPEG", look(number) if looks is None else looks)


def bad(kind: ProblemKind = ProblemKind.UNREADABLE, reason: str = "is cut short") -> Facts:
    return Facts(bytes(16), (0, 0), "", b"", kind, reason)


def many(count: int, start: int = 0) -> dict[str, Facts]:
    return {f"{number}.jpg": good(number) for number in range(start, start + count)}


def folder(
    classes: dict[str, dict[str, Facts]],
    *,
    loose: dict[str, Facts] | None = None,
    problems: Iterable[Problem] = (),
    side: Side | None = None,
) -> Scan:
    """A scan of /p whose subfolders hold these files."""
    names = tuple(classes)
    owned = [(f"/p/{c}/{f}", names.index(c), x) for c in names for f, x in classes[c].items()]
    owned += [(f"/p/{f}", -1, facts) for f, facts in (loose or {}).items()]
    files = tuple(FoundFile(path, number, side, 1000, 5) for path, number, _ in owned)
    listing = Listing("p", "/p", Layout.CLASSES, names, files, tuple(problems), ())
    return Scan(listing, tuple(facts for _, _, facts in owned), 0.1)


def by_class(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in catalogue.classes}
    for photo in catalogue.photos:
        found[catalogue.classes[photo.class_number]].append(photo.name)
    assert catalogue.labels.tolist() == [photo.class_number for photo in catalogue.photos]
    return found


def told(catalogue: Catalogue, kind: ProblemKind) -> dict[str, str]:
    return {p.file: p.reason for p in catalogue.problems if p.kind is kind}


def test_a_folder_as_it_is() -> None:
    found = arrange(folder({"cat": many(20), "dog": many(20, 20)}, side=Side.TEST), FolderEdits())
    assert (found.title, found.folder) == ("p", "/p")
    assert found.classes == ("cat", "dog")
    assert found.colours == (0, 1)
    assert found.problems == ()
    assert not found.labels.flags.writeable
    first = found.photos[0]
    assert (first.path, first.name) == ("/p/cat/0.jpg", "cat/0.jpg")
    assert (first.file_size, first.modified_ns, first.size) == (1000, 5, (40, 30))
    assert first.content == good(0).content
    assert (first.given, first.pin) == (Side.TEST, None)


def test_two_classes_of_one_name_are_merged() -> None:
    scan = folder({"cat": many(2), "dog": many(2, 2), "kitten": many(2, 4)})
    found = arrange(scan, FolderEdits(names={"kitten": "cat"}, colours={"cat": 5}))
    assert by_class(found) == {
        "cat": ["cat/0.jpg", "cat/1.jpg", "kitten/4.jpg", "kitten/5.jpg"],
        "dog": ["dog/2.jpg", "dog/3.jpg"],
    }
    assert found.colours == (5, 1)


def test_names_are_in_natural_order_after_renaming() -> None:
    scan = folder({"a": many(1), "b": many(1, 1), "c": many(1, 2)})
    found = arrange(scan, FolderEdits(names={"a": "10", "b": "9", "c": "1"}))
    assert found.classes == ("1", "9", "10")
    assert [photo.name for photo in found.photos] == ["c/2.jpg", "b/1.jpg", "a/0.jpg"]


def test_a_class_keeps_its_colour_when_others_change() -> None:
    scan = folder({name: many(2, 2 * at) for at, name in enumerate("abcd")})
    edits = FolderEdits(
        names={"a": "z", "d": "c"},
        left_out_classes=frozenset({"b"}),
        classes={"/p/a/0.jpg": "made"},
    )
    found = arrange(scan, edits)
    assert dict(zip(found.classes, found.colours, strict=True)) == {"c": 2, "made": 4, "z": 0}
    merged = arrange(scan, FolderEdits(names={"a": "d"}))
    assert dict(zip(merged.classes, merged.colours, strict=True)) == {"b": 1, "c": 2, "d": 3}


def test_names_can_be_swapped() -> None:
    scan = folder({"cat": many(1), "dog": many(1, 1)})
    found = arrange(scan, FolderEdits(names={"cat": "dog", "dog": "cat"}))
    assert by_class(found) == {"cat": ["dog/1.jpg"], "dog": ["cat/0.jpg"]}


def test_what_is_left_out_is_neither_used_nor_told() -> None:
    scan = folder(
        {"cat": {**many(20), "x.jpg": bad()}, "dog": {**many(20, 20), "y.jpg": bad()}},
        problems=[Problem(ProblemKind.NOT_A_PICTURE, "cat/z", "It is text.", ("/p/cat/z",))],
    )
    edits = FolderEdits(
        left_out_classes=frozenset({"dog"}),
        left_out=frozenset({"/p/cat/0.jpg", "/p/cat/x.jpg", "/p/cat/z"}),
    )
    found = arrange(scan, edits)
    assert by_class(found) == {"cat": [f"cat/{n}.jpg" for n in range(1, 20)]}
    assert [p.kind for p in found.problems] == [ProblemKind.FEW_PICTURES] * 2


def test_pictures_are_moved_to_another_class_and_out_of_one_left_out() -> None:
    scan = folder({"cat": many(3), "dog": many(3, 3)}, loose={"in.jpg": good("in")})
    edits = FolderEdits(
        classes={"/p/cat/0.jpg": "dog", "/p/in.jpg": "new", "/p/dog/3.jpg": "new"},
        left_out_classes=frozenset({"cat"}),
        names={"new": "bird"},
    )
    assert by_class(arrange(scan, edits)) == {
        "bird": ["dog/3.jpg", "in.jpg"],
        "dog": ["cat/0.jpg", "dog/4.jpg", "dog/5.jpg"],
    }


def test_pins_come_with_the_pictures() -> None:
    found = arrange(folder({"cat": many(2)}), FolderEdits(pins={"/p/cat/1.jpg": Side.VALIDATION}))
    assert [photo.pin for photo in found.photos] == [None, Side.VALIDATION]


def test_corrections_of_what_is_no_longer_there_do_nothing() -> None:
    edits = FolderEdits(
        names={"gone": "x"},
        colours={"gone": 3},
        left_out_classes=frozenset({"gone"}),
        left_out=frozenset({"/p/gone"}),
        pins={"/p/gone": Side.TEST},
        classes={"/p/gone": "new"},
    )
    scan = folder({"cat": many(20), "dog": many(20, 20)})
    found = arrange(scan, edits)
    assert found.classes == ("cat", "dog")
    assert found.problems == ()


def test_unusable_files_are_told_with_their_reason() -> None:
    found = arrange(
        folder({"cat": {**many(20), "x.jpg": bad(), "y": bad(ProblemKind.EMPTY, "is empty")}}),
        FolderEdits(),
    )
    assert told(found, ProblemKind.UNREADABLE) == {"cat/x.jpg": "It is cut short."}
    assert told(found, ProblemKind.EMPTY) == {"cat/y": "It is empty."}
    assert len(found.photos) == 20


def test_a_class_without_a_usable_picture_is_left_out_and_told_once() -> None:
    scan = folder({"cat": many(20), "dog": {"x.jpg": bad()}, "hound": {"y.jpg": bad()}})
    found = arrange(scan, FolderEdits(names={"hound": "dog"}))
    assert found.classes == ("cat",)
    few = [p for p in found.problems if p.kind is ProblemKind.FEW_PICTURES]
    assert [p.file for p in few] == ["dog", "cat"]
    assert "no picture that can be used" in few[0].reason
    assert "at least two" in few[1].reason


def test_nothing_at_all() -> None:
    found = arrange(folder({}), FolderEdits())
    assert (found.classes, found.photos, found.problems) == ((), (), ())


def test_exact_copies_in_a_class_are_told_once() -> None:
    scan = folder({"cat": {**many(20), "again.jpg": good(0), "more.jpg": good(0)}})
    found = arrange(scan, FolderEdits())
    (copy,) = [p for p in found.problems if p.kind is ProblemKind.DUPLICATE]
    assert copy.file == "cat/0.jpg"
    assert copy.reason == "The same picture again: “cat/again.jpg” and 1 more."
    assert copy.paths == ("/p/cat/0.jpg", "/p/cat/again.jpg", "/p/cat/more.jpg")


def test_the_same_picture_in_two_classes_is_told_first() -> None:
    scan = folder({"cat": {**many(20), "x": bad()}, "dog": {**many(20, 20), "cat.jpg": good(3)}})
    first = arrange(scan, FolderEdits()).problems[0]
    assert first.kind is ProblemKind.TWO_CLASSES
    assert first.reason == (
        "The same picture in “cat” and “dog”: “dog/cat.jpg”. Which of them is it?"
    )
    merged = arrange(scan, FolderEdits(names={"dog": "cat"}))
    assert not told(merged, ProblemKind.TWO_CLASSES)
    assert list(told(merged, ProblemKind.DUPLICATE)) == ["cat/3.jpg"]


def test_many_classes_of_one_picture_are_not_all_named() -> None:
    scan = folder({f"class {n}": {**many(20, 20 * n), "same.jpg": good("same")} for n in range(6)})
    (reason,) = told(arrange(scan, FolderEdits()), ProblemKind.TWO_CLASSES).values()
    assert "in “class 0”, “class 1”, “class 2” and 3 more:" in reason


def test_near_copies_are_told_and_exact_copies_among_them_are_not_told_twice() -> None:
    near = {"a": good("a", look(1)), "b": good("b", look(1, 3)), "c": good("a", look(1))}
    scan = folder({"cat": {**many(20), **near}})
    found = arrange(scan, FolderEdits())
    (group,) = [p for p in found.problems if p.kind is ProblemKind.NEAR_DUPLICATE]
    assert group.paths == ("/p/cat/a", "/p/cat/b")
    assert group.reason == "Nearly the same picture: “cat/b”."


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "It has one picture; 19 more would help."),
        (2, "It has 2 pictures; 18 more would help."),
        (19, "It has 19 pictures; 1 more would help."),
        (20, None),
    ],
)
def test_few_pictures_are_told_with_what_would_help(count: int, expected: str | None) -> None:
    found = arrange(folder({"cat": many(count), "dog": many(25, 100)}), FolderEdits())
    assert told(found, ProblemKind.FEW_PICTURES).get("cat") == expected


@pytest.mark.parametrize(
    ("count", "words"),
    [(30, None), (31, "count for more."), (200, "count for more."), (201, "more pictures would")],
)
def test_imbalance_is_told_with_what_is_done_about_it(count: int, words: str | None) -> None:
    found = arrange(folder({"cat": many(count), "dog": many(20, 1000)}), FolderEdits())
    reason = told(found, ProblemKind.IMBALANCE).get("dog")
    assert (reason is None) if words is None else (reason is not None and words in reason)


def test_what_needs_a_person_most_comes_first() -> None:
    scan = folder(
        {
            "cat": {**many(20), "x.jpg": bad(), "again.jpg": good(1)},
            "dog": {**many(10, 20), "cat.jpg": good(0)},
        },
        problems=[
            Problem(ProblemKind.HIDDEN, ".x", "It was passed over."),
            Problem(ProblemKind.FOLDER, "y", "This folder may not be read; it was passed over."),
        ],
    )
    kinds = [problem.kind for problem in arrange(scan, FolderEdits()).problems]
    assert kinds == [
        ProblemKind.FOLDER,
        ProblemKind.TWO_CLASSES,
        ProblemKind.FEW_PICTURES,
        ProblemKind.UNREADABLE,
        ProblemKind.IMBALANCE,
        ProblemKind.DUPLICATE,
        ProblemKind.HIDDEN,
    ]


def test_every_kind_has_its_place() -> None:
    problems = [Problem(kind, "x", "It is so.") for kind in ProblemKind]
    found = arrange(
        folder({"cat": many(20), "dog": many(20, 20)}, problems=problems), FolderEdits()
    )
    assert {problem.kind for problem in found.problems} == set(ProblemKind)


def test_names_of_any_bytes_are_printable() -> None:
    found = arrange(folder({"cat": {"\udcff\n.jpg": good(1), "x.jpg": bad()}}), FolderEdits())
    assert found.photos[0].name.isprintable()
    found.photos[0].name.encode()
    assert found.photos[0].path == "/p/cat/\udcff\n.jpg"


def test_a_loose_picture_beside_class_folders_is_told_until_it_is_dealt_with() -> None:
    scan = folder({"cat": many(20), "dog": many(20, 20)}, loose={"in.jpg": good("in")})
    assert list(told(arrange(scan, FolderEdits()), ProblemKind.FOLDER)) == ["in.jpg"]
    for edits in (
        FolderEdits(classes={"/p/in.jpg": "cat"}),
        FolderEdits(left_out=frozenset({"/p/in.jpg"})),
    ):
        assert arrange(scan, edits).problems == ()


def test_the_folders_that_a_class_was_made_of_are_known() -> None:
    scan = folder(
        {"cat": many(2), "dog": many(2, 2), "kitten": {"4.jpg": bad()}, "pug": many(1, 5)}
    )
    edits = FolderEdits(
        names={"pug": "dog", "dog": "hound", "kitten": "cat", "new": "horse"},
        classes={"/p/dog/3.jpg": "new"},
    )
    found = arrange(scan, edits)
    assert found.classes == ("cat", "dog", "horse", "hound")
    assert found.class_folders == (("cat",), ("pug",), ("new",), ("dog",))
    merged = arrange(scan, FolderEdits(names={"pug": "cat"}))
    assert merged.class_folders == (("cat", "pug"), ("dog",))
