"""Which module makes which format, and what of it is missing on this computer."""

from importlib import import_module
from importlib.util import find_spec
from typing import cast

from core.errors import LitmusError
from core.export.format_module import FormatModule, OwnCheck
from core.export.formats import FORMATS, ExportFormat
from core.export.pictures import MOST_CHECKED
from core.export.source import ExportSource

_MODULES: dict[ExportFormat, str] = {
    ExportFormat.KERAS: "keras_format",
    ExportFormat.SAVED_MODEL: "saved_model",
    ExportFormat.LITERT: "litert_float32",
    ExportFormat.LITERT_FLOAT16: "litert_float16",
    ExportFormat.LITERT_INT8: "litert_int8",
    ExportFormat.ONNX: "onnx_format",
    ExportFormat.COREML: "coreml",
    ExportFormat.WEB_PAGE: "web_page",
    ExportFormat.SCRIPT: "script",
    ExportFormat.NOTEBOOK: "notebook",
}


def format_module(wanted: ExportFormat) -> FormatModule:
    """The module of a format; it loads no large package by being imported."""
    return cast(FormatModule, import_module(f"core.export.{_MODULES[wanted]}"))


def own_check(wanted: ExportFormat) -> OwnCheck | None:
    """How a format is checked that answers no pictures; None for all others."""
    return cast("OwnCheck | None", getattr(format_module(wanted), "check", None))


def most_checked(wanted: ExportFormat, source: ExportSource) -> int:
    """With how many pictures a format is checked: fewer where its module says that it is slow."""
    slower = getattr(format_module(wanted), "most_checked", None)
    return MOST_CHECKED if slower is None else cast(int, slower(source))


def missing_packages(wanted: ExportFormat) -> tuple[str, ...]:
    """Those packages that the format needs and that are not installed; cheap: imports nothing."""
    return tuple(name for name in FORMATS[wanted].packages if find_spec(name) is None)


def check_packages(wanted: ExportFormat) -> None:
    """Refuse a format whose packages are not installed.

    Raises:
        LitmusError: Some are missing; the advice says how to get them.
    """
    missing = missing_packages(wanted)
    if missing:
        names = ", ".join(missing)
        raise LitmusError(
            f"{FORMATS[wanted].title} needs packages that are not installed: {names}.",
            "Install them with: uv sync --extra export",
        )
