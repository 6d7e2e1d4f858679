"""Core ML: a classifier package for apps on iPhone, iPad and Mac."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

from core.cancellation import CancelToken
from core.data.dataset import Pixels
from core.data.form import Fit, Ground
from core.errors import LitmusError
from core.export.chain import INPUT
from core.export.coreml_specification import (
    CLASS,
    PROBABILITIES,
    check_description,
    classes_of,
    main_block,
    weights_of,
)
from core.export.format_module import About, Example, Report
from core.export.request import ExportProgress
from core.export.source import ExportSource
from core.native_noise import silent_stderr

MODEL = "model.mlpackage"
"""The package: a folder that Xcode takes as one file."""

_CROP_AND_SCALE = {Fit.STRETCH: "scaleFill", Fit.CROP: "centerCrop", Fit.PAD: "scaleFit"}
"""What Vision calls it."""

_SWIFT = """\
```swift
let classifier = try VNCoreMLModel(for: model(configuration: MLModelConfiguration()).model)
let request = VNCoreMLRequest(model: classifier)
request.imageCropAndScaleOption = .{option}
try VNImageRequestHandler(cgImage: picture, orientation: orientation).perform([request])
let best = (request.results as? [VNClassificationObservation])?.first
```"""
_BLACK = " Beside a picture of another shape it puts black, where Litmus puts {ground}."

_EXAMPLE = Example(
    imports="import coremltools",
    load=f'MODEL = coremltools.models.MLModel(str(HERE / "{MODEL}"))',
    answer=(
        'image = Image.fromarray(pictures[0].squeeze().astype("uint8"))\n'
        f'given = MODEL.predict({{"{INPUT}": image}})["{PROBABILITIES}"]\n'
        "shares = np.array([given[label] for label in LABELS])"
    ),
    packages=("coremltools",),
)


def about(source: ExportSource) -> About:
    """What the README says; see `core.export.format_module`."""
    form = source.run.record.network.input
    colour = "grey" if form.channels == 1 else "RGB"
    swift = _SWIFT.format(option=_CROP_AND_SCALE[form.fit])
    padded = form.fit is Fit.PAD and form.ground is not Ground.BLACK
    black = _BLACK.format(ground=form.ground.value) if padded else ""
    return About(
        model=MODEL,
        use=(
            f"`{MODEL}` is a Core ML classifier (ML program) for iOS 15, macOS 12 and later. "
            f"Input `{INPUT}`: a picture of {form.width}×{form.height} pixels, {colour}. Outputs: "
            f"`{CLASS}`, the class, and `{PROBABILITIES}`, the probability of each class by its "
            "name. It computes in float32, as Litmus does.\n\nDrag it into Xcode; Vision brings a "
            f"photo to its size:\n\n{swift}\n\nVision resizes by its own filter.{black}\n\n"
            "**Running it needs a Mac, an iPhone or an iPad**, `example.py` a Mac. On other "
            "systems it can be made and its specification checked, but not run: try some pictures "
            "on a Mac before you rely on it."
        ),
        example=_EXAMPLE,
        one_at_a_time=True,
    )


def in_own_process(source: ExportSource) -> bool:  # noqa: ARG001 - the same for every run
    """Converting takes TensorFlow."""
    return True


def write(source: ExportSource, folder: Path, *, report: Report, cancel: CancelToken) -> None:
    """Write `MODEL`; see `core.export.format_module`.

    Raises:
        LitmusError: The network cannot be said in Core ML.
        Cancelled: The token was set.
    """
    model = source.model
    cancel.raise_if_cancelled()
    report(ExportProgress("Converting to Core ML"))
    try:
        with _quietly():
            package = _converted(model, source.labels)
            _describe(package, source)
            package.save(str(folder / MODEL))
    except OSError:
        raise
    except Exception as error:  # the converter has no exception of its own
        raise LitmusError(
            f"The network cannot be converted to Core ML: {error}.", "Choose another format."
        ) from error
    cancel.raise_if_cancelled()


def answers(folder: Path, pixels: Pixels) -> str:
    """Look at the specification, without running it; see `core.export.format_module`.

    Raises:
        ValueError: Classes, the input's size or colour, or weights are not as they should be.
    """
    with _quietly():
        with _without("tensorflow", "sklearn"):
            import coremltools

        package = coremltools.models.MLModel(str(folder / MODEL), skip_model_load=True)
        specification = package.get_spec()
    labels = (folder / "labels.txt").read_text(encoding="utf-8").splitlines()
    height, width, channels = pixels.shape[1:]
    check_description(specification.description, (height, width, channels))
    block = main_block(specification)
    if classes_of(block) != distinct(labels):
        raise ValueError("the classes are not those of labels.txt")
    weights = weights_of(block, Path(package.weights_dir) / "weight.bin")
    colour = "grey" if channels == 1 else "RGB"
    return (
        f"Its specification was checked: {len(labels)} classes by name, pictures of "
        f"{width}×{height} pixels in {colour}, {weights:,} weights. Running it needs a Mac"
    )


def _converted(model: Any, labels: Sequence[str]) -> Any:  # noqa: ANN401 - neither ships types
    import coremltools

    height, width, channels = model.input_shape[1:]
    layout = coremltools.colorlayout.GRAYSCALE if channels == 1 else coremltools.colorlayout.RGB
    picture = coremltools.ImageType(
        name=INPUT, shape=(1, height, width, channels), color_layout=layout
    )
    return coremltools.convert(
        model,
        source="tensorflow",
        inputs=[picture],
        classifier_config=coremltools.ClassifierConfig(distinct(labels)),
        convert_to="mlprogram",
        minimum_deployment_target=coremltools.target.iOS15,
        # Half precision would be Apple's default. Whether a network bears it shows only where it
        # runs, and that cannot be here.
        compute_precision=coremltools.precision.FLOAT32,
        skip_model_load=True,
    )


def _describe(package: Any, source: ExportSource) -> None:  # noqa: ANN401
    record = source.run.record
    package.short_description = f"A picture classifier, made with Litmus: {record.title}"
    package.version = record.started
    if record.backbones:
        package.license = "The backbone's weights: Apache License 2.0"
    package.input_description[INPUT] = "The picture"
    package.output_description[CLASS] = "The most probable class"
    package.output_description[PROBABILITIES] = "The probability of each class (0-1)"


def distinct(labels: Sequence[str]) -> list[str]:
    """The labels, those that come again with a number: the probabilities are told by name."""
    names: dict[str, None] = {}
    for label in labels:
        name, number = label, 1
        while name in names:
            number += 1
            name = f"{label} ({number})"
        names[name] = None
    return list(names)


@contextmanager
def _without(*packages: str) -> Iterator[None]:
    """So that coremltools does without them, where they are not loaded: reading takes seconds less.

    It looks for all that it could convert from when it is imported.
    """
    absent = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: not to be had
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without warnings of untested versions and absent Macs, nor bars of progress."""
    logger = logging.getLogger("coremltools")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with silent_stderr(), redirect_stderr(StringIO()):
            yield
    finally:
        logger.setLevel(before)
