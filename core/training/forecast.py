"""How long an epoch will take and how much memory a training needs, before it starts.

The time comes from one short measurement of this computer, which is kept, until a run of the same
network gives its own figure. A step of a net without convolutions costs a fixed time and a time for
each parameter (the optimizer reads and writes it); with convolutions the multiplications count.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psutil
from pydantic import ValidationError

from core import __version__
from core.features.backbone import backbones
from core.model.network import NetworkSpec
from core.places import cache_folder
from core.run.folder import Run
from core.run.settings import TrainingSettings
from core.training.cost import FEATURE_BYTES, Cost, cost_of, regression_bytes
from core.values import Value

_REFERENCE_BATCH = 32
# Of the time a parameter costs in a step of 32 pictures, what does not grow with the batch.
_UPDATE_SHARE = 0.6
# A picture that is only answered costs about a third of one that is learned from.
_FORWARD_SHARE = 1 / 3
# bfloat16 has to be worth it: it keeps 8 bits of each product.
_CLEARLY_FASTER = 1.3

# The window with TensorFlow, and what compiling takes, measured on Linux.
_PROGRAM_BYTES = 920e6
# The window with backbones on all cores and scikit-learn, without TensorFlow.
_REGRESSION_BYTES = 480e6
# Of what is free; where that is not enough, a regression takes fewer numbers of each picture.
_USED_OF_FREE = 0.6
_BYTES_PER_PARAMETER = 24
_BYTES_PER_ACTIVATION = 12
# The pixels are held twice: for what shows them, and by TensorFlow. More than fit are read again
# in every epoch.
_COPIES = 2
_MOST_HELD_BYTES = 256e6

_LONG_S = 3600
_LESS_OF_EACH = (
    "There is not enough free memory for all that the backbone says about so many pictures: less "
    "of it will be used. Close other programs, or choose “Quick”."
)
# Pictures of this width and height gain little by being smaller.
_SMALL = 32


class Speed(Value):
    """What was measured on this computer, in seconds, at a batch size of 32.

    Attributes:
        litmus: The version that measured.
        computer: What it was measured on; another one measures again.
        dense_step: A step of a net without convolutions and without parameters.
        dense_parameter: What each parameter adds to it.
        convolutional_step: A step of a net with convolutions, without their multiplications.
        multiplication: What each multiplication of a convolution adds to it, for 32 pictures.
        fast_multiplication: The same computed in bfloat16.
    """

    litmus: str
    computer: str
    dense_step: float
    dense_parameter: float
    convolutional_step: float
    multiplication: float
    fast_multiplication: float


@dataclass(frozen=True)
class Forecast:
    """What a training will need.

    Attributes:
        seconds_per_epoch: None until the computer has been measured, and where there are no epochs.
        memory_bytes: Of the whole program while it trains.
        total_bytes: What the computer has.
        available_bytes: What of it is free now, or this program has already.
        source: Where the time comes from, in words.
        warnings: What speaks against starting it, each a sentence that says what to change.
        waiting: How many pictures have yet to pass the backbone; None without one, and until they
            were counted.
        passing_seconds: How long that takes; None until it is known.
        fitting_seconds: For a regression, what comes after that; None until it is known.
    """

    seconds_per_epoch: float | None
    memory_bytes: int
    total_bytes: int
    available_bytes: int
    source: str
    warnings: tuple[str, ...] = ()
    waiting: int | None = None
    passing_seconds: float | None = None
    fitting_seconds: float | None = None


def forecast(
    network: NetworkSpec,
    settings: TrainingSettings,
    *,
    classes: int,
    pictures: int,
    speed: Speed | None,
    runs: Sequence[Run] = (),
) -> Forecast | None:
    """What training `network` on `pictures` pictures will need; None where it cannot be trained.

    Args:
        network: The network.
        settings: How it will be trained.
        classes: Of the data set.
        pictures: Training and validation together.
        speed: What was measured on this computer.
        runs: Earlier runs; the newest of the same network and batch size gives its own figure.
    """
    cost = cost_of(network, classes)
    if cost is None:
        return None
    memory = psutil.virtual_memory()
    seconds: float | None = None
    source = ""
    if not network.by_regression:
        fast = uses_fast_arithmetic(network, settings, classes=classes, speed=speed)
        seconds, source = _seconds(cost, settings, pictures, speed, fast=fast)
        settings = settings.model_copy(update={"fast_arithmetic": fast})
        own = _own_figure(network.for_classes(classes), settings, pictures, runs)
        if own:
            seconds, source = own
    needed = _needed_bytes(network, cost, settings, pictures)
    available = memory.available + psutil.Process().memory_info().rss
    return Forecast(
        seconds,
        round(needed),
        memory.total,
        available,
        source,
        _warnings(network, settings, seconds=seconds, needed=needed, available=available),
    )


def _needed_bytes(
    network: NetworkSpec, cost: Cost, settings: TrainingSettings, pictures: int
) -> float:
    """What the whole program needs while it trains."""
    if network.backbone is not None and network.by_regression:
        return _REGRESSION_BYTES + pictures * regression_bytes(network.backbone)
    needed = _PROGRAM_BYTES + _BYTES_PER_PARAMETER * cost.parameters
    needed += _COPIES * min(pictures * _picture_bytes(network), _MOST_HELD_BYTES)
    return needed + _BYTES_PER_ACTIVATION * cost.activations * settings.batch_size


def uses_fast_arithmetic(
    network: NetworkSpec, settings: TrainingSettings, *, classes: int, speed: Speed | None
) -> bool:
    """Whether a training computes in bfloat16.

    Unless a person decided, it does where a measurement of this computer said that convolutions are
    clearly faster so. Dense nets gain nothing: their time goes into reading the weights.
    """
    if settings.fast_arithmetic is not None:
        return settings.fast_arithmetic
    cost = cost_of(network, classes)
    if cost is None or speed is None or not cost.convolutional:
        return False
    return speed.multiplication >= _CLEARLY_FASTER * speed.fast_multiplication


def read_speed() -> Speed | None:
    """What was measured on this computer; None where nothing (or something damaged) was kept."""
    try:
        text = (cache_folder() / "speed.json").read_text(encoding="utf-8")
        speed = Speed.model_validate_json(text)
    except (OSError, ValidationError, UnicodeDecodeError):
        return None
    return speed if (speed.litmus, speed.computer) == (__version__, this_computer()) else None


def this_computer() -> str:
    """What the measurement depends on, in a word."""
    return f"{psutil.cpu_count(logical=True)} threads"


def epoch_seconds(step: float, batch_size: int, pictures: int) -> float:
    """The seconds of an epoch whose steps take `step` seconds each."""
    return -(-pictures // batch_size) * step


def _seconds(
    cost: Cost, settings: TrainingSettings, pictures: int, speed: Speed | None, *, fast: bool
) -> tuple[float | None, str]:
    if speed is None:
        return None, "not measured yet"
    learned = pictures - round(pictures * settings.validation)
    per_batch = settings.batch_size / _REFERENCE_BATCH
    if cost.convolutional:
        each = speed.fast_multiplication if fast else speed.multiplication
        growing = each * cost.multiplications
        step = speed.convolutional_step + growing * per_batch
    else:
        whole = speed.dense_parameter * cost.parameters
        growing = whole * (1 - _UPDATE_SHARE)
        step = speed.dense_step + whole * _UPDATE_SHARE + growing * per_batch
    answering = growing / _REFERENCE_BATCH * _FORWARD_SHARE * (pictures - learned)
    return epoch_seconds(step, settings.batch_size, learned) + answering, "measured"


def _warnings(
    network: NetworkSpec,
    settings: TrainingSettings,
    *,
    seconds: float | None,
    needed: float,
    available: int,
) -> tuple[str, ...]:
    """What speaks against starting this training, and what to change."""
    warnings: list[str] = []
    if network.backbone is not None:
        return _backbone_warnings(network, needed=needed, available=available)
    size = f"{network.input.width}×{network.input.height}"
    is_small = network.input.width <= _SMALL and network.input.height <= _SMALL
    if needed > available:
        warnings.append(
            f"It needs about {needed / 1e9:.1f} GB of memory; {available / 1e9:.1f} GB are free. "
            f"Make {'' if is_small else f'the pictures ({size}), '}the batch size "
            f"({settings.batch_size}) or the layers smaller."
        )
    if seconds is not None and seconds * settings.epochs > _LONG_S:
        hours = seconds * settings.epochs / 3600
        warnings.append(
            f"{settings.epochs} epochs will take about {hours:.1f} hours. "
            + (
                "Fewer filters, units or epochs help."
                if is_small
                else f"Pictures of half the width and height (now {size}) take a quarter of the "
                "time; fewer filters or epochs help too."
            )
        )
    return tuple(warnings)


def _backbone_warnings(network: NetworkSpec, *, needed: float, available: float) -> tuple[str, ...]:
    """The same where pictures pass a backbone, which decides their size."""
    if network.by_regression and needed - _REGRESSION_BYTES > _USED_OF_FREE * available:
        return (_LESS_OF_EACH,)
    if needed <= available:
        return ()
    needs = f"It needs about {needed / 1e9:.1f} GB of memory; {available / 1e9:.1f} GB are free."
    return (f"{needs} Close other programs, choose “Quick”, or use fewer pictures.",)


def _own_figure(
    network: NetworkSpec, settings: TrainingSettings, pictures: int, runs: Sequence[Run]
) -> tuple[float, str] | None:
    """What the newest run took that computed the same, for another number of pictures perhaps."""
    kept_aside = round(pictures * settings.validation)
    for run in reversed(runs):
        record = run.record
        if record.epochs and record.network == network and _same_work(record.settings, settings):
            # The first epoch compiles; where there are more, it does not count.
            # What decoding the pictures took is not taken again.
            seconds = min(e.seconds - (e.read_seconds or 0.0) for e in record.epochs)
            used = _work(record.data.training, record.data.validation)
            return seconds * _work(pictures - kept_aside, kept_aside) / used, f"from {record.name}"
    return None


def _same_work(one: TrainingSettings, other: TrainingSettings) -> bool:
    """Whether an epoch costs the same with both, but for the validation set."""
    names = ("batch_size", "optimizer", "fast_arithmetic")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _work(learned: int, answered: int) -> float:
    """The pictures of an epoch, in pictures that are learned from."""
    return max(1.0, learned + _FORWARD_SHARE * answered)


def _picture_bytes(network: NetworkSpec) -> int:
    """What is held of a picture: its pixels, or what its backbones make of it."""
    if network.backbone is not None:
        found = backbones(network.backbone.names)
        return FEATURE_BYTES * sum(backbone.pooled for backbone in found)
    height, width, channels = network.input.shape
    return height * width * channels
