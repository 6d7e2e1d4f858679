"""A browser without a window: finding one, and starting it with two pipes to speak through.

Chromium, Chrome and Edge speak the DevTools protocol through the pipes. They end when these close,
so that no browser outlives this process, however it ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
_MAC = (
    "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Applications/Chromium.app/Contents/MacOS/Chromium",
)

_ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
)

# It gives the browser the pipes as numbers 3 and 4, where it looks for them.
_LAUNCH = """
import fcntl, os, sys
read, write = (fcntl.fcntl(int(number), fcntl.F_DUPFD_CLOEXEC, 10) for number in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""

_SHORT_FOLDER = "/tmp"  # noqa: S108 - what the browser makes in it is its own user's alone

_PATIENCE_S = 5.0
"""A browser has so long for ending by itself."""


class BrowserError(Exception):
    """The browser did not start, ended, or took too long. In words."""


@dataclass(frozen=True)
class Pipes:
    """The two ways: commands to the browser, answers and events from it."""

    to_browser: FileIO
    from_browser: FileIO


def find_browser() -> Path | None:
    """The first Chromium, Chrome or Edge that is installed; None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in _places() if place.is_file()), None)


def _places() -> list[Path]:
    """Where browsers lie that no search path names."""
    if sys.platform == "darwin":
        return [root / place for place in _MAC for root in (Path("/"), Path.home())]
    variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
    roots = [os.environ[name] for name in variables if name in os.environ]
    return [Path(root) / place for place in _WINDOWS for root in roots]


@contextmanager
def running_browser(*, seconds: float, arguments: Sequence[str] = ()) -> Iterator[Pipes]:
    """A browser with a profile of its own, for a while.

    Args:
        seconds: After so long it is ended, whatever it does.
        arguments: More for its command line.

    Raises:
        BrowserError: There is none, or it cannot be started.
    """
    browser = find_browser()
    if browser is None:
        raise BrowserError("no Chromium, Chrome or Edge was found on this computer")
    with tempfile.TemporaryDirectory(prefix="litmus-page-", ignore_cleanup_errors=True) as profile:
        command = [*_ARGUMENTS, f"--user-data-dir={profile}", *arguments]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # with one it does not let root start it
        process, pipes = _start(browser, command)
        ended: list[bool] = []

        def end() -> None:
            ended.append(True)
            process.kill()

        limit = threading.Timer(seconds, end)
        limit.daemon = True
        limit.start()
        try:
            yield pipes
        except BrowserError as error:
            if ended:
                raise BrowserError(f"the browser took more than {seconds:,.0f} seconds") from error
            raise
        finally:
            limit.cancel()
            _end(process, pipes)
            limit.join()


def _start(browser: Path, arguments: Sequence[str]) -> tuple[subprocess.Popen[bytes], Pipes]:
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    try:
        process = _start_with(browser, arguments, theirs_in, theirs_out)
    except OSError as error:
        os.close(ours_out)
        os.close(ours_in)
        raise BrowserError(f"the browser could not be started: {error}") from error
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    return process, Pipes(FileIO(ours_out, "w"), FileIO(ours_in, "r"))


if sys.platform == "win32":

    def _start_with(
        browser: Path, arguments: Sequence[str], read: int, write: int
    ) -> subprocess.Popen[bytes]:
        import msvcrt

        handles = [msvcrt.get_osfhandle(read), msvcrt.get_osfhandle(write)]
        for handle in handles:
            os.set_handle_inheritable(handle, True)  # noqa: FBT003
        return subprocess.Popen(  # noqa: S603 - a browser that is installed
            [
                str(browser),
                *arguments,
                f"--remote-debugging-io-pipes={handles[0]},{handles[1]}",
            ],
            startupinfo=subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles}),
            close_fds=True,
        )

else:

    def _start_with(
        browser: Path, arguments: Sequence[str], read: int, write: int
    ) -> subprocess.Popen[bytes]:
        launcher = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(read), str(write)]
        return subprocess.Popen(  # noqa: S603 - a browser that is installed
            [*launcher, str(browser), *arguments],
            env=_environment(),
            pass_fds=(read, write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _environment() -> dict[str, str]:
    """Ours, but that the browser's own socket lies in a folder whose name is short.

    The system lets the path of a socket have a hundred bytes, and the browser ends where it would
    have more.
    """
    short = _SHORT_FOLDER if os.access(_SHORT_FOLDER, os.W_OK) else tempfile.gettempdir()
    return {**os.environ, "TMPDIR": short}


def _end(process: subprocess.Popen[bytes], pipes: Pipes) -> None:
    for pipe in (pipes.to_browser, pipes.from_browser):
        with suppress(OSError):
            pipe.close()
    try:
        process.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
