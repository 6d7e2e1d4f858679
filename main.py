"""Litmus: without arguments its window opens; train, evaluate, predict, summary run without one."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from core.commands.parser import UsageError, make_parser
from core.errors import Cancelled, LitmusError

FAILED = 2
"""The exit code of what cannot start."""

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Litmus.

    Args:
        arguments: Those of the command line, without the program's name.

    Returns:
        The exit code: 0; 1 when `predict` could not answer some file; 2 for what cannot start;
        130 after Ctrl-C.
    """
    _speak_utf8()
    try:
        options = make_parser().parse_args(arguments)
        if options.command is None:
            return _open_window()
        command = import_module(f"core.commands.{options.command}")
        return int(command.run(options))
    except (LitmusError, UsageError) as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has enough; leave without a word, and let Python flush nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("Stopped; nothing was learned yet.\n")
        return INTERRUPTED


def _speak_utf8() -> None:
    """Names of files may hold what a terminal's own encoding cannot say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _open_window() -> int:
    from gui.startup_check import check_startup

    check_startup()
    from gui.application import run_window

    return run_window()


if __name__ == "__main__":
    sys.exit(main())
