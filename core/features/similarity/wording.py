"""Why a picture was found, in one plain sentence."""

from collections.abc import Sequence

from core.features.similarity.misfits import Misfit
from core.features.similarity.odd_ones import OddOne


def odd_reason(odd: OddOne, own: str) -> str:
    """Why a picture of the class `own` is odd."""
    likeness, usual = percent(odd.likeness), percent(odd.usual)
    if odd.likeness >= odd.usual:
        return f"It stands apart from most of “{own}”."
    return f"Its nearest pictures in “{own}” are {likeness} like it; {usual} is usual there."


def misfit_reason(misfit: Misfit, own: str, other: str) -> str:
    """Why a picture of the class `own` looks like the class `other`."""
    if misfit.votes == misfit.asked == 1:
        return f"The picture most like it is in “{other}”."
    if misfit.votes == misfit.asked:
        return f"All {misfit.asked} pictures most like it are in “{other}”, none in “{own}”."
    if 2 * misfit.votes > misfit.asked:
        return f"{misfit.votes} of the {misfit.asked} pictures most like it are in “{other}”."
    return f"It is more like “{other}” than like the rest of “{own}”."


def copy_reason(others: Sequence[str], classes: Sequence[str]) -> str:
    """Why a picture is shown as nearly the same as others.

    Args:
        others: Names of the others of its group, one at least.
        classes: Of all of the group, each once.
    """
    more = len(others) - 1
    reason = f"Nearly the same as “{others[0]}”" + (f" and {more:,} more." if more else ".")
    if len(classes) > 1:
        *most, last = [f"“{name}”" for name in classes]
        reason += f" They are in {', '.join(most)} and {last}."
    return reason


def percent(likeness: float) -> str:
    """A likeness in words: "38 %"."""
    return f"{round(100 * min(1.0, max(0.0, likeness)))} %"
