"""Times in words."""


def duration(seconds: float) -> str:
    """A time in words: "47 s", "3 min 20 s", "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"


def about(seconds: float) -> str:
    """A forecast length of time: "about 2 s", "about 4 min"."""
    if seconds < 0.95:
        return "under 1 s"
    if seconds < 90:
        return f"about {seconds:.0f} s"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} min"
    return f"about {seconds / 3600:,.0f} h"
