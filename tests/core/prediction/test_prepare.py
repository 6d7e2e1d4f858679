import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import fashion_mnist
from core.data.dataset import Pixels
from core.data.fitting import fit
from core.data.form import Fit, Ground
from core.data.picture import Picture
from core.model.network import InputSpec
from core.prediction.background import Background
from core.prediction.classifier import Classifier
from core.prediction.prepare import Prepared, prepare
from core.run.folder import Run
from tests.core.prediction.photos import Scene, photo

GREY = InputSpec()
COLOUR = InputSpec(height=8, width=12, channels=3)


def _prepare(
    pixels: Pixels,
    background: Background = Background.AUTOMATIC,
    *,
    to: InputSpec = GREY,
    dark: bool = True,
) -> Prepared:
    picture = Picture("x", pixels, (pixels.shape[1], pixels.shape[0]), "PNG")
    return prepare(picture, to, background=background, dark_background=dark)


def _rectangle(ground: int, inside: int) -> Pixels:
    pixels = np.full((200, 300, 1), ground, np.uint8)
    pixels[20:60, 150:250] = inside  # 40 high, 100 wide, off-centre
    return pixels


def test_fashion_mnists_own_pictures_pass_untouched() -> None:
    training = fashion_mnist.load().training.pixels
    border = training[:, (0, -1)].sum((1, 2, 3)) + training[:, :, (0, -1)].sum((1, 2, 3))
    brightest = np.argsort(border)[-200:]
    for number in [*range(200), *brightest]:
        prepared = _prepare(training[number])
        np.testing.assert_array_equal(prepared.pixels, training[number])
    assert prepared.done == "28×28 grey, as it is"


def test_an_inverted_picture_of_its_size_is_turned_back_exactly() -> None:
    for picture in fashion_mnist.load().test.pixels[:100]:
        prepared = _prepare(255 - picture)
        np.testing.assert_array_equal(prepared.pixels, picture)
        assert prepared.done == "28×28 grey, background made dark"


@pytest.mark.parametrize("scene", Scene)
def test_photos_come_out_like_fashion_mnist(scene: Scene, clothes_run: Run) -> None:
    test = fashion_mnist.load().test
    count = 40
    pictures, labels = test.pixels[:count], test.labels[:count]
    seen = np.stack([_prepare(photo(p[..., 0], scene, n)).pixels for n, p in enumerate(pictures)])
    likeness = [
        np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(seen, pictures, strict=True)
    ]
    assert np.mean(likeness) > 0.93
    assert np.percentile(likeness, 5) > 0.82
    classifier = Classifier.load(clothes_run)
    plain, photos = (
        np.mean(classifier.probabilities(pixels).argmax(1) == labels) for pixels in (pictures, seen)
    )
    assert plain > 0.8
    assert photos > plain - 0.1


def test_without_automatic_the_same_photos_are_not_recognised(clothes_run: Run) -> None:
    test = fashion_mnist.load().test
    classifier = Classifier.load(clothes_run)
    photos = [photo(p[..., 0], Scene.WHITE, n) for n, p in enumerate(test.pixels[:40])]
    seen = np.stack([_prepare(p, Background.AS_IS).pixels for p in photos])
    assert np.mean(classifier.probabilities(seen).argmax(1) == test.labels[:40]) < 0.3


@pytest.mark.parametrize(
    ("ground", "inside", "done"),
    [
        (255, 0, "28×28 grey, background made dark, object centred"),
        (200, 60, "28×28 grey, background made dark, object centred"),
        (170, 250, "28×28 grey, background made dark, object centred"),
        (0, 255, "28×28 grey, object centred"),
    ],
)
def test_the_object_touches_two_sides_and_is_centred(ground: int, inside: int, done: str) -> None:
    prepared = _prepare(_rectangle(ground, inside))
    assert prepared.done == done
    bright = prepared.pixels[..., 0] > 60
    rows, columns = np.flatnonzero(bright.any(1)), np.flatnonzero(bright.any(0))
    assert (columns[0], columns[-1]) == (0, 27)
    assert 10 <= len(rows) <= 14
    assert abs(rows[0] - (27 - rows[-1])) <= 1
    assert prepared.pixels[0].max() < 10


def test_a_colour_as_light_as_its_ground_is_found() -> None:
    pixels = np.full((200, 300, 3), 128, np.uint8)
    pixels[50:150, 60:160] = (255, 87, 9)  # luminance 128
    assert _prepare(pixels).pixels.mean() > 80


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_picture_without_an_object(level: int) -> None:
    prepared = _prepare(np.full((60, 80, 3), level, np.uint8))
    assert "no object found" in prepared.done
    assert prepared.pixels.max() == (0 if level == 255 else level)


def test_as_it_is_stretches_the_whole_picture() -> None:
    prepared = _prepare(_rectangle(255, 0), Background.AS_IS)
    assert prepared.done == "28×28 grey, stretched"
    assert prepared.pixels[0, 0, 0] == 255
    assert prepared.pixels[5, 18, 0] == 0


def test_inverted_exchanges_light_and_dark() -> None:
    as_it_is, inverted = (
        _prepare(_rectangle(255, 30), choice) for choice in (Background.AS_IS, Background.INVERTED)
    )
    np.testing.assert_array_equal(inverted.pixels, 255 - as_it_is.pixels)
    assert inverted.done == "28×28 grey, stretched, light and dark exchanged"


def test_other_nets_get_the_picture_as_it_is() -> None:
    pixels = _rectangle(255, 0)
    for background in (Background.AUTOMATIC, Background.AS_IS):
        prepared = _prepare(pixels, background, dark=False)
        np.testing.assert_array_equal(prepared.pixels, fit(pixels, GREY))
        assert prepared.done == "28×28 grey, stretched"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Fit.STRETCH, "12×8 colour, stretched"),
        (Fit.CROP, "12×8 colour, cut to its centre"),
        (Fit.PAD, "12×8 colour, with room added beside it"),
    ],
)
def test_other_nets_get_the_picture_as_they_did_in_training(how: Fit, words: str) -> None:
    form = COLOUR.model_copy(update={"fit": how, "ground": Ground.BLACK})
    prepared = _prepare(_rectangle(250, 0)[:, :200], dark=False, to=form)
    np.testing.assert_array_equal(prepared.pixels, fit(_rectangle(250, 0)[:, :200], form))
    assert prepared.done == words


def test_a_colour_picture_for_a_grey_net_goes_by_luminance() -> None:
    pixels = np.zeros((28, 28, 3), np.uint8)
    pixels[..., 0] = 255
    prepared = _prepare(pixels, Background.AS_IS)
    assert prepared.pixels.shape == (28, 28, 1)
    assert np.all(prepared.pixels == 76)  # 0.299 * 255


def test_a_grey_picture_for_a_colour_net() -> None:
    pixels = np.arange(96, dtype=np.uint8).reshape(8, 12, 1)
    prepared = _prepare(pixels, Background.AS_IS, to=COLOUR)
    np.testing.assert_array_equal(prepared.pixels, np.repeat(pixels, 3, axis=2))
    assert prepared.done == "12×8 colour, as it is"


@given(
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from([1, 3]),
    st.sampled_from(Background),
    st.sampled_from([GREY, COLOUR]),
    st.integers(0, 99),
)
def test_any_picture_fits_any_net(
    height: int, width: int, channels: int, background: Background, net: InputSpec, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    prepared = _prepare(pixels, background, to=net)
    assert prepared.pixels.shape == net.shape
    assert prepared.pixels.dtype == np.uint8
    assert not prepared.pixels.flags.writeable


@pytest.mark.parametrize("background", Background)
@pytest.mark.parametrize("shape", [(1, 1, 1), (3000, 1, 3), (1, 3000, 1)])
def test_thin_pictures(background: Background, shape: tuple[int, int, int]) -> None:
    pixels = np.full(shape, 200, np.uint8)
    pixels[shape[0] // 2, shape[1] // 2] = 0
    assert _prepare(pixels, background).pixels.shape == (28, 28, 1)
