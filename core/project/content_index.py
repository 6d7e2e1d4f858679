"""What each picture of a project holds, by which it is found again where its folder has moved."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from core.atomic import write_text
from core.data.folder.scan import Scan
from core.plain import read_plain
from core.project.place import ProjectPlace
from core.project.stored_paths import absolute_path, keeper

ContentIndex = Mapping[str, str]
"""By the full path of a picture the digest of its content, in hexadecimal."""

_MOST_BYTES = 500_000_000


def index_of(scan: Scan) -> ContentIndex:
    """The index of the pictures of a scan."""
    files = zip(scan.listing.files, scan.facts, strict=True)
    return {file.path: facts.content.hex() for file, facts in files if facts.problem is None}


def write_index(place: ProjectPlace, index: ContentIndex) -> None:
    """Write the index beside the project, its paths as the project's file keeps them.

    Raises:
        LitmusError: It could not be written.
    """
    write_text(place.pictures_file, index_text(index, place.folder))


def index_text(index: ContentIndex, folder: Path) -> str:
    """The content of the index of a project in `folder`."""
    kept = keeper(folder)
    stored = {kept(path): content for path, content in index.items()}
    # In ASCII, so that a name whose bytes are no UTF-8 survives.
    return json.dumps(stored, indent=0) + "\n"


def read_index(place: ProjectPlace) -> ContentIndex:
    """The index beside the project; empty where there is none, or one that is damaged."""
    with suppress(OSError, ValueError, RecursionError):
        content = json.loads(read_plain(place.pictures_file, most=_MOST_BYTES))
        if isinstance(content, dict):
            return {
                absolute_path(path, place.folder): digest
                for path, digest in content.items()
                if isinstance(digest, str) and "\0" not in path
            }
    return {}
