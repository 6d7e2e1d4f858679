import pytest

from core.training.wording import closing_sentence, epochs_phrase, percent, progress_sentence
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
