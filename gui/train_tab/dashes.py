"""How the runs behind the shown one are told apart: by their dashes."""

_DASHES: tuple[tuple[float, ...], ...] = ((6, 4), (2, 3), (10, 3, 2, 3), (12, 5))


def dash_of(place: int) -> tuple[float, ...]:
    """Lengths of line and gap, in pen widths, of the run at this place of the overlays."""
    return _DASHES[place % len(_DASHES)]
