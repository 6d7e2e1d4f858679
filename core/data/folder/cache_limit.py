"""How large the cache of decoded pictures may become, as the person chose it in the window.

It lies in the preferences, which the window writes; trainings without a window obey it too.
"""

import json

from core.places import config_folder

KEY = "cache_limit_gigabytes"
USUAL_GIGABYTES = 10
GIGABYTE = 1_000_000_000


def cache_limit_bytes() -> int:
    """The limit in bytes; the usual one where nothing, or nothing sensible, was chosen."""
    try:
        content = json.loads((config_folder() / "preferences.json").read_text(encoding="utf-8"))
        chosen = content[KEY]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        chosen = USUAL_GIGABYTES
    sensible = isinstance(chosen, int) and not isinstance(chosen, bool) and chosen > 0
    return (chosen if sensible else USUAL_GIGABYTES) * GIGABYTE
