"""Which regressions on which features: grouped cross-validation on folders of photos, repeated.

    recipes.py [--seeds N] [--most N] FOLDER...

Each FOLDER holds class folders (photo_sets.py lays some out). Printed is the accuracy of the
reference, *Lite0 pooled, standardised, logistic regression C=1*, and what each recipe gains over
it, in points, with the standard error of that difference: over pictures, near-copies counted as
one, or with --most N, which takes another N pictures a class each time, over the times.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from measuring import computer
from photo_examples import about, examples_of, part_of

from core.cancellation import CancelToken
from core.data.split import Indices
from core.features.backbone import ACCURATE, QUICK, Backbone, backbones
from core.features.recipe import HeadRecipe, Output, head_recipes
from core.training.photo_features.examples import Examples, Matrix
from core.training.photo_features.folds import folds_of
from core.training.photo_features.heads import answers, fit_head
from core.training.photo_features.solver import fitting

FOLDS = 5
LITE2, LITE0 = backbones(ACCURATE)
REFERENCE = "Lite0 pooled, standardised, C=1"
Floats = npt.NDArray[np.float64]


def pooled(*networks: Backbone, standardised: bool = False, c: float = 1.0) -> HeadRecipe:
    """On the last means of some networks."""
    inputs = tuple(Output(network.name, network.pooled) for network in networks)
    return HeadRecipe(inputs, standardised=standardised, c=c)


def whole(*networks: Backbone, rooted: bool = False, c: float = 0.01) -> HeadRecipe:
    """On all that some networks give, standardised."""
    inputs = tuple(Output(network.name, network.width) for network in networks)
    return HeadRecipe(inputs, standardised=True, c=c, rooted=rooted)


BOTH = pooled(LITE2, LITE0)
RECIPES = {
    REFERENCE: (pooled(LITE0, standardised=True),),
    "Lite0 pooled, C=1": (pooled(LITE0),),
    "Lite2 pooled, C=1": (pooled(LITE2),),
    "a: Lite2 + Lite0 pooled, C=1": (BOTH,),
    "b: Lite2 pooled + middle, standardised, C=0.01": (whole(LITE2),),
    "c: b with roots": (whole(LITE2, rooted=True),),
    "d: Lite2 + Lite0, pooled + middle, standardised, C=0.01": (whole(LITE2, LITE0),),
    "mean of a and b": (BOTH, whole(LITE2)),
    "mean of a and d": (BOTH, whole(LITE2, LITE0)),
    "mean of a and b with C=0.003": (BOTH, whole(LITE2, c=0.003)),
    "mean of a with C=0.3 and b": (pooled(LITE2, LITE0, c=0.3), whole(LITE2)),
    "mean of a and c with C=0.03": (BOTH, whole(LITE2, rooted=True, c=0.03)),
    "Accurate (mean of a and c)": head_recipes(backbones(ACCURATE)),
    "Quick without roots": (pooled(LITE0), whole(LITE0)),
    "Quick": head_recipes(backbones(QUICK)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--most", type=int, help="pictures a class")
    options = parser.parse_args()
    print(computer())
    gains: dict[str, list[float]] = {name: [] for name in RECIPES}
    for folder in options.folders:
        examples = examples_of(folder)
        print(about(folder.name, examples))
        for name, gain in measured(examples, options.seeds, options.most).items():
            gains[name].append(gain)
    print("mean over the folders, and the least")
    for name, of_folders in gains.items():
        print(f"  {np.mean(of_folders):+6.2f}  {min(of_folders):+6.2f}  {name}")


def measured(examples: Examples, seeds: int, most: int | None) -> dict[str, float]:
    """Print a line for each recipe; give what each gains, in points."""
    right: dict[str, list[Floats]] = {name: [] for name in RECIPES}
    losses: dict[str, list[float]] = {name: [] for name in RECIPES}
    groups = examples.groups
    for seed in range(seeds):
        chosen = part_of(examples, some(examples, most, seed)) if most else examples
        groups = chosen.groups
        for name, given in answers_of_all(chosen, seed).items():
            right[name].append((given.argmax(axis=1) == chosen.labels).astype(np.float64))
            losses[name].append(float(-np.log(given[np.arange(len(given)), chosen.labels]).mean()))
    gains = {}
    for name in RECIPES:
        differences = [a - b for a, b in zip(right[name], right[REFERENCE], strict=True)]
        gains[name] = 100 * float(np.mean([d.mean() for d in differences]))
        accuracy = 100 * float(np.mean([hits.mean() for hits in right[name]]))
        error = 100 * (spread(differences) if most else clustered(differences, groups))
        loss = float(np.mean(losses[name]))
        print(f"  {accuracy:5.1f} %  {gains[name]:+5.2f} ± {error:.2f}  loss {loss:.3f}  {name}")
    return gains


def some(examples: Examples, most: int, seed: int) -> Indices:
    """At most so many pictures of each class, others with each seed."""
    order = np.random.default_rng(seed).permutation(len(examples))
    of_class = (order[examples.labels[order] == number] for number in range(examples.classes))
    return np.sort(np.concatenate([rows[:most] for rows in of_class])).astype(np.int32)


def answers_of_all(examples: Examples, seed: int) -> dict[str, Matrix]:
    """By the name of each recipe, probabilities by heads that had not learned from the picture."""
    regressions = {recipe for recipes in RECIPES.values() for recipe in recipes}
    given = {recipe: np.zeros((len(examples), examples.classes)) for recipe in regressions}
    with fitting(one_thread_each=True):
        for fold in folds_of(examples.labels, examples.groups, folds=FOLDS, seed=seed):
            for recipe, rows in given.items():
                alone = replace(examples, recipes=(recipe,))
                head, converged = fit_head(alone, fold.learned, cancel=CancelToken())
                if not converged:
                    print(f"  not converged: {recipe}")
                rows[fold.asked] = answers(head, alone, fold.asked)
    return {
        name: np.mean([given[recipe] for recipe in recipes], axis=0)
        for name, recipes in RECIPES.items()
    }


def clustered(differences: list[Floats], groups: Indices) -> float:
    """Standard error of the mean difference, pictures that are near-copies counted as one."""
    mean = np.mean(differences, axis=0)
    places = np.unique(groups, return_inverse=True)[1]
    sums = np.bincount(places, weights=mean - mean.mean())
    return float(np.sqrt((sums**2).sum()) / len(mean))


def spread(differences: list[Floats]) -> float:
    """Standard error of the mean difference over draws of pictures."""
    means = [difference.mean() for difference in differences]
    return float(np.std(means, ddof=1) / np.sqrt(len(means)))


if __name__ == "__main__":
    main()
