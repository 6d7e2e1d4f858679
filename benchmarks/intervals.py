"""Whether the interval of cross-validation says the truth, and whether probabilities do.

    intervals.py [--trials N] FOLDER...

Each time, another fifth of a folder's pictures (near-copies together) is cross-validated as a
training does it, and the head from all of the fifth is tried on the rest. Counted is how often the
95 % interval holds the accuracy there, its width is set beside that of the plain Wilson interval,
and the log-loss and calibration error on the rest with and without the temperature.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from measuring import computer
from photo_examples import about, examples_of, part_of

from core.cancellation import CancelToken
from core.data.split import Indices
from core.features.head import calibrated
from core.interval import wilson
from core.training.photo_features.calibration import calibration_error, log_loss
from core.training.photo_features.cross_validation import cross_validate
from core.training.photo_features.examples import Examples
from core.training.photo_features.folds import effective_count
from core.training.photo_features.heads import answers, final_head

FOLDS = 5
Floats = npt.NDArray[np.float64]
SHARE = 1 / 5


@dataclass(frozen=True)
class Trial:
    """One fifth, and the rest.

    Attributes:
        said: Accuracy by cross-validation (0-1).
        interval: Its 95 % interval.
        plain: The Wilson interval of as many pictures, near-copies or not.
        grouped: The Wilson interval of as many pictures, near-copies not counted twice.
        found: Accuracy on the rest.
        temperature: Of the head.
        loss: Log-loss on the rest without and with the temperature.
        calibration: Calibration error on the rest, likewise.
    """

    said: float
    interval: tuple[float, float]
    plain: tuple[float, float]
    grouped: tuple[float, float]
    found: float
    temperature: float
    loss: tuple[float, float]
    calibration: tuple[float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--trials", type=int, default=200)
    options = parser.parse_args()
    print(computer())
    for folder in options.folders:
        examples = examples_of(folder)
        print(about(folder.name, examples))
        tell([tried(examples, seed) for seed in range(options.trials)])


def tried(examples: Examples, seed: int) -> Trial:
    """Cross-validate another fifth with each seed, and try its head on the rest."""
    kept, rest = divided(examples, seed)
    part = part_of(examples, kept)
    measured = cross_validate(
        part, folds=FOLDS, seed=seed, report=lambda _point, _of: None, cancel=CancelToken()
    )
    if measured is None:
        raise ValueError("a fifth of these pictures is too few")
    head, _ = final_head(part, np.arange(len(part), dtype=np.int32), cancel=CancelToken())
    given, labels = answers(head, examples, rest), examples.labels[rest]
    warmed = calibrated(given, measured.temperature)
    said = measured.result.accuracy
    return Trial(
        said=said,
        interval=measured.result.interval,
        plain=wilson(said, len(part)),
        grouped=wilson(said, effective_count(part.groups)),
        found=float((given.argmax(axis=1) == labels).mean()),
        temperature=measured.temperature,
        loss=(log_loss(given, labels), log_loss(warmed, labels)),
        calibration=(calibration_error(given, labels), calibration_error(warmed, labels)),
    )


def divided(examples: Examples, seed: int) -> tuple[Indices, Indices]:
    """Rows of about a fifth, and of the rest."""
    groups, sizes = np.unique(examples.groups, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(groups))
    enough = int(np.searchsorted(np.cumsum(sizes[order]), SHARE * len(examples))) + 1
    inside = np.isin(examples.groups, groups[order[:enough]])
    return np.flatnonzero(inside).astype(np.int32), np.flatnonzero(~inside).astype(np.int32)


def tell(trials: list[Trial]) -> None:
    """Print what came of all trials."""
    said, found = np.array([t.said for t in trials]), np.array([t.found for t in trials])
    plain = widths([t.plain for t in trials])
    print(f"  said {said.mean():.1%}, found {found.mean():.1%}, ± {(said - found).std():.1%} apart")
    for name, intervals in (
        ("interval", [t.interval for t in trials]),
        ("Wilson of groups", [t.grouped for t in trials]),
        ("Wilson", [t.plain for t in trials]),
    ):
        low, high = np.array(intervals).T
        holds = ((low <= found) & (found <= high)).mean()
        ratio = widths(intervals) / plain
        print(
            f"  {name}: holds it in {holds:.1%} of {len(trials)}, "
            f"± {(high - low).mean() / 2:.1%}, {ratio.mean():.2f} times Wilson's width, "
            f"{ratio.max():.2f} at most"
        )
    loss, error = (
        np.mean([getattr(t, n) for t in trials], axis=0) for n in ("loss", "calibration")
    )
    low, middle, high = np.quantile([t.temperature for t in trials], (0.05, 0.5, 0.95))
    kept = np.mean([t.temperature != 1 for t in trials])
    lower = np.mean([t.loss[1] < t.loss[0] for t in trials if t.temperature != 1] or [False])
    print(f"  temperature {middle:.2f} ({low:.2f} to {high:.2f}), kept in {kept:.0%}")
    print(f"  log-loss {loss[0]:.3f}, with it {loss[1]:.3f} (lower in {lower:.0%} of those)")
    print(f"  calibration error {error[0]:.3f}, with it {error[1]:.3f}", flush=True)


def widths(intervals: list[tuple[float, float]]) -> Floats:
    return np.array([high - low for low, high in intervals])


if __name__ == "__main__":
    main()
