"""A `.keras` file can hold code; nothing in Litmus runs it."""

import ast
import re
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.evaluate import evaluate
from core.prediction.answer import answer
from core.prediction.classifier import Classifier
from core.run.folder import Run, read_run
from core.training.loading import load_tensorflow
from tests.core.training.conftest import Trainer
from tests.fixtures.runs import clothes_run

__all__ = ["clothes_run"]

ROOT = Path(__file__).parents[3]


def _write_model_with_code(path: Path, mark: Path) -> None:
    load_tensorflow()
    import keras

    place = str(mark)
    layer = keras.layers.Lambda(
        lambda x: (__import__("os").mkdir(place), x)[1], output_shape=(28, 28, 1)
    )
    keras.Sequential([keras.Input((28, 28, 1)), layer]).save(path)
    with suppress(FileNotFoundError):
        mark.rmdir()


def test_code_in_a_model_is_refused_by_keras_and_never_met_by_litmus(
    clothes_run: Run, tmp_path: Path, trainer: Trainer
) -> None:
    mark = tmp_path / "mark"
    _write_model_with_code(clothes_run.keras_file, mark)
    import keras

    run = read_run(clothes_run.folder)
    given = answer(Classifier.load(run), np.zeros((28, 28), np.uint8))
    measured = evaluate(run, trainer.dataset)

    assert len(given.ranking) == 10
    assert measured.pictures == 200
    with pytest.raises(ValueError, match="safe_mode"):
        keras.models.load_model(clothes_run.keras_file)
    assert not mark.exists()
    unsafe = keras.models.load_model(clothes_run.keras_file, safe_mode=False)
    unsafe(np.zeros((1, 28, 28, 1), np.float32))
    assert mark.exists(), "the trap would have worked"


def test_nothing_turns_the_safe_mode_off_or_unpickles() -> None:
    sources = [ROOT / "main.py", *(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")]
    assert len(sources) > 100
    forbidden = re.compile(
        r"enable_unsafe_deserialization|safe_mode\s*=\s*False"
        r"|allow_pickle\s*=\s*True|import pickle|pickle\.|(?<![.\w])(eval|exec)\("
    )
    found = set()
    for path in sources:
        text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT)
        found |= {f"{name}: {match[0]}" for match in forbidden.finditer(text)}
        found |= {f"{name}: {line}" for line in _unsafe_loads(text)}
    assert not found


def _unsafe_loads(source: str) -> list[str]:
    """The calls of `load_model` that leave the safe mode to Keras; texts for others are none."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    loads = (call for call in calls if ast.unparse(call.func).endswith("load_model"))
    return [
        ast.unparse(call)
        for call in loads
        if "safe_mode=True" not in {ast.unparse(word) for word in call.keywords}
    ]


def test_a_load_without_safe_mode_is_found() -> None:
    assert _unsafe_loads("m = keras.models.load_model(f(p), compile=False)")
    assert not _unsafe_loads("keras.models.load_model(f(p), safe_mode=True)")
    assert not _unsafe_loads("text = 'load_model(path)'")
