from collections.abc import Iterator

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.features.head import softmax
from core.features.recipe import HeadRecipe, Output
from core.training.photo_features import solver
from core.training.photo_features.solver import fit, fitting

WIDTH = 40


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with fitting(one_thread_each=True):
        yield


def _recipe(*, standardised: bool, c: float = 1.0) -> HeadRecipe:
    return HeadRecipe((Output("any", WIDTH),), standardised=standardised, c=c)


def _pictures(count: int, classes: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = (np.arange(count) % classes).astype(np.int32)
    centres = random.normal(0, 1, (classes, WIDTH))
    return np.abs(centres[labels] + random.normal(0, 1.5, (count, WIDTH))), labels


def _answers(fitted: solver.Fitted, pictures: np.ndarray) -> np.ndarray:
    scores = pictures @ fitted.head.weights.astype(np.float64) + fitted.head.bias
    return softmax(scores)


@pytest.mark.parametrize("classes", [2, 3, 7])
@pytest.mark.parametrize("standardised", [False, True])
@pytest.mark.parametrize("count", [21, 200])
def test_it_is_scikit_learns_regression(classes: int, count: int, *, standardised: bool) -> None:
    from sklearn.linear_model import LogisticRegression

    pictures, labels = _pictures(count, classes)
    recipe = _recipe(standardised=standardised, c=0.3)
    fitted = fit(recipe, pictures.copy(), labels, classes=classes, cancel=CancelToken())
    assert fitted.converged

    given = pictures
    if standardised:
        given = (pictures - pictures.mean(axis=0)) / pictures.std(axis=0)
    plain = LogisticRegression(C=0.3, tol=1e-9, max_iter=20_000).fit(given, labels)
    assert _answers(fitted, pictures) == pytest.approx(plain.predict_proba(given), abs=2e-4)


def test_weights_act_as_repeated_pictures() -> None:
    pictures, labels = _pictures(30, 3)
    recipe = _recipe(standardised=False)
    weights = np.where(labels == 1, 3.0, 1.0)
    weighted = fit(
        recipe, pictures.copy(), labels, classes=3, weights=weights, cancel=CancelToken()
    )
    repeats = weights.astype(int)
    repeated = fit(
        recipe,
        np.repeat(pictures, repeats, axis=0),
        np.repeat(labels, repeats),
        classes=3,
        cancel=CancelToken(),
    )
    assert _answers(weighted, pictures) == pytest.approx(_answers(repeated, pictures), abs=1e-3)


def test_a_class_without_pictures_is_never_answered() -> None:
    pictures, labels = _pictures(30, 3)
    labels[labels == 1] = 2
    fitted = fit(
        _recipe(standardised=True), pictures.copy(), labels, classes=4, cancel=CancelToken()
    )
    answers = _answers(fitted, pictures)
    assert answers[:, [1, 3]].max() < 1e-9
    assert (answers.argmax(axis=1) == labels).mean() > 0.9


@pytest.mark.parametrize("value", [0.0, 0.7])
@pytest.mark.parametrize("standardised", [False, True])
def test_pictures_that_are_all_the_same(value: float, *, standardised: bool) -> None:
    labels = np.array([0, 0, 0, 1], np.int32)
    pictures = np.full((4, WIDTH), value)
    fitted = fit(
        _recipe(standardised=standardised), pictures, labels, classes=2, cancel=CancelToken()
    )
    answers = _answers(fitted, np.full((4, WIDTH), value))
    assert answers == pytest.approx(np.tile([0.75, 0.25], (4, 1)), abs=1e-3)


def test_many_steps_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, labels = _pictures(200, 3)
    recipe = _recipe(standardised=False)
    whole = fit(recipe, pictures.copy(), labels, classes=3, cancel=CancelToken())
    monkeypatch.setattr(solver, "_AT_ONCE", 1.0)
    parts = fit(recipe, pictures.copy(), labels, classes=3, cancel=CancelToken())
    assert parts.converged
    assert _answers(parts, pictures) == pytest.approx(_answers(whole, pictures), abs=1e-3)


def test_it_says_when_it_did_not_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "_MOST_ITERATIONS", 3)
    pictures, labels = _pictures(200, 3)
    fitted = fit(
        _recipe(standardised=False, c=100.0), pictures, labels, classes=3, cancel=CancelToken()
    )
    assert not fitted.converged


def test_it_can_be_stopped() -> None:
    cancel = CancelToken()
    cancel.cancel()
    pictures, labels = _pictures(30, 3)
    with pytest.raises(Cancelled):
        fit(_recipe(standardised=False), pictures, labels, classes=3, cancel=cancel)
