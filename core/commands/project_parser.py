"""The words and options of `main.py project`."""

import argparse
from pathlib import Path
from typing import Any

_PROJECT = "a project's .litmus file, or its folder"


def add_project_command(commands: Any, parser: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse gives it no public name
    """Add `project` with its own words to `commands`, made by `parser`."""
    project = commands.add_parser(
        "project", help="make, look into, pack or unpack a project", allow_abbrev=False
    )
    actions = project.add_subparsers(
        dest="action", metavar="ACTION", parser_class=parser, required=True
    )
    add = _action(actions, "new", "make an empty project")
    add("project", type=Path, metavar="FOLDER", help="a new folder, called as the project is")
    add(
        "--data",
        metavar="DATA",
        default="fashion-mnist",
        help="fashion-mnist, or a folder whose subfolders are the classes (%(default)s)",
    )
    add = _action(actions, "info", "say what a project holds")
    add("project", type=Path, metavar="PROJECT", help=_PROJECT)
    add = _action(actions, "pack", "make one zip of a project with its pictures")
    add("project", type=Path, metavar="PROJECT", help=_PROJECT)
    add("--out", type=Path, required=True, metavar="FILE.zip", help="a new file")
    add = _action(actions, "unpack", "open a packed project in a folder of its own")
    add("packed", type=Path, metavar="FILE.zip", help="a project that was packed")
    add("--out", type=Path, required=True, metavar="FOLDER", help="a new folder")


def _action(actions: Any, name: str, words: str) -> Any:  # noqa: ANN401
    action = actions.add_parser(name, help=words, allow_abbrev=False)
    action.add_argument(
        "--json", action="store_true", help="print JSON, and nothing else, on stdout"
    )
    return action.add_argument
