"""Runs to export, each made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.run.folder import Run, read_run
from tests.core.export.real_runs import MAKERS
from tests.fixtures.runs import clothes_run, colour_run, make_colour_run

__all__ = ["clothes_run", "colour_run", "make_colour_run"]

MakeRun = Callable[[str], Run]


@pytest.fixture(scope="session")
def real_run(tmp_path_factory: pytest.TempPathFactory) -> MakeRun:
    """Gives the run of a kind (see `MAKERS`), made by real Keras the first time it is asked for.

    Nobody writes into it.
    """
    made: dict[str, Path] = {}
    home = tmp_path_factory.mktemp("real-runs")

    def give(kind: str) -> Run:
        if kind not in made:
            MAKERS[kind](home / kind)
            made[kind] = home / kind
        return read_run(made[kind])

    return give
