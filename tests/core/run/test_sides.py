"""What a run records of a split is what the next division keeps."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.data.folder.division import divide
from core.data.folder.photo_set import PhotoSet
from core.data.side import Side
from core.run.folder import Run
from core.run.record import DataRecord, SplitRecord
from core.run.settings import TrainingSettings
from core.run.sides import recorded_sides, split_record
from tests.core.data.folder.photo_lists import catalogue, photo
from tests.records import record

SETTINGS = TrainingSettings(validation=0.2, test=0.1, seed=3)


def photo_set(*, given: Sequence[Side | None] = ()) -> PhotoSet:
    given = given or [None] * 20
    whole = catalogue([photo(n, n // 10, given=side) for n, side in enumerate(given)])
    division = divide(whole, validation=0.2, test=0.1, seed=3)
    return PhotoSet(whole, division)


def run(split: SplitRecord | None, *, folder: str | None = "/photos") -> Run:
    data = DataRecord(
        source="/photos", training=1, validation=1, test=1, folder=folder, split=split
    )
    return Run(Path("run-001"), record().model_copy(update={"data": data}))


def asked(
    runs: Sequence[Run],
    *,
    folder: str = "/photos",
    contents: frozenset[bytes] = frozenset(),
    validation: float = 0.2,
    seed: int = 3,
) -> dict[bytes, Side]:
    return recorded_sides(
        runs, folder=folder, contents=contents, validation=validation, test=0.1, seed=seed
    )


def test_every_picture_is_recorded_by_name_and_content() -> None:
    photos = photo_set()
    split = split_record(photos, SETTINGS)
    assert (split.validation, split.test, split.seed) == (0.2, 0.1, 3)
    assert split.from_folders == ()
    assert {side: len(names) for side, names in split.sides.items()} == {
        Side.TRAINING: 14,
        Side.VALIDATION: 4,
        Side.TEST: 2,
    }
    for number in photos.division.validation.tolist():
        one = photos.catalogue.photos[number]
        assert split.sides[Side.VALIDATION][one.name] == one.content.hex()


def test_a_folder_is_known_by_whatever_link_it_is_chosen(tmp_path: Path) -> None:
    there, link = tmp_path / os.fsdecode(b"photos \xff"), tmp_path / "link"
    there.mkdir()
    link.symlink_to(there)
    runs = [run(split_record(photo_set(), SETTINGS), folder=f"{tmp_path}/photos \\xff")]
    assert len(asked(runs, folder=str(there))) == len(asked(runs, folder=str(link))) == 20


def test_a_recorded_split_is_read_back_and_kept() -> None:
    photos = photo_set()
    written = split_record(photos, SETTINGS).model_dump_json()
    sides = asked([run(SplitRecord.model_validate_json(written))])
    again = divide(photos.catalogue, validation=0.2, test=0.1, seed=3, recorded=sides)
    assert len(sides) == 20
    assert again.validation.tolist() == photos.division.validation.tolist()
    assert again.test.tolist() == photos.division.test.tolist()


def test_the_sets_of_a_layout_are_named() -> None:
    photos = photo_set(given=[Side.TRAINING, Side.TEST] * 10)
    assert split_record(photos, SETTINGS).from_folders == (Side.TRAINING, Side.TEST)


def test_two_pictures_shown_alike_are_both_recorded() -> None:
    photos = photo_set()
    alike = tuple(replace(one, name="x.jpg") for one in photos.catalogue.photos)
    split = split_record(
        PhotoSet(replace(photos.catalogue, photos=alike), photos.division), SETTINGS
    )
    assert list(split.sides[Side.TEST]) == ["x.jpg", "x.jpg (2)"]
    assert sum(map(len, split.sides.values())) == 20


@pytest.mark.parametrize(
    "other", [{"folder": "/other"}, {"validation": 0.3}, {"seed": 4}], ids=lambda o: next(iter(o))
)
def test_only_the_same_folder_and_shares_count(other: dict[str, float]) -> None:
    runs = [run(split_record(photo_set(), SETTINGS))]
    assert asked(runs)
    assert asked(runs, **other) == {}  # type: ignore[arg-type] # one of the three above


def test_a_folder_that_was_moved_is_known_by_most_of_its_pictures() -> None:
    photos = photo_set()
    contents = [one.content for one in photos.catalogue.photos]
    runs = [run(split_record(photos, SETTINGS))]
    most, half = frozenset(contents[:11]), frozenset(contents[:10])
    assert asked(runs, folder="/moved", contents=most) == asked(runs)
    assert asked(runs, folder="/moved", contents=half) == {}
    assert asked(runs, folder="/moved", contents=most, seed=4) == {}


def test_the_newest_run_counts() -> None:
    split = split_record(photo_set(), SETTINGS)
    (content,) = list(split.sides[Side.TRAINING].values())[:1]
    newer = split.model_copy(update={"sides": {Side.TEST: {"x.jpg": content}}})
    elsewhere = run(split, folder="/other")
    assert asked([run(split), run(newer), elsewhere, run(None)]) == {
        bytes.fromhex(content): Side.TEST
    }


def test_a_record_edited_by_hand_does_no_harm() -> None:
    split = SplitRecord(
        validation=0.2,
        test=0.1,
        seed=3,
        sides={Side.TEST: {"a.jpg": "no digest", "b.jpg": "00ff", "c.jpg": ""}},
    )
    sides = asked([run(split)])
    assert sides[b"\x00\xff"] is Side.TEST
    division = divide(photo_set().catalogue, validation=0.2, test=0.1, seed=3, recorded=sides)
    assert len(division.test) == 2


def test_no_runs_record_nothing() -> None:
    assert asked([]) == {}
