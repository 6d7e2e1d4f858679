"""Litmus: alone, or with a project, its window opens; with a command it works without one."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from core.errors import LitmusError

FAILED = 2
"""The exit code of what cannot start."""

INTERRUPTED = 130
"""The exit code after Ctrl-C, by the custom of shells: 128 + SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Litmus.

    Args:
        arguments: Those of the command line, without the program's name.

    Returns:
        The exit code: 0; 1 when `predict` could not answer some file or `train` learned nothing;
        2 for what cannot start; 130 after Ctrl-C.
    """
    _speak_utf8()
    try:
        return _run(arguments)
    except LitmusError as error:
        _tell(str(error))
    except BrokenPipeError:
        pass  # Whoever read our output has enough; leave without a word.
    except MemoryError:
        _tell("There is not enough memory for this.")
    except KeyboardInterrupt:
        _tell("Stopped.")
        return INTERRUPTED
    return FAILED


def _run(arguments: Sequence[str] | None) -> int:
    # Imported here, so that Ctrl-C is met in `main` from the first moment on.
    from core.commands.opening import project_argument
    from core.commands.parser import make_parser

    parser = make_parser()
    given = sys.argv[1:] if arguments is None else arguments
    if (project := project_argument(given, parser.commands)) is not None:
        return _open_window(project)
    options = parser.parse_args(given)
    if options.command is None:
        return _open_window()
    command = import_module(f"core.commands.{options.command}")
    return int(command.run(options))


def _tell(text: str) -> None:
    """One line on stderr, where there is one; names of files may hold line feeds."""
    if sys.stderr is not None:  # A program without a console has none.
        with suppress(OSError):
            sys.stderr.write(f"{' '.join(text.splitlines())}\n")


def _speak_utf8() -> None:
    """Names of files may hold what a terminal's own encoding cannot say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _open_window(project: Path | None = None) -> int:
    from gui.startup_check import check_startup

    check_startup()
    from gui.application import run_window

    return run_window(path=project)


if __name__ == "__main__":
    sys.exit(main())
