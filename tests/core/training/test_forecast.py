"""What a training will need, told beforehand."""

from pathlib import Path

import psutil
import pytest

from core.model.layers import Conv2D, Dense, Flatten
from core.model.network import NetworkSpec
from core.model.presets import photo_preset, preset
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.forecast import Forecast, Speed, forecast, this_computer, uses_fast_arithmetic
from tests.records import epoch, record

SPEED = Speed(
    litmus="0.1.0",
    computer=this_computer(),
    dense_step=1e-3,
    dense_parameter=1e-8,
    convolutional_step=1e-3,
    multiplication=1e-9,
    fast_multiplication=0.5e-9,
)
DENSE = preset("dense-128").network
REGRESSION = photo_preset("photo-features").network


def _forecast(network: NetworkSpec = DENSE, *runs: Run, **settings: object) -> Forecast:
    known = forecast(
        network,
        TrainingSettings.model_validate(settings),
        classes=10,
        pictures=60_000,
        speed=SPEED,
        runs=runs,
    )
    assert known is not None
    return known


def _run(folder: Path, **settings: object) -> Run:
    made = record(epoch(1), epoch(2), name="Run 3")
    given = {"fast_arithmetic": False} | settings
    return Run(folder, made.model_copy(update={"settings": TrainingSettings.model_validate(given)}))


def test_an_epoch_costs_its_steps_and_the_validation_pictures() -> None:
    # 1,688 steps of 32: 1 ms and 101,770 parameters at 10 ns; each answer a third of what grows.
    step = 1e-3 + 101_770 * 1e-8
    answer = 101_770 * 1e-8 * 0.4 / 32 / 3
    known = _forecast()
    assert known.seconds_per_epoch == pytest.approx(1688 * step + 6000 * answer)
    assert known.source == "measured"


def test_without_a_measurement_only_the_memory_is_known() -> None:
    known = forecast(DENSE, TrainingSettings(), classes=10, pictures=60_000, speed=None)
    assert known is not None
    assert known.seconds_per_epoch is None
    assert known.memory_bytes > 60_000 * 784


def test_what_the_program_has_already_is_there_for_it() -> None:
    known = _forecast()
    assert psutil.virtual_memory().available < known.available_bytes <= known.total_bytes


def test_a_network_with_a_problem_has_no_forecast() -> None:
    broken = NetworkSpec(layers=(Flatten(), Conv2D()))
    assert forecast(broken, TrainingSettings(), classes=10, pictures=9, speed=SPEED) is None


def test_a_run_of_the_same_work_gives_its_own_figure(tmp_path: Path) -> None:
    known = _forecast(DENSE, _run(tmp_path))
    assert known.seconds_per_epoch == pytest.approx(2.0)
    assert known.source == "from Run 3"


def test_the_run_counts_for_the_pictures_that_it_learned_from(tmp_path: Path) -> None:
    known = _forecast(DENSE, _run(tmp_path), validation=0.5)
    # 54,000 learned and 6,000 answered took 2 s; 30,000 of each are to come.
    assert known.seconds_per_epoch == pytest.approx(2.0 * (30_000 + 10_000) / (54_000 + 2_000))


@pytest.mark.parametrize(
    "other", [{"optimizer": "sgd"}, {"batch_size": 64}, {"fast_arithmetic": True}]
)
def test_a_run_of_other_work_says_nothing(tmp_path: Path, other: dict[str, object]) -> None:
    assert _forecast(DENSE, _run(tmp_path, **other)).source == "measured"
    assert _forecast(DENSE, _run(tmp_path, **other), **other).source == "from Run 3"


def test_a_run_of_another_network_says_nothing(tmp_path: Path) -> None:
    wider = NetworkSpec(layers=(Flatten(), Dense(units=64), DENSE.layers[-1]))
    assert _forecast(wider, _run(tmp_path)).source == "measured"


def test_fast_arithmetic_only_where_a_measurement_says_so_or_a_person() -> None:
    def fast(name: str, speed: Speed | None, wish: bool | None = None) -> bool:
        settings = TrainingSettings(fast_arithmetic=wish)
        return uses_fast_arithmetic(preset(name).network, settings, classes=10, speed=speed)

    assert fast("convolutional", SPEED)
    assert not fast("dense-512", SPEED)
    assert not fast("convolutional", None)
    slow = SPEED.model_copy(update={"fast_multiplication": SPEED.multiplication / 1.2})
    assert not fast("convolutional", slow)
    assert fast("dense-512", None, wish=True)
    assert not fast("convolutional", SPEED, wish=False)


def test_a_head_behind_a_backbone_costs_no_more_than_itself() -> None:
    network = photo_preset("keras-head").network
    known = forecast(network, TrainingSettings(), classes=10, pictures=400, speed=SPEED)
    assert known is not None
    # 25,610 parameters; 360 pictures are 12 steps, and 40 are answered.
    step = 1e-3 + 25_610 * 1e-8
    answer = 25_610 * 1e-8 * 0.4 / 32 / 3
    assert known.seconds_per_epoch == pytest.approx(12 * step + 40 * answer)


def test_a_regression_needs_no_tensorflow_and_has_no_epochs() -> None:
    known = forecast(REGRESSION, TrainingSettings(), classes=10, pictures=400, speed=SPEED)
    head = forecast(
        photo_preset("keras-head").network,
        TrainingSettings(),
        classes=10,
        pictures=400,
        speed=SPEED,
    )
    assert known is not None
    assert head is not None
    assert known.seconds_per_epoch is None
    assert known.memory_bytes < head.memory_bytes
    assert not known.warnings


def test_too_many_pictures_for_a_regression_are_said_to_be_used_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class _Small:
        total = 4_000_000_000
        available = 1_000_000_000

    monkeypatch.setattr(psutil, "virtual_memory", _Small)
    known = forecast(REGRESSION, TrainingSettings(), classes=10, pictures=200_000, speed=SPEED)
    assert known is not None
    assert "less of it will be used" in known.warnings[0]
    few = forecast(REGRESSION, TrainingSettings(), classes=10, pictures=1_000, speed=SPEED)
    assert few is not None
    assert not few.warnings
