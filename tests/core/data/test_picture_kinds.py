"""What cameras, scanners and other programs write, with the pixels that must come of it."""

import os
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageCms

from core.data.fitting import read_fitted
from core.data.form import PictureForm
from core.data.picture import decode
from core.data.picture_error import PictureError
from tests.core.data.pictures import encoded, gradient, png_header, saved

WHITE, GREY, BLACK = 255, 128, 0
KINDS = ("PNG", "JPEG", "TIFF", "WEBP", "AVIF", "HEIF", "MPO")


def _upright() -> npt.NDArray[np.uint8]:
    """64 wide, 48 high: red at the top left, blue at the top right, the rest black."""
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[:24, :32, 0] = 255
    pixels[:24, 32:, 2] = 255
    return pixels


def _stored(orientation: int) -> npt.NDArray[np.uint8]:
    """How a camera stores it, by EXIF 2.32, tag 0x0112."""
    upright = _upright()
    return {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]


def _lies_upright(pixels: npt.NDArray[np.uint8]) -> None:
    height, width = pixels.shape[:2]
    assert width > height
    corners = (pixels[2, 2], pixels[2, width - 3], pixels[height - 3, 2])
    for seen, expected in zip(corners, ((255, 0, 0), (0, 0, 255), (0, 0, 0)), strict=True):
        assert np.abs(seen.astype(int) - expected).max() < 90, (corners, pixels.shape)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_kind_lies_as_its_camera_says(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "MPO":
        options |= {"save_all": True, "append_images": [Image.new("RGB", (64, 48))]}
    content = encoded(np.ascontiguousarray(_stored(orientation)), kind, **options)
    for target in (None, (20, 15)):
        picture = decode(content, target=target)
        assert picture.size == (64, 48)
        _lies_upright(picture.pixels)


def test_a_progressive_jpeg_is_the_same_as_a_plain_one() -> None:
    plain, progressive = (
        decode(encoded(gradient(90, 120), "JPEG", quality=95, progressive=how)).pixels
        for how in (False, True)
    )
    assert np.abs(plain.astype(int) - progressive).max() <= 1
    reduced = decode(encoded(gradient(600, 800), "JPEG", progressive=True), target=(100, 100))
    assert reduced.pixels.shape == (150, 200, 3)


@pytest.mark.parametrize("target", [None, (100, 100)])
def test_cmyk_jpegs_of_printers_have_their_colours(target: tuple[int, int] | None) -> None:
    inks = {(0, 255, 255, 0): (255, 0, 0), (255, 0, 255, 0): (0, 255, 0), (0, 0, 0, 255): (0,) * 3}
    for ink, colour in inks.items():
        content = saved(Image.new("CMYK", (400, 400), ink), "JPEG")
        pixels = decode(content, target=target).pixels
        assert np.abs(pixels[9, 9].astype(int) - colour).max() < 6
        assert pixels.shape == ((400, 400, 3) if target is None else (100, 100, 3))


def test_a_profile_changes_the_colours_of_a_reduced_jpeg_too() -> None:
    wide = Image.new("RGB", (800, 600), (200, 100, 50))
    content = saved(wide, "JPEG", quality=100, subsampling=0, icc_profile=_wide_gamut())
    whole, reduced = decode(content).pixels, decode(content, target=(100, 100)).pixels
    seen = whole[300, 400].astype(int)
    assert seen[0] > 205, "the same numbers mean a stronger red in a wider space"
    assert np.abs(reduced[75, 100].astype(int) - seen).max() <= 1


def test_16_bit_colour_is_scaled() -> None:
    values = np.linspace(0, 65_535, 64).astype(np.uint16)
    rows = b"".join(b"\0" + np.repeat(values[:, None], 3, 1).astype(">u2").tobytes() for _ in "ab")
    pixels = decode(png_header(64, 2, depth=16, kind=2, rows=rows)).pixels
    assert np.abs(pixels[0, :, 0].astype(int) - values / 257).max() <= 1


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_grey_of_few_bits_is_scaled(depth: int) -> None:
    shades = np.arange(8 // depth) % 2**depth
    bits = "".join(f"{shade:0{depth}b}" for shade in shades)
    content = png_header(8 // depth, 1, depth=depth, kind=0, rows=bytes((0, int(bits, 2))))
    expected = shades * 255 // (2**depth - 1)
    assert decode(content).pixels[0, :, 0].tolist() == expected.tolist()


@pytest.mark.parametrize("ground", [WHITE, GREY, BLACK])
def test_what_is_transparent_lies_on_the_ground_chosen(ground: int) -> None:
    half = Image.new("RGBA", (4, 4), (200, 100, 0, 51))  # a fifth
    mixed = [round(0.2 * value + 0.8 * ground) for value in (200, 100, 0)]
    for kind in ("PNG", "WEBP", "TIFF"):
        options = {"lossless": True} if kind == "WEBP" else {}
        pixels = decode(saved(half, kind, **options), ground=ground).pixels
        assert np.abs(pixels[1, 1].astype(int) - mixed).max() <= 1
    grey = Image.merge("LA", (Image.new("L", (4, 4), 100), Image.new("L", (4, 4), 51)))
    pixels = decode(saved(grey, "PNG"), ground=ground).pixels
    assert pixels.shape == (4, 4, 1)
    assert abs(int(pixels[0, 0, 0]) - round(0.2 * 100 + 0.8 * ground)) <= 1


@pytest.mark.parametrize("ground", [WHITE, GREY, BLACK])
@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_transparent_pictures_of_phones(kind: str, ground: int) -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 255))
    image.paste((255, 0, 0, 0), (32, 0, 64, 64))
    encoded(gradient(), "HEIF")  # registers the format
    pixels = decode(saved(image, kind, quality=95), ground=ground).pixels.astype(int)
    assert np.abs(pixels[30, 10] - (255, 0, 0)).max() < 30
    assert np.abs(pixels[30, 54] - ground).max() < 10


def test_a_palette_with_shades_of_transparent() -> None:
    image = Image.new("P", (3, 1), 0)
    image.putpalette([200, 0, 0, 0, 200, 0, 0, 0, 200])
    for place in (1, 2):
        image.putpixel((place, 0), place)
    content = saved(image, "PNG", transparency=bytes((0, 51, 255)))
    assert decode(content, ground=BLACK).pixels[0].tolist() == [[0] * 3, [0, 40, 0], [0, 0, 200]]
    assert decode(content).pixels[0].tolist() == [[255] * 3, [204, 244, 204], [0, 0, 200]]


def test_colours_hidden_under_transparency_do_not_bleed_when_reduced() -> None:
    image = Image.new("RGBA", (600, 600), (255, 0, 0, 0))  # red, but nobody sees it
    image.paste((0, 0, 255, 255), (301, 0, 600, 600))
    pixels = decode(saved(image, "PNG"), target=(60, 60)).pixels.astype(int)
    assert (pixels[..., 1] >= pixels[..., 0]).all(), "more red than green is the hidden red"


def test_a_moving_gif_gives_its_first_picture_on_the_ground() -> None:
    first = Image.new("P", (8, 8), 0)
    first.putpalette([1, 2, 3, 90, 80, 70])
    first.paste(1, (0, 0, 4, 8))
    other = Image.new("P", (8, 8), 1)
    other.putpalette([1, 2, 3, 90, 80, 70])
    content = saved(first, "GIF", save_all=True, append_images=[other], transparency=0)
    pixels = decode(content, ground=GREY).pixels
    assert pixels[4, 1].tolist() == [90, 80, 70]
    assert pixels[4, 6].tolist() == [GREY] * 3


@pytest.mark.parametrize("kind", ["P5", "P6", "P2", "P3"])
def test_portable_maps(kind: str) -> None:
    pixels = gradient(4, 5) if kind in ("P6", "P3") else gradient(4, 5)[..., :1]
    body = pixels.tobytes()
    if kind in ("P2", "P3"):
        body = " ".join(map(str, pixels.ravel())).encode()
    content = f"{kind}\n# a word\n5 4\n255\n".encode() + body
    np.testing.assert_array_equal(decode(content).pixels, pixels)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpeg", "WEBP"),
        ("b.JPG", "PNG"),
        ("c.Png", "JPEG"),
        ("d.heic", "JPEG"),
        ("e.jpg", "HEIF"),
        ("f.gif", "TIFF"),
        ("g.TGA", "PNG"),
        ("h", "BMP"),
        ("i.txt", "AVIF"),
        ("j.jpg", "MPO"),
    ],
)
def test_the_content_decides_not_the_suffix(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    options = {"append_images": [Image.new("RGB", (40, 30))]} if kind == "MPO" else {}
    path.write_bytes(encoded(gradient(), kind, **options))
    picture = decode(path)
    assert picture.format == kind
    assert np.abs(picture.pixels.astype(int) - gradient()).mean() < 6


def test_several_pictures_in_a_jpeg_give_the_first() -> None:
    second = Image.fromarray(255 - gradient())
    content = encoded(gradient(), "MPO", save_all=True, append_images=[second], quality=95)
    assert np.abs(decode(content).pixels.astype(int) - gradient()).mean() < 4


@pytest.mark.parametrize("suffix", [".tga", ".TGA", ".Tga"])
def test_kinds_without_a_signature_go_by_their_suffix_in_any_case(suffix: str) -> None:
    content = encoded(gradient(), "TGA")
    np.testing.assert_array_equal(decode(content, name=f"x{suffix}").pixels, gradient())
    with pytest.raises(PictureError, match="is not a picture"):
        decode(content, name="x.jpg")


def test_the_small_picture_inside_a_heic_is_not_taken_for_it() -> None:
    large = gradient(900, 1200)
    content = encoded(large, "HEIF", thumbnails=[320])
    reduced = decode(content, target=(300, 225))
    assert reduced.pixels.shape == (225, 300, 3)
    blocks = large.reshape(225, 4, 300, 4, 3).mean(axis=(1, 3))
    assert np.abs(reduced.pixels - blocks).mean() < 3


@pytest.mark.parametrize("side", [65_535, 2**31 - 1])
def test_sizes_that_only_the_header_has(side: int) -> None:
    for content in (png_header(side, side), _bmp_header(side)):
        with pytest.raises(PictureError, match=r"megapixels; the limit is|far too large|damaged"):
            decode(content)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_168_megapixels_for_real(tmp_path: Path, kind: str) -> None:
    """Runs in a process of its own, so that its memory can be told from that of the tests."""
    path = tmp_path / "large"
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    Image.linear_gradient("L").resize((14_000, 12_000)).convert("RGB").save(path, kind)
    Image.MAX_IMAGE_PIXELS = limit
    read, write = os.pipe()
    began = time.monotonic()
    if (child := os.fork()) == 0:
        pixels = read_fitted(path, PictureForm(width=300, height=300, channels=3))
        os.write(write, f"{pixels[0].mean():.0f} {pixels[-1].mean():.0f}".encode())
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    assert status == 0
    dark, light = os.read(read, 100).decode().split()
    assert int(dark) <= 1
    assert int(light) >= 254
    assert time.monotonic() - began < 30
    assert used.ru_maxrss < 1_200_000  # kilobytes
    os.close(read)
    os.close(write)


def _wide_gamut() -> bytes:
    """The profile of a device whose red and green are stronger than sRGB's: they are exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "tRGB".encode("utf-16-be"))
    offset = profile.index(b"rXYZ")
    place = int.from_bytes(profile[offset + 4 : offset + 8], "big")
    matrix = bytearray(profile)
    # rXYZ is an XYZType: signature, zeros, then X, Y, Z as s15Fixed16 (ICC.1:2022, 10.31).
    for entry, factor in ((place + 8, 1.2), (place + 12, 1.15)):
        value = int.from_bytes(matrix[entry : entry + 4], "big")
        matrix[entry : entry + 4] = round(value * factor).to_bytes(4, "big")
    return bytes(matrix)


def _bmp_header(side: int) -> bytes:
    size = side.to_bytes(4, "little", signed=True)
    rest = (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + b"\0" * 24
    header = (40).to_bytes(4, "little") + size + size + rest
    return b"BM" + (54).to_bytes(4, "little") + b"\0" * 4 + (54).to_bytes(4, "little") + header
