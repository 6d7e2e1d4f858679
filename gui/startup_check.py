"""What must be there before Qt is loaded: its libraries and a display.

Qt ends the whole process where the display is missing, so this is looked into beforehand, and
without importing Qt.
"""

import ctypes
import importlib
import importlib.util
import os
import re
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import LitmusError

_PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}
"""Shared libraries of Linux and the packages of Debian and Fedora that hold them."""

_MISSING_LIBRARY = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")
_GO = "Start Litmus from a desktop, or use main.py train, evaluate or predict, which need none."


def check_startup(environment: Mapping[str, str] | None = None) -> None:
    """Look whether a window can be opened.

    Args:
        environment: The variables to go by (default: those of the process).

    Raises:
        LitmusError: A library of Qt or a display is missing; the advice names packages.
    """
    if not sys.platform.startswith("linux"):
        return
    variables = os.environ if environment is None else environment
    platforms = _platforms(variables)
    if not platforms:
        raise LitmusError("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.", _GO)
    problems = [_problem(platform, variables) for platform in platforms]
    # Qt takes the first that works.
    if problems[0] is not None and None not in problems:
        raise problems[0]
    _check_import()


def missing_libraries_error(missing: Iterable[str]) -> LitmusError:
    """The sentence about shared libraries that are not installed."""
    names = sorted(set(missing))
    debian = sorted({_PACKAGES[name][0] for name in names if name in _PACKAGES})
    fedora = sorted({_PACKAGES[name][1] for name in names if name in _PACKAGES})
    advice = "Install the packages that hold them."
    if debian:
        advice = f"Debian, Ubuntu: sudo apt install {' '.join(debian)}. "
        advice += f"Fedora: sudo dnf install {' '.join(fedora)}."
    return LitmusError(f"Qt needs libraries that are not installed: {', '.join(names)}.", advice)


def _platforms(variables: Mapping[str, str]) -> list[str]:
    """The platform plugins that Qt is going to try."""
    asked = variables.get("QT_QPA_PLATFORM", "")
    if asked:
        return [name.split(":")[0].removesuffix("-egl") for name in asked.split(";")]
    screens = (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY"))
    return [platform for platform, name in screens if variables.get(name)]


def _problem(platform: str, variables: Mapping[str, str]) -> LitmusError | None:
    """Why Qt cannot use a platform."""
    try:
        _check_display(platform, variables)
        _check_plugin(platform)
    except LitmusError as error:
        return error
    return None


def _plugin_folder() -> Path:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise LitmusError("PySide6 is not installed.", "Install Litmus as its README says.")
    return Path(spec.submodule_search_locations[0]) / "Qt" / "plugins" / "platforms"


def _check_plugin(platform: str) -> None:
    """Load what Qt is going to load, since Qt itself would end the process on a failure."""
    plugin = _plugin_folder() / f"libq{platform}.so"
    if not plugin.is_file():
        known = ", ".join(sorted(p.stem.removeprefix("libq") for p in plugin.parent.glob("*.so")))
        raise LitmusError(
            f"Qt has no platform “{platform}” (QT_QPA_PLATFORM).", f"Choose one of: {known}."
        )
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        raise _explained(error) from error


def _check_import() -> None:
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise _explained(error) from error


def _explained(error: Exception) -> LitmusError:
    found = _MISSING_LIBRARY.search(str(error))
    if found is None:
        return LitmusError(
            f"Qt cannot be loaded: {error}.", "Install Litmus again as its README says."
        )
    return missing_libraries_error([found[1], *(name for name in _PACKAGES if not _loads(name))])


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _check_display(platform: str, variables: Mapping[str, str]) -> None:
    if platform == "xcb" and not _x_answers(variables.get("DISPLAY", "")):
        raise _silent("DISPLAY", variables)
    if platform == "wayland" and not _wayland_answers(variables):
        raise _silent("WAYLAND_DISPLAY", variables)


def _silent(name: str, variables: Mapping[str, str]) -> LitmusError:
    return LitmusError(f"The display “{variables.get(name, '')}” ({name}) does not answer.", _GO)


def _x_answers(display: str) -> bool:
    """Whether an X server answers and lets us in, as libxcb itself sees it."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # loading the plugin is going to name what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode() or None, None)
    answers = bool(xcb.xcb_connection_has_error(connection) == 0)
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(variables: Mapping[str, str]) -> bool:
    folder = Path(variables.get("XDG_RUNTIME_DIR", "/run"))
    path = folder / variables.get("WAYLAND_DISPLAY", "wayland-0")  # an absolute one stays itself
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True
