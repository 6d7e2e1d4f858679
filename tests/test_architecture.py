"""The walls stand, and each of them falls a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _run(*command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=cwd, capture_output=True, text=True, check=False
    )


def _lint_imports(cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree in `cwd`."""
    start = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports; "
    return _run("-c", start + "sys.exit(lint_imports(no_cache=True))", cwd=cwd)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code to plant violations in."""
    for name in ("core", "gui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def _plant(path: Path, line: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")


def test_the_import_rules_hold(tree: Path) -> None:
    result = _lint_imports(tree)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("core/errors.py", "import PySide6\n", "core knows no window"),
        (
            "core/data/dataset.py",
            "def f():\n    from PySide6 import QtCore\n",
            "core knows no window",
        ),
        ("core/model/network.py", "import gui.theme\n", "core knows no window"),
        ("core/data/dataset.py", "import core.training.live\n", "Inside core the arrows"),
        ("core/data/form.py", "import core.model.network\n", "Inside core the arrows"),
        ("gui/data_tab/__init__.py", "import gui.predict_tab\n", "Tabs meet in the document"),
        ("gui/theme.py", "import main\n", "Nothing imports the entry"),
        ("gui/theme.py", "def f():\n    import tensorflow\n", "The window loads no TensorFlow"),
    ],
)
def test_a_planted_import_is_found(tree: Path, file: str, line: str, broken: str) -> None:
    _plant(tree / file, line)
    result = _lint_imports(tree)
    assert result.returncode == 1
    assert f"{broken}" in result.stdout
    told = [text for text in result.stdout.splitlines() if text.startswith(broken)]
    assert any("BROKEN" in text for text in told), result.stdout


@pytest.mark.parametrize("module", ["tensorflow", "keras", "sklearn", "ai_edge_litert"])
def test_a_heavy_import_at_module_level_is_found(tree: Path, module: str) -> None:
    clean = _run("-m", "ruff", "check", "--select", "TID253", "core", "gui", cwd=tree)
    assert clean.returncode == 0, clean.stdout
    _plant(tree / "core" / "training" / "order.py", f"import {module}\n")
    result = _run("-m", "ruff", "check", "--select", "TID253", "core", "gui", cwd=tree)
    assert result.returncode == 1
    assert "TID253" in result.stdout


def test_an_untyped_function_is_found(tree: Path) -> None:
    planted = tree / "planted.py"
    planted.write_text("def typed(x: int) -> int:\n    return x\n")
    check = ("-m", "mypy", "--cache-dir", str(tree / "cache"), "planted.py")
    assert _run(*check, cwd=tree).returncode == 0
    planted.write_text("def untyped(x):\n    return x\n")
    result = _run(*check, cwd=tree)
    assert result.returncode == 1
    assert "no-untyped-def" in result.stdout


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            """import threading

def test_leak():
    threading.Thread(target=threading.Event().wait, args=(3,)).start()
""",
            "threads left running",
        ),
        (
            """from PySide6.QtCore import QTimer
kept = []

def test_leak():
    kept.append(QTimer())
    kept[0].start(1000)
""",
            "timers left running",
        ),
        (
            """from PySide6.QtWidgets import QWidget
kept = []

def test_leak():
    kept.append(QWidget())
    kept[0].show()
""",
            "windows left open",
        ),
    ],
)
def test_what_a_test_leaves_behind_is_found(tree: Path, body: str, told: str) -> None:
    folder = tree / "tests" / "gui"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
        shutil.copy(ROOT / package.relative_to(tree) / "conftest.py", package)
    (folder / "test_planted.py").write_text(body)
    result = _run("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "tests/gui", cwd=tree)
    assert result.returncode == 1, result.stdout
    assert told in result.stdout
    (folder / "test_planted.py").write_text("def test_clean():\n    pass\n")
    assert _run("-m", "pytest", "-q", "-n", "0", "tests/gui", cwd=tree).returncode == 0


def test_the_window_is_imported_without_tensorflow_and_core_without_qt() -> None:
    window = "import sys, gui.application; sys.exit('tensorflow' in sys.modules)"
    assert _run("-c", window, cwd=ROOT).returncode == 0
    command = (
        "import sys, main, core.commands.train, core.commands.predict, core.commands.evaluate;"
        "sys.exit(any(m in sys.modules for m in ('PySide6', 'pyqtgraph', 'tensorflow')))"
    )
    assert _run("-c", command, cwd=ROOT).returncode == 0


def test_no_lock_file_is_kept() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()
