"""`state.npz`: what is written comes back; what is anything else is refused in a sentence."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import LitmusError
from core.run.folder import Run, read_run, write_record
from core.run.record import RunStatus, SetAside
from core.training.manifest import Manifest
from core.training.state import Position, TrainingState, first_state
from core.training.state_file import read_state, write_state
from tests.records import epoch, record

RANDOM = np.random.default_rng(0)


def some_state(run: Run, *, pictures: int = 12) -> TrainingState:
    manifest = Manifest(
        digests=RANDOM.integers(0, 256, (pictures, 16), np.uint8),
        labels=np.arange(pictures, dtype=np.int32) % 10,
        sides=(np.arange(pictures) % 3).astype(np.uint8),
    )
    state = first_state(run.record, manifest)
    progress = state.progress.model_copy(
        update={
            "epochs": run.record.epochs,
            "position": Position(epoch=2, taken=2, count=1, loss=0.7, learning_rate=0.01),
            "set_aside": (SetAside(file="größe/🐈.jpg", reason="It is gone."),),
        }
    )
    variables = (
        RANDOM.normal(size=(3, 4)).astype(np.float32),
        np.array([1, 2], np.uint32),
        np.array(1.5, np.float32),
        np.empty((0, 3), np.float32),
    )
    kept = (np.ones((2, 2), np.float32),)
    return replace(state, progress=progress, variables=variables, optimizer=kept * 3, kept=kept)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = tmp_path / "run"
    folder.mkdir()
    run = write_record(folder, record(epoch(1), status=RunStatus.PAUSED))
    write_state(run.state_file, some_state(run))
    return run


def test_what_is_written_comes_back(run: Run) -> None:
    state = some_state(run)
    write_state(run.state_file, state)
    back = read_state(run)
    assert back.progress == state.progress
    assert back.begun
    for part in ("variables", "optimizer", "kept"):
        for mine, theirs in zip(getattr(back, part), getattr(state, part), strict=True):
            assert mine.dtype == theirs.dtype
            np.testing.assert_array_equal(mine, theirs)
    for part in ("digests", "labels", "sides"):
        np.testing.assert_array_equal(getattr(back.manifest, part), getattr(state.manifest, part))
    np.testing.assert_array_equal(back.training, [0, 3, 6, 9])
    np.testing.assert_array_equal(back.validation, [1, 4, 7, 10])
    # Anyone can look into it, without pickle.
    with np.load(run.state_file, allow_pickle=False) as arrays:
        assert arrays["variable-0000"].shape == (3, 4)
    assert [path.name for path in run.folder.iterdir() if path.name.startswith(".")] == []


def test_epochs_and_name_may_change_and_it_is_the_same_run_still(run: Run) -> None:
    changed = run.record.settings.model_copy(update={"epochs": 99, "learning_rate": 0.5})
    update = {"settings": changed, "name": "Other", "status": RunStatus.STOPPED}
    assert read_state(write_record(run.folder, run.record.model_copy(update=update))).begun


def _other_start(run: Run) -> Run:
    return Run(run.folder, run.record.model_copy(update={"started": "2026-01-02T03:04:06+00:00"}))


def _other_network(run: Run) -> Run:
    layers = run.record.network.layers[:-1]
    network = run.record.network.model_copy(update={"layers": layers})
    return Run(run.folder, run.record.model_copy(update={"network": network}))


def _other_settings(run: Run) -> Run:
    changed = run.record.settings.model_copy(update={"batch_size": 7})
    return Run(run.folder, run.record.model_copy(update={"settings": changed}))


@pytest.mark.parametrize("other", [_other_start, _other_network, _other_settings])
def test_the_state_of_another_run_is_told_apart(run: Run, other: Callable[[Run], Run]) -> None:
    with pytest.raises(LitmusError, match=r"state\.npz” belongs to another run\. What the run has"):
        read_state(other(run))


def _text(path: Path) -> None:
    path.write_text("not a state")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _bit_turned(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = bytes(content).index(b"variable-0000.npy") + 160
    content[place] ^= 1
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _other_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")


def _compressed(path: Path) -> None:
    np.savez_compressed(path, version=np.array(1), progress=np.zeros(10**6, np.uint8))


def _changed(**arrays: np.ndarray) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with np.load(path) as old:
            content = dict(old)
        np.savez(path, **(content | arrays))

    return change


def _pickled(path: Path) -> None:
    _changed(**{"variable-0000": np.array([{"a": 1}], object)})(path)


def _promising(path: Path) -> None:
    """A header that promises a terabyte."""
    header = io.BytesIO()
    words = {"descr": "<f4", "fortran_order": False, "shape": (250_000_000_000,)}
    np.lib.format.write_array_header_1_0(header, words)
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (members | {"variable-0000.npy": header.getvalue()}).items():
            archive.writestr(name, content)


BAD: dict[str, Callable[[Path], None]] = {
    "text": _text,
    "empty": _empty,
    "truncated": _truncated,
    "a bit turned": _bit_turned,
    "a folder": _folder,
    "another archive": _other_archive,
    "compressed": _compressed,
    "pickled": _pickled,
    "promising a terabyte": _promising,
    "no progress": _changed(progress=np.frombuffer(b"{}", np.uint8)),
    "no JSON": _changed(progress=np.frombuffer(b"\xff\xfe", np.uint8)),
    "labels of another kind": _changed(labels=np.zeros(12, np.float32)),
    "fewer labels": _changed(labels=np.zeros(11, np.int32)),
    "a class that is none": _changed(labels=np.full(12, 10, np.int32)),
    "a picture that is none": _changed(training=np.array([0, 12], np.int32)),
    "a picture below": _changed(training=np.array([-1, 1], np.int32)),
    "too far": _changed(training=np.array([0], np.int32)),
    "digests too long": _changed(digests=np.zeros((12, 17), np.uint8)),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_what_is_damaged_is_refused_and_the_run_stays(
    run: Run, spoil: Callable[[Path], None]
) -> None:
    spoil(run.state_file)
    with pytest.raises(LitmusError, match=r"is damaged, or no state|cannot be read: Is a dir"):
        read_state(run)
    assert read_run(run.folder) == run


def test_one_of_the_future_and_none_at_all(run: Run) -> None:
    _changed(version=np.array(2))(run.state_file)
    with pytest.raises(LitmusError, match=r"was written by a newer Litmus\. Update"):
        read_state(run)
    run.state_file.unlink()
    with pytest.raises(LitmusError, match="holds no state to go on from: an older Litmus trained"):
        read_state(run)
    assert not run.resumable


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_byte_changed_anywhere_is_noticed_or_harmless(run: Run, data: st.DataObject) -> None:
    state = some_state(run)
    write_state(run.state_file, state)
    content = bytearray(run.state_file.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    run.state_file.write_bytes(content)
    try:
        back = read_state(run)
    except LitmusError:
        return
    # Padding, dates and the like: what is read is what was written.
    assert back.progress == state.progress
    for mine, theirs in zip(back.variables, state.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs)
