import numpy as np
import pytest

from core.errors import LitmusError
from core.export.checking import compare
from core.export.pictures import CheckPictures

EXPECTED = np.array([[0.9, 0.1], [0.4, 0.6]], np.float32)
PICTURES = CheckPictures(np.zeros((2, 4, 4, 1), np.uint8), ("a", "b"), EXPECTED, "a note")


def test_answers_are_compared_honestly() -> None:
    found = compare(np.array([[0.8, 0.2], [0.55, 0.45]], np.float32), PICTURES)
    assert (found.checked_pictures, found.agreeing) == (2, 1)
    assert found.largest_difference == pytest.approx(0.15)
    assert found.sentence == "1 of 2 answers agree, largest difference 0.15000. a note"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (np.full((2, 2), np.nan, np.float32), "no number"),
        (np.zeros((2, 3), np.float32), "shape"),
        (np.zeros((1, 2), np.float32), "shape"),
    ],
)
def test_what_is_no_answer_is_told(answers: np.ndarray, sentence: str) -> None:
    with pytest.raises(LitmusError, match=sentence):
        compare(answers, PICTURES)
