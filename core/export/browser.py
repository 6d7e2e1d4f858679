"""A browser without a window, at work on one page: finding it, speaking with it, ending it.

Chromium, Chrome and Edge speak the DevTools protocol through two pipes. They end when the pipes
close, so that no browser outlives this process, however it ends.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

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
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
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

Answer = dict[str, Any]
"""What the protocol says: JSON."""


class BrowserError(Exception):
    """The browser did not start, ended, or took too long; or the page failed. In words."""


def find_browser() -> Path | None:
    """The first Chromium, Chrome or Edge that is installed; None where there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    places: list[Path] = []
    if sys.platform == "win32":
        roots = [os.environ.get(n) for n in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        places = [Path(root) / place for place in _WINDOWS for root in roots if root]
    elif sys.platform == "darwin":
        places = [Path(place) for place in _MAC]
        places += [Path.home() / place.relative_to("/") for place in places]
    return next((place for place in places if place.is_file()), None)


@contextmanager
def open_page(page: Path, *, seconds: float, arguments: Sequence[str] = ()) -> Iterator[Page]:
    """The page at `page` in a browser of its own, with a profile of its own, for a while.

    Args:
        page: An HTML file.
        seconds: After so long the browser is ended, wherever it is.
        arguments: More for the browser's command line.

    Raises:
        BrowserError: There is no browser, or it cannot be spoken with.
    """
    browser = find_browser()
    if browser is None:
        raise BrowserError("no Chromium, Chrome or Edge was found")
    with tempfile.TemporaryDirectory(prefix="litmus-page-", ignore_cleanup_errors=True) as profile:
        command = [*_ARGUMENTS, f"--user-data-dir={profile}", *arguments]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # it refuses to be started by root with one
        process, to_browser, from_browser = _start(browser, command)
        limit = threading.Timer(seconds, process.kill)
        limit.daemon = True
        limit.start()
        try:
            yield Page(to_browser, from_browser, page)
        finally:
            limit.cancel()
            _end(process, to_browser, from_browser)
            limit.join()


class Page:
    """One page, spoken with in turns.

    Args:
        to_browser: Where commands go, each ended by a zero byte.
        from_browser: Where answers come from, likewise.
        page: The HTML file to open.
    """

    def __init__(self, to_browser: BinaryIO, from_browser: BinaryIO, page: Path) -> None:
        self._to_browser = to_browser
        self._from_browser = from_browser
        self._heard = bytearray()
        self._last = 0
        self._session: str | None = None
        self.events: list[Answer] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=page.resolve().as_uri())

    def call(self, method: str, **parameters: object) -> Answer:
        """The answer to one command of the DevTools protocol.

        Raises:
            BrowserError: The browser is gone, or refuses.
        """
        self._last += 1
        command: Answer = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        try:
            self._to_browser.write(json.dumps(command).encode() + b"\0")
            self._to_browser.flush()
        except OSError as error:
            raise BrowserError("the browser ended") from error
        while (answer := self._next()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(str(answer["error"].get("message", answer["error"])))
        result: Answer = answer["result"]
        return result

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON the page gives
        """The value of a JavaScript expression in the page; a promise is waited for.

        Raises:
            BrowserError: It throws.
        """
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise BrowserError(thrown.get("exception", {}).get("description", thrown["text"]))
        return answer["result"].get("value")

    def wait(self, event: str) -> Answer:
        """The first event of this name that has not been waited for, as it comes.

        Raises:
            BrowserError: The browser ended before.
        """
        while True:
            for number, heard in enumerate(self.events):
                if heard.get("method") == event:
                    return self.events.pop(number)
            self.events.append(self._next())

    def _next(self) -> Answer:
        while (end := self._heard.find(b"\0")) < 0:
            try:
                some = os.read(self._from_browser.fileno(), 1 << 16)
            except OSError as error:
                raise BrowserError("the browser ended") from error
            if not some:
                raise BrowserError("the browser ended")
            self._heard += some
        message: Answer = json.loads(self._heard[:end])
        del self._heard[: end + 1]
        return message


_Started = tuple["subprocess.Popen[bytes]", BinaryIO, BinaryIO]


def _start(browser: Path, arguments: Sequence[str]) -> _Started:
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    start = _start_windows if sys.platform == "win32" else _start_posix
    try:
        process = start(browser, arguments, theirs_in, theirs_out)
    except OSError as error:
        os.close(ours_out)
        os.close(ours_in)
        raise BrowserError(f"the browser could not be started: {error}") from error
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    return process, open(ours_out, "wb"), open(ours_in, "rb")  # noqa: PTH123, SIM115 - pipes


def _start_posix(
    browser: Path, arguments: Sequence[str], read: int, write: int
) -> subprocess.Popen[bytes]:
    launcher = [sys.executable, "-I", "-S", "-c", _LAUNCH, str(read), str(write)]
    return subprocess.Popen(  # noqa: S603 - a browser that is installed
        [*launcher, str(browser), *arguments],
        pass_fds=(read, write),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _start_windows(
    browser: Path, arguments: Sequence[str], read: int, write: int
) -> subprocess.Popen[bytes]:
    if sys.platform != "win32":  # so that the types of the other systems are not looked for here
        raise AssertionError
    import msvcrt

    handles = [msvcrt.get_osfhandle(read), msvcrt.get_osfhandle(write)]
    for handle in handles:
        os.set_handle_inheritable(handle, True)  # noqa: FBT003
    startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
    pipes = f"--remote-debugging-io-pipes={handles[0]},{handles[1]}"
    return subprocess.Popen(  # noqa: S603
        [str(browser), *arguments, pipes], startupinfo=startup, close_fds=True
    )


_PATIENCE: Final = 5.0
"""Seconds that a browser has for ending by itself."""


def _end(process: subprocess.Popen[bytes], *pipes: BinaryIO) -> None:
    for pipe in pipes:
        with suppress(OSError):
            pipe.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
