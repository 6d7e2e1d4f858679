import os
import threading
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from blake3 import blake3
from PIL import Image

from core.cancellation import CancelToken
from core.data.fitting import fit
from core.data.folder import contents, inspection
from core.data.folder.facts import Facts
from core.data.folder.facts_store import FactsStore
from core.data.folder.listing import FoundFile, Listing
from core.data.folder.problem import ProblemKind
from core.data.folder.scan import Scan, ScanProgress, scan
from core.data.form import Ground, PictureForm
from core.data.picture import Picture, decode
from core.errors import Cancelled
from tests.core.data.folder.trees import listed, plant
from tests.core.data.pictures import encoded, gradient, png_header

Look = Callable[..., Scan]


@pytest.fixture
def store(tmp_path: Path) -> FactsStore:
    return FactsStore(tmp_path / "store")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes: five pictures that can be read and a few files that cannot."""
    folder = plant(tmp_path / "photos", "a/", "b/")
    for number in range(5):
        pixels = np.roll(gradient(300, 400), number * 40, axis=1)
        (folder / "ab"[number % 2] / f"{number}.jpg").write_bytes(encoded(pixels, "JPEG"))
    (folder / "a" / "png called.jpeg").write_bytes(encoded(gradient(), "PNG"))
    (folder / "b" / "torn.jpg").write_bytes(encoded(gradient(300, 400), "JPEG")[:3000])
    (folder / "b" / "empty.jpg").touch()
    (folder / "b" / "words.jpg").write_text("no picture at all")
    (folder / "b" / "huge.png").write_bytes(png_header(65_535, 65_535))
    return folder


def _scan(
    listing: Listing,
    store: FactsStore,
    *,
    report: Callable[[ScanProgress], None] = lambda _: None,
    cancel: CancelToken | None = None,
    **options: object,
) -> Scan:
    return scan(listing, store=store, report=report, cancel=cancel or CancelToken(), **options)  # type: ignore[arg-type] # each test's own


def _facts(result: Scan) -> dict[str, Facts]:
    files = result.listing.files
    return {Path(f.path).name: facts for f, facts in zip(files, result.facts, strict=True)}


def test_what_is_learned_of_each_file(photos: Path, store: FactsStore) -> None:
    facts = _facts(_scan(listed(photos), store))
    one = facts["1.jpg"]
    content = (photos / "b" / "1.jpg").read_bytes()
    assert one.content == blake3(content).digest(16)
    assert (one.size, one.format, one.problem) == ((400, 300), "JPEG", None)
    assert facts["png called.jpeg"].format == "PNG"
    assert {name: (f.problem, f.reason) for name, f in facts.items() if f.problem} == {
        "torn.jpg": (ProblemKind.UNREADABLE, "is cut short"),
        "empty.jpg": (ProblemKind.EMPTY, "is empty"),
        "words.jpg": (ProblemKind.NOT_A_PICTURE, "is not a picture"),
        "huge.png": (ProblemKind.TOO_LARGE, "has 4,295 megapixels; the limit is 250"),
    }
    looks = {f.look for f in facts.values() if f.problem is None}
    assert len(looks) == 6
    assert all(looks)


def test_files_that_took_each_others_names_are_looked_at_again(
    tmp_path: Path, store: FactsStore
) -> None:
    folder = plant(tmp_path / "photos", "cat/", "dog/")
    for name, level in (("cat", 40), ("dog", 200)):  # as large and as old as each other
        Image.new("L", (30, 20), level).save(folder / name / "1.bmp")
        os.utime(folder / name / "1.bmp", ns=(0, 0))
    cat, dog = (facts.content for facts in _scan(listed(folder), store).facts)
    (folder / "cat" / "1.bmp").rename(folder / "aside")
    (folder / "dog" / "1.bmp").rename(folder / "cat" / "1.bmp")
    (folder / "aside").rename(folder / "dog" / "1.bmp")
    assert [facts.content for facts in _scan(listed(folder), store).facts] == [dog, cat]


def test_thumbnails_are_kept(photos: Path, store: FactsStore) -> None:
    facts = _facts(_scan(listed(photos), store))
    jpeg = store.thumbnail(facts["0.jpg"].content)
    assert jpeg is not None
    small = decode(jpeg)
    assert (small.size, small.format) == ((192, 144), "JPEG")
    exact = Image.fromarray(gradient(300, 400)).resize((192, 144), Image.Resampling.BILINEAR)
    assert np.abs(small.pixels.astype(int) - np.asarray(exact)).mean() < 6
    assert store.thumbnail(facts["torn.jpg"].content) is None


@pytest.mark.parametrize(
    ("size", "small"),
    [
        *(((4000, 3000), (167, 125)), ((100, 60), (100, 60)), ((192, 10), (192, 10))),
        *(((1, 3000), (1, 188)), ((3000, 1), (188, 1)), ((193, 100), (192, 99)), ((1, 1), (1, 1))),
    ],
)
def test_thumbnails_of_any_shape(
    size: tuple[int, int], small: tuple[int, int], tmp_path: Path, store: FactsStore
) -> None:
    folder = plant(tmp_path / "photos", "a/")
    Image.new("L", size, 77).save(folder / "a" / "x.jpg")
    (facts,) = _scan(listed(folder), store).facts
    jpeg = store.thumbnail(facts.content)
    assert jpeg is not None
    assert (facts.size, decode(jpeg).size) == (size, small)
    assert np.abs(decode(jpeg).pixels.astype(int) - 77).max() <= 1


def test_the_files_are_only_read(photos: Path, store: FactsStore) -> None:
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in photos.rglob("*.*")}
    _scan(listed(photos), store)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in photos.rglob("*.*")} == before


def test_what_has_not_changed_is_not_opened_again(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _scan(listed(photos), store)
    (photos / "a" / "0.jpg").write_bytes(encoded(gradient(50, 60), "PNG"))
    os.utime(photos / "b" / "1.jpg", ns=(1, 1))
    opened: list[str] = []
    look = inspection.Inspector.look

    def watched(self: inspection.Inspector, file: FoundFile) -> inspection.Inspected:
        opened.append(Path(file.path).name)
        return look(self, file)

    monkeypatch.setattr(inspection.Inspector, "look", watched)
    second = _scan(listed(photos), FactsStore(photos.parent / "store"))
    # What was not decoded has nothing that could be kept: it costs nothing to look at again.
    assert sorted(opened) == ["0.jpg", "1.jpg", "empty.jpg", "huge.png"]
    assert _facts(second)["0.jpg"].size == (60, 50)
    assert _facts(second) | {"0.jpg": None} == _facts(first) | {"0.jpg": None}


def test_another_limit_is_obeyed_whatever_is_known(photos: Path, store: FactsStore) -> None:
    listing = listed(photos)
    _scan(listing, store)
    facts = _facts(_scan(listing, store, pixel_limit=100_000))
    assert facts["0.jpg"].problem is ProblemKind.TOO_LARGE
    assert facts["png called.jpeg"].problem is None
    assert _facts(_scan(listing, store))["0.jpg"].problem is None


def test_a_file_that_vanishes_or_changes_after_the_listing(photos: Path, store: FactsStore) -> None:
    listing = listed(photos)
    (photos / "a" / "0.jpg").unlink()
    (photos / "a" / "2.jpg").unlink()
    (photos / "a" / "2.jpg").mkdir()
    (photos / "b" / "1.jpg").write_bytes(encoded(gradient(10, 20), "PNG"))
    result = _scan(listing, store)
    facts = _facts(result)
    assert (facts["0.jpg"].problem, facts["0.jpg"].reason) == (
        *(ProblemKind.UNREADABLE, "no longer exists"),
    )
    assert facts["2.jpg"].reason == "is a folder"
    assert facts["1.jpg"].size == (20, 10)
    changed = {Path(file.path).name: file.file_size for file in result.listing.files}
    assert changed["1.jpg"] == (photos / "b" / "1.jpg").stat().st_size
    assert result.listing.folders == listing.folders


def test_a_disk_that_goes_away_is_told_file_by_file(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = listed(photos)

    def unplugged(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", unplugged)
    facts = _facts(_scan(listing, store))
    assert {f.reason for f in facts.values()} == {"cannot be read (Input/output error)"}
    monkeypatch.undo()
    assert _facts(_scan(listing, store))["0.jpg"].problem is None


def test_huge_files_are_refused_or_read_in_parts(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = listed(photos)
    whole = _facts(_scan(listing, store))
    monkeypatch.setattr(contents, "_READ_WHOLE", 100)
    monkeypatch.setattr(contents, "_PART", 64)
    assert _facts(_scan(listing, FactsStore(photos.parent / "other"))) == whole
    monkeypatch.setattr(inspection, "FILE_LIMIT", 5000)
    facts = _facts(_scan(listing, FactsStore(photos.parent / "third")))
    assert facts["0.jpg"].problem is ProblemKind.TOO_LARGE
    assert facts["0.jpg"].reason == "has 0.0 GB; the limit is 0 GB"
    assert facts["png called.jpeg"].problem is None


def test_the_same_decoding_serves_the_network(photos: Path, store: FactsStore) -> None:
    form = PictureForm(height=299, width=260, channels=3)
    kept: dict[bytes, object] = {}

    def take(facts: Facts, picture: Picture) -> None:
        kept[facts.content] = fit(picture.pixels, form)

    facts = _facts(_scan(listed(photos), store, form=form, take=take))
    assert set(kept) == {f.content for f in facts.values() if f.problem is None}
    exact = fit(decode(photos / "a" / "0.jpg", target=(260, 299)).pixels, form)
    assert np.array_equal(kept[facts["0.jpg"].content], exact)  # type: ignore[arg-type] # pixels


def test_pictures_on_another_ground_are_not_kept_as_if_on_white(
    photos: Path, store: FactsStore
) -> None:
    kept: list[Facts] = []
    form = PictureForm(ground=Ground.BLACK)
    _scan(listed(photos), store, form=form, take=lambda facts, _: kept.append(facts))
    assert kept == []


def test_progress_counts_every_file_once(photos: Path, store: FactsStore) -> None:
    for _ in range(2):
        told: list[ScanProgress] = []
        _scan(listed(photos), store, report=told.append)
        assert (told[-1].done, told[-1].files, told[-1].bad) == (10, 10, 4)
        assert sorted(n for event in told for n in event.seen) == list(range(10))
        assert told[-1].seconds_left == 0


def test_cancelled_at_once_even_within_a_picture_and_what_was_learned_stays(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    listing = listed(photos)
    cancel, inside, let_go = CancelToken(), Event(), Event()

    def slow(source: bytes, *, name: str, **options: object) -> Picture:
        if name == "4.jpg":
            inside.set()
            assert let_go.wait(10)
        return decode(source, name=name, **options)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(inspection, "decode", slow)

    def cancel_inside() -> None:
        assert inside.wait(10)
        cancel.cancel()

    canceller = threading.Thread(target=cancel_inside)
    canceller.start()
    with pytest.raises(Cancelled):
        _scan(listing, store, cancel=cancel)
    assert not let_go.is_set()
    let_go.set()
    canceller.join()
    known = {Path(listing.files[n].path).name for n, _ in store.known(listing.files)}
    assert {"0.jpg", "2.jpg"} <= known
    assert "1.jpg" not in known


def test_an_error_of_our_own_is_not_swallowed(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(inspection, "_jpeg", broken)
    with pytest.raises(ZeroDivisionError):
        _scan(listed(photos), store)


def test_no_memory_costs_one_picture(
    photos: Path, store: FactsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(inspection, "_jpeg", full)
    facts = _facts(_scan(listed(photos), store))
    assert facts["0.jpg"].reason == "needs more memory than there is"
    monkeypatch.undo()
    assert _facts(_scan(listed(photos), store))["0.jpg"].problem is None


def test_without_a_store_it_works_all_the_same(photos: Path, store: FactsStore) -> None:
    nowhere = FactsStore(photos / "a" / "0.jpg" / "folder")
    assert _facts(_scan(listed(photos), nowhere)) == _facts(_scan(listed(photos), store))


def test_nothing_to_look_at(tmp_path: Path, store: FactsStore) -> None:
    told: list[ScanProgress] = []
    result = _scan(listed(plant(tmp_path, "a/")), store, report=told.append)
    assert result.facts == ()
    assert told == [ScanProgress(0, 0, 0, 0.0, ())]
