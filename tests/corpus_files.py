"""The files of the corpus, each as a name and its content."""

from collections.abc import Iterator
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from tests.core.data.pictures import png_header, saved

Made = tuple[str, bytes]

register_heif_opener()

_KINDS = {
    "png": "PNG",
    "jpg": "JPEG",
    "webp": "WEBP",
    "gif": "GIF",
    "bmp": "BMP",
    "tif": "TIFF",
    "avif": "AVIF",
    "heic": "HEIF",
    "ppm": "PPM",
    "tga": "TGA",
    "qoi": "QOI",
    "jp2": "JPEG2000",
}


def intact(picture: Image.Image) -> Iterator[Made]:
    """Pictures of every kind that is read, in every mode and size."""
    yield from _plain(picture)
    yield from _jpegs(picture)
    yield from _transparent(picture)
    yield from _deep(picture)
    yield from _sizes(picture)
    yield from _moving(picture)


def wrongly_named(picture: Image.Image) -> Iterator[Made]:
    """Pictures with the suffix of another kind, in any case, or none."""
    for name, kind in (
        ("a webp.jpeg", "WEBP"),
        ("a png.JPG", "PNG"),
        ("a jpeg.Png", "JPEG"),
        ("a heic.jpg", "HEIF"),
        ("a tiff.gif", "TIFF"),
        ("a jpeg.heic", "JPEG"),
        ("a gif.jpg", "GIF"),
    ):
        yield name, saved(picture, kind)


def broken(picture: Image.Image) -> Iterator[Made]:
    """Files that are cut short."""
    for suffix, kind in _KINDS.items():
        content = saved(picture.resize((160, 120)), kind)
        for part in (10, 50):
            yield f"cut at {part} %.{suffix}", content[: len(content) * part // 100]
        yield f"head alone.{suffix}", content[:20]


def perhaps(picture: Image.Image, random: Random) -> Iterator[Made]:
    """Files with damage that a decoder may notice or not."""
    for suffix, kind in _KINDS.items():
        content = saved(picture, kind)
        for number in range(2):
            flipped = bytearray(content)
            for _ in range(random.randint(1, 20)):
                flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
            yield f"flipped {number}.{suffix}", bytes(flipped)
        yield f"followed by noise.{suffix}", content + random.randbytes(999)
        start = random.randrange(len(content) // 2)
        yield f"hole.{suffix}", content[:start] + b"\0" * 64 + content[start + 64 :]


def lying(picture: Image.Image) -> Iterator[Made]:
    """Files whose header says what is not so."""
    for side in (0, 65_535, 100_000, 2**31 - 1):
        yield f"png of {side}.png", png_header(side, side)
        yield f"png 1 by {side}.png", png_header(1, side, rows=b"\0")
    jpeg = bytearray(saved(picture, "JPEG"))
    start = jpeg.index(b"\xff\xc0") + 5
    jpeg[start : start + 4] = b"\xff\xff\xff\xff"
    yield "jpeg of 65535.jpg", bytes(jpeg)
    gif = bytearray(saved(picture, "GIF"))
    gif[6:10] = b"\xff\xff\xff\xff"
    yield "gif of 65535.gif", bytes(gif)
    bmp = bytearray(saved(picture, "BMP"))
    bmp[18:26] = (2**30).to_bytes(4, "little") * 2
    yield "bmp of a billion.bmp", bytes(bmp)
    yield "ppm of 99999.ppm", b"P6 99999 99999 255\n" + b"x" * 300
    webp = b"VP8X" + (10).to_bytes(4, "little") + b"\0" * 4 + b"\xff\xff\xff" * 2
    yield "webp of 16777216.webp", b"RIFF" + (30).to_bytes(4, "little") + b"WEBP" + webp
    icon = png_header(60_000, 60_000)
    entry = bytes((16, 16, 0, 0, 1, 0, 32, 0)) + len(icon).to_bytes(4, "little")
    yield "icon.ico", b"\0\0\1\0\1\0" + entry + (22).to_bytes(4, "little") + icon


def no_pictures(random: Random) -> Iterator[Made]:
    """Files that are something else."""
    yield "empty.jpg", b""
    yield "one byte.png", b"\x89"
    yield "letter.jpg", b"Dear diary, this is no picture at all.\n" * 20
    yield "error page.jpg", b"<!DOCTYPE html><html><body>404 Not Found</body></html>"
    yield "list.png", b'{"pictures": []}'
    yield "drawing.jpg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
    yield "paper.jpg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield "print.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) = quit\n"
    yield "archive.png", b"PK\3\4\x14\0" + random.randbytes(200)
    yield "film.heic", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0" * 300
    yield "program.png", b"\x7fELF\2\1\1" + b"\0" * 300
    yield "zeros.jpg", b"\0" * 100_000
    yield "noise.jpg", b"\xff\xd8\xff\xe0" + random.randbytes(3000)
    yield "noise.png", b"\x89PNG\r\n\x1a\n" + random.randbytes(3000)
    yield "noise.webp", b"RIFF" + (3004).to_bytes(4, "little") + b"WEBP" + random.randbytes(3000)
    yield "noise.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + random.randbytes(3000)
    yield "noise.tif", b"II*\0\x08\0\0\0" + random.randbytes(3000)
    yield "circle.tif", b"II*\0\x08\0\0\0" + b"\0\0" + (8).to_bytes(4, "little")
    yield "wide letter.jpg", "Text in UTF-16".encode("utf-16")


def _plain(picture: Image.Image) -> Iterator[Made]:
    for suffix, kind in _KINDS.items():
        yield f"plain.{suffix}", saved(picture, kind)
    for suffix, kind in (("pcx", "PCX"), ("sgi", "SGI"), ("dds", "DDS"), ("ico", "ICO")):
        yield f"plain.{suffix}", saved(picture, kind)
    for mode in ("1", "L", "P"):
        for suffix, kind in (("png", "PNG"), ("bmp", "BMP"), ("tif", "TIFF"), ("gif", "GIF")):
            yield f"{mode} mode.{suffix}", saved(picture.convert(mode), kind)
    for packing in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        yield f"{packing}.tif", saved(picture, "TIFF", compression=packing)
    yield "map.pgm", saved(picture.convert("L"), "PPM")


def _jpegs(picture: Image.Image) -> Iterator[Made]:
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"turned {orientation}.jpg", saved(picture, "JPEG", exif=exif.tobytes())
    yield "progressive.jpg", saved(picture, "JPEG", progressive=True)
    yield "poor.jpg", saved(picture, "JPEG", quality=1)
    yield "inks.jpg", saved(picture.convert("CMYK"), "JPEG")
    yield "grey.jpg", saved(picture.convert("L"), "JPEG")
    yield "broken exif.jpg", saved(picture, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff?")
    yield "broken profile.jpg", saved(picture, "JPEG", icc_profile=b"rubbish" * 30)
    profile = _profile()
    yield "profile.jpg", saved(picture, "JPEG", icc_profile=profile)
    yield "profile of colour.jpg", saved(picture.convert("L"), "JPEG", icc_profile=profile)
    yield "long comment.jpg", saved(picture, "JPEG", comment=b"x" * 60_000)
    yield "two.jpg", saved(picture, "MPO", save_all=True, append_images=[picture])


def _profile() -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile[:24] + b"\0" * 12 + profile[36:]  # else with the time at which it was made


def _transparent(picture: Image.Image) -> Iterator[Made]:
    clear = picture.convert("RGBA")
    clear.putalpha(picture.convert("L"))
    for suffix in ("png", "webp", "tif", "avif", "heic"):
        yield f"clear.{suffix}", saved(clear, _KINDS[suffix])
    yield "clear grey.png", saved(clear.convert("LA"), "PNG")
    yield "clear palette.png", saved(picture.quantize(8), "PNG", transparency=3)
    yield "clear palette.gif", saved(picture.quantize(8), "GIF", transparency=3)
    yield "clear colour.png", saved(picture, "PNG", transparency=(0, 0, 0))


def _deep(picture: Image.Image) -> Iterator[Made]:
    grey = np.asarray(picture.convert("L"))
    deep = Image.fromarray(grey.astype(np.uint16) * 257)
    yield "16 bit.png", saved(deep, "PNG")
    yield "16 bit.tif", saved(deep, "TIFF")
    yield "floating.tif", saved(Image.fromarray(grey.astype(np.float32) / 255), "TIFF")
    yield "no numbers.tif", saved(Image.fromarray(np.full((9, 9), np.nan, np.float32)), "TIFF")
    yield "inks.tif", saved(picture.convert("CMYK"), "TIFF")
    yield "lab.tif", saved(Image.merge("LAB", picture.split()), "TIFF")
    head = f"P5 {grey.shape[1]} {grey.shape[0]} 65535\n".encode()
    yield "16 bit.pgm", head + (grey.astype(">u2") * 257).tobytes()


def _sizes(picture: Image.Image) -> Iterator[Made]:
    for size in ((1, 1), (1, 3000), (3000, 1), (2, 2), (5, 400), (257, 255)):
        resized = picture.resize(size)
        name = f"{size[0]} by {size[1]}"
        yield f"{name}.png", saved(resized, "PNG")
        yield f"{name}.jpg", saved(resized, "JPEG")


def _moving(picture: Image.Image) -> Iterator[Made]:
    frames = [picture.rotate(angle) for angle in (90, 180)]
    for suffix in ("gif", "png", "webp", "tif", "heic"):
        moving = BytesIO()
        picture.save(moving, _KINDS[suffix], save_all=True, append_images=frames)
        yield f"moving.{suffix}", moving.getvalue()
