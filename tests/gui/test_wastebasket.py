import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFile

from core.errors import LitmusError
from gui.wastebasket import move_to_wastebasket


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="its place is set for Linux")
def test_a_folder_goes_where_it_can_be_taken_back_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "new user" / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    run = tmp_path / "run-001"
    run.mkdir()
    (run / "run.json").write_text("{}")

    move_to_wastebasket(run)

    assert not run.exists()
    assert (home / "Trash" / "files" / "run-001" / "run.json").read_text() == "{}"


def test_without_a_wastebasket_it_stays_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFile, "moveToTrash", lambda _path: False)  # as PySide returns it
    run = tmp_path / "run-001"
    run.mkdir()

    with pytest.raises(LitmusError, match="nothing was changed"):
        move_to_wastebasket(run)

    assert run.is_dir()


def test_one_that_is_gone_is_no_matter(tmp_path: Path) -> None:
    move_to_wastebasket(tmp_path / "run-001")
