"""What several benchmarks need: running a script as a process of its own, medians, memory."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
# A script's own folder is searched first; the rooms of Litmus lie beside it.
sys.path.insert(0, str(ROOT))


def run_script(*command: str, **environment: str) -> dict[str, Any]:
    """Run a script of this folder in a process of its own.

    Returns:
        The JSON object in the last line of what it printed.

    Raises:
        RuntimeError: It failed.
    """
    path = os.pathsep.join((str(ROOT), str(ROOT / "benchmarks")))
    result = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / command[0]), *command[1:]],
        env={**os.environ, "PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "3", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{command} failed:\n{result.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(result.stdout.strip().splitlines()[-1])
    return answer


def peak_megabytes() -> float:
    """The largest resident memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def computer() -> str:
    """The machine in a few words, for the table."""
    name = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    return f"{name}, {psutil.cpu_count()} cores"
