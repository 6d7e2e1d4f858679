from tests.fixtures.runs import clothes_run, colour_run, make_colour_run

__all__ = ["clothes_run", "colour_run", "make_colour_run"]
