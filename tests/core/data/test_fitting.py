from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.data.dataset import Pixels
from core.data.fitting import WORKING_SIDE, fit, read_fitted, working_size
from core.data.form import Fit, Ground, PictureForm
from core.data.picture import decode, decoder_version
from core.data.picture_error import PictureError
from tests.core.data.pictures import encoded, gradient, saved

SIDES = st.integers(1, 70)


def _form(width: int, height: int, channels: int = 3, **options: object) -> PictureForm:
    return PictureForm.model_validate(
        {"width": width, "height": height, "channels": channels, **options}
    )


def _stripes(*colours: int, height: int = 10, each: int = 10) -> Pixels:
    """Upright stripes of grey, 10 pixels wide."""
    row = np.repeat(np.array(colours, np.uint8), each)
    return np.ascontiguousarray(np.tile(row, (height, 1))[..., np.newaxis])


@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from((1, 3)), st.sampled_from((1, 3)), st.data())
def test_every_shape_fits_every_form(
    have_w: int, have_h: int, width: int, height: int, have: int, channels: int, data: st.DataObject
) -> None:
    form = _form(
        width,
        height,
        channels,
        fit=data.draw(st.sampled_from(Fit)),
        ground=data.draw(st.sampled_from(Ground)),
    )
    fitted = fit(np.full((have_h, have_w, have), 77, np.uint8), form)
    assert fitted.shape == form.shape
    assert fitted.dtype == np.uint8
    assert fitted.flags.c_contiguous
    assert not fitted.flags.writeable
    if form.fit is not Fit.PAD:
        assert (fitted == 77).all()


@pytest.mark.parametrize("how", Fit)
def test_what_has_the_form_stays_as_it_is(how: Fit) -> None:
    np.testing.assert_array_equal(fit(gradient(), _form(40, 30, fit=how)), gradient())


def test_stretching_keeps_all_of_the_picture() -> None:
    fitted = fit(_stripes(0, 100, 200), _form(30, 60, 1))
    assert fitted[:, 5, 0].tolist() == [0] * 60
    assert fitted[:, 15, 0].tolist() == [100] * 60
    assert fitted[:, 25, 0].tolist() == [200] * 60


def test_cropping_keeps_the_centre() -> None:
    fitted = fit(_stripes(0, 100, 200), _form(10, 10, 1, fit=Fit.CROP))
    np.testing.assert_array_equal(fitted, np.full((10, 10, 1), 100))
    high = np.ascontiguousarray(_stripes(0, 100, 200).transpose(1, 0, 2))
    assert (fit(high, _form(10, 10, 1, fit=Fit.CROP)) == 100).all()


@pytest.mark.parametrize(
    ("ground", "value"), [(Ground.WHITE, 255), (Ground.GREY, 128), (Ground.BLACK, 0)]
)
@pytest.mark.parametrize("channels", [1, 3])
def test_padding_lays_the_picture_on_the_ground(ground: Ground, value: int, channels: int) -> None:
    form = _form(30, 30, channels, fit=Fit.PAD, ground=ground)
    fitted = fit(_stripes(50, 100, 150), form)
    assert (fitted[:10] == value).all()
    assert (fitted[20:] == value).all()
    np.testing.assert_array_equal(fitted[10:20], np.repeat(_stripes(50, 100, 150), channels, 2))


def test_grey_is_luma_and_colour_of_grey_is_three_times_the_same() -> None:
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    assert (fit(red, _form(4, 4, 1)) == 76).all()  # 0.299 of 255, ITU-R BT.601
    assert (fit(np.full((4, 4, 1), 9, np.uint8), _form(4, 4, 3)) == 9).all()


def test_fine_patterns_are_averaged_not_picked() -> None:
    board = (np.indices((256, 256)).sum(axis=0) % 2 * 255).astype(np.uint8)[..., np.newaxis]
    inner = fit(board, _form(28, 28, 1))[2:-2, 2:-2].astype(int)
    assert np.abs(inner - 127.5).max() < 4


def test_a_file_is_decoded_for_its_form_on_its_ground(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (300, 300), (255, 0, 0, 0))
    path = tmp_path / "x.png"
    path.write_bytes(saved(clear, "PNG"))
    assert (read_fitted(path, _form(20, 20)) == 255).all()
    assert (read_fitted(path, _form(20, 20, ground=Ground.GREY)) == 128).all()
    assert (read_fitted(path.read_bytes(), _form(20, 20, ground=Ground.BLACK)) == 0).all()


@pytest.mark.parametrize("side", [28, 150, 300])
def test_reading_is_decoding_for_the_working_size_and_fitting(side: int) -> None:
    content = encoded(gradient(900, 1200), "JPEG")
    form = _form(side, side)
    by_hand = fit(decode(content, target=working_size(form)).pixels, form)
    np.testing.assert_array_equal(read_fitted(content, form), by_hand)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_reduced_decoding_gives_nearly_the_pixels_of_the_whole(kind: str) -> None:
    content = encoded(gradient(1500, 2000), kind, **({"quality": 95} if kind == "JPEG" else {}))
    form = _form(28, 28)
    whole = fit(decode(content).pixels, form).astype(int)
    assert np.abs(read_fitted(content, form) - whole).mean() < 2


def test_the_working_size_is_never_below_the_form() -> None:
    assert working_size(None) == (WORKING_SIDE, WORKING_SIDE)
    assert working_size(_form(28, 512)) == (WORKING_SIDE, 512)


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(PictureError, match="“a” is not a picture"):
        read_fitted(b"rubbish" * 9, _form(28, 28), name="a")


def test_the_decoder_tells_its_version() -> None:
    import PIL
    import pillow_heif

    assert PIL.__version__ in decoder_version()
    assert pillow_heif.__version__ in decoder_version()


@pytest.mark.parametrize("shape", [(1, 3000, 3), (3000, 1, 1), (1, 1, 3)])
@pytest.mark.parametrize("how", Fit)
def test_thin_pictures_fit(shape: tuple[int, int, int], how: Fit) -> None:
    thin: npt.NDArray[np.uint8] = np.full(shape, 40, np.uint8)
    fitted = fit(thin, _form(300, 300, fit=how, ground=Ground.BLACK))
    assert fitted.max() == 40
