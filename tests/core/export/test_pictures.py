from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from blake3 import blake3

from core.data import fashion_mnist
from core.data.fitting import read_fitted
from core.data.folder.pixel_cache import PixelCache
from core.data.form import PictureForm
from core.data.side import Side
from core.export.pictures import check_pictures, learned_pictures
from core.run.folder import Run
from core.run.record import DataRecord, SplitRecord
from tests.photos import make_photos

FORM = PictureForm(height=8, width=8, channels=3)


def digest(path: Path) -> str:
    return blake3(path.read_bytes()).digest(16).hex()


def with_photos(run: Run, photos: Path) -> Run:
    """`run`, as if it had learned from most photos of a folder and was checked on the others."""
    files = sorted(photos.rglob("*.jpg"))
    sides: dict[Side, dict[str, str]] = {side: {} for side in Side}
    for number, file in enumerate(files):
        side = (Side.TEST, Side.VALIDATION, Side.TRAINING)[min(number % 5, 2)]
        sides[side][file.relative_to(photos).as_posix()] = digest(file)
    split = SplitRecord(validation=0.2, test=0.2, seed=0, sides=sides)
    data = DataRecord(
        source=str(photos),
        folder=str(photos),
        training=len(sides[Side.TRAINING]),
        validation=len(sides[Side.VALIDATION]),
        test=len(sides[Side.TEST]),
        split=split,
    )
    return replace(run, record=run.record.model_copy(update={"data": data}))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return make_photos(tmp_path / "photos", each=10)


def sides_of(run: Run, names: tuple[str, ...]) -> list[Side]:
    split = run.record.data.split
    assert split is not None
    side_of = {name: side for side, pictures in split.sides.items() for name in pictures}
    return [side_of[name] for name in names]


def test_those_not_learned_from_come_first(colour_run: Run, photos: Path) -> None:
    run = with_photos(colour_run, photos)
    found = check_pictures(run, most=6)
    assert sides_of(run, found.names) == [Side.TEST] * 4 + [Side.VALIDATION] * 2
    assert found.expected.shape == (6, 4)
    assert not found.note
    all_of_them = check_pictures(run)
    assert len(all_of_them.names) == 20
    for name, pixels in zip(all_of_them.names, all_of_them.pixels, strict=True):
        assert (pixels == read_fitted(photos / name, FORM)).all()


def test_int8_is_calibrated_on_those_learned_from(colour_run: Run, photos: Path) -> None:
    run = with_photos(colour_run, photos)
    split = run.record.data.split
    assert split is not None
    learned = {read_fitted(photos / name, FORM).tobytes() for name in split.sides[Side.TRAINING]}
    given = learned_pictures(run, most=12)
    assert {pixels.tobytes() for pixels in given} == learned
    assert len(learned_pictures(run, most=5)) == 5


def test_a_folder_that_moved_is_used_where_it_is_now(colour_run: Run, photos: Path) -> None:
    run = with_photos(colour_run, photos)
    assert not check_pictures(run, folder=photos.with_name("elsewhere")).note
    moved = photos.rename(photos.with_name("moved"))
    assert check_pictures(run).note
    assert not check_pictures(run, folder=moved).note


def test_pictures_are_known_by_their_content_alone(colour_run: Run, photos: Path) -> None:
    run = with_photos(colour_run, photos)
    files = sorted(photos.rglob("*.jpg"))
    one, other = files[0].read_bytes(), files[10].read_bytes()
    files[0].write_bytes(other)
    files[1].unlink()
    files[2].write_bytes(b"no picture")
    cache = PixelCache()
    cache.put(blake3(one).digest(16), FORM, np.full(FORM.shape, 7, np.uint8))
    found = check_pictures(run)
    assert len(found.names) == 18
    gone = {str(path.relative_to(photos)) for path in files[1:3]}
    assert gone.isdisjoint(found.names)
    kept = found.pixels[found.names.index(str(files[0].relative_to(photos)))]
    assert (kept == 7).all()


def test_where_all_are_gone_others_are_borrowed_and_that_is_said(colour_run: Run) -> None:
    found = check_pictures(colour_run, most=10)
    assert found.pixels.shape == (10, 8, 8, 3)
    assert "Fashion-MNIST" in found.note
    assert len({pixels.tobytes() for pixels in found.pixels}) > 5


def test_clothes_are_checked_with_the_test_set(clothes_run: Run) -> None:
    found = check_pictures(clothes_run)
    assert (found.pixels == fashion_mnist.load().test.pixels[:200]).all()
    assert not found.note
    learned = learned_pictures(clothes_run, most=200)
    assert (learned == fashion_mnist.load().training.pixels[:200]).all()


def test_a_sides_record_edited_to_nonsense_costs_only_those_pictures(
    colour_run: Run, photos: Path
) -> None:
    run = with_photos(colour_run, photos)
    split = run.record.data.split
    assert split is not None
    test = split.sides[Side.TEST] | {"../../etc/passwd": "00" * 16, "x": "no digits", "\0": "ab"}
    sides = split.sides | {Side.TEST: test}
    data = run.record.data.model_copy(update={"split": split.model_copy(update={"sides": sides})})
    spoilt = replace(run, record=run.record.model_copy(update={"data": data}))
    assert len(check_pictures(spoilt).names) == 20
