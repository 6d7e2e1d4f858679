from pathlib import Path

import numpy as np
import pytest

from core.errors import LitmusError
from core.features.head import Head, LinearHead, softmax
from core.features.head_file import read_head, write_head
from core.features.recipe import Output


@pytest.fixture
def head() -> Head:
    random = np.random.default_rng(0)
    both, one = (Output("a", 4), Output("b", 3)), (Output("a", 6),)
    return Head(
        tuple(
            LinearHead(
                inputs,
                random.normal(size=(sum(o.width for o in inputs), 3)).astype(np.float32),
                random.normal(size=3).astype(np.float32),
                rooted=inputs is one,
            )
            for inputs in (both, one)
        )
    )


def _features(count: int = 5) -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    widths = {"a": 6, "b": 3}
    return {n: random.normal(size=(count, w)).astype(np.float32) for n, w in widths.items()}


def test_it_is_the_mean_of_its_parts(head: Head) -> None:
    features = _features()
    first = np.hstack([features["a"][:, :4], features["b"]]) @ head.parts[0].weights
    rooted = np.sign(features["a"]) * np.sqrt(np.abs(features["a"]))
    second = rooted @ head.parts[1].weights
    expected = (softmax(first + head.parts[0].bias) + softmax(second + head.parts[1].bias)) / 2
    answers = head.probabilities(features, temperature=1.0)
    assert answers == pytest.approx(expected, abs=1e-6)
    assert answers.dtype == np.float32
    sharper = head.probabilities(features, temperature=0.5)
    assert sharper == pytest.approx(
        expected**2 / (expected**2).sum(axis=1, keepdims=True), abs=1e-5
    )


def test_it_is_written_and_read(head: Head, tmp_path: Path) -> None:
    write_head(tmp_path / "head.npz", head)
    again = read_head(tmp_path / "head.npz")
    assert again.classes == 3
    assert [part.inputs for part in again.parts] == [part.inputs for part in head.parts]
    features = _features()
    assert np.array_equal(
        again.probabilities(features, temperature=0.7),
        head.probabilities(features, temperature=0.7),
    )
    with np.load(tmp_path / "head.npz", allow_pickle=False) as arrays:  # by anybody
        assert arrays["inputs_0"].tolist() == ["a:4", "b:3"]
        assert arrays["weights_1"].shape == (6, 3)
        assert (bool(arrays["rooted_0"]), bool(arrays["rooted_1"])) == (False, True)
    assert [path.name for path in tmp_path.iterdir()] == ["head.npz"]


@pytest.mark.parametrize("spoil", ["empty", "cut", "text", "a zip", "shapes", "objects", "flipped"])
def test_a_damaged_file_is_told(head: Head, tmp_path: Path, spoil: str) -> None:
    path = tmp_path / "head.npz"
    write_head(path, head)
    whole = path.read_bytes()
    match spoil:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case "text":
            path.write_text("weights")
        case "a zip":
            np.savez(path, something=np.zeros(3))
        case "shapes":
            np.savez(
                path, weights_0=np.zeros((4, 3)), bias_0=np.zeros(2), inputs_0=np.array(["a:4"])
            )
        case "objects":
            np.savez(path, weights_0=np.array([{}], object), bias_0=np.zeros(1))
        case "flipped":
            changed = bytearray(whole)
            changed[len(whole) // 3] ^= 255
            path.write_bytes(changed)
    with pytest.raises(LitmusError, match=r"head\.npz” is damaged"):
        read_head(path)


@pytest.mark.parametrize(
    "changed",
    [
        {"inputs_0": np.array([], "U1"), "weights_0": np.zeros((0, 3))},
        {"bias_0": np.array([0, np.nan, 0])},
        {"bias_0": np.zeros(3, complex)},
    ],
)
def test_what_cannot_answer_is_damaged(
    head: Head, tmp_path: Path, changed: dict[str, np.ndarray]
) -> None:
    path = tmp_path / "head.npz"
    write_head(path, head)
    with np.load(path) as arrays:
        content = dict(arrays) | changed
    np.savez(path, **content)
    with pytest.raises(LitmusError, match=r"head\.npz” is damaged"):
        read_head(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(LitmusError, match="is missing"):
        read_head(tmp_path / "head.npz")
