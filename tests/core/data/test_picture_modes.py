import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from core.data.picture import decode
from tests.core.data.pictures import gradient, saved

RAMP = np.arange(0, 65_536, 257, dtype=np.uint16).reshape(16, 16)
GREY = np.arange(256, dtype=np.uint8).reshape(16, 16)


def _read(image: Image.Image, kind: str, **options: object) -> npt.NDArray[np.uint8]:
    return decode(saved(image, kind, **options)).pixels


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_not_clipped(kind: str) -> None:
    np.testing.assert_array_equal(_read(Image.fromarray(RAMP), kind)[..., 0], GREY)


def test_16_bit_pgm_is_scaled() -> None:
    content = b"P5 16 16 65535\n" + RAMP.astype(">u2").tobytes()
    np.testing.assert_array_equal(decode(content).pixels[..., 0], GREY)


def test_a_dark_16_bit_pgm_stays_dark() -> None:
    content = b"P5 16 16 65535\n" + GREY.astype(">u2").tobytes()
    assert decode(content).pixels.max() == 1


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (GREY.astype(np.int32), GREY),
        (RAMP.astype(np.int32), GREY),
        (RAMP.astype(np.int32) * 1000 - 50_000, GREY),
        (GREY.astype(np.float32) / 255, GREY),
        (GREY.astype(np.float32), GREY),
        (np.full((16, 16), 3e9, np.float32), np.zeros((16, 16))),
    ],
)
def test_32_bit_values_are_scaled_by_their_range(
    values: npt.NDArray[np.generic], expected: npt.NDArray[np.generic]
) -> None:
    np.testing.assert_array_equal(_read(Image.fromarray(values), "TIFF")[..., 0], expected)


def test_values_that_are_no_numbers_are_black() -> None:
    values = GREY.astype(np.float32) / 255
    values[0, 5] = np.nan
    pixels = _read(Image.fromarray(values), "TIFF")
    assert pixels[0, 5, 0] == 0
    assert pixels[15, 15, 0] == 255


def test_grey_stays_grey_and_one_bit_becomes_grey() -> None:
    assert _read(Image.fromarray(GREY), "PNG").shape == (16, 16, 1)
    bits = _read(Image.fromarray(GREY).convert("1", dither=Image.Dither.NONE), "PNG")
    np.testing.assert_array_equal(bits[..., 0], np.where(GREY > 127, 255, 0))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_without_a_profile(kind: str) -> None:
    image = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    red = _read(image, kind)[8, 8].astype(int)
    assert np.abs(red - (255, 0, 0)).max() < 4


def test_a_palette_keeps_its_colours() -> None:
    image = Image.fromarray(gradient()).quantize(16)
    expected = np.asarray(image.convert("RGB"))
    np.testing.assert_array_equal(_read(image, "PNG"), expected)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_transparent_palette_colour_is_white(kind: str) -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([200, 0, 0, 0, 0, 100])
    image.putpixel((1, 0), 1)
    pixels = _read(image, kind, transparency=0)
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[0, 1].tolist() == [0, 0, 100]


def test_what_is_transparent_lies_on_white() -> None:
    image = Image.new("RGBA", (3, 1))
    for x, alpha in enumerate((0, 51, 255)):
        image.putpixel((x, 0), (100, 0, 50, alpha))
    expected = [[255, 255, 255], [224, 204, 214], [100, 0, 50]]
    assert _read(image, "PNG")[0].tolist() == expected
    assert _read(image, "WEBP", lossless=True)[0].tolist() == expected


def test_transparent_grey_stays_grey() -> None:
    image = Image.merge("LA", (Image.new("L", (2, 1), 100), Image.fromarray(GREY[:1, :2])))
    assert _read(image, "PNG")[0].tolist() == [[255], [254]]


def test_a_colour_that_stands_for_transparent() -> None:
    image = Image.new("RGB", (2, 1), (10, 20, 30))
    image.putpixel((1, 0), (1, 2, 3))
    assert _read(image, "PNG", transparency=(10, 20, 30))[0].tolist() == [[255] * 3, [1, 2, 3]]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "TIFF"])
def test_of_an_animation_the_first_picture_is_read(kind: str) -> None:
    first, second = Image.new("RGB", (8, 8), (255, 0, 0)), Image.new("RGB", (8, 8), (0, 0, 255))
    pixels = _read(first, kind, save_all=True, append_images=[second], lossless=True)
    assert pixels[4, 4].tolist() == [255, 0, 0]


def test_another_colour_space_becomes_srgb() -> None:
    lab = Image.new("LAB", (8, 8), (54, 128, 128))  # 128 stands for no colour
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    grey = _read(lab, "TIFF", icc_profile=profile)[4, 4].astype(int)
    assert np.ptp(grey) <= 2


def test_a_profile_is_applied_to_colour_with_transparency_kept() -> None:
    plain = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    plain.putpixel((1, 0), (255, 0, 0, 0))
    pixels = _read(plain, "PNG", icc_profile=_red_is_green())
    assert np.abs(pixels[0, 0].astype(int) - (0, 255, 0)).max() < 3
    assert pixels[0, 1].tolist() == [255, 255, 255]


def _red_is_green() -> bytes:
    """The profile of a device whose red is sRGB's green and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "tRGB".encode("utf-16-be"))
    table = profile.replace(b"rXYZ", b"....", 1).replace(b"gXYZ", b"rXYZ", 1)
    return table.replace(b"....", b"gXYZ", 1)


@pytest.mark.parametrize("profile", [b"rubbish", b"", b"\0" * 500])
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    image = Image.fromarray(gradient())
    np.testing.assert_array_equal(_read(image, "PNG", icc_profile=profile), gradient())


def test_a_profile_of_another_kind_of_pixels_is_ignored() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey = Image.fromarray(GREY)
    np.testing.assert_array_equal(_read(grey, "PNG", icc_profile=profile)[..., 0], GREY)
