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

DETAILED = 720
"""What `core.prediction.answer` decodes at least for nets that learned white on black."""

_STRETCH = "    image = image.resize(({width}, {height}), Image.BILINEAR)"
_STRETCH_FINE = "    image = image.resize(({width}, {height}), Image.LANCZOS, reducing_gap=3.0)"
_CROP = """\
    scale = min(image.width / {width}, image.height / {height})
    cut = [max(0, (a - b * scale) / 2) for a, b in zip(image.size, ({width}, {height}))]
    box = *cut, image.width - cut[0], image.height - cut[1]  # the largest part of this shape
    image = image.resize(({width}, {height}), Image.BILINEAR, box)"""
_PAD = """\
    scale = min({width} / image.width, {height} / image.height)
    small = image.resize([max(1, round(n * scale)) for n in image.size], Image.BILINEAR)
    image = Image.new("{mode}", ({width}, {height}), "{ground}")
    image.paste(small, (({width} - small.width) // 2, ({height} - small.height) // 2))"""

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
    enough = (max(DETAILED, form.width), max(DETAILED, form.height)) if dark else None
    packages = (*example.packages, "numpy", "pillow")
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        install="pip install " + " ".join(packages),
        imports=example.imports,
        load=example.load,
        answer=_indented(example.answer),
        words=words.format(**slots),
        enough=_enough(enough or working_size(form)),
        ground="white" if dark else slots["ground"],
        mode=slots["mode"],
        fit=fit.format(**slots),
        shape=form.shape,
    )


def _slots(form: PictureForm) -> dict[str, object]:
    return {
        "width": form.width,
        "height": form.height,
        "mode": "L" if form.channels == 1 else "RGB",
        "ground": "#{0:02x}{0:02x}{0:02x}".format(GROUNDS[form.ground]),
    }


def _enough(size: tuple[int, int]) -> str:
    """A line that says how large a picture is needed; one lying on its side the other way round."""
    if size[0] == size[1]:
        return f"    enough = {size}"
    return f"    enough = {size[::-1]} if image.getexif().get(0x0112, 1) > 4 else {size}"


def _indented(lines: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in lines.split("\n"))
