import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.recipe import HeadRecipe, Output
from core.run.record import CurvePoint
from core.training.photo_features.cross_validation import Measured, cross_validate
from core.training.photo_features.examples import Examples
from core.training.photo_features.heads import answers, final_head

WIDTH = 12
RECIPES = (
    HeadRecipe((Output("one", WIDTH), Output("two", WIDTH)), standardised=False, c=1.0),
    HeadRecipe((Output("one", WIDTH),), standardised=True, c=0.01),
)


def _examples(
    count: int, classes: int, *, spread: float, copies: int = 1, seed: int = 0
) -> Examples:
    """Clouds of pictures, each picture `copies` times."""
    random = np.random.default_rng(seed)
    labels = (np.arange(count) % classes).astype(np.int32)
    centres = random.normal(0, 1, (classes, 2 * WIDTH))
    rows = (centres[labels] + random.normal(0, spread, (count, 2 * WIDTH))).astype(np.float32)
    rows, labels = np.repeat(rows, copies, axis=0), np.repeat(labels, copies)
    return Examples(
        features={"one": rows[:, :WIDTH], "two": rows[:, WIDTH:]},
        labels=labels,
        groups=np.repeat(np.arange(count), copies).astype(np.int32),
        classes=classes,
        recipes=RECIPES,
    )


def _measure(examples: Examples, *, folds: int = 5, seed: int = 7) -> Measured:
    measured = cross_validate(
        examples, folds=folds, seed=seed, report=lambda _point, _points: None, cancel=CancelToken()
    )
    assert measured is not None
    return measured


def test_it_measures_what_other_pictures_would_show() -> None:
    held, off = 0, []
    for seed in range(10):
        measured = _measure(_examples(90, 3, spread=2.0, seed=seed))
        everything = _examples(1500, 3, spread=2.0, seed=seed)
        learned, others = np.arange(90, dtype=np.int32), np.arange(90, 1500, dtype=np.int32)
        head, converged = final_head(everything, learned, cancel=CancelToken())
        assert converged
        right = answers(head, everything, others).argmax(axis=1) == everything.labels[others]
        low, high = measured.result.interval
        held += low < right.mean() < high
        off.append(measured.result.accuracy - right.mean())
    assert held >= 7
    assert abs(np.mean(off)) < 0.05


def test_classes_of_one_picture_do_not_make_all_answers_unsure() -> None:
    whole = _examples(200, 10, spread=1.0)
    rows = np.concatenate([np.flatnonzero(whole.labels < 6), np.arange(6, 10)])
    with_rare = Examples(
        features={name: columns[rows] for name, columns in whole.features.items()},
        labels=whole.labels[rows],
        groups=whole.groups[rows],
        classes=10,
        recipes=RECIPES,
    )
    rows = rows[:-4]
    without = Examples(
        features={name: columns[rows] for name, columns in whole.features.items()},
        labels=whole.labels[rows],
        groups=whole.groups[rows],
        classes=10,
        recipes=RECIPES,
    )
    assert _measure(with_rare).temperature == pytest.approx(_measure(without).temperature, rel=0.5)


def test_chance_is_told_as_chance() -> None:
    random = np.random.default_rng(1)
    examples = _examples(200, 4, spread=1.0)
    shuffled = Examples(
        features=examples.features,
        labels=random.permutation(examples.labels).astype(np.int32),
        groups=examples.groups,
        classes=4,
        recipes=RECIPES,
    )
    measured = _measure(shuffled)
    assert measured.result.accuracy < 0.4
    assert measured.temperature >= 1.0  # nothing is sure


def test_copies_do_not_help_to_remember() -> None:
    # Learned by heart, every copy would be right.
    alone = _measure(_examples(90, 3, spread=3.0))
    copied = _measure(_examples(90, 3, spread=3.0, copies=4))
    assert copied.result.accuracy == pytest.approx(alone.result.accuracy, abs=0.12)
    wide = copied.result.interval[1] - copied.result.interval[0]
    assert wide == pytest.approx(alone.result.interval[1] - alone.result.interval[0], abs=0.03)


def test_the_curve_grows_and_ends_in_the_result() -> None:
    told: list[tuple[CurvePoint, int]] = []
    examples = _examples(400, 4, spread=2.5)
    measured = cross_validate(
        examples,
        folds=5,
        seed=7,
        report=lambda point, points: told.append((point, points)),
        cancel=CancelToken(),
    )
    assert measured is not None
    assert tuple(point for point, _ in told) == measured.curve
    assert {points for _, points in told} == {5}
    assert [point.pictures for point in measured.curve] == [20, 40, 80, 160, 320]
    assert measured.curve[-1].accuracy == measured.result.accuracy
    assert measured.curve[0].accuracy < measured.curve[-1].accuracy


def test_every_picture_has_an_answer_that_did_not_know_it() -> None:
    measured = _measure(_examples(50, 5, spread=0.5))
    assert measured.probabilities.shape == (50, 5)
    assert measured.probabilities.sum(axis=1) == pytest.approx(np.ones(50))


def test_the_same_seed_gives_the_same() -> None:
    examples = _examples(60, 3, spread=2.0)
    assert _measure(examples).result == _measure(examples).result


@pytest.mark.parametrize(("count", "classes"), [(2, 2), (8, 1)])
def test_too_few_to_measure(count: int, classes: int) -> None:
    examples = _examples(count, classes, spread=1.0)
    measured = cross_validate(
        examples, folds=5, seed=0, report=lambda _point, _points: None, cancel=CancelToken()
    )
    assert measured is None


def test_two_hundred_classes_of_two() -> None:
    measured = _measure(_examples(400, 200, spread=0.1))
    assert measured.result.folds == 2
    assert measured.result.accuracy > 0.5
    assert len(measured.curve) == 1


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()

    def stop(_point: CurvePoint, _points: int) -> None:
        cancel.cancel()

    with pytest.raises(Cancelled):
        cross_validate(_examples(400, 4, spread=1.0), folds=5, seed=0, report=stop, cancel=cancel)
