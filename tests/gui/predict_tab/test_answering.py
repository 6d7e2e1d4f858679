"""The order of the answers, and what happens when something goes wrong half-way."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.errors import LitmusError
from core.prediction.background import Background
from core.run.folder import Run
from gui.jobs import Jobs
from gui.predict_tab import answer_slice
from gui.predict_tab.answer_slice import Question
from gui.predict_tab.answering import Answering
from gui.predict_tab.entry import Outcome
from tests.gui.predict_tab.conftest import piece, write_picture

Answered = list[Outcome]


@pytest.fixture
def answering(qtbot: QtBot, jobs: Jobs, clothes_run: Run) -> Answering:  # noqa: ARG001 - an application
    made = Answering(jobs, pixel_limit=1_000_000)
    made.use(clothes_run, Background.AUTOMATIC)
    return made


@pytest.fixture
def answered(answering: Answering) -> Answered:
    outcomes: Answered = []
    answering.answered.connect(outcomes.extend)
    return outcomes


@pytest.fixture
def question(tmp_path: Path) -> Callable[..., Question]:
    path = write_picture(tmp_path / "trouser.png", piece(1))

    def make(key: int, *, look: bool = False) -> Question:
        return Question(key, f"{key}.png", path, look=look)

    return make


def test_the_newest_drop_is_answered_first(
    qtbot: QtBot, answering: Answering, answered: Answered, question: Callable[..., Question]
) -> None:
    answering.ask(1, [question(key) for key in range(400)])
    answering.ask(2, [question(key) for key in range(400, 403)])
    qtbot.waitUntil(lambda: not answering.busy, timeout=20_000)
    keys = [outcome.key for outcome in answered]
    assert sorted(keys) == list(range(403))
    assert keys.index(402) < keys.index(399)


def test_an_urgent_question_interrupts(
    qtbot: QtBot, answering: Answering, answered: Answered, question: Callable[..., Question]
) -> None:
    answering.ask(1, [question(key) for key in range(400)])
    with qtbot.waitSignal(answering.answered):
        answering.ask_now(question(399, look=True))
    qtbot.waitUntil(lambda: any(o.look for o in answered), timeout=20_000)
    at = next(n for n, outcome in enumerate(answered) if outcome.look)
    assert at < 398
    assert answered[at].key == 399
    answering.stop()


def test_of_urgent_questions_only_the_last_counts(
    qtbot: QtBot, answering: Answering, answered: Answered, question: Callable[..., Question]
) -> None:
    for key in range(50):
        answering.ask_now(question(key, look=True))
    qtbot.waitUntil(lambda: not answering.busy)
    assert answered[-1].key == 49
    assert len(answered) <= 2


def test_what_was_asked_of_another_run_is_not_heard(
    qtbot: QtBot,
    answering: Answering,
    answered: Answered,
    question: Callable[..., Question],
    colour_run: Run,
) -> None:
    answering.ask(1, [question(key) for key in range(100)])
    answering.use(colour_run, Background.AUTOMATIC)
    answering.ask(2, [question(1)])
    qtbot.waitUntil(lambda: not answering.busy)
    assert {o.verdict.winner for o in answered if o.verdict} <= {"red", "green", "blue"}


def test_forgotten_pictures_are_not_answered(
    qtbot: QtBot, answering: Answering, answered: Answered, question: Callable[..., Question]
) -> None:
    answering.ask_now(question(0))
    answering.ask(1, [question(key) for key in range(1, 5)])
    answering.forget(frozenset({2, 3}))
    qtbot.waitUntil(lambda: not answering.busy)
    assert {o.key for o in answered} == {0, 1, 4}
    assert answering.progress.total == 0


def test_a_mistake_of_ours_costs_one_picture_and_is_told(
    qtbot: QtBot,
    answering: Answering,
    answered: Answered,
    question: Callable[..., Question],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = answer_slice._outcome

    def break_on_two(asked: Question, *rest: object) -> Outcome:
        if asked.key == 2:
            raise RuntimeError("a mistake")
        return real(asked, *rest)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(answer_slice, "_outcome", break_on_two)
    with qtbot.capture_exceptions() as told:
        answering.ask(1, [question(key) for key in range(5)])
        qtbot.waitUntil(lambda: not answering.busy)
    assert [str(error) for _kind, error, _trace in told] == ["a mistake"]
    assert sorted(o.key for o in answered) == list(range(5))
    (bad,) = [o for o in answered if o.problem]
    assert bad.key == 2


def test_a_run_without_a_model_fails_once_and_for_all_questions(
    qtbot: QtBot, answering: Answering, clothes_run: Run, question: Callable[..., Question]
) -> None:
    clothes_run.litert_file.unlink()
    failures: list[LitmusError] = []
    answering.failed.connect(failures.append)
    answering.ask(1, [question(key) for key in range(300)])
    qtbot.waitUntil(lambda: bool(failures))
    assert len(failures) == 1
    assert not answering.busy


def test_only_the_last_two_models_are_kept(clothes_run: Run, colour_run: Run) -> None:
    classifiers = answer_slice.Classifiers()
    first = classifiers.of(clothes_run)
    assert classifiers.of(clothes_run) is first
    classifiers.of(colour_run)
    later = clothes_run.record.model_copy(update={"started": "2026-03-03T00:00:00+00:00"})
    classifiers.of(Run(clothes_run.folder, later))
    assert classifiers.of(clothes_run) is not first


def test_the_model_is_loaded_before_the_first_picture(
    qtbot: QtBot, answering: Answering, clothes_run: Run, question: Callable[..., Question]
) -> None:
    answering.warm_up()
    qtbot.waitUntil(lambda: not answering.busy)
    clothes_run.litert_file.unlink()
    with qtbot.waitSignal(answering.answered):
        answering.ask_now(question(1))
    qtbot.waitUntil(lambda: not answering.busy)
