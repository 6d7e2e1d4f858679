"""What the model sees of the picture chosen, made in a worker by the decoder of the training."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout
from typing_extensions import override

from core.cancellation import CancelToken
from core.data.form import Fit, PictureForm
from core.data.picture import PIXEL_LIMIT
from core.errors import LitmusError
from gui.data_tab.pictures import FolderPictures
from gui.jobs import Jobs, Report, Work
from gui.newest_job import NewestJob
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.picture_view import PictureView
from gui.widgets.pixel_image import image_of
from gui.widgets.text import Role, label

SIDE = 88
_GAP, _LINE_GAP = 12, 2
_WHOLE = 352
"""Pixels to which the picture itself is decoded: enough for every screen."""

_FITS = {Fit.STRETCH: "stretched to", Fit.CROP: "cropped to", Fit.PAD: "padded to"}


@dataclass(frozen=True)
class Look:
    """A picture, and how it is brought to the network.

    Attributes:
        path: Its file.
        title: What to call it.
        facts: What is known of it: class, set, size.
        form: What the network takes.
        reason: Why it is shown where only some are; empty where all are.
    """

    path: str
    title: str
    facts: str
    form: PictureForm
    reason: str = ""


def look_of(pictures: FolderPictures, number: int, form: PictureForm) -> Look:
    """The picture `number` of a folder, to be brought to a network that takes `form`."""
    return Look(
        path=pictures.view.file(number).path,
        title=pictures.title(number),
        facts=" · ".join(pictures.facts(number)),
        form=form,
        reason=pictures.reason(number),
    )


@dataclass(frozen=True)
class Seen:
    """The picture, and what the model sees of it."""

    look: Look
    picture: QImage
    fitted: QImage


def _seeing(look: Look) -> Work:
    return partial(see, look)


def see(look: Look, _report: Report, cancel: CancelToken) -> Seen:
    """The picture of a look, and what the model sees of it.

    Raises:
        LitmusError: The picture cannot be read.
        Cancelled: Nobody wants it any more.
    """
    from core.data.fitting import read_fitted
    from core.data.picture import decode

    path, limit = Path(look.path), PIXEL_LIMIT
    fitted = read_fitted(path, look.form, name=look.title, pixel_limit=limit)
    cancel.raise_if_cancelled()
    picture = decode(path, name=look.title, target=(_WHOLE, _WHOLE), pixel_limit=limit)
    return Seen(look, image_of(picture.pixels), image_of(fitted))


class SightStrip(QFrame):
    """The picture chosen, beside it what the model sees of it, and what is known of it."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._look: Look | None = None
        self._seer = NewestJob(jobs, self)
        self._seer.made.connect(self._on_seer_made)
        self._seer.failed.connect(self._on_seer_failed)
        self.picture, self.fitted = PictureView(radius=4), PictureView(radius=0)
        self.picture.setAccessibleName("The picture chosen")
        self.fitted.setAccessibleName("What the model sees")
        self.fitted.setToolTip(
            "The very pixels that the network gets, made by the same steps as in a training."
        )
        for view in (self.picture, self.fitted):
            view.setFixedSize(SIDE, SIDE)
        self._arrow = label("→", Role.DIM)
        self.title = ElidedLabel("", Role.PLAIN)
        self.facts = label("", Role.NOTE, wrap=True)
        self.sees = label("", Role.NOTE, wrap=True)
        self.reason = label("", Role.REASON, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(_LINE_GAP)
        words.addStretch(1)
        for line in (self.title, self.reason, self.facts, self.sees):
            words.addWidget(line)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.picture)
        row.addWidget(self._arrow)
        row.addWidget(self.fitted)
        row.addLayout(words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_look(self, look: Look | None) -> None:
        """Show another picture, or none."""
        if look == self._look:
            return
        if look is None or self._look is None or look.path != self._look.path:
            self.picture.show_image(QImage())
            self.fitted.show_image(QImage())
        self._look = look
        self.setVisible(look is not None)
        self._seer.want(None if look is None else partial(_seeing, look))
        if look is not None:
            self.title.setText(look.title)
            self.title.setToolTip(look.title)
            self.facts.setText(look.facts)
            self.reason.setText(look.reason)
            form = look.form
            colour = "grey" if form.channels == 1 else "colour"
            size = f"{form.width}\u00a0×\u00a0{form.height}"
            self.sees.setText(f"The model sees it {_FITS[form.fit]} {size}, in {colour}.")
            self._fit()

    def _fit(self) -> None:
        """Show as many of the lines as there is room for, those that matter most first."""
        margins = self.contentsMargins()
        pictures = 2 * SIDE + self._arrow.sizeHint().width() + 3 * _GAP
        width = self.width() - pictures - margins.left() - margins.right()
        room = SIDE - self.title.sizeHint().height()
        for line in (self.reason, self.facts, self.sees):
            room -= line.heightForWidth(max(1, width)) + _LINE_GAP
            line.setVisible(bool(line.text()) and room >= 0)

    def _on_seer_made(self, seen: Seen) -> None:
        if seen.look == self._look:
            self.picture.show_image(seen.picture)
            self.fitted.show_image(seen.fitted)

    def _on_seer_failed(self, error: LitmusError) -> None:
        self.sees.setText(str(error))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, SIDE + 8)
