"""The code that brings the very pictures of a run into memory."""

import json

import numpy as np

from core.data.fashion_mnist import load
from core.data.fitting import GROUNDS
from core.data.form import Fit, PictureForm
from core.data.split import split
from core.export.training_code.cell import Cell, Part, lines
from core.export.training_code.listing import PictureList
from core.run.record import RunRecord

_SHARED_WORDS = "so that the accuracies can be compared with those in Litmus."

_FITS = {
    Fit.STRETCH: "image.resize(SIZE, Image.Resampling.BILINEAR)",
    Fit.CROP: "ImageOps.fit(image, SIZE, Image.Resampling.BILINEAR)",
    Fit.PAD: "ImageOps.pad(image, SIZE, Image.Resampling.BILINEAR, color=GROUND)",
}
_WORKING_SIDE = 256
_OPAQUE = (".jpg", ".jpeg", ".heic")
_LAYING = """\
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, GROUND), image)
"""


def fashion_mnist_cell(record: RunRecord) -> Cell:
    """Fashion-MNIST, divided as in the run."""
    words = f"Fashion-MNIST. The same pictures as in Litmus are kept aside, {_SHARED_WORDS}"
    code = """\
(x_train, y_train), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]"""
    if record.data.validation:
        code = f"{code}\n{_kept_aside(record)}"
    return Cell(Part.PICTURES, "The pictures", words, code)


def _kept_aside(record: RunRecord) -> str:
    """Taking the validation pictures out: `core.data.split` in a few lines."""
    settings = record.settings
    labels = load().training.labels
    parts = split(labels, validation=settings.validation, seed=settings.seed)
    counts = np.bincount(labels[parts.validation], minlength=len(record.classes)).tolist()
    told = f"[{counts[0]}] * {len(counts)}" if len(set(counts)) == 1 else repr(counts)
    return f"""\
# So many pictures of each class are kept aside to check on: the same ones as in Litmus.
order = np.argsort(np.random.PCG64(SEED).random_raw(len(y_train)), kind="stable")
aside = np.zeros(len(y_train), bool)
for number, count in enumerate({told}):
    aside[order[y_train[order] == number][:count]] = True
x_val, y_val = x_train[aside], y_train[aside]
x_train, y_train = x_train[~aside], y_train[~aside]"""


def photos_cell(record: RunRecord, photos: PictureList) -> Cell:
    """A folder's photos, as `pictures.csv` lists them."""
    words = (
        "`pictures.csv` lists every picture with its class and its set: the same as in Litmus, "
        f"{_SHARED_WORDS} If the folder of photos has moved, change `PICTURES`."
    )
    form = record.network.input
    opaque = all(picture.file.lower().endswith(_OPAQUE) for picture in photos.pictures)
    code = lines(
        f"PICTURES = Path({literal(photos.folder)})",
        f"SIZE = ({form.width}, {form.height})  # width and height, pixels",
        "" if opaque and form.fit is not Fit.PAD else f"GROUND = {_ground(form)}",
        _reading(form, opaque=opaque),
        'x_train, y_train = load("training")',
        'x_val, y_val = load("validation")' if "validation" in photos.sets else "",
        'x_test, y_test = load("test")' if "test" in photos.sets else "",
    )
    return Cell(Part.PICTURES, "The pictures", words, code)


def literal(text: str) -> str:
    """A Python string that means `text`, whatever is in it, in double quotes."""
    # Of printable text, JSON escapes what Python does, and nothing else.
    return json.dumps(text, ensure_ascii=False) if text.isprintable() else repr(text)


def _ground(form: PictureForm) -> str:
    return repr((GROUNDS[form.ground],) * 3)


def _reading(form: PictureForm, *, opaque: bool) -> str:
    """Two functions: one picture, and all pictures of a set."""
    enough = max(form.width, _WORKING_SIDE), max(form.height, _WORKING_SIDE)
    grey = form.channels == 1
    fit = _FITS[form.fit]
    if grey:
        fit = fit.replace("GROUND", "GROUND[0]")
    return f'''

def read(file):
    """A picture as the network takes it: upright, in {"grey" if grey else "colour"}, of SIZE."""
    image = Image.open(PICTURES / file)
    image.draft(None, {enough})  # large JPEGs are decoded at a part of their size
    image = ImageOps.exif_transpose(image)
{"" if opaque else _LAYING}\
    image = image.convert("{"L" if grey else "RGB"}")
    return np.asarray({fit}).reshape({form.shape})


def load(name):
    """Pixels and class numbers of the pictures of a set."""
    with open(FOLDER / "pictures.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == name]
    pixels = np.stack([read(row["file"]) for row in rows])
    return pixels, np.array([int(row["number"]) for row in rows])

'''
