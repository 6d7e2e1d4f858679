"""Finding a class again among others of which one may have another name now."""

from collections.abc import Sequence


def followed(name: str, before: Sequence[str], after: Sequence[str]) -> str | None:
    """What the class `name` of `before` is called in `after`; None where it is there no more."""
    if name in after:
        return name
    gone, come = set(before) - set(after), set(after) - set(before)
    return come.pop() if gone == {name} and len(come) == 1 else None
