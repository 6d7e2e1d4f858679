"""What is said above the pictures about their likeness."""

from gui.data_tab.folder_bar import BarContent
from gui.data_tab.lookalikes import Lookalikes, Sorting
from gui.durations import duration
from gui.similarity_session import SimilaritySession, SimilarityState

STOP, AGAIN = "stop", "again"


def progress_content(session: SimilaritySession) -> BarContent | None:
    """How far a comparison is, or what is wrong with it; None where there is nothing to say."""
    match session.state:
        case SimilarityState.EXTRACTING:
            return BarContent(_extracting(session), STOP, "Stop", share=_share(session))
        case SimilarityState.COMPARING if session.found is None:
            words = "Comparing the pictures with one another…"
            return BarContent(words, STOP, "Stop", share=session.share)
        case SimilarityState.FAILED if session.error is not None:
            return BarContent(str(session.error), AGAIN, "Again", warning=True, closable=True)
        case SimilarityState.READY if session.found is not None and not session.dismissed:
            return _left_over(session.found, session.problem)
    return None


def sentence(found: Lookalikes | None, sorting: Sorting) -> str:
    """What the order shows, for someone who sees it for the first time."""
    if found is None:
        return ""
    match sorting:
        case Sorting.LIKENESS:
            return f"Pictures that look alike stand together. {_summary(found)}"
        case Sorting.MOST_LIKE:
            return "The picture itself, then all others, the most alike first."
        case Sorting.ODD if found.count(sorting):
            return "Hardly like the rest of their class, the oddest first. Do they belong there?"
        case Sorting.COPIES if found.count(sorting):
            return (
                f"{_groups(len(found.groups))} nearly the same, the largest of each first. One of "
                "each is enough to learn from."
            )
        case Sorting.MISFITS if found.count(sorting):
            return "More like another class than like their own. Are they in the wrong one?"
    return ""


def _extracting(session: SimilaritySession) -> str:
    progress = session.progress
    if progress is None:
        return "Looking at the pictures closely…"
    words = f"Looking at the pictures closely: {progress.done:,} of {progress.photos:,}"
    if progress.done < progress.photos and progress.photos_per_second > 0:
        words += f" · {progress.photos_per_second:,.0f} a second"
        if progress.seconds_left >= 1:
            words += f" · {duration(progress.seconds_left)} left"
    return words


def _share(session: SimilaritySession) -> float:
    progress = session.progress
    return -1 if progress is None else progress.done / max(1, progress.photos)


def _left_over(found: Lookalikes, problem: str | None) -> BarContent | None:
    new = found.missing - found.unreadable
    if new:
        verb = "has" if new == 1 else "have"
        words = f"{_pictures(new)} {verb} not been compared yet."
        return BarContent(words, AGAIN, "Compare", closable=True)
    if found.unreadable:
        words = f"{_pictures(found.unreadable)} cannot be read any more, and so not be compared."
        return BarContent(words, warning=True, closable=True)
    return BarContent(problem, warning=True, closable=True) if problem else None


def _summary(found: Lookalikes) -> str:
    counts = (
        (found.count(Sorting.ODD), "odd one out", "odd ones out"),
        (found.count(Sorting.COPIES), "nearly the same", "nearly the same"),
        (found.count(Sorting.MISFITS), "looks like another class", "look like another class"),
    )
    parts = [f"{n:,} {one if n == 1 else more}" for n, one, more in counts if n]
    if not parts:
        return "Nothing stands out."
    *most, last = parts
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"Also found: {listed}; see the list above."


def _groups(count: int) -> str:
    return f"{count:,} group{'s' * (count != 1)} of pictures that are"


def _pictures(count: int) -> str:
    return f"{count:,} picture{'s' * (count != 1)}"
