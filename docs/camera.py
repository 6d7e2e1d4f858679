"""Takes pictures of the running program for the documentation."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QMimeData, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QWidget

from gui.application import Litmus
from gui.predict_tab.entry import State
from gui.theme import Scheme, apply_scheme

_IMAGES = Path(__file__).parent / "images"
_SETTLE_MS = 400
_POLL_MS = 50

_BOTH = (Scheme.LIGHT, Scheme.DARK)


class Camera:
    """Waits for the program, and writes what it looks like."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        _IMAGES.mkdir(exist_ok=True)

    def take(
        self,
        widget: QWidget,
        name: str,
        schemes: Sequence[Scheme] = _BOTH,
        *,
        step: int = 1,
    ) -> None:
        """Write the widget as it is, in these colours.

        Args:
            widget: A window or a dialog.
            name: Of the file, without the scheme.
            schemes: Light, dark or both.
            step: Colours are rounded to its multiples: hardly seen, and it halves the file where
                photos are shown.
        """
        for scheme in schemes:
            apply_scheme(self._application, scheme)
            self.pause()
            path = _IMAGES / f"{name}-{scheme}.png"
            path.write_bytes(_png(widget, step))
            print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)
        apply_scheme(self._application, Scheme.LIGHT)

    def wait(self, holds: Callable[[], bool]) -> None:
        """Let the program go on until this holds."""
        while not holds():
            self.pause(_POLL_MS)

    def pause(self, milliseconds: int = _SETTLE_MS) -> None:
        """Let the program go on for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def drop(self, litmus: Litmus, paths: Sequence[Path]) -> None:
        """Drop pictures on the window in place of others, wait, and choose the first."""
        predict = litmus.window.predict_tab
        entries = predict.gallery.model
        predict.gallery.remove(frozenset(entry.key for entry in entries.entries))
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        litmus.window.take_pictures(mime)

        def answered() -> bool:
            waiting = any(entry.state is State.WAITING for entry in entries.entries)
            return len(entries.entries) == len(paths) and not waiting

        self.wait(answered)
        predict.pictures.strip.select(entries.entries[0].key)


def _png(widget: QWidget, step: int) -> bytes:
    """A picture of the widget as a small file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    content = BytesIO()
    image = Image.open(BytesIO(buffer.data().data())).convert("RGB")
    image = image.point([min(255, round(value / step) * step) for value in range(256)] * 3)
    image.save(content, "PNG", optimize=True)
    return content.getvalue()
