"""Everything of Litmus that is not a window: no Qt here, callable from a script."""

__version__ = "0.1.0"
