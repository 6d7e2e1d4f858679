"""A page in a browser without a window, spoken with by the DevTools protocol.

https://chromedevtools.github.io/devtools-protocol/ names the commands.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.export.browser import BrowserError, Pipes, running_browser

Message = dict[str, Any]
"""What the protocol says: JSON."""

_AT_ONCE = 1 << 20


class PageError(Exception):
    """What a script in the page threw."""


@contextmanager
def opened_page(page: Path, *, seconds: float, arguments: Sequence[str] = ()) -> Iterator[Page]:
    """The HTML file `page` in a browser of its own, loaded, for a while.

    Args:
        page: The file.
        seconds: After so long the browser is ended.
        arguments: More for the browser's command line.

    Raises:
        BrowserError: There is no browser, or it ended.
    """
    with running_browser(seconds=seconds, arguments=arguments) as pipes:
        yield Page(pipes, page)


class Page:
    """One page, spoken with in turns.

    Args:
        pipes: To and from the browser.
        page: The HTML file to open.

    Raises:
        BrowserError: The browser ended.
    """

    def __init__(self, pipes: Pipes, page: Path) -> None:
        self._pipes = pipes
        self._heard = bytearray()
        self._last = 0
        self._session: str | None = None
        self.events: list[Message] = []
        """What was told without being asked for, in order: requests, errors, violations."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        went = self.call("Page.navigate", url=page.resolve().as_uri())
        if "errorText" in went:  # some browsers are kept from reading all folders
            raise BrowserError(f"the browser cannot open the page ({went['errorText']})")
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def call(self, method: str, **parameters: object) -> Message:
        """The answer to one command of the protocol.

        Raises:
            BrowserError: The browser ended, or refuses.
        """
        self._last += 1
        command: Message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        self._write(json.dumps(command).encode() + b"\0")
        while (answer := self._next()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(str(answer["error"].get("message", answer["error"])))
        result: Message = answer["result"]
        return result

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever JSON the page gives
        """The value of a JavaScript expression in the page; a promise is waited for.

        Raises:
            BrowserError: The browser ended.
            PageError: The expression throws.
        """
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            allowUnsafeEvalBlockedByCSP=False,
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PageError(thrown.get("exception", {}).get("description", thrown["text"]))
        return answer["result"].get("value")

    def _write(self, message: bytes) -> None:
        view = memoryview(message)
        try:
            while view:
                view = view[self._pipes.to_browser.write(view) :]
        except OSError as error:
            raise BrowserError("the browser ended") from error

    def _next(self) -> Message:
        while (end := self._heard.find(b"\0")) < 0:
            try:
                some = self._pipes.from_browser.read(_AT_ONCE)
            except OSError as error:
                raise BrowserError("the browser ended") from error
            if not some:
                raise BrowserError("the browser ended")
            self._heard += some
        message: Message = json.loads(self._heard[:end])
        del self._heard[: end + 1]
        return message
