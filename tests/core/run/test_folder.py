import json
import os
import stat
from pathlib import Path

import pytest

from core.atomic import replacing, write_text
from core.errors import LitmusError
from core.run.folder import create_run_folder, read_run, write_labels, write_record
from core.run.shelf import next_run_folder, read_shelf
from tests.records import CLASSES, epoch, record


def _written(folder: Path) -> Path:
    create_run_folder(folder)
    write_labels(folder, CLASSES)
    write_record(folder, record(epoch(1, val_loss=0.4, val_accuracy=0.85)))
    return folder


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = _written(tmp_path / "run")
    run = read_run(folder)
    assert run.record == record(epoch(1, val_loss=0.4, val_accuracy=0.85))
    assert not run.has_model
    assert (folder / "labels.txt").read_text(encoding="utf-8").splitlines() == list(CLASSES)
    content = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert content["schema"] == 1
    assert content["epochs"][0]["val_accuracy"] == 0.85
    assert content["ending"] is None
    assert sorted(p.name for p in folder.iterdir()) == ["labels.txt", "run.json"]


def test_without_a_validation_set_the_file_names_no_validation(tmp_path: Path) -> None:
    write_record(tmp_path, record(epoch(1)))
    content = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert set(content["epochs"][0]) == {"epoch", "seconds", "loss", "accuracy", "learning_rate"}
    assert read_run(tmp_path).record == record(epoch(1))


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_files_may_be_read_by_whom_the_system_lets(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a.txt", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 251 + ".csv")
    write_text(path, "old")
    write_text(path, "new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_broken_link_is_something_already(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(LitmusError, match="exists already"):
        create_run_folder(tmp_path / "link")


def test_an_existing_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(b"x")
    with pytest.raises(LitmusError, match="exists already"):
        create_run_folder(folder)
    assert (folder / "photo.jpg").read_bytes() == b"x"


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LitmusError, match="could not be made"):
        create_run_folder(tmp_path / "file" / "run")


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"schema": 1}', "\0" * 100, "[" * 100_000, '{"schema": "x"}'],
)
def test_a_damaged_run_is_a_sentence(tmp_path: Path, content: str) -> None:
    folder = _written(tmp_path / "run")
    (folder / "run.json").write_text(content)
    with pytest.raises(LitmusError, match=r"run\.json"):
        read_run(folder)


def test_no_run_at_all(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LitmusError, match="is not a run"):
            read_run(folder)


def test_a_run_of_a_newer_litmus_is_refused_by_name(tmp_path: Path) -> None:
    folder = _written(tmp_path / "run")
    content = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(content | {"schema": 2, "hologram": True}))
    with pytest.raises(LitmusError, match="newer Litmus"):
        read_run(folder)


def test_a_failed_write_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError):
        _write_half(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def _write_half(path: Path) -> None:
    with replacing(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError


def test_a_full_disk_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(LitmusError, match=r"a\.txt.*No space left"):
        _write_to_full_disk(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def _write_to_full_disk(path: Path) -> None:
    with replacing(path), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_the_shelf_is_in_order_and_a_damaged_run_hides_no_other(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        _written(tmp_path / f"run-{number:03d}")
    (tmp_path / "run-002" / "run.json").write_text("{")
    (tmp_path / "notes").mkdir()
    shelf = read_shelf(tmp_path)
    assert [run.folder.name for run in shelf.runs] == ["run-001", "run-010"]
    assert "run-002" in shelf.damaged[0].message
    assert next_run_folder(tmp_path).name == "run-011"
    assert next_run_folder(tmp_path / "none").name == "run-001"
    assert next_run_folder(tmp_path, taken=("run-012", "run-003", "notes")).name == "run-013"
