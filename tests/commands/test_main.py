"""What the command line says before anything heavy is loaded."""

from pathlib import Path
from zipfile import ZipFile

import pytest

import main
from core import __version__
from core.project.place import place_in
from core.project.project import Project
from core.project.project_file import write_project

TRAIN = ["train", "--data", "fashion-mnist", "--preset", "dense-128", "--out", "run"]


def _outcome(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main.main(arguments)
    except SystemExit as leave:
        code = int(leave.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert _outcome(["--version"], capsys) == (0, f"Litmus {__version__}\n", "")


@pytest.mark.parametrize(
    "command", [[], ["scan"], ["train"], ["evaluate"], ["predict"], ["summary"]]
)
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, output, error = _outcome([*command, "--help"], capsys)
    assert code == 0
    assert output.startswith("usage: main.py")
    assert error == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["fly"], "fly"),
        (["train"], "--data, --preset, --out"),
        (["summary", "dense-9"], "dense-9"),
        ([*TRAIN, "--epochs", "many"], "--epochs"),
        ([*TRAIN, "--epochs", "0"], "--epochs must be from 1 to 10,000. Received: 0"),
        ([*TRAIN, "--batch-size", "-3"], "--batch-size"),
        ([*TRAIN, "--learning-rate", "nan"], "--learning-rate"),
        ([*TRAIN, "--learning-rate", "0"], "--learning-rate must be above 0, up to 10"),
        ([*TRAIN, "--validation", "0.95"], "--validation"),
        ([*TRAIN, "--seed", "-1"], "--seed"),
        ([*TRAIN, "--stop-at-accuracy", "95"], "--stop-at-accuracy"),
        ([*TRAIN, "--stop-below-loss", "0"], "--stop-below-loss"),
        ([*TRAIN, "--patience", "0"], "--patience must be from 1 to 1,000"),
        ([*TRAIN[:-1], "x" * 300], "could not be made"),
        ([*TRAIN, "--epochs\nfly"], "--epochs fly"),
        ([*TRAIN, "--optimizer", "magic"], "magic"),
        (["train", "--data", "nowhere", "--preset", "dense-128", "--out", "run"], "nowhere"),
        (["evaluate", "missing", "--data", "fashion-mnist"], "missing"),
        (["predict", "missing", "a.png"], "missing"),
    ],
)
def test_what_cannot_start_is_one_sentence_and_exit_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, output, error = _outcome(arguments, capsys)
    assert code == 2
    assert output == ""
    assert told in error
    assert len(error.splitlines()) == 1


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The projects that windows were opened with."""
    found: list[Path | None] = []

    def open_window(project: Path | None = None) -> int:
        found.append(project)
        return 0

    monkeypatch.setattr(main, "_open_window", open_window)
    return found


def test_a_project_instead_of_a_command_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Path | None]
) -> None:
    monkeypatch.chdir(tmp_path)
    place = place_in(tmp_path / "train")
    place.folder.mkdir()
    write_project(place, Project())
    packed = tmp_path / "packed.zip"
    with ZipFile(packed, "w"):
        pass

    for argument in (str(place.file), str(place.folder), "./train", "train/train.litmus"):
        assert main.main([argument]) == 0
    assert main.main(["packed.zip"]) == 0
    assert main.main([]) == 0

    assert opened == [place.file] * 4 + [packed, None]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("nowhere/fruit.litmus", "is not there"),
        ("fruit.litmus", "is not there"),
        ("empty", "is not a project"),
        ("nonsense.zip", "is not a packed project"),
        ("nowhere.zip", "is not there"),
        ("picture.png", "is not a project"),
        ("tra", "invalid choice"),
    ],
)
def test_a_path_that_is_no_project_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    opened: list[Path | None],
    argument: str,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "nonsense.zip").write_text("once upon a time")
    (tmp_path / "picture.png").write_bytes(b"1")

    code, output, error = _outcome([argument], capsys)

    assert (code, output, error.count("\n"), opened) == (2, "", 1, [])
    assert told in error.lower()
