"""How far a share that was counted may be from the true one."""

from math import sqrt

Z_95 = 1.959964
"""Standard normal quantile of a two-sided interval of 95 %."""


def wilson(share: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share, by E. B. Wilson (1927), which holds for few pictures too.

    Args:
        share: What was counted (0-1).
        count: Of how many independent pictures; need not be whole.

    Returns:
        Low and high, 0-1; (0, 1) where `count` is 0.
    """
    if count <= 0:
        return 0.0, 1.0
    square = Z_95**2 / count
    middle = (share + square / 2) / (1 + square)
    half = Z_95 / (1 + square) * sqrt(share * (1 - share) / count + square / (4 * count))
    # Where all or none were right, rounding must not keep the share out of its interval.
    return min(max(0.0, middle - half), share), max(min(1.0, middle + half), share)
