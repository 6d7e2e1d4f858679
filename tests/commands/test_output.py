"""Streams that are closed, full or no longer read."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import main
from core.commands import predict
from core.commands import train as command
from core.commands.progress import TrainingProgress
from core.data.fashion_mnist import load
from core.run.folder import Run
from core.run.record import Ending, RunStatus, StopReason
from core.training.events import EpochDone
from tests.records import epoch, record

ROOT = Path(__file__).resolve().parent.parent.parent
TRAIN = ["train", "--data", "fashion-mnist", "--preset", "dense-128", "--out"]


class _Deaf(io.StringIO):
    """A stream whose reader has gone."""

    def write(self, _text: str) -> int:
        raise BrokenPipeError


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _done(status: RunStatus = RunStatus.FINISHED) -> Run:
    ending = Ending(reason=StopReason.EPOCHS, sentence="Finished after 1 epoch, as planned.")
    made = record(epoch(1), status=status)
    return Run(Path("run"), made.model_copy(update={"ending": ending}))


def _event() -> EpochDone:
    return EpochDone(epoch(1), _done(), "Learning well.")


def test_words_that_nobody_hears_end_no_training() -> None:
    with TrainingProgress(_Deaf()) as progress:
        progress.show(_event())
        progress.show(_event())
    with TrainingProgress(None) as progress:
        progress.show(_event())


def test_an_epoch_is_a_line_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with TrainingProgress(stream) as progress:
        progress.show(_event())
    assert stream.getvalue() == "Epoch 1/5: 2.0 s, loss 0.5000, accuracy 80 %\n"


@pytest.mark.parametrize("name", ["a[/b].jpg", "IMG [copy].jpg", ":cat:.jpg"])
def test_a_terminal_shows_names_as_they_are(name: str) -> None:
    stream = _Terminal()
    with TrainingProgress(stream) as progress:
        progress.note(f"{name}: It is empty.")
    assert f"{name}: It is empty.\n" in stream.getvalue()


def test_a_training_that_learned_nothing_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status, code in ((RunStatus.FINISHED, 0), (RunStatus.STOPPED, 0), (RunStatus.FAILED, 1)):
        monkeypatch.setattr(command, "train", lambda *_args, s=status, **_words: _done(s))
        assert main.main([*TRAIN, str(tmp_path / "run")]) == code


def test_ctrl_c_anywhere_is_a_word_and_130(
    clothes_run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: object, **_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(predict, "answer", interrupted)
    assert main.main(["predict", str(clothes_run.folder), "a.png"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_too_little_memory_is_a_sentence(
    clothes_run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_args: object, **_words: object) -> None:
        raise MemoryError

    monkeypatch.setattr(predict, "answer", greedy)
    assert main.main(["predict", str(clothes_run.folder), "a.png"]) == 2
    assert capsys.readouterr().err == "There is not enough memory for this.\n"


def test_a_name_that_is_no_utf_8_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []

    def train(request: object, **_words: object) -> Run:
        names.append(getattr(request, "name", ""))
        return _done()

    monkeypatch.setattr(command, "train", train)
    assert main.main([*TRAIN, str(tmp_path / "run \udcff")]) == 0
    assert names == ["run \ufffd"]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
@pytest.mark.parametrize(
    ("redirection", "code", "told"),
    [
        (">/dev/full", 2, "The answer could not be written to stdout: No space left on device.\n"),
        (">&-", 0, ""),
        ("2>&-", 0, ""),
        ("<&-", 0, ""),
    ],
)
def test_a_stream_that_is_full_or_closed(
    clothes_run: Run, tmp_path: Path, redirection: str, code: int, told: str
) -> None:
    Image.fromarray(load().test.pixels[0, ..., 0]).save(tmp_path / "a.png")
    arguments = map(str, (ROOT / "main.py", "predict", clothes_run.folder, tmp_path / "a.png"))
    line = f'"$@" {redirection}'
    result = subprocess.run(
        ["sh", "-c", line, "sh", sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (code, told)
