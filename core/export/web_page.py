"""A web page: one HTML file that says what a dropped picture shows, without a network."""

from __future__ import annotations

import base64
import json
import tempfile
from pathlib import Path
from types import ModuleType

import numpy as np

from core.cancellation import CancelToken
from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.export import litert_float16, litert_float32
from core.export.browser import BrowserError
from core.export.format_module import About, Report
from core.export.litert_conversion import MODEL as LITERT_MODEL
from core.export.opened_page import Page, opened_page
from core.export.page_text import RUNTIME_VERSION, page_text
from core.export.pictures import MOST_CHECKED
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.prediction.interpreter import Probabilities

PAGE = "classifier.html"
"""The file."""

_LIMIT_S = 110.0
_STEP = 8
"""Pictures handed to the page at once."""

_USE = f"""\
Open `{PAGE}` by double click, and drop pictures on it, paste them, or choose files. It needs a
browser of 2023 or later (Chrome, Edge, Firefox, Safari, on a phone too) and no internet: the
network and LiteRT.js {RUNTIME_VERSION} are within, and the page's own policy forbids it any
connection. Send it, put it on a memory stick, or on any web server: it is one file.

It reads what the browser reads: JPEG, PNG, WebP, GIF, BMP, mostly AVIF; HEIC and TIFF in Safari
alone. It brings a picture to the network's size in the very steps of Litmus; what can differ is how
the browser decodes it. LiteRT.js is by Google, under the Apache License 2.0, which stands at the
foot of the page."""
_ALONE = """

It looks for the thing in a picture, and sets it on black, as the Predict tab of Litmus does."""


def about(source: ExportSource) -> About:
    """How it is presented."""
    alone = source.run.record.data.source == fashion_mnist.SOURCE
    return About(model=PAGE, use=_USE + (_ALONE if alone else ""), one_at_a_time=True)


def in_own_process(source: ExportSource) -> bool:
    """Only where the network has to be converted first."""
    needs: bool = _network_module(source).in_own_process(source)
    return needs


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `PAGE`.

    Raises:
        LitmusError: The run is damaged.
        Cancelled: The token was set.
    """
    with tempfile.TemporaryDirectory(prefix="litmus-network-") as aside:
        network = _network_module(source)
        network.write(source, Path(aside), report=report, cancel=cancel)
        content = (Path(aside) / LITERT_MODEL).read_bytes()
    cancel.raise_if_cancelled()
    report(ExportProgress("Writing the page", 0.9))
    text = page_text(source.run.record, source.labels, content)
    (folder / PAGE).write_text(text, encoding="utf-8", newline="\n")


def most_checked(source: ExportSource) -> int:
    """A browser's one thread takes a fifth of a second for a backbone."""
    return MOST_CHECKED if source.run.record.network.backbone is None else MOST_CHECKED // 2


def answers(folder: Path, pixels: Pixels) -> Probabilities | str:
    """What the page answers in a browser; a sentence where there is none.

    Raises:
        PageError: The page fails.
        ValueError: It asks for something from elsewhere, or its policy stops something.
    """
    try:
        with opened_page(folder / PAGE, seconds=_LIMIT_S) as page:
            page.evaluate("litmus.ready")
            rows = [_asked(page, pixels[n : n + _STEP]) for n in range(0, len(pixels), _STEP)]
            _check_quiet(page)
    except BrowserError as error:
        return f"It was not checked: {error}"
    return np.concatenate(rows)


def _network_module(source: ExportSource) -> ModuleType:
    """The weights of a backbone have 16 bits anyway: there half the size costs nothing."""
    backbone = source.run.record.network.backbone
    return litert_float32 if backbone is None else litert_float16


def _asked(page: Page, pixels: Pixels) -> Probabilities:
    texts = [base64.b64encode(picture.tobytes()).decode("ascii") for picture in pixels]
    given = page.evaluate(
        f"""(async () => {{
          const rows = [];
          for (const text of {json.dumps(texts)}) {{
            const bytes = Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
            rows.push(await litmus.probabilities(bytes));
          }}
          return rows;
        }})()"""
    )
    return np.asarray(given, np.float32)


def _check_quiet(page: Page) -> None:
    """Let no page pass that asked for anything but itself, or met an error."""
    for event in page.events:
        if event["method"] == "Network.requestWillBeSent":
            url = event["params"]["request"]["url"]
            if not url.startswith(("data:", "blob:")) and not url.endswith(f"/{PAGE}"):
                raise ValueError(f"the page asks for {url[:100]}")
        elif event["method"] == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            raise ValueError(event["params"]["entry"]["text"])
        elif event["method"] == "Runtime.exceptionThrown":
            raise ValueError(event["params"]["exceptionDetails"]["text"])
