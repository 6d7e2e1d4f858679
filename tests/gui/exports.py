"""Exports without a model: a plain function in place of the real one."""

import threading
from collections.abc import Callable

from core.cancellation import CancelToken
from core.errors import LitmusError
from core.export.formats import ExportFormat
from core.export.request import Agreement, Exported, ExportProgress, ExportRequest
from tests.gui.trainings import PATIENCE_S

AGREEMENT = Agreement(checked_pictures=200, agreeing=199, largest_difference=0.00003)


class ScriptedExport:
    """Makes a folder with one file.

    Args:
        failing: Formats that end with an error.
        error: Which one.
        waiting: Formats that wait for `go_on` or a cancel.
    """

    def __init__(
        self,
        *,
        failing: tuple[ExportFormat, ...] = (),
        error: Exception | None = None,
        waiting: tuple[ExportFormat, ...] = (),
    ) -> None:
        self.failing, self.waiting = failing, waiting
        self.error = error or LitmusError("The disk is full.", "Free some space.")
        self.go_on = threading.Event()
        self.requests: list[ExportRequest] = []

    def __call__(
        self,
        request: ExportRequest,
        *,
        report: Callable[[ExportProgress], None],
        cancel: CancelToken,
    ) -> Exported:
        self.requests.append(request)
        report(ExportProgress("Making the model", 0.25))
        if request.format in self.waiting:
            for _ in range(PATIENCE_S * 50):
                if self.go_on.wait(0.02) or cancel.cancelled:
                    break
            cancel.raise_if_cancelled()
        if request.format in self.failing:
            raise self.error
        request.folder.mkdir()
        name = "page.html" if request.format is ExportFormat.WEB_PAGE else "model"
        (request.folder / name).touch()
        return Exported(request.format, request.folder, (name,), AGREEMENT)
