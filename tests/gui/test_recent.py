import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.places import config_folder
from gui.jobs import Jobs
from gui.recent import MOST, RecentFolders
from gui.recent_menu import RecentMenu


def wait_for(qtbot: QtBot, jobs: Jobs) -> None:
    qtbot.waitUntil(lambda: not jobs.active)


def test_the_last_folder_comes_first_and_each_stands_once(qtbot: QtBot, jobs: Jobs) -> None:
    recent = RecentFolders(jobs)
    for name in ("a", "b", "a"):
        recent.add(Path("/pictures") / name)
    wait_for(qtbot, jobs)

    assert RecentFolders(jobs).folders == (Path("/pictures/a"), Path("/pictures/b"))


def test_only_the_newest_are_kept(qtbot: QtBot, jobs: Jobs) -> None:
    recent = RecentFolders(jobs)
    for number in range(MOST + 3):
        recent.add(Path(f"/pictures/{number}"))
    wait_for(qtbot, jobs)

    assert len(recent.folders) == MOST
    assert recent.folders[0] == Path(f"/pictures/{MOST + 2}")


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_utf_8_survives(qtbot: QtBot, jobs: Jobs) -> None:
    folder = Path(os.fsdecode(b"/pictures/caf\xe9"))
    RecentFolders(jobs).add(folder)
    wait_for(qtbot, jobs)

    again = RecentFolders(jobs)
    assert again.folders == (folder,)
    menu = RecentMenu(again, lambda _folder: None)
    menu.fill()
    assert menu.actions()[0].text() == r"caf\xe9"
    menu.deleteLater()


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"a": 1}', b"[1, null, []]", b"\xff\xfe", b'["a\\u0000b"]']
)
def test_a_broken_file_costs_the_list_alone(jobs: Jobs, content: bytes) -> None:
    path = config_folder() / "recent.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    assert RecentFolders(jobs).folders == ()


def test_what_cannot_be_written_is_kept_until_the_end(
    qtbot: QtBot, jobs: Jobs, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    recent = RecentFolders(jobs, path=tmp_path / "file" / "recent.json")

    recent.add(Path("/pictures/a"))
    wait_for(qtbot, jobs)

    assert recent.folders == (Path("/pictures/a"),)


def test_the_menu_chooses(qtbot: QtBot, jobs: Jobs) -> None:
    recent, chosen = RecentFolders(jobs), list[Path]()
    menu = RecentMenu(recent, chosen.append)
    assert not menu.isEnabled()
    recent.add(Path("/pictures/R&D"))
    assert menu.isEnabled()
    menu.fill()

    (action,) = menu.actions()
    action.trigger()

    assert action.text() == "R&&D"
    assert chosen == [Path("/pictures/R&D")]
    menu.deleteLater()
    wait_for(qtbot, jobs)
