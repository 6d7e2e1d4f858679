import os
import random
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.data.folder.facts import Facts
from core.data.folder.facts_store import FactsStore
from core.data.folder.listing import FoundFile
from core.data.folder.problem import ProblemKind

ROOT = Path(__file__).resolve().parents[4]
FILE = FoundFile("/photos/é/1.jpg", 0, None, 1000, 5)
FACTS = Facts(b"c" * 16, (40, 30), "JPEG", b"\0\xfflook")
BAD = Facts(b"d" * 16, (0, 0), "", b"", ProblemKind.UNREADABLE, "is cut short")


def _known(store: FactsStore, *files: FoundFile) -> dict[int, Facts]:
    return dict(store.known(files))


def test_facts_come_back_for_the_same_file_only(tmp_path: Path) -> None:
    odd = replace(FILE, path=os.fsdecode(b"/x/\xff\n.jpg"), folder=7)
    FactsStore(tmp_path).add([(FILE, FACTS), (odd, BAD)])
    store = FactsStore(tmp_path)
    assert _known(store, odd, FILE) == {0: BAD, 1: FACTS}
    others = [replace(FILE, path="/photos/e/1.jpg"), replace(FILE, file_size=1001)]
    others += [replace(FILE, modified_ns=6), replace(FILE, changed_ns=6)]
    assert [_known(store, other) for other in others] == [{}] * 4
    store.add([(FILE, BAD)])
    assert _known(store, FILE) == {0: BAD}


def test_what_another_decoder_learned_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FactsStore(tmp_path).add([(FILE, FACTS)])
    monkeypatch.setattr("core.data.folder.facts_store.decoder_version", lambda: "other")
    assert _known(FactsStore(tmp_path), FILE) == {}


def test_many_files_are_asked_for_at_once(tmp_path: Path) -> None:
    files = [replace(FILE, path=f"/{number}") for number in range(1001)]
    store = FactsStore(tmp_path)
    store.add((file, FACTS) for file in files[::2])
    assert set(_known(store, *files)) == set(range(0, 1001, 2))


def test_thumbnails_by_content(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.add(thumbnails=[(b"c" * 16, b"jpeg")])
    assert FactsStore(tmp_path).thumbnail(b"c" * 16) == b"jpeg"
    assert store.thumbnail(b"d" * 16) is None


def test_clear_gives_the_disk_back(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.add([(FILE, FACTS)], [(b"c" * 16, bytes(1_000_000))])
    assert store.size_bytes() > 1_000_000
    store.clear()
    assert store.size_bytes() < 100_000
    assert _known(store, FILE) == {}
    assert FactsStore(tmp_path / "nowhere").size_bytes() == 0


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    store = FactsStore(tmp_path, limit_bytes=100_000)
    contents = [bytes([number]) * 16 for number in range(40)]
    store.add(thumbnails=((content, bytes(5000)) for content in contents))
    store.trim()
    left = [store.thumbnail(content) is not None for content in contents]
    assert left == [False] * 11 + [True] * 29
    FactsStore(tmp_path).trim()
    assert store.thumbnail(contents[12]) is not None


@pytest.mark.parametrize(
    "damage", ["noise", "cut", "empty", "noise at the start", "text", "tables"]
)
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    store = FactsStore(tmp_path)
    files = [replace(FILE, path=f"/{number}") for number in range(300)]
    store.add(((file, FACTS) for file in files), [(bytes([n]) * 16, bytes(900)) for n in range(99)])
    store.close()
    (path,) = tmp_path.iterdir()
    _damage(path, damage)
    for _ in range(3):
        again = FactsStore(tmp_path)
        assert all(facts == FACTS for facts in _known(again, *files).values())
        assert all(again.thumbnail(bytes([n]) * 16) in (None, bytes(900)) for n in range(99))
        again.add([(file, FACTS) for file in files])
    assert len(_known(FactsStore(tmp_path), *files)) == 300


def _damage(path: Path, how: str) -> None:
    content = bytearray(path.read_bytes())
    noise = random.Random(1)
    match how:
        case "noise":
            for _ in range(200):
                content[noise.randrange(100, len(content))] = noise.randrange(256)
        case "noise at the start":
            content[:5000] = noise.randbytes(5000)
        case "cut":
            del content[len(content) // 2 :]
        case "empty":
            content.clear()
        case "text":
            content[:] = b"something else"
        case "tables":
            other = sqlite3.connect(path)
            other.executescript("DROP TABLE facts; CREATE TABLE facts (a); PRAGMA user_version=9")
            other.close()
            return
    path.write_bytes(content)


def test_a_flipped_byte_of_a_record_is_noticed(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.add([(FILE, FACTS)], [(b"c" * 16, b"jpeg")])
    store.close()
    other = sqlite3.connect(tmp_path / "photos.sqlite")
    for table in ("facts", "thumbnails"):
        ((record,),) = other.execute(f"SELECT record FROM {table}")  # noqa: S608 - constants
        changed = record[:-2] + bytes([record[-2] ^ 1]) + record[-1:]
        other.execute(f"UPDATE {table} SET record = ?", (changed,))  # noqa: S608 - constants
    other.commit()
    other.close()
    assert _known(store, FILE) == {}
    assert store.thumbnail(b"c" * 16) is None


def test_where_it_cannot_be_kept_it_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = FactsStore(tmp_path / "file" / "folder")
    store.add([(FILE, FACTS)], [(b"c" * 16, b"jpeg")])
    assert _known(store, FILE) == {}
    assert store.thumbnail(b"c" * 16) is None
    store.trim()
    store.clear()
    assert store.size_bytes() == 0


def test_a_full_disk_loses_the_new_and_keeps_the_old(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.add([(FILE, FACTS)])
    with store._file.open() as database:
        assert database is not None
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {pages}")  # what SQLite says of a full disk
    store.add([(replace(FILE, path="/new"), FACTS)], [(b"c" * 16, bytes(100_000))])
    assert _known(store, FILE, replace(FILE, path="/new")) == {0: FACTS}


WRITER = """
import sys
from pathlib import Path
from core.data.folder.facts import Facts
from core.data.folder.facts_store import FactsStore
from core.data.folder.listing import FoundFile
store = FactsStore(Path(sys.argv[1]))
for number in range(60):
    name = f"/{sys.argv[2]}/{number}"
    store.add([(FoundFile(name, 0, None, 1, 1), Facts(b"c" * 16, (1, 1), "PNG", b"x"))])
"""


def test_processes_share_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [
        subprocess.Popen([*command, name], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        for name in ("one", "two")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    files = [FoundFile(f"/{n}/{i}", 0, None, 1, 1) for n in ("one", "two") for i in range(60)]
    assert len(_known(FactsStore(tmp_path), *files)) == 120
