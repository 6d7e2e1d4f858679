"""The example that goes with an export: the picture's way to pixels, as Litmus goes it."""

from pathlib import Path
from string import Template

from core.data import fashion_mnist
from core.data.fitting import GROUNDS, working_size
from core.data.form import Fit, PictureForm
from core.export.format_module import Example
from core.run.record import RunRecord

MOST_LINES = 40
"""An example has no more."""

_TEMPLATE = Path(__file__).parent / "templates" / "example.py.txt"

_DETAILED = 720
"""What `core.prediction.answer` decodes at least for nets that learned white on black."""

_STRETCH = "    image = image.resize(({width}, {height}), Image.Resampling.BILINEAR)"
_STRETCH_FINE = (
    "    image = image.resize(({width}, {height}), Image.Resampling.LANCZOS, reducing_gap=3.0)"
)
_CROP = """\
    scale = min(image.width / {width}, image.height / {height})
    left = max(0.0, (image.width - {width} * scale) / 2)
    top = max(0.0, (image.height - {height} * scale) / 2)
    box = left, top, image.width - left, image.height - top
    image = image.resize(({width}, {height}), Image.Resampling.BILINEAR, box)"""
_PAD = """\
    scale = min({width} / image.width, {height} / image.height)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    whole, image = image, Image.new("{mode}", ({width}, {height}), {ground})
    place = ({width} - size[0]) // 2, ({height} - size[1]) // 2
    image.paste(whole.resize(size, Image.Resampling.BILINEAR), place)"""

_FITS = {
    Fit.STRETCH: ("stretched to {width}×{height}", _STRETCH),
    Fit.CROP: ("its centre cut out, {width}×{height}", _CROP),
    Fit.PAD: ("whole, with room added, {width}×{height}", _PAD),
}


def example_text(record: RunRecord, example: Example) -> str:
    """The content of `example.py` for a run and a format; at most `MOST_LINES` lines."""
    form = record.network.input
    dark = record.data.source == fashion_mnist.SOURCE
    words, fit = _FITS[form.fit]
    if dark:  # such nets are asked about pictures as they are by another filter
        words, fit = _FITS[Fit.STRETCH][0], _STRETCH_FINE
    slots = _slots(form)
    enough = (max(_DETAILED, form.width), max(_DETAILED, form.height)) if dark else None
    ground = 255 if dark else GROUNDS[form.ground]
    packages = (*example.packages, "numpy", "pillow")
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        install="pip install " + " ".join(packages),
        imports=example.imports,
        load=example.load,
        answer=_indented(example.answer),
        words=words.format(**slots),
        enough=_enough(enough or working_size(form)),
        ground=(ground, ground, ground, 255),
        mode=slots["mode"],
        fit=fit.format(**slots),
        shape=form.shape,
    )


def _slots(form: PictureForm) -> dict[str, object]:
    ground = GROUNDS[form.ground]
    grey = form.channels == 1
    return {
        "width": form.width,
        "height": form.height,
        "mode": "L" if grey else "RGB",
        "ground": ground if grey else (ground,) * 3,
    }


def _enough(size: tuple[int, int]) -> str:
    """A line that says how large a picture is needed; one lying on its side the other way round."""
    if size[0] == size[1]:
        return f"    enough = {size}"
    turned = 'image.getexif().get(0x0112, 1) > 4 and image.format != "TIFF"'
    return f"    enough = {size[::-1]} if {turned} else {size}"


def _indented(lines: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in lines.split("\n"))
