"""What is met on the way through a folder and told, each kind of litter once."""

from stat import S_ISFIFO, S_ISSOCK

from core.data.folder.names import Litter, litter, relative
from core.data.folder.problem import Problem, ProblemKind


class Findings:
    """Collects problems.

    Args:
        root: Names are shown relative to this folder; may be empty.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._problems: list[Problem] = []
        self._told: set[str] = set()
        self._litter: dict[tuple[Litter, str], list[str]] = {}

    def name(self, path: str) -> str:
        """The path as it is shown."""
        return relative(path, self._root)

    def tell(self, kind: ProblemKind, path: str, reason: str) -> None:
        """Note one problem of a file or folder; `reason` is a sentence."""
        self._problems.append(Problem(kind, self.name(path), reason, (path,)))
        self._told.add(path)

    def knows(self, path: str) -> bool:
        """Whether something was told of exactly this file or folder."""
        return path in self._told

    def classless(self, folder: str, files: tuple[str, ...]) -> None:
        """Note pictures that lie in a set, but in no class."""
        some = "One picture lies" if len(files) == 1 else f"{len(files):,} pictures lie"
        reason = f"{some} in this folder, but in no class, so cannot be used."
        self._problems.append(
            Problem(ProblemKind.FOLDER, self.name(folder), reason, (folder, *files))
        )

    def pass_over(self, path: str, name: str, *, folder: bool) -> None:
        """Note a hidden file or folder, or litter."""
        why = litter(name) or Litter.HIDDEN
        kind = name.lower()
        if name.startswith("._"):
            kind = "._"
        elif why is Litter.HIDDEN and not folder:
            kind = "."
        self._litter.setdefault((why, kind), []).append(path)

    def no_folder(self, path: str, error: OSError) -> None:
        """Note a folder that cannot be listed."""
        self.tell(ProblemKind.FOLDER, path, f"This folder {why_not(error)}; it was passed over.")

    def broken(self, path: str, error: OSError) -> None:
        """Note a link that leads nowhere."""
        if isinstance(error, FileNotFoundError):
            reason = "It is a link to something that is not there."
        elif isinstance(error, PermissionError):
            reason = "It is a link to something that may not be read."
        else:
            reason = f"It is a link that cannot be followed ({error.strerror or error})."
        self.tell(ProblemKind.LINK, path, reason)

    def visited(self, path: str, first: str) -> None:
        """Note a second way into a folder that was looked at as `first`."""
        reason = f"It leads to “{self.name(first)}”, which is looked at already."
        self.tell(ProblemKind.LINK, path, reason)

    def special(self, path: str, mode: int) -> None:
        """Note what is neither a file nor a folder."""
        kind = "a pipe" if S_ISFIFO(mode) else "a socket" if S_ISSOCK(mode) else "a device"
        self.tell(ProblemKind.NOT_A_PICTURE, path, f"It is {kind}, not a picture.")

    def problems(self) -> tuple[Problem, ...]:
        """All that was noted; the litter last."""
        return (*self._problems, *(self._passed_over(why) for why in self._litter))

    def _passed_over(self, key: tuple[Litter, str]) -> Problem:
        paths = self._litter[key]
        more = f", with {len(paths) - 1:,} more of this kind" if len(paths) > 1 else ""
        reason = f"It was passed over{more}: {key[0].value}."
        return Problem(ProblemKind.HIDDEN, self.name(paths[0]), reason, tuple(paths))


def why_not(error: OSError | ValueError) -> str:
    """Why a file or folder cannot be read, as the end of a sentence."""
    if isinstance(error, FileNotFoundError):
        return "no longer exists"
    if isinstance(error, PermissionError):
        return "may not be read"
    return f"cannot be read ({getattr(error, 'strerror', None) or error})"
