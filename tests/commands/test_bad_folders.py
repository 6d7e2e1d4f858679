"""Bad folders, given to every command: each ends in sentences, and no file is touched."""

import json
import os
from pathlib import Path

import pytest

from core.run.folder import read_run
from tests.bad_folders import LIKE_EACH_OTHER, ODD_CLASSES, everything_at_once, odd_names
from tests.commands.running import Command, Outcome, command, learn
from tests.corpus import CorpusFacts, digests, make_corpus
from tests.photos import make_photos

__all__ = ["command"]

GOOD = 12 + 11 + 3
"""Pictures that can be learned in the folder of everything at once."""


def problems_of(command: Command, folder: Path) -> dict[tuple[str, str], str]:
    """Reasons by file and kind."""
    outcome = command("scan", "--json", "--", folder)
    assert (outcome.code, outcome.error) == (0, "")
    found = json.loads(outcome.output)["problems"]
    reasons = {(entry["file"], entry["kind"]): entry["reason"] for entry in found}
    assert all(reason.endswith((".", "?")) for reason in reasons.values())
    return reasons


def assert_one_sentence(outcome: Outcome, words: str) -> None:
    assert outcome.code == 2
    assert words in outcome.error
    assert len(outcome.error.splitlines()) == 1


def test_all_that_a_folder_should_not_hold(command: Command, tmp_path: Path) -> None:
    folder = everything_at_once(tmp_path / "everything")
    before = digests(folder)

    told = problems_of(command, folder)
    trained = learn(command, folder, tmp_path / "run")
    measured = command("evaluate", tmp_path / "run", "--data", folder, "--json")
    asked = command("predict", tmp_path / "run", folder, "--json")

    assert told["disc/empty.jpg", "empty"] == "It is empty."
    assert told["disc/letter.jpg", "not a picture"] == "It is not a picture."
    assert "4,295 megapixels" in told["disc/65535.png", "too large"]
    assert ("disc/disc 2.jpg", "in two classes") in told
    assert ("only broken", "few pictures") in told
    assert {("no files", "folder"), ("in no class.jpg", "folder")} <= set(told)
    assert {file for file, kind in told if kind == "hidden"} >= {"__MACOSX", "@eaDir"}
    if hasattr(os, "mkfifo"):
        assert told["square/pipe.jpg", "not a picture"] == "It is a pipe, not a picture."
        links = {file for file, kind in told if kind == "link"}
        assert links == {"disc/the whole", "circle", "disc/circle", "square/gone.jpg"}
    assert (trained.code, trained.error) == (0, "")
    record = read_run(tmp_path / "run").record
    assert record.classes == ("disc", "square", "validation")
    assert record.data.training + record.data.validation == GOOD
    assert {entry.file for entry in record.data.set_aside} >= {
        *("disc/empty.jpg", "disc/letter.jpg", "disc/65535.png", "only broken/0.jpg")
    }
    assert measured.content()["pictures"] == record.data.validation
    answers = json.loads(asked.output)
    assert asked.code == 1
    assert sum("class" in answer for answer in answers) == GOOD + 1
    assert digests(folder) == before


def test_the_whole_corpus_is_looked_at_and_learned(command: Command, tmp_path: Path) -> None:
    facts = make_corpus(tmp_path / "corpus")
    before = digests(facts.folder)

    told = problems_of(command, facts.folder)
    trained = learn(command, facts.folder, tmp_path / "run")
    measured = command("evaluate", tmp_path / "run", "--data", facts.folder, "--json")
    asked = command("predict", tmp_path / "run", facts.folder, "--json")

    assert (trained.code, trained.error) == (0, "")
    assert_all_bad_ones_are_told(facts, {file for file, _kind in told})
    record = read_run(tmp_path / "run").record
    assert set(record.classes) == set(facts.classes)
    assert record.data.training + record.data.validation >= len(facts.good)
    assert_all_bad_ones_are_told(facts, {entry.file for entry in record.data.set_aside})
    assert measured.content()["pictures"] == record.data.validation
    assert (asked.code, asked.error) == (1, "")
    answers = json.loads(asked.output)
    good = {path.name for path in facts.good} - {path.name for path in facts.bad}
    failed = {Path(entry["file"]).name for entry in answers if "error" in entry}
    assert not good & failed
    assert digests(facts.folder) == before


def assert_all_bad_ones_are_told(facts: CorpusFacts, told: set[str]) -> None:
    bad = {path.relative_to(facts.folder).as_posix() for path in facts.bad}
    assert len(bad) > 50
    assert bad <= told


def test_names_that_trip_programs(command: Command, tmp_path: Path) -> None:
    home = tmp_path / (os.fsdecode(b"-\xff\n") if os.name != "nt" else "-odd")
    folder = odd_names(home)
    before = digests(folder)

    problems_of(command, folder)
    trained = learn(command, folder, tmp_path / "run")
    measured = command("evaluate", tmp_path / "run", f"--data={os.fspath(folder)}")
    asked = command("predict", tmp_path / "run", folder, "--json")

    assert (trained.code, trained.error) == (0, "")
    classes = read_run(tmp_path / "run").record.classes
    assert set(ODD_CLASSES) <= set(classes)
    assert [c for c in classes if c in ("1", "2", "10")] == ["1", "2", "10"]
    if len(list(folder.iterdir())) > len(ODD_CLASSES) + 2:
        assert set(LIKE_EACH_OTHER) <= set(classes)
    lines = (tmp_path / "run" / "labels.txt").read_text(encoding="utf-8").splitlines()
    assert tuple(lines) == classes
    assert (measured.code, measured.error) == (0, "")
    assert asked.code == 0
    assert len(json.loads(asked.output)) == 3 * len(classes)
    assert digests(folder) == before


@pytest.mark.parametrize(("first", "second"), [(2, 2), (1, 6), (1, 1), (17, 16)])
def test_few_pictures(command: Command, tmp_path: Path, first: int, second: int) -> None:
    folder = make_photos(tmp_path / "few", kinds=("disc",), each=first)
    make_photos(folder, kinds=("square",), each=second)

    told = problems_of(command, folder)
    trained = learn(command, folder, tmp_path / "run", "--validation", "0.2")

    assert (trained.code, trained.error) == (0, "")
    assert " 1 pictures" not in " ".join(told.values())
    assert {("disc", "few pictures"), ("square", "few pictures")} <= set(told)
    sides = read_run(tmp_path / "run").record.data
    assert sides.training + sides.validation == first + second
    assert sides.validation >= (first > 1) + (second > 1)


def test_a_layout_that_teaches_one_class_is_refused_before_there_is_a_run(
    command: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "layout"
    make_photos(folder / "train", kinds=("disc",), each=6)
    make_photos(folder / "val", each=3, seed=1)

    outcome = learn(command, folder, tmp_path / "run")

    assert_one_sentence(outcome, "fewer than two classes with pictures to learn from")
    assert "All its pictures are kept aside, so it is never learned." in outcome.output
    assert not (tmp_path / "run").exists()


def test_only_broken_pictures(command: Command, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "bad" / name).mkdir(parents=True)
        (tmp_path / "bad" / name / "1.jpg").write_bytes(b"\xff\xd8\xff")
    assert_one_sentence(learn(command, tmp_path / "bad", tmp_path / "run"), "two classes")
    assert not (tmp_path / "run").exists()


def test_a_folder_and_a_file_that_may_not_be_read(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_photos(tmp_path / "photos", kinds=("disc", "square", "bar"), each=4)
    deny(monkeypatch, folder / "bar", folder / "disc" / "disc 1.jpg")

    told = problems_of(command, folder)
    trained = learn(command, folder, tmp_path / "run")

    assert told["bar", "folder"] == "This folder may not be read; it was passed over."
    assert told["disc/disc 1.jpg", "unreadable"] == "It may not be read."
    assert trained.code == 0
    assert read_run(tmp_path / "run").record.classes == ("disc", "square")
    deny(monkeypatch, folder)
    assert_one_sentence(learn(command, folder, tmp_path / "other"), "may not be read")


def deny(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> None:
    """Let the system refuse these, even to whom it refuses nothing."""
    denied = {os.fspath(path) for path in paths}
    true_scandir, true_open = os.scandir, Path.open

    def scandir(path: str | int) -> object:
        if path in denied:
            raise PermissionError(13, "Permission denied", path)
        return true_scandir(path)  # type: ignore[arg-type, unused-ignore] # as given

    def opened(self: Path, *arguments: object, **options: object) -> object:
        if os.fspath(self) in denied:
            raise PermissionError(13, "Permission denied", os.fspath(self))
        return true_open(self, *arguments, **options)  # type: ignore[call-overload] # as given

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(Path, "open", opened)


def test_a_path_longer_than_any_file_has(command: Command, tmp_path: Path) -> None:
    long = "x" * 300
    training = command("train", "--preset", "dense-128", "--out", tmp_path / "run", "--data", long)
    assert_one_sentence(training, "cannot be read (File name too long)")
    assert_one_sentence(command("scan", long), "cannot be read (File name too long)")
