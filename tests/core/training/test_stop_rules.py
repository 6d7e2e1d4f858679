from core.run.record import StopReason
from core.run.settings import StopRules
from core.training.stop_rules import best_epoch, diverged, rule_that_ends, stopped_by_person
from tests.records import epoch


def test_no_rule_goes_on_until_the_planned_epoch() -> None:
    assert rule_that_ends([epoch(1)], StopRules(), planned=2) is None
    ending = rule_that_ends([epoch(1), epoch(2)], StopRules(), planned=2)
    assert ending is not None
    assert ending.reason is StopReason.EPOCHS
    assert ending.sentence == "Finished after 2 epochs, as planned."


def test_training_accuracy_and_not_validation_accuracy_is_watched() -> None:
    rules = StopRules(accuracy=0.95)
    below = epoch(1, accuracy=0.949, val_loss=0.1, val_accuracy=0.99)
    assert rule_that_ends([below], rules, planned=9) is None
    ending = rule_that_ends([below, epoch(2, accuracy=0.953)], rules, planned=9)
    assert ending is not None
    assert ending.reason is StopReason.ACCURACY
    assert ending.sentence == "Stopped after epoch 2: training accuracy reached 95 % (95.3 %)."


def test_accuracy_exactly_at_the_mark_counts_and_loss_exactly_at_it_does_not() -> None:
    reached = rule_that_ends([epoch(1, accuracy=0.95)], StopRules(accuracy=0.95), planned=9)
    assert reached is not None
    assert rule_that_ends([epoch(1, loss=0.4)], StopRules(loss=0.4), planned=9) is None
    ending = rule_that_ends([epoch(1, loss=0.399)], StopRules(loss=0.4), planned=9)
    assert ending is not None
    assert ending.reason is StopReason.LOSS
    assert "training loss fell below 0.4 (0.399)" in ending.sentence


def test_patience_counts_epochs_since_the_lowest_validation_loss() -> None:
    losses = [0.5, 0.4, 0.45, 0.41, 0.42]
    epochs = [epoch(i, val_loss=x, val_accuracy=0.8) for i, x in enumerate(losses, start=1)]
    rules = StopRules(patience=3)
    assert all(rule_that_ends(epochs[:n], rules, planned=9) is None for n in range(1, 5))
    ending = rule_that_ends(epochs, rules, planned=9)
    assert ending is not None
    assert ending.reason is StopReason.PATIENCE
    assert "validation loss has not improved for 3 epochs (lowest: 0.400, epoch 2)" in (
        ending.sentence
    )


def test_a_rule_that_the_training_was_taken_past_ends_it_no_more() -> None:
    losses = [0.5, 0.4, 0.45, 0.41, 0.42, 0.43, 0.44, 0.3, 0.31]
    epochs = [
        epoch(i, loss=x, accuracy=1 - x, val_loss=x, val_accuracy=0.8)
        for i, x in enumerate(losses, start=1)
    ]
    for rules in (StopRules(patience=3), StopRules(accuracy=0.6), StopRules(loss=0.45)):
        first = next(n for n in range(1, 9) if rule_that_ends(epochs[:n], rules, planned=99))
        assert first in (2, 5)
        for more in range(first + 1, 9):
            assert rule_that_ends(epochs[:more], rules, planned=99) is None
        ending = rule_that_ends(epochs, rules, planned=9)
        assert ending is not None
        assert ending.reason is StopReason.EPOCHS
    both = StopRules(patience=3, accuracy=0.7)
    ending = rule_that_ends(epochs[:8], both, planned=99)
    assert ending is not None
    assert ending.reason is StopReason.ACCURACY, "the other rules hold as before"


def test_patience_without_a_validation_set_never_stops() -> None:
    epochs = [epoch(n) for n in range(1, 9)]
    assert rule_that_ends(epochs, StopRules(patience=1), planned=99) is None


def test_best_epoch_is_the_earliest_with_the_lowest_validation_loss() -> None:
    losses = [0.5, 0.4, 0.4, float("nan"), 0.6]
    epochs = [epoch(i, val_loss=0.9).model_copy(update={"val_loss": x})
              for i, x in enumerate(losses, start=1)]  # fmt: skip
    assert best_epoch(epochs, keep_best=True).epoch == 2
    assert best_epoch(epochs, keep_best=False).epoch == 5
    assert best_epoch([epoch(1), epoch(2)], keep_best=True).epoch == 2


def test_endings_tell_what_is_kept() -> None:
    assert "what 2 epochs taught is kept" in stopped_by_person(2, 3, share=0.5).sentence
    assert "after 40 % of epoch 1" in stopped_by_person(0, 1, share=0.4).sentence
    assert "no longer a number" in diverged(1, 0).sentence
    assert "1 epoch taught is kept" in diverged(2, 1).sentence
