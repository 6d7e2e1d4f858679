"""From Pillow's many pixel modes to 8-bit grey or RGB."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

_OPAQUE = 255
_EIGHT_OF_SIXTEEN = np.rint(np.arange(65_536) * (255 / 65_535)).astype(np.uint8)
_ICC_MODES = ("L", "RGB", "CMYK", "LAB")


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
    values = np.nan_to_num(np.asarray(image, np.float64))
    low, high = float(values.min()), float(values.max())
    if image.format == "PPM" or (low >= 0 and 255 < high <= 65_535):
        return _grey(image, 65_535)
    if low >= 0 and high <= 255:
        return _grey(image, 1 if image.mode == "F" and high <= 1 else 255)
    return _scaled(values - low, (high - low) or 1)


def _grey(image: Image.Image, white: int) -> npt.NDArray[np.uint8]:
    return _scaled(np.nan_to_num(np.asarray(image, np.float32)), white)


def _scaled(values: npt.NDArray[np.floating], white: float) -> npt.NDArray[np.uint8]:
    scaled: npt.NDArray[np.uint8] = np.rint(np.clip(values * (255 / white), 0, 255)).astype(
        np.uint8
    )
    return scaled


def _from_array(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(pixels)
