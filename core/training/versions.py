"""Which libraries a run was trained with."""

import platform
from importlib.metadata import version


def library_versions(*others: str) -> dict[str, str]:
    """Names and versions of what decides the numbers: NumPy and `others`."""
    libraries = ("numpy", *others)
    return {"python": platform.python_version()} | {name: version(name) for name in libraries}
