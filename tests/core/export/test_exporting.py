import errno
import os
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.data import fashion_mnist
from core.errors import Cancelled, LitmusError
from core.export import exporting, litert_float32, registry
from core.export.exporting import export
from core.export.formats import ExportFormat
from core.export.request import ExportProgress, ExportRequest
from core.run.folder import Run
from tests.core.export.exported import answers_of_example, exported
from tests.core.export.picture_files import sized_pngs

NAUGHTY = (
    '"; drop\n',
    "a\r\nb",
    "</script><img src=x onerror=alert(1)>",
    "../../etc/passwd",
    "🎉 naïve \u2028 名前",
    "'quoted' \\ back`tick`",
    "tab\tand\0nul",
    "   ",
    "C:\\con|?*",
    "{braces} %s $name",
)


def request(run: Run, folder: Path) -> ExportRequest:
    return ExportRequest(run, ExportFormat.LITERT, folder, run.record.classes)


def fails(run: Run, folder: Path) -> LitmusError:
    with pytest.raises(LitmusError) as caught:
        export(request(run, folder), report=lambda _told: None, cancel=CancelToken())
    return caught.value


def content(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_export_is_a_folder_with_all_that_is_needed(clothes_run: Run, tmp_path: Path) -> None:
    done = exported(clothes_run, ExportFormat.LITERT, tmp_path / "a" / "b" / "out")
    assert content(tmp_path / "a" / "b") == ["out"]
    assert content(done.folder) == list(done.files)
    assert done.files == ("README.md", "example.py", "labels.txt", "model.tflite")
    assert done.agreement.sentence == "200 of 200 answers agree, largest difference below 0.00001"


def test_names_of_classes_can_hold_anything(clothes_run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    exported(clothes_run, ExportFormat.LITERT, folder, classes=NAUGHTY)
    labels = (folder / "labels.txt").read_bytes().decode().split("\n")
    assert len(labels) == len(NAUGHTY) + 1
    assert labels[2] == NAUGHTY[2]
    assert labels[7] == "(unnamed)"
    assert (folder / "labels.txt").read_text(encoding="utf-8").splitlines() == labels[:-1]
    pixels = fashion_mnist.load().test.pixels[:30]
    given = answers_of_example(folder, sized_pngs(tmp_path / "pictures", pixels))
    assert {name for name, _ in given} <= set(labels)
    assert len({name for name, _ in given}) > 4


def test_nothing_is_overwritten(clothes_run: Run, tmp_path: Path) -> None:
    here = tmp_path / "targets"
    (here / "folder").mkdir(parents=True)
    (here / "file").write_text("mine")
    (here / "link").symlink_to(here / "nowhere")
    for name in ("folder", "file", "link"):
        assert "exists already" in fails(clothes_run, here / name).message
    assert content(here) == ["file", "folder", "link"]
    assert (here / "file").read_text() == "mine"


def test_nothing_goes_into_a_run_or_a_project(clothes_run: Run, tmp_path: Path) -> None:
    project = tmp_path / "fruit"
    (project / "runs").mkdir(parents=True)
    (project / "fruit.litmus").write_text("{}")
    (tmp_path / "link").symlink_to(project)
    before = content(clothes_run.folder)
    assert "inside the run" in fails(clothes_run, clothes_run.folder / "out").message
    assert "inside the run" in fails(clothes_run, clothes_run.folder / "deep" / "out").message
    assert "inside the project" in fails(clothes_run, project / "out").message
    assert "inside the project" in fails(clothes_run, tmp_path / "link" / "runs" / "x").message
    assert content(clothes_run.folder) == before
    assert content(project) == ["fruit.litmus", "runs"]


def test_a_project_file_in_somebodys_home_keeps_no_export_from_it(
    clothes_run: Run, tmp_path: Path
) -> None:
    (tmp_path / "stray.litmus").write_text("{}")
    exported(clothes_run, ExportFormat.LITERT, tmp_path / "out")


@pytest.mark.parametrize("above", ["file/out", "file/deep/out"])
def test_where_nothing_can_be_written_a_sentence_says_so(
    clothes_run: Run, tmp_path: Path, above: str
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "file").write_text("no folder")
    error = fails(clothes_run, tmp_path / "here" / above)
    assert "cannot be written" in error.message
    assert content(tmp_path / "here") == ["file"]


def test_a_name_that_is_too_long_is_told(clothes_run: Run, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    error = fails(clothes_run, tmp_path / "here" / ("n" * 300))
    assert "could not be written" in error.message
    assert content(tmp_path / "here") == []


def test_a_folder_that_may_not_be_looked_into_is_told(
    clothes_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_long = fails(clothes_run, tmp_path / ("long" * 100) / "out")
    assert too_long.message.endswith("cannot be used: File name too long.")
    looked = Path.is_file

    def refuse(path: Path) -> bool:
        if path.parent == tmp_path / "private":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return looked(path)

    monkeypatch.setattr(Path, "is_file", refuse)
    private = fails(clothes_run, tmp_path / "private" / "out")
    assert private.message.endswith("cannot be used: Permission denied.")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_is_full_in_the_middle_leaves_nothing(
    clothes_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def write(_source: object, folder: Path, **_others: object) -> None:
        (folder / "model.tflite").write_bytes(b"half")
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(litert_float32, "write", write)
    error = fails(clothes_run, tmp_path / "new" / "deep" / "out")
    assert os.strerror(code) in error.message
    assert "nothing was left behind" in error.advice
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("words", "full_bytes"),
    [
        ("RuntimeError: unable to flush", 10**18),
        (f"ResourceExhaustedError: {os.strerror(errno.ENOSPC)}", 0),
    ],
)
def test_a_library_that_hides_that_the_disk_is_full_is_seen_through(
    clothes_run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    full_bytes: int,
) -> None:
    def write(_source: object, _folder: Path, **_others: object) -> None:
        raise LitmusError(f"Making the model failed: {words}.")

    monkeypatch.setattr(litert_float32, "write", write)
    monkeypatch.setattr(exporting, "_FULL_BYTES", full_bytes)
    error = fails(clothes_run, tmp_path / "out")
    assert "is full" in error.message


@pytest.mark.parametrize("stage", [0, 1, 5, -2])
def test_cancelling_leaves_nothing_whenever_it_comes(
    clothes_run: Run, tmp_path: Path, stage: int
) -> None:
    token, told = CancelToken(), list[ExportProgress]()
    stages = 17

    def report(progress: ExportProgress) -> None:
        told.append(progress)
        if len(told) - 1 == (stage if stage >= 0 else stages + stage):
            token.cancel()

    (tmp_path / "here").mkdir()
    with pytest.raises(Cancelled):
        export(request(clothes_run, tmp_path / "here" / "out"), report=report, cancel=token)
    assert content(tmp_path / "here") == []


def test_ctrl_c_leaves_nothing(clothes_run: Run, tmp_path: Path) -> None:
    def report(progress: ExportProgress) -> None:
        if "Loading the export" in progress.stage:
            raise KeyboardInterrupt

    (tmp_path / "here").mkdir()
    with pytest.raises(KeyboardInterrupt):
        export(request(clothes_run, tmp_path / "here" / "out"), report=report, cancel=CancelToken())
    assert content(tmp_path / "here") == []


def test_a_damaged_run_is_told(clothes_run: Run, tmp_path: Path) -> None:
    clothes_run.litert_file.write_bytes(clothes_run.litert_file.read_bytes()[:1000])
    error = fails(clothes_run, tmp_path / "out")
    assert "is damaged" in error.message
    assert not (tmp_path / "out").exists()


def test_a_run_without_a_model_is_told(clothes_run: Run, tmp_path: Path) -> None:
    clothes_run.litert_file.unlink()
    assert "has no model yet" in fails(clothes_run, tmp_path / "out").message


def test_a_missing_package_is_named_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: None if name == "tf2onnx" else name)
    with pytest.raises(LitmusError, match=r"tf2onnx.*uv sync --extra export"):
        registry.check_packages(ExportFormat.ONNX)
    registry.check_packages(ExportFormat.COREML)
    assert registry.missing_packages(ExportFormat.KERAS) == ()
