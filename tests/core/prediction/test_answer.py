from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data import fashion_mnist
from core.data.fitting import read_fitted
from core.data.form import Fit, Ground
from core.data.picture_error import PictureError
from core.prediction.answer import PREVIEW_SIDE, answer
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.run.folder import Run
from tests.core.data.pictures import encoded, gradient


def test_a_file_its_content_and_its_pixels_give_the_same(tmp_path: Path, clothes_run: Run) -> None:
    classifier = Classifier.load(clothes_run)
    pixels = fashion_mnist.load().test.pixels[0]
    path = tmp_path / "boot 👢.png"
    path.write_bytes(encoded(pixels, "PNG"))
    answers = [answer(classifier, source) for source in (path, path.read_bytes(), pixels)]
    assert answers[0].name == "boot 👢.png"
    for given in answers:
        assert given.class_name == "Ankle boot"
        assert given.confidence == given.ranking[0][1] > 0.5
        assert given.ranking == answers[0].ranking
        assert given.done == "28×28 grey, as it is"
        assert given.size == (28, 28)
        assert given.milliseconds > 0
        np.testing.assert_array_equal(given.seen, pixels)
        np.testing.assert_array_equal(given.preview, pixels)


def test_the_ranking_is_sorted_and_complete(clothes_run: Run) -> None:
    ranking = answer(Classifier.load(clothes_run), gradient(28, 28)).ranking
    shares = [share for _, share in ranking]
    assert shares == sorted(shares, reverse=True)
    assert {name for name, _ in ranking} == set(fashion_mnist.CLASSES)
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def test_the_background_is_chosen(clothes_run: Run) -> None:
    classifier = Classifier.load(clothes_run)
    boot = 255 - fashion_mnist.load().test.pixels[0]
    assert answer(classifier, boot).class_name == "Ankle boot"
    assert answer(classifier, boot, background=Background.INVERTED).class_name == "Ankle boot"
    as_it_is = answer(classifier, boot, background=Background.AS_IS)
    np.testing.assert_array_equal(as_it_is.seen, boot)


def test_a_colour_net_on_photos_takes_pictures_as_they_are(colour_run: Run) -> None:
    pixels = np.zeros((50, 40, 3), np.uint8)
    pixels[..., 1] = 200
    given = answer(Classifier.load(colour_run), encoded(pixels, "PNG"))
    assert given.class_name == "green"
    assert given.done == "8×8 colour, stretched"


@pytest.mark.parametrize(("how", "ground"), list(zip(Fit, Ground, strict=True)))
@pytest.mark.parametrize("size", [(40, 50), (700, 900), (1500, 2100)])
def test_a_net_on_photos_sees_what_it_saw_in_training(
    colour_run: Run, tmp_path: Path, how: Fit, ground: Ground, size: tuple[int, int]
) -> None:
    form = colour_run.record.network.input.model_copy(update={"fit": how, "ground": ground})
    network = colour_run.record.network.model_copy(update={"input": form})
    record = colour_run.record.model_copy(update={"network": network})
    classifier = replace(Classifier.load(colour_run), run=replace(colour_run, record=record))
    transparent = np.dstack([gradient(*size), gradient(*size)[..., 0]])
    for kind, pixels in (("PNG", transparent), ("JPEG", gradient(*size))):
        path = tmp_path / "x"
        path.write_bytes(encoded(pixels, kind))
        expected = read_fitted(path, form)
        for source in (path, path.read_bytes()):
            np.testing.assert_array_equal(answer(classifier, source).seen, expected)


def test_a_large_picture_has_a_bounded_preview_and_its_full_size(clothes_run: Run) -> None:
    content = encoded(gradient(1500, 2100), "JPEG")
    given = answer(Classifier.load(clothes_run), content, name="camera.jpg")
    assert given.size == (2100, 1500)
    assert max(given.preview.shape[:2]) <= PREVIEW_SIDE
    assert max(given.preview.shape[:2]) > PREVIEW_SIDE * 0.6
    assert given.name == "camera.jpg"


def test_a_long_thin_picture(clothes_run: Run) -> None:
    given = answer(Classifier.load(clothes_run), np.zeros((1, 3000), np.uint8))
    assert given.preview.shape == (1, PREVIEW_SIDE, 1)


def test_a_picture_that_cannot_be_read(tmp_path: Path, clothes_run: Run) -> None:
    classifier = Classifier.load(clothes_run)
    with pytest.raises(PictureError, match="no longer exists"):
        answer(classifier, tmp_path / "gone.png")
    with pytest.raises(PictureError, match="the limit is"):
        answer(classifier, encoded(gradient(), "PNG"), pixel_limit=100)
