"""Bad and odd pictures on both ways in: dropped on the window, and given to `predict`."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

import main
from core.places import runs_folder
from core.run.folder import Run
from gui.predict_tab.entry import Entry, State
from gui.step_header import Step
from tests.e2e.bad_pictures import ODD, write_all
from tests.e2e.conftest import Open
from tests.gui.predict_tab.conftest import COLOURS, piece, write_picture, write_run
from tests.gui.windows import drop
from tests.records import record

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows knows no such names of files"
)


@pytest.fixture(params=["grey net", "colour net"])
def earlier_run(request: pytest.FixtureRequest, clothes_run: Run) -> Run:
    """A run of an earlier start that answers: of 28×28 grey, or of 8×8 colour pictures."""
    if request.param == "grey net":
        return clothes_run
    made = record(network=COLOURS, classes=("red", "green", "blue"), name="Colours")
    data = made.data.model_copy(update={"source": "photos"})
    made = made.model_copy(update={"data": data})
    return write_run(runs_folder(), 2, made, "brightest_8x8x3.tflite")


@pytest.mark.usefixtures("earlier_run")
def test_the_window_answers_each_or_says_why_not(open_litmus: Open, tmp_path: Path) -> None:
    told = write_all(tmp_path / "odd")
    person = open_litmus()

    person.go_to(Step.PREDICT)
    person.drop_on_predict([tmp_path / "odd"])
    entries = person.wait_for_answers(len(ODD))

    assert {entry.name: said_of(entry, told[entry.name]) for entry in entries} == told
    for entry in entries:
        person.window.predict_tab.pictures.strip.select(entry.key)
        assert_shown(entry, person.window.predict_tab.stage.notice.message.text())


def said_of(entry: Entry, expected: str) -> str:
    """The expected part of what is said, where it is said; all of it where not."""
    if entry.problem is None:
        assert entry.state is State.ANSWERED
        assert entry.verdict is not None
        return ""
    assert entry.problem.message.startswith(f"“{entry.name}” ")
    return expected if expected in entry.problem.message else entry.problem.message


def assert_shown(entry: Entry, notice: str) -> None:
    if entry.problem:
        assert entry.problem.message in notice


def test_predict_answers_each_or_says_why_not(
    earlier_run: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = write_all(tmp_path / "odd")
    files = [str(tmp_path / "odd" / name) for name in told]

    code = main.main(["predict", str(earlier_run.folder), *files, "--json"])

    output, errors = capfd.readouterr()
    assert (code, errors) == (1, "")
    answers = json.loads(output)
    assert [answer["file"] for answer in answers] == files
    for answer, (name, expected) in zip(answers, told.items(), strict=True):
        assert expected in answer.get("error", ""), name
        assert bool(expected) is ("error" in answer), name
        if not expected:
            assert sum(answer["classes"].values()) > 0


@pytest.mark.parametrize(
    ("text", "told"), [("https://example.org/boot.png", "web address"), ("words", "text")]
)
def test_what_is_no_file_is_refused_with_a_sentence(
    open_litmus: Open, text: str, told: str
) -> None:
    mime = QMimeData()
    mime.setText(text)
    if text.startswith("http"):
        mime.setUrls([QUrl(text)])
    person = open_litmus()

    assert not drop(person.window, mime)

    assert told in person.window.notice.text()
    assert person.step() is Step.DATA


@pytest.mark.usefixtures("clothes_run")
def test_files_that_go_between_drop_and_reading(open_litmus: Open, tmp_path: Path) -> None:
    person = open_litmus()
    paths = [write_picture(tmp_path / f"{number}.png", piece(1, number)) for number in range(40)]

    person.drop_on_window(paths)
    for path in paths[20:]:
        path.unlink()
    entries = person.wait_for_answers(40)

    assert all(entry.state is State.ANSWERED for entry in entries[:20])
    for entry in entries[20:]:
        assert entry.problem is not None
        assert entry.problem.message == f"“{entry.name}” no longer exists."
