"""What the line above the pictures says, from the state of the scan."""

from core.data.folder.listing import Layout
from core.errors import LitmusError
from gui.data_tab.folder_bar import BarContent, looking_words
from gui.data_tab.folder_view import FolderView
from gui.data_tab.parts import Part
from gui.scan_session import ScanSession, ScanState, obstacle_of
from gui.scan_work import Changes

STOP, AGAIN, TAKE_OVER, CHOOSE = "stop", "look again", "take over", "choose"
LOCATE = "locate"


def bar_content(scans: ScanSession, changes: Changes | None) -> BarContent | None:
    """What is worth saying now; None where there is nothing."""
    match scans.state:
        case ScanState.LISTING:
            found = f" {scans.found:,} so far." if scans.found else ""
            return BarContent(f"Finding the pictures…{found}", STOP, "Stop", share=-1)
        case ScanState.LOOKING:
            progress = scans.progress
            if progress is None:
                return BarContent("Looking at the pictures…", STOP, "Stop", share=0)
            share = progress.done / max(1, progress.files)
            return BarContent(looking_words(progress), STOP, "Stop", share=share)
        case ScanState.STOPPED:
            text = "Looking at the pictures was stopped. What was learned is kept."
            return BarContent(text, AGAIN, "Look again")
        case ScanState.FAILED if scans.error is not None:
            return _lost(scans.error)
        case ScanState.READY | ScanState.ARRANGING:
            return _found(scans, changes)
    return None


def _found(scans: ScanSession, changes: Changes | None) -> BarContent | None:
    if scans.lost is not None:
        return _lost(scans.lost)
    if changes is not None:
        return BarContent(changes.words, TAKE_OVER, "Take them over", closable=True)
    return _missing(scans.view) if scans.view is not None else None


def _lost(error: LitmusError) -> BarContent:
    """The folder cannot be read: perhaps it was moved."""
    return BarContent(
        str(error),
        AGAIN,
        "Look again",
        warning=True,
        second=LOCATE,
        second_words="Locate…",
    )


def _missing(view: FolderView) -> BarContent | None:
    """What a folder needs before it can be trained on."""
    obstacle = obstacle_of(view)
    if obstacle is None:
        return None
    if view.listing.layout is Layout.EMPTY:
        advice = "Choose a folder whose subfolders are the classes, such as “cats” and “dogs”."
        return BarContent(f"{obstacle} {advice}", CHOOSE, "Choose…", warning=True)
    if view.size(Part.LOOSE):
        return BarContent(
            "These pictures lie in no folder that says what they show. Make classes here: choose "
            "some pictures and drag them onto “New class…”, or press Ctrl+M. No file is moved."
        )
    if len(view.classes) >= 2:
        return BarContent(f"{obstacle} Let some of another class be learned from.", warning=True)
    advice = "Add a folder beside it, or make classes here under “New class…”."
    return BarContent(f"{obstacle} {advice}", warning=True)
