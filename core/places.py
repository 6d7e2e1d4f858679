"""Where Litmus keeps its own files, by the platform's custom.

`LITMUS_HOME` in the environment puts all of them under one folder (tests, portable use).
"""

import os
from pathlib import Path

import platformdirs

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def _home() -> Path | None:
    value = os.environ.get("LITMUS_HOME")
    return Path(value) if value else None


def data_folder() -> Path:
    """The folder for what a person made: projects that are not saved elsewhere, backbones."""
    home = _home()
    return home / "data" if home else platformdirs.user_data_path("litmus", appauthor=False)


def unsaved_projects_folder() -> Path:
    """The folder that holds one folder for each project that was never saved anywhere."""
    return data_folder() / "unsaved"


def runs_folder() -> Path:
    """The runs of the first project made in the window, until it is saved."""
    return unsaved_projects_folder() / "project-001" / "runs"


def old_runs_folder() -> Path:
    """Where versions without projects kept the runs made in the window."""
    return data_folder() / "runs"


def config_folder() -> Path:
    """The folder for preferences and the window's geometry."""
    home = _home()
    return home / "config" if home else platformdirs.user_config_path("litmus", appauthor=False)


def log_file() -> Path:
    """The log of the window; its place is shown in About."""
    home = _home()
    logs = home / "logs" if home else platformdirs.user_log_path("litmus", appauthor=False)
    return logs / "litmus.log"


def cache_folder() -> Path:
    """The folder for what can be measured or computed again."""
    home = _home()
    return home / "cache" if home else platformdirs.user_cache_path("litmus", appauthor=False)
