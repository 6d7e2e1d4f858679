import pytest

from core.features.backbone import ACCURATE, backbones
from core.training.backbone_forecast import PassSpeed
from core.training.fine_tuning_forecast import fine_tuning_seconds

BETTER, SMALLER = backbones(ACCURATE)
SPEED = PassSpeed(litmus="0", computer="a test", decoding=0.0, passing={BETTER.sha256: 0.01})


def test_each_variation_passes_once_and_is_read_in_every_epoch() -> None:
    seconds = fine_tuning_seconds(BETTER, learned=300, answered=100, speed=SPEED)
    # 4 variations of 300 and 100 others; 8 epochs of 300 learned from and 100 answered.
    assert seconds == pytest.approx(20 + 0.01 * (1300 * 1.5 + 8 * (300 * 0.4 + 100 * 0.15)))


def test_of_many_pictures_no_variations_are_made() -> None:
    seconds = fine_tuning_seconds(BETTER, learned=10_000, answered=0, speed=SPEED)
    assert seconds == pytest.approx(20 + 0.01 * (10_000 * 1.5 + 8 * 10_000 * 0.4))


def test_on_a_computer_not_measured_nobody_knows() -> None:
    assert fine_tuning_seconds(BETTER, learned=300, answered=100, speed=None) is None
    assert fine_tuning_seconds(SMALLER, learned=300, answered=100, speed=SPEED) is None
