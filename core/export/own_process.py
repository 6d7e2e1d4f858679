"""Work in a process of its own: it can be ended at any moment, and may crash alone."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

import core
from core.cancellation import CancelToken
from core.errors import Cancelled, LitmusError

_ROOT = Path(core.__file__).resolve().parent.parent
_LOOK_S = 0.05
"""Seconds between two looks at the process, its words and the token."""

_MOST_ERROR = 300
"""Characters of an unexpected error that are told."""

Told = Callable[[dict[str, Any]], None]


def run_module(
    module: str,
    arguments: Sequence[str | Path],
    *,
    folder: Path,
    what: str,
    limit_s: float,
    cancel: CancelToken,
    told: Told = lambda _words: None,
) -> None:
    """Run `python -m module ARGUMENTS… TOLD`, and wait for its end.

    Args:
        module: Calls `speaking` with its last argument.
        arguments: Its others.
        folder: For what it tells; there already.
        what: What it does, as the beginning of a sentence: "The check".
        limit_s: Seconds after which it is ended.
        cancel: Ends it.
        told: Called with what it tells on the way, in this thread.

    Raises:
        LitmusError: It failed, crashed, or took too long.
        Cancelled: The token was set.
    """
    words, noise = folder / f"{module}.jsonl", folder / f"{module}.txt"
    words.touch()
    with noise.open("wb") as kept:
        process = subprocess.Popen(  # noqa: S603 - this very Python, and modules of our own
            [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments), str(words)],
            cwd=_ROOT,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=kept,
            stderr=kept,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    try:
        error = _listen(process, words, monotonic() + limit_s, cancel, told)
    except TimeoutError:
        seconds = f"{limit_s:,.0f} seconds"
        raise LitmusError(f"{what} did not end within {seconds}.", "Try once more.") from None
    finally:
        _end(process)
    _check_end(process.returncode, error, what)


def speaking(work: Callable[[Told], None], words: Path) -> int:
    """The child's side: do `work`, and tell what it tells, or its failure, in the file `words`.

    Returns:
        The exit code.
    """
    _end_with_parent()
    with words.open("a", encoding="utf-8") as stream:

        def tell(content: dict[str, Any]) -> None:
            stream.write(json.dumps(content) + "\n")
            stream.flush()

        try:
            work(tell)
        except LitmusError as error:
            tell({"error": error.message, "advice": error.advice})
        except MemoryError:
            tell({"error": "There is not enough memory for this.", "advice": ""})
        except Exception as error:  # noqa: BLE001 - libraries raise whatever they like
            lines = str(error).strip().splitlines() or [""]
            tell({"unexpected": f"{type(error).__name__}: {lines[0]}"[:_MOST_ERROR]})
        else:
            return 0
    return 1


def _environment(folder: Path) -> dict[str, str]:
    """Of the child; its temporary files go with `folder`, however it ends."""
    found = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    found |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder.absolute()))
    found.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if home := found.get("LITMUS_HOME"):  # it may be meant from where Litmus was started
        found["LITMUS_HOME"] = str(Path(home).absolute())
    return found


def _listen(
    process: "subprocess.Popen[bytes]", words: Path, end: float, cancel: CancelToken, told: Told
) -> dict[str, Any]:
    """Pass on what is told until the process ends; gives the failure that it told."""
    failure: dict[str, Any] = {}
    with words.open(encoding="utf-8") as stream:
        rest, over = "", False
        while not over:
            if cancel.cancelled:
                raise Cancelled
            if monotonic() > end:
                raise TimeoutError
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LOOK_S)
                over = True
            *lines, rest = (rest + stream.read()).split("\n")
            for content in map(json.loads, lines):
                if "error" in content or "unexpected" in content:
                    failure = content
                else:
                    told(content)
    return failure


def _check_end(code: int, failure: dict[str, Any], what: str) -> None:
    if "error" in failure:
        raise LitmusError(failure["error"], failure["advice"])
    if "unexpected" in failure:
        raise LitmusError(f"{what} failed: {failure['unexpected']}.", "")
    if code:
        raise LitmusError(
            f"{what} broke off (its process ended with code {code}).",
            "There may be too little memory; close other programs and try once more.",
        )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: its end of the pipe closes then."""

    def wait() -> None:
        # Not through sys.stdin: Python would wait for its lock when it ends.
        with suppress(OSError):
            while os.read(0, 1):
                pass
        os._exit(3)

    threading.Thread(target=wait, name="parent", daemon=True).start()
