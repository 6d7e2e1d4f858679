"""Pictures in an order in which neighbours are alike."""

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.features.similarity.space import Features, LikenessSpace, Positions, Tell

_PART = 256
"""Pictures that are put in order at once; more are cut in two first, where they differ most."""

_POWER_STEPS = 8
_LEAST_GAIN = 1e-6


def order_by_likeness(
    space: LikenessSpace,
    labels: npt.NDArray[np.integer],
    *,
    tell: Tell | None = None,
    cancel: CancelToken | None = None,
) -> Positions:
    """All pictures, class by class, so that neighbours are alike.

    Within a class it is a short way from picture to picture: each time to the nearest one left,
    then mended by turning round every stretch that makes it shorter ("2-opt", Croes 1958). It
    begins with the one that is most like all others, and what is like nothing comes last.

    Args:
        space: The pictures.
        labels: Their class numbers: int, shape (pictures,).
        tell: Told how far it is.
        cancel: Ends it.

    Returns:
        Every position once: int32, shape (pictures,).

    Raises:
        Cancelled: The token was set.
    """
    cancel = cancel or CancelToken()
    way: list[Positions] = []
    done = 0
    for number in np.unique(labels):
        last: Features | None = None
        for part in _parts(space.directions, np.flatnonzero(labels == number)):
            cancel.raise_if_cancelled()
            vectors = space.directions[part]
            ordered = part[_way(vectors, last)]
            last = space.directions[ordered[-1]]
            way.append(ordered.astype(np.int32))
            done += len(part)
            if tell is not None:
                tell(done / len(space))
    return np.concatenate(way) if way else np.zeros(0, np.int32)


def most_like(space: LikenessSpace, position: int) -> Positions:
    """All pictures, that at `position` first, then the others by how like it they are: int32."""
    likeness = space.directions @ space.directions[position]
    likeness[position] = np.inf
    return np.argsort(-likeness, kind="stable").astype(np.int32)


def _parts(directions: Features, positions: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Pictures in parts that are small enough, neighbouring parts alike."""
    if len(positions) <= _PART:
        return [positions] if len(positions) else []
    vectors = directions[positions]
    along = np.argsort(vectors @ _main_direction(vectors), kind="stable")
    half = len(positions) // 2
    first, second = positions[along[:half]], positions[along[half:]]
    return [*_parts(directions, np.sort(first)), *_parts(directions, np.sort(second))]


def _main_direction(vectors: Features) -> Features:
    """The direction in which the vectors differ most, by power iteration."""
    centred = vectors - vectors.mean(axis=0)
    direction: Features = centred[np.linalg.norm(centred, axis=1).argmax()]
    for _ in range(_POWER_STEPS):
        turned = centred.T @ (centred @ direction)
        length = float(np.linalg.norm(turned))
        if length == 0:
            break
        direction = turned / length
    return direction


def _way(vectors: Features, last: Features | None) -> npt.NDArray[np.intp]:
    """An order of a few vectors, beginning with that nearest to `last`, or to all others."""
    likeness = vectors @ vectors.T
    start = likeness.sum(axis=1) if last is None else vectors @ last
    order = [int(start.argmax())]
    reach = likeness.copy()
    reach[:, order[0]] = -np.inf
    for _ in range(len(vectors) - 1):
        order.append(int(reach[order[-1]].argmax()))
        reach[:, order[-1]] = -np.inf
    return _mended(likeness, np.array(order, np.intp))


def _mended(likeness: Features, order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The order with stretches turned round for as long as that brings alike ones together."""
    if len(order) < 4:
        return order
    too_short = np.tri(len(order) - 1, k=1, dtype=bool)
    for _ in range(len(order)):
        along = likeness[np.ix_(order, order)]
        steps = along.diagonal(1)
        # Turning round what lies behind i up to j: i then meets j, and i + 1 meets j + 1.
        gain = along[:-1, :-1] + along[1:, 1:] - steps[:, None] - steps[None, :]
        gain[too_short] = 0.0
        best = int(gain.argmax())
        i, j = divmod(best, gain.shape[1])
        if gain[i, j] < _LEAST_GAIN:
            break
        order[i + 1 : j + 1] = order[i + 1 : j + 1][::-1]
    return order
