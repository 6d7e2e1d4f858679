"""A folder is held by one at a time, and let go by a process that is killed."""

import subprocess
import sys
from pathlib import Path

from core.holding import hold, is_held

_HOLDER = """
import sys, time
from pathlib import Path
from core.holding import hold
mine = hold(Path(sys.argv[1]))
assert mine
print("held", flush=True)
time.sleep(60)
"""


def test_held_by_one_at_a_time(tmp_path: Path) -> None:
    assert not is_held(tmp_path)
    mine = hold(tmp_path)
    assert mine is not None
    assert is_held(tmp_path)
    assert hold(tmp_path) is None
    mine.release()
    assert not is_held(tmp_path)
    again = hold(tmp_path)
    assert again is not None
    again.release()


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    assert is_held(tmp_path)
    assert hold(tmp_path) is None
    holder.kill()
    holder.communicate()
    assert not is_held(tmp_path)
