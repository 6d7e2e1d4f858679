"""What changed since the run that a training continues from, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.training.growing_classes import Matches

_NAMED = 8


def class_sentences(matches: Matches) -> Iterator[str]:
    """What became of the classes."""
    known = matches.known
    if known:
        yield "1 class is known." if known == 1 else f"{known:,} classes are known."
    else:
        yield "No class is known: only the layers before the last begin with what was learned."
    if matches.fresh:
        yield f"New: {_listed(matches.fresh)}."
    if matches.renamed:
        yield f"Renamed: {_listed(_arrows(matches.renamed))}."
    if matches.merged:
        yield f"Merged: {_listed(_arrows(matches.merged))}."
    if matches.parted:
        parted = [f"{new} from {old}" for old, new in matches.parted]
        yield f"Parted: {_listed(parted)}, which begins alike."
    if matches.dropped:
        yield f"Dropped: {_listed(matches.dropped)}."


def picture_sentences(new: int, gone: int, checked_before: int) -> Iterator[str]:
    """What became of the pictures."""
    if new and gone:
        yield f"{_pictures(new, 'new picture')}, {gone:,} {_are(gone)} gone."
    elif new:
        yield f"{_pictures(new, 'new picture')}."
    elif gone:
        yield f"{_pictures(gone, 'picture')} {_are(gone)} gone."
    else:
        yield "The pictures are the same."
    if checked_before:
        yield (
            f"{_pictures(checked_before, 'picture')} now kept aside {_were(checked_before)} "
            "learned from before, so accuracy on those kept aside looks better than it is. Train "
            "with the shares and the seed of that run to keep them apart."
        )


def _listed(names: Sequence[str]) -> str:
    """The names, or the first of them and how many more there are."""
    more = len(names) - _NAMED
    if more <= 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {more:,} more"


def _arrows(pairs: Sequence[tuple[str, str]]) -> list[str]:
    return [f"{old} → {new}" for old, new in pairs]


def _pictures(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
