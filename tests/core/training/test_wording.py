import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.interval import wilson
from core.run.record import CrossValidation, CurvePoint
from core.training.wording import (
    closing_sentence,
    cross_validation_words,
    epochs_phrase,
    more_pictures,
    percent,
    progress_sentence,
    share_with_interval,
)
from tests.records import epoch


@pytest.mark.parametrize(
    ("share", "text"), [(0.95, "95 %"), (0.9079, "90.8 %"), (1.0, "100 %"), (0.0, "0 %")]
)
def test_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_epochs_phrase() -> None:
    assert [epochs_phrase(n) for n in (1, 2, 1000)] == ["1 epoch", "2 epochs", "1,000 epochs"]


def test_memorising_is_told_with_the_best_epoch() -> None:
    pairs = [(0.5, 0.40), (0.4, 0.35), (0.3, 0.37), (0.2, 0.41)]
    epochs = [
        epoch(i, loss=a, val_loss=b, val_accuracy=0.88) for i, (a, b) in enumerate(pairs, start=1)
    ]
    sentence = progress_sentence(epochs, 10)
    assert "has risen for 2 epochs while training loss falls" in sentence
    assert "epoch 2" in sentence


def test_rising_accuracy_is_learning_well_and_none_is_not() -> None:
    first = epoch(1, val_loss=0.5, val_accuracy=0.80)
    assert progress_sentence([first, epoch(2, val_loss=0.4, val_accuracy=0.85)], 10).startswith(
        "Learning well"
    )
    assert "not higher" in progress_sentence([first, epoch(2, val_loss=0.4, val_accuracy=0.79)], 10)


def test_what_was_higher_before_is_not_still_rising() -> None:
    epochs = [
        epoch(1, val_loss=0.5, val_accuracy=0.80),
        epoch(2, val_loss=0.6, val_accuracy=0.60),
        epoch(3, val_loss=0.4, val_accuracy=0.70),
    ]
    assert progress_sentence(epochs, 10) == (
        "Validation accuracy 70 % after epoch 3, higher than the epoch before. "
        "The highest so far was 80 %, in epoch 1."
    )


def test_without_validation_the_sentence_says_so() -> None:
    assert "Without a validation set" in progress_sentence([epoch(1)], 10)


def test_closing_sentence_names_the_kept_epoch() -> None:
    best = epoch(2, val_loss=0.4, val_accuracy=0.883)
    text = closing_sentence("Finished after 3 epochs, as planned.", best, of_best=True)
    assert text.endswith("The best weights, of epoch 2, are kept: validation accuracy 88.3 %.")


def test_what_guessing_would_get_right_is_not_praised() -> None:
    at_chance = epoch(1, val_loss=2.3, val_accuracy=0.11)
    assert "no better than guessing among 10" in progress_sentence([at_chance], 10)
    assert "guessing" not in progress_sentence([at_chance], 20)


@pytest.mark.parametrize(
    ("share", "interval", "text"),
    [
        (0.88, (0.839, 0.912), "88 % ± 4"),
        (0.97, (0.92, 0.99), "97 % (92–99)"),
        (1.0, (0.963, 1.0), "100 % (96–100)"),
        (0.8, (0.627, 0.905), "80 % (63–90)"),
        (0.5, (0.4, 0.6), "50 % ± 10"),
        (0.8831, (0.878, 0.888), "88.3 % ± 0.5"),
    ],
)
def test_an_interval_is_told_as_one_number_only_where_it_is_one(
    share: float, interval: tuple[float, float], text: str
) -> None:
    assert share_with_interval(share, interval) == text


@given(st.integers(0, 60), st.integers(1, 60))
def test_what_is_told_never_reaches_beyond_what_can_be(right: int, more: int) -> None:
    share = right / (right + more)
    told = share_with_interval(share, wilson(share, right + more))
    number, _, half = told.partition(" % ± ")
    if half:
        assert float(number) - float(half) + 1 >= 0
        assert float(number) + float(half) <= 101
    else:
        assert "–" in told


def test_cross_validation_words() -> None:
    result = CrossValidation(
        accuracy=0.88, interval=(0.84, 0.91), folds=5, seed=7, pictures=1308, loss=0.4
    )
    assert cross_validation_words(result) == "5-fold cross-validated on 1,308 pictures"


def curve(*accuracies: float, last: int = 320, asked: float | None = None) -> list[CurvePoint]:
    """A curve over doublings, with the intervals of so many pictures asked."""
    count = len(accuracies)
    return [
        CurvePoint(
            pictures=round(last / 2 ** (count - 1 - place)),
            accuracy=share,
            interval=wilson(share, asked or last),
        )
        for place, share in enumerate(accuracies)
    ]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        (
            curve(0.70, 0.81, 0.88),
            (
                "With 160 pictures it was right in 81 %, with 320 in 88 %: more photos will still "
                "help."
            ),
        ),
        (
            curve(0.86, 0.88),
            (
                "With 160 pictures it was right in 86 %, with 320 in 88 %, which may be chance "
                "(± 4 points): "
                "more photos may help a little."
            ),
        ),
        (
            curve(0.80, 0.876, 0.88, asked=900),
            "The last doubling brought 0.4 points: more photos of the same kind will hardly help.",
        ),
        (
            curve(0.88, 0.879, asked=900),
            "The last doubling brought nothing: more photos of the same kind will hardly help.",
        ),
        (
            curve(0.80, 0.80, last=40),
            (
                "The last doubling brought nothing, but so few pictures cannot tell a small gain "
                "from chance (± 12 points): more photos will at least measure it better."
            ),
        ),
        (
            curve(0.98, 0.994),
            (
                "With 320 pictures it was right in 99 %: more photos of the same kind have hardly "
                "anything left to improve."
            ),
        ),
        (
            curve(0.10, 0.12),
            (
                "With 320 pictures it was right in 12 %, hardly better than guessing among 10 "
                "classes: look whether the pictures show what tells the classes apart, before you "
                "add more."
            ),
        ),
        ([], "There are too few pictures to measure whether more of them would help."),
    ],
)
def test_whether_more_pictures_help_is_told_with_its_uncertainty(
    points: list[CurvePoint], sentence: str
) -> None:
    assert more_pictures(points, 10) == sentence


def test_sizes_that_are_no_doubling_are_named() -> None:
    points = curve(0.876, 0.88)
    points[0] = points[0].model_copy(update={"pictures": 300})
    assert more_pictures(points, 10).startswith("The step from 300 to 320 pictures brought 0.4")


@given(st.lists(st.floats(0, 1), max_size=6), st.integers(8, 20_000), st.integers(2, 200))
def test_there_is_always_one_sentence(shares: list[float], last: int, classes: int) -> None:
    told = more_pictures(curve(*shares, last=last), classes)
    assert told.endswith(".")
    assert told.count(". ") == 0
