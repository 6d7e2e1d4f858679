"""From Pillow's many pixel modes to 8-bit grey or RGB."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

_OPAQUE = 255
_EIGHT_OF_SIXTEEN = np.rint(np.arange(65_536) * (255 / 65_535)).astype(np.uint8)
_ONE_TIME = 1_000_000


def to_8_bit(image: Image.Image) -> Image.Image:
    """The picture as L, LA, RGB, RGBA or CMYK, with what is transparent kept as such.

    16-bit and floating-point values are scaled to the 8 bits (Pillow itself would clip them).
    """
    if image.mode.startswith("I;16"):
        return _from_array(_EIGHT_OF_SIXTEEN[np.asarray(image, np.uint16)])
    if image.mode in ("I", "F"):
        return _from_array(_wide_grey(image))
    if image.mode in ("CMYK", "LAB"):
        return image
    grey = image.mode in ("1", "L", "LA", "La")
    mode = ("L" if grey else "RGB") + ("A" if image.has_transparency_data else "")
    return image if image.mode == mode else image.convert(mode)  # converting would copy it


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture's colours as sRGB, L or RGB with or without alpha.

    A profile that cannot be used is ignored, as every viewer does.
    """
    if image.mode == "LAB":
        return _converted(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if profile:
        try:
            opened = ImageCms.getOpenProfile(BytesIO(profile))
            if image.mode == "CMYK" or not _is_srgb(opened):
                return _with_alpha(image, opened)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def laid_on(image: Image.Image, ground: int) -> npt.NDArray[np.uint8]:
    """The picture laid on a grey of brightness `ground`: uint8, shape (height, width, 1 or 3)."""
    if image.mode in ("LA", "RGBA"):
        below = Image.new("RGBA", image.size, (ground, ground, ground, _OPAQUE))
        image = Image.alpha_composite(below, image.convert("RGBA")).convert(
            "L" if image.mode == "LA" else "RGB"
        )
    pixels = np.asarray(image)
    return pixels[..., np.newaxis] if pixels.ndim == 2 else pixels


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    return "sRGB" in (ImageCms.getProfileDescription(profile) or "")


def _with_alpha(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """Convert the colours and leave the alpha channel as it is."""
    if image.mode not in ("LA", "RGBA"):
        return _converted(image, profile)
    converted = _converted(image.convert(image.mode[:-1]), profile)
    converted.putalpha(image.getchannel("A"))
    return converted


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, profile, target, outputMode="RGB")
    assert converted is not None  # noqa: S101 - it is None only where the change is made in place
    return converted.convert("L") if image.mode == "L" else converted


def _wide_grey(image: Image.Image) -> npt.NDArray[np.uint8]:
    """32-bit pixels: by the range that their values suggest, else stretched from least to most."""
    values = np.asarray(image)
    if image.format == "PPM":
        return _scaled(values, 0, 65_535)
    known = values if image.mode == "I" else values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    if low >= 0 and 255 < high <= 65_535:
        return _scaled(values, 0, 65_535)
    if low >= 0 and high <= 255:
        return _scaled(values, 0, 1 if image.mode == "F" and high <= 1 else 255)
    return _scaled(values, low, (high - low) or 1)


def _scaled(values: npt.NDArray[np.generic], black: float, white: float) -> npt.NDArray[np.uint8]:
    """`values` from `black` to `black + white` as 0-255; what is no number is black.

    A few rows at a time: in double precision a large picture would take gigabytes.
    """
    scaled = np.empty(values.shape, np.uint8)
    rows = max(1, _ONE_TIME // max(1, values.shape[1]))
    for first in range(0, len(values), rows):
        some = values[first : first + rows].astype(np.float64) - black
        some = np.nan_to_num(some * (255 / white), nan=0.0)
        scaled[first : first + rows] = np.rint(np.clip(some, 0, 255))
    return scaled


def _from_array(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(pixels)
