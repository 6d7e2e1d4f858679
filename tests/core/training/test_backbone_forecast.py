"""What the way through a backbone takes, told beforehand."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.data.folder.catalogue import Photo
from core.data.form import Fit, PictureForm
from core.errors import Cancelled, LitmusError
from core.features.backbone import ACCURATE, QUICK, Backbone, backbones
from core.features.feature_cache import FeatureCache, feature_kind
from core.model.network import NetworkSpec
from core.model.presets import photo_preset, preset
from core.model.standing import with_backbones
from core.places import cache_folder
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training import backbone_measuring
from core.training.backbone_forecast import (
    Passes,
    PassSpeed,
    read_pass_speed,
    with_passes,
    yet_to_pass,
)
from core.training.backbone_measuring import measure_passes
from core.training.forecast import Forecast, forecast, this_computer
from tests.records import epoch, record

BETTER, SMALLER = backbones(ACCURATE)
SPEED = PassSpeed(
    litmus="0.1.0",
    computer=this_computer(),
    decoding=0.1,
    passing={BETTER.sha256: 2.0, SMALLER.sha256: 1.0},
)
NETWORK = photo_preset("photo-features").network


def _passes(better: list[int], smaller: list[int], *, roots: tuple[float, ...] = ()) -> Passes:
    return Passes(
        pictures=4,
        roots=np.array(roots or (1.0, 1.0, 1.0, 2.0)),
        lacking={
            BETTER.sha256: np.array(better, np.int32),
            SMALLER.sha256: np.array(smaller, np.int32),
        },
    )


def _photo(number: int, *, size: tuple[int, int] = (1000, 1000)) -> Photo:
    content = number.to_bytes(16, "big")
    return Photo(f"/{number}.jpg", f"{number}.jpg", 1, 1, content, b"", size, 0)


def _foretold(
    network: NetworkSpec = NETWORK,
    *runs: Run,
    passes: Passes | None = None,
    speed: PassSpeed | None = SPEED,
    folds: int = 5,
) -> Forecast:
    settings = TrainingSettings(folds=folds)
    known = forecast(network, settings, classes=10, pictures=4, speed=None)
    assert known is not None
    return with_passes(known, network, settings, classes=10, passes=passes, speed=speed, runs=runs)


def test_each_backbone_costs_its_own_pictures_and_each_picture_is_decoded_once() -> None:
    passes = _passes([0, 3], [0, 1])
    # Two times 2 s and two times 1 s; pictures 0 and 1 have one megapixel, picture 3 has four.
    assert passes.seconds((BETTER, SMALLER), SPEED) == pytest.approx(6.0 + 0.1 * (1 + 1 + 2))
    assert passes.waiting((BETTER, SMALLER)) == 3
    assert passes.seconds((SMALLER,), SPEED) == pytest.approx(2.0 + 0.2)
    assert passes.waiting((SMALLER,)) == 2


def test_what_was_not_measured_or_not_counted_is_not_foretold() -> None:
    only = SPEED.model_copy(update={"passing": {SMALLER.sha256: 1.0}})
    assert _passes([0], [0]).seconds((BETTER,), only) is None
    own = replace(SMALLER, sha256="of another")
    assert _passes([0], [0]).seconds((own,), SPEED) is None
    assert _passes([0], [0]).waiting((own,)) is None
    assert _passes([], []).waiting((BETTER, own)) is None


def test_what_lies_in_the_cache_need_not_pass_again(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path / "cache")
    photos = [_photo(number) for number in range(3)]
    form = PictureForm(height=260, width=260, channels=3)
    cache.put(photos[1].content, feature_kind(SMALLER, form), np.ones(SMALLER.width, np.float32))
    given = PictureForm(height=28, width=28, channels=1)  # the size is the backbone's anyway

    passes = yet_to_pass(photos, (BETTER, SMALLER), given, cache=cache)

    assert passes.pictures == 3
    assert passes.lacking[SMALLER.sha256].tolist() == [0, 2]
    assert passes.lacking[BETTER.sha256].tolist() == [0, 1, 2]
    padded = given.model_copy(update={"fit": Fit.PAD})
    other = yet_to_pass(photos, (SMALLER,), padded, cache=cache)
    assert other.lacking[SMALLER.sha256].tolist() == [0, 1, 2], "fitted in another way"


def test_larger_pictures_take_longer_to_decode() -> None:
    passes = yet_to_pass([_photo(0), _photo(1, size=(4000, 3000))], (SMALLER,), PictureForm())
    assert passes.roots.tolist() == pytest.approx([1.0, 12**0.5])


def test_no_pictures_take_no_time() -> None:
    passes = yet_to_pass([], (SMALLER,), PictureForm())
    assert passes.seconds((SMALLER,), SPEED) == 0.0
    assert passes.waiting((SMALLER,)) == 0


def test_a_network_that_learns_from_pixels_is_foretold_as_before() -> None:
    network = preset("dense-128").network
    known = forecast(network, TrainingSettings(), classes=10, pictures=4, speed=None)
    assert known is not None
    same = with_passes(
        known, network, TrainingSettings(), classes=10, passes=_passes([], []), speed=SPEED
    )
    assert same is known


def test_a_regression_is_foretold_in_all() -> None:
    known = _foretold(passes=_passes([0], [0]))
    assert known.seconds_per_epoch is None
    assert known.waiting == 1
    assert known.passing_seconds == pytest.approx(3.1)
    assert known.fitting_seconds is not None
    assert known.fitting_seconds > 0


def test_until_it_was_counted_nothing_is_known() -> None:
    known = _foretold()
    assert (known.waiting, known.passing_seconds, known.fitting_seconds) == (None, None, None)


def test_what_is_in_the_cache_takes_no_time_even_on_a_computer_not_measured() -> None:
    assert _foretold(passes=_passes([], []), speed=None).passing_seconds == 0.0
    assert _foretold(passes=_passes([0], []), speed=None).passing_seconds is None


def test_a_head_that_keras_trains_has_epochs_after_the_passes() -> None:
    known = _foretold(photo_preset("keras-head").network, passes=_passes([0], [0]))
    assert known.passing_seconds == pytest.approx(3.1)
    assert known.fitting_seconds is None


def test_more_folds_take_longer_and_none_are_quickest() -> None:
    pictures = replace(_passes([], []), pictures=400)
    seconds = [
        _foretold(passes=pictures, folds=folds).fitting_seconds or 0.0 for folds in (0, 2, 5, 10)
    ]
    assert seconds == sorted(seconds)
    assert seconds[0] < seconds[-1]


def test_a_run_that_was_fitted_alike_gives_its_own_figure(tmp_path: Path) -> None:
    fitted = epoch(1).model_copy(update={"seconds": 70.0, "read_seconds": 20.0})
    run = record(fitted, network=NETWORK)
    data = run.data.model_copy(update={"training": 3, "validation": 1})
    settings = TrainingSettings(folds=5)
    made = Run(tmp_path, run.model_copy(update={"data": data, "settings": settings}))
    passes = _passes([], [])
    assert _foretold(NETWORK, made, passes=passes).fitting_seconds == pytest.approx(50.0)
    assert _foretold(NETWORK, made, passes=passes, folds=3).fitting_seconds != pytest.approx(50.0)
    quick = with_backbones(NETWORK, QUICK)
    assert _foretold(quick, made, passes=passes).fitting_seconds != pytest.approx(50.0)


def test_this_computer_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    speed = measure_passes((SMALLER,), CancelToken())
    each = speed.passing[SMALLER.sha256] * (os.cpu_count() or 1)
    assert 1e-4 < each < 1.0, "seconds that one core takes for a picture"
    assert 1e-5 < speed.decoding < 1.0
    assert read_pass_speed() == speed

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("measured again")

    monkeypatch.setattr(backbone_measuring, "Extractor", refuse)
    monkeypatch.setattr(backbone_measuring, "read_fitted", refuse)
    assert measure_passes((SMALLER,), CancelToken()) == speed


def test_a_backbone_that_cannot_be_run_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(found: Backbone) -> None:
        raise LitmusError(f"{found.title} is damaged.")

    monkeypatch.setattr(backbone_measuring, "Extractor", fail)
    assert measure_passes((SMALLER,), CancelToken()).passing == {}


def test_a_measurement_gives_way_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backbone_measuring, "Extractor", lambda _found: None)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        measure_passes((SMALLER,), cancel)
    assert read_pass_speed() is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        SPEED.model_copy(update={"computer": "another"}).model_dump_json().encode(),
        SPEED.model_copy(update={"litmus": "0.0.1"}).model_dump_json().encode(),
    ],
)
def test_a_measurement_that_is_damaged_or_of_another_computer_does_not_count(
    content: bytes,
) -> None:
    cache_folder().mkdir(parents=True)
    (cache_folder() / "backbone-speed.json").write_bytes(content)
    assert read_pass_speed() is None
