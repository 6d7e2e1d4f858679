"""The README of an export: a page that says all that one needs to use the model elsewhere."""

import re
from datetime import date

from core.data import fashion_mnist
from core.data.form import Fit, PictureForm
from core.errors import LitmusError
from core.export.format_module import About
from core.export.formats import FORMATS, ExportFormat
from core.export.labels import one_line
from core.export.source import ExportSource
from core.features.backbone import backbones, bundled_backbones
from core.run.record import RunRecord
from core.training.wording import percent

_MOST_LABELS = 40
"""More are left to labels.txt: the README is a page."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")

_FITS = {
    Fit.STRETCH: "stretched to it, its sides scaled apart",
    Fit.CROP: "cut to the largest part from its centre that has the shape, and resized",
    Fit.PAD: "resized whole, with {ground} beside it",
}

_ELSEWHERE = """\
## Where answers may differ a little

Litmus decodes with Pillow: a large JPEG is read at a half, a quarter or an eighth of its size, any
large picture is averaged over whole blocks, and then resized with Pillow's `{filter}`, which looks
at all pixels that a new one covers. Colours of other profiles become sRGB, the EXIF orientation is
heeded. Other decoders round JPEG colours otherwise, many resize without antialiasing, some ignore
orientation and profile; then pixels differ by a few of 255, and probabilities in the second or
third digit. A PNG of the model's own size gives the same everywhere. 32-bit and CMYK pictures are
converted more simply by the example than by Litmus."""

_DARK = """\
It learned from light things on black. The example, and the model, take a picture as it is: invert
photos of things on a light ground first, and cut to the thing, which the Predict tab of Litmus does
by itself (its *background: as it is* answers as here)."""


def readme_text(wanted: ExportFormat, source: ExportSource, about: About, *, day: date) -> str:
    """The content of `README.md`, in Markdown."""
    record = source.run.record
    parts = [f"# {inline(record.title or 'A classifier')}", _first_words(wanted, record, day)]
    parts += ["## How to use it", about.use]
    if about.example is not None:
        packages = " ".join((*about.example.packages, "numpy", "pillow"))
        parts.append(
            f"`example.py` says what pictures show; it needs Python with\n"
            f"`pip install {packages}`:\n\n    python example.py PICTURE…"
        )
    if about.takes_pixels:
        parts += ["## What goes in", _input(record.network.input, about)]
        as_it_is = record.data.source == fashion_mnist.SOURCE and about.example is not None
        parts += [_DARK] if as_it_is else []
        parts += ["## What comes out", _output(source.labels)]
    parts += ["## How good it is", accuracy_words(record)]
    if about.takes_pixels:
        dark = record.data.source == fashion_mnist.SOURCE
        parts.append(_ELSEWHERE.format(filter="LANCZOS" if dark else "BILINEAR"))
    parts += ["## Licence", _licence(record)]
    return "\n\n".join(parts) + "\n"


def inline(text: str) -> str:
    """`text` on one line, so that nothing in it is taken for Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", one_line(text).replace("&", "&amp;"))


def accuracy_words(record: RunRecord) -> str:
    """How good a run is, and on which pictures that was measured: one sentence."""
    if record.fine_tuning is not None and record.fine_tuning.kept:
        share = percent(record.fine_tuning.accuracy_after)
        return f"{share} of the validation pictures are answered rightly."
    if (found := record.cross_validation) is not None:
        low, high = (percent(share) for share in found.interval)
        return (
            f"{percent(found.accuracy)} of {found.pictures:,} pictures that it had not learned "
            f"from are answered rightly (cross-validation; 95 % interval {low} to {high})."
        )
    best = record.best
    if best is None:
        return "It was not measured."
    if best.val_accuracy is None:
        share = percent(round(best.accuracy, 4))
        return f"{share} of the pictures it learned from; it was not measured on others."
    share = percent(round(best.val_accuracy, 4))
    return f"{share} of {record.data.validation:,} validation pictures are answered rightly."


def _first_words(wanted: ExportFormat, record: RunRecord, day: date) -> str:
    trained = record.started[:10]
    pictures = f"{record.data.training:,} pictures"
    return (
        f"An image classifier with {len(record.classes):,} classes, trained with Litmus on "
        f"{pictures} of {inline(_last(record.data.source))} on {trained}, exported on "
        f"{day.isoformat()} as {FORMATS[wanted].title}."
    )


def _last(source: str) -> str:
    """The name of a folder: where it lay on somebody's computer is nobody's business."""
    return re.split(r"[/\\]", source.rstrip("/\\"))[-1] or "photos"


def _input(form: PictureForm, about: About) -> str:
    height, width, channels = form.shape
    first = "1" if about.one_at_a_time else "any number"
    colour = (
        "one channel, grey" if channels == 1 else "three channels in the order red, green, blue"
    )
    fit = _FITS[form.fit].format(ground=form.ground.value)
    return (
        f"Pictures as numbers, float32, shape ({first}, {height}, {width}, {channels}): pictures, "
        f"height, width, channels. {colour[0].upper()}{colour[1:]}; each number is a pixel from 0 "
        f"to 255: scaling is within the model. A picture of another size is {fit}; what is "
        f"transparent is laid on {form.ground.value}."
    )


def _output(labels: tuple[str, ...]) -> str:
    shown = labels[:_MOST_LABELS]
    more = len(labels) - len(shown)
    lines = [f"    {label}" for label in shown] + ([f"    … and {more:,} more"] if more else [])
    return (
        f"{len(labels):,} probabilities for each picture, float32, which add up to 1, in the order "
        "of the lines of `labels.txt`:\n\n" + "\n".join(lines)
    )


def _licence(record: RunRecord) -> str:
    own = "The weights belong to whoever trained them."
    on_top = "What was learned on top belongs to whoever trained it."
    if record.network.backbone is None:
        return own
    bundled = {backbone.name for backbone in bundled_backbones()}
    try:
        used = backbones(record.network.backbone.names)
    except LitmusError:
        return own
    google = [backbone.title for backbone in used if backbone.name in bundled]
    others = [inline(backbone.title) for backbone in used if backbone.name not in bundled]
    text = ""
    if google:
        text += (
            f"It stands on {' and '.join(google)} (Google, trained on ImageNet), Apache License "
            "2.0: `LICENSE-backbone.txt`. Changed: the last layer was left out, batch "
            "normalization folded in, weights rounded to float16. "
        )
    if others:
        text += f"It stands on {' and '.join(others)}, under the licence it came with. "
    return text + on_top if text else own
