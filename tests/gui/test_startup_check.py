import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import LitmusError
from gui.startup_check import check_startup, missing_libraries_error

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux")


def test_without_a_display_it_is_one_sentence() -> None:
    with pytest.raises(LitmusError) as caught:
        check_startup({})

    assert caught.value.message == (
        "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."
    )
    assert "main.py train" in caught.value.advice


@pytest.mark.parametrize("display", [":4711", "nohost.invalid:0", "nonsense", ":"])
def test_a_display_that_does_not_answer_is_named(display: str) -> None:
    with pytest.raises(LitmusError, match=r"does not answer") as caught:
        check_startup({"DISPLAY": display})
    assert display in caught.value.message


def test_a_wayland_display_that_does_not_answer_is_named(tmp_path: Path) -> None:
    variables = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}

    with pytest.raises(LitmusError, match=r"“wayland-9” \(WAYLAND_DISPLAY\) does not answer"):
        check_startup(variables)


def test_an_unknown_platform_is_named_with_those_there_are() -> None:
    with pytest.raises(LitmusError, match="no platform “carrier-pigeon”") as caught:
        check_startup({"QT_QPA_PLATFORM": "carrier-pigeon"})
    assert "offscreen" in caught.value.advice


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:geometry=1x1", "minimal;xcb"])
def test_a_platform_without_a_screen_needs_no_display(platform: str) -> None:
    check_startup({"QT_QPA_PLATFORM": platform})


def test_missing_libraries_name_the_packages_of_debian_and_fedora() -> None:
    error = missing_libraries_error(["libxcb-cursor.so.0", "libEGL.so.1", "libxcb-cursor.so.0"])

    assert error.message == (
        "Qt needs libraries that are not installed: libEGL.so.1, libxcb-cursor.so.0."
    )
    assert "apt install libegl1 libxcb-cursor0" in error.advice
    assert "dnf install libglvnd-egl xcb-util-cursor" in error.advice


def test_a_missing_library_of_the_platform_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ctypes.CDLL

    def without_cursor(name: str) -> ctypes.CDLL:
        if "libqxcb" in name or "cursor" in name:
            raise OSError(
                "libxcb-cursor.so.0: cannot open shared object file: No such file or directory"
            )
        return whole(name)

    monkeypatch.setattr(ctypes, "CDLL", without_cursor)
    monkeypatch.setattr("gui.startup_check._x_answers", lambda _display: True)
    with pytest.raises(LitmusError, match="libxcb-cursor") as caught:
        check_startup({"DISPLAY": ":0"})
    assert "libxcb-cursor0" in caught.value.advice


def test_it_imports_no_qt_itself() -> None:
    code = "import sys, gui.startup_check; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_without_a_display_nothing_aborts() -> None:
    code = (
        "from core.errors import LitmusError\n"
        "from gui.startup_check import check_startup\n"
        "try:\n    check_startup()\nexcept LitmusError as error:\n    print(error)\n"
    )
    unset = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    environment = {k: v for k, v in os.environ.items() if k not in unset}
    environment["DISPLAY"] = ":4711"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The display “:4711” (DISPLAY) does not answer.")
