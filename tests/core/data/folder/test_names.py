import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.folder.names import in_natural_order, is_litter, litter, natural_key, relative, shown

NAMES = st.text(st.characters(exclude_characters="\0/"), min_size=1, max_size=30)


@pytest.mark.parametrize(
    "names",
    [
        ["1", "2", "10"],
        ["img 2.jpg", "img 10.jpg", "img 010a.jpg"],
        ["a.png", "a1.png", "a2.png", "a10.png", "B.png"],
        ["Apfel", "Äpfel", "Birne", "über", "zebra"],
        ["кошка", "собака", "собака 2", "собака 11"],
        ["٢", "١٠"],
        ["-x", "=x", "CON", "no", "null"],
    ],
)
def test_as_a_person_would_sort(names: list[str]) -> None:
    assert in_natural_order(reversed(names)) == names


@given(st.lists(NAMES, unique=True))
def test_the_order_is_one_and_loses_nothing(names: list[str]) -> None:
    ordered = in_natural_order(names)
    assert sorted(ordered) == sorted(names)
    assert in_natural_order(reversed(names)) == ordered
    assert ordered == sorted(names, key=natural_key)
    assert len({natural_key(name) for name in names}) == len(names)


def test_parts_are_merged() -> None:
    names = [f"{number}.jpg" for number in range(25_000)]
    assert in_natural_order(reversed(names)) == names


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.text("0", max_size=3))
def test_numbers_by_value(one: int, other: int, zeros: str) -> None:
    if one != other:
        keys = natural_key(f"x{zeros}{one}y"), natural_key(f"x{other}y")
        assert (keys[0] < keys[1]) == (one < other)


def test_names_alike_but_not_the_same_stay_two() -> None:
    accents = [unicodedata.normalize(form, "é") for form in ("NFC", "NFD")]
    assert len(in_natural_order(["a", "A", *accents])) == 4


@given(st.binary(min_size=1, max_size=60))
def test_whatever_the_bytes_a_name_can_be_shown(raw: bytes) -> None:
    text = shown(os.fsdecode(raw))
    assert text.encode("utf-8").decode("utf-8") == text
    assert len(text.splitlines()) == 1
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain é 猫.jpg", "plain é 猫.jpg"),
        (os.fsdecode(b"\xffx"), "\\xffx"),
        ("a\nb\tc\x7f\x85", "a␊b␉c␡\\x85"),
        ("gpj\u202etxt.", "gpj\\u202etxt."),
        ("", ""),
    ],
)
def test_what_is_shown(name: str, text: str) -> None:
    assert shown(name) == text


@pytest.mark.parametrize(
    ("path", "root", "text"),
    [
        ("/a/b/c.jpg", "/a", "b/c.jpg"),
        ("/a/b", "/", "a/b"),
        ("/ab/c", "/a", "/ab/c"),
        ("/a/b", "", "/a/b"),
        ("/a", "/a", "/a"),
    ],
)
def test_relative(path: str, root: str, text: str) -> None:
    assert relative(path.replace("/", os.sep), root.replace("/", os.sep)) == text


LITTER = [".ipynb_checkpoints", "__MACOSX", "._IMG_1.jpg", ".DS_Store", "Thumbs.db", "THUMBS.DB"]
LITTER += ["desktop.ini", "@eaDir", ".hidden.png", "$RECYCLE.BIN", ".Trash-1000", "Icon\r"]


@pytest.mark.parametrize("name", LITTER)
def test_litter(name: str) -> None:
    assert is_litter(name)
    assert litter(name) is not None


@pytest.mark.parametrize("name", ["cats", "CON", "-x", "=x", "thumbs.jpg", "a.b", "_", "icon"])
def test_no_litter(name: str) -> None:
    assert not is_litter(name)
    assert litter(name) is None
