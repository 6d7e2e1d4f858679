"""A session that has looked at a real folder, for tests of the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from core.data.folder.source import PhotoSource
from gui.document import ProjectDocument
from gui.scan_session import ScanSession, ScanState

PATIENCE_MS = 20_000
"""The first look of a process imports what makes perceptual hashes."""

ENDED = (ScanState.READY, ScanState.FAILED, ScanState.STOPPED)


def wait_until_looked(qtbot: QtBot, scans: ScanSession) -> None:
    """Wait until nothing more is being done about the folder."""
    qtbot.waitUntil(lambda: scans.state in ENDED, timeout=PATIENCE_MS)


def look_at(
    qtbot: QtBot, document: ProjectDocument, scans: ScanSession, source: Path | PhotoSource
) -> None:
    """Choose a folder and wait until it has been looked at."""
    chosen = PhotoSource(root=source) if isinstance(source, Path) else source
    document.choose_photos(chosen)
    wait_until_looked(qtbot, scans)
