"""What a person prefers, in a readable file of the configuration folder."""

import json
from pathlib import Path

from pydantic import Field, ValidationError
from PySide6.QtCore import QObject, Signal

from core.atomic import write_text
from core.data.folder.cache_limit import USUAL_GIGABYTES
from core.errors import LitmusError
from core.places import config_folder
from core.values import Value
from gui.theme import Scheme


class Preferences(Value):
    """What a person prefers.

    Attributes:
        scheme: Colours of the window.
        pixel_limit_megapixels: Pictures with more are refused, so that no file, however made, can
            take all of the memory.
        cache_limit_gigabytes: How large the cache of decoded pictures may become. Trainings read
            it by themselves; see `core.data.folder.cache_limit`.
        tensorboard: Whether trainings write logs for TensorBoard into their runs.
    """

    scheme: Scheme = Scheme.SYSTEM
    pixel_limit_megapixels: int = Field(default=250, ge=1, le=10_000)
    cache_limit_gigabytes: int = Field(default=USUAL_GIGABYTES, ge=1, le=10_000)
    tensorboard: bool = False

    @property
    def pixel_limit(self) -> int:
        """The limit in pixels."""
        return self.pixel_limit_megapixels * 1_000_000


def preferences_file() -> Path:
    """Where the preferences are kept."""
    return config_folder() / "preferences.json"


def read_preferences(path: Path) -> Preferences:
    """The preferences in `path`; the usual ones where there is no such file.

    Entries that this Litmus does not know are left out, since a newer one may have written them.

    Raises:
        LitmusError: The file cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError("expected an object in braces")
        known = {key: content[key] for key in Preferences.model_fields if key in content}
        return Preferences.model_validate(known)
    except FileNotFoundError:
        return Preferences()
    except ValidationError as error:
        first = error.errors()[0]
        raise _unreadable(path, f"{first['loc'][0]}: {first['msg']}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error


def _unreadable(path: Path, reason: str) -> LitmusError:
    return LitmusError(
        f"The preferences in “{path}” cannot be read ({reason}), so the usual ones are used.",
        "Mend the file, or choose again: then it is replaced, and kept as preferences.broken.json.",
    )


class PreferenceStore(QObject):
    """Holds the preferences and writes them; the only one that does.

    Signals:
        changed: There are new preferences.
    """

    changed = Signal()

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self._path = path or preferences_file()
        self.current = Preferences()
        self.problem: LitmusError | None = None
        try:
            self.current = read_preferences(self._path)
        except LitmusError as error:
            self.problem = error

    def change(self, preferences: Preferences) -> None:
        """Use other preferences from now on, and write them.

        Raises:
            LitmusError: They are used, but could not be written.
        """
        if preferences == self.current:
            return
        self.current = preferences
        self.changed.emit()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self.problem is not None:
                self._path.replace(self._path.with_suffix(".broken.json"))
                self.problem = None
        except OSError as error:
            raise LitmusError(
                f"The preferences could not be written to “{self._path}”: {error.strerror}.",
                "They hold until Litmus is closed.",
            ) from error
        write_text(self._path, preferences.model_dump_json(indent=2) + "\n")
