"""An export whose model is made in this process, where TensorFlow is loaded already."""

from pathlib import Path

from core.cancellation import CancelToken
from core.export.checking import check
from core.export.documents import write_documents
from core.export.formats import ExportFormat
from core.export.labels import labels
from core.export.pictures import check_pictures
from core.export.registry import format_module
from core.export.request import Agreement
from core.export.source import ExportSource
from core.run.folder import Run


def made_here(
    run: Run, wanted: ExportFormat, folder: Path, *, classes: tuple[str, ...]
) -> Agreement:
    """Write the export, and check it in a process of its own; `exported` takes two of them."""
    source = ExportSource(run, labels(run.record, classes))
    folder.mkdir()
    cancel = CancelToken()
    format_module(wanted).write(source, folder, report=lambda _: None, cancel=cancel)
    write_documents(wanted, source, folder)
    aside = folder.with_name(f"{folder.name}-aside")
    aside.mkdir()
    return check(wanted, folder, check_pictures(run), aside=aside, cancel=cancel)
