import numpy as np
import pytest

from core.features.head import calibrated, softmax
from core.training.photo_features.calibration import (
    calibration_error,
    fitted_temperature,
    log_loss,
    temperature_of,
)


def _answers(count: int, *, sharpened: float) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Probabilities that are true once their logarithms are divided by `sharpened`."""
    random = np.random.default_rng(3)
    true = softmax(random.normal(0, 1.5, (count, 4)))
    labels = np.array([random.choice(4, p=row) for row in true], np.int32)
    parts = np.array_split(np.arange(count, dtype=np.int32), 5)
    return softmax(np.log(true) * sharpened), labels, list(parts)


@pytest.mark.parametrize("sharpened", [0.5, 2.0, 4.0])
def test_the_temperature_undoes_what_was_too_sure_or_too_shy(sharpened: float) -> None:
    probabilities, labels, parts = _answers(4000, sharpened=sharpened)
    temperature = temperature_of(probabilities, labels, parts)
    assert temperature == pytest.approx(sharpened, rel=0.1)
    mended = calibrated(probabilities, temperature)
    assert log_loss(mended, labels) < log_loss(probabilities, labels)
    assert calibration_error(mended, labels) < 0.03 < calibration_error(probabilities, labels)


def test_a_temperature_that_does_not_help_others_is_not_kept() -> None:
    # Fitted on few pictures it follows chance; on the pictures it was not fitted on it harms.
    kept = 0
    for start in range(0, 800, 40):
        probabilities, labels, _ = _answers(800, sharpened=1.0)
        part = slice(start, start + 40)
        parts = [p.astype(np.int32) for p in np.array_split(np.arange(40), 5)]
        kept += temperature_of(probabilities[part], labels[part], parts) != 1.0
    assert kept < 15


def test_one_part_gives_no_temperature() -> None:
    probabilities, labels, _ = _answers(100, sharpened=3.0)
    assert temperature_of(probabilities, labels, [np.arange(100, dtype=np.int32)]) == 1.0


def test_classes_that_were_not_learned_say_nothing_about_the_temperature() -> None:
    probabilities, labels, parts = _answers(400, sharpened=2.0)
    expected = temperature_of(probabilities, labels, parts)
    known = np.ones(400, bool)
    for part in parts:  # in each part two pictures of a class that the head did not know
        known[part[:2]] = False
    labels[~known] = 3
    probabilities[~known] = [0.6, 0.3, 0.1, 1e-26]
    found = temperature_of(probabilities, labels, parts, known=known)
    assert found == pytest.approx(expected, rel=0.1)
    assert temperature_of(probabilities, labels, parts) > 2 * found
    assert temperature_of(probabilities, labels, parts, known=np.zeros(400, bool)) == 1.0


@pytest.mark.parametrize("count", [8, 40, 400])
def test_pictures_that_are_all_right_do_not_make_it_quite_sure(count: int) -> None:
    probabilities = np.tile([0.8, 0.15, 0.05], (count, 1))
    temperature = fitted_temperature(probabilities, np.zeros(count, np.int32))
    sure = calibrated(probabilities, temperature)[0, 0]
    assert 1 - 3 / count < sure < 1 - 0.2 / count


def test_the_calibration_error_by_hand() -> None:
    # 0.95 sure and right in one of two; 0.65 sure and right in both: |0.95-0.5|/2 + |0.65-1|/2.
    probabilities = np.array([[0.95, 0.05], [0.95, 0.05], [0.65, 0.35], [0.65, 0.35]])
    labels = np.array([0, 1, 0, 0], np.int32)
    assert calibration_error(probabilities, labels) == pytest.approx(0.4)


def test_no_probability_is_too_small_for_a_logarithm() -> None:
    probabilities = np.array([[1.0, 0.0]])
    assert np.isfinite(log_loss(probabilities, np.array([1], np.int32)))
    assert calibrated(probabilities, 0.5) == pytest.approx(probabilities, abs=1e-30)
