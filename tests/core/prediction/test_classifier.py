from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.data import fashion_mnist
from core.errors import LitmusError
from core.prediction.classifier import Classifier
from core.run.folder import Run, write_record


def test_it_answers_with_probabilities(clothes_run: Run) -> None:
    test = fashion_mnist.load().test
    classifier = Classifier.load(clothes_run)
    answers = classifier.probabilities(test.pixels[:500])
    assert answers.dtype == np.float32
    assert answers.shape == (500, 10)
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    assert np.mean(answers.argmax(axis=1) == test.labels[:500]) > 0.8
    one = classifier.probabilities(test.pixels[3])
    np.testing.assert_array_equal(one, answers[3:4])


def test_pixels_are_plain_and_a_model_may_take_uint8(colour_run: Run) -> None:
    classifier = Classifier.load(colour_run)
    for channel in range(3):
        pixels = np.zeros((8, 8, 3), np.uint8)
        pixels[..., channel] = 255
        assert classifier.probabilities(pixels)[0].argmax() == channel


def test_outputs_without_a_class_have_a_name(colour_run: Run) -> None:
    assert Classifier.load(colour_run).names == ("red", "green", "blue", "(unused 4)")


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((28, 28, 3), np.uint8),
        np.zeros((1, 27, 28, 1), np.uint8),
        np.zeros((28, 28, 1), np.float32),
    ],
)
def test_wrong_pixels_are_refused(clothes_run: Run, pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Received"):
        Classifier.load(clothes_run).probabilities(pixels)


def test_a_missing_model(clothes_run: Run) -> None:
    clothes_run.litert_file.unlink()
    with pytest.raises(LitmusError, match=r"model\.tflite” is missing"):
        Classifier.load(clothes_run)


@pytest.mark.parametrize("content", [b"", b"no model", None])
def test_a_damaged_model(clothes_run: Run, content: bytes | None) -> None:
    if content is None:
        whole = clothes_run.litert_file.read_bytes()
        content = whole[: len(whole) // 2]
    clothes_run.litert_file.write_bytes(content)
    with pytest.raises(LitmusError, match=r"model\.tflite” is damaged"):
        Classifier.load(clothes_run)


def test_a_model_of_another_shape(make_colour_run: Callable[..., Run]) -> None:
    with pytest.raises(LitmusError, match=r"shape \(8, 8, 3\), but run\.json says \(9, 9, 3\)"):
        Classifier.load(make_colour_run(side=9))


def test_a_model_with_too_few_outputs(make_colour_run: Callable[..., Run]) -> None:
    with pytest.raises(LitmusError, match=r"4 outputs, but run\.json names 5 classes"):
        Classifier.load(make_colour_run(tuple("abcde")))


def test_labels_that_differ_from_the_record(clothes_run: Run) -> None:
    (clothes_run.folder / "labels.txt").write_text("cat\ndog\n", encoding="utf-8")
    with pytest.raises(LitmusError, match="names other classes"):
        Classifier.load(clothes_run)


def test_labels_may_be_missing(clothes_run: Run) -> None:
    (clothes_run.folder / "labels.txt").unlink()
    assert Classifier.load(clothes_run).names[0] == "T-shirt/top"


def test_class_names_of_any_kind(make_colour_run: Callable[..., Run]) -> None:
    names = ("a b", "Größe 👟", 'it\'s "so", #1 %')
    assert Classifier.load(make_colour_run(names)).names[:3] == names


def test_answers_that_are_no_numbers(clothes_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = Classifier.load(clothes_run)
    broken = np.full((1, 10), np.nan, np.float32)
    monkeypatch.setattr(classifier.model, "probabilities", lambda _: broken)
    with pytest.raises(LitmusError, match="no number"):
        classifier.probabilities(np.zeros((28, 28, 1), np.uint8))


def test_many_threads_get_their_own_answers(clothes_run: Run) -> None:
    classifier = Classifier.load(clothes_run)
    pictures = fashion_mnist.load().test.pixels[:200]
    alone = classifier.probabilities(pictures)
    with ThreadPoolExecutor(8) as threads:
        together = np.concatenate(list(threads.map(classifier.probabilities, pictures)))
    np.testing.assert_array_equal(together, alone)


def test_a_model_can_be_replaced_while_it_is_loaded(clothes_run: Run) -> None:
    classifier = Classifier.load(clothes_run)
    clothes_run.litert_file.write_bytes(b"")
    write_record(clothes_run.folder, clothes_run.record)
    assert classifier.probabilities(np.zeros((28, 28, 1), np.uint8)).shape == (1, 10)
