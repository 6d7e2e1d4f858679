from core.training.events import (
    CrossValidated,
    CurveGrew,
    Decoding,
    Extracting,
    Noticed,
    Preparing,
    StepsDone,
    Validating,
)
from gui.training_news import TrainingNews, learning_in, preparation_in
from tests.gui.feature_trainings import CURVE, MEASURED, SENTENCE
from tests.gui.trainings import steps

PASSING = Extracting(10, 40, 5.0, 6.0)


def after(*events: object) -> TrainingNews:
    news = TrainingNews()
    for event in events:
        news = news.after(event)
    return news


def test_the_time_left_is_that_of_what_is_being_done() -> None:
    assert after().seconds_left is None
    assert after(PASSING).seconds_left == 6.0
    assert after(PASSING, steps(1, 3)).seconds_left == 47.2
    assert after(steps(1, 3), Decoding(1, 2, 3.0, 4.0)).seconds_left == 4.0
    assert after(PASSING, Preparing("Measuring")).seconds_left is None


def test_it_is_measured_until_the_result_is_known() -> None:
    assert not after(PASSING).measuring
    growing = after(PASSING, CurveGrew(CURVE[0], 5), CurveGrew(CURVE[1], 5))
    assert growing.measuring
    assert [grown.point for grown in growing.curve] == list(CURVE[:2])
    known = growing.after(CrossValidated(MEASURED, SENTENCE))
    assert not known.measuring
    assert (known.measured, known.sentence) == (MEASURED, SENTENCE)


def test_decoding_is_no_extracting_and_what_was_noticed_is_kept() -> None:
    assert not after(Decoding(1, 2, 3.0, 4.0)).extracted
    news = after(PASSING, Noticed("The disk is full."), CrossValidated(MEASURED, SENTENCE))
    assert news.extracted
    assert news.noticed == ("The disk is full.",)
    assert news.sentence == SENTENCE


def test_every_event_has_its_words() -> None:
    assert preparation_in(Preparing("Loading the backbone")) == "Loading the backbone"
    assert "pass the backbone, once" in str(preparation_in(PASSING))
    assert "each a little varied" in str(preparation_in(PASSING, tuning=True))
    assert "decoded once" in str(preparation_in(Decoding(1, 2, 3.0, 4.0)))
    assert preparation_in(Validating(1)) is None
    assert learning_in(PASSING) is None
    progress: StepsDone = steps(1, 1)
    assert learning_in(progress) == ""
    assert "asked about the others" in str(learning_in(CurveGrew(CURVE[0], 5)))
