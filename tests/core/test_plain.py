import os
from pathlib import Path

import pytest

from core.plain import read_plain


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert read_plain(path, most=3) == b"abc"


def test_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abcd")
    with pytest.raises(OSError, match="File too large"):
        read_plain(path, most=3)


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices of Unix")
def test_what_never_ends_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(OSError, match="not a file"):
            read_plain(tmp_path / name, most=1000)
